"""Stretches of lines that may hold a table: between headings and sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from govreport_search.forms import Layout
from govreport_search.text.label import plain_key
from indexer.blocks import Line
from indexer.grid import Piece, Vector, items_of, stream
from indexer.recognise.assign import assign
from indexer.recognise.event import Event, Values, events
from indexer.recognise.fit import is_complete
from indexer.recognise.unit import Unit
from indexer.recognise.variant import others_than, variant_heads
from indexer.recognise.vocabulary import Vocabulary
from indexer.segment import CUT, Heading

_SENTENCE_END = re.compile(r"[。；！？]")
_LONG = 30
_MOSTLY = 0.6
_NEARLY = 0.85
_FEWEST_LABELS = 2
_FEWEST_COLUMNS = 3
_SHORT = 4
_SHORTEST_HEAD = 8


@dataclass
class Stretch:
    """Lines from ``first`` to ``end`` (half open, by index) and what is printed in them.

    Attributes:
        tables: ids of the tables of which it holds labels enough, or whose heading stands
            above values that need no label.
        section: id of the section whose heading stands above; empty before the first.
    """

    first: int
    end: int
    events: list[Event]
    tables: frozenset[str]
    section: str = ""

    @property
    def units(self) -> list[Unit]:
        """Its labels and other pieces, in order."""
        return [event for event in self.events if isinstance(event, Unit)]

    @property
    def values(self) -> list[Values]:
        """Its vectors, in order."""
        return [event for event in self.events if isinstance(event, Values)]


def stretches(
    lines: Sequence[Line],
    heads: Sequence[Heading],
    words: Vocabulary,
    drawn: AbstractSet[int] = frozenset(),
) -> list[Stretch]:
    """Every stretch that holds labels of a table, its vectors named by their rows.

    Args:
        lines: the report's lines.
        heads: its headings.
        words: the form's labels.
        drawn: lines, by index, that were read as rows of grids; they are passed over.
    """
    running = running_heads(lines, words) | drawn
    variants = variant_heads(lines, words, running)
    read = [
        (first, end, events(stream(lines, first, end, running), words, lines))
        for whole in _bounds(lines, heads, words, running)
        for first, end in pairwise(
            [whole[0], *(i for i in variants if whole[0] < i < whole[1]), whole[1]]
        )
    ]
    printed = _printed_tables([found for _, _, found in read], words) | set(variants.values())
    result = []
    for first, end, found in read:
        section = next((h.section for h in reversed(heads) if h.first <= first), "")
        tables = _full_rows(found, words) | {
            table for table, keys in _labels(found).items() if len(keys) >= _FEWEST_LABELS
        }
        tables = (tables & printed) | _without_labels(found, section, words)
        tables -= others_than(first, variants, words)
        if tables:
            assign(found, words, tables)
            result.append(Stretch(first, end, found, tables, section))
    return result


def _bounds(
    lines: Sequence[Line],
    heads: Sequence[Heading],
    words: Vocabulary,
    running: AbstractSet[int],
) -> Iterator[tuple[int, int]]:
    breaks = {index for head in heads for index in range(head.first, head.end)}
    breaks -= {head.first for head in heads if CUT in head.rest}
    start: int | None = None
    for index, line in enumerate(lines):
        if index in running:
            continue
        if index in breaks or is_narrative(line, words):
            if start is not None:
                yield start, index
            start = None
            if index not in breaks:
                continue
        elif start is None and line.text.strip():
            start = index
    if start is not None:
        yield start, len(lines)


def running_heads(lines: Sequence[Line], words: Vocabulary) -> frozenset[int]:
    """Lines repeated on several pages, such as the title, by index; the first one included."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        key = plain_key(line.text) if line.cells is None else ""
        has_values = any(isinstance(item, Vector) for item in items_of(line, index))
        if len(key) >= _SHORTEST_HEAD and not has_values:
            places.setdefault(key, []).append(index)
    return frozenset(
        index
        for where in places.values()
        if len(where) > 1 and not is_known(lines[where[0]], words)
        for index in where
    )


def is_known(line: Line, words: Vocabulary) -> bool:
    """Whether a line prints words of the form and no others."""
    keys = [item.key for item in items_of(line, 0) if isinstance(item, Piece) and item.key]
    return bool(keys) and all(map(words.covers, keys))


def is_narrative(line: Line, words: Vocabulary) -> bool:
    """Whether a line is a sentence, or part of one, that no table of the form prints."""
    if line.cells is not None and sum(1 for cell in line.cells if cell) != 1:
        return False
    printed = "".join(item.text for item in items_of(line, 0) if isinstance(item, Piece))
    label = unicodedata.normalize("NFKC", printed)
    key = plain_key(label)
    if not key or words.covers(key):
        return False
    coverage = words.coverage(key)
    if _SENTENCE_END.search(label):
        return coverage < _NEARLY
    if "," in label or len(key) > _LONG:
        return coverage < _MOSTLY
    return False


def _labels(found: Sequence[Event]) -> dict[str, set[str]]:
    """Different labels printed, by table; words that any table may print do not count."""
    seen: dict[str, set[str]] = {}
    for event in found:
        if isinstance(event, Unit):
            for entry in event.entries:
                if entry.id or len(entry.key) > _SHORT:
                    seen.setdefault(entry.table, set()).add(entry.key)
    return seen


def _full_rows(found: Sequence[Event], words: Vocabulary) -> frozenset[str]:
    """Tables of which a row stands alone, too long to be a sentence that begins like it."""
    return frozenset(
        entry.table
        for event in found
        if isinstance(event, Values) and event.label is not None and event.is_own
        for entry in event.label.rows()
        for columns in [len(words.rows[(entry.table, entry.id)].columns)]
        if columns >= _FEWEST_COLUMNS and is_complete(event.vector, columns)
    )


def _without_labels(found: Sequence[Event], section: str, words: Vocabulary) -> frozenset[str]:
    """The table of one line below its own heading, where its values stand in one vector."""
    return frozenset(
        table.id
        for table in words.form.tables
        if table.layout is Layout.SINGLE_LINE and table.section == section
        for total in [sum(len(row.columns) for row in table.data_rows)]
        if any(isinstance(e, Values) and is_complete(e.vector, total) for e in found)
    )


def _printed_tables(read: Sequence[Sequence[Event]], words: Vocabulary) -> frozenset[str]:
    """For each section the table that fits most: of two variants of an annex one is printed."""
    seen: dict[str, set[str]] = {}
    for found in read:
        for table_id, keys in _labels(found).items():
            seen.setdefault(table_id, set()).update(keys)
    best: dict[str, str] = {}
    for table in words.form.tables:
        rival = seen.get(best.get(table.section, ""), ())
        if len(seen.get(table.id, ())) > len(rival):
            best[table.section] = table.id
    return frozenset(best.values())
