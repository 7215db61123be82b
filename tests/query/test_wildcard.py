"""Words with wildcards, taken apart."""

from __future__ import annotations

import pytest

from govreport_search.query.wildcard import MOST_BETWEEN, Gaps, read_wildcard

ANY = (0, MOST_BETWEEN)

APART = {
    "收到*申请": Gaps(("收到", "申请"), (ANY,), 0, 0),
    "收到＊申请": Gaps(("收到", "申请"), (ANY,), 0, 0),
    "收到……申请": Gaps(("收到", "申请"), (ANY,), 0, 0),
    "第?条": Gaps(("第", "条"), ((1, 1),), 0, 0),
    "甲??*乙": Gaps(("甲", "乙"), ((2, 2 + MOST_BETWEEN),), 0, 0),
    "?甲??": Gaps(("甲",), (), 1, 2),
    "*甲…": Gaps(("甲",), (), 0, 0),
    "*?甲?*": Gaps(("甲",), (), 1, 1),
    "甲* ?乙": Gaps(("甲", "乙"), ((1, 1 + MOST_BETWEEN),), 0, 0),
    "甲？*乙": Gaps(("甲？", "乙"), (ANY,), 0, 0),
    "？": Gaps(("？",), (), 0, 0),
    "* ?": Gaps((), (), 0, 0),
}


@pytest.mark.parametrize("word", APART)
def test_a_word_taken_apart(word: str) -> None:
    assert read_wildcard(word) == APART[word]
