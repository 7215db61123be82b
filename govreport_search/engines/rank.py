"""Relevance of sections, from what the engines count."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

_SATURATION = 1.2  # k1 of BM25
_LENGTH = 0.75  # b of BM25


def rank(
    counts: ArrayLike,
    lengths: ArrayLike,
    n_sections: int,
    *,
    found_in: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """BM25 scores; higher is better.

    Args:
        counts: how often each phrase occurs in each hit, shape (phrases, hits) or (hits,).
        lengths: characters of each hit's text, shape (hits,).
        n_sections: how many sections there are in all.
        found_in: in how many of them each phrase occurs, shape (phrases,); taken from
            ``counts`` where it is not given, which is right as long as every section found
            is among the hits.

    Returns:
        A score for each hit, shape (hits,), not negative.
    """
    occurring = np.atleast_2d(np.asarray(counts, dtype=np.float64))
    sizes = np.asarray(lengths, dtype=np.float64)
    if not sizes.size:
        return np.zeros(0)
    frequency = np.asarray(
        np.count_nonzero(occurring, axis=1) if found_in is None else found_in, dtype=np.float64
    )
    rarity = np.log1p(np.maximum(n_sections - frequency + 0.5, 0) / (frequency + 0.5))
    relative = sizes / max(float(sizes.mean()), 1.0)
    damping = _SATURATION * (1 - _LENGTH + _LENGTH * relative)
    scores: NDArray[np.float64] = rarity @ (occurring * (_SATURATION + 1) / (occurring + damping))
    return scores
