"""Two tables of a kind in one report: one is read, the other never fills its gaps."""

from __future__ import annotations

import pytest
from recognise_layouts import WRITERS, numbers, values

from govreport_search.forms import form
from indexer.readers import read_document
from indexer.recognise import Reading, understand

SHORT = """（二）全县
一、本年新收政府信息公开申请数量 811 2 3 4 5 6 831
二、上年结转政府信息公开申请数量 812 2 3 4 5 6 832
（一）予以公开 813 2 3 4 5 6 833
1.属于国家秘密 814 2 3 4 5 6 834
（七）总计 815 2 3 4 5 6 835
四、结转下年度继续办理 816 2 3 4 5 6 836
"""
DISPUTES = "四、政府信息公开行政复议"


def read(text: str) -> Reading:
    return understand(read_document(text.encode(), "report.txt").lines)


def test_a_second_table_does_not_change_or_fill_the_first() -> None:
    shape = form("2021")
    cells = numbers(shape)
    lines = WRITERS["broken_labels"](shape, cells).split("\n")
    lost = next(i for i, line in enumerate(lines) if "国家秘密" in line)
    del lines[lost : lost + 3]
    heading = next(i for i, line in enumerate(lines) if line.startswith(DISPUTES))
    text = "\n".join([*lines[:heading], SHORT, *lines[heading:]])
    reading = read(text)
    assert [f.code for f in reading.findings] == ["table_repeated"]
    for fact in reading.facts:
        value = fact.quantity.value
        assert value == cells[fact.cell] or fact.cell.row == "denied.state_secret"
        assert value is None or not 810 < value < 840
    assert "全县" in "\n".join(s.printed for s in reading.sections)


def test_a_fragment_before_the_whole_table_is_the_one_kept_out() -> None:
    shape = form("2021")
    cells = numbers(shape)
    text = WRITERS["broken_labels"](shape, cells)
    heading = "三、收到和处理政府信息公开申请情况"
    reading = read(text.replace(heading, f"{heading}\n\n{SHORT}"))
    assert [f.code for f in reading.findings] == ["table_repeated"]
    assert {f.cell: f.quantity.value for f in reading.facts} == cells


def test_a_row_printed_again_with_the_same_numbers_is_nothing() -> None:
    shape = form("2021")
    cells = numbers(shape)
    lines = WRITERS["broken_labels"](shape, cells).split("\n")
    last = next(i for i, line in enumerate(lines) if "（一）予以公开" in line)
    text = "\n".join([*lines[: last + 1], lines[last], *lines[last + 1 :]])
    reading = read(text)
    assert reading.findings == ()
    assert {f.cell: f.quantity.value for f in reading.facts} == cells


def test_two_rows_of_another_table_fill_no_gap() -> None:
    shape = form("2021")
    cells = numbers(shape)
    lines = WRITERS["broken_labels"](shape, cells).split("\n")
    last = next(i for i, line in enumerate(lines) if "（一）予以公开" in line)
    del lines[last]
    heading = next(i for i, line in enumerate(lines) if line.startswith(DISPUTES))
    more = "\n".join(SHORT.split("\n")[1:2] + SHORT.split("\n")[3:4])
    reading = read("\n".join([*lines[:heading], more, *lines[heading:]]))
    assert [f.code for f in reading.findings] == ["table_repeated"]
    found = {f.cell: f.quantity.value for f in reading.facts}
    assert found == {c: None if c.row == "granted" else v for c, v in cells.items()}


ANNEX = "云岭县青禾镇2010年政府信息公开工作年度报告\n\n一、概述\n\n本镇做好公开工作。\n\n"


@pytest.mark.parametrize("separator", [" | ", "  ", "\t"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_both_annexes_of_2008_in_one_file(separator: str, order: tuple[int, int]) -> None:
    shape = form("2008")
    cells = numbers(shape)
    text = ANNEX
    for number, index in enumerate(order, start=1):
        table = shape.tables[index]
        rows = [["指标", "单位", *(column.label for column in table.columns)]]
        rows += [[r.label, r.unit or "条", *values(table, r, cells)] for r in table.data_rows]
        lines = [separator.join(row) for row in rows]
        if "|" in separator:
            lines = [f"| {line} |" for line in lines]
            lines.insert(1, "|" + "---|" * len(rows[0]))
        text += f"附表{number}\n\n" + "\n".join(lines) + "\n\n"
    found = understand(read_document(text.encode(), "report.md").lines)
    assert {f.cell: f.quantity.value for f in found.facts} == cells
    assert found.findings == ()
