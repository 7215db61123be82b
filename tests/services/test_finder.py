"""What text nodes look for, and what of a text is marked."""

from __future__ import annotations

import pytest

from govreport_search.query.parser import parse
from govreport_search.services.finder import finders


@pytest.mark.parametrize(
    "query",
    [
        '("甲" 近邻/5 "乙") 或 ("乙" 近邻/5 "甲")',
        '("甲" 或 "乙") 近邻/5 ("乙" 或 "甲")',
        "原样:(甲 近邻/5 乙) 或 原样:(乙 近邻/5 甲)",
    ],
)
def test_the_same_two_words_near_each_other_are_looked_for_once(query: str) -> None:
    found = [list(each.spans("甲abc乙")) for each in finders(parse(query))]
    assert found.count([(0, 5)]) == 1
    assert sum(map(len, found)) == 1


@pytest.mark.parametrize(
    ("query", "marked"),
    [("?甲", "丁甲"), ("甲?", "甲丙"), ("?甲?", "丁甲丙"), ("??甲*乙?", "丙丁甲丙乙丁")],
)
def test_what_a_question_mark_stands_for_is_marked_on_either_side(query: str, marked: str) -> None:
    text = "丙丁甲丙乙丁"
    (found,) = finders(parse(query))
    assert [text[start:end] for start, end in found.spans(text)] == [marked]
