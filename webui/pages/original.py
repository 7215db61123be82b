"""Original files: the image of a page, and paragraphs and tables without all that could run."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for

from govreport_search.errors import NotFoundError
from govreport_search.sentence import say
from govreport_search.services.original import IN_MARKUP, IN_PAGES, WEB_PAGES, Originals
from govreport_search.store.record import Original
from webui import args
from webui.library import library
from webui.original import originals
from webui.present.document import safe_document

FRAMED = {
    # Shown inside our own pages; whatever is left in it runs nothing and loads our style only.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-same-origin"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
MAX_PART = 10_000
MAX_LINE = 10_000_000
KEPT_SECONDS = 3600
"""A page's image never changes; a browser need not keep it for longer than one sits reading."""


def page_image(report: str, part: int, page: int) -> Response:
    """One page of a file as a PNG file."""
    args.reject_unknown(request.args, ())
    original, shower = _shown(report, part, IN_PAGES)
    response = make_response(shower.page(original, page))
    response.mimetype = "image/png"
    response.cache_control.private = True
    response.cache_control.max_age = KEPT_SECONDS
    response.set_etag(f"{original.sha256}-{page}")
    response.make_conditional(request)
    return response


def document(report: str) -> Response:
    """The report's part of a web page, or another file's paragraphs and tables.

    ``at`` is the element to mark, or else the one that holds the line ``line``; where neither is
    there, the text is shown at that line.
    """
    args.reject_unknown(request.args, ("part", "at", "line"))
    part = args.number(request.args, "part", 0, MAX_PART)
    line = args.number(request.args, "line", 0, MAX_LINE)
    original, shower = _shown(report, part, IN_MARKUP)
    at = args.single(request.args, "at")
    markup = shower.markup(original)
    safe = safe_document(markup, at)
    if line and not safe.is_marked:
        safe = safe_document(markup, line=line)
    if line and not safe.is_marked:
        text = url_for(
            "pages.source", report=report, part=part or None, line=line, bare=1, _anchor=f"L{line}"
        )
        response = make_response(redirect(text))
    else:
        is_web = original.kind in WEB_PAGES
        response = make_response(
            render_template("report/document.html", document=safe.markup, is_web=is_web)
        )
    response.headers.update(FRAMED)
    return response


def _shown(report: str, part: int, kinds: frozenset[str]) -> tuple[Original, Originals]:
    """A file of a report, and who shows it.

    Raises:
        NotFoundError: there is no such file, it is of another kind, or nobody shows files.
    """
    files = library().originals(report)
    shower = originals()
    if part >= len(files) or files[part].kind not in kinds or shower is None:
        raise NotFoundError(say("这份报告没有可以这样看的文件"), remedy=say("请看原文的文字"))
    return files[part], shower
