"""Blocks of a Word document into lines and grids, with what its pictures hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from govreport_search.domain import Place
from indexer.blocks import Grid, GridCell, Line, row_line
from indexer.readers.text import lines_of
from indexer.readers.word.content import Block, Cell, Included, Paragraph, Table
from indexer.readers.word.inline import Figure

_PROSE = 120
"""Characters beyond which a cell over the whole width is prose, no caption; those of the
statutory tables have up to 40."""

_WRAPPED = 400
"""Characters beyond which a cell of a table without rows of cells wraps prose."""

_ROWS_OF_A_TABLE = 3


@dataclass(frozen=True, slots=True)
class Inset:
    """What a picture or an embedded file turned out to hold; ``first`` of its grids counts here."""

    lines: Sequence[Line]
    grids: Sequence[Grid]


class Sources(Protocol):
    """Where the other parts of a document are looked up."""

    def figure(self, figure: Figure) -> Inset | None:
        """What a figure prints, ``None`` where it stays unread."""

    def included(self, relation: str) -> Inset | None:
        """What an included document prints, ``None`` where it stays unread."""

    def note(self, note: str) -> Sequence[Block]:
        """The blocks of a footnote, by its id."""


@dataclass(slots=True)
class Page:
    """The lines and grids made so far."""

    sources: Sources
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    """Before which line each unread picture stands."""

    def put(self, blocks: Sequence[Block]) -> None:
        """Add blocks in order."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            elif isinstance(block, Included):
                self._inset(self.sources.included(block.relation), block.path)
            else:
                self._table(block)

    def _paragraph(self, paragraph: Paragraph) -> None:
        place = Place(element=paragraph.path)
        for text in paragraph.lines:
            (line,) = lines_of([text.strip("\t").rstrip()], 0)
            self.lines.append(replace(line, place=place))
        for figure in paragraph.figures:
            self._inset(self.sources.figure(figure), paragraph.path)
        self._notes(paragraph.notes)

    def _notes(self, notes: Sequence[str]) -> None:
        for note in notes:
            for block in self.sources.note(note):
                if isinstance(block, Paragraph) and any(block.lines):
                    self._paragraph(replace(block, notes=()))

    def _inset(self, inset: Inset | None, path: str) -> None:
        if inset is None:
            self.unread.append(len(self.lines))
            return
        before = len(self.lines)
        # The page and box of what was recognised are those of the picture, not of the document.
        self.lines += [
            replace(line, place=_within(path, line.place.element)) for line in inset.lines
        ]
        for grid in inset.grids:
            cells = tuple(replace(c, place=_within(path, c.place.element)) for c in grid.cells)
            self.grids.append(replace(grid, first=before + grid.first, cells=cells))

    def _table(self, table: Table) -> None:
        if _is_frame(table):
            for cell in table.cells:
                self.put(cell.blocks)
            return
        for band in _bands(table):
            if isinstance(band, Cell):
                self.put(band.blocks)
            else:
                self._grid(band)

    def _grid(self, table: Table) -> None:
        first = len(self.lines)
        cells: list[GridCell] = []
        notes: list[str] = []
        for cell in table.cells:
            pictured = [each for each in _paragraphs(cell.blocks) if each.figures]
            text = "\n".join(cell.lines)
            legible = not pictured or bool(text)
            self.unread += [first + cell.row] * sum(len(each.figures) for each in pictured)
            notes += [note for each in _paragraphs(cell.blocks) for note in each.notes]
            place = Place(element=cell.path)
            cells.append(
                GridCell(
                    text,
                    cell.row,
                    cell.column,
                    place,
                    cell.rows,
                    cell.columns,
                    legible and "\ufffd" not in text,
                )
            )
        for row in range(table.rows):
            begun = [cell for cell in cells if cell.row == row]
            path = begun[0].place.element.rpartition("/")[0] if begun else table.path
            self.lines.append(row_line(begun, Place(element=path)))
        self.grids.append(Grid(first, table.rows, table.columns, tuple(cells)))
        self._notes(notes)


def _within(path: str, inner: str) -> Place:
    return Place(element=f"{path}/{inner}" if inner else path)


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for cell in block.cells:
                yield from _paragraphs(cell.blocks)


def _length(cell: Cell) -> int:
    return sum(map(len, cell.lines))


def _is_frame(table: Table) -> bool:
    """Whether it only places what stands in it: prose in one column, other tables."""
    if table.columns == 1 or len(table.cells) < 2:
        return True
    if _rows_of_cells(table) >= _ROWS_OF_A_TABLE:
        return False
    if any(_length(cell) > _WRAPPED for cell in table.cells):
        return True
    held = sum(_held_cells(cell) for cell in table.cells)
    own = sum(bool(cell.lines) for cell in table.cells if not _holds_a_table(cell))
    return held > own


def _holds_a_table(cell: Cell) -> bool:
    return any(
        (isinstance(block, Table) and (block.rows > 1 or any(map(_holds_a_table, block.cells))))
        for block in cell.blocks
    )


def _held_cells(cell: Cell) -> int:
    return sum(
        len(block.cells) + sum(map(_held_cells, block.cells))
        for block in cell.blocks
        if isinstance(block, Table) and _holds_a_table(cell)
    )


def _rows_of_cells(table: Table) -> int:
    """How many rows print something in two cells at least, those that hold tables left out."""
    filled: dict[int, int] = {}
    for cell in table.cells:
        plain = not _holds_a_table(cell) and bool(cell.lines)
        filled[cell.row] = filled.get(cell.row, 0) + plain
    return sum(count > 1 for count in filled.values())


def _bands(table: Table) -> Iterator[Table | Cell]:
    """The table, cut where a row is nothing but prose over its whole width."""
    prose = {
        cell.row: cell
        for cell in table.cells
        if cell.columns == table.columns and cell.rows == 1 and _length(cell) > _PROSE
    }
    if not prose:
        yield table
        return
    start = 0
    for end in (*sorted(prose), table.rows):
        cells = tuple(
            replace(cell, row=cell.row - start) for cell in table.cells if start <= cell.row < end
        )
        if cells:
            yield replace(table, rows=end - start, cells=cells)
        if end in prose:
            yield prose[end]
        start = end + 1
