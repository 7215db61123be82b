"""Rows torn by merged cells that end unevenly where a page breaks their table."""

from __future__ import annotations

from dataclasses import replace

from indexer.readers.pdf.table import PageTable

_SLIVER = 1.3
"""A row lower than this many letters may be a sliver."""


def without_slivers(table: PageTable, letter: float) -> PageTable:
    """The table without rows that hold no cell of their own.

    Browsers end merged cells a few points above or below the row they end with, when a page
    breaks the table; between the two edges lies a row that nobody printed.

    Args:
        table: as ruled.
        letter: usual height of its letters.
    """
    printed = {c.ruled.row for c in table.cells if c.text and c.ruled.rows == 1}
    for row in reversed(range(table.rows)):
        if row not in printed and table.rows > 1 and _is_sliver(table, row, letter):
            table = without_row(table, row)
    return table


def _is_sliver(table: PageTable, row: int, letter: float) -> bool:
    through = sum(
        cell.ruled.columns
        for cell in table.cells
        if cell.ruled.rows > 1 and cell.ruled.row <= row < cell.ruled.row + cell.ruled.rows
    )
    if through * 2 <= table.columns:
        return False
    tops = [c.ruled.region.top for c in table.cells if c.ruled.row == row]
    ends = [c.ruled.region.bottom for c in table.cells if c.ruled.row + c.ruled.rows == row + 1]
    return bool(tops and ends) and max(ends) - min(tops) < _SLIVER * letter


def without_row(table: PageTable, row: int) -> PageTable:
    """The table without a row: its own cells are gone, those that reach over it shorter."""
    cells = []
    for cell in table.cells:
        ruled = cell.ruled
        if ruled.row <= row < ruled.row + ruled.rows:
            if ruled.rows > 1:
                cells.append(cell._replace(ruled=ruled._replace(rows=ruled.rows - 1)))
        elif ruled.row > row:
            cells.append(cell._replace(ruled=ruled._replace(row=ruled.row - 1)))
        else:
            cells.append(cell)
    cells.sort(key=lambda cell: (cell.ruled.row, cell.ruled.column))
    return replace(table, rows=table.rows - 1, cells=tuple(cells))
