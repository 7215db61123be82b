"""Groups of reports, and what they say of cells in sums and states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import OUTSIDE_FORM
from govreport_search.domain import CellId, State
from govreport_search.sentence import say
from govreport_search.services.array import plain
from govreport_search.services.body_year import DIFFERS, OUTSIDE, STANDINGS
from govreport_search.services.statistic_cell import StatisticCell
from govreport_search.store.mapping import STATE_CODES

_NUMBER = STANDINGS.index(State.NUMBER.value)

Tally = NDArray[np.int64]
"""How often cells stand how; the last axis is that of ``STANDINGS``."""


@dataclass(frozen=True, slots=True)
class CellStatistic:
    """One cell in the reports of one group. A blank is no zero: it adds nothing to any sum.

    A body's reports of one year count as one, as in a comparison.

    Attributes:
        sum: of the numbers, to six decimals; ``None`` where there is none, for shares, and where
            adding would be wrong.
        mean: of the numbers, of shares too; ``None`` where there is none.
        states: reports in each state, ``number`` included.
        outside_form: reports whose form has no such cell.
        differs: bodies and years whose reports do not say the same; they are in no state, and
            none of their numbers is in sum or mean.
        corrected: reports whose value a person put right, or was computed from one put right.
        withheld: why numbers were not added, in Chinese; empty where they were, and for shares.
    """

    cell: CellId
    sum: int | float | None
    mean: float | None
    states: Mapping[str, int]
    outside_form: int
    differs: int
    corrected: int
    withheld: str


@dataclass(frozen=True, eq=False)
class Group:
    """The reports with one value.

    Attributes:
        value: as in facets, ``none`` where it is not known.
        reports: how many there are.
        counted: how often they count: those of one body and year once, others each.
        mixed: whether they are of more than one level or kind, or of an unknown one: a body's
            numbers may include those of the bodies below it, so that nothing is added.
        over_years: whether they are of more than one year, or of an unknown one.
        tally: how often each cell stands how, shape (cells, ``STANDINGS``).
        sums: of each cell's numbers, shape (cells,).
        corrected: in how many a person put each cell right, or one it rests on, shape (cells,).
    """

    value: str
    label: str
    reports: int
    counted: int
    mixed: bool
    over_years: bool
    of: Sequence[StatisticCell]
    tally: Tally
    sums: NDArray[np.float64]
    corrected: Tally

    @cached_property
    def cells(self) -> tuple[CellStatistic, ...]:
        """One for each of ``Statistics.cells``, in their order."""
        held = self.tally.tolist(), self.sums.tolist(), self.corrected.tolist()
        return tuple(map(self._statistic, self.of, *held))

    def _statistic(
        self, one: StatisticCell, tally: Sequence[int], total: float, corrected: int
    ) -> CellStatistic:
        numbers = tally[_NUMBER]
        withheld = self._withheld(one) if numbers and not one.is_share else ""
        is_added = numbers and not one.is_share and not withheld
        return CellStatistic(
            cell=one.cell,
            sum=plain(total) if is_added else None,
            mean=total / numbers if numbers else None,
            states={state.value: tally[STATE_CODES[state] - OUTSIDE_FORM] for state in State},
            outside_form=tally[STANDINGS.index(OUTSIDE)],
            differs=tally[STANDINGS.index(DIFFERS)],
            corrected=corrected,
            withheld=withheld,
        )

    def _withheld(self, one: StatisticCell) -> str:
        if self.mixed:
            return say("层级、类型混在一起，不相加：上级机关的数字可能已含下级")
        return one.stock if self.over_years else ""
