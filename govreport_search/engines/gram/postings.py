"""What is searched: which texts of a segment contain a phrase or pattern, exactly.

All texts stand behind one another, one position ``END`` between them. The positions are in the
order of the four characters that begin there, ``END`` and what stands behind it being nothing.
A phrase of up to four characters is one stretch of them, found by the directory of pairs and by
looking for its ends in the texts themselves; a longer one stands where the stretches of its
parts agree. No phrase reaches over the end of its text, and nothing remains to be verified.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.gram.block import run_starts
from govreport_search.engines.gram.checked import Checked
from govreport_search.engines.gram.symbol import END, U32
from govreport_search.engines.pattern import Pattern

WINDOW = 4
"""Characters that the positions are ordered by."""

FEW = 64
"""So many places are compared with the text one by one rather than with another stretch."""

MANY = 4
"""With so many places to a text, texts are looked up among the places, not places among texts."""

FEWER = 8
"""So many times fewer others are looked up among places, not places among them."""

COARSE = 8
"""The text is noted for every 2**COARSE-th position."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings of some texts.

    Attributes:
        characters: code points by their symbols, the first one of symbol 1.
        symbols: the texts, shape (characters + texts,).
        starts: position of each text's first character and, last, the end, shape (texts + 1,).
        coarse: the text of each 2**COARSE-th position.
        keys: pairs of neighbouring symbols, ascending, first << w | second, where w is half
            their width, shape (pairs,).
        bounds: ``positions[bounds[i]:bounds[i + 1]]`` belong to pair i, shape (pairs + 1,).
        positions: where the pairs start, those of one pair in the order of the two characters
            that follow, then ascending.
    """

    characters: Checked[np.uint32]
    symbols: Checked[np.uint16] | Checked[np.uint32]
    starts: Checked[np.uint32]
    coarse: Checked[np.uint32]
    keys: Checked[np.uint32] | Checked[np.uint64]
    bounds: Checked[np.uint32]
    positions: Checked[np.uint32]
    _touched: list[int] = field(default_factory=lambda: [0], compare=False, repr=False)
    _known: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def touched(self) -> int:
        """Positions that all searches so far took up or looked up; what a search costs."""
        return self._touched[0]

    def count(self, pattern: Pattern) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Indices of the texts that contain ``pattern``, ascending, and how often each does.

        Raises:
            EngineError: what is read is not what was written.
        """
        places = self._places(pattern)
        if len(places) > MANY * len(self.starts):
            each = np.diff(np.searchsorted(places, self.starts.whole())).astype(np.int32)
            texts = np.flatnonzero(each)
            return texts, each[texts]
        owners = self._owners(places)
        first = run_starts(owners)
        counts = np.empty(len(first), dtype=np.int32)
        counts[:-1] = first[1:] - first[:-1]
        counts[-1:] = len(owners) - first[-1:]
        return owners[first], counts

    def text(self, number: int) -> NDArray[np.uint16] | NDArray[np.uint32]:
        """The symbols of one text.

        Raises:
            EngineError: they are not what was written.
        """
        start, end = self.starts.few(number, 2)
        return self.symbols.part(start, end - 1)

    def _places(self, pattern: Pattern) -> U32:
        """Where the pattern starts, ascending; from the last literal back to the first."""
        places = self._literal(pattern.parts[-1])
        if pattern.after:
            end = places.astype(np.int64) + len(pattern.parts[-1]) + pattern.after
            places = places[end <= self._text_ends(places)]
        for part, gap in zip(pattern.parts[-2::-1], pattern.gaps[::-1], strict=True):
            if not len(places):
                return places
            places = self._followed(self._literal(part), len(part), gap, places)
        if pattern.before:
            begin = self.starts.whole()[self._owners(places)] + np.uint32(pattern.before)
            places = places[places >= begin]
        return places

    def _followed(self, places: U32, length: int, gap: tuple[int, int], following: U32) -> U32:
        """Places behind which, in the same text, something follows at the right distance."""
        places = _within_reach(places, length, gap, following)
        self._touched[0] += len(places)
        ends = places.astype(np.int64) + length
        nearest = np.searchsorted(following, ends + gap[0])
        reached = nearest < len(following)
        nearest[~reached] = 0
        target = following[nearest].astype(np.int64)
        reached &= target <= ends + gap[1]
        kept = np.flatnonzero(reached)
        inside = target[kept] < self._text_ends(places[kept])
        found: U32 = places[kept[inside]]
        return found

    def _text_ends(self, places: U32) -> NDArray[np.int64]:
        """Where the text ends in which each place stands."""
        return self.starts.whole()[1:].take(self._owners(places)).astype(np.int64) - 1

    def _owners(self, places: U32) -> NDArray[np.int64]:
        """The text in which each place stands; a few steps from where the coarse table says."""
        owners = self.coarse.whole().take(places >> np.uint32(COARSE)).astype(np.int64)
        ends = self.starts.whole()[1:]
        behind = ends.take(owners) <= places
        while behind.any():
            owners += behind
            behind = ends.take(owners) <= places
        return owners

    def _literal(self, phrase: str) -> U32:
        """Where a phrase starts, ascending."""
        symbols = self._numbers(phrase)
        if not symbols:
            return np.empty(0, dtype=np.uint32)
        if len(symbols) <= WINDOW:
            low, high = self._stretch(symbols)
            self._touched[0] += high - low
            places = self.positions.part(low, high)
            return places if len(symbols) == WINDOW else np.sort(places)
        return self._long(symbols)

    def _long(self, symbols: Sequence[int]) -> U32:
        """A phrase of more than four characters: from its rarest part on."""
        offsets = [*range(0, len(symbols) - WINDOW, WINDOW), len(symbols) - WINDOW]
        parts = []
        for offset in offsets:
            low, high = self._stretch(symbols[offset : offset + WINDOW])
            parts.append((high - low, low, offset))
            if high - low <= FEW:
                break
        parts.sort()
        length, low, offset = parts[0]
        self._touched[0] += length
        places: U32 = self.positions.part(low, low + length)
        places = places[places >= offset] - np.uint32(offset)
        for length, low, offset in parts[1:]:
            if len(places) <= FEW:
                break
            self._touched[0] += len(places)
            others = self.positions.part(low, low + length)
            at = np.searchsorted(others, places + np.uint32(offset))
            at[at == length] = 0
            places = places[others[at] == places + np.uint32(offset)]
        if len(places) > FEW:
            return places
        wanted = np.array(symbols, dtype=self.symbols.kind).tobytes()
        stands = [
            self.symbols.part(at, at + len(symbols)).tobytes() == wanted for at in places.tolist()
        ]
        found: U32 = places[np.array(stands, dtype=np.bool_)]
        return found

    def _numbers(self, phrase: str) -> list[int]:
        """The phrase's symbols, none where it has a character that no text has."""
        return [] if 0 in (numbers := [*map(self._number, phrase)]) else numbers

    def _number(self, character: str) -> int:
        """A character's symbol, 0 where no text has it."""
        if character not in self._known:
            at = np.flatnonzero(self.characters.whole() == ord(character))
            self._known[character] = int(at[0]) + 1 if len(at) else 0
        return self._known[character]

    def _stretch(self, symbols: Sequence[int]) -> tuple[int, int]:
        """Which positions begin with one to four symbols."""
        width = self.keys.kind.itemsize * 4
        first = symbols[0] << width
        if len(symbols) == 1:
            low, high = self._pair(first), self._pair(first + (1 << width))
            return self.bounds.item(low), self.bounds.item(high)
        pair = self._pair(first | symbols[1])
        if pair == len(self.keys) or self.keys.item(pair) != first | symbols[1]:
            return 0, 0
        low, high = self.bounds.few(pair, 2)
        if len(symbols) == 2:
            return low, high
        least = symbols[2] << width
        most = least + (1 << width)
        if len(symbols) == 4:
            least += symbols[3]
            most = least + 1
        low = self._boundary(low, high, least)
        return low, self._boundary(low, high, most)

    def _pair(self, key: int) -> int:
        """Which pair of the directory is the first one not below ``key``."""
        every = len(self.keys)
        if key >> (8 * self.keys.kind.itemsize):  # behind the last symbol there may be
            return every
        likely = int(np.searchsorted(self.keys.unchecked, self.keys.kind.type(key)))
        if _is_first(likely, 0, every, key, self.keys.item):
            return likely
        return bisect_left(range(every), key, key=self.keys.item)

    def _boundary(self, low: int, high: int, least: int) -> int:
        """The first of a pair's positions behind which ``least`` or more follows."""
        likely = bisect_left(range(high), least, low, high, key=self._likely_following)
        if _is_first(likely, low, high, least, self._following):
            return likely
        return bisect_left(range(high), least, low, high, key=self._following)

    def _following(self, at: int) -> int:
        """Third and fourth symbol at one of the positions, as one number."""
        return self._joined(self.symbols.few(self.positions.item(at) + 1, WINDOW - 1))

    def _likely_following(self, at: int) -> int:
        """The same, unchecked."""
        place = self.positions.view[at] + 1
        return self._joined(self.symbols.view[place : place + WINDOW - 1].tolist())

    def _joined(self, symbols: Sequence[int]) -> int:
        # Behind a character of a text there is always one more symbol, if only its END.
        if len(symbols) < 2 or symbols[0] == END or symbols[1] == END:
            return 0
        third, fourth = symbols[1], symbols[2] if len(symbols) > 2 else END
        return third << (self.keys.kind.itemsize * 4) | fourth


def _is_first(at: int, low: int, high: int, least: int, value: Callable[[int], int]) -> bool:
    """Whether this is the first in an ascending range that is not below ``least``.

    It takes two looks, so that an unchecked search need not be trusted on its way.
    """
    return (at == low or value(at - 1) < least) and (at == high or value(at) >= least)


def _within_reach(places: U32, length: int, gap: tuple[int, int], following: U32) -> U32:
    """Those of many places that lie at the right distance before one of few others."""
    if len(following) * FEWER > len(places):
        return places
    begins = following.astype(np.int64) - length
    low = np.searchsorted(places, np.maximum(begins - gap[1], 0).astype(np.uint32))
    high = np.searchsorted(places, np.maximum(begins - gap[0] + 1, 0).astype(np.uint32))
    low[1:] = np.maximum(low[1:], high[:-1])  # both ascend: a place is taken once
    sizes = np.maximum(high - low, 0)
    at = np.repeat(low - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    return places.take(at)
