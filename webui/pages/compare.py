"""The page of comparisons: indicators × bodies or regions × years, as tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from flask import render_template, request, url_for
from werkzeug.datastructures import MultiDict

from govreport_search.errors import UserError
from govreport_search.query.request import EMPTY_VALUE, Filters, Request
from govreport_search.query.result import FacetValue
from govreport_search.query.value import NATIONAL
from govreport_search.services.compare import COMPARED, MOST_DEPTH, Comparison
from govreport_search.services.comparison_row import Row
from webui import args
from webui.api.compare import SHARED
from webui.library import library
from webui.pages.link import cell_links, region_link
from webui.pages.picker import picker
from webui.posted_list import address
from webui.present import filter_form
from webui.present.compare_form import split_cells
from webui.present.compare_start import Pairs, Ready, ready_comparisons
from webui.present.compared import peers_label
from webui.present.compared_table import ground_tables, measure_tables, sign_words

OWN = ("cell", "by", "depth", "find")
PARAMETERS = (*SHARED, "facet_open", *OWN)
SHOWN_FILTERS = ("level", "kind")
MOST_FOUND = 20
"""Bodies, and regions, offered for what was typed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared, and what of the picker is open.

    Attributes:
        find: the name of a body or a region that is looked for.
        opened: regions whose own regions are listed.
    """

    request: Request = field(default_factory=Request)
    cells: tuple[str, ...] = ()
    by: str = COMPARED[0]
    depth: int = 1
    find: str = ""
    opened: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """The comparison as parameters, defaults left out; they serve page and API."""
        pairs = [("cell", cell) for cell in self.cells]
        if self.by != COMPARED[0]:
            pairs += [("by", self.by), ("depth", str(self.depth))]
        return [*pairs, *args.pairs(self.request)]


def compare() -> str | tuple[str, int]:
    """The comparison is the URL, all of it; without an indicator, what may be compared."""
    try:
        asked = _read(request.args)
    except UserError as error:
        return _draw(Asked(), error=error), 400
    chosen = asked.request.filters.agency or asked.request.filters.region
    # Who looks for a body before any is chosen does not want all of them.
    if not asked.cells or (asked.find and not chosen):
        return _draw(asked)
    try:
        found = library().comparison(asked.request, asked.cells, asked.by, asked.depth)
    except UserError as error:
        return _draw(asked, error=error), 400
    return _draw(asked, found)


def _read(given: MultiDict[str, str]) -> Asked:
    args.reject_unknown(given, PARAMETERS)
    asked = args.parse(given, also=OWN)
    filters = filter_form.apart(asked.filters)
    return Asked(
        request=replace(asked, filters=filters, facet_open=()),
        cells=split_cells(given.getlist("cell")),
        by=args.single(given, "by") or COMPARED[0],
        depth=args.number(given, "depth", 1, MOST_DEPTH),
        find=args.single(given, "find").strip(),
        opened=args.several(given, "facet_open"),
    )


def _address(asked: Asked, *more: tuple[str, str], path: str = "") -> str:
    return address(path or url_for("pages.compare"), [*asked.pairs(), *more])


def _draw(asked: Asked, found: Comparison | None = None, error: UserError | None = None) -> str:
    filters = asked.request.filters
    whole = library().ask(Request(limit=0, facet_open=(*asked.opened, *_above(filters.region))))
    context: dict[str, Any] = {
        "asked": asked,
        "error": error,
        "found": found,
        "picker": picker(asked.cells),
        "tick_fields": filter_form.tick_fields(filters, SHOWN_FILTERS),
        "years_typed": "，".join(filters.year),
        "kept": _kept(asked.request),
        "bodies_found": _named(asked.find, "机关", filters.agency),
        "regions_found": _named(asked.find, "地区", filters.region),
        "regions": _regions(asked, whole.facets["region"]),
        "ready": () if found or error or asked.find else _ready(),
        "api_urls": {
            name: _address(asked, ("format", name), path=url_for("api.compare"))
            for name in ("csv", "xlsx", "json")
        },
    }
    if found is not None:
        context |= _answer(asked, found)
    return render_template("compare/compare.html", **context)


def _ready() -> tuple[Ready, ...]:
    path = url_for("pages.compare")

    def finds(pairs: Pairs) -> bool:
        asked = _read(MultiDict(pairs))
        found = library().comparison(asked.request, asked.cells, asked.by, asked.depth)
        lines = (line for row in found.rows for line in row.lines)
        return any(entry.value is not None for line in lines for entry in line.entries)

    return ready_comparisons(library().groups(), lambda pairs: address(path, pairs), finds)


def _kept(asked: Request) -> list[tuple[str, str]]:
    """What the form does not show but keeps: conditions, exclusions, wording."""
    shown = Filters(
        year=asked.filters.year,
        region=asked.filters.region,
        agency=asked.filters.agency,
        level=asked.filters.level,
        kind=asked.filters.kind,
    )
    filters = {
        name: getattr(asked.filters, name) for name in args.FILTER_NAMES if not getattr(shown, name)
    }
    return args.pairs(
        replace(asked, query="", offset=0, filters=Filters(**filters), limit=asked.limit)
    )


def _above(regions: Sequence[str]) -> tuple[str, ...]:
    """The regions that chosen ones lie in, so that these are in sight."""
    paths = [region.split("/") for region in regions]
    return tuple("/".join(path[:end]) for path in paths for end in range(1, len(path)))


def _named(typed: str, field: str, chosen: Sequence[str]) -> tuple[tuple[str, int | None], ...]:
    """Names of bodies or regions that hold what was typed, pinyin too, and their reports."""
    if not typed:
        return ()
    found = library().complete(f"{field}:{typed}", MOST_FOUND)
    return tuple((one.text, one.reports) for one in found if one.text not in chosen)


def _regions(asked: Asked, values: Sequence[FacetValue]) -> list[dict[str, Any]]:
    """The tree of regions as far as it is open; each with the address that opens it."""
    chosen = set(asked.request.filters.region)
    opened = {*asked.opened, *_above(asked.request.filters.region)}
    real = [value for value in values if value.value not in (EMPTY_VALUE, NATIONAL)]

    here = _address(asked, *(("facet_open", one) for one in asked.opened))
    further = f"{here}{'&' if '?' in here else '?'}facet_open="

    def open_url(path: str) -> str:
        if path in opened or path.count("/") >= MOST_DEPTH - 1:
            return ""
        return f"{further}{quote(path)}#regions"

    return [
        {
            "value": value.value,
            "label": value.label,
            "count": value.count,
            "depth": value.value.count("/"),
            "is_chosen": value.value in chosen,
            "open_url": open_url(value.value),
        }
        for value in sorted(real, key=lambda value: value.value.split("/"))
    ]


def _answer(asked: Asked, found: Comparison) -> dict[str, Any]:
    def row_address(row: Row) -> str:
        if row.key:
            return url_for("pages.agency", body=row.key)
        return region_link(row.region or ())

    shown = found.rows, found.measures, found.years, cell_links(), row_address
    step, start = asked.request.limit, asked.request.offset

    def turned(offset: int) -> str:
        return _address(replace(asked, request=replace(asked.request, offset=offset)))

    return {
        "tables": measure_tables(*shown),
        "grounds": ground_tables(*shown),
        "signs": sign_words(),
        "peers": peers_label(found.level, found.kind) if found.by == "region" else "",
        "previous_url": turned(max(start - step, 0)) if start and step else "",
        "next_url": turned(start + step) if step and start + step < found.total_rows else "",
        "first_row": start + 1,
        "last_row": start + len(found.rows),
    }
