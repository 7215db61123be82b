"""The header of a grid: which column of the form stands over which columns of the grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from govreport_search.text.label import plain_key, split_numbering
from indexer.blocks import GridCell, in_one_line
from indexer.grid import is_value
from indexer.recognise.closest import closest
from indexer.recognise.gridded.label import cell_text, entries_of, rows_of
from indexer.recognise.vocabulary import Entry, Kind, Vocabulary

_IN_HEADERS = (Kind.COLUMN, Kind.HEADER)
_YEAR = re.compile(r"^20\d\d年?度?$")


@dataclass(frozen=True)
class Leaf:
    """A header cell right above the values.

    Attributes:
        left, right: the grid's columns it stands over, half open.
        texts: what is printed in it and in the header cells above it, from the top.
        columns: ids of the form's columns it may name; empty for a label of none.
        blocks: ids of the blocks named above it, for a table of one line.
        is_word: whether it is a word over labels (信息内容, 单位), not over values.
    """

    left: int
    right: int
    texts: tuple[str, ...]
    columns: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    is_word: bool = False


@dataclass(frozen=True)
class Top:
    """A header.

    Attributes:
        table: id of the table whose columns it names.
        grid: index of its grid.
        width: how many columns that grid has.
        leaves: its lowest cells over values, from left to right.
        texts: everything printed in it.
        starts: the grid's columns where its cells begin.
        is_sound: whether its rows cover the grid without a gap; a header that lost a cell
            has moved the others away from their columns.
    """

    table: str
    grid: int
    width: int
    leaves: tuple[Leaf, ...]
    texts: tuple[str, ...]
    starts: frozenset[int] = frozenset()
    is_sound: bool = True

    @property
    def first(self) -> int:
        """The grid's column where values begin."""
        return self.leaves[0].left if self.leaves else 0


def header_entries(cell: GridCell, words: Vocabulary) -> tuple[Entry, ...]:
    """The columns and other header words a cell names, exactly or glued to others."""
    text = cell_text(cell)
    if _YEAR.fullmatch(plain_key(text)):
        text = "年度"
    found = tuple(entry for entry in entries_of(text, words) if entry.kind in _IN_HEADERS)
    if found:
        return found
    glued = words.glued(plain_key(text))
    return tuple(e for same in glued for e in same if e.kind in _IN_HEADERS) if glued else ()


def is_header(own: Sequence[GridCell], words: Vocabulary, *, goes_on: bool) -> bool:
    """Whether a row holds header cells: words of columns, no row's label and no number.

    Args:
        own: the cells that begin in the row.
        words: the form's labels.
        goes_on: whether the row above is part of a header.
    """
    filled = [cell for cell in own if cell.text.strip()]
    if not filled or any(_has_value(cell) for cell in filled):
        return False
    hits = [cell for cell in filled if header_entries(cell, words)]
    if any(_is_row(cell, words) for cell in filled):
        return False
    clear = [cell for cell in hits if not rows_of(cell_text(cell), words)]
    if not clear and not goes_on:
        return False
    return 2 * len(hits) >= len(filled)


def _has_value(cell: GridCell) -> bool:
    return is_value(in_one_line(cell.text)) and bool(re.search(r"\d", cell.text))


def _is_row(cell: GridCell, words: Vocabulary) -> bool:
    """Whether a cell can only be a row's label: no column has it, or its number decides."""
    text = cell_text(cell)
    rows = rows_of(text, words)
    no = split_numbering(text)[0]
    numbered = bool(no) and any(entry.no == no for entry in rows)
    return bool(rows) and (numbered or not header_entries(cell, words))


def read_top(cells: Sequence[GridCell], grid: int, columns: int, words: Vocabulary) -> Top | None:
    """The header made of the cells of its rows; ``None`` where it names no table's column.

    Args:
        cells: of all its rows, from the top.
        grid: index of the grid.
        columns: how many the grid has.
        words: the form's labels.
    """
    seen: Counter[str] = Counter()
    for cell in cells:
        kinds = header_entries(cell, words)
        seen.update({e.table for e in kinds if e.kind is Kind.COLUMN or e.id})
    if not seen:
        return None
    table = max(seen, key=lambda name: seen[name])
    leaves = _leaves(cells, columns, table, words)
    texts = tuple(cell_text(cell) for cell in cells)
    starts = frozenset(cell.column for cell in cells)
    return Top(table, grid, columns, _over_values(leaves), texts, starts)


def _leaves(cells: Sequence[GridCell], columns: int, table: str, words: Vocabulary) -> list[Leaf]:
    leaves: list[Leaf] = []
    lowest: GridCell | None = None
    for column in range(columns):
        stack = [c for c in cells if c.column <= column < c.column + c.columns]
        if not stack:
            lowest = None
            continue
        if stack[-1] is lowest:
            left = leaves.pop()
            leaves.append(
                Leaf(left.left, column + 1, left.texts, left.columns, left.blocks, left.is_word)
            )
            continue
        lowest = stack[-1]
        leaves.append(_leaf(stack, column, table, words))
    return leaves


def _leaf(stack: Sequence[GridCell], column: int, table: str, words: Vocabulary) -> Leaf:
    lowest = next((cell for cell in reversed(stack) if cell.text.strip()), stack[-1])
    mine = [e for e in header_entries(lowest, words) if e.table == table]
    glued = len({e.key for e in mine}) > 1
    named = tuple(dict.fromkeys(e.id for e in mine if e.kind is Kind.COLUMN and not glued))
    if not named and not mine:
        named = _misprinted(lowest, table, words)
    blocks = tuple(
        entry.id
        for cell in stack
        for entry in header_entries(cell, words)
        if entry.table == table and entry.kind is Kind.HEADER and entry.id
    )
    parents = {column.parent for column in words.form.table(table).columns}
    text = cell_text(lowest)
    is_word = any(e.kind is Kind.HEADER and not e.id for e in mine) and not named
    is_word = is_word and not any(plain_key(text) == plain_key(p) for p in parents if p)
    return Leaf(column, column + 1, tuple(map(cell_text, stack)), named, blocks, is_word)


def _misprinted(cell: GridCell, table: str, words: Vocabulary) -> tuple[str, ...]:
    text = cell_text(cell)
    columns = [e for e in words.entries if e.kind is Kind.COLUMN and e.table == table]
    near = closest(plain_key(text), "", columns)
    return (near[1].id,) if near is not None else ()


def _over_values(leaves: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """The leaves without those over the labels, at the left."""
    first = 0
    for index, leaf in enumerate(leaves):
        if leaf.columns:
            break
        is_corner = index == first == 0 and leaf.left == 0 and not leaf.blocks
        if leaf.is_word or is_corner or not any(leaf.texts):
            first = index + 1
    return tuple(leaves[first:])
