"""Two-character grams with positions: which texts contain a phrase, exactly, without reading them.

All texts of a block stand behind one another, one free position between them. For each pair of
neighbouring characters the block keeps the sorted positions where it starts; the last character
of a text pairs with ``END``. A phrase stands where its pairs stand at the right distances, so
that nothing remains to be verified, and no phrase reaches over the end of its text.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.pattern import Pattern
from govreport_search.errors import EngineError

U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]

BLOCK_CHARACTERS = 1 << 22
"""How many characters a block takes before the next one begins (it takes about 30 bytes of
memory each while it is made)."""

_HIGH = 32  # a key is (first code point + 1) << 32 | (second code point + 1); END is 0


@dataclass(frozen=True, slots=True)
class Block:
    """The grams of some texts.

    Attributes:
        starts: position of each text's first character and, last, the end, shape (texts + 1,).
        keys: the grams, ascending, shape (grams,).
        bounds: ``positions[bounds[i]:bounds[i + 1]]`` belong to gram i, shape (grams + 1,).
        sums: CRC-32 of each gram's positions, shape (grams,).
        positions: where each gram starts, ascending within a gram.
    """

    starts: U32
    keys: U64
    bounds: U32
    sums: U32
    positions: U32
    _trusted: set[int] = field(default_factory=set, compare=False, repr=False)
    _touched: list[int] = field(default_factory=lambda: [0], compare=False, repr=False)

    def count(self, pattern: Pattern) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Indices of the texts that contain ``pattern``, ascending, and how often each does.

        Raises:
            EngineError: the positions read are not those that were written.
        """
        places = self._places(pattern)
        if not len(places):
            return np.empty(0, np.int64), np.empty(0, np.int32)
        owners = np.searchsorted(self.starts, places, side="right") - 1
        first = np.flatnonzero(np.diff(owners, prepend=-1))
        counts = np.diff(first, append=len(owners))
        return owners[first].astype(np.int64), counts.astype(np.int32)

    @property
    def touched(self) -> int:
        """Positions that all searches so far took up or looked up; what a search costs."""
        return self._touched[0]

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
            owners = np.searchsorted(self.starts, places, side="right") - 1
            places = places[places >= self.starts[owners] + np.uint32(pattern.before)]
        return places

    def _followed(self, places: U32, length: int, gap: tuple[int, int], following: U32) -> U32:
        """Places behind which, in the same text, something follows at the right distance."""
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
        owners = np.searchsorted(self.starts, places, side="right")
        return self.starts[owners].astype(np.int64) - 1

    def _literal(self, phrase: str) -> U32:
        return self._single(phrase) if len(phrase) == 1 else self._several(phrase)

    def _single(self, character: str) -> U32:
        """One character begins every gram in a range of keys."""
        code = (ord(character) + 1) << _HIGH
        low, high = np.searchsorted(
            self.keys, np.array([code, code + (1 << _HIGH)], dtype=np.uint64)
        )
        for gram in range(low, high):
            self._touched[0] += len(self._list(gram))
        places: U32 = np.sort(self.positions[self.bounds[low] : self.bounds[high]])
        return places

    def _several(self, phrase: str) -> U32:
        """Start from the rarest gram and keep the places where all the others stand too."""
        offsets = [*range(0, len(phrase) - 1, 2)]
        if len(phrase) % 2:
            offsets.append(len(phrase) - 2)
        wanted = np.array([_key(phrase[i], phrase[i + 1]) for i in offsets], dtype=np.uint64)
        at = np.searchsorted(self.keys, wanted)
        if at.max() >= len(self.keys) or not np.array_equal(self.keys[at], wanted):
            return np.empty(0, np.uint32)
        lists = [(offset, self._list(int(gram))) for offset, gram in zip(offsets, at, strict=True)]
        lists.sort(key=lambda item: len(item[1]))
        offset, rarest = lists[0]
        self._touched[0] += len(rarest)
        places: U32 = rarest[rarest >= offset] - np.uint32(offset)
        for offset, others in lists[1:]:
            if not len(places):
                break
            self._touched[0] += len(places)
            target = places + np.uint32(offset)
            index = np.minimum(np.searchsorted(others, target), len(others) - 1)
            places = places[others[index] == target]
        return places

    def _list(self, gram: int) -> U32:
        positions: U32 = self.positions[self.bounds[gram] : self.bounds[gram + 1]]
        if gram not in self._trusted:
            if zlib.crc32(positions.data) != self.sums[gram]:
                raise damaged("倒排表校验不符")
            self._trusted.add(gram)
        return positions


def damaged(cause: str) -> EngineError:
    """The one error for an index that does not hold what was written."""
    return EngineError(
        f"全文索引已损坏（{cause}）", remedy="请运行 govreport rebuild 重建", code="engine_damaged"
    )


def _key(first: str, second: str) -> int:
    return (ord(first) + 1) << _HIGH | (ord(second) + 1)


def make_block(texts: Sequence[str], *, summed: bool = True) -> Block:
    """Index ``texts``; see ``BLOCK_CHARACTERS`` for how many characters make a good block.

    Args:
        summed: with the sums; a block that is merged at once needs none.
    """
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(lengths + 1)))
    if starts[-1] >= 1 << 32:
        raise ValueError("one block holds fewer than 2**32 characters")
    # U+0000 may be a character of a text, so that the free positions are marked afterwards.
    codes = _codes("\0".join(texts) + "\0") if len(texts) else np.empty(0, np.int64)
    codes += 1
    codes[starts[1:] - 1] = 0
    grams, places = _sorted_grams(codes)
    first = np.flatnonzero(np.diff(grams, prepend=np.uint64(0)))  # no gram is 0
    bounds = np.append(first, len(grams)).astype(np.uint32)
    return Block(
        starts=starts.astype(np.uint32),
        keys=grams[first],
        bounds=bounds,
        sums=_sums(places, bounds) if summed else np.zeros(len(first), dtype=np.uint32),
        positions=places,
    )


def merge_blocks(blocks: Sequence[Block], keys: U64, positions: U32) -> Block:
    """One block of several, their texts one behind another.

    Args:
        blocks: together of fewer than 2**32 characters.
        keys: all their grams, ascending.
        positions: filled; shape (sum of the blocks' positions,). May be a map of a file, so that
            memory is bounded by the largest block.
    """
    counts = np.zeros(len(keys), dtype=np.int64)
    grams = [np.searchsorted(keys, block.keys) for block in blocks]
    for block, own in zip(blocks, grams, strict=True):
        counts[own] += _lengths(block)
    bounds = np.zeros(len(keys) + 1, dtype=np.int64)
    np.cumsum(counts, out=bounds[1:])
    free = bounds[:-1].copy()
    starts = [np.zeros(1, np.int64)]
    base = 0
    for block, own in zip(blocks, grams, strict=True):
        lengths = _lengths(block)
        # Each gram's positions move together: from their place in the block to the next free one.
        moved = np.repeat(free[own] - block.bounds[:-1], lengths)
        moved += np.arange(len(moved))
        positions[moved] = block.positions + np.uint32(base)
        free[own] += lengths
        starts.append(block.starts[1:].astype(np.int64) + base)
        base += int(block.starts[-1])
    return Block(
        starts=np.concatenate(starts).astype(np.uint32),
        keys=keys,
        bounds=bounds.astype(np.uint32),
        sums=_sums(positions, bounds),
        positions=positions,
    )


def _sums(positions: U32, bounds: NDArray[Any]) -> U32:
    """CRC-32 of each gram's positions."""
    # Slices of a memory view cost a tenth of an array's, and there are hundreds of thousands.
    data = np.asarray(positions).data
    sums = [zlib.crc32(data[a:b]) for a, b in pairwise(bounds.tolist())]
    return np.array(sums, dtype=np.uint32)


def _lengths(block: Block) -> NDArray[np.int64]:
    """How many positions each gram has."""
    ends = block.bounds.astype(np.int64)
    return ends[1:] - ends[:-1]


def _codes(text: str) -> NDArray[np.int64]:
    data = text.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(data, dtype="<u4").astype(np.int64)


def _sorted_grams(codes: NDArray[np.int64]) -> tuple[U64, U32]:
    """Keys and positions of all grams, sorted by key, then position.

    Gram and position are packed into one integer, which sorts ten times as fast as a stable
    argsort. Characters are numbered in order first, so that there is room for both.
    """
    alphabet = np.flatnonzero(np.bincount(codes, minlength=1))
    number_of = np.zeros(int(alphabet[-1]) + 1 if len(alphabet) else 1, dtype=np.int64)
    number_of[alphabet] = np.arange(len(alphabet))
    numbers = number_of[codes]
    places = np.flatnonzero(codes)
    following = np.append(numbers[1:], 0)[places]
    bits = max(len(codes).bit_length(), 1)
    if (len(alphabet) ** 2).bit_length() + bits > 64:
        raise ValueError("too many different characters in one block")
    packed = (numbers[places] * len(alphabet) + following).astype(np.uint64)
    packed = packed << np.uint64(bits) | places.astype(np.uint64)
    packed.sort()
    positions = (packed & np.uint64((1 << bits) - 1)).astype("<u4")
    pairs = (packed >> np.uint64(bits)).astype(np.int64)
    first, second = np.divmod(pairs, len(alphabet))
    keys = alphabet[first].astype(np.uint64) << np.uint64(_HIGH)
    return keys | alphabet[second].astype(np.uint64), positions
