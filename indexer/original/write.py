"""What a reader made of a file, as paragraphs and tables in markup of our own making.

Nothing of the file's own markup, styles or links comes along: only the words that were read, the
places they were read at, and which cells of a table are merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from indexer.blocks import Document, Grid, GridCell, Line

MOST_CELLS = 20_000
"""Positions of all tables that are laid out; of larger ones a browser takes long to show the
first row. The longest annex has 300 rows and 20 columns; the rows of what is more are lines."""

_UNREAD = "〔不能辨认〕"
_GAP = "\u3000"
"""Between the parts of a line that stand apart in a sheet."""


def written_out(document: Document) -> str:
    """The lines of a document and its tables in their order, each with its place.

    Args:
        document: of a kind whose places name elements.
    """
    parts: list[str] = []
    at = room = 0
    sheet = ""
    for grid in document.grids:
        size = grid.rows * grid.columns
        if grid.first < at or room + size > MOST_CELLS:
            continue
        room += size
        above, sheet = _lines(document.lines[at : grid.first], sheet)
        heading, sheet = _heading(grid.cells[0].place.element if grid.cells else "", sheet)
        parts += [*above, heading, *_table(grid)]
        at = grid.first + grid.rows
    return "".join((*parts, *_lines(document.lines[at:], sheet)[0]))


def _lines(lines: Sequence[Line], sheet: str) -> tuple[list[str], str]:
    """Paragraphs, one for the lines of one element, and the sheet they end in."""
    parts: list[str] = []
    for element, same in groupby(lines, key=lambda line: line.place.element):
        texts = [_text(line) for line in same]
        if any(texts):
            heading, sheet = _heading(element, sheet)
            parts += [heading, f"<p{_path(element)}>{'<br>'.join(texts)}</p>"]
    return parts, sheet


def _text(line: Line) -> str:
    return escape(_GAP.join(line.cells) if line.cells else line.text.strip(), quote=False)


def _heading(element: str, before: str) -> tuple[str, str]:
    """The name of the sheet an element stands in, where that is another one than before."""
    sheet, mark, _ = element.rpartition("!")
    if not mark or sheet == before:
        return "", before
    return f"<h2>{escape(sheet.rpartition('/')[2], quote=False)}</h2>", sheet


def _table(grid: Grid) -> Iterator[str]:
    """The rows of a grid; a position without a cell is kept free, else others would move there."""
    begun = {(cell.row, cell.column): cell for cell in grid.cells}
    covered = {
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    yield "<table>"
    for row in range(grid.rows):
        yield "<tr>"
        for column in range(grid.columns):
            if (row, column) in begun:
                yield _cell(begun[row, column])
            elif (row, column) not in covered:
                yield '<td data-none=""></td>'
        yield "</tr>"
    yield "</table>"


def _cell(cell: GridCell) -> str:
    spans = (("colspan", cell.columns), ("rowspan", cell.rows))
    spanned = "".join(f' {name}="{count}"' for name, count in spans if count > 1)
    text = "<br>".join(escape(part, quote=False) for part in cell.text.split("\n"))
    if not cell.legible:
        text = f"{text}{_UNREAD}"
    return f"<td{_path(cell.place.element)}{spanned}>{text}</td>"


def _path(element: str) -> str:
    return f' data-path="{escape(element)}"' if element else ""
