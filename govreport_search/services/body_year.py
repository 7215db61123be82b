"""Bodies and years of some reports, and what the reports of one body and year say together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import NO_YEAR
from govreport_search.domain import CellId, State
from govreport_search.services.array import Flags, Positions
from govreport_search.services.body import bodies_of
from govreport_search.services.corpus import Corpus
from govreport_search.services.measure import Measure
from govreport_search.store.mapping import STATE_CODES

OUTSIDE, DIFFERS = "outside_form", "differs"
STANDINGS = (OUTSIDE, *(state.value for state in State), DIFFERS)
"""What a body says of a cell in a year: a state; its form has none; its reports disagree."""

_NUMBER = STATE_CODES[State.NUMBER]
_DIFFERS = len(State)
"""Code behind those of the states; ``segment.OUTSIDE_FORM`` is -1, so that a code plus one is an
index into ``STANDINGS``."""

Values = NDArray[np.float64]
StateCodes = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One measure in each slot.

    Attributes:
        standing: index into ``STANDINGS``, shape (slots,).
        value: NaN in every state but number, shape (slots,).
        above, below: numerator and denominator of a share where it is a number, else 0;
            ``None`` for a cell.
    """

    standing: NDArray[np.int64]
    value: Values
    above: Values | None = None
    below: Values | None = None

    @property
    def is_number(self) -> Flags:
        """Slots with a number."""
        return np.asarray(self.standing == STANDINGS.index(State.NUMBER.value))


class BodyYears:
    """The bodies and years of some reports; a slot is one body in one year.

    Slots stand in the order of bodies (``body.Bodies``), then of years.

    Attributes:
        first: of each slot the report that came into the store first, shape (slots,).
        again: further reports of a slot, ascending.
        again_slot: their slots, of the shape of ``again``.
        body: index into ``bodies``, shape (slots,).
        year: shape (slots,).
        bodies: which of all bodies of the corpus, ascending, shape (bodies,).
        unplaced: reports whose body or year is not known; they are in no slot.
    """

    def __init__(self, corpus: Corpus, reports: Positions) -> None:
        self.corpus = corpus
        self._every = every = bodies_of(corpus)
        known = (corpus.columns.year != NO_YEAR) & every.is_named.take(every.codes)
        placed = reports.compress(known.take(reports))
        self.unplaced = len(reports) - len(placed)
        code = every.codes.take(placed)
        year = corpus.columns.year.take(placed).astype(np.int64)
        start = int(year.min()) if len(year) else 0
        span = int(year.max()) - start + 1 if len(year) else 1
        slots, at, slot = np.unique(
            code * span + (year - start), return_index=True, return_inverse=True
        )
        self.first: Positions = placed.take(at)
        self.year: Positions = slots % span + start
        self.bodies, self.body = np.unique(slots // span, return_inverse=True)
        further = np.ones(len(placed), dtype=np.bool_)
        further[at] = False
        self.again: Positions = placed.compress(further)
        self.again_slot: Positions = slot.compress(further)
        self._cells: dict[CellId, tuple[StateCodes, Values]] = {}
        self._shared: dict[CellId, tuple[StateCodes, Values, Flags]] = {}

    def __len__(self) -> int:
        """Slots."""
        return len(self.first)

    @property
    def reports(self) -> int:
        """Reports in slots."""
        return len(self.first) + len(self.again)

    @property
    def repeated(self) -> int:
        """How many ``has_several``."""
        return int(np.count_nonzero(self.has_several))

    @property
    def has_several(self) -> Flags:
        """Slots with more than one report."""
        return np.bincount(self.again_slot, minlength=len(self)) > 0

    @property
    def region_code(self) -> Positions:
        """Code of each body's region, shape (bodies,)."""
        return self._every.region_codes.take(self.bodies)

    def name(self, body: int) -> str:
        """The agency's name."""
        return self._every.names[int(self.bodies[body])]

    def key(self, body: int) -> str:
        """The body as addresses name it (``body.Bodies.key``)."""
        return self._every.key(int(self.bodies[body]))

    def region(self, body: int) -> tuple[str, ...] | None:
        """Names from the province down, empty for a national body, ``None`` where unknown."""
        return self._every.regions[int(self.bodies[body])]

    def region_of(self, code: int) -> tuple[str, ...] | None:
        """The region of a code, as ``region``."""
        found: tuple[str, ...] | None = self.corpus.column("region").values[code]
        return found

    def ids(self, slot: int) -> tuple[str, ...]:
        """Public ids of a slot's reports, in the order of the store."""
        ids = self.corpus.columns.ids
        return tuple(str(ids[at]) for at in self._reports_of(slot))

    def said(self, slot: int, cell: CellId) -> tuple[float | str, ...]:
        """What each of a slot's reports says of a cell: a number, or one of ``STANDINGS``."""
        state, value = self.corpus.cell(cell)
        return tuple(
            float(value[at]) if state[at] == _NUMBER else STANDINGS[int(state[at]) + 1]
            for at in self._reports_of(slot)
        )

    def form(self, slot: int) -> str:
        """The form of a slot's first report, empty where it was not recognised."""
        column = self.corpus.column("form")
        return str(column.values[column.codes[self.first[slot]]])

    def forms(self, slots: Positions) -> tuple[str, ...]:
        """The forms of the reports of these slots, each once, the oldest first."""
        column = self.corpus.column("form")
        further, of = self._again_order
        reports = np.concatenate((self.first.take(slots), further[np.isin(of, slots)]))
        codes = np.unique(column.codes.take(reports)).tolist()
        return tuple(sorted(str(column.values[code]) for code in codes))

    def _reports_of(self, slot: int) -> list[int]:
        further, of = self._again_order
        start, end = of.searchsorted((slot, slot + 1))
        return [int(self.first[slot]), *further[start:end].tolist()]

    @cached_property
    def _again_order(self) -> tuple[Positions, Positions]:
        """Further reports and their slots, in the order of the slots."""
        order = np.argsort(self.again_slot, kind="stable")
        return self.again.take(order), self.again_slot.take(order)

    def reports_in(self, slots: Flags) -> Positions:
        """The reports in the slots that are flagged, ascending."""
        return np.sort(
            np.concatenate(
                (self.first.compress(slots), self.again.compress(slots.take(self.again_slot)))
            )
        )

    def level_and_kind(self, slot: int) -> tuple[str, str]:
        """Those of the slot's first report, empty where unknown."""
        at = self.first[slot]
        level, kind = self.corpus.column("level"), self.corpus.column("kind")
        return str(level.values[level.codes[at]]), str(kind.values[kind.codes[at]])

    def read(self, measure: Measure) -> Reading:
        """The measure in every slot; one that cannot be told is in no state of a number.

        Where a body has several reports of one year that do not say the same, none is taken.
        """
        if measure.grounds:
            return self._ground(measure)
        state, value = self._cell(measure.cell)
        if not measure.is_share:
            return _reading(state, value)
        above, below = self._sum(measure.above), self._sum(measure.below)
        state = undisputed(state, (self._cell(part)[0] for part in measure.parts))
        return _reading(state, value, above, below)

    def corrected(self, measure: Measure) -> Flags:
        """Slots where a person put the measure right, or a cell it is computed from."""
        cells = dict.fromkeys((measure.cell, *measure.grounds))
        if measure.grounds:
            cells |= dict.fromkeys(measure.below)
        reports = np.concatenate([self.corpus.corrected(cell) for cell in cells])
        if not len(reports):
            return np.zeros(len(self), dtype=np.bool_)
        flags = np.isin(self.first, reports)
        flags[self.again_slot.compress(np.isin(self.again, reports))] = True
        return flags

    def _ground(self, measure: Measure) -> Reading:
        """The share of one ground: known where the grounds printed add up to all refusals.

        Then a blank among them stands for none, and every ground has the same denominator.
        """
        (denied,), (ground, count) = measure.below, self._cell(measure.cell)
        state, whole, contradicts = self._refusals(denied, measure.grounds)
        own = np.where(ground == _NUMBER, _code(State.UNREADABLE), ground)
        state = np.where(contradicts, own, state)
        is_number = state == _NUMBER
        value = np.full(len(self), np.nan)
        np.divide(count, whole, out=value, where=is_number)
        return _reading(state, value, count, whole)

    def _refusals(
        self, denied: CellId, grounds: tuple[CellId, ...]
    ) -> tuple[StateCodes, Values, Flags]:
        """State that all shares of grounds have, all refusals, and where grounds do not add up."""
        if denied not in self._shared:
            state, whole = self._cell(denied)
            is_number = state == _NUMBER
            state = np.where(is_number & (whole == 0), _code(State.NOT_APPLICABLE), state)
            differs = [self._cell(ground)[0] == _DIFFERS for ground in grounds]
            state = np.where(np.any(differs, axis=0), np.int8(_DIFFERS), state)
            adds_up = self._sum(grounds) == whole
            self._shared[denied] = state, whole, (state == _NUMBER) & ~adds_up
        return self._shared[denied]

    def _sum(self, cells: tuple[CellId, ...]) -> Values:
        """Sums of the numbers, shape (slots,). Where the share of such sums is a number, what
        stands blank in them is proven to be zero (``forms.derive``).
        """
        return sum((self._cell(cell)[1] for cell in cells), np.zeros(len(self)))

    def _cell(self, cell: CellId) -> tuple[StateCodes, Values]:
        """States and numbers of a cell, 0 where there is none; kept as long as the grid is."""
        if cell not in self._cells:
            self._cells[cell] = together(
                *self.corpus.cell(cell), self.first, self.again, self.again_slot
            )
        return self._cells[cell]


def together(
    state: StateCodes, value: Values, first: Positions, again: Positions, again_slot: Positions
) -> tuple[StateCodes, Values]:
    """States and numbers of a cell in each slot, from those in each report.

    Args:
        state, value: of reports; NaN in every state but number.
        first, again, again_slot: as of ``BodyYears``, but as indices into ``state``.

    Returns:
        One code behind those of the states where the reports of a slot do not say the same; 0
        where there is no number. Both of shape (slots,).
    """
    own, number = state.take(first), value.take(first)
    number[own != _NUMBER] = 0
    if len(again):
        said, also = state.take(again), value.take(again)
        also[said != _NUMBER] = 0
        differs = said != own.take(again_slot)
        differs |= also != number.take(again_slot)
        slots = again_slot.compress(differs)
        own[slots], number[slots] = _DIFFERS, 0
    return own, number


def undisputed(state: StateCodes, parts: Iterable[StateCodes]) -> StateCodes:
    """States of a share: of reports that print the same share of other numbers, none is taken."""
    for part in parts:
        state = np.where((state == _NUMBER) & (part == _DIFFERS), np.int8(_DIFFERS), state)
    return state


def _reading(
    state: StateCodes, value: Values, above: Values | None = None, below: Values | None = None
) -> Reading:
    is_number = state == _NUMBER
    return Reading(
        standing=state.astype(np.int64) + 1,
        value=np.where(is_number, value, np.nan),
        above=None if above is None else np.where(is_number, above, 0.0),
        below=None if below is None else np.where(is_number, below, 0.0),
    )


def _code(state: State) -> np.int8:
    return np.int8(STATE_CODES[state])
