"""Damage done to a drawing: what readers, converters and offices do to tables."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from grid_drawing import Drawing, Drawn

Damage = Callable[[Drawing, random.Random], None]


def _values(row: list[Drawn]) -> list[int]:
    return [index for index, cell in enumerate(row) if cell.cell is not None]


def _labels(row: list[Drawn]) -> list[int]:
    return [index for index, cell in enumerate(row) if cell.is_label]


def _row_of_values(drawing: Drawing, rng: random.Random, fewest: int = 1) -> list[Drawn] | None:
    rows = [row for row in drawing if len(_values(row)) >= fewest]
    return rng.choice(rows) if rows else None


def _labelled_row(drawing: Drawing, rng: random.Random) -> list[Drawn] | None:
    rows = [row for row in drawing if _labels(row)]
    return rng.choice(rows) if rows else None


def _header_row(drawing: Drawing, rng: random.Random) -> list[Drawn] | None:
    rows = [row for row in drawing if not _values(row) and len(row) > 1]
    return rng.choice(rows) if rows else None


def drop_value(drawing: Drawing, rng: random.Random) -> None:
    if (row := _row_of_values(drawing, rng)) is not None:
        row.pop(rng.choice(_values(row)))


def repeat_value(drawing: Drawing, rng: random.Random) -> None:
    if (row := _row_of_values(drawing, rng)) is not None:
        index = rng.choice(_values(row))
        row.insert(index, replace(row[index], cell=None))


def drop_row(drawing: Drawing, rng: random.Random) -> None:
    drawing.pop(rng.randrange(len(drawing)))


def drop_label(drawing: Drawing, rng: random.Random) -> None:
    if (row := _labelled_row(drawing, rng)) is not None:
        row.pop(rng.choice(_labels(row)))


def blank_label(drawing: Drawing, rng: random.Random) -> None:
    if (row := _labelled_row(drawing, rng)) is not None:
        index = rng.choice(_labels(row))
        row[index] = replace(row[index], text="")


def misprint_label(drawing: Drawing, rng: random.Random) -> None:
    row = _labelled_row(drawing, rng)
    index = rng.choice(_labels(row)) if row is not None else 0
    if row is not None and (text := row[index].text):
        at = rng.randrange(len(text))
        row[index] = replace(row[index], text=text[:at] + rng.choice(["", "某"]) + text[at + 1 :])


def merge_across(drawing: Drawing, rng: random.Random) -> None:
    if (row := _row_of_values(drawing, rng, 2)) is not None:
        at = rng.choice(_values(row)[:-1])
        first, second = row[at], row.pop(at + 1)
        text = first.text or second.text
        row[at] = replace(first, text=text, columns=first.columns + second.columns)


def merge_down(drawing: Drawing, rng: random.Random) -> None:
    pairs = [
        (above, below)
        for above, below in pairwise(drawing)
        if _values(above) and len(_values(above)) == len(_values(below))
    ]
    if pairs:
        above, below = rng.choice(pairs)
        turn = rng.randrange(len(_values(above)))
        at, under = _values(above)[turn], _values(below)[turn]
        lost = below.pop(under)
        above[at] = replace(above[at], text=above[at].text or lost.text, rows=2)


def drop_header_cell(drawing: Drawing, rng: random.Random) -> None:
    if (row := _header_row(drawing, rng)) is not None:
        row.pop(rng.randrange(len(row)))


def blank_header_cell(drawing: Drawing, rng: random.Random) -> None:
    if (row := _header_row(drawing, rng)) is not None:
        index = rng.randrange(len(row))
        row[index] = replace(row[index], text="")


def add_column(drawing: Drawing, rng: random.Random) -> None:
    """A column of remarks and stray numbers behind all others."""
    for row in drawing:
        row.append(Drawn(rng.choice(["", "备注", "7"])))


def hide_value(drawing: Drawing, rng: random.Random) -> None:
    """Ink that cannot be read, though it looks like a number."""
    if (row := _row_of_values(drawing, rng)) is not None:
        index = rng.choice(_values(row))
        row[index] = replace(row[index], text="77777", legible=False)


def split_label(drawing: Drawing, rng: random.Random) -> None:
    """A label over several columns becomes a narrow one with a blank cell beside it."""
    for row in drawing:
        for index in reversed(_labels(row)):
            wide = row[index].columns
            if wide > 1 and _values(row) and rng.random() < 0.5:
                blank = replace(row[index], text="", columns=wide - 1)
                row[index : index + 1] = [replace(row[index], columns=1), blank]


def break_lines(drawing: Drawing, rng: random.Random) -> None:
    for row in drawing:
        for index, cell in enumerate(row):
            if cell.cell is None and rng.random() < 0.5:
                width = rng.choice([1, 2, 4, 6])
                parts = [cell.text[at : at + width] for at in range(0, len(cell.text), width)]
                row[index] = replace(cell, text="\n".join(parts))


HARMLESS: tuple[Damage, ...] = (split_label, break_lines)
SERIOUS: tuple[Damage, ...] = (
    drop_value,
    repeat_value,
    drop_row,
    drop_label,
    blank_label,
    misprint_label,
    merge_across,
    merge_down,
    drop_header_cell,
    blank_header_cell,
    add_column,
    hide_value,
)
