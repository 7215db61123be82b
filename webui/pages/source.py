"""The source text of a report with line numbers; shown as text, never run."""

from __future__ import annotations

import re

from flask import Response, make_response, redirect, render_template, request, url_for

from govreport_search.domain import Box
from govreport_search.errors import BadFilterError
from govreport_search.sentence import say
from govreport_search.services.original import WEB_PAGES, Way
from govreport_search.store.record import Original
from webui import args
from webui.library import library
from webui.original import look, sizes
from webui.pages.link import MARK, line_link
from webui.pages.original import FRAMED, MAX_LINE
from webui.present.beside import PageView, area, page_count, page_view
from webui.present.hits import record_name

PARAMETERS = ("line", "to", "part", "view", "at", "page", "box", "bare")
VIEWS = ("", "document", "page")
_SIDE = re.compile("[0-9]{1,5}")
WHOLE = 10_000
"""Of a page's width and height, in which boxes are given."""


def source(report: str) -> Response:
    """The source; ``line`` (and ``to``) are marked, ``part`` picks one of several files.

    ``view=document`` shows the file as paragraphs and tables, with the element ``at`` marked, or
    ``line`` where the element is not among them. ``view=page`` shows the image of ``page`` with
    the rectangle ``box`` marked; where the file has no such image, its text at ``line``.
    ``bare=1`` leaves out all around the text, for the frame beside a report.
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
    if view not in VIEWS or bare not in ("", "1"):
        raise BadFilterError(say("网址里的 view 或 bare 不对"), remedy=say("请回到报告页再点"))
    files = library().originals(report)
    seen = look(files[part])
    sheet = _sheet(files[part], part) if view == "page" and seen.way is Way.PAGES else None
    if view == "page" and sheet is None:
        return make_response(redirect(line_link(report, first or 1, part)))
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
            sheet=sheet,
            sheets=page_count(files[part]),
            at=args.single(request.args, "at"),
            bare=bool(bare),
        )
    )
    if bare:
        response.headers.update(FRAMED)
    return response


def _sheet(original: Original, part: int) -> PageView | None:
    """The page that is asked for, with what is marked on it; ``None`` if there is none."""
    number = args.number(request.args, "page", 1, MAX_LINE)
    if not 1 <= number <= page_count(original):
        return None
    sheet = page_view(part, number, sizes(original))
    box = _box(args.single(request.args, "box"))
    if box is not None:
        sheet.areas[MARK] = area(box, MARK, "shown")
    return sheet


def _box(text: str) -> Box | None:
    """Four numbers as a rectangle; ``None`` for what is none on a page."""
    sides = [int(side) for side in text.split(",") if _SIDE.fullmatch(side)]
    if len(sides) != 4 or text.count(",") != 3:
        return None
    left, top, right, bottom = sides
    inside = left <= right <= WHOLE and top <= bottom <= WHOLE
    return Box(left, top, right, bottom) if inside else None
