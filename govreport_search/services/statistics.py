"""Sums and states of cells over the reports that a question matches, straight from the columns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import OUTSIDE_FORM
from govreport_search.columns.snapshot import Cell
from govreport_search.domain import State
from govreport_search.errors import BadFilterError
from govreport_search.query.cell import resolve_cell
from govreport_search.query.describe import value_label
from govreport_search.query.request import EMPTY_VALUE, Request
from govreport_search.sentence import say
from govreport_search.services.archive import Archive
from govreport_search.services.array import Codes, Positions, where
from govreport_search.services.body_year import STANDINGS
from govreport_search.services.corpus import Corpus
from govreport_search.services.facet_words import facet_value, value_order
from govreport_search.services.repeat import Repeats
from govreport_search.services.reported import wanted
from govreport_search.services.statistic_cell import StatisticCell, Unlike, described, every_cell
from govreport_search.services.statistic_group import Group, Tally
from govreport_search.store.mapping import STATE_CODES

GROUPINGS = ("year", "level", "kind", "region", "form")
"""What reports can be grouped by; by region, each report counts in every unit it lies in."""

_FEW = 0.3
"""Where a cell is in the form of fewer reports, only those are looked at."""
_SLOTS = len(STANDINGS)  # a state's code, or OUTSIDE_FORM, which is -1, plus one
_NUMBER = STATE_CODES[State.NUMBER] - OUTSIDE_FORM
_MISSING = STATE_CODES[State.MISSING] - OUTSIDE_FORM


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
    asked = wanted(request)
    named = None if cells is None else tuple(dict.fromkeys(map(resolve_cell, cells)))

    def answer(corpus: Corpus) -> Statistics:
        of = tuple(map(described, every_cell(corpus) if named is None else named))
        return _statistics(corpus, asked.reports(corpus), by, of)

    return archive.ask(answer)


def _statistics(
    corpus: Corpus, reports: Positions, by: str, of: tuple[StatisticCell, ...]
) -> Statistics:
    column = corpus.column(by)
    codes, size = column.codes[reports].astype(np.int64), len(column.values)
    repeats, unlike = Repeats(corpus, reports, by), Unlike(corpus, reports, by)
    tally, sums = _tallied(corpus, reports, codes, repeats, of)
    right = _put_right(corpus, reports, codes, repeats, of)
    count = np.bincount(codes, minlength=size)
    counted = np.bincount(codes.compress(~repeats.among), minlength=size) + repeats.counted
    arrays: list[NDArray[Any]] = [count, counted, tally[:size], sums[:size], right[:size]]
    held: Sequence[object] = column.values
    if by == "region":
        held, arrays = corpus.regions.paths, list(map(corpus.regions.counts, arrays))

    def group(value: str, at: int, reports: int, counted: int, *held: Any) -> Group:
        mixed, over_years = (
            counted > 1 and bool(flags[at]) for flags in (unlike.mixed, unlike.over_years)
        )
        label = value_label(by, value) if value else ""
        return Group(value, label, reports, counted, mixed, over_years, of, *held)

    groups = [
        group(facet_value(held[at]), at, int(number), int(once), *own)
        for at, (number, once, *own) in enumerate(zip(*arrays, strict=True))
        if number
    ]
    groups.sort(key=lambda group: _place(by, group.value))
    once = len(reports) - len(repeats) + repeats.counted_whole
    every = group("", -1, len(reports), once, tally[size], sums[size], right[size])
    return Statistics(by, len(reports), of, tuple(groups), every)


def _tallied(
    corpus: Corpus,
    reports: Positions,
    codes: Positions,
    repeats: Repeats,
    of: tuple[StatisticCell, ...],
) -> tuple[Tally, NDArray[np.float64]]:
    """How often each cell stands how in each group, and the sums; the whole is last."""
    size = len(repeats.counted)
    tally = np.empty((size + 1, len(of), _SLOTS), dtype=np.int64)
    sums = np.empty((size + 1, len(of)))
    # Reports without a form stand apart until the end: what they lack is missing, not outside.
    formless = ~np.array([bool(form) for form in corpus.column("form").values], dtype=np.bool_)
    apart = formless[corpus.column("form").codes[reports]]
    # What counts together with others is put where nobody looks, and counted by itself.
    group = np.where(repeats.among, size, codes) * 2 + apart
    whole = np.bincount(group, minlength=size * 2 + 2).reshape(size + 1, 2)
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
    tally[size], sums[size] = tally[:size].sum(axis=0), sums[:size].sum(axis=0)
    for number, one in enumerate(of if len(repeats) else ()):
        together, more = repeats.tally(one.cell)
        tally[:, number] += together
        sums[:, number] += more
    return tally, sums


def _put_right(
    corpus: Corpus,
    reports: Positions,
    codes: Positions,
    repeats: Repeats,
    of: tuple[StatisticCell, ...],
) -> Tally:
    """In how many a person put each cell right, shape (groups + 1, cells); the whole is last."""
    size = len(repeats.counted)
    right = np.zeros((size + 1, len(of)), dtype=np.int64)
    for number, one in enumerate(of):
        if len(changed := corpus.corrected(one.cell)):
            inside = np.isin(reports, changed) & ~repeats.among
            of_groups, whole = repeats.corrected(one.cell)
            right[:size, number] = np.bincount(codes.compress(inside), minlength=size) + of_groups
            right[size, number] = np.count_nonzero(inside) + whole
    return right


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


def _place(by: str, value: str) -> tuple[bool, object]:
    unknown = value == EMPTY_VALUE
    if by == "year":
        return unknown, int(value) if not unknown else 0
    return unknown, value if by == "region" else value_order(by, value, 0)
