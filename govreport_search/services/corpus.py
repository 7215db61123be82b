"""All reports and sections at one moment, as aligned arrays that a search joins.

A *unit* is what a query is true or false of: a section, or a report that has no section at
all (a bare table). Units are numbered: the sections first, in the order of their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns import ColumnSnapshot
from govreport_search.columns.segment import OUTSIDE_FORM, UNKNOWN_REGION
from govreport_search.columns.snapshot import PrintedLabel
from govreport_search.domain import CellId, State
from govreport_search.engines.pattern import Pattern
from govreport_search.engines.protocol import Matches
from govreport_search.services.array import Codes, Flags, Positions
from govreport_search.services.ascending import Found
from govreport_search.services.coded import Coded, Held, Several
from govreport_search.services.facet_words import FacetWords
from govreport_search.services.finder import Finder
from govreport_search.services.finding_table import FindingTable, Rows
from govreport_search.services.label import Labels
from govreport_search.services.name_list import NameList
from govreport_search.services.region_tree import RegionTree
from govreport_search.services.section_key import SectionKeys
from govreport_search.services.section_weight import section_weights
from govreport_search.store.mapping import STATE_CODES, region_names
from govreport_search.store.stale import StaleError
from govreport_search.text import fold

MOST_CELLS = 64
"""Cells of all reports that are kept at hand; 1 MB each for 100,000 reports."""

NONE: Positions = np.array([], dtype=np.int64)


class Corpus:
    """One picture of the store, with the engine's answers for the same moment.

    Args:
        columns: the store's numbers and properties.
        find: the engine's answer for a pattern.
        texts: section keys and folded texts of sections with these keys.
        prints: the same with printed texts.
        finding_rows: the store's sequence, and every finding; see ``FindingTable``.
        corrected_rows: the same sequence, and report key and cell of every value that a person
            put right, or that was computed from one.
    """

    def __init__(
        self,
        columns: ColumnSnapshot,
        find: Callable[[Pattern], Matches],
        texts: Callable[[Sequence[int]], Iterator[tuple[int, str]]],
        prints: Callable[[Sequence[int]], Iterator[tuple[int, str]]],
        finding_rows: Callable[[], tuple[int, Rows]],
        corrected_rows: Callable[[], tuple[int, Rows]],
    ) -> None:
        self.columns = columns
        self._find = find
        self._texts = texts
        self._prints = prints
        self._finding_rows = finding_rows
        self._corrected_rows = corrected_rows
        self._keys = SectionKeys(columns.section_key)
        self._coded: dict[str, Coded] = {}
        self._words: dict[str, FacetWords] = {}
        self._cells: dict[CellId, tuple[NDArray[np.int8], NDArray[np.float64]]] = {}

    def __len__(self) -> int:
        """Reports."""
        return len(self.columns)

    @property
    def sections(self) -> int:
        """Sections; units from this number on are reports without any."""
        return len(self.columns.section_key)

    def column(self, field: str) -> Coded:
        """A property of the reports: year, region, level, kind, function, agency or form."""
        if field not in self._coded:
            self._coded[field] = self._column(field)
        return self._coded[field]

    def held(self, field: str) -> Held:
        """As ``column``, and ``finding``, of which a report may have several values.

        Raises:
            StaleError: findings are asked for, and somebody has written since.
        """
        return self._checked if field == "finding" else self.column(field)

    @cached_property
    def _checked(self) -> Several:
        return self.findings.of_reports(len(self))

    def _column(self, field: str) -> Coded:
        if field == "year":
            values, codes = np.unique(self.columns.year, return_inverse=True)
            return Coded(tuple(values.tolist()), codes.astype(np.int32))
        column = self.columns.column(field)
        if field != "region":
            return Coded(tuple(column.values), column.codes)
        paths = (None if path == UNKNOWN_REGION else path for path in column.values)
        return Coded(tuple(map(region_names, paths)), column.codes)

    @cached_property
    def regions(self) -> RegionTree:
        """The units that the values of the column ``region`` lie in."""
        return RegionTree(self.column("region").values)

    def facet_words(self, field: str) -> FacetWords:
        """Names and order of the values of a column, of regions those of all their units."""
        if field not in self._words:
            held = self.regions.paths if field == "region" else self.held(field).values
            self._words.setdefault(field, FacetWords(field, held))
        return self._words[field]

    @cached_property
    def agencies(self) -> NameList:
        """The values of the column ``agency``, to be searched."""
        return NameList(self.column("agency").values)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Position of each report by its public id."""
        return {name: at for at, name in enumerate(self.columns.ids.tolist())}

    @cached_property
    def textless(self) -> Positions:
        """Reports without searchable text in any section."""
        flags = np.ones(len(self), dtype=np.bool_)
        flags[self.columns.section_report[self.columns.section_length > 0]] = False
        return np.flatnonzero(flags)

    @cached_property
    def section_weight(self) -> NDArray[np.float32]:
        """What each section weighs in relevance, shape (sections,)."""
        return section_weights(self.columns)

    @cached_property
    def mean_length(self) -> float:
        """Characters of a section, on average."""
        lengths = self.columns.section_length
        return float(lengths.mean()) if len(lengths) else 0.0

    @cached_property
    def bare(self) -> Positions:
        """Reports without any section."""
        flags = np.ones(len(self), dtype=np.bool_)
        flags[self.columns.section_report] = False
        return np.flatnonzero(flags)

    @cached_property
    def unit_report(self) -> NDArray[np.int32]:
        """Position of each unit's report."""
        of_sections = self.columns.section_report
        if not len(self.bare):
            return of_sections
        return np.concatenate((of_sections, self.bare.astype(np.int32)))

    @cached_property
    def section_names(self) -> tuple[str, ...]:
        """The section ids there are; a kind is an index into this, or ``no_section``."""
        return tuple(self.columns.section_id.values)

    @property
    def no_section(self) -> int:
        """The kind of a unit that is a report without sections."""
        return len(self.section_names)

    @cached_property
    def unit_kind(self) -> Codes:
        """Kind of each unit."""
        kinds = self.columns.section_id.codes
        if not len(self.bare):
            return kinds
        return np.concatenate((kinds, np.full(len(self.bare), self.no_section, dtype=np.int32)))

    @cached_property
    def unit_place(self) -> NDArray[np.int32]:
        """Place of each unit in a flat table of shape (kinds + 1, reports)."""
        return self.unit_kind * np.int32(len(self)) + self.unit_report

    @cached_property
    def units_of_kind(self) -> NDArray[np.int32]:
        """How many units of each kind each report has, shape (kinds + 1, reports)."""
        return self._table(self.unit_place)

    @cached_property
    def has_kind(self) -> Flags:
        """Which kinds of units each report has, shape (kinds + 1, reports)."""
        return np.asarray(self.units_of_kind > 0)

    @cached_property
    def units_of_report(self) -> NDArray[np.int64]:
        """How many units each report has, shape (reports,)."""
        return np.bincount(self.unit_report, minlength=len(self))

    def reports_of(self, units: Positions) -> Positions:
        """Position of the report of each of these units."""
        return self.unit_report.take(units).astype(np.int64)

    def by_kind(self, units: Positions) -> NDArray[np.int32]:
        """How many of these units each report has of each kind, shape (kinds + 1, reports)."""
        return self._table(self.unit_place.take(units))

    def _table(self, places: NDArray[np.int32]) -> NDArray[np.int32]:
        kinds, reports = self.no_section + 1, len(self)
        counts = np.bincount(places, minlength=kinds * reports)
        return counts.reshape(kinds, reports).astype(np.int32)

    def search(self, wanted: Finder) -> Found:
        """Sections that hold what a finder's patterns look for."""
        return reduce(add, [self._keys.found(self._find(each)) for each in wanted.patterns])

    def texts(self, sections: Positions) -> Iterator[tuple[int, str]]:
        """These sections with their folded texts.

        In ``Archive.ask`` the store is read at the corpus' own moment, so that none is lacking.
        """
        return self._read(self._texts, sections)

    def prints(self, sections: Positions) -> Iterator[tuple[int, str]]:
        """The same with printed texts."""
        return self._read(self._prints, sections)

    def _read(
        self, read: Callable[[Sequence[int]], Iterator[tuple[int, str]]], sections: Positions
    ) -> Iterator[tuple[int, str]]:
        keys = self.columns.section_key[sections]
        for key, text in read(keys.tolist()):
            yield int(sections[np.searchsorted(keys, key)]), text

    def cell(self, cell: CellId) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """State code and value of a cell in each report; ``OUTSIDE_FORM`` where it has none.

        A report whose form was not recognised prints no such cell as far as can be told:
        the cell is missing.
        """
        cells = self._cells
        found = cells.get(cell)
        if found is None:
            state, value = self.columns.cell(str(cell))
            if len(self._formless):
                lacking = self._formless[state[self._formless] == OUTSIDE_FORM]
                state = state.copy()
                state[lacking] = STATE_CODES[State.MISSING]
            found = state, value
            if len(cells) >= MOST_CELLS:
                self._cells = cells = {}
            cells[cell] = found
        return found

    def corrected(self, cell: CellId) -> Positions:
        """Reports whose value of a cell a person put right, or was computed from one put right.

        What was only confirmed stands as it was read and is not among them.

        Raises:
            StaleError: somebody has written since.
        """
        keys = self._corrected.get(str(cell))
        return np.flatnonzero(np.isin(self.columns.key, keys)) if keys else NONE

    @cached_property
    def _corrected(self) -> dict[str, list[int]]:
        """Keys of the reports, by cell; few."""
        sequence, rows = self._corrected_rows()
        if sequence != self.columns.manifest.sequence:
            raise StaleError
        found: dict[str, list[int]] = {}
        for report, cell in rows:
            found.setdefault(cell, []).append(report)
        return found

    @cached_property
    def _formless(self) -> Positions:
        """Reports whose form was not recognised."""
        return np.flatnonzero(self.column("form").where(lambda form: not form))

    @cached_property
    def findings(self) -> FindingTable:
        """Every finding.

        Raises:
            StaleError: somebody has written since.
        """
        sequence, rows = self._finding_rows()
        if sequence != self.columns.manifest.sequence:
            raise StaleError
        return FindingTable(rows, self.columns.key)

    @cached_property
    def label_search(self) -> Labels:
        """``labels``, to be searched."""
        return Labels(self.labels)

    @cached_property
    def labels(self) -> Sequence[tuple[str, PrintedLabel]]:
        """Every printed row label, folded, with the reports that print it."""
        return tuple((fold(entry.label), entry) for entry in self.columns.labels)
