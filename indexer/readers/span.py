"""The table model: cells of rows with spans onto a grid, without overlap.

The same for elements of a page and for tables that converters leave in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST_SPANNED = 60
"""Clamp for colspan and rowspan: the widest statutory table has 15 columns and 30 rows."""

MOST_POSITIONS = 200_000
"""Clamp for a grid's rows times columns."""

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Spanned(Generic[Content]):
    """A cell as it is written.

    Attributes:
        content: what is in it.
        across, down: its spans, clamped; ``down`` 0 reaches to the end of its row group.
    """

    content: Content
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Placed(Generic[Content]):
    """A cell on the grid."""

    content: Content
    row: int
    column: int
    rows: int
    columns: int


def span(printed: str | None, least: int = 1) -> int:
    """A span's number out of an attribute, clamped; 1 where it is none.

    Args:
        printed: the attribute's value.
        least: 0 for rowspan, where 0 has a meaning of its own.
    """
    digits = re.match(r"\s*\+?(\d+)", printed or "")
    if not digits:
        return 1
    number = int(digits[1][:6])
    return min(number, MOST_SPANNED) if number >= least else 1


def placed(
    groups: Sequence[Sequence[Sequence[Spanned[Content]]]],
) -> tuple[list[Placed[Content]], int, int]:
    """Cells on the grid, its rows and its columns.

    Spans of rows end with their row group, as browsers have it. Where a wide cell would run
    over one that reaches down from above, it is cut there; the next cell stands where it would
    stand in a browser, which prints one over the other.

    Args:
        groups: row groups (head, bodies, foot) of rows of cells.
    """
    cells: list[Placed[Content]] = []
    width, first = 0, 0
    for rows in groups:
        taken: list[int] = []  # for each column the first row below what reaches down
        for offset, row in enumerate(rows):
            at, column = first + offset, 0
            for cell in row:
                while column < len(taken) and taken[column] > at:
                    column += 1
                left = len(rows) - offset
                down = left if cell.down == 0 else min(cell.down, left)
                until = column + cell.across
                end = column + 1
                while end < until and not (end < len(taken) and taken[end] > at):
                    end += 1
                taken += [0] * (until - len(taken))
                taken[column:until] = [max(at + down, below) for below in taken[column:until]]
                cells.append(Placed(cell.content, at, column, down, end - column))
                column = until
            width = max(width, column)
        first += len(rows)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return cells, first, width
