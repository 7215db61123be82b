"""Which lines belong to recognised tables and therefore not to a section's text."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.blocks import Line
from indexer.grid import Piece, items_of
from indexer.recognise.stretch import Stretch
from indexer.recognise.table import TableReading
from indexer.recognise.vocabulary import Vocabulary


def consumed_lines(
    tables: Sequence[TableReading],
    found: Sequence[Stretch],
    words: Vocabulary,
    lines: Sequence[Line],
) -> frozenset[int]:
    """Indexes of lines that hold labels or values that were recognised, or only parts of labels.

    What could not be recognised, an unknown label or values of no row, stays text.
    """
    used = {index for reading in tables for index in reading.used}
    for stretch in found:
        mine = [index for index in used if stretch.first <= index < stretch.end]
        if not mine:
            continue
        for index in range(min(mine), max(mine) + 1):
            if index not in used and _is_table_part(lines[index], index, words):
                used.add(index)
    return frozenset(used)


def _is_table_part(line: Line, index: int, words: Vocabulary) -> bool:
    for item in items_of(line, index):
        if isinstance(item, Piece):
            if item.key and not words.covers(item.key):
                return False
        elif not item.is_blank:
            return False
    return True
