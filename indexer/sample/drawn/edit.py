"""Changes to the grid of a drawn table: rows put in, tables cut in two, rows taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.sample.drawn.table import DrawnCell, DrawnTable


def cut(table: DrawnTable, at: int, *, again: bool) -> tuple[DrawnTable, DrawnTable]:
    """The rows above and below a line; cells across it are divided.

    Args:
        again: whether the lower part of a divided cell shows the text once more.
    """
    above: list[DrawnCell] = []
    below: list[DrawnCell] = []
    for cell in table.cells:
        end = cell.row + cell.rows
        if cell.row < at:
            above.append(replace(cell, rows=min(end, at) - cell.row))
        if end > at:
            top = max(cell.row, at)
            text = cell.text if cell.row >= at or again else ""
            below.append(replace(cell, text=text, row=top - at, rows=end - top))
    lower = replace(table.sorted(below, table.rows - at), header=max(0, table.header - at))
    return table.sorted(above, at), lower


def stack(upper: DrawnTable, lower: DrawnTable) -> DrawnTable:
    """Two tables as one, the first above the second."""
    moved = [replace(cell, row=cell.row + upper.rows) for cell in lower.cells]
    width = max(upper.columns, lower.columns)
    return upper.sorted([*upper.cells, *moved], upper.rows + lower.rows, width)


def header_of(table: DrawnTable) -> DrawnTable:
    """The header rows alone."""
    upper, _ = cut(table, table.header, again=False)
    return upper


def insert_row(table: DrawnTable, at: int, cells: Sequence[DrawnCell]) -> DrawnTable:
    """The table with a row put in; cells across the place go on over it.

    Args:
        cells: of the new row, in the columns that no such cell takes.
    """
    shifted = [
        replace(cell, row=cell.row + 1)
        if cell.row >= at
        else replace(cell, rows=cell.rows + 1)
        if cell.row + cell.rows > at
        else cell
        for cell in table.cells
    ]
    placed = [replace(cell, row=at) for cell in cells]
    return table.sorted([*shifted, *placed], table.rows + 1)


def without_header_rows(table: DrawnTable, count: int) -> DrawnTable:
    """The table without its first rows; cells that reach below them are kept below."""
    _, lower = cut(table, count, again=True)
    return lower


def with_texts(table: DrawnTable, texts: dict[str, str]) -> DrawnTable:
    """The table with other texts in some cells, by the text they had."""
    cells = tuple(
        replace(cell, text=_reworded(cell.text, texts)) if cell.cell is None else cell
        for cell in table.cells
    )
    return replace(table, cells=cells)


def _reworded(text: str, texts: dict[str, str]) -> str:
    for old, new in texts.items():
        text = text.replace(old, new)
    return text
