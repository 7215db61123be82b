"""One page as an image into lines and grids."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from govreport_search.domain import Place
from indexer.blocks import Grid, GridCell, Line, row_line
from indexer.readers.ruled import RuledTable, find_tables
from indexer.readers.scan.cell import Content, Sight, read_cells
from indexer.readers.scan.edge import rules, tolerance
from indexer.readers.scan.engine import Image, Quad, Reading, text_of
from indexer.readers.scan.frame import bounds
from indexer.readers.scan.ink import inked
from indexer.readers.scan.sheet import Sheet, crop, extent
from indexer.readers.scan.straighten import Find, Read, straighten
from indexer.readers.scan.streak import paper
from indexer.readers.typeset import Word, text_lines

_TALL = 1.6
"""A piece of text so much higher than wide is a column of characters."""


def read_page(image: Image, page: int, find: Find, read: Read) -> tuple[list[Line], list[Grid]]:
    """Lines and grids of a page in reading order; ``grid.first`` counts within these lines.

    Args:
        image: the page as it is displayed.
        page: its 1-based number, for the places.
        find: finds pieces of text.
        read: reads them.
    """
    sheet, quads = straighten(image, find, read)
    if not quads:
        return [], []
    line = float(np.median([min(extent(quad)) for quad in quads]))
    grey = paper(sheet.image, red=False)
    ruling = rules(grey, quads, line)
    tables = find_tables(ruling.across, ruling.down, tolerance(line)).tables
    inside, outside = _parted(quads, tables)
    sight = Sight(sheet, grey, inked(grey), line, _inset(ruling.thickness, line), read)
    blocks = [
        (table.region.top, _table(sight, table, own, page))
        for table, own in zip(tables, inside, strict=True)
    ]
    blocks += [(top, ([text], None)) for top, text in _prose(sheet, outside, read, page)]
    return _in_order(blocks)


Block = tuple[list[Line], Grid | None]
"""A line, or the rows of a table with their grid."""


def _in_order(blocks: Sequence[tuple[float, Block]]) -> tuple[list[Line], list[Grid]]:
    lines: list[Line] = []
    grids: list[Grid] = []
    for _, (rows, grid) in sorted(blocks, key=lambda block: block[0]):
        if grid is not None:
            grids.append(Grid(len(lines), grid.rows, grid.columns, grid.cells, grid.sure))
        lines += rows
    return lines, grids


def _inset(thickness: float, line: float) -> float:
    """How far inside the middle of its rules a cell begins."""
    return min(0.22 * line, max(2.0, 0.12 * line, thickness / 2 + 2))


def _parted(
    quads: Sequence[Quad], tables: Sequence[RuledTable]
) -> tuple[list[list[Quad]], list[Quad]]:
    """The pieces of text of each table, and those outside all."""
    inside: list[list[Quad]] = [[] for _ in tables]
    outside: list[Quad] = []
    for quad in quads:
        x, y = quad.mean(axis=0)
        for table, own in zip(tables, inside, strict=True):
            area = table.region
            if area.left <= x <= area.right and area.top <= y <= area.bottom:
                own.append(quad)
                break
        else:
            outside.append(quad)
    return inside, outside


def _table(sight: Sight, table: RuledTable, quads: Sequence[Quad], page: int) -> Block:
    contents = read_cells(sight, [cell.region for cell in table.cells], quads)
    cells = tuple(
        _cell(sight.sheet, table, index, content, page) for index, content in enumerate(contents)
    )
    lines = []
    for row in range(table.rows):
        own = [cell for cell in cells if cell.row == row]
        places = [cell.region for cell in table.cells if cell.row == row]
        top = min(place.top for place in places)
        bottom = min(place.bottom for place in places)
        box = sight.sheet.box(table.region.left, top, table.region.right, bottom)
        lines.append(row_line(own, Place(page=page, box=box)))
    return lines, Grid(0, table.rows, table.columns, cells)


def _cell(sheet: Sheet, table: RuledTable, index: int, content: Content, page: int) -> GridCell:
    ruled = table.cells[index]
    return GridCell(
        content.text,
        ruled.row,
        ruled.column,
        Place(page=page, box=sheet.box(*ruled.region)),
        ruled.rows,
        ruled.columns,
        content.legible,
        round(content.confidence, 3),
    )


def _prose(sheet: Sheet, quads: Sequence[Quad], read: Read, page: int) -> list[tuple[float, Line]]:
    """The lines of text outside tables, each with its top."""
    words = [
        Word(text_of(reading), bounds(quad), min(extent(quad)) * 0.75)
        for quad, reading in zip(quads, _read(sheet, quads, read), strict=True)
        if reading
    ]
    return [
        (row.region.top, Line(row.text, Place(page=page, box=sheet.box(*row.region))))
        for row in text_lines(words)
    ]


def _read(sheet: Sheet, quads: Sequence[Quad], read: Read) -> list[Reading]:
    """What each piece says; one that stands upright is read character by character."""
    parts = [_parts(crop(sheet.image, quad)) for quad in quads]
    told = iter(read([part for one in parts for part in one]))
    return [tuple(glyph for _ in one for glyph in next(told)) for one in parts]


def _parts(piece: Image) -> list[Image]:
    """A column of characters cut into characters; a line stays as it is."""
    height, width = piece.shape[:2]
    if height < _TALL * width:
        return [piece]
    count = max(1, round(height / width))
    return [np.ascontiguousarray(part) for part in np.array_split(piece, count) if part.size]
