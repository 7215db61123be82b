"""All reports and sections at one moment, as aligned arrays that a search joins.

A *unit* is what a query is true or false of: a section, or a report that has no section at
all (a bare table). Arrays over units hold the sections first, in the order of their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.domain import CellId, State
from govreport_search.engines.protocol import Matches
from govreport_search.store.columns import (
    OUTSIDE_FORM,
    CellColumn,
    PrintedLabel,
    ReportColumns,
    SectionIndex,
)
from govreport_search.store.mapping import STATE_CODES
from govreport_search.text import fold

Flags = NDArray[np.bool_]
Positions = NDArray[np.int64]
Codes = NDArray[np.int64]

NO_SECTION = -1
"""Section code of a unit that is a report without sections."""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column with few distinct values.

    Attributes:
        values: the distinct values.
        codes: for each entry the index of its value, shape (n,).
    """

    values: tuple[Any, ...]
    codes: Codes

    def where(self, holds: Callable[[Any], bool]) -> Flags:
        """Entries whose value satisfies ``holds``, shape (n,)."""
        chosen = np.fromiter(map(holds, self.values), dtype=np.bool_, count=len(self.values))
        return chosen[self.codes]

    def counts(self, chosen: Flags) -> NDArray[np.int64]:
        """How many chosen entries have each value, shape (len(values),)."""
        return np.bincount(self.codes[chosen], minlength=len(self.values))


def coded(column: Iterable[Hashable]) -> Coded:
    """Number the distinct values in the order they are met."""
    numbers: dict[Hashable, int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in column]
    return Coded(tuple(numbers), np.array(codes, dtype=np.int64))


class Corpus:
    """One picture of the store, with the engine's answers for the same moment.

    Args:
        reports, sections: of one store sequence.
        find: the engine's answer for a folded phrase.
        cell: the store's column of a cell.
        labels: every printed row label with the reports that print it.
    """

    def __init__(
        self,
        reports: ReportColumns,
        sections: SectionIndex,
        *,
        find: Callable[[str], Matches],
        cell: Callable[[CellId], CellColumn],
        labels: Callable[[], tuple[PrintedLabel, ...]],
    ) -> None:
        self.reports = reports
        self.sections = sections
        self._find = find
        self._cell = cell
        self._labels = labels
        self._columns: dict[str, Coded] = {}

    def __len__(self) -> int:
        return len(self.reports)

    def column(self, field: str) -> Coded:
        """A property of the reports: year, region, level, kind, function, agency or form."""
        if field not in self._columns:
            self._columns[field] = coded(getattr(self.reports, field).tolist())
        return self._columns[field]

    @cached_property
    def unit_report(self) -> Positions:
        """Position of each unit's report."""
        of_sections = self.reports.positions(self.sections.report_key)
        bare = np.ones(len(self), dtype=np.bool_)
        bare[of_sections] = False
        return np.concatenate((of_sections, np.flatnonzero(bare)))

    @cached_property
    def unit_section(self) -> Coded:
        """Section id of each unit; code ``NO_SECTION`` for a report without sections."""
        sections = coded(self.sections.section.tolist())
        bare = np.full(len(self.unit_report) - len(self.sections.key), NO_SECTION)
        return Coded(sections.values, np.concatenate((sections.codes, bare)))

    def any_unit(self, units: Flags) -> Flags:
        """Reports with at least one of these units."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[self.unit_report[units]] = True
        return found

    def counts(self, folded: str) -> NDArray[np.int64]:
        """Occurrences of a folded phrase in each unit."""
        matches = self._find(folded)
        at = self.sections.positions(matches.sections)
        counts = np.zeros(len(self.unit_report), dtype=np.int64)
        counts[at[at >= 0]] = matches.counts[at >= 0]
        return counts

    def cell(self, cell: CellId) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """State code and value of a cell in each report; ``OUTSIDE_FORM`` where it has none.

        A report whose form was not recognised prints no such cell as far as can be told:
        the cell is missing.
        """
        state, value = self._cell(cell).aligned(self.reports.key)
        formless = self.column("form").where(lambda form: not form)
        state[(state == OUTSIDE_FORM) & formless] = STATE_CODES[State.MISSING]
        return state, value

    @cached_property
    def labels(self) -> tuple[tuple[str, PrintedLabel], ...]:
        """Every printed row label, folded, with the reports that print it."""
        return tuple((fold(entry.label), entry) for entry in self._labels())

    @cached_property
    def agency_rank(self) -> Positions:
        """Place of each report's agency in alphabetical order."""
        return _rank(self.reports.agency.tolist())

    @cached_property
    def id_rank(self) -> Positions:
        """Place of each report's id in alphabetical order."""
        return _rank(self.reports.id.tolist())


def _rank(names: list[str]) -> Positions:
    places = {name: place for place, name in enumerate(sorted(set(names)))}
    return np.array([places[name] for name in names], dtype=np.int64)
