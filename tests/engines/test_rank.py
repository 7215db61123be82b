from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.engines.rank import rank


def test_more_occurrences_rank_higher() -> None:
    scores = rank([1, 2, 5], [500, 500, 500], 100)
    assert list(np.argsort(-scores)) == [2, 1, 0]


def test_the_shorter_text_ranks_higher() -> None:
    short, long = rank([1, 1], [100, 5000], 100)
    assert short > long


def test_the_rarer_phrase_weighs_more() -> None:
    counts = [[1, 0, 1, 1], [0, 1, 0, 0]]
    scores = rank(counts, [300] * 4, 1000)
    assert scores[1] > scores[0]
    common_first = rank(counts, [300] * 4, 1000, found_in=[1, 900])
    assert common_first[1] < common_first[0]


def test_nothing_found_ranks_nothing() -> None:
    assert rank(np.zeros((2, 0)), [], 10).shape == (0,)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10**6)), min_size=1, max_size=20),
    st.integers(0, 100),
)
def test_scores_are_finite_and_not_negative(hits: list[tuple[int, int]], others: int) -> None:
    counts, lengths = zip(*hits, strict=True)
    scores = rank(counts, lengths, len(hits) + others)
    assert np.all(np.isfinite(scores))
    assert np.all(scores >= 0)
    assert np.array_equal(scores > 0, np.array(counts) > 0)
