"""Headings with the first sentence right behind them, as cells of a sheet print them."""

from __future__ import annotations

import pytest

from govreport_search.forms import form
from indexer.readers import read_document
from indexer.segment import headings, sections

HEADS = [
    ("一、总体情况", "本年度，本镇围绕便民服务推进公开工作。"),
    ("五、存在的主要问题及改进情况", "一是专职人员偏少；二是更新不够及时。" * 30),
    ("六、其他需要报告的事项", "本年度没有其他需要说明的情况，未收取信息处理费。"),
]


def read(lines: list[str]) -> dict[str, str]:
    shape = form("2021")
    printed = read_document("\n".join(lines).encode(), "report.txt").lines
    found = sections(printed, headings(printed, shape), frozenset(), {})
    return {section.title: section.printed for section in found if section.title}


def test_a_title_and_its_first_sentence_in_one_line() -> None:
    lines = ["云岭县青禾镇2023年政府信息公开工作年度报告", *map("".join, HEADS)]
    assert read(lines) == dict(HEADS)


@pytest.mark.parametrize(
    "more", ["统计表，含规章。", "及下一步打算，如下。", "（规章，规范性文件）"]
)
def test_a_longer_title_is_not_cut(more: str) -> None:
    assert more not in read([f"二、主动公开政府信息情况{more}"]).values()


def test_a_sentence_below_a_blank_line_is_no_part_of_a_title() -> None:
    lines = ["五、存在的主要问题及改进情况", "", "有待改进。", "", "六、其他需要报告的情况", ""]
    assert "六、其他需要报告的情况" in read([*lines, "无其他需要报告的事项。"])
