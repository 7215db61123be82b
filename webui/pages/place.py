"""The pages of one body and of one region."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from flask import render_template, request, url_for

from govreport_search.errors import UnknownFieldError, UserError
from govreport_search.query.request import Filters, Request
from govreport_search.services.agency import AgencyView
from govreport_search.services.region_view import RegionView
from webui import args
from webui.api.place import AGENCY_PARAMETERS, REGION_PARAMETERS
from webui.library import library
from webui.pages.link import cell_links, region_link, search_link
from webui.pages.picker import picker
from webui.posted_list import address
from webui.present.compare_form import split_cells
from webui.present.compared_table import row_charts, row_table, sign_words
from webui.present.place import agency_standings, group_views, head, report_lines

_View = TypeVar("_View", AgencyView, RegionView)

COMPARED_CELLS = (("cell", "requests.new"), ("cell", "rate.denied"))
"""What neighbours are compared by, to begin with."""


def agency(body: str) -> str | tuple[str, int]:
    """A body: its numbers over all years, its reports, and where it stands among its peers."""
    args.reject_unknown(request.args, AGENCY_PARAMETERS)
    cells = split_cells(request.args.getlist("cell"))
    try:
        found, error = _told(partial(library().agency, body), cells)
    except UnknownFieldError as several:
        if several.code != "ambiguous_body":
            raise
        return _which(several, lambda key: url_for("pages.agency", body=key))
    row, years, link = found.row, found.years, cell_links()
    page = render_template(
        "compare/agency.html",
        found=found,
        error=error,
        head=head(found),
        table=row_table("", row, found.measures, years, link) if row else None,
        charts=row_charts(row, found.measures, years, link) if row else (),
        signs=sign_words(),
        standings=agency_standings(found, link, _rank_link),
        reports=report_lines(found, link),
        region_url=region_link(found.body.region or ()),
        bodies_url=lambda one: url_for("pages.agency", body=one.key),
        search_url=search_link(found.within),
        compare_url=_compared_with(found),
        json_url=address(
            url_for("api.agency", body=found.body.key), _cell_pairs(() if error else cells)
        ),
        csv_url=_table_url("csv", found),
        xlsx_url=_table_url("xlsx", found),
        picker=picker(cells or tuple(one.id for one in found.measures)),
    )
    return (page, 400) if error else page


def region(region: str) -> str | tuple[str, int]:
    """A region: its bodies, the regions in it, what is covered, and the sums of one group."""
    args.reject_unknown(request.args, REGION_PARAMETERS)
    cells = split_cells(request.args.getlist("cell"))
    level, kind = args.single(request.args, "level"), args.single(request.args, "kind")
    try:
        found, error = _told(partial(library().region, region, level=level, kind=kind), cells)
    except UnknownFieldError as several:
        if several.code != "ambiguous_region":
            raise
        return _which(several, lambda path: url_for("pages.region", region=path))
    path = "/".join(found.path)
    row, years = found.row, tuple(line.year for line in found.row.lines) if found.row else ()
    link = cell_links()
    own = [("level", level), ("kind", kind)] if level or kind else []
    asked = _cell_pairs(() if error else cells)

    def here(pairs: Sequence[tuple[str, str]]) -> str:
        return address(url_for("pages.region", region=path), pairs)

    chosen = [("level", found.level), ("kind", found.kind)]
    summed = [
        *(("cell", one.id) for one in found.measures),
        *(("by", "region"), ("depth", str(len(found.path))), ("region", path)),
        *chosen,
    ]
    page = render_template(
        "compare/region.html",
        found=found,
        error=error,
        path=path,
        crumbs=[(name, region_link(found.path[: at + 1])) for at, name in enumerate(found.path)],
        groups=group_views(found, lambda pairs: here([*pairs, *asked])),
        table=row_table("", row, found.measures, years, link) if row else None,
        charts=row_charts(row, found.measures, years, link) if row else (),
        signs=sign_words(),
        units=[(one, region_link(one.path)) for one in found.units],
        bodies_url=lambda one: url_for("pages.agency", body=one.key),
        search_url=search_link(Request(filters=Filters(region=(path,)))),
        compare_url=address(url_for("pages.compare"), [*COMPARED_CELLS, ("region", path), *chosen]),
        json_url=address(url_for("api.region", region=path), [*own, *asked]),
        csv_url=address(url_for("api.compare"), [*summed, ("format", "csv")]),
        xlsx_url=address(url_for("api.compare"), [*summed, ("format", "xlsx")]),
        kept=own,
        picker=picker(cells or tuple(one.id for one in found.measures)),
    )
    return (page, 400) if error else page


def _told(
    view: Callable[[tuple[str, ...]], _View], cells: tuple[str, ...]
) -> tuple[_View, UserError | None]:
    """The view with these cells; with its own, and why, where these cannot be told."""
    try:
        return view(cells), None
    except UserError as error:
        if not cells:
            raise
        return view(()), error


def _cell_pairs(cells: Sequence[str]) -> list[tuple[str, str]]:
    return [("cell", cell) for cell in cells]


def _rank_link(pairs: Sequence[tuple[str, str]]) -> str:
    return address(url_for("pages.rank"), pairs)


def _compared_with(found: AgencyView) -> str:
    names = [found.body.name, *(one.name for one in found.neighbours)]
    pairs = [("agency", name) for name in dict.fromkeys(names)]
    if above := "/".join((found.body.region or ())[:-1]):
        # Elsewhere there are others of their names.
        pairs.append(("region", above))
    return address(url_for("pages.compare"), [*COMPARED_CELLS, *pairs])


def _table_url(kind: str, found: AgencyView) -> str:
    pairs = [("cell", one.id) for one in found.measures]
    asked = args.pairs(found.within)
    return address(url_for("api.compare"), [*pairs, *asked, ("format", kind)])


def _which(error: UnknownFieldError, address: Callable[[str], str]) -> str:
    """A page that asks which of several is meant."""
    candidates = [(one, address(one)) for one in error.candidates]
    return render_template("compare/which.html", error=error, candidates=candidates)
