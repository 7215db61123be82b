"""The tables of a page: its rules as cells, its words in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.readers.pdf.page import Frame, Page
from indexer.readers.pdf.setting import UNREADABLE, set_words
from indexer.readers.rule import Region, RuledCell
from indexer.readers.ruled import RuledTable, find_tables
from indexer.readers.typeset import TextLine, Word, around, text_lines

_TOLERANCE = 0.35
"""Rules nearer than this share of the letters' usual height are one."""

_MOST_PROSE = 90
"""A cell with more characters holds a paragraph; the longest statutory label has about 60."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with what is printed in it.

    Attributes:
        ruled: its position, span and region.
        text: its lines joined by ``\\n``.
        legible: false where a character in it has no meaning.
    """

    ruled: RuledCell
    text: str
    legible: bool = True


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of one page.

    Attributes:
        frame: the page it stands on.
        rows, columns: its size.
        cells: in reading order.
        region: where it stands.
        open_top, open_bottom: no rule was drawn there.
        sure: false where columns were derived from the alignment of words.
    """

    frame: Frame
    rows: int
    columns: int
    cells: tuple[TableCell, ...]
    region: Region
    open_top: bool = False
    open_bottom: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """A page in its parts.

    Attributes:
        page: the page.
        lines: what stands outside its tables, from top to bottom.
        tables: from top to bottom.
        too_dense: regions whose rules cross too often for any table.
    """

    page: Page
    lines: tuple[TextLine, ...]
    tables: tuple[PageTable, ...]
    too_dense: tuple[Region, ...] = ()


def content_of(page: Page) -> Content:
    """The tables of a page and the lines around them."""
    ruling = find_tables(page.horizontal, page.vertical, tolerance_of(page))
    tables = ruling.tables
    words, owners = set_words(page, tables)
    loose: list[Word] = []
    held: list[dict[int, list[Word]]] = [{} for _ in tables]
    for word, owner in zip(words, owners, strict=True):
        if owner is None:
            loose.append(word)
        else:
            held[owner[0]].setdefault(owner[1], []).append(word)
    kept: list[PageTable] = []
    for table, cells in zip(tables, held, strict=True):
        if is_table(table, cells):
            kept.append(_page_table(page.frame, table, cells))
        else:
            loose += [word for cell in cells.values() for word in cell]
    return Content(page, tuple(text_lines(loose)), tuple(kept), ruling.too_dense)


def tolerance_of(page: Page) -> float:
    """How near two rules of a page are one, in points."""
    if not page.glyphs.text:
        return 3.0
    heights = page.glyphs.boxes[:, 3] - page.glyphs.boxes[:, 1]
    return float(min(max(np.median(heights) * _TOLERANCE, 1.0), 6.0))


def is_table(table: RuledTable, cells: dict[int, list[Word]]) -> bool:
    """Whether ruled cells hold a table, not a frame or a layout around prose."""
    if len(table.cells) < 2 or table.columns < 2 or not cells:
        return False
    lengths = [sum(len(word.text) for word in words) for words in cells.values()]
    prose = sum(length for length in lengths if length > _MOST_PROSE)
    return prose <= 0.5 * sum(lengths)


def _page_table(frame: Frame, table: RuledTable, held: dict[int, list[Word]]) -> PageTable:
    cells = tuple(_cell(cell, held.get(i)) for i, cell in enumerate(table.cells))
    return PageTable(
        frame,
        table.rows,
        table.columns,
        cells,
        table.region,
        table.open_top,
        table.open_bottom,
    )


def _cell(ruled: RuledCell, words: Sequence[Word] | None) -> TableCell:
    if not words:
        return TableCell(ruled, "")
    if len(words) == 1:  # most cells: no need to sort anything
        return TableCell(ruled, words[0].text, UNREADABLE not in words[0].text)
    text = "\n".join(line.text for line in text_lines(words))
    return TableCell(ruled, text, UNREADABLE not in text)


def joined(tables: Sequence[PageTable]) -> list[PageTable]:
    """The same tables, rows that the end of a page breaks made whole on the page before.

    Only where no rule is drawn on either side of the break is a row taken for broken.
    """
    result: list[PageTable] = []
    for table in tables:
        whole = _continued(result[-1], table) if result else None
        if whole is None:
            result.append(table)
        else:
            result[-1] = whole[0]
            result += whole[1:]
    return result


def _continued(above: PageTable, below: PageTable) -> list[PageTable] | None:
    """Both tables with the broken row in the first; ``None`` where no row is broken."""
    if not (above.open_bottom and below.open_top):
        return None
    if below.frame.number != above.frame.number + 1:
        return None
    cut = [i for i, c in enumerate(above.cells) if c.ruled.row + c.ruled.rows == above.rows]
    first = [c for c in below.cells if c.ruled.row == 0]
    pairs = [(next((i for i in cut if _aligned(above.cells[i], c)), None), c) for c in first]
    single = [(i, c) for i, c in pairs if c.ruled.rows == 1]
    if any(i is None for i, _ in single) or not single:
        return None
    if sum(bool(above.cells[i].text and c.text) for i, c in single if i is not None) > 2:
        return None  # both sides print values: two rows whose rule was left out
    cells = list(above.cells)
    for i, part in single:
        if i is not None and part.text:
            whole = "\n".join(text for text in (cells[i].text, part.text) if text)
            cells[i] = replace(cells[i], text=whole, legible=cells[i].legible and part.legible)
    upper = replace(above, cells=tuple(cells))
    if below.rows == 1:
        return [upper]
    rest = [_raised(c) for c in below.cells if c.ruled.row > 0 or c.ruled.rows > 1]
    region = around([c.ruled.region for c in rest])
    lower = replace(below, rows=below.rows - 1, cells=tuple(rest), region=region, open_top=False)
    return [upper, lower]


def _raised(cell: TableCell) -> TableCell:
    """The cell one row further up, shorter where it began in the row that is gone."""
    ruled = cell.ruled
    if ruled.row == 0:
        return replace(cell, ruled=replace(ruled, rows=ruled.rows - 1))
    return replace(cell, ruled=replace(ruled, row=ruled.row - 1))


def _aligned(above: TableCell, below: TableCell) -> bool:
    a, b = above.ruled.region, below.ruled.region
    return abs(a.left - b.left) <= 3 and abs(a.right - b.right) <= 3
