"""Indicators, columns and sections by what users type."""

from __future__ import annotations

import pytest

from govreport_search.domain import CellId
from govreport_search.forms import all_forms
from govreport_search.forms.lookup import (
    cell_labels,
    columns_of,
    find_columns,
    find_indicators,
    indicators,
)
from govreport_search.forms.sections import SECTION_IDS, find_section, section_title


@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("新收", "requests.new"),
        ("本年新收", "requests.new"),
        ("requests.new", "requests.new"),
        ("REQUESTS.NEW", "requests.new"),
        ("new", "requests.new"),
        ("不予公开", "requests.denied"),
        ("（三）不予公开", "requests.denied"),
        ("国家秘密", "requests.denied.state_secret"),
        ("denied.state_secret", "requests.denied.state_secret"),
        ("部分公开", "requests.partial"),
        ("三安全一稳定", "requests.denied.safety_stability"),
        ("危及 “三安全一稳定”", "requests.denied.safety_stability"),
        ("其它处理", "requests.other"),
        ("行政复议", "disputes.review"),
        ("行政诉讼", "disputes.litigation"),
        ("规范性文件", "disclosure.normative_docs"),
        ("采购", "disclosure.procurement"),
        ("收费金额", "disclosure.fees"),
        ("rate.denied", "rate.denied"),
        ("不予公开率", "rate.denied"),
        ("重复申请", "requests.not_processed.repeat"),
        ("按时办结数", "statistics.apply.closed_on_time"),
    ],
)
def test_a_name_that_means_one_indicator(name: str, indicator: str) -> None:
    assert [ref.id for ref in find_indicators(name)] == [indicator]


@pytest.mark.parametrize("name", ["其他", "总计", "自然人", "结转", "review", "行政复议数", "纠正"])
def test_a_name_that_may_mean_several_lists_them(name: str) -> None:
    found = find_indicators(name)
    assert len(found) > 1
    assert len({ref.id for ref in found}) == len(found)


def test_the_row_of_that_name_stands_among_the_candidates() -> None:
    assert [ref.id for ref in find_indicators("其他")] == [
        "requests.other",  # printed as （六）其他, too
        "requests.other.else",
        "requests.new",  # column 其他
        "disputes.review",  # column 其他结果, printed as 其他
    ]
    assert [ref.id for ref in find_indicators("总计")] == [
        "requests.result_total",
        "requests.new",
        "disputes.review",
    ]


@pytest.mark.parametrize("name", ["", "  ", "不存在的指标", "收x", "、"])
def test_a_name_that_means_nothing(name: str) -> None:
    assert find_indicators(name) == ()


def test_half_a_name_never_means_a_rate() -> None:
    assert [ref.id for ref in find_indicators("开率")] == []


def test_every_label_and_id_leads_back_to_its_indicator() -> None:
    for ref in indicators():
        assert find_indicators(ref.id) == (ref,)
        assert ref in find_indicators(ref.label), ref.id


def test_every_cell_of_every_form_belongs_to_an_indicator() -> None:
    known = {ref.id: ref for ref in indicators()}
    for form in all_forms():
        for cell in form.cells():
            assert cell.column in known[cell.indicator].columns
            assert form.id in known[cell.indicator].forms


def test_the_default_column() -> None:
    defaults = {ref.id: ref.default_column for ref in indicators()}
    assert defaults["requests.new"] == "total"
    assert defaults["rate.corrected"] == "total"
    assert defaults["statistics.fee"] == "value"
    assert defaults["disclosure.normative_docs"] == ""
    assert defaults["disclosure.fees"] == ""


def test_columns_by_id_label_alias_and_part() -> None:
    new, review, docs = (find_indicators(n)[0] for n in ("新收", "行政复议", "规范性文件"))
    assert find_columns(new, "自然人") == ("natural_person",)
    assert find_columns(new, "公民") == ("natural_person",)
    assert find_columns(new, "其他") == ("other_org",)
    assert find_columns(new, "合计") == ("total",)
    assert find_columns(new, "法律") == ("legal_service",)
    assert find_columns(new, "机构") == ("research", "legal_service")
    assert find_columns(new, "Total") == ("total",)
    assert find_columns(new, "制发件数") == ()
    assert find_columns(review, "结果纠正") == ("corrected",)
    assert find_columns(docs, "现行有效") == ("in_force",)
    assert find_columns(docs, "本年新") == ("made", "published")


def test_columns_of_lists_ids_with_labels() -> None:
    assert ("in_force", "现行有效件数") in columns_of(find_indicators("规范性文件")[0])
    assert dict(columns_of(find_indicators("rate.denied")[0]))["total"] == "总计"


@pytest.mark.parametrize(
    ("cell", "form_id", "labels"),
    [
        (CellId("requests", "denied", "total"), "2021", ("不予公开", "总计", "件")),
        (CellId("disclosure", "fees", "amount_wan"), "2021", ("行政事业性收费", None, "万元")),
        (
            CellId("disclosure", "procurement", "amount_wan"),
            "",
            ("政府集中采购", "采购总金额", "万元"),
        ),
        (
            CellId("disclosure", "normative_docs", "made"),
            "2019",
            ("规范性文件", "本年新制作数量", "件"),
        ),
        (
            CellId("disclosure", "normative_docs", "issued"),
            "",
            ("行政规范性文件", "本年制发件数", "件"),
        ),
        (CellId("rate", "denied", "research"), "2019", ("不予公开率", "科研机构", "比率")),
        (CellId("disclosure", "x_added", "made"), "2019", ("x_added", "made", "")),
    ],
)
def test_labels_of_cells(cell: CellId, form_id: str, labels: tuple[str | None, str, str]) -> None:
    found = cell_labels(cell, form_id)
    assert [f for f, wanted in zip(found, labels, strict=True) if wanted not in (None, f)] == []


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("requests", ["requests"]),
        ("三", ["requests"]),
        ("三、", ["requests"]),
        ("（四）", ["disputes"]),
        ("第五部分", ["problems"]),
        ("总体情况", ["overview"]),
        ("概述", ["overview"]),
        ("一、总体情况", ["overview"]),
        ("依申请公开政府信息情况", ["requests"]),
        ("存在的主要问题和改进措施", ["problems"]),
        ("收费及减免情况", ["fees"]),
        ("附表", ["annex"]),
        ("front", ["front"]),
        ("3", ["requests"]),
        ("第５部分", ["problems"]),
        ("7", []),
        ("七", []),
        ("没有这一节", []),
        ("", []),
    ],
)
def test_sections_by_id_number_and_title(name: str, ids: list[str]) -> None:
    assert list(find_section(name)) == ids


def test_half_a_title_may_mean_several_sections() -> None:
    assert {"overview", "problems"} <= set(find_section("情况"))


def test_every_section_has_a_title_that_finds_it() -> None:
    for section_id in SECTION_IDS:
        assert section_id in find_section(section_title(section_id))
    with pytest.raises(KeyError):
        section_title("nowhere")
