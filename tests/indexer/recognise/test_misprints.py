"""A misprinted label means a row only where no other reading is left."""

from __future__ import annotations

from decimal import Decimal

import pytest
from recognise_layouts import WRITERS, Numbers, numbers, values

from govreport_search.domain import CellId
from govreport_search.forms import form
from indexer.readers import read_document
from indexer.recognise import Reading, understand

SHAPE = form("2021")
CELLS = numbers(SHAPE)
TABLE = SHAPE.table("requests")
TEXT = WRITERS["pipe_rows"](SHAPE, CELLS)
OTHERS = [901, 902, 903, 904, 905, 906, 907]


def read(text: str) -> Reading:
    return understand(read_document(text.encode(), "report.txt").lines)


def numbers_read(reading: Reading) -> Numbers:
    return {f.cell: f.quantity.value for f in reading.facts if f.quantity.value is not None}


def wrong(reading: Reading) -> Numbers:
    """Numbers that the form's rows do not have; rows of the template's own left out."""
    got = numbers_read(reading).items()
    return {c: v for c, v in got if not c.row.startswith("extension.") and CELLS[c] != v}


@pytest.mark.parametrize(
    ("printed", "misprinted"),
    [
        ("本年新收政府信息公开申请数量", "本年度新收政府信息公开申请数量"),
        ("本年新收政府信息公开申请数量", "本年新收政府倍息公开申请数量"),
        ("属于行政查询事项", "属于行政杳询事项"),
        ("保护第三方合法权益", "保护第三方合法权利益"),
    ],
)
def test_single_characters_are_misprints(printed: str, misprinted: str) -> None:
    assert numbers_read(read(TEXT.replace(printed, misprinted))) == CELLS


@pytest.mark.parametrize(
    ("table", "row", "label", "other"),
    [
        ("disclosure", "normative_docs", "行政规范性文件", "其他规范性文件"),
        ("disclosure", "normative_docs", "行政规范性文件", "部门规范性文件"),
        ("requests", "denied.state_secret", "1.属于国家秘密", "1.属于商业秘密"),
        ("requests", "denied.state_secret", "1.属于国家秘密", "属于个人秘密"),
    ],
)
@pytest.mark.parametrize("both", [True, False])
def test_another_word_is_another_row(
    table: str, row: str, label: str, other: str, both: bool
) -> None:
    printed = " | ".join([label, *values(SHAPE.table(table), SHAPE.table(table).row(row), CELLS)])
    assert printed in TEXT
    count = len(SHAPE.table(table).row(row).columns)
    added = " | ".join([other, *(str(n) for n in OTHERS[:count])])
    reading = read(TEXT.replace(printed, f"{printed} | ||\n{added}" if both else added))
    assert wrong(reading) == {}
    kept = CELLS if both else {c: v for c, v in CELLS.items() if c.row != row}
    assert kept.items() <= numbers_read(reading).items()


def test_the_end_of_a_label_broken_by_a_page_is_no_other_row() -> None:
    row = TABLE.row("other.no_correction")
    lines = WRITERS["page_layout"](SHAPE, CELLS).split("\n")
    at = next(i for i, text in enumerate(lines) if "申请人无正当理由逾期不补正" in text)
    printed = "".join(f"{v:>7}" for v in values(TABLE, row, CELLS))
    lines[at : at + 1] = [
        "      1.申请人无正当理由逾期不补正、",
        "",
        "      - 5 -",
        "      申请人情况",
        "      商业   科研   社会公益 法律服务 其他",
        f"      其政府信息公开申请 {printed}",
    ]
    reading = read("\n".join(lines))
    assert wrong(reading) == {}
    lost = {c: v for c, v in CELLS.items() if c.row == row.id}
    assert (CELLS.items() - lost.items()) <= numbers_read(reading).items()
    without_first = [text for text in lines if "一、本年新收" not in text]
    assert wrong(read("\n".join(without_first))) == {}


def test_a_misprint_is_no_row_that_stands_before_the_rows_above_it() -> None:
    row = TABLE.row("carried_in")
    printed = " | ".join(values(TABLE, row, CELLS))
    text = TEXT.replace(f"二、上年结转政府信息公开申请数量 | {printed}", "@")
    text = text.replace("四、结转下年度继续办理 |", "上年结存政府信息公开申请数量 |")
    reading = read(text.replace("@ ||\n", ""))
    assert wrong(reading) == {}
    assert CellId("requests", "new", "total") in numbers_read(reading)


def test_a_row_printed_without_mistake_wins_over_a_guess() -> None:
    row = TABLE.row("denied.admin_query")
    printed = " | ".join(["8.属于行政查询事项", *values(TABLE, row, CELLS)])
    guess = " | ".join(["属于行政查间事项", *(str(n) for n in OTHERS)])
    reading = read(TEXT.replace(printed, f"{guess} | ||\n{printed}"))
    got = numbers_read(reading)
    assert {c: got.get(c) for c in CELLS} == CELLS
    assert got.get(CellId("requests", "denied.admin_query", "total")) != Decimal(907)
