"""The rows of a comparison: a body's numbers, or the sums of a region's bodies, year by year."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from govreport_search.domain import State
from govreport_search.sentence import say
from govreport_search.services.array import Positions, plain, where
from govreport_search.services.body_year import DIFFERS, OUTSIDE, STANDINGS, BodyYears, Values
from govreport_search.services.measure import Measure
from govreport_search.services.peer import Among

NO_REPORT = "no_report"
"""What stands for a body in a year that no report of it is of, beside ``STANDINGS``."""

_NUMBER = STANDINGS.index(State.NUMBER.value)


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure in one year.

    Attributes:
        state: of a body: one of ``STANDINGS`` or ``NO_REPORT``; of a region empty.
        value: the number, or the sum of the bodies' numbers; of a region's share the sum of
            numerators through the sum of denominators. ``None`` where there is no number.
        numerator, denominator: of a share with a value, else ``None``.
        states: bodies in each of ``STANDINGS`` or ``NO_REPORT``, those with none left out.
        among: of a body's number, where it stands among its peers'; ``None`` where level or kind
            is not known.
        corrected: bodies whose value a person put right, or was computed from one put right.
        said: of a body whose reports disagree, what each of them says, in the order of
            ``Line.reports``: a number, or one of ``STANDINGS``. Empty where they agree on the
            value itself, and for the share of a ground, which no report says.
    """

    state: str
    value: int | float | None
    numerator: int | float | None
    denominator: int | float | None
    states: Mapping[str, int]
    among: Among | None = None
    corrected: int = 0
    said: tuple[int | float | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row in one year.

    Attributes:
        bodies: how many have a report of that year.
        reports: of a body, the ids of its reports of that year; of a region none.
        forms: that these reports use; empty for one that was not recognised.
        entries: one for each measure.
    """

    year: int
    bodies: int
    reports: tuple[str, ...]
    forms: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A measure over all years of a row.

    Attributes:
        value: the sum of the numbers; of shares, sum through sum; ``None`` where there is no
            number, or where adding over years would be wrong.
        years: how many have a number.
        withheld: why nothing was added, in Chinese; empty where it was.
        corrected: bodies and years whose value rests on what a person put right.
    """

    value: int | float | None
    numerator: int | float | None
    denominator: int | float | None
    years: int
    withheld: str
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """Between two years the form changed, and with it what a measure means.

    Attributes:
        before, after: the years on its two sides, both with a report.
        comparable: whether numbers on both sides may be compared all the same.
        note: what changed, in Chinese.
    """

    measure: str
    before: int
    after: int
    comparable: bool
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """A body, or a region's bodies of one level and kind.

    Attributes:
        key: the body as addresses name it; empty for a region.
        agency: the body's name; empty for a region.
        region: names from the province down; empty for national bodies, or for all as one;
            ``None`` where unknown.
        level, kind: of the body's newest report, or those that the region's bodies have.
        bodies: how many have a report of any year.
        lines: one for each year of the comparison.
        totals: one for each measure.
    """

    key: str
    agency: str
    region: tuple[str, ...] | None
    level: str
    kind: str
    bodies: int
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    breaks: tuple[Break, ...]


class Series:
    """The rows that some slots make.

    Args:
        years: ascending; those of the comparison.
        row: of each slot, shape (slots,).
        rows: how many there are.
    """

    def __init__(
        self,
        grid: BodyYears,
        measures: Sequence[Measure],
        years: Sequence[int],
        row: Positions,
        rows: int,
    ) -> None:
        self._grid, self._measures, self._years, self._row = grid, measures, years, row
        at = np.asarray(years, dtype=np.int64).searchsorted(grid.year)
        self._place = row * len(years) + at
        self._shape = (rows, len(years))
        order = np.argsort(self._place, kind="stable")
        self._order, self._placed = order, self._place.take(order)
        self._sums = [_Sums(grid, one, self._place, self._shape) for one in measures]

    def of_body(self, row: int) -> Row:
        """The row of one body; rows are bodies."""
        slots = where(self._row == row)
        level, kind = self._grid.level_and_kind(int(slots[-1]))
        lines = self._lines(row, 1, is_body=True)
        return self._made(row, self._grid.region(row), level, kind, 1, lines)

    def of_region(self, row: int, region: tuple[str, ...], level: str, kind: str) -> Row:
        """The row of all bodies in it."""
        bodies = len(np.unique(self._grid.body.compress(self._row == row)))
        lines = self._lines(row, bodies, is_body=False)
        return self._made(row, region, level, kind, bodies, lines)

    def _made(
        self,
        row: int,
        region: tuple[str, ...] | None,
        level: str,
        kind: str,
        bodies: int,
        lines: tuple[Line, ...],
    ) -> Row:
        is_body = any(line.reports for line in lines)
        key, agency = (self._grid.key(row), self._grid.name(row)) if is_body else ("", "")
        totals = tuple(sums.total(row) for sums in self._sums)
        breaks = tuple(_breaks(self._measures, lines))
        return Row(key, agency, region, level, kind, bodies, lines, totals, breaks)

    def _lines(self, row: int, bodies: int, *, is_body: bool) -> tuple[Line, ...]:
        every = range(len(self._years))
        return tuple(self._line(row, at, bodies, is_body=is_body) for at in every)

    def _line(self, row: int, at: int, bodies: int, *, is_body: bool) -> Line:
        place = row * len(self._years) + at
        slots = self._order[slice(*self._placed.searchsorted((place, place + 1)).tolist())]
        return Line(
            year=self._years[at],
            bodies=len(slots),
            reports=self._grid.ids(int(slots[0])) if is_body and len(slots) else (),
            forms=self._grid.forms(slots) if len(slots) else (),
            entries=tuple(
                self._told(sums.entry(row, at, bodies, is_body=is_body), measure, slots)
                for sums, measure in zip(self._sums, self._measures, strict=True)
            ),
        )

    def _told(self, entry: Entry, measure: Measure, slots: Positions) -> Entry:
        """With what the reports say, where they disagree."""
        if entry.state != DIFFERS or measure.grounds:
            return entry
        said = self._grid.said(int(slots[0]), measure.cell)
        told = tuple(one if isinstance(one, str) else plain(one) for one in said)
        return replace(entry, said=told if len(set(told)) > 1 else ())


class _Sums:
    """One measure in all rows and years: states counted, numbers added."""

    def __init__(
        self, grid: BodyYears, measure: Measure, place: Positions, shape: tuple[int, int]
    ) -> None:
        reading = grid.read(measure)
        size = math.prod(shape)
        tally = np.bincount(
            place * len(STANDINGS) + reading.standing, minlength=size * len(STANDINGS)
        )
        self._tally: NDArray[np.int64] = tally.reshape(*shape, len(STANDINGS))
        self._measure = measure
        corrected = np.bincount(place.compress(grid.corrected(measure)), minlength=size)
        self._corrected: NDArray[np.int64] = corrected.reshape(shape)

        def added(value: Values) -> Values:
            sums = np.bincount(place, np.nan_to_num(value), minlength=size)
            return sums.astype(np.float64).reshape(shape)

        self._value = added(reading.value)
        self._above = added(reading.value if reading.above is None else reading.above)
        self._below = None if reading.below is None else added(reading.below)

    def entry(self, row: int, at: int, bodies: int, *, is_body: bool) -> Entry:
        """The measure of so many bodies in a year, and how much of it a person put right."""
        made = self._entry(row, at, bodies, is_body=is_body)
        return replace(made, corrected=int(self._corrected[row, at]))

    def _entry(self, row: int, at: int, bodies: int, *, is_body: bool) -> Entry:
        tally = self._tally[row, at].tolist()
        counts = zip((*STANDINGS, NO_REPORT), (*tally, bodies - sum(tally)), strict=True)
        states = {name: count for name, count in counts if count}
        state = next(iter(states)) if is_body else ""
        if not tally[_NUMBER]:
            return Entry(state, None, None, None, states)
        if self._below is None:
            return Entry(state, plain(self._value[row, at]), None, None, states)
        above, below = float(self._above[row, at]), float(self._below[row, at])
        value = float(self._value[row, at]) if is_body else above / below
        return Entry(state, plain(value), plain(above), plain(below), states)

    def total(self, row: int) -> Total:
        """The measure over all years, and how much of it a person put right."""
        return replace(self._total(row), corrected=int(self._corrected[row].sum()))

    def _total(self, row: int) -> Total:
        years = int(np.count_nonzero(self._tally[row, :, _NUMBER]))
        if self._measure.stock:
            return Total(None, None, None, years, self._measure.stock)
        if not years:
            return Total(None, None, None, 0, "")
        above = float(self._above[row].sum())
        if self._below is None:
            return Total(plain(above), None, None, years, "")
        below = float(self._below[row].sum())
        return Total(plain(above / below), plain(above), plain(below), years, "")


def _breaks(measures: Sequence[Measure], lines: Sequence[Line]) -> Iterator[Break]:
    """Where the forms of neighbouring years differ, and that matters to a measure."""
    reported = [line for line in lines if line.bodies]
    for before, after in pairwise(reported):
        if before.forms == after.forms:
            continue
        for at, measure in enumerate(measures):
            yield from _break(measure, before, after, at)


def _break(measure: Measure, before: Line, after: Line, at: int) -> Iterator[Break]:
    for link in measure.links:
        if {link.source, link.target} <= {*before.forms, *after.forms}:
            comparable = all(
                cell.column in link.columns and cell.indicator == link.indicator
                for cell in (measure.cell, *measure.above, *measure.below)
                if cell.indicator in (link.indicator, *link.successors)
            )
            yield Break(measure.id, before.year, after.year, comparable, say(link.note))
            return
    lacking = [line for line in (before, after) if OUTSIDE in line.entries[at].states]
    if lacking:
        forms = "、".join(dict.fromkeys(form for line in lacking for form in line.forms if form))
        note = say("%(forms)s年格式里有报告没有这一格，两年之间不能直接比较", forms=forms)
        yield Break(measure.id, before.year, after.year, False, note)
