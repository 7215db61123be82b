"""Rows that printing broke: cut in two by the end of a page, or torn by cells that end unevenly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.readers.pdf.table import PageTable, TableCell
from indexer.readers.typeset import around

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
            table = _without_row(table, row)
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


def _without_row(table: PageTable, row: int) -> PageTable:
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


def joined(tables: Sequence[PageTable]) -> list[PageTable]:
    """The same tables, rows that the end of a page breaks made whole on the page before.

    Only where no rule is drawn on either side of the break is a row taken for broken.
    """
    result: list[PageTable] = []
    for table in tables:
        whole = _continued(result[-1], table) if result else None
        if whole is None:
            result.append(table)
        else:
            result[-1] = whole[0]
            result += whole[1:]
    return result


def _continued(above: PageTable, below: PageTable) -> list[PageTable] | None:
    """Both tables with the broken row in the first; ``None`` where no row is broken."""
    if not (above.open_bottom and below.open_top):
        return None
    if below.frame.number != above.frame.number + 1:
        return None
    cut = [i for i, c in enumerate(above.cells) if c.ruled.row + c.ruled.rows == above.rows]
    first = [c for c in below.cells if c.ruled.row == 0]
    pairs = [(next((i for i in cut if _aligned(above.cells[i], c)), None), c) for c in first]
    single = [(i, c) for i, c in pairs if c.ruled.rows == 1]
    if any(i is None for i, _ in single) or not single:
        return None
    if sum(bool(above.cells[i].text and c.text) for i, c in single if i is not None) > 2:
        return None  # both sides print values: two rows whose rule was left out
    cells = list(above.cells)
    for i, part in single:
        if i is not None and part.text:
            whole = "\n".join(text for text in (cells[i].text, part.text) if text)
            cells[i] = cells[i]._replace(text=whole, legible=cells[i].legible and part.legible)
    upper = replace(above, cells=tuple(cells))
    if below.rows == 1:
        return [upper]
    rest = [_raised(c) for c in below.cells if c.ruled.row > 0 or c.ruled.rows > 1]
    region = around([c.ruled.region for c in rest])
    lower = replace(below, rows=below.rows - 1, cells=tuple(rest), region=region, open_top=False)
    return [upper, lower]


def _raised(cell: TableCell) -> TableCell:
    """The cell one row further up, shorter where it began in the row that is gone."""
    ruled = cell.ruled
    if ruled.row == 0:
        return cell._replace(ruled=ruled._replace(rows=ruled.rows - 1))
    return cell._replace(ruled=ruled._replace(row=ruled.row - 1))


def _aligned(above: TableCell, below: TableCell) -> bool:
    a, b = above.ruled.region, below.ruled.region
    return abs(a.left - b.left) <= 3 and abs(a.right - b.right) <= 3
