"""Which bodies of a list have published in which years: what there is, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from weakref import WeakKeyDictionary

import numpy as np

from govreport_search.columns.segment import NO_YEAR
from govreport_search.errors import BadFilterError
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.value import canonical_values
from govreport_search.regions import divisions
from govreport_search.sentence import say
from govreport_search.services.archive import Archive
from govreport_search.services.array import Flags, Positions
from govreport_search.services.body import bodies_of
from govreport_search.services.body_list import ListedBody
from govreport_search.services.body_match import BodyMatch
from govreport_search.services.corpus import Corpus
from govreport_search.services.coverage_year import asked_years
from govreport_search.services.match import matching_reports
from govreport_search.services.region_tree import Region
from govreport_search.services.unread import UnreadFile, UnreadFiles, unread_files

PUBLISHED, UNREADABLE, MISSING, AMBIGUOUS = "published", "unreadable", "missing", "ambiguous"
COVERAGE_STATES: Mapping[str, str] = {
    PUBLISHED: "已收录",
    UNREADABLE: "读不出",
    MISSING: "没有",
    AMBIGUOUS: "同名待定",
}
"""What a body's year can be, with its word for users."""

_GOVERNING = ("government", "subdistrict", "zone")
"""Kinds of bodies that a list made from the divisions can hold."""

Years = Mapping[int | None, tuple[str, ...]]
"""Ids of reports by year, ``None`` for those of an unknown one."""


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One body in one year.

    Attributes:
        state: of ``COVERAGE_STATES``; ``unreadable`` where there are reports without text and
            table, or files that could not be read; ``ambiguous`` where a body of that name has
            published, but the list does not say which one it means.
        reports: ids; of an ambiguous one those of all that it may mean.
        files: that could not be read and seem to be this report.
    """

    year: int
    state: str
    reports: tuple[str, ...] = ()
    files: tuple[UnreadFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchiveBody:
    """A body as the archive knows it; ``bare`` are its reports without text and table."""

    name: str
    region: Region
    reports: Years
    bare: frozenset[str] = frozenset()

    def state(self, year: int | None) -> str:
        """Of a year's reports: ``PUBLISHED``, ``UNREADABLE`` or ``MISSING``."""
        reports = self.reports.get(year, ())
        if not reports:
            return MISSING
        return UNREADABLE if self.bare.issuperset(reports) else PUBLISHED


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One body of the list.

    Attributes:
        cells: one for each of ``Coverage.years``.
        bodies: those of the archive that it is; several where the list does not tell them
            apart, none where the archive has nothing of it.
    """

    listed: ListedBody
    cells: tuple[CoverageCell, ...]
    bodies: tuple[ArchiveBody, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Bodies × years.

    Attributes:
        rows: in the order of the list.
        unknown_regions: of the list, which neither archive nor divisions know: perhaps misspelt,
            so that what seems to be missing is not.
        others: bodies of the archive that the list does not know.
        other_kinds: how many more it does not know, of kinds that are never in the list of the
            divisions' governments; 0 for another list, whose ``others`` are of all kinds.
        without_agency: reports in the same scope whose body is not known.
        unassigned: files that could not be read and seem to be of no body and year of the list.
    """

    years: tuple[int, ...]
    rows: tuple[CoverageRow, ...]
    unknown_regions: tuple[str, ...]
    others: tuple[ArchiveBody, ...]
    other_kinds: int
    without_agency: int
    unassigned: tuple[UnreadFile, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of the cells are in each state."""
        return {state: sum(counts) for state, counts in self.by_year.items()}

    @property
    def by_year(self) -> Mapping[str, tuple[int, ...]]:
        """How many bodies are in each state, for each of ``years``."""
        columns = [
            Counter(row.cells[at].state for row in self.rows) for at in range(len(self.years))
        ]
        return {state: tuple(column[state] for column in columns) for state in COVERAGE_STATES}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where bodies that the list does not know are looked for.

    Attributes:
        region: as a filter takes it; empty for everywhere.
        levels: any without.
        governing: whether only governments and the like are looked for.
    """

    region: str = ""
    levels: tuple[str, ...] = ()
    governing: bool = False


def coverage(
    archive: Archive,
    listed: Sequence[ListedBody],
    years: Sequence[str] = (),
    scope: Scope | None = None,
) -> Coverage:
    """Which of the listed bodies have published in which years.

    Args:
        listed: the rows.
        years: as a filter takes them; all between the archive's first and last without them.
        scope: of bodies that the list does not know; the whole archive by default.

    Raises:
        UserError: a year, a region or a level cannot be understood, or the years are too many.
    """
    wanted = canonical_values("year", years)
    if EMPTY_VALUE in wanted:
        raise BadFilterError(say("这里的年份不能是未知"), remedy=say("写成 2020 或 2019..2023"))
    within = scope or Scope()
    levels = canonical_values("level", within.levels)

    def answer(corpus: Corpus) -> Coverage:
        chosen = asked_years(corpus, wanted)
        files = unread_files(archive.store, listed)
        bodies, match = _known(corpus)
        found = match.candidates(listed)
        nothing = tuple(CoverageCell(year, MISSING) for year in chosen)
        rows = tuple(
            _row(one, candidates, bodies, chosen, files, at)
            if candidates or files.has(at)
            else CoverageRow(one, nothing, ())
            for at, (one, candidates) in enumerate(zip(listed, found, strict=True))
        )
        inside = _inside(corpus, within, levels)
        known = {body for candidates in found for body in candidates}
        others, without_agency = bodies.others(inside, known)
        everywhere = _inside(corpus, replace(within, governing=False), levels)
        return Coverage(
            years=chosen,
            rows=rows,
            unknown_regions=_unknown_regions(corpus, listed),
            others=others,
            other_kinds=bodies.other_count(everywhere, known) - len(others),
            without_agency=without_agency,
            unassigned=files.unassigned(chosen),
        )

    return archive.ask(answer)


def _unknown_regions(corpus: Corpus, listed: Sequence[ListedBody]) -> tuple[str, ...]:
    named = dict.fromkeys(one.region for one in listed if one.region and one.path is None)
    return tuple(
        region
        for region in named
        if not corpus.regions.meant(region).any()
        and not all(divisions().named(part) for part in region.split("/"))
    )


def _inside(corpus: Corpus, scope: Scope, levels: Sequence[str]) -> Flags:
    """Reports in a scope, shape (reports,)."""
    flags = np.ones(len(corpus), dtype=np.bool_)
    region = canonical_values("region", [scope.region] if scope.region else [])
    kinds = _GOVERNING if scope.governing else ()
    for field, values in (("region", region), ("level", levels), ("kind", kinds)):
        if values:
            flags &= matching_reports(corpus, field, values)
    return flags


_made: WeakKeyDictionary[Corpus, tuple[_Published, BodyMatch]] = WeakKeyDictionary()


def _known(corpus: Corpus) -> tuple[_Published, BodyMatch]:
    """The archive's bodies by year and by name; made once, and kept as long as the corpus is."""
    if corpus not in _made:
        published = _Published(corpus)
        _made[corpus] = published, BodyMatch(corpus, published.bodies)
    return _made[corpus]


class _Published:
    """The reports of each body by year; no way back to the corpus, see ``bodies_of``."""

    def __init__(self, corpus: Corpus) -> None:
        self.bodies = bodies_of(corpus)
        self._ids, self._year = corpus.columns.ids, corpus.columns.year
        self._order = np.lexsort((corpus.columns.key, self._year, self.bodies.codes))
        self._starts = self.bodies.codes.take(self._order).searchsorted(
            np.arange(len(self.bodies) + 1)
        )
        bare = np.zeros(len(corpus), dtype=np.bool_)
        bare[corpus.textless] = True
        bare &= corpus.column("form").where(lambda form: not form)
        self._bare = frozenset(self._ids[np.flatnonzero(bare)].tolist())

    def body(self, at: int) -> ArchiveBody:
        """A body with its reports."""
        years: dict[int | None, tuple[str, ...]] = {}
        for report in self._order[self._starts[at] : self._starts[at + 1]].tolist():
            year = None if self._year[report] == NO_YEAR else int(self._year[report])
            years[year] = (*years.get(year, ()), str(self._ids[report]))
        bare = self._bare.intersection(chain.from_iterable(years.values()))
        return ArchiveBody(self.bodies.names[at], self.bodies.regions[at], years, bare)

    def others(self, inside: Flags, known: set[int]) -> tuple[tuple[ArchiveBody, ...], int]:
        """Bodies with reports inside that are not known, and reports inside of no known body."""
        count, strange = self._strange(inside, known)
        others = tuple(self.body(at) for at in strange if self.bodies.names[at])
        return others, sum(int(count[at]) for at in strange if not self.bodies.names[at])

    def other_count(self, inside: Flags, known: set[int]) -> int:
        """How many bodies with a name have reports inside and are not known."""
        return sum(1 for at in self._strange(inside, known)[1] if self.bodies.names[at])

    def _strange(self, inside: Flags, known: set[int]) -> tuple[Positions, list[int]]:
        """Reports inside of each body, and the bodies with any that are not known."""
        count = np.bincount(self.bodies.codes[inside], minlength=len(self.bodies))
        return count, [at for at in np.flatnonzero(count).tolist() if at not in known]


def _row(
    listed: ListedBody,
    candidates: Sequence[int],
    published: _Published,
    years: Sequence[int],
    files: UnreadFiles,
    row: int,
) -> CoverageRow:
    bodies = tuple(map(published.body, candidates))
    cells = []
    for year in years:
        reports = tuple(one for body in bodies for one in body.reports.get(year, ()))
        unread = files.of(row, year)
        if reports and len(bodies) > 1:
            state = AMBIGUOUS
        else:
            state = bodies[0].state(year) if reports else MISSING
            state = UNREADABLE if state == MISSING and unread else state
        cells.append(CoverageCell(year, state, reports, unread))
    return CoverageRow(listed, tuple(cells), bodies)
