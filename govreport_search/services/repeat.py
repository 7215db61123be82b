"""Reports of one body and year among others: together they count once, as in a comparison."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import OUTSIDE_FORM
from govreport_search.domain import CellId, State
from govreport_search.services.array import Flags, Positions
from govreport_search.services.body_year import (
    STANDINGS,
    BodyYears,
    StateCodes,
    Values,
    together,
    undisputed,
)
from govreport_search.services.corpus import Corpus
from govreport_search.services.measure import cell_measure
from govreport_search.store.mapping import STATE_CODES

_SLOTS = len(STANDINGS)

_made: WeakKeyDictionary[Corpus, Flags] = WeakKeyDictionary()


class Repeats:
    """Bodies and years with several of some reports, in groups and as a whole.

    A group counts a body once for a year, whatever its reports of other groups say: what is said
    of a level by grouping is what is said under a filter of that level.

    Args:
        reports: ascending.
        by: the column that groups them.

    Attributes:
        among: which of ``reports`` have another one of their body and year beside them.
        counted: how many bodies and years they are in each group, shape (values of ``by``,).
        counted_whole: the same of all together.
    """

    def __init__(self, corpus: Corpus, reports: Positions, by: str) -> None:
        candidates = reports.compress(_repeated(corpus).take(reports))
        grid = BodyYears(corpus, candidates)
        held = grid.reports_in(grid.has_several)
        self.among: Flags = np.isin(reports, held)
        column = corpus.column(by)
        self._size = len(column.values)
        codes = column.codes.take(held).astype(np.int64)
        grid = BodyYears(corpus, held)
        slot = np.zeros(len(held), dtype=np.int64)
        slot[held.searchsorted(grid.first)] = np.arange(len(grid))
        slot[held.searchsorted(grid.again)] = grid.again_slot
        self._groups = _Merged(corpus, held, slot * self._size + codes)
        self._group = codes.take(self._groups.first)
        # Mostly a body's reports of a year are all in one group: then these say all.
        parted = len(self._group) > len(grid)
        self._whole = _Merged(corpus, held, slot) if parted else self._groups
        self.counted = np.bincount(self._group, minlength=self._size)
        self.counted_whole = len(grid)

    def __len__(self) -> int:
        """Reports."""
        return len(self._groups.reports)

    def tally(self, cell: CellId) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Bodies and years of each group by what they say of a cell, and the sums of the values.

        Shapes (values + 1, ``STANDINGS``) and (values + 1,); the whole is last.
        """
        size = self._size + 1
        standing, value = self._groups.read(cell)
        place = self._group * _SLOTS + standing
        counts: NDArray[np.int64] = np.bincount(place, minlength=size * _SLOTS)
        counts = counts.reshape(size, _SLOTS)
        sums = np.bincount(self._group, value, minlength=size).astype(np.float64)
        if self._whole is not self._groups:
            standing, value = self._whole.read(cell)
        counts[-1] = np.bincount(standing, minlength=_SLOTS)
        sums[-1] = value.sum()
        return counts, sums

    def corrected(self, cell: CellId) -> tuple[NDArray[np.int64], int]:
        """Where a person put a cell right, by group and as a whole."""
        held = self._group.compress(self._groups.corrected(cell))
        whole = int(np.count_nonzero(self._whole.corrected(cell)))
        return np.bincount(held, minlength=self._size), whole


class _Merged:
    """What several reports say together.

    Args:
        reports: ascending.
        together: equal for those that are taken together, shape of ``reports``.

    Attributes:
        first: of each such set the report that came into the store first, as an index into
            ``reports``.
    """

    def __init__(self, corpus: Corpus, reports: Positions, together: Positions) -> None:
        self._corpus, self.reports = corpus, reports
        _, self.first, sets = np.unique(together, return_index=True, return_inverse=True)
        further = np.ones(len(reports), dtype=np.bool_)
        further[self.first] = False
        self._again = np.flatnonzero(further)
        self._again_set = sets.compress(further)
        form = corpus.column("form")
        lacking = np.array([not name for name in form.values], dtype=np.bool_)
        self._formless: Flags = lacking.take(form.codes.take(reports))
        self._states: dict[CellId, StateCodes] = {}
        self._pieces: dict[int, tuple[slice, Positions]] = {}

    def read(self, cell: CellId) -> tuple[NDArray[np.int64], Values]:
        """Index into ``STANDINGS``, and the number or 0, of each set."""
        state, value = self._said(cell)
        measure = cell_measure(cell)
        if measure.is_share:
            state = undisputed(state, map(self._state, measure.parts))
            value = np.where(state == STATE_CODES[State.NUMBER], value, 0.0)
        return state.astype(np.int64) + 1, value

    def corrected(self, cell: CellId) -> Flags:
        """Sets in which a person put a cell right, or one that it is computed from."""
        changed = np.isin(self.reports, self._corpus.corrected(cell))
        flags = changed.take(self.first)
        flags[self._again_set.compress(changed.take(self._again))] = True
        return flags

    def _state(self, cell: CellId) -> StateCodes:
        if cell not in self._states:
            self._states[cell] = self._said(cell)[0]
        return self._states[cell]

    def _said(self, cell: CellId) -> tuple[StateCodes, Values]:
        state = np.empty(len(self.reports), dtype=np.int8)
        value = np.zeros(len(self.reports))
        for here, (states, values) in self._corpus.columns.cell_pieces(str(cell)):
            own, inside = self._inside(here)
            said = states.take(inside)
            state[own] = said
            if (said != OUTSIDE_FORM).any():  # most cells are in the forms of some years only
                value[own] = values.take(inside)
        # As ``Corpus.cell``: what a report of no known form lacks is missing.
        state[self._formless & (state == OUTSIDE_FORM)] = STATE_CODES[State.MISSING]
        return together(state, value, self.first, self._again, self._again_set)

    def _inside(self, here: slice) -> tuple[slice, Positions]:
        """Which of the reports lie in a piece of the columns, and where in it."""
        if here.start not in self._pieces:
            start, end = self.reports.searchsorted((here.start, here.stop)).tolist()
            self._pieces[here.start] = slice(start, end), self.reports[start:end] - here.start
        return self._pieces[here.start]


def _repeated(corpus: Corpus) -> Flags:
    """Reports that have another one of their body and year; kept as long as the corpus is."""
    if corpus not in _made:
        grid = BodyYears(corpus, np.arange(len(corpus)))
        flags = np.zeros(len(corpus), dtype=np.bool_)
        flags[grid.reports_in(grid.has_several)] = True
        _made[corpus] = flags
    return _made[corpus]
