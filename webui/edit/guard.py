"""What stands before every page that edits: origin, token, session, size, headers."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from govreport_search.sentence import say
from webui.edit.fault import ForbiddenError
from webui.edit.name import COOKIE, PREFIX
from webui.edit.private import Private
from webui.edit.receive import REQUEST_BYTES
from webui.edit.visit import Visits, visitor

FORM_BYTES = 1024 * 1024
"""A form without files is never larger."""

ATTEMPTS = "10 per minute; 60 per hour"
"""How often one address may sign in, whether it knows the password or not ..."""

ALL_ATTEMPTS = "120 per minute; 1200 per hour"
"""... and all together: slow for who guesses, and too much for one who wants to lock others out."""

OPEN = ("edit.sign_in", "edit.enter")
"""What answers without a session."""

UPLOADS = ("edit.upload",)

HEADERS = {
    "Cache-Control": "no-store",
    # "no-referrer", as elsewhere, makes browsers send "Origin: null" with their forms.
    "Referrer-Policy": "same-origin",
    "Vary": "Cookie",
}


class _Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, with ``Secure`` wherever the page itself came by https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def register(app: Flask, private: Private) -> None:
    """Give the app sessions and tokens."""
    app.config.update(
        SECRET_KEY=private.secret(),
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_PATH=PREFIX,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_CHECK_DEFAULT=False,  # the pages that only read know no session
        WTF_CSRF_TIME_LIMIT=None,  # a token ends with its session
        WTF_CSRF_SSL_STRICT=False,  # the origin is checked below, on http, too
    )
    app.session_interface = _Sessions()
    app.extensions["visits"] = Visits(private)
    app.after_request(after)
    CSRFProtect(app)


def limit_attempts(app: Flask, endpoint: str) -> None:
    """Let a view refuse who asks too often.

    Counted before the view is asked, and not taken back where the password was right: of many
    attempts at once not one more than allowed is looked at.
    """
    limiter = Limiter(_address, app=app, storage_uri="memory://", headers_enabled=True)
    view: Any = app.view_functions[endpoint]  # the limiter wraps without types
    for limits, whose in ((ATTEMPTS, _address), (ALL_ATTEMPTS, lambda: "all")):
        view = limiter.limit(limits, key_func=whose)(view)
    app.view_functions[endpoint] = view


def _address() -> str:
    """Who asks; of the version 6 addresses the network, for one household has billions."""
    address = get_remote_address()
    if ":" not in address:
        return address
    return str(ip_network(f"{address.partition('%')[0]}/64", strict=False))


def before() -> AnyResponse | None:
    """Refuse what is not from our pages; lead to the password who has not given it."""
    uploading = request.endpoint in UPLOADS
    request.max_content_length = REQUEST_BYTES + FORM_BYTES if uploading else FORM_BYTES
    if request.method == "POST":
        require_own_origin()
    who = visitor()
    if who is None and request.endpoint not in OPEN:
        return redirect(url_for("edit.sign_in", to=_asked()), 303)
    g.visitor = who
    if request.method == "POST":
        _require_token()
    return None


def after(response: Response) -> Response:
    """No copy of an editing page stays in a cache, nor of what is said where there is none."""
    if request.path.startswith(f"{PREFIX}/"):
        response.headers.update(HEADERS)
    return response


def require_own_origin() -> None:
    """Stop a form that another site sends.

    Every browser of today says where a form comes from, by ``Origin`` or ``Sec-Fetch-Site``.

    Raises:
        ForbiddenError: it comes from elsewhere, or does not say.
    """
    origin = request.headers.get("Origin", "")
    own = origin == request.host_url.rstrip("/")
    silent = origin in ("", "null")
    if own or (silent and request.headers.get("Sec-Fetch-Site") == "same-origin"):
        return
    raise ForbiddenError(
        say("没有接受：这次提交不是从本网页发出的"),
        remedy=say(
            "请在本网页里填写并提交；如果网页前面有 https 代理，启动时加 --https，"
            "并让代理转交原来的 Host"
        ),
    )


def _require_token() -> None:
    try:
        current_app.extensions["csrf"].protect()
    except CSRFError as error:
        raise ForbiddenError(
            say("没有接受：这一页已经过期，或者不是从本网页提交的"),
            remedy=say("请回到上一页，刷新后再提交"),
            code="stale_form",
        ) from error


def _asked() -> str | None:
    """The page that was asked for; what a form would have sent has to be sent again."""
    if request.method != "GET" or request.path == url_for("edit.home"):
        return None
    return request.full_path.rstrip("?")
