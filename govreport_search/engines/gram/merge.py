"""Blocks as one run of positions, in the order of the four characters that begin at each.

A pair of characters keeps its positions together, and within them those with the same third and
fourth character, each ascending. So a phrase of up to four characters is one stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.gram.block import U64, Block, Pairs, run_starts
from govreport_search.engines.gram.symbol import NARROW, U32, too_large

BATCH = 1 << 21
"""Positions that are put in order at once, unless one pair alone has more; they take about 40
bytes of memory each."""


def merge(
    blocks: Sequence[Block], size: int, write: Callable[[U32], None]
) -> tuple[U64, NDArray[np.int64]]:
    """Write all positions of blocks in order, their texts one behind another.

    Memory is bounded by the pairs and by a batch; blocks may be maps of a file.

    Args:
        blocks: together of fewer than 2**32 characters.
        size: of their alphabet.
        write: takes positions as they come.

    Returns:
        The pairs, as in a block, and their bounds in what was written.

    Raises:
        EngineError: one pair of too many different characters stands at too many positions.
    """
    keys = _union([block.keys for block in blocks])
    bounds = np.zeros(len(keys) + 1, dtype=np.int64)
    for block in blocks:
        bounds[1:][np.searchsorted(keys, block.keys)] += np.diff(block.bounds)
    np.cumsum(bounds, out=bounds)
    for low, high in _batches(bounds):
        write(_batch(blocks, keys[low:high], size, int(bounds[high] - bounds[low])))
    return keys, bounds


def _union(lists: Sequence[U64]) -> U64:
    """All numbers of ascending lists once, ascending."""
    keys, pending = np.empty(0, dtype=np.uint64), list(lists)
    while pending:
        taken = [keys]
        # About as many as are there already, so that few are sorted again and again.
        while pending and sum(map(len, taken[1:])) < max(len(keys), BATCH):
            taken.append(pending.pop())
        every = np.concatenate(taken)
        every.sort()
        keys = every[run_starts(every)]
    return keys


def _batches(bounds: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of pairs, each of at most ``BATCH`` positions or of one pair."""
    low = 0
    while low < len(bounds) - 1:
        high = int(np.searchsorted(bounds, bounds[low] + BATCH, side="right")) - 1
        high = max(high, low + 1)
        yield low, high
        low = high


def _batch(blocks: Sequence[Block], keys: U64, size: int, length: int) -> U32:
    """The positions of some neighbouring pairs in order."""
    positions = np.empty(length, dtype=np.uint32)
    following: Pairs = (
        np.empty(length, np.uint32) if size <= NARROW else np.empty(length, np.uint64)
    )
    pairs = np.empty(length, dtype=np.uint32)
    at = base = 0
    for block in blocks:
        low = int(np.searchsorted(block.keys, keys[0]))
        high = int(np.searchsorted(block.keys, keys[-1], side="right"))
        first, last = int(block.bounds[low]), int(block.bounds[high])
        end = at + last - first
        np.add(block.positions[first:last], np.uint32(base), out=positions[at:end])
        following[at:end] = _as_wide(block.following[first:last], following)
        own = np.searchsorted(keys, block.keys[low:high]).astype(np.uint32)
        pairs[at:end] = np.repeat(own, np.diff(block.bounds[low : high + 1]))
        at, base = end, base + int(block.starts[-1])
    return positions[_order(pairs, len(keys), following, size)]


def _as_wide(following: Pairs, others: Pairs) -> Pairs:
    """As wide as others; an early block may have had few symbols."""
    if following.dtype == others.dtype:
        return following
    wide = following.astype(np.uint64)
    return wide >> np.uint64(16) << np.uint64(32) | wide & np.uint64(NARROW - 1)


def _order(pairs: U32, distinct: int, following: Pairs, size: int) -> NDArray[np.int64]:
    """Places by pair, then by what follows, then as they stand.

    Everything that decides is packed into one integer with the place itself; where it does not
    fit, by turns into two.
    """
    bits, half = (size - 1).bit_length(), following.itemsize * 4
    after = following.astype(np.uint64)
    after = after >> np.uint64(half) << np.uint64(bits) | after & np.uint64((1 << half) - 1)
    if (distinct - 1).bit_length() + 2 * bits + len(pairs).bit_length() <= 64:
        return _sorted_places(pairs.astype(np.uint64) << np.uint64(2 * bits) | after)
    if 2 * bits + len(pairs).bit_length() > 64:
        raise too_large("不同的字符太多")
    places = _sorted_places(after)
    return places[_sorted_places(pairs[places].astype(np.uint64))]


def _sorted_places(values: U64) -> NDArray[np.int64]:
    """As a stable argsort, for values with room for a place above them; many times as fast."""
    bits = np.uint64(len(values).bit_length())
    packed = values << bits
    packed |= np.arange(len(values), dtype=np.uint64)
    packed.sort()
    packed &= (np.uint64(1) << bits) - np.uint64(1)
    return packed.astype(np.int64)
