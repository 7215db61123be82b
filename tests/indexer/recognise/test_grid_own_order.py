"""Grids whose columns, spans or tables stand otherwise than usual, but leave no doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grid_drawing import Drawing, Drawn, Truth, cut, draw, facts_of, read, truth_of, unread, wrong

from govreport_search.domain import CellId, State
from govreport_search.forms import Form, form

LATEST = form("2021")


def one_table(name: str, drawing: Drawing, *more: Drawing) -> list[Drawing | None]:
    """A report with one table only, in its chapter."""
    parts = {"disclosure": 0, "requests": 1, "disputes": 2}
    return [*([None] * (parts[name] + 1)), drawing, *more]


def cells_of(chosen: Form, name: str, truth: Truth) -> list[CellId]:
    return [cell for cell in truth if cell.table == chosen.table(name).id]


@pytest.mark.parametrize("remark", [(), ("备注", "见附件")])
def test_both_annexes_of_the_oldest_form_are_read(remark: tuple[str, ...]) -> None:
    chosen = form("2008")
    truth = truth_of(chosen)
    drawings: list[Drawing | None] = [None]
    for table in chosen.tables:
        drawing = draw(chosen, table, truth)
        for row in drawing if remark else ():
            row.append(Drawn(remark[0] if row is drawing[0] else remark[1]))
        drawings.append(drawing)
    reading = read(chosen, drawings)
    assert wrong(reading, truth) == []
    assert unread(reading, truth, truth) == []


@pytest.mark.parametrize(("left", "right"), [(0, 2), (1, 4), (3, 4)])
def test_a_block_with_columns_in_another_order(left: int, right: int) -> None:
    truth = truth_of(LATEST)
    drawing = draw(LATEST, LATEST.table("disputes"), truth)
    names = drawing[1]
    names[left], names[right] = names[right], names[left]
    values = drawing[3]
    values[left], values[right] = values[right], values[left]
    reading = read(LATEST, one_table("disputes", drawing))
    assert wrong(reading, truth) == []
    assert unread(reading, truth, cells_of(LATEST, "disputes", truth)) == []


def test_a_block_in_another_order_with_an_unknown_column_is_not_read() -> None:
    truth = truth_of(LATEST)
    drawing = draw(LATEST, LATEST.table("disputes"), truth)
    names = drawing[1]
    names[0], names[2] = names[2], replace(names[0], text="若干")
    reading = read(LATEST, one_table("disputes", drawing))
    facts = facts_of(reading)
    states = {facts[c].quantity.state for c in cells_of(LATEST, "disputes", truth)}
    assert states == {State.UNREADABLE}


def test_merged_cells_told_apart_with_their_text_repeated() -> None:
    truth = truth_of(LATEST)
    drawing = [
        [replace(cell, columns=1) for cell in row for _ in range(cell.columns)]
        for row in draw(LATEST, LATEST.table("disclosure"), truth)
    ]
    reading = read(LATEST, one_table("disclosure", drawing))
    assert wrong(reading, truth) == []
    assert unread(reading, truth, cells_of(LATEST, "disclosure", truth)) == []


def moved_left(blank: int | None = None) -> tuple[Drawing, Drawing, Truth]:
    """A table cut within a group; below its header is repeated, the group's label is not."""
    truth = truth_of(LATEST)
    drawing = draw(LATEST, LATEST.table("requests"), truth)
    above, below = cut(drawing, 12, "absent")
    below[0] = [cell for cell in below[0] if not cell.is_hole]
    if blank is not None:
        below[0][-7 + blank] = Drawn("")
    return above, [*drawing[:3], *below], truth


def test_a_full_row_beside_its_columns_is_read() -> None:
    above, below, truth = moved_left()
    reading = read(LATEST, one_table("requests", above, below))
    assert wrong(reading, truth) == []
    assert unread(reading, truth, cells_of(LATEST, "requests", truth)) == []


@pytest.mark.parametrize("blank", [0, 6])
def test_a_row_with_a_blank_beside_its_columns_is_not_read(blank: int) -> None:
    above, below, truth = moved_left(blank)
    reading = read(LATEST, one_table("requests", above, below))
    assert wrong(reading, truth) == []


def rows_of(drawing: Drawing, cell: CellId) -> list[Drawn]:
    return next(row for row in drawing if any(each.cell == cell for each in row))


def requests(row: str) -> tuple[Drawing, list[Drawn], Truth]:
    """The table of requests with real sums in one row, and that row."""
    truth = truth_of(LATEST)
    columns = LATEST.table("requests").row(row).columns
    names = [CellId("requests", row, column) for column in columns]
    truth |= dict(zip(names, ("3", "0", "2", "0", "0", "0", "5"), strict=True))
    drawing = draw(LATEST, LATEST.table("requests"), truth)
    return drawing, rows_of(drawing, names[0]), truth


@pytest.mark.parametrize("lost", [1, 3])
def test_a_row_that_lost_a_cell_and_was_filled_up_is_not_read(lost: int) -> None:
    drawing, row, truth = requests("granted")
    first = next(at for at, cell in enumerate(row) if cell.cell)
    del row[first + lost]
    row.append(Drawn(""))
    assert wrong(read(LATEST, one_table("requests", drawing)), truth) == []


def test_a_blank_total_is_blank() -> None:
    drawing, row, truth = requests("granted")
    row[-1] = Drawn("")
    truth[CellId("requests", "granted", "total")] = ""
    reading = read(LATEST, one_table("requests", drawing))
    assert wrong(reading, truth) == []
    assert unread(reading, truth, cells_of(LATEST, "requests", truth)) == []


def test_a_row_moved_left_into_the_labels_is_not_read() -> None:
    drawing, row, truth = requests("carried_in")
    row[0] = replace(row[0], columns=2)
    row.append(Drawn(""))
    assert wrong(read(LATEST, one_table("requests", drawing)), truth) == []


def test_a_row_that_runs_into_a_column_without_a_header_is_not_read() -> None:
    drawing, row, truth = requests("carried_in")
    for each in drawing:
        if each is not row and each[0].rows < 3:
            each.append(Drawn(""))
    drawing[0].append(Drawn("", rows=3))
    row.insert(3, Drawn("0"))
    reading = read(LATEST, one_table("requests", drawing))
    assert [each for each in wrong(reading, truth) if "carried_in" in each] == []


def test_words_below_the_blocks_stay_text() -> None:
    truth = truth_of(LATEST)
    drawing = draw(LATEST, LATEST.table("disputes"), truth)
    for words in ("五、存在的主要问题及改进情况", "公开的内容还不够具体。"):
        drawing.append([Drawn(words), *(Drawn("") for _ in range(14))])
    reading = read(LATEST, one_table("disputes", drawing))
    assert unread(reading, truth, cells_of(LATEST, "disputes", truth)) == []
    problems = next(s for s in reading.sections if s.id == "problems")
    assert "公开的内容还不够具体。" in problems.printed
