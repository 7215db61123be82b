"""Where what is typed stands in a long text, its letters read as pinyin, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from govreport_search.services.array import Flags, Positions
from govreport_search.text.pinyin import Readings, letter_bit

Codes = NDArray[np.uint32]


class Spelled:
    """A folded text that is looked into while people type.

    A character is found by itself, by the first letter of one of its readings, or by a reading
    that is written out; the last one typed may be cut off anywhere: ``依申请`` by ``依sq``,
    ``ysq``, ``yishenqing``, ``yisq``, ``yishenqi``.

    Args:
        codes: code points, shape (n,); the last one is nothing that can be typed.
    """

    def __init__(self, codes: Codes) -> None:
        self.codes = codes

    @cached_property
    def _readings(self) -> Readings:
        return Readings(self.codes)

    def places(self, typed: str) -> tuple[Positions, Positions]:
        """Where it begins and ends in the text, by beginnings; of one beginning the longest.

        Args:
            typed: folded, not empty.
        """
        # What has been read up to a letter of what is typed: where it began, what comes next.
        every = np.arange(len(self.codes))
        waiting: dict[int, list[tuple[Positions, Positions]]] = defaultdict(list)
        waiting[0].append((every, every))
        for offset in range(len(typed)):
            for begun, at in waiting.pop(offset, ()):
                for length, held in self._steps(typed[offset:], at):
                    if held.any():
                        waiting[offset + length].append((begun[held], at[held] + 1))
        ways = waiting[len(typed)] or [(every[:0], every[:0])]
        begun, end = (np.concatenate(one) for one in zip(*ways, strict=True))
        order = np.lexsort((-end, begun))
        begun, end = begun[order], end[order]
        first = np.flatnonzero(np.diff(begun, prepend=-1))
        return begun[first], end[first]

    def _steps(self, rest: str, at: Positions) -> Iterator[tuple[int, Flags]]:
        """How many letters these characters may stand for, and which of them do."""
        held: Flags = self.codes[at] == ord(rest[0])
        if not letter_bit(rest[0]):
            yield 1, held
            return
        yield 1, held | self._readings.begin_with(rest[0], at)
        for reading in self._readings.written_out(rest):
            yield len(reading), self._readings.are(reading, at)
        if len(rest) > 1:
            yield len(rest), self._readings.go_on_from(rest, at)
