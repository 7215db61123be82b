"""How good a ranking is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

K = TypeVar("K")

DEPTH = 10
RELEVANT = 2
"""From this grade on a text answers the question, for the reciprocal rank."""


def ndcg(order: Sequence[K], grades: Mapping[K, int]) -> float:
    """Discounted gain of the first ``DEPTH`` texts, of the best possible (gain 2^grade - 1)."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(key, 0) for key in order]) / best if best else 0.0


def reciprocal_rank(order: Sequence[K], grades: Mapping[K, int]) -> float:
    """One by the rank of the first text that answers, 0 where none of the first ten does."""
    for rank, key in enumerate(order[:DEPTH], 1):
        if grades.get(key, 0) >= RELEVANT:
            return 1 / rank
    return 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**g - 1) / math.log2(rank + 1) for rank, g in enumerate(grades[:DEPTH], 1))
