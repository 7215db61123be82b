"""Relevance of sections, from what the engines count."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

_SATURATION = 1.2  # k1 of BM25
LENGTH = 0.3  # b of BM25; docs/decisions/ranking.md says why not the usual 0.75


def rank(
    counts: Sequence[ArrayLike],
    lengths: ArrayLike,
    n_sections: int,
    *,
    found_in: Sequence[int],
    mean_length: float,
    things: Sequence[int] = (),
) -> NDArray[np.float64]:
    """BM25 scores times the share of what was asked for that a hit holds; higher is better.

    BM25 alone lets one word that is often in a text outweigh all the words that are not.

    Args:
        counts: for each phrase how often it occurs in each hit, shape (hits,).
        lengths: characters of each hit's text, shape (hits,).
        n_sections: how many sections there are in all.
        found_in: in how many of them each phrase occurs.
        mean_length: characters of a section, on average over all.
        things: for each phrase the number of the thing that it is a wording of; each is a thing
            of its own where this is left out.

    Returns:
        A score for each hit, shape (hits,), not negative; it does not depend on the other hits.
    """
    sizes = np.asarray(lengths, dtype=np.float64)
    damping = LENGTH * _SATURATION / max(mean_length, 1.0) * sizes
    damping += _SATURATION * (1 - LENGTH)
    scores = np.zeros(len(sizes))
    rarities = [
        math.log1p(max(n_sections - frequency + 0.5, 0) / (frequency + 0.5)) if frequency else 0.0
        for frequency in found_in
    ]
    every = [np.asarray(count, dtype=np.float64) for count in counts]
    for occurring, rarity in zip(every, rarities, strict=True):
        scores += rarity * (_SATURATION + 1) * occurring / (occurring + damping)
    return scores * _share(every, rarities, things or range(len(every)))


def _share(
    counts: Sequence[NDArray[np.float64]], rarities: Sequence[float], things: Sequence[int]
) -> NDArray[np.float64] | float:
    """How much of what can be found at all each hit holds, rarer things counting more."""
    if len(set(things)) < 2:
        return 1.0
    weights: dict[int, float] = {}
    held: dict[int, NDArray[np.bool_]] = {}
    for count, rarity, thing in zip(counts, rarities, things, strict=True):
        weights[thing] = max(weights.get(thing, 0.0), rarity)
        held[thing] = (count > 0) | held[thing] if thing in held else count > 0
    whole = sum(weights.values())
    if not whole:
        return 1.0
    shares = np.zeros(counts[0].shape)
    for thing, weight in weights.items():
        shares[held[thing]] += weight
    return shares / whole
