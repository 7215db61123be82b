"""Tables of a page: which are tables of data, their cells, and what is printed in them.

A table that only lays out the page is no table of data; what it holds is read as lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from indexer.readers.charset import REPLACEMENT
from indexer.readers.html.flow import STRUCK, Flow, Picture, Text
from indexer.readers.html.image import is_spacer
from indexer.readers.html.node import Node, inside, text_of
from indexer.readers.span import Placed, Spanned, placed, span

_GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}
_CELL_ROLES = frozenset(("cell", "gridcell", "columnheader", "rowheader"))
_VALUE = re.compile(r"\s*(?:[+-]?[\d０-９][\d０-９.,，\s]*|[/／—\-无]{1,3})?\s*")
_DIGIT = re.compile(r"[\d０-９]")
_SENTENCE = re.compile(r"[。；！？]")
_FEWEST_FLEXED, _MOST_FLEXED = 2, 500
_MOST_IN_FRAME = 6  # cells
_LONG_CELL = 150  # characters; explanations inside labels of the forms stay below


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell of a page says.

    Attributes:
        text: its lines joined by LF.
        node: its element.
        legible: whether all that is printed in it could be read.
    """

    text: str
    node: Node
    legible: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data on its grid."""

    node: Node
    cells: tuple[Placed[Cell], ...]
    row_nodes: tuple[Node, ...]
    columns: int

    def followed_by(self, other: Table) -> Table:
        """Both as one: the rows of the other below."""
        rows = len(self.row_nodes)
        below = tuple(replace(cell, row=cell.row + rows) for cell in other.cells)
        nodes = self.row_nodes + other.row_nodes
        return Table(self.node, self.cells + below, nodes, max(self.columns, other.columns))


def continues(table: Table, before: Table) -> bool:
    """Whether a table is the rest of the one right before it: as wide, nothing in between."""
    return table.columns == before.columns


def lays_out_table(node: Node) -> bool:
    """Whether an element is a table, or is told to look like one."""
    if node.tag == "table":
        return True
    if node.attributes:
        if node.get("role").lower() in ("table", "grid"):
            return True
        if node.styled and node.display in ("table", "inline-table"):
            return True
    return _is_flexed(node)


def _is_flexed(node: Node) -> bool:
    """Whether boxes in rows stand below each other, every row with as many: a table in effect."""
    rows = list(islice(node.elements, _MOST_FLEXED))
    if len(rows) < _FEWEST_FLEXED or not all(row.styled and row.display == "flex" for row in rows):
        return False
    widths = {sum(1 for _ in row.elements) for row in rows}
    return len(widths) == 1 and min(widths) > 1


def read_table(node: Node) -> Table | None:
    """The table on its grid; ``None`` where it is no table of data.

    Args:
        node: an element that :func:`lays_out_table`.
    """
    groups = _groups(node)
    rows = [row for group in groups for row in group]
    if not rows or node.get("role").lower() in ("presentation", "none"):
        return None
    if not any(len(cells) > 1 for _, cells in rows):
        return None
    if _is_layout(node, rows):
        return None
    spanned = [
        [[Spanned(cell, *_spans(cell)) for cell in cells] for _, cells in group] for group in groups
    ]
    cells, _, columns = placed(spanned)
    read = tuple(
        Placed(_read(cell.content), cell.row, cell.column, cell.rows, cell.columns)
        for cell in cells
    )
    if columns < 2 or _is_prose(read) or _is_frame_of_image(read):
        return None
    return Table(node, read, tuple(row for row, _ in rows), columns)


Row = tuple[Node, list[Node]]


def _groups(table: Node) -> list[list[Row]]:
    """Row groups in the order in which browsers show them: head, bodies, foot."""
    found: tuple[list[list[Row]], ...] = ([], [], [])
    loose: list[Row] = []
    for child in table.elements:
        if child.hidden:
            continue
        if child.tag in _GROUPS or _shown_as(child, "rowgroup", "row-group", "header-group"):
            rank = _GROUPS.get(child.tag, 1)
            rank = 1 if rank != 1 and found[rank] else rank
            if loose:
                found[1].append(loose)
                loose = []
            found[rank].append(list(_rows(child)))
        elif _is_row(child):
            loose.append((child, _cells(child)))
    if loose:
        found[1].append(loose)
    return [group for groups in found for group in groups if group]


def _rows(group: Node) -> Iterator[Row]:
    for child in group.elements:
        if not child.hidden and _is_row(child):
            cells = _cells(child)
            if not _is_ruler(child, cells):
                yield child, cells


def _is_row(node: Node) -> bool:
    return node.tag == "tr" or _shown_as(node, "row", "table-row", "flex")


def _cells(row: Node) -> list[Node]:
    found = []
    flexed = row.styled and row.display == "flex"
    for child in row.elements:
        if child.hidden and not child.takes_room:
            continue
        if flexed:
            found.append(child)
            continue
        if (
            child.tag in ("td", "th")
            or _shown_as(child, "", "table-cell")
            or (child.attributes and child.get("role").lower() in _CELL_ROLES)
        ):
            found.append(child)
    return found


def _shown_as(node: Node, role: str, *displays: str) -> bool:
    if not node.attributes:
        return False
    if role and node.get("role").lower() == role:
        return True
    display = node.display
    return bool(display) and (display in displays or display.removeprefix("table-") in displays)


def _is_ruler(row: Node, cells: list[Node]) -> bool:
    """A row of no height that word processors add to say how wide the columns are."""
    return row.get("height") in ("0", "0px") and not any(text_of(c).strip() for c in cells)


def _spans(cell: Node) -> tuple[int, int]:
    given = cell.attributes
    if not given:
        return 1, 1
    across = given.get("colspan") or given.get("aria-colspan")
    down = given.get("rowspan") or given.get("aria-rowspan")
    return span(across), span(down, least=0)


def _is_layout(table: Node, rows: list[Row]) -> bool:
    """Whether tables stand in its cells and hardly anything beside them."""
    if not any(node.tag == "table" for node in inside(table) if node is not table):
        return False
    holding = values = 0
    for _, cells in rows:
        for cell in cells:
            if any(node.tag == "table" for node in inside(cell)):
                holding += 1
            else:
                text = text_of(cell)
                values += bool(_DIGIT.search(text)) and bool(_VALUE.fullmatch(text))
    return holding > 0 and values < 3 * holding + 3


def _is_prose(cells: tuple[Placed[Cell], ...]) -> bool:
    """Whether cells hold running text: the page is laid out by a table, or a notice framed."""
    texts = [cell.content.text for cell in cells]
    long = sum(len(text) > _LONG_CELL and bool(_SENTENCE.search(text)) for text in texts)
    if not long:
        return False
    values = sum(bool(_DIGIT.search(text)) and bool(_VALUE.fullmatch(text)) for text in texts)
    return values < 4 * long


def _is_frame_of_image(cells: tuple[Placed[Cell], ...]) -> bool:
    """Whether a small table only holds an image, maybe with its caption."""
    if len(cells) > _MOST_IN_FRAME or all(cell.content.legible for cell in cells):
        return False
    texts = [cell.content.text for cell in cells]
    return "" in texts and not any(_DIGIT.search(t) and _VALUE.fullmatch(t) for t in texts)


def _read(node: Node) -> Cell:
    if node.hidden:
        return Cell("", node)
    flow = Flow(in_cell=True)
    flow.fill(node)
    lines = [item.text for item in flow.items if isinstance(item, Text)]
    text = "\n".join(lines)
    legible = STRUCK not in text and REPLACEMENT not in text
    pictures = [item.node for item in flow.items if isinstance(item, Picture)]
    if not text and not all(is_spacer(picture) for picture in pictures):
        legible = False
    if STRUCK in text:
        text = "\n".join(" ".join(line.replace(STRUCK, " ").split()) for line in lines).strip()
    return Cell(text, node, legible)
