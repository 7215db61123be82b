"""Damaged grids: a cell may become unreadable, but never another number."""

from __future__ import annotations

import random

import pytest
from grid_damage import HARMLESS, SERIOUS, Damage, merge_down, misprint_label
from grid_drawing import (
    Drawing,
    Drawn,
    Truth,
    cut,
    draw,
    every_table_of,
    read,
    truth_of,
    unread,
    with_blanks,
    wrong,
)

from govreport_search.forms import Form, all_forms, form

FORMS = [f.id for f in all_forms()]


def damaged(
    chosen: Form, truth: Truth, damage: tuple[Damage, ...], rng: random.Random, *, pages: bool
) -> list[Drawing | None]:
    drawings: list[Drawing | None] = []
    for name in every_table_of(chosen):
        drawing = draw(chosen, chosen.table(name), truth)
        for change in damage:
            change(drawing, rng)
        parts = [drawing]
        while pages and len(parts[-1]) > 1 and rng.random() < 0.5:
            at = rng.randrange(1, len(parts[-1]))
            parts[-1:] = cut(parts[-1], at, rng.choice(["same", "empty", "absent"]))
        drawings += [None, *parts]
    return drawings


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("damage", SERIOUS, ids=lambda damage: damage.__name__)
def test_damage_never_makes_a_wrong_number(name: str, damage: Damage) -> None:
    chosen = form(name)
    for seed in range(4):
        rng = random.Random(f"{name}{damage.__name__}{seed}")
        truth = with_blanks(truth_of(chosen), rng, rng.choice([0.0, 0.2, 0.8]))
        harmless = rng.choices([*HARMLESS, misprint_label], k=rng.randrange(3))
        pages = damage is not merge_down  # a page break takes a merged cell apart for good
        drawings = damaged(chosen, truth, (damage, *harmless), rng, pages=pages)
        assert wrong(read(chosen, drawings), truth) == [], seed


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("damage", HARMLESS, ids=lambda damage: damage.__name__)
def test_harmless_changes_lose_no_cell(name: str, damage: Damage) -> None:
    chosen = form(name)
    for seed in range(4):
        rng = random.Random(f"{name}{damage.__name__}{seed}")
        truth = with_blanks(truth_of(chosen), rng, 0.3)
        reading = read(chosen, damaged(chosen, truth, (damage,), rng, pages=True))
        assert wrong(reading, truth) == []
        cells = [cell for cell in truth if cell.table in every_table_of(chosen)]
        assert unread(reading, truth, cells) == []


@pytest.mark.parametrize("depth", [1, 3, 8])
def test_rows_that_lost_the_labels_above_are_not_read_in_other_columns(depth: int) -> None:
    """A page whose vertical labels were left out: its values stand two columns to the left."""
    chosen = form("2021")
    table = chosen.table("requests")
    truth = truth_of(chosen)
    drawing = draw(chosen, table, truth)
    above, below = cut(drawing, 13, "absent")
    below[0] = [cell for cell in below[0] if not cell.is_hole]
    below[0].append(Drawn("27\n17\n24", columns=2, rows=depth))  # what rules left open beside it
    assert wrong(read(chosen, [None, None, above, [*drawing[:3], *below]]), truth) == []
