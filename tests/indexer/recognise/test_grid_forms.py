"""Every form, drawn as grids: each cell right, at its own place, and nothing left as text."""

from __future__ import annotations

import random

import pytest
from grid_drawing import (
    Drawing,
    Truth,
    cut,
    draw,
    every_table_of,
    facts_of,
    read,
    report,
    truth_of,
    unread,
    with_blanks,
    wrong,
)

from govreport_search.domain import CellId, State
from govreport_search.forms import Form, all_forms, form

FORMS = [f.id for f in all_forms()]


def whole(chosen: Form, truth: Truth) -> list[Drawing | None]:
    drawings: list[Drawing | None] = []
    for name in every_table_of(chosen):
        drawings += [None, draw(chosen, chosen.table(name), truth)]
    return drawings


def printed(chosen: Form, truth: Truth) -> list[CellId]:
    names = every_table_of(chosen)
    return [cell for cell in truth if cell.table in names]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("blanks", [0.0, 0.3, 0.9])
def test_every_cell_is_read(name: str, blanks: float) -> None:
    chosen = form(name)
    truth = with_blanks(truth_of(chosen), random.Random(7), blanks)
    reading = read(chosen, whole(chosen, truth))
    assert reading.form == name
    assert wrong(reading, truth) == []
    assert unread(reading, truth, printed(chosen, truth)) == []


@pytest.mark.parametrize("name", FORMS)
def test_a_fact_stands_at_its_own_cell(name: str) -> None:
    chosen = form(name)
    truth = truth_of(chosen)
    _, grids = report(chosen, whole(chosen, truth))
    reading = read(chosen, whole(chosen, truth))
    at = {(c.place.line, c.place.element): c.text for g in grids for c in g.cells}
    facts = facts_of(reading)
    numbers = [cell for cell, fact in facts.items() if fact.quantity.state is State.NUMBER]
    assert len(numbers) > 20
    for cell in numbers:
        place = facts[cell].place
        assert place is not None
        assert at[(place.line, place.element)] == truth[cell]


@pytest.mark.parametrize("name", FORMS)
def test_no_row_of_a_table_is_left_as_text(name: str) -> None:
    chosen = form(name)
    truth = truth_of(chosen)
    reading = read(chosen, whole(chosen, truth))
    numbers = {text for text in truth.values() if text}
    for section in reading.sections:
        assert not numbers & set(section.printed.split()), section.printed


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("repeat", ["same", "empty", "absent"])
@pytest.mark.parametrize("header", [False, True])
def test_a_table_cut_anywhere_by_a_page_is_read_whole(name: str, repeat: str, header: bool) -> None:
    chosen = form(name)
    truth = with_blanks(truth_of(chosen), random.Random(3), 0.3)
    for table_id in every_table_of(chosen):
        table = chosen.table(table_id)
        drawing = draw(chosen, table, truth)
        height = 3 if table.corner else 0
        random_cuts = random.Random(name + repeat).sample(
            range(1, len(drawing)), k=min(8, len(drawing) - 1)
        )
        for at in {1, 2, *random_cuts}:
            above, below = cut(drawing, at, repeat)
            if header and height and at > height:
                below = [*drawing[:height], *below]
            drawings: list[Drawing | None] = []
            for other in every_table_of(chosen):
                mine = (
                    [above, below]
                    if other == table_id
                    else [draw(chosen, chosen.table(other), truth)]
                )
                drawings += [None, *mine]
            reading = read(chosen, drawings)
            assert wrong(reading, truth) == [], (table_id, at)
            assert unread(reading, truth, printed(chosen, truth)) == [], (table_id, at)
