"""The page that says what the archive holds, and what it could not read."""

from __future__ import annotations

from flask import render_template, request, url_for

from govreport_search.query.request import Filters, Request
from webui import args
from webui.library import library
from webui.pages.link import search_link
from webui.posted_list import Pairs, address
from webui.present import status as present

PARAMETERS = ("code", "file", "offset")
FILES = 50
"""Rejected files on one page."""


def status() -> str:
    """Numbers by year, and the rejected files by reason, a page at a time."""
    args.reject_unknown(request.args, PARAMETERS)
    code, file = args.single(request.args, "code"), args.single(request.args, "file")
    offset = args.number(request.args, "offset", 0, args.MAX_OFFSET)
    found = library().holding(code, file, limit=FILES, offset=offset)

    def page(at: int) -> str:
        pairs: Pairs = [("code", code)] * bool(code) + [("file", file)] * bool(file)
        paged = [*pairs, ("offset", str(at))] if at else pairs
        return address(url_for("pages.status"), paged) + "#rejected"

    return render_template(
        "about/status.html",
        found=found,
        years=present.year_views(found.years),
        bar=present.BAR,
        reasons=present.reason_views(found.rejected),
        rejected=sum(count for _, count in found.rejected),
        names=present.REJECTIONS,
        code=code,
        file=file,
        year_url=lambda value: search_link(Request(filters=Filters(year=(value,)))),
        first=offset + 1,
        previous_url=page(max(offset - FILES, 0)) if offset else "",
        next_url=page(offset + FILES) if offset + FILES < found.chosen else "",
    )
