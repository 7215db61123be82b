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
                self.lines.append(Line(item.text, Place(element=item.node.path)))
            elif isinstance(item, Table):
                self._lay_table(item)
            elif isinstance(item, Picture):
                self._lay_picture(item.node)

    def _lay_table(self, table: Table) -> None:
        rows: list[list[GridCell]] = [[] for _ in table.row_nodes]
        cells = []
        for placed in table.cells:
            content = placed.content
            cell = GridCell(
                content.text,
                placed.row,
                placed.column,
                Place(element=content.node.path),
                placed.rows,
                placed.columns,
                content.legible,
            )
            rows[placed.row].append(cell)
            cells.append(cell)
        self.grids.append(Grid(len(self.lines), len(rows), table.columns, tuple(cells)))
        self.lines += [
            row_line(row, Place(element=node.path))
            for row, node in zip(rows, table.row_nodes, strict=True)
        ]

    def _lay_picture(self, node: Node) -> None:
        data = bytes_of(node, self.attached, self.address)
        if not may_hold_table(node, data):
            return
        if data is None or not self._recognise(data, Place(element=node.path)):
            self.unread.append(len(self.lines))

    def _recognise(self, data: bytes, place: Place) -> bool:
        """Read an image in its place; whether that was asked for and possible."""
        if not self.options.ocr:
            return False
        from indexer.readers import scan

        image = opened(data) if scan.available() else None
        if image is None:
            return False
        lines, grids = scan.read_image(image, 1, self.options)
        first = len(self.lines)
        self.lines += [replace(line, place=place) for line in lines]
        for grid in grids:
            cells = tuple(replace(cell, place=place) for cell in grid.cells)
            self.grids.append(replace(grid, first=grid.first + first, cells=cells))
        return True
