"""One region: its bodies, the regions in it, what is covered, and sums where they are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from govreport_search.errors import BadFilterError, NotFoundError, UnknownFieldError
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.value import canonical_values
from govreport_search.services.agency import BodyName, body_name
from govreport_search.services.archive import Archive
from govreport_search.services.array import Flags, Positions, where
from govreport_search.services.body import bodies_of
from govreport_search.services.body_year import BodyYears
from govreport_search.services.comparison_row import Row, Series
from govreport_search.services.corpus import Corpus
from govreport_search.services.facet_words import value_order
from govreport_search.services.measure import Measure, measures_of
from govreport_search.services.profile import profile

MOST_BODIES = 200
"""Bodies listed at most."""


@dataclass(frozen=True, slots=True)
class Group:
    """The bodies of one level and kind in a region and all regions in it.

    Attributes:
        level, kind: empty where not known.
        by_year: how many of the bodies have a report of each year, years without any left out.
    """

    level: str
    kind: str
    bodies: int
    reports: int
    by_year: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A region directly in this one; counts are of it and all regions in it."""

    path: tuple[str, ...]
    bodies: int
    reports: int


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region.

    Attributes:
        path: names from the province down.
        bodies, reports: how many lie in it, or in a region in it.
        years: that any of the reports is of, ascending.
        groups: each level and kind; only bodies of one of them are added.
        level, kind: which of them ``row`` adds; empty where none is known.
        measures: what ``row`` tells.
        row: the sums; ``None`` where no body of that level and kind has a report with a year.
        units: in the order of their names.
        own: bodies of the region itself, not of one in it; ``MOST_BODIES`` at most.
        own_total: how many these are.
    """

    path: tuple[str, ...]
    bodies: int
    reports: int
    years: tuple[int, ...]
    groups: tuple[Group, ...]
    level: str
    kind: str
    measures: tuple[Measure, ...]
    row: Row | None
    units: tuple[Unit, ...]
    own: tuple[BodyName, ...]
    own_total: int


@dataclass(frozen=True, slots=True)
class _Asked:
    path: str
    cells: tuple[str, ...]
    level: str
    kind: str


def region_view(
    archive: Archive, path: str, cells: Sequence[str] = (), level: str = "", kind: str = ""
) -> RegionView:
    """The region that a filter value such as ``河南省/洛阳市`` means.

    Args:
        cells: what to add, as in ``compare``; what the forms tell most by without any.
        level, kind: the bodies to add; the largest group of one level and kind without them.

    Raises:
        NotFoundError: no report is of that region.
        UnknownFieldError: the name means several (``ambiguous_region``), the candidates are
            paths; or no cell has that name.
        BadFilterError: there is no such level or kind.
    """
    asked = _Asked(path, tuple(cells), _one("level", level), _one("kind", kind))
    return archive.ask(lambda corpus: _view(corpus, asked))


def known_groups(archive: Archive) -> tuple[Group, ...]:
    """The groups of the whole archive whose level and kind are known, that of most bodies first."""

    def known(corpus: Corpus) -> tuple[Group, ...]:
        groups = _groups(corpus, np.arange(len(corpus)))
        found = (one for one in groups if one.level and one.kind)
        return tuple(sorted(found, key=lambda one: (one.bodies, one.reports), reverse=True))

    return archive.ask(known)


def _one(field: str, value: str) -> str:
    if not value:
        return ""
    values = canonical_values(field, [value])
    if len(values) != 1 or values[0] == EMPTY_VALUE:
        raise BadFilterError(f"“{value}”不是一个值", remedy="请只选一个层级和一个类型")
    return values[0]


def _view(corpus: Corpus, asked: _Asked) -> RegionView:
    path = _found(corpus, asked.path)
    bodies, column = bodies_of(corpus), corpus.column("region")
    lies_in = np.array([_within(region, path) for region in column.values], dtype=np.bool_)
    inside = where(lies_in.take(column.codes))
    groups = _groups(corpus, inside)
    level, kind = _chosen(groups, asked.level, asked.kind)
    measures, row = _sums(corpus, inside, path, level, kind, asked.cells)
    is_own = np.array([region == path for region in column.values], dtype=np.bool_)
    own = np.unique(bodies.codes.compress(is_own.take(column.codes)))
    own = own.compress(bodies.is_named.take(own))
    named = bodies.codes.take(inside)
    return RegionView(
        path=path,
        bodies=len(np.unique(named.compress(bodies.is_named.take(named)))),
        reports=len(inside),
        years=tuple(sorted({year for group in groups for year in group.by_year})),
        groups=groups,
        level=level,
        kind=kind,
        measures=measures,
        row=row,
        units=_units(corpus, inside, path),
        own=tuple(body_name(bodies, at) for at in own[:MOST_BODIES].tolist()),
        own_total=len(own),
    )


def _within(region: tuple[str, ...] | None, path: tuple[str, ...]) -> bool:
    return region is not None and len(region) >= len(path) and region[: len(path)] == path


def _found(corpus: Corpus, value: str) -> tuple[str, ...]:
    exact = tuple(value.split("/"))
    if exact in corpus.regions.paths:
        return exact
    meant = corpus.regions.meant(value).nonzero()[0].tolist()
    found = [path for at in meant if (path := corpus.regions.paths[at])]
    if not found:
        raise NotFoundError(
            f"馆藏里没有“{value}”的报告", remedy="请检查地名，或在检索页里查这个地区"
        )
    if len(found) > 1:
        raise UnknownFieldError(
            f"有 {len(found)} 个地区叫“{value}”",
            name=value,
            candidates=tuple("/".join(path) for path in found),
            remedy="请在前面写明所属的地区，例如 " + "/".join(found[0]),
            code="ambiguous_region",
        )
    return found[0]


def _groups(corpus: Corpus, inside: Positions) -> tuple[Group, ...]:
    grid = BodyYears(corpus, inside)
    level, kind = corpus.column("level"), corpus.column("kind")
    pairs = level.codes.astype(np.int64) * len(kind.values) + kind.codes
    of_slots, of_reports = pairs.take(grid.first), pairs.take(inside)
    found = []
    for pair in np.unique(of_slots).tolist():
        here: Flags = of_slots == pair
        years, counts = np.unique(grid.year.compress(here), return_counts=True)
        own_level, own_kind = divmod(pair, len(kind.values))
        found.append(
            Group(
                level=str(level.values[own_level]),
                kind=str(kind.values[own_kind]),
                bodies=len(np.unique(grid.body.compress(here))),
                reports=int(np.count_nonzero(of_reports == pair)),
                by_year=dict(zip(years.tolist(), counts.tolist(), strict=True)),
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda one: (
                value_order("level", one.level or EMPTY_VALUE, 0),
                value_order("kind", one.kind or EMPTY_VALUE, 0),
            ),
        )
    )


def _chosen(groups: Sequence[Group], level: str, kind: str) -> tuple[str, str]:
    """The largest group that may be added, under what was asked for."""
    fitting = [
        one
        for one in groups
        if one.level and one.kind and level in ("", one.level) and kind in ("", one.kind)
    ]
    if not fitting:
        return level, kind
    largest = max(fitting, key=lambda one: one.bodies)
    return largest.level, largest.kind


def _sums(
    corpus: Corpus,
    inside: Positions,
    path: tuple[str, ...],
    level: str,
    kind: str,
    cells: tuple[str, ...],
) -> tuple[tuple[Measure, ...], Row | None]:
    flags = np.ones(len(inside), dtype=np.bool_)
    for field, value in (("level", level), ("kind", kind)):
        column = corpus.column(field)
        flags &= np.array([held == value for held in column.values], dtype=np.bool_).take(
            column.codes.take(inside)
        )
    grid = BodyYears(corpus, inside.compress(flags))
    measures = measures_of(cells or profile(grid.forms(np.arange(len(grid)))))
    if not level or not kind or not len(grid):
        return measures, None
    years = np.unique(grid.year).tolist()
    series = Series(grid, measures, years, np.zeros(len(grid), dtype=np.int64), 1)
    return measures, series.of_region(0, path, level, kind)


def _units(corpus: Corpus, inside: Positions, path: tuple[str, ...]) -> tuple[Unit, ...]:
    bodies, column = bodies_of(corpus), corpus.column("region")
    depth = len(path) + 1
    units: dict[tuple[str, ...], int] = {}
    of_value = np.full(len(column.values), -1, dtype=np.int64)
    for at, region in enumerate(column.values):
        if _within(region, path) and len(region) >= depth:
            of_value[at] = units.setdefault(region[:depth], len(units))
    of_report = of_value.take(column.codes.take(inside))
    held = of_report >= 0
    of_report, body = of_report.compress(held), bodies.codes.take(inside).compress(held)
    reports = np.bincount(of_report, minlength=len(units))
    pairs = np.unique(of_report * len(bodies) + body)
    named = pairs.compress(bodies.is_named.take(pairs % len(bodies)))
    count = np.bincount(named // len(bodies), minlength=len(units))
    return tuple(Unit(unit, int(count[at]), int(reports[at])) for unit, at in sorted(units.items()))
