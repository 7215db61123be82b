"""Which lines belong to recognised tables and therefore not to a section's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.blocks import Line
from indexer.grid import Piece, items_of
from indexer.recognise.stretch import Stretch
from indexer.recognise.table import TableReading
from indexer.recognise.vocabulary import Vocabulary
from indexer.segment import Heading


def consumed_lines(
    tables: Sequence[TableReading],
    found: Sequence[Stretch],
    heads: Sequence[Heading],
    words: Vocabulary,
    lines: Sequence[Line],
) -> frozenset[int]:
    """Indexes of lines that hold labels or values that were recognised, or only parts of labels.

    What could not be recognised, an unknown label or values of no row, stays text; so do lines
    of other chapters that look like rows of a table and gave no fact.
    """
    used = {index for reading in tables for index in _used(reading, found, heads, lines)}
    for stretch in found:
        mine = [index for index in used if stretch.first <= index < stretch.end]
        if not mine:
            continue
        titles = {i for head in heads for i in range(head.first, head.end)}
        first = min(mine)
        # A table may begin with pieces of a corner cell that its other cells break up.
        while first > stretch.first and first - 1 not in titles:
            if not _is_table_part(lines[first - 1], first - 1, words):
                break
            first -= 1
        for index in range(first, max(mine) + 1):
            if index not in used and _is_table_part(lines[index], index, words):
                used.add(index)
    return frozenset(used)


def _used(
    reading: TableReading,
    found: Sequence[Stretch],
    heads: Sequence[Heading],
    lines: Sequence[Line],
) -> Iterator[int]:
    """Lines a table used, where it stands in its own chapter or a fact was read."""
    places = {fact.place for fact in reading.facts if fact.quantity.value is not None}
    read = {(place.page, place.line) for place in places if place is not None}
    for stretch in found:
        mine = [index for index in reading.used if stretch.first <= index < stretch.end]
        before = [head.section for head in heads if head.first <= stretch.first]
        at_home = bool(before) and before[-1] == reading.table.section
        if at_home or any((lines[i].place.page, lines[i].place.line) in read for i in mine):
            yield from mine


def _is_table_part(line: Line, index: int, words: Vocabulary) -> bool:
    for item in items_of(line, index):
        if isinstance(item, Piece):
            if item.key and not words.covers(item.key):
                return False
        elif not item.is_blank:
            return False
    return True
