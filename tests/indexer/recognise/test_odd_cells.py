"""Cells that hold words, changes written out, signs and units that stand apart."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from recognise_layouts import WRITERS, numbers

from govreport_search.domain import Quantity, State
from govreport_search.forms import ValueType, form
from indexer.grid import Cell, Vector, is_value
from indexer.readers import read_document
from indexer.recognise import understand
from indexer.recognise.fit import Habit, fit
from indexer.recognise.quantity import read_quantity

PLAIN = """青禾镇人民政府2020年政府信息公开工作年度报告

二、主动公开政府信息情况

第二十条第（一）项
信息内容 本年新制作数量 本年新公开数量 对外公开总数量
规章 31 32 33
规范性文件 34 35 36
第二十条第（五）项
信息内容 上一年项目数量 本年增/减 处理决定数量
行政许可 {licensing}
其他对外管理服务事项 44 45 46
第二十条第（九）项
信息内容 采购项目数 采购总金额
政府集中采购 {procurement}
"""
CELLS = """二、主动公开政府信息情况
第二十条第（一）项
信息内容{0}本年制发件数{0}本年废止件数{0}现行有效件数
规章{0}{1}
行政规范性文件{0}34{0}35{0}36
第二十条第（五）项
信息内容{0}本年处理决定数量
行政许可{0}{2}
第二十条第（六）项
信息内容{0}本年处理决定数量
行政处罚{0}37
行政强制{0}38
"""


def cells(text: str) -> dict[str, Quantity]:
    facts = understand(read_document(text.encode(), "report.txt").lines).facts
    return {str(fact.cell): fact.quantity for fact in facts}


@pytest.mark.parametrize(
    ("printed", "change"),
    [
        ("减少7项", -7),
        ("减少 7 项", -7),
        ("增加9", 9),
        ("增 9", 9),
        ("减 9", -9),
        ("持平", 0),
        ("无变化", 0),
    ],
)
def test_a_change_written_out_is_read(printed: str, change: int) -> None:
    found = cells(PLAIN.format(licensing=f"41 {printed} 43", procurement="47 48.2575"))
    values = [
        found[f"disclosure.licensing.{c}"].value for c in ("prev_items", "delta", "decisions")
    ]
    assert values == [41, change, 43]
    assert found["disclosure.licensing.delta"].raw == printed


@pytest.mark.parametrize("printed", ["48.2575 万元", "482575 元", "482,575.00元"])
def test_a_unit_apart_belongs_to_its_number(printed: str) -> None:
    found = cells(PLAIN.format(licensing="41 42 43", procurement=f"47 {printed}"))
    assert found["disclosure.procurement.projects"].value == 47
    assert found["disclosure.procurement.amount_wan"].value == Decimal("48.2575")


def test_a_number_in_pieces_is_not_put_together() -> None:
    found = cells(PLAIN.format(licensing="212 减少3项 1 3 4", procurement="47 48.2575"))
    row = [quantity for cell, quantity in found.items() if cell.startswith("disclosure.licensing")]
    assert {quantity.state for quantity in row} == {State.UNREADABLE}
    assert not [cell for cell in found if "extension" in cell]


@pytest.mark.parametrize("separator", ["\t", " | "])
@pytest.mark.parametrize("text", ["若干", "见附件", "约3件", "未发生"])
def test_words_in_a_cell_are_text(text: str, separator: str) -> None:
    for position in range(3):
        printed = ["31", "32", "33"]
        printed[position] = text
        found = cells(CELLS.format(separator, separator.join(printed), text))
        row = [found[f"disclosure.regulations.{c}"] for c in ("issued", "repealed", "in_force")]
        assert [quantity.raw for quantity in row] == printed
        states = [State.NUMBER] * 3
        states[position] = State.TEXT
        assert [quantity.state for quantity in row] == states
        licensing = found["disclosure.licensing.decisions"]
        assert (licensing.state, licensing.raw) == (State.TEXT, text)
        assert found["disclosure.punishment.decisions"].value == 37


def test_a_tab_before_each_value_on_its_own_line_is_no_table_of_its_own() -> None:
    shape = form("2021")
    numbers_of = numbers(shape)
    text = WRITERS["cell_a_line"](shape, numbers_of)
    text = re.sub(r"(?m)^([\d.]+)$", r"\t\1", text)
    found = understand(read_document(text.encode(), "report.txt").lines)
    assert {fact.cell: fact.quantity.value for fact in found.facts} == numbers_of


@pytest.mark.parametrize(
    ("raw", "value"),
    [("12①", 12), ("3²", 3), ("12⒈", 12), ("12⑴", 12), ("5（①）", 5), ("１２", 12)],
)
def test_the_mark_of_a_note_is_no_digit(raw: str, value: int) -> None:
    assert is_value(raw)
    reading = read_quantity(raw, ValueType.INTEGER)
    assert reading.quantity.value == value


def test_a_ringed_number_alone_is_text() -> None:
    assert read_quantity("①", ValueType.INTEGER).quantity.state is State.TEXT


@pytest.mark.parametrize("digits", ["1" * 19, "1" * 40, "1" * 5000])
def test_digits_without_end_are_no_number(digits: str) -> None:
    read = read_quantity(digits, ValueType.INTEGER)
    assert (read.quantity.state, read.quantity.value) == (State.UNREADABLE, None)


@pytest.mark.parametrize(("printed", "columns", "is_read"), [(16, 15, True), (15, 7, False)])
def test_equal_values_of_a_row_much_too_long_are_another_tables(
    printed: int, columns: int, is_read: bool
) -> None:
    row = Vector(tuple(Cell("0", 0) for _ in range(printed)), None, 0, 0)
    assert (fit(row, columns, Habit(), []).cells is not None) is is_read
