"""Some texts' pairs of characters in order: what a segment is merged from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.gram.symbol import END, NARROW, U32, Symbols, too_large

U64 = NDArray[np.uint64]
Pairs = NDArray[np.uint32] | NDArray[np.uint64]

BLOCK_CHARACTERS = 1 << 22
"""How many characters a block takes before the next one begins (it takes about 40 bytes of
memory each while it is made)."""


@dataclass(frozen=True, slots=True)
class Block:
    """Pairs of neighbouring characters, the last one of each text with ``END``.

    Attributes:
        starts: position of each text's first character and, last, the end, shape (texts + 1,).
        symbols: the texts, shape (characters + texts,).
        keys: the pairs, ascending, first << 32 | second, shape (pairs,).
        bounds: ``positions[bounds[i]:bounds[i + 1]]`` belong to pair i, shape (pairs + 1,).
        positions: where each pair starts, ascending within a pair.
        following: what stands behind the pair at each position, as ``following_pairs`` says.
    """

    starts: U32
    symbols: Symbols
    keys: U64
    bounds: U32
    positions: U32
    following: Pairs

    def arrays(self) -> tuple[NDArray[Any], ...]:
        """All of it, in the order of the attributes."""
        return (
            *(self.starts, self.symbols, self.keys, self.bounds, self.positions, self.following),
        )


def make_block(symbols: U32, starts: U32, size: int) -> Block:
    """Index texts; see ``Alphabet.encode``.

    Pair and position are packed into one integer, which sorts many times as fast as an argsort.

    Args:
        size: of the alphabet; at least one more than the greatest symbol.

    Raises:
        EngineError: too many characters and too many different ones.
    """
    bits, place_bits = (size - 1).bit_length(), len(symbols).bit_length()
    if 2 * bits + place_bits > 64:
        raise too_large("不同的字符太多")
    packed = symbols.astype(np.uint64)
    packed <<= np.uint64(bits)
    packed[:-1] |= symbols[1:]
    packed <<= np.uint64(place_bits)
    packed |= np.arange(len(packed), dtype=np.uint64)
    packed.sort()
    packed = packed[len(starts) - 1 :]  # what begins with END sorts first and is no pair
    positions = packed.astype(np.uint32)
    positions &= np.uint32((1 << place_bits) - 1)
    packed >>= np.uint64(place_bits)
    first = run_starts(packed)
    distinct = packed[first]
    low = np.uint64((1 << bits) - 1)
    return Block(
        starts=starts,
        symbols=symbols.astype(np.uint16) if size <= NARROW else symbols,
        keys=distinct >> np.uint64(bits) << np.uint64(32) | distinct & low,
        bounds=np.append(first, len(packed)).astype(np.uint32),
        positions=positions,
        following=following_pairs(symbols, size)[positions],
    )


def run_starts(values: NDArray[Any]) -> NDArray[np.int64]:
    """Where a number differs from the one before it, the first one included."""
    differs = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return np.flatnonzero(differs)


def following_pairs(symbols: Symbols, size: int) -> Pairs:
    """For each position what stands two and three further on, third << w | fourth.

    Each is ``END`` from the end of the text on. w is half the width of the numbers returned.
    """
    width: Any = np.uint32 if size <= NARROW else np.uint64
    half = width(16 if size <= NARROW else 32)
    pairs = np.zeros(len(symbols), dtype=width)
    second, third, fourth = symbols[1:-1], symbols[2:], symbols[3:]
    pairs[:-2] = np.where(second != END, third, END)
    inside = pairs[:-3] != 0
    pairs <<= half
    pairs[:-3] |= np.where(inside, fourth, END)
    return pairs
