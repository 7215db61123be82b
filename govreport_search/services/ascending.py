"""Sets of units as ascending lists.

Two lists are compared by binary search where one is short, and otherwise in a table with one
place for each unit, which costs a tenth as much for each entry. (``numpy.unique`` and what rests
on it are passed over: since numpy 2.3 they hash, twenty times as slowly as a merge.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govreport_search.services.array import Flags, Positions

_SEARCHED = 12.0
_TABLED = 1.0
_BLANK = 0.1
"""About what it costs, in nanoseconds, to search an entry, to put or read one in a table, and to
make a blank place of a table."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Units that hold something, and how often.

    Attributes:
        units: ascending, shape (k,).
        counts: all at least 1, shape (k,).
    """

    units: Positions
    counts: NDArray[np.int32]

    def at(self, units: Positions) -> NDArray[np.int32]:
        """Counts of these units, ascending or not; 0 where it is not held, shape (len(units),)."""
        if units is self.units or np.array_equal(units, self.units):
            return self.counts
        if not len(self.units) or not len(units):
            return np.zeros(len(units), dtype=np.int32)
        if size := _table_size(units, self.units):
            table = np.zeros(size, dtype=np.int32)
            table[self.units] = self.counts
            return table.take(units)
        place = _places(units, self.units)
        return np.where(self.units.take(place) == units, self.counts.take(place), np.int32(0))

    def __add__(self, other: Found) -> Found:
        """Both together."""
        units = union([self.units, other.units])
        return Found(units, self.at(units) + other.at(units))


def _table_size(units: Positions, others: Positions) -> int:
    """Places of a table that tells which units are among others; 0 if they are better searched."""
    # Units come in any order, but the last one tells enough where they ascend.
    if len(units) * _SEARCHED < len(others) * _TABLED:
        return 0
    size = int(max(units.max(), others[-1])) + 1
    cost = (len(units) + len(others)) * _TABLED + size * _BLANK
    return size if cost < len(units) * _SEARCHED else 0


def _places(units: Positions, others: Positions) -> Positions:
    """For each unit the place among others, which are some, where it stands if anywhere."""
    return np.minimum(others.searchsorted(units), len(others) - 1)


def is_among(units: Positions, others: Positions) -> Flags:
    """Which of these units are among others, which ascend; shape (len(units),)."""
    if not len(others) or not len(units):
        return np.zeros(len(units), dtype=np.bool_)
    if size := _table_size(units, others):
        table = np.zeros(size, dtype=np.bool_)
        table[others] = True
        return np.asarray(table.take(units))
    return np.asarray(others.take(_places(units, others)) == units)


def both(fewer: Positions, more: Positions) -> Positions:
    """What both of two ascending lists hold."""
    return fewer.compress(is_among(fewer, more))


def union(lists: Sequence[Positions]) -> Positions:
    """What any of some ascending lists holds."""
    some = [units for units in lists if len(units)]
    if len(some) < 2:
        return some[0] if some else np.empty(0, np.int64)
    every = np.concatenate(some)
    every.sort(kind="stable")  # merges what is ascending in pieces
    first = np.empty(len(every), dtype=np.bool_)
    first[0] = True
    np.not_equal(every[1:], every[:-1], out=first[1:])
    return every.compress(first)
