"""Sums and states of cells over the reports that a question matches, straight from the columns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import OUTSIDE_FORM
from govreport_search.columns.snapshot import Cell
from govreport_search.domain import CellId, State
from govreport_search.errors import BadFilterError
from govreport_search.forms.derived import RATE_UNIT
from govreport_search.forms.lookup import cell_labels, indicators
from govreport_search.query.cell import resolve_cell
from govreport_search.query.describe import value_label
from govreport_search.query.request import EMPTY_VALUE, Filters, Request
from govreport_search.query.tree import Node
from govreport_search.sentence import say
from govreport_search.services.archive import Archive
from govreport_search.services.array import Codes, Positions, where
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import whole_evaluation
from govreport_search.services.facet_words import facet_value, value_order
from govreport_search.services.filters import Masks, canonical, joined, where_tree
from govreport_search.services.outcome import Outcome
from govreport_search.services.question import looked_for
from govreport_search.store.mapping import STATE_CODES

GROUPINGS = ("year", "level", "kind", "region", "form")
"""What reports can be grouped by; by region, each report counts in every unit it lies in."""

_DECIMALS = 6
_FEW = 0.3
"""Where a cell is in the form of fewer reports, only those are looked at."""
_SLOTS = len(State) + 1  # behind OUTSIDE_FORM, which is -1, the states by their codes
_NUMBER = STATE_CODES[State.NUMBER] - OUTSIDE_FORM
_MISSING = STATE_CODES[State.MISSING] - OUTSIDE_FORM

Tally = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StatisticCell:
    """A cell that is summed, with the labels of the newest form that has it.

    Attributes:
        is_share: a share, whose sum would mean nothing.
    """

    cell: CellId
    label: str
    column_label: str
    unit: str
    is_share: bool


@dataclass(frozen=True, slots=True)
class CellStatistic:
    """One cell in the reports of one group. A blank is no zero: it adds nothing to any sum.

    Attributes:
        sum: of the numbers, to six decimals; ``None`` where there is none, and for shares.
        mean: of the numbers, of shares too; ``None`` where there is none.
        states: reports in each state, ``number`` included.
        outside_form: reports whose form has no such cell.
        corrected: reports whose value a person put right, or was computed from one put right.
    """

    cell: CellId
    sum: int | float | None
    mean: float | None
    states: Mapping[str, int]
    outside_form: int
    corrected: int


@dataclass(frozen=True, eq=False)
class Group:
    """The reports with one value.

    Attributes:
        value: as in facets, ``none`` where it is not known.
        reports: how many there are.
        tally: in how many each cell is in which state, shape (cells, states + 1).
        sums: of each cell's numbers, shape (cells,).
        corrected: in how many a person put each cell right, or one it rests on, shape (cells,).
    """

    value: str
    label: str
    reports: int
    of: Sequence[StatisticCell]
    tally: Tally
    sums: NDArray[np.float64]
    corrected: Tally

    @cached_property
    def cells(self) -> tuple[CellStatistic, ...]:
        """One for each of ``Statistics.cells``, in their order."""
        held = self.tally.tolist(), self.sums.tolist(), self.corrected.tolist()
        return tuple(map(_statistic, self.of, *held))


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """An answer in sums.

    Attributes:
        by: what the reports are grouped by.
        reports: how many match; by region, groups hold the same report more than once.
        cells: what is summed.
        groups: values that some matching report has; years from the oldest, the unknown last.
        whole: all matching reports as one group.
    """

    by: str
    reports: int
    cells: tuple[StatisticCell, ...]
    groups: tuple[Group, ...]
    whole: Group


def statistics(
    archive: Archive, request: Request, by: str = "year", cells: Sequence[str] | None = None
) -> Statistics:
    """Sums and states of cells over the reports that the request matches.

    Args:
        by: one of ``GROUPINGS``.
        cells: names of cells as in conditions; all that any report has without them.

    Raises:
        UserError: query, filter, grouping or cell cannot be understood.
    """
    if by not in GROUPINGS:
        raise BadFilterError(
            say("不能按“%(by)s”统计", by=by),
            remedy=say("可用的分组：%(value)s", value="、".join(GROUPINGS)),
        )
    filters = canonical(request.filters)
    tree = joined(looked_for(request).tree, where_tree(filters))
    named = None if cells is None else tuple(dict.fromkeys(map(resolve_cell, cells)))

    def answer(corpus: Corpus) -> Statistics:
        reports = _matched(corpus, tree, filters)
        of = tuple(map(_described, _every_cell(corpus) if named is None else named))
        return _statistics(corpus, reports, by, of)

    return archive.ask(answer)


def _matched(corpus: Corpus, tree: Node, filters: Filters) -> Positions:
    masks = Masks(corpus, filters)
    outcome = Outcome(whole_evaluation(corpus, tree), masks.kinds)
    return np.flatnonzero(outcome.matched() & masks.reports())


def _statistics(
    corpus: Corpus, reports: Positions, by: str, of: tuple[StatisticCell, ...]
) -> Statistics:
    column = corpus.column(by)
    codes, size = column.codes[reports].astype(np.int64), len(column.values)
    tally = np.empty((size, len(of), _SLOTS), dtype=np.int64)
    sums = np.empty((size, len(of)))
    # Reports without a form stand apart until the end: what they lack is missing, not outside.
    formless = ~np.array([bool(form) for form in corpus.column("form").values], dtype=np.bool_)
    apart = formless[corpus.column("form").codes[reports]]
    group = codes * 2 + apart
    whole = np.bincount(group, minlength=size * 2).reshape(size, 2)
    base = (group * _SLOTS - OUTSIDE_FORM).astype(np.int32)
    chosen = None if len(reports) == len(corpus) else reports
    for number, one in enumerate(of):
        pieces = corpus.columns.cell_pieces(str(one.cell))
        counts, added = _counted(pieces, base, chosen, whole)
        tally[:, number] = counts.sum(axis=1)
        tally[:, number, 0] -= counts[:, 1, 0]
        tally[:, number, _MISSING] += counts[:, 1, 0]
        # A value is NaN in every state but number, and only numbers are in that slot.
        sums[:, number] = added[:, :, _NUMBER].sum(axis=1)
    count = np.bincount(codes, minlength=size)
    right = np.zeros((size, len(of)), dtype=np.int64)
    for number, one in enumerate(of):
        if len(changed := corpus.corrected(one.cell)):
            inside = np.isin(reports, changed)
            right[:, number] = np.bincount(codes.compress(inside), minlength=size)
    totals = tally.sum(axis=0), sums.sum(axis=0), right.sum(axis=0)
    every = Group("", "", len(reports), of, *totals)
    held: Sequence[object] = column.values
    if by == "region":
        tree = corpus.regions
        held = tree.paths
        count, tally, sums = tree.counts(count), tree.counts(tally), tree.counts(sums)
        right = tree.counts(right)
    values = list(map(facet_value, held))
    groups = [
        Group(
            values[at],
            value_label(by, values[at]),
            int(count[at]),
            of,
            tally[at],
            sums[at],
            right[at],
        )
        for at in np.flatnonzero(count).tolist()
    ]
    groups.sort(key=lambda group: _place(by, group.value))
    return Statistics(by, len(reports), of, tuple(groups), every)


def _counted(
    pieces: Iterable[tuple[slice, Cell]],
    base: Codes,
    reports: Positions | None,
    whole: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How many reports there are in each slot, and the sums of their values.

    Args:
        pieces: a cell of all reports.
        base: of each report asked for, the slot of a state of 0; added in 32 bits, which takes
            half as long.
        reports: those asked for; ``None`` for all of them.
        whole: how many reports there are in each group, with and without a form.

    Returns:
        Arrays of shape (groups, 2, slots); 0 is the slot of reports whose form has no such cell.
    """
    shape = (*whole.shape, _SLOTS)
    slots = math.prod(shape)
    counts, sums = np.zeros(slots, dtype=np.int64), np.zeros(slots)
    for here, (state, value) in pieces:
        own = base[here]
        if reports is not None:
            at = slice(*reports.searchsorted((here.start, here.stop)).tolist())
            own, inside = base[at], reports[at] - here.start
            state, value = state.take(inside), value.take(inside)
        inside_form = state != OUTSIDE_FORM
        if np.count_nonzero(inside_form) < _FEW * len(state):
            inside = where(inside_form)
            own, state, value = own.take(inside), state.take(inside), value.take(inside)
        slot = (own + state).astype(np.int64)
        counts += np.bincount(slot, minlength=slots)
        sums += np.bincount(slot, value, minlength=slots)
    counts, sums = counts.reshape(shape), sums.reshape(shape)
    counts[:, :, 0] = whole - counts[:, :, 1:].sum(axis=2)
    return counts, sums


def _statistic(
    one: StatisticCell, tally: Sequence[int], total: float, corrected: int
) -> CellStatistic:
    numbers = tally[_NUMBER]
    rounded = round(total, _DECIMALS)
    return CellStatistic(
        cell=one.cell,
        sum=None if one.is_share or not numbers else _plain(rounded),
        mean=total / numbers if numbers else None,
        states={state.value: tally[STATE_CODES[state] - OUTSIDE_FORM] for state in State},
        outside_form=tally[0],
        corrected=corrected,
    )


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def _place(by: str, value: str) -> tuple[bool, object]:
    unknown = value == EMPTY_VALUE
    if by == "year":
        return unknown, int(value) if not unknown else 0
    return unknown, value if by == "region" else value_order(by, value, 0)


def _every_cell(corpus: Corpus) -> tuple[CellId, ...]:
    """Cells that any report has, in the order of the forms, rows of no form last."""
    held = dict.fromkeys(map(CellId.parse, corpus.columns.cells))
    known = [cell for cell in _form_cells() if cell in held]
    return tuple(dict.fromkeys((*known, *held)))


@cache
def _form_cells() -> tuple[CellId, ...]:
    return tuple(
        CellId(ref.table, ref.row, column) for ref in indicators() for column in ref.columns
    )


@cache
def _described(cell: CellId) -> StatisticCell:
    label, column_label, unit = cell_labels(cell)
    return StatisticCell(cell, label, column_label, unit, unit == RATE_UNIT)
