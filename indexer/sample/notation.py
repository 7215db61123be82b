"""Cells of a report in a short notation, a line for each row, that people can compare."""

from __future__ import annotations

from collections.abc import Mapping

from govreport_search.domain import CellId, State
from indexer.sample.model import TrueCell

SIGNS = {
    State.BLANK: "_",
    State.NOT_APPLICABLE: "/",
    State.TEXT: "T",
    State.UNREADABLE: "?",
    State.MISSING: ".",
}


def noted(cells: Mapping[CellId, TrueCell]) -> dict[str, str]:
    """Row -> its cells in order: numbers as digits, other states as one sign each.

    A sign or number that nobody can be sure of is followed by ``~``.
    """
    rows: dict[str, list[str]] = {}
    for cell, true in cells.items():
        sign = SIGNS.get(true.state) or f"{true.value:f}"
        name = f"{cell.column}={sign}{'' if true.certain else '~'}"
        rows.setdefault(cell.indicator, []).append(name)
    return {row: " ".join(signs) for row, signs in rows.items()}


def read_note(rows: Mapping[str, str]) -> dict[str, str]:
    """The inverse, by dotted cell id, with the signs left as they are."""
    return {
        f"{row}.{name}": sign
        for row, signs in rows.items()
        for name, _, sign in (part.partition("=") for part in signs.split(" "))
    }
