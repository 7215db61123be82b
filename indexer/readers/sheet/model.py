"""A worksheet as it is printed, whatever kind of file it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say

MOST_ROWS = 2_000
MOST_COLUMNS = 200
"""Clamps for what a sheet fills; the longest annex has 300 rows and 20 columns."""

MOST_CELLS = 200_000
"""Clamp for the cells of a workbook, empty ones with a format included."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows.

    Attributes:
        text: as printed, its lines joined by ``\\n``; empty for a blank one.
        legible: false for an error value or a formula whose result the file does not hold.
        bordered: whether it is drawn as a cell.
    """

    text: str
    legible: bool = True
    bordered: bool = False


@dataclass(slots=True)
class Sheet:
    """A visible sheet; rows and columns count from 0, hidden ones included.

    Attributes:
        cells: what is in it, blank cells with a border included.
        merged: first row, first column, last row and last column of each merged range.
        hidden_rows, hidden_columns: what is not printed.
    """

    name: str
    cells: dict[tuple[int, int], Shown] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def too_complex(name: str, cause: str) -> UnreadableSourceError:
    """The error for a workbook beyond the clamps."""
    return UnreadableSourceError(
        say("%(name)s %(cause)s", name=name, cause=cause),
        remedy=say("请只保留统计表所在的工作表后再试"),
        code="too_complex",
    )


def column_name(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
