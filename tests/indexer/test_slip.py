"""Slips of the pen in a narrative."""

from __future__ import annotations

import pytest

from govreport_search.domain import Place, Section
from indexer.statement.slip import check_slips


def section(text: str) -> Section:
    lines = text.split("\n")
    places = tuple(Place(n, n) for n in range(11, 11 + len(lines)))
    return Section("overview", "", text, Place(11, 10 + len(lines)), places)


@pytest.mark.parametrize(
    "text",
    ["主动发布信息共条。", "发布解读\n材料共计篇，更新及时。", "收到来信合计 件；已办结。"],
)
def test_a_total_left_blank_is_found_with_its_clause(text: str) -> None:
    (finding,) = check_slips([section(text)])
    assert finding.code == "number_missing_in_text"
    assert finding.place is not None
    assert finding.place.line == 11 + text[: text.index("共" if "共" in text else "合")].count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "发布信息共15条。",
        "改善公共条件，提升服务。",
        "共件数以台账为准。",
        "总计12件。",
        "一共条块结合。",
    ],
)
def test_a_number_that_stands_there_is_not_missed(text: str) -> None:
    assert check_slips([section(text)]) == ()


def test_a_list_that_names_more_parts_than_it_says() -> None:
    text = (
        "本报告由工作概述、主动公开情况、依申请公开情况、收费情况、存在问题及改进措施等四部分组成。"
    )
    (finding,) = check_slips([section(text)])
    assert (finding.code, finding.expected, finding.found) == ("part_count", "4", "5")


@pytest.mark.parametrize(
    "text",
    [
        # 等 may leave parts out.
        "本报告由工作概述、主动公开情况等六部分组成。",
        # Two halves of one statutory part count once.
        "报告包括工作概述、主动公开情况、依申请公开情况、行政复议情况和行政诉讼情况、存在的主要问题情况"
        "及改进情况、其他需要报告的事项等6个部分。",
        "由三个部分组成。",
    ],
)
def test_lists_that_are_right_are_left_alone(text: str) -> None:
    assert check_slips([section(text)]) == ()
