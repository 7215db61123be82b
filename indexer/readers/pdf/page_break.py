"""Rows cut in two by the end of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.readers.pdf.row import without_row
from indexer.readers.pdf.table import PageTable, TableCell

_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}\s*[）)、.．]|[㈠-㈩①-⑳])")
_VALUE = re.compile(r"[\s\d.,，+\-−—/％%]+")

_FOOT, _HEAD = 0.6, 0.35
"""Shares of a page's height below which a table ends, and above which the next begins, where
one goes on from page to page."""

_MOST_BLANK = 0.05
"""In a table with a larger share of blank cells, blank ones in a row say nothing."""

_Pair = tuple[int, TableCell]


def joined(tables: Sequence[PageTable]) -> list[PageTable]:
    """The same tables, rows that the end of a page cuts in two made whole on the page before.

    A row is taken for cut where no rule is drawn on either side of the break. Where rules are
    drawn on both sides (LibreOffice, Word), it is where the one half goes on with the label of
    the other and leaves cells blank that the other fills, in a table that has hardly any blank
    cell; a header that is repeated on the new page stands between the halves.
    """
    result: list[PageTable] = []
    for table in tables:
        row = _cut_row(result[-1], table) if result else None
        if row is None:
            result.append(table)
            continue
        above = result[-1]
        result[-1] = _filled(above, _pairs(above, table, row) or [])
        if table.rows > 1:
            result.append(replace(without_row(table, row), open_top=False))
    return result


def _cut_row(above: PageTable, below: PageTable) -> int | None:
    """The row of the lower table that is the rest of the last row of the upper one, if any."""
    if below.frame.number != above.frame.number + 1:
        return None
    if above.open_bottom and below.open_top:
        pairs = _pairs(above, below, 0)
        return 0 if pairs and not any(_both_values(above, pair) for pair in pairs) else None
    if above.open_bottom or below.open_top or not _goes_on(above, below):
        return None
    row = _repeated(above, below)
    pairs = _pairs(above, below, row)
    return row if pairs and _is_rest(above, below, row, pairs) else None


def _pairs(above: PageTable, below: PageTable, row: int) -> list[_Pair] | None:
    """Cells of one row of the lower table, each with the one of the upper that it goes on."""
    ends = [i for i, c in enumerate(above.cells) if c.ruled.row + c.ruled.rows == above.rows]
    pairs = []
    for cell in below.cells:
        if cell.ruled.row == row and cell.ruled.rows == 1:
            upper = next((i for i in ends if _aligned(above.cells[i], cell)), None)
            if upper is None:
                return None
            pairs.append((upper, cell))
    return pairs


def _goes_on(above: PageTable, below: PageTable) -> bool:
    return (
        above.region.bottom > _FOOT * above.frame.height
        and below.region.top < _HEAD * below.frame.height
    )


def _repeated(above: PageTable, below: PageTable) -> int:
    """How many rows at the top of both tables print the same: a header, repeated."""
    count = 0
    while count < min(above.rows, below.rows) - 1 and _texts(above, count) == _texts(below, count):
        count += 1
    return count


def _texts(table: PageTable, row: int) -> list[str]:
    return ["".join(c.text.split()) for c in table.cells if c.ruled.row == row]


def _is_rest(above: PageTable, below: PageTable, row: int, pairs: Sequence[_Pair]) -> bool:
    """Whether a row, closed by rules, is still the rest of the one before the break."""
    going_on = [(i, cell) for i, cell in pairs if cell.text and above.cells[i].text]
    one_sided = any(bool(cell.text) != bool(above.cells[i].text) for i, cell in pairs)
    if not going_on or not one_sided:
        return False
    if any(_both_values(above, pair) for pair in going_on):
        return False
    if _NUMBERED.match(going_on[0][1].text):
        return False
    others = [c.text for c in above.cells if c.ruled.rows == 1 and c.ruled.row < above.rows - 1]
    others += [c.text for c in below.cells if c.ruled.rows == 1 and c.ruled.row > row]
    return sum(not text for text in others) <= _MOST_BLANK * len(others)


def _both_values(above: PageTable, pair: _Pair) -> bool:
    upper, lower = above.cells[pair[0]].text, pair[1].text
    return bool(_VALUE.fullmatch(upper) and _VALUE.fullmatch(lower))


def _filled(above: PageTable, pairs: Sequence[_Pair]) -> PageTable:
    """The upper table with the rest of its last row."""
    cells = list(above.cells)
    for i, rest in pairs:
        if rest.text:
            whole = "\n".join(text for text in (cells[i].text, rest.text) if text)
            cells[i] = cells[i]._replace(text=whole, legible=cells[i].legible and rest.legible)
    return replace(above, cells=tuple(cells))


def _aligned(above: TableCell, below: TableCell) -> bool:
    a, b = above.ruled.region, below.ruled.region
    return abs(a.left - b.left) <= 3 and abs(a.right - b.right) <= 3
