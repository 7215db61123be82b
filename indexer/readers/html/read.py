"""A web page into a document: decode, parse, find the report, lay it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govreport_search.domain import Place
from govreport_search.errors import UnreadableSourceError
from indexer.blocks import Document, Grid, GridCell, Line, laid_out, row_line
from indexer.readers.charset import damage, decode
from indexer.readers.html.capture import read_capture
from indexer.readers.html.content import find_content
from indexer.readers.html.flow import Flow, Text
from indexer.readers.html.node import Node
from indexer.readers.html.parse import parse
from indexer.readers.html.table import Table, lays_out_table, read_table
from indexer.readers.options import USUAL, ReadOptions
from indexer.readers.sniff import Kind


def read_html(
    data: bytes,
    name: str,
    options: ReadOptions = USUAL,
    attached: Mapping[str, bytes] | None = None,
) -> Document:
    """A page, a fragment of one or a page a browser has saved.

    Args:
        data: its bytes.
        name: file name, for messages.
        options: whether images are to be recognised.
        attached: bytes of images that were saved with the page, by the path it gives them.

    Raises:
        UnreadableSourceError: with code ``not_text``, ``too_complex``, ``empty`` or
            ``needs_ocr``.
    """
    decoded = decode(data, name)
    page = parse(decoded.text, name)
    content = find_content(page.body, page.nodes)
    layout = _Layout()
    flow = Flow(layout.take_table, lambda node: node in content.frame)
    flow.walk(content.root)
    flow.end_line()
    layout.lay(flow.items)
    if not layout.lines:
        raise UnreadableSourceError(
            f"{name} 的网页里没有正文",
            remedy="正文可能由脚本载入：请用浏览器打开，等内容出现后另存为完整网页或 PDF",
            code="empty",
        )
    lines, grids, text = laid_out(layout.lines, layout.grids)
    return Document(
        lines,
        Kind.HTML,
        decoded.encoding,
        text,
        grids,
        findings=damage(decoded),
        capture=read_capture(page, decoded.text),
    )


@dataclass(slots=True)
class _Layout:
    """Lines and grids in the making."""

    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    def take_table(self, node: Node, flow: Flow) -> bool:
        """Keep a table of data; others are walked through."""
        if not lays_out_table(node):
            return False
        table = read_table(node)
        if table is None:
            return False
        flow.items.append(table)
        return True

    def lay(self, items: list[object]) -> None:
        """Add what a flow has collected."""
        for item in items:
            if isinstance(item, Text):
                self.lines.append(Line(item.text, Place(element=item.node.path)))
            elif isinstance(item, Table):
                self._lay_table(item)

    def _lay_table(self, table: Table) -> None:
        first = len(self.lines)
        cells = tuple(
            GridCell(
                cell.content.text,
                cell.row,
                cell.column,
                Place(element=cell.content.node.path),
                cell.rows,
                cell.columns,
                cell.content.legible,
            )
            for cell in table.cells
        )
        rows: list[list[GridCell]] = [[] for _ in table.row_nodes]
        for cell in cells:
            rows[cell.row].append(cell)
        for row, node in zip(rows, table.row_nodes, strict=True):
            self.lines.append(row_line(row, Place(element=node.path)))
        self.grids.append(Grid(first, len(rows), table.columns, cells))
