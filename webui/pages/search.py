"""The search page: its address is the question, all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for

from govreport_search.errors import BadFilterError, UserError
from govreport_search.query.describe import scanned_words
from govreport_search.query.request import Request
from govreport_search.query.result import Page, Suggestion
from govreport_search.services.suggest import MEANT
from webui import args
from webui.counted import count, once
from webui.language import N_
from webui.language import gettext as _
from webui.library import library
from webui.pages.link import report_link
from webui.present import builder as picker
from webui.present import wording, words
from webui.present.chip import chips
from webui.present.fault import fault
from webui.present.filters import SEARCHED, facets, with_places, without_find
from webui.present.hits import expanded_items, hit_items, row_items, sort_choices
from webui.present.start import example_items, holding, question_items

COMPACT = "compact"
OWN = ("density",)
"""Parameters of the page beside those of the question: how closely hits are set."""

SHOWN_ROWS = 20
"""Rows of the tables offered beside the hits at most; more are a search of their own."""

MOST_OFFSET = 10_000
"""Hits that pages pass over by their number; farther on a page is got by a cursor."""

Link = Callable[[Request], str]


def search() -> tuple[str, int]:
    """The search page."""
    asked = args.parse(request.args, also=OWN)
    if not _density() and "density" in request.args:
        raise BadFilterError(_("“密度”只有 compact 一种"), remedy=_("去掉网址里的 density"))
    return draw(asked)


def draw(
    asked: Request,
    *,
    error: UserError | None = None,
    picked: picker.Builder | None = None,
    worded: wording.Wording | None = None,
    faulty: Request | None = None,
) -> tuple[str, int]:
    """The page and its status, with the answer unless there is an error already."""
    if error is not None:
        return _draw(asked, error=error, picked=picked, worded=worded, faulty=faulty), 400
    try:
        page = library().ask(with_places(asked))
    except UserError as found:
        return _draw(asked, error=found), 400
    return _draw(asked, replace(page, request=asked), picked=picked), 200


def link(density: str | None = None, worded: wording.Wording | None = None) -> Link:
    """Makes the addresses of searches that look like this one.

    Args:
        density: another one; the empty text is the usual one.
        worded: words of the form that the search is to have as well.
    """
    chosen = _density() if density is None else density
    extra = {"density": chosen} if chosen else {}
    path = url_for("pages.search")  # once: a page holds hundreds of these links
    if worded is not None and worded.open:
        path, extra = url_for("pages.add_words"), extra | wording.fields(worded)
    return lambda asked: args.url(path, asked, extra)


def _density() -> str:
    return COMPACT if request.args.get("density") == COMPACT else ""


def _draw(
    asked: Request,
    page: Page | None = None,
    *,
    error: UserError | None = None,
    picked: picker.Builder | None = None,
    worded: wording.Wording | None = None,
    faulty: Request | None = None,
) -> str:
    to = link()
    context: dict[str, Any] = {
        "asked": asked,
        "to": to,
        "page": page,
        "error": error,
        "fault": fault(error, faulty or asked, link(worded=worded)) if error else None,
        "chips": chips(asked, to),
        "clear_url": to(Request()),
        "builder": picked or picker.empty(),
        "wording": worded or wording.Wording(),
        "compact": _density() == COMPACT,
        "kept_with_search": _kept(asked.anew(query="")),
        "kept_with_sort": _kept(asked.anew(sort=Request().sort)),
        "years_url": url_for("pages.choose_years"),
        "find_url": url_for("pages.find_value"),
        "kept_with_years": _kept(asked.anew(filters=replace(asked.filters, year=()))),
        "kept_all": _kept(asked.anew()),
        "kept_with_find": {name: _kept(without_find(asked, name)) for name in SEARCHED},
    }
    if page is not None:
        context |= _answer(asked, page, to)
        if asked == Request() and not picked:
            context |= _start(page.moment)
    return render_template("search/search.html", **context)


def _kept(asked: Request) -> list[tuple[str, str]]:
    """What a form of this page carries along."""
    return [*args.pairs(asked), *((("density", _density()),) if _density() else ())]


def _answer(asked: Request, page: Page, to: Link) -> dict[str, Any]:
    empty = not page.total_reports
    loosely = asked.anew(query=page.similar_query or asked.query)
    return {
        "totals": words.totals(page),
        "unknown": words.unknown(page),
        "searched": words.searched(page),
        "unread": words.unread(page),
        "hits": hit_items(page.hits, asked, report_link),
        "similar": hit_items(page.similar, replace(loosely, unit=Request().unit), report_link),
        "similar_url": to(loosely),
        "units": [
            (_(label), to(asked.anew(unit=unit)), unit == asked.unit)
            for unit, label in words.UNITS.items()
        ],
        "densities": [
            (_(words.DENSITIES[name]), link(name)(asked), name == _density())
            for name in ("", COMPACT)
        ],
        "scanned": scanned_words(page.scanned) if page.scanned else "",
        "expanded": expanded_items(page, to),
        "unfolded_url": to(asked.anew(fold=not asked.fold)),
        "rows": row_items(page.rows, asked, to),
        "shown_rows": SHOWN_ROWS,
        "counted": N_("%(n)s 份报告"),
        "facets": facets(asked, page, to),
        "sorts": sort_choices(page),
        "nothing": words.nothing(page) if empty else "",
        "meant": [_way_out(asked, way, to) for way in page.suggestions if way.kind == MEANT],
        "relax": [_way_out(asked, way, to) for way in page.suggestions if way.kind != MEANT],
        "rows_url": to(asked.anew(unit="rows")),
        **_ways_on(asked, page, to),
        **_files(asked),
    }


def _ways_on(asked: Request, page: Page, to: Link) -> dict[str, str]:
    """The pages before and behind this one."""
    step, end = asked.limit, page.start + len(page.hits)
    previous = further = ""
    if step and page.start:
        previous = to(replace(asked.anew(), offset=max(page.start - step, 0)))
    if step and page.next:
        by_number = end <= MOST_OFFSET
        onward = replace(asked.anew(), offset=end) if by_number else asked.anew(cursor=page.next)
        further = to(onward)
    return {"first_url": to(asked.anew()), "previous_url": previous, "next_url": further}


def _files(asked: Request) -> dict[str, str]:
    """The same answer for programs and spreadsheets."""
    path = url_for("api.search")
    by_year = args.url(url_for("api.statistics"), _question(asked), {"by": "year", "format": "csv"})
    return {
        "json_url": args.url(path, asked),
        "csv_url": args.url(path, asked.anew(), {"format": "csv"}),
        "xlsx_url": args.url(path, asked.anew(), {"format": "xlsx"}),
        "by_year_url": by_year,
    }


def _start(moment: int) -> dict[str, Any]:
    """What only the start page shows: a dozen questions, asked once for each commit."""

    def ask() -> dict[str, Any]:
        return {
            "holding": holding(_whole(Request()), bodies=library().holding(limit=0).bodies),
            "questions": question_items(count),
            "examples": example_items(count),
        }

    return dict(once("start", moment, ask))


def _whole(asked: Request) -> Page:
    """Every value of every facet, as far as a page can say."""
    return library().ask(replace(asked, limit=0, facet_limit=args.MAX_FACET_LIMIT))


def _question(asked: Request) -> Request:
    """What is asked, without how it is listed."""
    return Request(asked.query, asked.filters, synonyms=asked.synonyms, fold=asked.fold)


def _way_out(asked: Request, way: Suggestion, to: Link) -> dict[str, str | int]:
    instead = asked.anew(query=way.query, filters=way.filters)
    return {"url": to(instead), "words": way.words, "reports": way.reports}
