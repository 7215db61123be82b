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
