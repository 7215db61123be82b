"""Rows that a page cuts between their values and their label, in every row of a form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grid_drawing import (
    Drawing,
    Drawn,
    cut,
    draw,
    every_table_of,
    read,
    truth_of,
    unread,
    wrong,
)

from govreport_search.forms import form


def cut_below_values(
    drawing: Drawing, at: int, header: int, groups: str
) -> tuple[Drawing, Drawing]:
    """A drawing whose row ``at`` leaves its values above and takes its label below."""
    above, below = cut(drawing, at + 1, groups)
    row = above[-1]
    upper = [replace(c, text="") if c.is_label and c.rows == 1 else c for c in row]
    lower = [replace(c, text="") if c.cell else replace(c, rows=1) for c in row]
    missing = sum(c.columns for c in drawing[0]) - sum(c.columns for c in lower)
    lower = [*([Drawn("", columns=missing)] if missing else []), *lower]
    return [*above[:-1], upper], [*drawing[:header], lower, *below]


@pytest.mark.parametrize("groups", ["same", "empty"])
@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize(("name", "table", "head"), [("2021", "requests", 3), ("2014", "", 1)])
def test_values_at_the_foot_and_their_label_on_the_next_page(
    name: str, table: str, head: int, repeated: bool, groups: str
) -> None:
    chosen = form(name)
    truth = truth_of(chosen)
    table = table or chosen.tables[0].id
    drawing = draw(chosen, chosen.table(table), truth)
    for at in range(head, len(drawing)):
        if not any(cell.cell for cell in drawing[at]):
            continue
        halves = cut_below_values(drawing, at, head if repeated else 0, groups)
        drawings: list[Drawing | None] = []
        for each in every_table_of(chosen):
            one = draw(chosen, chosen.table(each), truth)
            drawings += [None, *(halves if each == table else [one])]
        reading = read(chosen, drawings)
        assert wrong(reading, truth) == []
        assert len(unread(reading, truth, [c for c in truth if c.table == table])) <= 1


def test_values_that_may_be_another_rows_are_not_read() -> None:
    """The row before is not printed: it may be the one whose label is lost."""
    chosen = form("2021")
    truth = truth_of(chosen)
    drawing = draw(chosen, chosen.table("requests"), truth)
    at = next(i for i, row in enumerate(drawing) if row[-1].cell and row[-1].cell.row == "partial")
    above, below = cut_below_values(drawing, at, 3, "same")
    granted = above.index(next(r for r in above if r[-1].cell and r[-1].cell.row == "granted"))
    del above[granted]
    drawings: list[Drawing | None] = []
    for each in every_table_of(chosen):
        one = draw(chosen, chosen.table(each), truth)
        drawings += [None, *([above, below] if each == "requests" else [one])]
    assert wrong(read(chosen, drawings), truth) == []
