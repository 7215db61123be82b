"""The source text of a report with line numbers; shown as text, never run."""

from __future__ import annotations

from flask import Response, make_response, render_template, request, url_for

from govreport_search.errors import BadFilterError
from govreport_search.sentence import say
from govreport_search.services.original import WEB_PAGES, Way
from webui import args
from webui.library import library
from webui.original import look
from webui.pages.original import FRAMED, MAX_LINE
from webui.present.hits import record_name

PARAMETERS = ("line", "to", "part", "view", "at", "bare")


def source(report: str) -> Response:
    """The source; ``line`` (and ``to``) are marked, ``part`` picks one of several files.

    ``view=document`` shows the file as paragraphs and tables, with the element ``at`` marked, or
    ``line`` where the element is not among them; ``bare=1`` leaves out all around the text, for
    the frame beside a report.
    """
    args.reject_unknown(request.args, PARAMETERS)
    found = library().report(report)
    part = args.number(request.args, "part", 0, MAX_LINE)
    if part >= len(found.sources):
        raise BadFilterError(
            say("这份报告没有第 %(value)s 个文件", value=part + 1),
            remedy=say("请去掉网址里的 part"),
        )
    first = args.number(request.args, "line", 0, MAX_LINE)
    view, bare = args.single(request.args, "view"), args.single(request.args, "bare")
    if view not in ("", "document") or bare not in ("", "1"):
        raise BadFilterError(say("网址里的 view 或 bare 不对"), remedy=say("请回到报告页再点"))
    files = library().originals(report)
    seen = look(files[part])
    response = make_response(
        render_template(
            "report/source.html",
            name=record_name(found.record),
            report=report,
            report_url=url_for("pages.report", report=report),
            sources=found.sources,
            source=found.sources[part],
            part=part,
            first=first,
            last=max(args.number(request.args, "to", first, MAX_LINE), first),
            has_document=seen.way is Way.DOCUMENT,
            presence=seen.presence,
            is_web=files[part].kind in WEB_PAGES,
            as_document=view == "document",
            at=args.single(request.args, "at"),
            bare=bool(bare),
        )
    )
    if bare:
        response.headers.update(FRAMED)
    return response
