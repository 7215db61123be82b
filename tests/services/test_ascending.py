"""Lists of units against sets and dicts, short and long, so that both ways of comparing run."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.services.ascending import Found, both, is_among, union

few = st.sets(st.integers(0, 3_000), max_size=6)
many = st.builds(
    lambda seed, count: set(np.random.default_rng(seed).integers(0, 3_000, count).tolist()),
    st.integers(0, 999),
    st.integers(0, 2_000),
)
sets = st.one_of(few, many)


def _listed(units: set[int]) -> np.ndarray:
    return np.array(sorted(units), dtype=np.int64)


def _count(unit: int) -> int:
    return 1 + unit % 7


def _found(units: set[int]) -> Found:
    return Found(_listed(units), np.array([_count(unit) for unit in sorted(units)], dtype=np.int32))


@given(sets, sets)
def test_what_both_hold_and_what_is_among_others(one: set[int], other: set[int]) -> None:
    assert both(_listed(one), _listed(other)).tolist() == sorted(one & other)
    flags = is_among(_listed(one), _listed(other))
    assert flags.dtype == np.bool_
    assert flags.tolist() == [unit in other for unit in sorted(one)]


@given(st.lists(sets, max_size=4))
def test_a_union_holds_each_once(parts: list[set[int]]) -> None:
    assert union(list(map(_listed, parts))).tolist() == sorted(set().union(*parts))


@given(sets, sets, st.booleans())
def test_counts_of_units_in_any_order(held: set[int], asked: set[int], backwards: bool) -> None:
    units = _listed(asked)[:: -1 if backwards else 1]
    counts = _found(held).at(units).tolist()
    assert counts == [_count(unit) if unit in held else 0 for unit in units.tolist()]


@given(sets, sets)
def test_two_answers_together(one: set[int], other: set[int]) -> None:
    whole = _found(one) + _found(other)
    assert whole.units.tolist() == sorted(one | other)
    counts = [_count(unit) * ((unit in one) + (unit in other)) for unit in whole.units.tolist()]
    assert whole.counts.tolist() == counts
