"""Places in words: whoever reads them finds the place in the file."""

from __future__ import annotations

import pytest

from govreport_search.domain import Place
from govreport_search.query.place import place_words


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("p[2]", "第 2 段"),
        ("tbl[1]", "表 1"),
        ("tbl[1]/tr[3]", "表 1 第 3 行"),
        ("tbl[1]/tr[3]/tc[2]", "表 1 第 3 行第 2 格"),
        ("tbl[1]/tr[3]/tc[2]/p[1]", "表 1 第 3 行第 2 格里的第 1 段"),
        ("tbl[1]/tr[1]/tc[1]/tbl[2]/tr[1]/tc[3]", "表 1 第 1 行第 1 格里的表 2 第 1 行第 3 格"),
        ("p[1]/txbxContent[2]/p[3]", "第 2 个文本框里的第 3 段"),
        ("footnote[7]/p[1]", "脚注里的第 1 段"),
        ("endnote[7]/p[1]", "尾注里的第 1 段"),
        ("altChunk[1]", "第 1 个插入的文档"),
        ("附表!C5", "工作表“附表”C5"),
        ("2023!数据 (1)!AC51", "工作表“2023!数据 (1)”AC51"),
        ("p[2]/附表!A1", "第 2 段里的工作表“附表”A1"),
        ("w:unknown", "w:unknown"),
    ],
)
def test_an_element_is_said_as_people_count(element: str, words: str) -> None:
    assert place_words(Place(line=9, end_line=9, element=element)) == words
    assert place_words(Place(element=element)) == words


def test_pages_and_lines_are_said_where_there_is_no_element_to_count() -> None:
    assert place_words(Place(line=9, page=3)) == "第 3 页"
    assert place_words(Place(line=9, page=3, end_page=4)) == "第 3 至 4 页"
    assert place_words(Place(line=9)) == "第 9 行"
    assert place_words(Place(line=9, element="html/body/table[1]/tr[2]/td[3]")) == "第 9 行"
    assert place_words(Place(element="html/body/p[1]")) == ""
    assert place_words(Place()) == place_words(None) == ""
