"""The page of term lists: paste or upload terms, and see where each stands how often."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from govreport_search.errors import BadFilterError, UserError
from govreport_search.query.request import EMPTY_VALUE, Filters, Request
from govreport_search.query.value import NATIONAL
from govreport_search.sentence import say
from govreport_search.services.grouping import GROUPINGS, GroupName
from govreport_search.services.term_list import MOST_TERMS, plain_terms
from govreport_search.services.term_record import COUNTS
from govreport_search.services.term_table import TermTable
from webui import args
from webui.library import library
from webui.pages.link import agency_link, query_links, region_link, report_link
from webui.posted_list import Listed, Pairs, given_list
from webui.present import filter_form
from webui.present import terms as present

SHOWN_FILTERS = ("level", "kind", "section")
OWN = ("terms", "by", "count", "all", "from")
PARAMETERS = ("q", *args.FILTER_NAMES, "synonyms", "fold", "sort", "limit", "offset", *OWN)
FORMATS = (("CSV", "wide"), ("XLSX", "xlsx"), ("JSON", "json"))
"""What is offered for download; CSV and XLSX hold the same table."""

ROWS = 50
"""Of one page, where the address does not say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A list of terms and how it is counted and shown.

    Attributes:
        terms: as typed, one a line.
        request: its sort, limit and offset are those of the rows; see ``present.terms``.
        first: of the columns shown, counted from 0.
    """

    terms: str = ""
    request: Request = field(default_factory=lambda: Request(sort="", limit=ROWS))
    by: str = GROUPINGS[0]
    count: str = COUNTS[0]
    every: bool = False
    first: int = 0

    def pairs(self) -> Pairs:
        """Everything but the terms, as parameters; defaults left out."""
        default = Asked()
        pairs = [(name, value) for name, value in args.pairs(self.request) if name not in _PAGING]
        for name, value, usual in (
            ("sort", self.request.sort, ""),
            ("limit", self.request.limit, ROWS),
            ("offset", self.request.offset, 0),
            ("by", self.by, default.by),
            ("count", self.count, default.count),
            ("all", int(self.every), 0),
            ("from", self.first, 0),
        ):
            if value != usual:
                pairs.append((name, str(value)))
        return pairs


_PAGING = ("sort", "limit", "offset")


def terms() -> str | Response | tuple[str, int]:
    """The list is in the address where it fits there; a longer one is posted, and not kept."""
    try:
        asked = _asked()
    except UserError as error:
        return _draw(Asked(), error=error), 400
    listed = _listed(asked)
    if request.method == "POST" and listed.is_short:
        return redirect(listed.permalink, 303)
    if not asked.terms.strip():
        return _draw(asked)
    try:
        found = library().count_terms(asked.request, (asked.terms,), asked.by, every=asked.every)
    except UserError as error:
        return _draw(asked, error=error), 400
    return _draw(asked, found)


def _asked() -> Asked:
    given, listed = given_list("terms", plain_terms, PARAMETERS)
    asked = args.parse(given, also=OWN)
    by = args.single(given, "by") or GROUPINGS[0]
    count = args.single(given, "count") or COUNTS[0]
    for value, known in ((by, GROUPINGS), (count, COUNTS)):
        if value not in known:
            raise BadFilterError(
                say("没有“%(value)s”这种数法", value=value),
                remedy=say("可选：%(values)s", values="、".join(known)),
            )
    return Asked(
        terms=listed,
        request=replace(
            asked,
            filters=filter_form.apart(asked.filters),
            sort=args.single(given, "sort"),
            limit=args.number(given, "limit", ROWS, args.MAX_LIMIT),
        ),
        by=by,
        count=count,
        every=args.number(given, "all", 0, 1) == 1,
        first=args.number(given, "from", 0, MOST_TERMS),
    )


def _listed(asked: Asked) -> Listed:
    return Listed(url_for("pages.terms"), "terms", asked.terms, asked.pairs())


def _draw(asked: Asked, found: TermTable | None = None, error: UserError | None = None) -> str:
    filters = asked.request.filters
    context: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "error": error,
        "most": MOST_TERMS,
        "groupings": present.GROUPING_NAMES,
        "counts": present.COUNT_NAMES,
        "typed": filter_form.typed_values(filters),
        "tick_fields": filter_form.tick_fields(filters, SHOWN_FILTERS),
        "has_filters": filters != Filters() or bool(asked.request.query),
        "kept": [
            (name, value)
            for name in args.FILTER_NAMES
            if name not in (*filter_form.TYPED, *SHOWN_FILTERS)
            for value in getattr(filters, name)
        ],
    }
    if found is not None:
        context |= _answer(asked, found)
    return render_template("terms/terms.html", **context)


def _answer(asked: Asked, found: TermTable) -> dict[str, Any]:
    rows = asked.request
    shown = present.term_grid(
        found,
        asked.count,
        rows.sort,
        (rows.limit, rows.offset),
        asked.first,
        query_links(present.search_of(found, asked.count)),
        _group_link,
    )
    listed = _listed(asked)
    whole = [pair for pair in asked.pairs() if pair[0] not in (*_PAGING, "from")]

    def way(**changed: Any) -> dict[str, str]:
        return listed.way(_changed(asked, **changed).pairs())

    return {
        "shown": shown,
        "absent": found.absent,
        "listed": listed,
        "way": way,
        "downloads": listed.downloads(url_for("api.terms"), whole, FORMATS),
        "previous": max(rows.offset - rows.limit, 0),
        "next": rows.offset + rows.limit,
        "columns_before": max(asked.first - present.SHOWN_TERMS, 0),
        "columns_after": asked.first + present.SHOWN_TERMS,
    }


def _group_link(by: str, name: GroupName) -> str:
    if name.value == EMPTY_VALUE:
        return ""
    match by:
        case "agency":
            return agency_link(name.value, name.region)
        case "region":
            return "" if name.value == NATIONAL else region_link(tuple(name.value.split("/")))
        case "report":
            return report_link(name.value, "", Request())
        case _:
            return ""


def _changed(asked: Asked, **changed: Any) -> Asked:
    """Another sort order or other rows; what changes the rows goes back to their first page."""
    own = {name: changed.pop(name) for name in ("sort", "offset") if name in changed}
    if "offset" not in own and "first" not in changed:
        own["offset"] = 0
    return replace(asked, request=replace(asked.request, **own), **changed)
