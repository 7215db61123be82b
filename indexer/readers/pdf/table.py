"""The tables of a page: its rules as cells, its words in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from indexer.readers.pdf.page import Frame, Page
from indexer.readers.pdf.prose import holds_prose
from indexer.readers.pdf.setting import UNREADABLE, set_words
from indexer.readers.rule import Region, RuledCell
from indexer.readers.ruled import RuledTable, find_tables
from indexer.readers.typeset import TextLine, Word, text_lines

_TOLERANCE = 0.35
"""Rules nearer than this share of the letters' usual height are one."""


class TableCell(NamedTuple):
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
        letter: usual height of its letters, in points.
        too_dense: regions whose rules cross too often for any table.
    """

    page: Page
    lines: tuple[TextLine, ...]
    tables: tuple[PageTable, ...]
    letter: float = 10.0
    too_dense: tuple[Region, ...] = ()


def content_of(page: Page) -> Content:
    """The tables of a page and the lines around them."""
    letter = letter_of(page)
    tolerance = min(max(letter * _TOLERANCE, 1.0), 6.0)
    ruling = find_tables(page.horizontal, page.vertical, tolerance)
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
    dense = ruling.too_dense
    if page.too_dense:
        dense = (Region(0.0, 0.0, page.frame.width, page.frame.height),)
    return Content(page, tuple(text_lines(loose)), tuple(kept), letter, dense)


def letter_of(page: Page) -> float:
    """The usual height of a page's letters, in points."""
    if not page.glyphs.text:
        return 10.0
    heights = np.sort(page.glyphs.boxes[:, 3] - page.glyphs.boxes[:, 1])
    return float(heights[len(heights) // 2])


def is_table(table: RuledTable, cells: dict[int, list[Word]]) -> bool:
    """Whether ruled cells hold a table, not a frame or a layout around prose."""
    if len(table.cells) < 2 or table.columns < 2 or not cells:
        return False
    return not holds_prose([sum(len(word.text) for word in words) for words in cells.values()])


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
