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

    Lines are told only where they are surely those of the stored text: what stands in pictures
    may have been read then.

    Args:
        document: of a kind whose places name elements.
    """
    numbered = not document.unread_images
    parts: list[str] = []
    at = room = 0
    sheet = ""
    for grid in document.grids:
        size = grid.rows * grid.columns
        if grid.first < at or room + size > MOST_CELLS:
            continue
        room += size
        above, sheet = _lines(document.lines[at : grid.first], sheet, numbered)
        heading, sheet = _heading(grid.cells[0].place.element if grid.cells else "", sheet)
        at = grid.first + grid.rows
        rows = document.lines[grid.first : at] if numbered else ()
        parts += [*above, heading, *_table(grid, rows)]
    return "".join((*parts, *_lines(document.lines[at:], sheet, numbered)[0]))


def _lines(lines: Sequence[Line], sheet: str, numbered: bool) -> tuple[list[str], str]:
    """Paragraphs, one for the lines of one element, and the sheet they end in."""
    parts: list[str] = []
    for element, same in groupby(lines, key=lambda line: line.place.element):
        held = list(same)
        texts = [_text(line) for line in held]
        if any(texts):
            heading, sheet = _heading(element, sheet)
            numbers = _numbers(held) if numbered else ""
            parts += [heading, f"<p{_path(element)}{numbers}>{'<br>'.join(texts)}</p>"]
    return parts, sheet


def _text(line: Line) -> str:
    return escape(_GAP.join(line.cells) if line.cells else line.text.strip(), quote=False)


def _heading(element: str, before: str) -> tuple[str, str]:
    """The name of the sheet an element stands in, where that is another one than before."""
    sheet, mark, _ = element.rpartition("!")
    if not mark or sheet == before:
        return "", before
    return f"<h2>{escape(sheet.rpartition('/')[2], quote=False)}</h2>", sheet


def _table(grid: Grid, lines: Sequence[Line]) -> Iterator[str]:
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
        yield f"<tr{_numbers(lines[row : row + 1])}>"
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


def _numbers(lines: Sequence[Line]) -> str:
    """The first and the last line of some; nothing of none."""
    if not lines or lines[0].place.line is None:
        return ""
    return f' data-lines="{lines[0].place.line}-{lines[-1].place.line}"'


def _path(element: str) -> str:
    return f' data-path="{escape(element)}"' if element else ""
