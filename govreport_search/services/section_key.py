"""From the keys of sections, by which engines answer, to units."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.protocol import Matches
from govreport_search.services.array import Positions
from govreport_search.services.ascending import Found

_WIDEST = 4
"""A table from keys to units may have so many places for each section."""


class SectionKeys:
    """The keys of all sections of one moment; a section's place among them is its unit.

    Args:
        keys: ascending, shape (sections,).
    """

    def __init__(self, keys: NDArray[np.int64]) -> None:
        self._keys = keys

    def found(self, matches: Matches) -> Found:
        """An engine's answer in units; sections that are not of this moment are left out."""
        keys = self._keys
        if not len(keys) or not len(matches.sections):
            return Found(np.empty(0, np.int64), np.empty(0, np.int32))
        if matches.sections[0] < keys[0] or matches.sections[-1] > keys[-1]:
            inside = (matches.sections >= keys[0]) & (matches.sections <= keys[-1])
            matches = Matches(matches.sections[inside], matches.counts[inside])
        units = self._units(matches.sections)
        known = units >= 0
        if known.all():
            return Found(units, matches.counts)
        return Found(units[known], matches.counts[known])

    def _units(self, wanted: Positions) -> Positions:
        """Units of sections by their keys, -1 for one of another moment.

        Args:
            wanted: ascending, none beyond the keys there are.
        """
        keys = self._keys
        if self._span == len(keys):  # they follow one another without a gap
            return np.asarray(wanted - keys[0])
        if self._span <= _WIDEST * len(keys):
            return np.asarray(self._table.take(wanted - keys[0]), dtype=np.int64)
        at = keys.searchsorted(wanted)
        return np.where(keys.take(at) == wanted, at, -1)

    @cached_property
    def _span(self) -> int:
        """How many keys lie between the first and the last one, both included."""
        return int(self._keys[-1] - self._keys[0]) + 1

    @cached_property
    def _table(self) -> NDArray[np.int32]:
        """For each key from the first to the last its unit, -1 where there is none."""
        units = np.full(self._span, -1, dtype=np.int32)
        units[self._keys - self._keys[0]] = np.arange(len(self._keys), dtype=np.int32)
        return units
