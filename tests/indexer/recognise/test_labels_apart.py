"""Labels and values in blocks of their own: the order tells, or nothing is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from recognise_layouts import (
    Numbers,
    broken_labels,
    groups,
    labelled,
    numbers,
    values,
)

from govreport_search.domain import CellId
from govreport_search.forms import Row, form
from indexer.readers import read_document
from indexer.recognise import understand

SHAPE = form("2021")
CELLS = numbers(SHAPE)
TABLE = SHAPE.table("requests")
ROWS = list(TABLE.data_rows)


def line(row: Row) -> str:
    return " ".join(values(TABLE, row, CELLS))


def requests_read(body: list[str]) -> Numbers:
    """The numbers of the second table, printed as these lines in an otherwise usual report."""
    text = broken_labels(SHAPE, CELLS)
    first = text.index("申请人情况")
    end = text.index("四、政府信息公开行政复议")
    header = "申请人情况\n自然人 法人或其他组织 总计\n商业企业 科研机构 其他\n"
    text = text[:first] + header + "\n".join(body) + "\n" + text[end:]
    reading = understand(read_document(text.encode(), "report.txt").lines)
    return {
        f.cell: f.quantity.value
        for f in reading.facts
        if f.quantity.value is not None and f.cell.table == TABLE.id
    }


EXPECTED = {cell: value for cell, value in CELLS.items() if cell.table == TABLE.id}


def blocks(size: int) -> list[str]:
    """Some labels, their values, the next labels, their values, ..."""
    body: list[str] = []
    for start in range(0, len(ROWS), size):
        part = ROWS[start : start + size]
        body += [labelled(row) for row in part] + [line(row) for row in part]
    return body


@pytest.mark.parametrize("size", [2, 5, 12, len(ROWS)])
def test_labels_first_then_as_many_values(size: int) -> None:
    assert requests_read(blocks(size)) == EXPECTED


@pytest.mark.parametrize("size", [5, 12, len(ROWS)])
@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body.remove(line(ROWS[3])),
        lambda body: body.remove(labelled(ROWS[3])),
        lambda body: (body.remove(labelled(ROWS[6])), body.remove(line(ROWS[3]))),
        lambda body: (body.remove(labelled(ROWS[-1])), body.remove(line(ROWS[-3]))),
    ],
)
def test_a_loss_among_them_makes_no_wrong_number(
    size: int, damage: Callable[[list[str]], object]
) -> None:
    body = blocks(size)
    damage(body)
    assert {c: v for c, v in requests_read(body).items() if EXPECTED[c] != v} == {}


@pytest.mark.parametrize("kept", [6, len(ROWS)])
def test_values_printed_before_their_labels_are_not_given_to_the_label_before(kept: int) -> None:
    body = [text for row in ROWS[:kept] for text in (line(row), labelled(row))]
    got = requests_read(body)
    assert {c: v for c, v in got.items() if EXPECTED[c] != v} == {}


def test_values_before_labels_in_groups_with_columns_of_their_own() -> None:
    table = SHAPE.table("disclosure")
    lines: list[str] = []
    for group, rows in groups(table):
        columns = [table.column(column).label for column in group.columns]
        lines += [group.label, " ".join(["信息内容", *columns])]
        for row in rows:
            lines += [" ".join(values(table, row, CELLS)), row.label]
    text = broken_labels(SHAPE, CELLS)
    start, end = text.index("第二十条"), text.index("三、收到和处理")
    text = text[:start] + "\n".join(lines) + "\n\n" + text[end:]
    reading = understand(read_document(text.encode(), "report.txt").lines)
    got = {f.cell: f.quantity.value for f in reading.facts if f.quantity.value is not None}
    assert {c: v for c, v in got.items() if CELLS[c] != v} == {}
    assert CellId("requests", "new", "total") in got
