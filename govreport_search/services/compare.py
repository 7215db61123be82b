"""Indicators of bodies or regions over years, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from govreport_search.errors import BadFilterError
from govreport_search.query.request import EMPTY_VALUE, Filters, Request
from govreport_search.sentence import say
from govreport_search.services.archive import Archive
from govreport_search.services.array import Positions
from govreport_search.services.body_year import BodyYears
from govreport_search.services.comparison_row import Row, Series
from govreport_search.services.corpus import Corpus
from govreport_search.services.filters import canonical
from govreport_search.services.measure import Measure, measures_of
from govreport_search.services.peer import Spread, Spreads
from govreport_search.services.placed_row import with_peers
from govreport_search.services.reported import Wanted, wanted

COMPARED = ("agency", "region")
"""What rows may be: bodies, or regions that sum the bodies of one level and kind."""

MOST_DEPTH = 4
"""Units down to the township; 0 takes all bodies as one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some rows of a comparison.

    Attributes:
        by: one of ``COMPARED``.
        depth: of regions, how many units their paths have; 0 for all bodies as one.
        level, kind: what a region's bodies are; empty by agency.
        measures: what is compared.
        years: that any matching report is of, ascending; each row has all of them.
        total_rows: how many rows there are, listed or not.
        reports: how many match.
        unplaced: those of them whose body, year or, by region, region is not known well enough.
        repeated: bodies and years with several reports.
        spreads: by agency, of each measure among the peers of the rows listed.
    """

    by: str
    depth: int
    level: str
    kind: str
    measures: tuple[Measure, ...]
    years: tuple[int, ...]
    total_rows: int
    rows: tuple[Row, ...]
    reports: int
    unplaced: int
    repeated: int
    spreads: tuple[Spread, ...]


def compare(
    archive: Archive, request: Request, cells: Sequence[str], by: str = "agency", depth: int = 1
) -> Comparison:
    """Measures of bodies or regions over years, under the query and the filters.

    Args:
        request: ``limit`` and ``offset`` count rows, 0 rows are none; bodies stand by region,
            then name.
        cells: names of cells as in conditions, or ``measure.GROUNDS``.
        by: one of ``COMPARED``. Regions need one level and one kind among the filters: a body's
            report does not tell whether its numbers include those of the bodies below it, so
            that only bodies of one level and kind are added.
        depth: of regions, 1 for provinces down to 4 for townships; 0 for all bodies as one.

    Raises:
        UserError: query, filter, cell or grouping cannot be understood.
    """
    asked = _asked(request, cells, by, depth)
    return archive.ask(lambda corpus: _Answer(corpus, asked).page(request.offset, request.limit))


def comparisons(
    archive: Archive, request: Request, cells: Sequence[str], by: str = "agency", depth: int = 1
) -> Iterator[Comparison]:
    """``compare`` page after page, from the request's on, all of one moment; at least one page.

    Raises:
        UserError: as ``compare``; or the pages have no rows.
    """
    asked = _asked(request, cells, by, depth)
    if not request.limit:
        raise BadFilterError(say("逐页读取时每页行数不能是 0"))

    def every(corpus: Corpus) -> Iterator[Comparison]:
        answer = _Answer(corpus, asked)
        page = answer.page(request.offset, request.limit)
        yield page
        for offset in range(request.offset + request.limit, page.total_rows, request.limit):
            yield answer.page(offset, request.limit)

    return archive.stream(every)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A comparison that has been understood."""

    wanted: Wanted
    measures: tuple[Measure, ...]
    by: str
    depth: int
    level: str
    kind: str


def _asked(request: Request, cells: Sequence[str], by: str, depth: int) -> _Asked:
    if by not in COMPARED:
        raise BadFilterError(
            say("不能按“%(by)s”比较", by=by),
            remedy=say("可用的：%(value)s", value="、".join(COMPARED)),
        )
    if not 0 <= depth <= MOST_DEPTH:
        raise BadFilterError(
            say("没有第 %(depth)s 级地区", depth=depth),
            remedy=say("1 省、2 市、3 县、4 乡镇；0 把选定的机关合为一行"),
        )
    filters = canonical(request.filters)
    measures = measures_of(cells)
    level, kind = _one_of_a_kind(filters) if by == "region" else ("", "")
    return _Asked(wanted(replace(request, filters=filters)), measures, by, depth, level, kind)


def _one_of_a_kind(filters: Filters) -> tuple[str, str]:
    chosen = [value for field in (filters.level, filters.kind) for value in field]
    if len(filters.level) != 1 or len(filters.kind) != 1 or EMPTY_VALUE in chosen:
        raise BadFilterError(
            say("按地区合计要选定一个层级和一个类型：上级机关的数字可能已含下级，不能混在一起相加"),
            remedy=say("例如 level=county、kind=government"),
            code="level_and_kind_needed",
        )
    return filters.level[0], filters.kind[0]


class _Answer:
    """A comparison of one moment."""

    def __init__(self, corpus: Corpus, asked: _Asked) -> None:
        self._asked, self._corpus = asked, corpus
        matched = asked.wanted.reports(corpus)
        self._reports = len(matched)
        self._grid = BodyYears(corpus, matched)
        self._years = tuple(np.unique(self._grid.year).tolist())
        self._regions = _units(self._grid, asked.depth) if asked.by == "region" else None
        self._spreads = Spreads(corpus, asked.measures)

    def page(self, offset: int, limit: int) -> Comparison:
        """The rows from ``offset`` on, ``limit`` at most."""
        asked, grid = self._asked, self._grid
        if self._regions is None:
            total = len(grid.bodies)
            rows = self._bodies(offset, min(offset + limit, total))
            outside = 0
        else:
            paths, row = self._regions
            total = len(paths)
            rows = self._sums(paths, row, offset, min(offset + limit, total))
            outside = len(grid.reports_in(row < 0))
        spreads: tuple[Spread, ...] = ()
        if asked.by == "agency":
            rows, spreads = with_peers(rows, self._spreads, asked.measures)
        return Comparison(
            by=asked.by,
            depth=asked.depth if asked.by == "region" else 0,
            level=asked.level,
            kind=asked.kind,
            measures=asked.measures,
            years=self._years,
            total_rows=total,
            rows=rows,
            reports=self._reports,
            unplaced=grid.unplaced + outside,
            repeated=grid.repeated,
            spreads=spreads,
        )

    def _bodies(self, start: int, end: int) -> tuple[Row, ...]:
        inside = (self._grid.body >= start) & (self._grid.body < end)
        grid = BodyYears(self._corpus, self._grid.reports_in(inside))
        series = Series(grid, self._asked.measures, self._years, grid.body, len(grid.bodies))
        return tuple(map(series.of_body, range(len(grid.bodies))))

    def _sums(
        self, paths: Sequence[tuple[str, ...]], row: Positions, start: int, end: int
    ) -> tuple[Row, ...]:
        inside = (row >= start) & (row < end)
        grid = BodyYears(self._corpus, self._grid.reports_in(inside))
        # Slots keep their order when some are left out.
        own, count = row.compress(inside) - start, max(end - start, 0)
        series = Series(grid, self._asked.measures, self._years, own, count)
        level, kind = self._asked.level, self._asked.kind
        return tuple(series.of_region(at, paths[start + at], level, kind) for at in range(count))


def _units(grid: BodyYears, depth: int) -> tuple[list[tuple[str, ...]], Positions]:
    """The units of a depth that bodies lie in, and the unit of each slot, -1 for none."""
    codes, of_body = np.unique(grid.region_code, return_inverse=True)
    regions = [grid.region_of(code) for code in codes.tolist()]
    units = [
        region[:depth] if region is not None and len(region) >= depth else None
        for region in regions
    ]
    if not depth:
        units = [()] * len(regions)
    paths = sorted({unit for unit in units if unit is not None})
    place: Mapping[tuple[str, ...] | None, int] = {path: at for at, path in enumerate(paths)}
    of_region = np.array([place.get(unit, -1) for unit in units], dtype=np.int64)
    return paths, of_region.take(of_body).take(grid.body)
