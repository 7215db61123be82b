"""Distinct names searched as one text, so that a question costs no call for each name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from govreport_search.services.array import Flags
from govreport_search.text.many import fold_each

_END = "\n"  # a folded text holds none


class NameList:
    """Names, folded once.

    Args:
        names: as printed.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.folded = fold_each(names)
        self._text = _END + _END.join(self.folded) + _END
        self._starts = [0, *accumulate(len(name) + 1 for name in self.folded)]

    def __len__(self) -> int:
        return len(self.folded)

    def holding(self, part: str) -> Flags:
        """Which names hold a folded text, shape (names,)."""
        return self._flags(self._with(part, part))

    def equal(self, name: str) -> Flags:
        """Which names are a folded text, shape (names,)."""
        return self._flags(self._with(_END + name + _END, name))

    def starting(self, start: str) -> Iterator[int]:
        """Indices of the names that begin with a folded text, ascending."""
        return self._with(_END + start, start)

    def _flags(self, places: Iterator[int]) -> Flags:
        flags = np.zeros(len(self), dtype=np.bool_)
        flags[list(places)] = True
        return flags

    def _with(self, wanted: str, text: str) -> Iterator[int]:
        """Names where something stands in the joined text, if ``text`` is anything at all."""
        place = self._text.find(wanted) if text and self.folded else -1
        while place >= 0:
            # What begins with the end of the name before belongs to the name behind it.
            at = bisect_right(self._starts, place) - 1
            yield at
            place = self._text.find(wanted, self._starts[at + 1])
