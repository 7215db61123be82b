"""The neutral units every reader yields: lines, and grids of cells, each with its place.

Readers of all kinds (text, web pages, PDF, Word, sheets, scans) end here, and everything
behind them knows nothing of file formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from govreport_search.domain import Finding, Place


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Attributes:
        text: the line as printed, without its line end and without markup; leading spaces kept.
        place: where it stands.
        cells: the line's cells where the source separates them (tab, pipe, table markup),
            each stripped of outer spaces; ``None`` where the line is plain text. An empty
            string is a printed blank cell.
        padding: how many empty cells at the end of ``cells`` are only the shadow of a
            merged cell (adjacent separators with nothing between them) and may be dropped.
    """

    text: str
    place: Place
    cells: tuple[str, ...] | None = None
    padding: int = 0


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid, merged or not.

    Attributes:
        text: as printed, its lines joined by ``\\n``; empty where the cell is printed blank.
        row, column: 0-based position of its top left corner.
        rows, columns: how many rows and columns of the grid it spans.
        place: where it stands; its ``line`` is that of the grid's row.
        legible: false where something is printed that could not be read; ``text`` is then
            what it may be, and no number is taken from it.
        confidence: how sure the text is, 0 to 1; below 1 only where it was recognised from
            an image.
    """

    text: str
    row: int
    column: int
    place: Place
    rows: int = 1
    columns: int = 1
    legible: bool = True
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose rows and columns the source itself draws or marks up.

    No two cells overlap and none reaches outside; a position that no cell covers is one where
    the source has no cell at all, which is not a blank one.

    Attributes:
        first: index, among the document's lines, of the line of row 0. Row ``r`` is line
            ``first + r``, whose ``cells`` are the texts of the cells that begin in that row.
        rows, columns: its size.
        cells: in reading order.
        sure: false where the columns were derived from the alignment of words instead of
            being drawn or marked up.
    """

    first: int
    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Capture:
    """What a web page says about itself, beside the report in it; empty where it says nothing.

    Attributes:
        title: the page's own title.
        published: date of publication, ``YYYY-MM-DD``.
        site: names of the site or body that publishes, and the breadcrumb, each on a line.
        url: address under which the page says it stands.
    """

    title: str = ""
    published: str = ""
    site: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of one source file.

    Attributes:
        lines: every line in reading order, blank ones included; rows of a table in markup are
            lines, too, wherever their source breaks.
        kind: a value of ``readers.sniff.Kind``.
        encoding: how the bytes were decoded, empty where they are no text.
        text: the source as an editor shows it; line ``n`` of a place is its ``n``-th line.
        grids: the tables among the lines, in order.
        pages: number of pages, 0 for kinds without pages.
        findings: what was odd about the file (a table that is an image, two readings that
            differ).
        unread_images: how many images may hold text that was not read for want of OCR.
        capture: what the file says about its publication.
    """

    lines: tuple[Line, ...]
    kind: str
    encoding: str = "utf-8"
    text: str = ""
    grids: tuple[Grid, ...] = ()
    pages: int = 0
    findings: tuple[Finding, ...] = ()
    unread_images: int = 0
    capture: Capture = field(default_factory=Capture)


def in_one_line(text: str) -> str:
    """The lines of a cell in one; numbers of two lines never become one number."""
    joined = ""
    for part in (part.strip() for part in text.split("\n")):
        if joined and part:
            both = joined[-1].isdigit() and part[0].isdigit()
            joined += " / " if both else " "
        joined += part
    return joined


def row_line(cells: Sequence[GridCell], place: Place) -> Line:
    """The line of a grid's row.

    Args:
        cells: those that begin in the row, from left to right.
        place: of the row.
    """
    texts = tuple(in_one_line(cell.text) for cell in cells)
    return Line("\t".join(texts), place, texts)


def laid_out(
    lines: Sequence[Line], grids: Sequence[Grid]
) -> tuple[tuple[Line, ...], tuple[Grid, ...], str]:
    """Lines and grids numbered by a text made of those lines, and that text.

    For kinds whose source is no text: line ``n`` of the text is the ``n``-th line.
    """
    numbered = tuple(
        replace(line, place=replace(line.place, line=number, end_line=number))
        for number, line in enumerate(lines, start=1)
    )
    placed = tuple(
        replace(grid, cells=tuple(_on_line(cell, grid.first) for cell in grid.cells))
        for grid in grids
    )
    return numbered, placed, "\n".join(line.text for line in numbered)


def _on_line(cell: GridCell, first: int) -> GridCell:
    number = first + cell.row + 1
    return replace(cell, place=replace(cell.place, line=number, end_line=number))
