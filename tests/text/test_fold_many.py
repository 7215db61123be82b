"""Texts folded together are folded as they are one by one."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from govreport_search.text import fold, fold_with_offsets
from govreport_search.text.many import fold_each, fold_each_with_offsets

texts = st.lists(st.text(alphabet="甲開Ａa1 \n　⺠(\u200b\uffff\ud800", max_size=8), max_size=6)


@given(texts)
@example([])
@example(["a ", " b"])
@example(["a", "", "b"])
def test_neighbours_do_not_touch_each_other(several: list[str]) -> None:
    assert fold_each(several) == list(map(fold, several))
    for together, alone in zip(
        fold_each_with_offsets(several), map(fold_with_offsets, several), strict=True
    ):
        assert together.text == alone.text
        assert together.offsets.tolist() == alone.offsets.tolist()
