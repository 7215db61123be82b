"""The parts of all pages into the lines and grids of a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govreport_search.domain import Place
from indexer.blocks import Grid, GridCell, Line, row_line
from indexer.readers.pdf.page import Frame
from indexer.readers.pdf.pictured import Picture, Recognised
from indexer.readers.pdf.table import PageTable
from indexer.readers.rule import Region
from indexer.readers.typeset import TextLine, around

Part = TextLine | PageTable | Recognised | Picture
"""What follows what on a page."""


class Layout:
    """Lines and grids in reading order; line ``n`` of places is the ``n``-th line."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.grids: list[Grid] = []

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(line.text for line in self.lines)

    def add_line(self, text: str, frame: Frame, region: Region) -> None:
        """Add a line of text."""
        number = len(self.lines) + 1
        place = Place(number, number, frame.number, box=frame.box(region))
        self.lines.append(Line(text, place))

    def add_table(self, table: PageTable) -> None:
        """Add a table, a line for each row."""
        first, frame = len(self.lines), table.frame
        rows: list[list[GridCell]] = [[] for _ in range(table.rows)]
        regions: list[list[Region]] = [[] for _ in range(table.rows)]
        for cell in table.cells:
            ruled = cell.ruled
            number = first + ruled.row + 1
            place = Place(number, number, frame.number, box=frame.box(ruled.region))
            rows[ruled.row].append(
                GridCell(
                    cell.text,
                    ruled.row,
                    ruled.column,
                    place,
                    ruled.rows,
                    ruled.columns,
                    cell.legible,
                )
            )
            regions[ruled.row].append(ruled.region)
        for row, begun in enumerate(rows):
            number = first + row + 1
            box = frame.box(around(regions[row] or [table.region]))
            self.lines.append(row_line(begun, Place(number, number, frame.number, box=box)))
        cells = tuple(cell for begun in rows for cell in begun)
        self.grids.append(Grid(first, table.rows, table.columns, cells, table.sure))

    def add_read(self, lines: Sequence[Line], grids: Sequence[Grid]) -> None:
        """Add what was recognised in an image; its grids count from its first line."""
        before = len(self.lines)
        for line in lines:
            self.lines.append(_moved_line(line, len(self.lines) + 1))
        for grid in grids:
            cells = tuple(_moved_cell(c, before + grid.first + c.row + 1) for c in grid.cells)
            self.grids.append(Grid(before + grid.first, grid.rows, grid.columns, cells, grid.sure))


def _moved_line(line: Line, number: int) -> Line:
    return Line(line.text, _on(line.place, number), line.cells, line.padding)


def _moved_cell(cell: GridCell, number: int) -> GridCell:
    return GridCell(
        cell.text,
        cell.row,
        cell.column,
        _on(cell.place, number),
        cell.rows,
        cell.columns,
        cell.legible,
        cell.confidence,
    )


def _on(place: Place, number: int) -> Place:
    return Place(number, number, place.page, place.part, place.end_page, place.box)


def in_order(
    lines: Iterable[TextLine],
    tables: Iterable[PageTable],
    recognised: Iterable[Recognised] = (),
    unread: Iterable[Picture] = (),
) -> list[Part]:
    """The parts of a page from top to bottom; a line beside a table's top stands before it."""
    keyed: list[tuple[float, Part]] = [
        ((line.region.top + line.region.bottom) / 2, line) for line in lines
    ]
    for parts in (tables, recognised, unread):
        keyed += [(part.region.top, part) for part in parts]
    return [part for _, part in sorted(keyed, key=lambda pair: pair[0])]
