"""Rows of grids into headers, labels and values, before they are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indexer.blocks import Grid
from indexer.recognise.gridded.label import RowLabel, read_label
from indexer.recognise.gridded.strip import (
    Strip,
    cut_by_column,
    cut_by_text,
    has_value,
    is_blank,
    right,
    strips,
)
from indexer.recognise.gridded.top import Top, is_header, read_top
from indexer.recognise.vocabulary import Kind, Vocabulary


def read_sheet(grids: Sequence[Grid], words: Vocabulary) -> list[Strip]:
    """Every row of the grids with its header, its label and its values."""
    rows = list(strips(grids))
    widths = _widths(rows, words)
    top: Top | None = None
    head: list[Strip] = []
    grid = -1
    for row in rows:
        if row.grid != grid:
            if grid < 0 or grids[row.grid].columns != grids[grid].columns:
                head = []  # else a header that a page break cuts goes on
            grid = row.grid
        if row.is_blank:
            row.top, row.values = top, row.own
            continue
        if is_header(row.own, words, goes_on=bool(head)):
            row.is_header = True
            head.append(row)
            cells = [cell for part in head for cell in part.own]
            read = read_top(cells, row.grid, grids[row.grid].columns, words)
            if read is not None:
                read = top = replace(read, is_sound=_is_covered(head, widths.get(row.grid, 0)))
            for part in head:
                part.top = read
            continue
        head = []
        _cut(row, top, words)
        row.top = top
    return rows


def _cut(row: Strip, top: Top | None, words: Vocabulary) -> None:
    """Cut a row between label and values: by its header, or behind its last word.

    The header decides where the cells left of its first column name a row; where they do not,
    cells behind the last word may.
    """
    by_text = cut_by_text(row.own)
    cuts = [by_text]
    if top is not None and top.grid == row.grid and top.leaves and top.is_sound:
        by_column = cut_by_column(row.own, top.first)
        # Words alone, in a table that has no column for labels, are no values.
        if by_column or any(has_value(cell) for cell in row.own):
            cuts.insert(0, by_column)
    best: tuple[int, RowLabel | None] | None = None
    most = -1
    for cut in dict.fromkeys(cuts):
        label = read_label(row.own[:cut], words)
        swallows = any(not is_blank(cell) for cell in row.own[by_text:cut])
        rank = 3 * _is_known(label) + _fits(label, len(row.own) - cut, top, words) - 2 * swallows
        if rank > most:
            best, most = (cut, label), rank
    assert best is not None
    cut, row.label = best
    if row.label is None and not any(not is_blank(cell) for cell in row.own[:cut]):
        cut = min(cut, by_text)
    row.labels, row.values = row.own[:cut], row.own[cut:]


def _is_known(label: RowLabel | None) -> bool:
    return label is not None and any(e.kind in (Kind.ROW, Kind.GROUP) for e in label.entries)


def _fits(label: RowLabel | None, values: int, top: Top | None, words: Vocabulary) -> int:
    """Whether a known row prints as many cells as it has columns (2), or its header has (1)."""
    if label is None or not _is_known(label):
        return 0
    if values in {len(words.rows[(e.table, e.id)].columns) for e in label.entries}:
        return 2
    return int(top is not None and values == len(top.leaves))


def _widths(rows: Sequence[Strip], words: Vocabulary) -> dict[int, int]:
    """The column behind the last cell that most rows of a grid have, its header left out."""
    ends: dict[int, Counter[int]] = {}
    body = [row for row in rows if not is_header(row.own, words, goes_on=True)]
    for row in body or rows:
        if cells := (*row.own, *row.above):
            ends.setdefault(row.grid, Counter())[max(map(right, cells))] += 1
    return {grid: counted.most_common(1)[0][0] for grid, counted in ends.items()}


def _is_covered(head: Sequence[Strip], width: int) -> bool:
    """Whether each row of a header has cells over all columns."""
    for row in head:
        covered = {c for cell in (*row.own, *row.above) for c in range(cell.column, right(cell))}
        if not covered >= set(range(width)):
            return False
    return True
