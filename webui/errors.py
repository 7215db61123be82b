"""Error classes → HTTP statuses; one JSON shape for the API, one readable page for people."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from govreport_search.errors import (
    BusyError,
    DataError,
    EngineError,
    GovReportError,
    NotFoundError,
    QuerySyntaxError,
    StoreError,
    UnknownFieldError,
    UserError,
)
from govreport_search.sentence import say
from webui.edit.fault import ForbiddenError
from webui.host import ForeignHostError
from webui.long_address import LongAddressError

# The first class that fits decides, so narrower ones stand first.
STATUSES: tuple[tuple[type[GovReportError], int], ...] = (
    (NotFoundError, 404),
    (ForbiddenError, 403),
    (UserError, 400),
    (ForeignHostError, 421),
    (LongAddressError, 414),
    (StoreError, 503),
    (BusyError, 503),
    (DataError, 422),
    (EngineError, 503),
    (GovReportError, 500),
)

HTTP_MESSAGES = {
    400: (
        "bad_request",
        say("发来的请求不合 HTTP 的规定，读不懂"),
        say("请检查网址和请求头：网址里不能有空格和控制字符，文字应是 UTF-8"),
    ),
    404: ("not_found", say("这个网址下没有内容"), say("请检查网址，或回到检索页")),
    413: (
        "too_large",
        say("交来的内容太大"),
        say("请少选一些文件，分几次交；上限写在“录入”页上"),
    ),
    431: (
        "headers_too_large",
        say("请求头太大"),
        say("请清除本网站的 cookie 再试；更长的问题用表单或接口提交"),
    ),
    501: ("not_implemented", say("这种传送方式不能用"), say("请用 Content-Length 或 chunked")),
    429: ("too_many_attempts", say("密码试得太多了"), say("请过几分钟再试")),
    405: ("method_not_allowed", say("这个网址不接受这种请求方法"), say("请用 GET")),
}


def status_of(error: GovReportError) -> int:
    """The HTTP status of an error."""
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def as_json(error: GovReportError) -> dict[str, Any]:
    """The one shape of errors in the API; keys without a meaning for an error are left out."""
    body: dict[str, Any] = {"code": error.code, "message": error.message, "remedy": error.remedy}
    if isinstance(error, QuerySyntaxError):
        body |= {"query": error.query, "position": error.position, "length": error.length}
        body["repair"] = error.repair
    if isinstance(error, UnknownFieldError):
        body |= {"name": error.name, "candidates": list(error.candidates)}
        if error.position >= 0:
            body |= {"query": error.query, "position": error.position}
            body["length"] = len(error.name)
    return {"error": body}


def register(app: Flask) -> None:
    """Let the app answer every error, ours and HTTP's, in its two shapes."""
    app.register_error_handler(GovReportError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _ours(error: GovReportError) -> Response:
    return _answer(error, status_of(error))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect to the right address is no error
        return cast("Response", error.get_response())
    other = say("请求没有成功（%(status)s %(name)s）", status=status, name=error.name)
    code, message, remedy = HTTP_MESSAGES.get(status, (f"http_{status}", other, ""))
    response = _answer(GovReportError(message, remedy=remedy, code=code), status)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    # The log gets the places (``quiet``), the reader no inner details.
    current_app.logger.error("unexpected error at %s", request.path, exc_info=error)
    ours = GovReportError(
        say("程序出了意料之外的错误"),
        remedy=say("请把操作步骤和服务器日志告诉维护者"),
        code="internal",
    )
    return _answer(ours, 500)


def _answer(error: GovReportError, status: int) -> Response:
    if request.path.startswith("/api/"):
        response = jsonify(as_json(error))
    else:
        response = make_response(render_template("error.html", error=error, status=status))
    response.status_code = status
    return response
