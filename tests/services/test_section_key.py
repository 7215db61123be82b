"""Sections by key: whatever gaps there are, and whatever an engine of another moment names."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.engines.protocol import Matches
from govreport_search.services.section_key import SectionKeys

keys = st.one_of(
    st.builds(lambda first, n: range(first, first + n), st.integers(1, 50), st.integers(0, 9)),
    st.sets(st.integers(1, 30)),
    st.sets(st.integers(1, 10**6)),
)


@given(keys, st.data())
def test_a_key_is_the_place_it_has_among_all(held: set[int] | range, data: st.DataObject) -> None:
    every = sorted(held)
    near = [key + step for key in every for step in (-1, 0, 1)] or [1]
    wanted = sorted(data.draw(st.sets(st.one_of(st.sampled_from(near), st.integers(0, 60)))))
    counts = [7 * at + 1 for at in range(len(wanted))]
    found = SectionKeys(np.array(every, np.int64)).found(
        Matches(np.array(wanted, np.int64), np.array(counts, np.int32))
    )
    expected = [(every.index(k), c) for k, c in zip(wanted, counts, strict=True) if k in held]
    assert list(zip(found.units.tolist(), found.counts.tolist(), strict=True)) == expected
