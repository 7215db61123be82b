"""Printed headers: their order counts where it is certain, their unit of money always."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indexer.readers import read_document
from indexer.recognise import understand

SEVEN = ("natural_person", "commercial", "research", "public_welfare", "legal_service")
TITLE = "青禾镇人民政府2020年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n"


def cells(text: str, name: str = "report.txt") -> dict[str, Decimal | None]:
    facts = understand(read_document(text.encode(), name).lines).facts
    return {str(fact.cell): fact.quantity.value for fact in facts}


def notes(text: str) -> dict[str, str]:
    facts = understand(read_document(text.encode(), "report.txt").lines).facts
    return {str(fact.cell): fact.quantity.note for fact in facts}


def licensing(header: str) -> list[Decimal | None]:
    text = f"""{TITLE}第二十条第（一）项
信息内容 本年新制作数量 本年新公开数量 对外公开总数量
规章 31 32 33
规范性文件 34 35 36
第二十条第（五）项
{header}
行政许可 41 -42 43
其他对外管理服务事项 44 45 46
"""
    found = cells(text)
    return [found[f"disclosure.licensing.{c}"] for c in ("prev_items", "delta", "decisions")]


@pytest.mark.parametrize(
    "header",
    [
        "信息内容 上一年项目数量 本年增/减 处理决定数量",
        "本年增\n信息内容 上一年项目数量 处理决定数量\n/减",
        "处理决定数量\n信息内容 上一年项目数量 本年增/减",
        "信息内容 本年增/减 处理决定数量\n上一年项目数量",
        "处理决定数量 本年增/减\n上一年项目数量\n信息内容",
    ],
)
def test_wrapped_header_cells_do_not_permute_columns(header: str) -> None:
    assert licensing(header) == [41, -42, 43]


@pytest.mark.parametrize(
    "header",
    [
        "信息内容 处理决定数量 本年增/减 上一年项目数量",
        "信息内容\n处理决定数量\n本年增/减\n上一年项目数量",
    ],
)
def test_another_order_counts_where_it_is_certain(header: str) -> None:
    assert licensing(header) == [43, -42, 41]


def test_an_amount_whose_header_cell_wraps_keeps_its_column() -> None:
    text = f"""{TITLE}第二十条第（八）项
信息内容 上一年项目数量 本年增/减
行政事业性收费 51 2
第二十条第（九）项
信息内容 采购总金额（单位：万元，
采购项目数量
保留4位小数）
政府集中采购 53 54.2575
"""
    found = cells(text)
    assert found["disclosure.procurement.projects"] == 53
    assert found["disclosure.procurement.amount_wan"] == Decimal("54.2575")


def fee(header: str, printed: str) -> str:
    return f"""{TITLE}第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 31 32 33
行政规范性文件 34 35 36
第二十条第（五）项
信息内容 本年处理决定数量
行政许可 37
第二十条第（八）项
信息内容 {header}
行政事业性收费 {printed}
"""


@pytest.mark.parametrize(
    ("header", "printed", "amount"),
    [
        ("本年收费金额（单位：元）", "128600", "12.86"),
        ("本年收费金额（元）", "128,600.00", "12.86"),
        ("本年收费金额(单位:亿元)", "0.0125", "125"),
        ("本年收费金额（单位：万元）", "128.6", "128.6"),
        ("本年收费金额", "128.6", "128.6"),
        ("本年收费金额（单位：元）", "3.5万元", "3.5"),
        ("本 年 收 费 金 额 （ 单 位 ： 万 元 ）", "128.6", "128.6"),
        ("本 年 收 费 金 额 （ 单 位 ： 元 ）", "128600", "12.86"),
        ("本年收费金额（单位：万\n元）", "128.6", "128.6"),
        ("本年收费金额（单位：\n元）", "128600", "12.86"),
    ],
)
def test_the_unit_of_the_header_is_converted(header: str, printed: str, amount: str) -> None:
    found = cells(fee(header, printed))
    assert found["disclosure.fees.amount_wan"] == Decimal(amount)
    assert found["disclosure.licensing.decisions"] == 37


def test_a_converted_amount_says_so() -> None:
    name = "disclosure.fees.amount_wan"
    assert "已换算" in notes(fee("本年收费金额（单位：元）", "128600"))[name]
    assert notes(fee("本年收费金额（单位：万元）", "12.86"))[name] == ""


def requests(header: str) -> dict[str, Decimal | None]:
    return cells(
        f"""## 三、收到和处理政府信息公开申请情况

| {header} |
|---|---|---|---|---|---|---|---|
| 一、本年新收政府信息公开申请数量 | 127 | 61 | 2 | 3 | 4 | 5 | 52 |
| 二、上年结转政府信息公开申请数量 | 29 | 9 | 2 | 3 | 4 | 5 | 6 |
| （三）不予公开 | | | | | | | |
| 1.属于国家秘密 | 130 | 62 | 2 | 3 | 4 | 5 | 54 |
| （七）总计 | 131 | 63 | 2 | 3 | 4 | 5 | 54 |
| 四、结转下年度继续办理 | 133 | 64 | 2 | 3 | 4 | 5 | 55 |
""",
        "report.md",
    )


@pytest.mark.parametrize("row", ["new", "denied.state_secret", "result_total", "carried_out"])
def test_a_whole_header_in_one_row_gives_the_order_of_every_row(row: str) -> None:
    found = requests(
        "项目 | 总计 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他"
    )
    total = {"new": 127, "denied.state_secret": 130, "result_total": 131, "carried_out": 133}
    assert found[f"requests.{row}.total"] == total[row]
    assert [found[f"requests.{row}.{c}"] for c in SEVEN[1:]] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "header",
    [
        "自然人 | 法人或其他组织 | 总计 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他",
        "项目 | 法人或其他组织 |\n| 项目 | 其他 | 总计 | 自然人 | 商业企业 | 科研机构"
        " | 社会公益组织 | 法律服务机构",
    ],
)
def test_two_levels_of_a_header_are_no_order(header: str) -> None:
    found = requests(header)
    assert found["requests.new.natural_person"] == 127
    assert found["requests.new.total"] == 52
