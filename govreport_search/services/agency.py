"""One body: its numbers over all years, its reports with their findings, its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from govreport_search.domain import Answer
from govreport_search.errors import NotFoundError, UnknownFieldError
from govreport_search.query.request import EMPTY_VALUE, Filters, Request
from govreport_search.query.typed import typed
from govreport_search.services.archive import Archive
from govreport_search.services.array import Flags, Positions, where
from govreport_search.services.body import Bodies, bodies_of
from govreport_search.services.body_year import BodyYears
from govreport_search.services.comparison_row import Row, Series
from govreport_search.services.corpus import Corpus
from govreport_search.services.measure import Measure, measures_of
from govreport_search.services.peer import Spread, Spreads
from govreport_search.services.placed_row import with_peers
from govreport_search.services.profile import profile
from govreport_search.services.region_tree import Region
from govreport_search.store import Store
from govreport_search.store.record import ReportRecord

MOST_NEIGHBOURS = 30
"""Neighbours listed at most."""


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body, as a list names it; ``reports`` counts all of its reports."""

    key: str
    name: str
    region: Region
    reports: int


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report of the body.

    Attributes:
        findings: how many by answer; ``EMPTY_VALUE`` for those of checks that give none.
    """

    id: str
    title: str
    source: str
    year: int | None
    form: str
    published: str
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AgencyView:
    """A body.

    Attributes:
        function: its field of work, by its newest report; empty where unknown.
        measures: what ``row`` tells.
        years: from its first report's to the newest of the archive, each.
        missing: those of them that no report of it is of.
        row: its numbers; ``None`` where no report of it has a year.
        spreads: of each measure among its peers, in the years that it reported.
        reports: all of them, oldest first, those without a year last.
        neighbours: bodies of the same level, kind and field of work around it.
        neighbour_total: how many there are, listed or not.
        namesakes: other bodies of that name.
        within: the search that finds its reports and no others.
    """

    body: BodyName
    level: str
    kind: str
    function: str
    measures: tuple[Measure, ...]
    years: tuple[int, ...]
    missing: tuple[int, ...]
    row: Row | None
    spreads: tuple[Spread, ...]
    reports: tuple[ReportLine, ...]
    neighbours: tuple[BodyName, ...]
    neighbour_total: int
    namesakes: tuple[BodyName, ...]
    within: Request


def agency_view(archive: Archive, key: str, cells: Sequence[str] = ()) -> AgencyView:
    """The body of that key (``body.Bodies.key``), or of that name where only one has it.

    Args:
        cells: what to tell of it, as in ``compare``; what its forms tell most by without any.

    Raises:
        NotFoundError: there is no such body.
        UnknownFieldError: several have that name (``ambiguous_body``), the candidates are keys;
            or no cell has that name.
    """
    return archive.ask(lambda corpus: _view(archive.store, corpus, key, cells))


def same_agency(archive: Archive, report_id: str) -> tuple[ReportRecord, ...]:
    """The other reports of the body that wrote this one, oldest first; none where it is unknown.

    Raises:
        NotFoundError: there is no such report.
    """

    def others(corpus: Corpus) -> tuple[ReportRecord, ...]:
        own, bodies = archive.store.report(report_id), bodies_of(corpus)
        body = int(bodies.codes[corpus.ids[report_id]])
        if not bodies.names[body]:
            return ()
        keys = corpus.columns.key.take(where(bodies.codes == body)).tolist()
        found = archive.store.reports_by_key(key for key in keys if key != own.key)
        return tuple(sorted(found, key=lambda record: (record.identity.year or 0, record.id)))

    return archive.ask(others)


def _view(store: Store, corpus: Corpus, key: str, cells: Sequence[str]) -> AgencyView:
    bodies = bodies_of(corpus)
    body = _found(bodies, key)
    reports = where(bodies.codes == body)
    grid = BodyYears(corpus, reports)
    newest = int(grid.first[-1]) if len(grid) else int(reports[-1])
    level, kind, function = (_held(corpus, name, newest) for name in ("level", "kind", "function"))
    measures = measures_of(cells or profile(grid.forms(np.arange(len(grid)))))
    years = _years(corpus, grid)
    row, spreads = _row(corpus, grid, measures, years)
    around, total = _neighbours(corpus, bodies, body, newest)
    return AgencyView(
        body=body_name(bodies, body),
        level=level,
        kind=kind,
        function=function,
        measures=measures,
        years=years,
        missing=tuple(year for year in years if year not in grid.year),
        row=row,
        spreads=spreads,
        reports=_reports(store, corpus, reports),
        neighbours=around,
        neighbour_total=total,
        namesakes=tuple(body_name(bodies, at) for at in bodies.named_as(body) if at != body),
        within=_within(bodies, body),
    )


def _found(bodies: Bodies, key: str) -> int:
    found = tuple(at for at in bodies.find(key) if bodies.names[at])
    if not found:
        raise NotFoundError(f"馆藏里没有机关“{key}”", remedy="请检查名称，或在检索页里查它的名称")
    if len(found) > 1:
        raise UnknownFieldError(
            f"有 {len(found)} 个机关叫“{bodies.names[found[0]]}”",
            name=key,
            candidates=tuple(map(bodies.key, found)),
            remedy="请在名称后面写明地区，例如 " + bodies.key(found[0]),
            code="ambiguous_body",
        )
    return found[0]


def _within(bodies: Bodies, body: int) -> Request:
    """What tells a body's reports from all others: filters, or where none can, the reports."""
    filters: dict[str, tuple[str, ...]] = {}
    query = []
    for node in bodies.within(body):
        if node.field in ("agency", "region"):
            filters[node.field] = node.values
        else:
            query.append(typed(node))
    return Request(query=" ".join(query), filters=Filters(**filters))


def _held(corpus: Corpus, field: str, report: int) -> str:
    column = corpus.column(field)
    return str(column.values[column.codes[report]])


def body_name(bodies: Bodies, body: int) -> BodyName:
    """A body for a list."""
    count = int(bodies.sizes[body])
    return BodyName(bodies.key(body), bodies.names[body], bodies.regions[body], count)


def _years(corpus: Corpus, grid: BodyYears) -> tuple[int, ...]:
    if not len(grid):
        return ()
    return tuple(range(int(grid.year.min()), int(corpus.columns.year.max()) + 1))


def _row(
    corpus: Corpus, grid: BodyYears, measures: tuple[Measure, ...], years: tuple[int, ...]
) -> tuple[Row | None, tuple[Spread, ...]]:
    if not len(grid):
        return None, ()
    row = Series(grid, measures, years, grid.body, 1).of_body(0)
    (placed,), spreads = with_peers([row], Spreads(corpus, measures), measures)
    return placed, spreads


def _reports(store: Store, corpus: Corpus, reports: Positions) -> tuple[ReportLine, ...]:
    keys = corpus.columns.key.take(reports).tolist()
    counts: dict[str, Counter[str]] = {}
    for found in store.iter_findings(keys):
        answer = found.finding.answer
        counts.setdefault(found.report.id, Counter())[answer.value if answer else EMPTY_VALUE] += 1
    lines = [
        ReportLine(
            id=one.id,
            title=one.identity.title,
            source=one.source,
            year=one.identity.year,
            form=one.form,
            published=one.published,
            findings={
                name: counts[one.id][name]
                for name in (*Answer, EMPTY_VALUE)
                if counts.get(one.id, Counter())[name]
            },
        )
        for one in store.reports_by_key(keys)
    ]
    return tuple(sorted(lines, key=lambda line: (line.year is None, line.year or 0, line.id)))


def _neighbours(
    corpus: Corpus, bodies: Bodies, body: int, newest: int
) -> tuple[tuple[BodyName, ...], int]:
    """Bodies like this one, of regions that lie in the same region as its own."""
    region = bodies.regions[body]
    if region is None or not all(_held(corpus, name, newest) for name in ("level", "kind")):
        return (), 0
    alike = _alike(corpus, newest)
    above = region[:-1]
    regions = corpus.column("region").values
    near = np.array(
        [one is not None and len(one) == len(region) and one[:-1] == above for one in regions],
        dtype=np.bool_,
    )
    inside = alike & near.take(corpus.column("region").codes)
    found = [at for at in np.unique(bodies.codes.compress(inside)).tolist() if at != body]
    found = [at for at in found if bodies.names[at]]
    return tuple(body_name(bodies, at) for at in found[:MOST_NEIGHBOURS]), len(found)


def _alike(corpus: Corpus, newest: int) -> Flags:
    """Reports of bodies of the same level, kind and field of work as a report's."""
    flags = np.ones(len(corpus), dtype=np.bool_)
    for name in ("level", "kind", "function"):
        codes = corpus.column(name).codes
        flags &= codes == codes[newest]
    return flags
