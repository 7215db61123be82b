"""What a page shows into lines and grids with their elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from govreport_search.domain import Place
from indexer.blocks import Grid, GridCell, Line, row_line
from indexer.readers.html.flow import Flow, Picture, Text
from indexer.readers.html.image import bytes_of, may_hold_table, opened
from indexer.readers.html.node import Node
from indexer.readers.html.table import Table, continues, lays_out_table, read_table
from indexer.readers.options import ReadOptions


@dataclass(slots=True)
class Layout:
    """Lines and grids in the making.

    Attributes:
        options: whether images are to be recognised.
        attached: bytes of images that came with the page.
        address: of the page.
        lines, grids: as far as they are laid.
        unread: before which line each image stands that may hold text and was not read.
    """

    options: ReadOptions
    attached: Mapping[str, bytes]
    address: str = ""
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)

    def take_table(self, node: Node, flow: Flow) -> bool:
        """Keep a table of data; others are walked through."""
        table = read_table(node) if lays_out_table(node) else None
        if table is None:
            return False
        before = flow.items[-1] if flow.items else None
        if isinstance(before, Table) and continues(table, before):
            flow.items[-1] = before.followed_by(table)
        else:
            flow.items.append(table)
        return True

    def lay(self, items: Sequence[object]) -> None:
        """Add what a flow has collected."""
        for item in items:
            if isinstance(item, Text):
                self.add_line(item.text, item.node)
            elif isinstance(item, Table):
                self._lay_table(item)
            elif isinstance(item, Picture):
                self._lay_picture(item.node)

    def add_line(self, text: str, node: Node) -> None:
        """Add a line of an element."""
        number = len(self.lines) + 1
        self.lines.append(Line(text, Place(number, number, element=node.path)))

    def _lay_table(self, table: Table) -> None:
        first = len(self.lines)
        rows: list[list[GridCell]] = [[] for _ in table.row_nodes]
        cells = []
        for placed in table.cells:
            content = placed.content
            number = first + placed.row + 1
            cell = GridCell(
                content.text,
                placed.row,
                placed.column,
                Place(number, number, element=content.node.path),
                placed.rows,
                placed.columns,
                content.legible,
            )
            rows[placed.row].append(cell)
            cells.append(cell)
        self.grids.append(Grid(first, len(rows), table.columns, tuple(cells)))
        for number, (row, node) in enumerate(zip(rows, table.row_nodes, strict=True), first + 1):
            self.lines.append(row_line(row, Place(number, number, element=node.path)))

    def _lay_picture(self, node: Node) -> None:
        data = bytes_of(node, self.attached, self.address)
        if not may_hold_table(node, data):
            return
        if data is None or not self._recognise(data, node.path):
            self.unread.append(len(self.lines))

    def _recognise(self, data: bytes, path: str) -> bool:
        """Read an image in its place; whether that was asked for and possible."""
        if not self.options.ocr:
            return False
        from indexer.readers import scan

        image = opened(data) if scan.available() else None
        if image is None:
            return False
        lines, grids = scan.read_image(image, 1, self.options)
        first = len(self.lines)
        places = [Place(n, n, element=path) for n in range(first + 1, first + len(lines) + 1)]
        self.lines += [
            replace(line, place=place) for line, place in zip(lines, places, strict=True)
        ]
        for grid in grids:
            cells = tuple(replace(c, place=places[grid.first + c.row]) for c in grid.cells)
            self.grids.append(replace(grid, first=grid.first + first, cells=cells))
        return True
