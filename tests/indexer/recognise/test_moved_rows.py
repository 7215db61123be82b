"""Rows of text that lost a value and were filled up with a blank cell at their end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from recognise_layouts import every_table, labelled, report

from govreport_search.domain import Quantity, State
from govreport_search.forms import form
from indexer.readers import read_document
from indexer.recognise import understand

SHAPE = form("2021")
REQUESTS, DISPUTES = SHAPE.table("requests"), SHAPE.table("disputes")
VALUES = [0, 3, 0, 2, 0, 1, 6]
DAMAGED = "partial"


def read(section: str, rows: list[list[str]]) -> dict[tuple[str, str], Quantity]:
    width = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * width)
    text = report(SHAPE, {**every_table(SHAPE, lambda _: ""), section: "\n".join(lines)})
    reading = understand(read_document(text.encode(), "report.md").lines)
    found = [fact for fact in reading.facts if fact.cell.table == section]
    return {(fact.cell.row, fact.cell.column): fact.quantity for fact in found}


def requests(printed: list[str], trailing: int) -> dict[tuple[str, str], Quantity]:
    """A table whose rows all have the same values, but for one."""
    rows = [["", *(column.label for column in REQUESTS.columns), *[""] * trailing]]
    for row in REQUESTS.data_rows:
        values = printed if row.id == DAMAGED else [str(value) for value in VALUES]
        rows.append([labelled(row), *values, *[""] * trailing])
    return read("requests", rows)


@pytest.mark.parametrize("trailing", [0, 2])
@pytest.mark.parametrize("lost", range(6))
def test_a_lost_value_moves_no_other(lost: int, trailing: int) -> None:
    values = [str(value) for value in VALUES]
    found = requests([*values[:lost], *values[lost + 1 :], ""], trailing)
    for (row, column), quantity in found.items():
        at = [each.id for each in REQUESTS.columns].index(column)
        if row != DAMAGED:
            assert quantity.value == VALUES[at]
        else:
            assert quantity.state is State.UNREADABLE


def test_blanks_dropped_from_a_row_of_few_values() -> None:
    found = requests(["3", "3", "", "", "", "", ""], 0)
    assert {q.state for (row, _), q in found.items() if row == DAMAGED} == {State.UNREADABLE}


def test_a_total_that_is_not_printed_stays_blank() -> None:
    found = requests(["4", "0", "0", "1", "0", "0", ""], 0)
    row = [found[DAMAGED, column.id] for column in REQUESTS.columns]
    assert [q.value for q in row] == [4, 0, 0, 1, 0, 0, None]
    assert row[-1].state is State.BLANK


@pytest.mark.parametrize("lost", range(14))
def test_a_line_of_blocks_that_lost_a_value(lost: int) -> None:
    values = [str(value) for value in (1, 0, 2, 0, 3, 0, 4, 0, 1, 5, 2, 0, 0, 6, 8)]
    header = ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9]
    names = [column.label for column in DISPUTES.columns] * 3
    whole = read("disputes", [header, names, values])
    assert [q.value for q in whole.values()] == list(map(Decimal, values))
    found = read("disputes", [header, names, [*values[:lost], *values[lost + 1 :], ""]])
    pairs = zip(found.values(), values, strict=True)
    assert all(q.value is None or q.value == Decimal(text) for q, text in pairs)


@pytest.mark.parametrize("values", [VALUES, [3, 0, 0, 0, 0, 0, 3], [3, 2, 0, 0, 0, 0, 9]])
def test_a_total_printed_first_is_read_as_the_header_and_the_sums_say(values: list[int]) -> None:
    columns = [column.id for column in REQUESTS.columns]
    inner = [column.label for column in REQUESTS.columns if column.parent]
    rows = [["", "总计", "自然人", "法人或其他组织"], ["", "", "", *inner]]
    printed = [str(values[-1]), *map(str, values[:-1])]
    rows += [[labelled(row), *printed] for row in REQUESTS.data_rows]
    found = read("requests", rows)
    for (_, column), quantity in found.items():
        told = sum(values[:-1]) == values[-1]
        assert quantity.value == (values[columns.index(column)] if told else None)
