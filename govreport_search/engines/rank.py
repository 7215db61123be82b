"""Relevance of sections, from what the engines count."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

_SATURATION = 1.2  # k1 of BM25
_LENGTH = 0.75  # b of BM25


def rank(
    counts: Sequence[ArrayLike],
    lengths: ArrayLike,
    n_sections: int,
    *,
    found_in: Sequence[int],
    mean_length: float,
) -> NDArray[np.float64]:
    """BM25 scores; higher is better.

    Args:
        counts: for each phrase how often it occurs in each hit, shape (hits,).
        lengths: characters of each hit's text, shape (hits,).
        n_sections: how many sections there are in all.
        found_in: in how many of them each phrase occurs.
        mean_length: characters of a section, on average over all.

    Returns:
        A score for each hit, shape (hits,), not negative; it does not depend on the other hits.
    """
    sizes = np.asarray(lengths, dtype=np.float64)
    damping = _LENGTH * _SATURATION / max(mean_length, 1.0) * sizes
    damping += _SATURATION * (1 - _LENGTH)
    scores = np.zeros(len(sizes))
    for count, frequency in zip(counts, found_in, strict=True):
        occurring = np.asarray(count, dtype=np.float64)
        rarity = math.log1p(max(n_sections - frequency + 0.5, 0) / (frequency + 0.5))
        scores += rarity * (_SATURATION + 1) * occurring / (occurring + damping)
    return scores
