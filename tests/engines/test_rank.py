from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from govreport_search.engines.rank import rank


def scores(
    counts: Sequence[Sequence[int]], lengths: Sequence[int], found_in: Sequence[int], *things: int
) -> NDArray[np.float64]:
    mean = sum(lengths) / max(len(lengths), 1)
    return rank(counts, lengths, 1000, found_in=found_in, mean_length=mean, things=things)


def test_more_occurrences_rank_higher() -> None:
    assert list(np.argsort(-scores([[1, 2, 5]], [500] * 3, [3]))) == [2, 1, 0]


def test_the_shorter_text_ranks_higher() -> None:
    short, long = scores([[1, 1]], [100, 5000], [2])
    assert short > long


def test_the_rarer_phrase_weighs_more() -> None:
    common, rare = scores([[1, 0], [0, 1]], [300] * 2, [900, 1])
    assert rare > common


def test_two_things_once_rank_above_one_thing_often() -> None:
    both, often = scores([[1, 30], [1, 0]], [300] * 2, [50, 50])
    assert both > often


def test_what_holds_everything_ranks_as_bm25_has_it() -> None:
    one, other = scores([[1], [2]], [300], [50, 60]), scores([[2], [1]], [300], [60, 50])
    alone = scores([[1]], [300], [50]) + scores([[2]], [300], [60])
    assert one == pytest.approx(alone)
    assert other == pytest.approx(alone)


def test_what_is_found_nowhere_is_not_missed() -> None:
    assert scores([[1], [0]], [300], [50, 0]) == pytest.approx(scores([[1]], [300], [50]))


def test_one_wording_of_a_thing_is_enough() -> None:
    apart = scores([[1], [0]], [300], [50, 50])
    wordings = scores([[1], [0]], [300], [50, 50], 7, 7)
    assert wordings == pytest.approx(scores([[1]], [300], [50]))
    assert apart < wordings


def test_nothing_found_ranks_nothing() -> None:
    assert scores([[], []], [], [0, 0]).shape == (0,)
    assert list(scores([], [300], [])) == [0]


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10**6)), min_size=1, max_size=20),
    st.integers(0, 100),
)
def test_scores_are_finite_and_not_negative(hits: list[tuple[int, int]], others: int) -> None:
    counts, lengths = zip(*hits, strict=True)
    held = sum(map(bool, counts)) + others
    found = rank([counts, counts[::-1]], lengths, held + 1, found_in=[held, held], mean_length=10.0)
    assert np.all(np.isfinite(found))
    assert np.all(found >= 0)
    assert np.array_equal(found > 0, (np.array(counts) > 0) | (np.array(counts[::-1]) > 0))
