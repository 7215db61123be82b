"""The search page, and the picker of conditions that leads back to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from govreport_search.errors import UserError
from govreport_search.query.describe import scanned_words
from govreport_search.query.parser import parse_condition
from govreport_search.query.request import EMPTY_VALUE, Filters, Request
from govreport_search.query.result import Page, Suggestion
from govreport_search.services.suggest import MEANT
from webui import args
from webui.library import library
from webui.pages.link import line_link, report_link, search_link
from webui.present import builder as picker
from webui.present import words
from webui.present.fault import fault
from webui.present.filters import chips, facets
from webui.present.hits import expanded_items, hit_items, row_items, sort_choices
from webui.present.start import holding, question_items

NAMELESS = Request(filters=Filters(agency=(EMPTY_VALUE,)))
"""The reports whose body is unknown."""

SHOWN_ROWS = 20
"""Rows of the tables offered beside the hits at most; more are a search of their own."""


def search() -> str | tuple[str, int]:
    """The search page: the request is the URL, all of it."""
    asked = args.parse(request.args)
    try:
        page = library().ask(asked)
    except UserError as error:
        return _draw(asked, error=error), 400
    return _draw(asked, page)


def add_condition() -> Response | tuple[str, int]:
    """Takes what the picker's form sends and leads to the search with one more condition."""
    asked = args.parse(request.args, also=picker.PARAMETERS)
    picked = picker.picked(request.args)
    where = ""
    try:
        where = picker.condition(picked)
        parse_condition(where)
    except UserError as error:
        faulty = picker.with_condition(asked, where) if where else asked
        return _draw(asked, error=error, picked=picked, faulty=faulty), 400
    return redirect(search_link(picker.with_condition(asked, where)), 303)


def _draw(
    asked: Request,
    page: Page | None = None,
    *,
    error: UserError | None = None,
    picked: picker.Builder | None = None,
    faulty: Request | None = None,
) -> str:
    context: dict[str, Any] = {
        "asked": asked,
        "page": page,
        "error": error,
        "fault": fault(error, faulty or asked, search_link) if error else None,
        "chips": chips(asked, search_link),
        "clear_url": search_link(replace(asked, filters=Filters(), offset=0)),
        "builder": picked or picker.empty(),
        "kept_with_search": args.pairs(replace(asked, query="", offset=0)),
        "kept_with_sort": args.pairs(replace(asked, sort=Request().sort, offset=0)),
        "kept_all": args.pairs(replace(asked, offset=0)),
    }
    if page is not None:
        context |= _answer(asked, page)
        if asked == Request():
            context |= {
                "holding": holding(_whole(asked), nameless=_count(NAMELESS)),
                "questions": question_items(_count, search_link),
            }
    return render_template("search/search.html", **context)


def _answer(asked: Request, page: Page) -> dict[str, Any]:
    empty = not page.total_reports
    step = asked.limit
    loosely = replace(asked, query=page.similar_query or asked.query, offset=0)
    return {
        "totals": words.totals(page),
        "unknown": words.unknown(page),
        "searched": words.searched(page),
        "hits": hit_items(page.hits, asked, report_link, line_link),
        "similar": hit_items(
            page.similar, replace(loosely, unit=Request().unit), report_link, line_link
        ),
        "similar_url": search_link(loosely),
        "units": [
            (label, search_link(replace(asked, unit=unit, offset=0)), unit == asked.unit)
            for unit, label in words.UNITS.items()
        ],
        "scanned": scanned_words(page.scanned) if page.scanned else "",
        "expanded": expanded_items(page, search_link),
        "unfolded_url": search_link(replace(asked, fold=not asked.fold, offset=0)),
        "rows": row_items(page.rows, asked, search_link),
        "shown_rows": SHOWN_ROWS,
        "facets": facets(page, search_link),
        "sorts": sort_choices(page),
        "nothing": words.nothing(page) if empty else "",
        "meant": [_way_out(asked, way) for way in page.suggestions if way.kind == MEANT],
        "relax": [_way_out(asked, way) for way in page.suggestions if way.kind != MEANT],
        "first_url": search_link(replace(asked, offset=0)),
        "previous_url": search_link(replace(asked, offset=max(asked.offset - step, 0)))
        if asked.offset and step
        else "",
        "next_url": search_link(replace(asked, offset=asked.offset + step))
        if step and asked.offset + len(page.hits) < page.total_hits
        else "",
        "json_url": args.url(url_for("api.search"), asked),
        "csv_url": args.url(url_for("api.search"), asked, {"format": "csv"}),
        "by_year_url": args.url(
            url_for("api.statistics"), _question(asked), {"by": "year", "format": "csv"}
        ),
        "rows_url": search_link(replace(asked, unit="rows", offset=0)),
    }


def _count(asked: Request) -> int:
    return library().ask(replace(asked, limit=0)).total_reports


def _whole(asked: Request) -> Page:
    """Every value of every facet, as far as a page can say."""
    return library().ask(replace(asked, limit=0, facet_limit=args.MAX_FACET_LIMIT))


def _question(asked: Request) -> Request:
    """What is asked, without how it is listed."""
    return Request(asked.query, asked.filters, synonyms=asked.synonyms, fold=asked.fold)


def _way_out(asked: Request, way: Suggestion) -> dict[str, str | int]:
    instead = replace(asked, query=way.query, filters=way.filters, offset=0)
    return {"url": search_link(instead), "words": way.words, "reports": way.reports}
