"""What is printed in a stretch of table, in order: labels, and vectors with the label they have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from govreport_search.text.label import plain_key
from indexer.blocks import Line
from indexer.grid import Item, Piece, Vector, text_cells
from indexer.recognise.closest import SHORTEST, closest
from indexer.recognise.text_row import text_row
from indexer.recognise.unit import Unit, collides, split_unit, units
from indexer.recognise.vocabulary import Entry, Kind, Vocabulary

_LONGEST_LABEL = 40
_MOST_PARTS = 8
_MOST_BEHIND = 2


@dataclass
class Values:
    """A vector in its surroundings.

    Attributes:
        vector: the values.
        label: the label it most likely has; ``None`` if no label stands before it.
        is_own: whether the label stands on the line of the values, or around them.
        pending: labels of rows printed since the vector before, this one's included.
        row: the row it was found to be, as (table, row id).
    """

    vector: Vector
    label: Unit | None = None
    is_own: bool = False
    pending: tuple[Unit, ...] = ()
    row: tuple[str, str] | None = None


Event = Unit | Values


@dataclass
class _Reader:
    words: Vocabulary
    lines: Sequence[Line]
    events: list[Event] = field(default_factory=list)
    pending: list[Piece] = field(default_factory=list)


def events(items: Sequence[Item], words: Vocabulary, lines: Sequence[Line]) -> list[Event]:
    """Labels and vectors of a stretch, in printed order."""
    reader = _Reader(words, lines)
    skipped: set[int] = set()
    for index, item in enumerate(items):
        if index in skipped:
            continue
        if isinstance(item, Piece):
            row = text_row(items, index, words, lines)
            reader.pending.extend([item] if row is None else row[0])
            if row is not None:
                _take_vector(reader, row[1], [])
                skipped.update(range(index + 1, index + row[2]))
            continue
        behind = _pieces_behind(items, index)
        taken = _take_vector(reader, item, behind)
        skipped.update(range(index + 1, index + 1 + taken))
    reader.events.extend(units(reader.pending, words))
    return _without_refuted(reader.events)


def _without_refuted(found: list[Event]) -> list[Event]:
    """The same without guesses at a row that is printed elsewhere without a mistake."""
    exact = {
        name
        for event in found
        if isinstance(event, Unit) and not event.is_guess and not collides(event)
        for name in _names(event)
    }
    refuted = {
        id(event): Unit(event.pieces, (), False)
        for event in found
        if isinstance(event, Unit) and event.is_guess and _names(event) & exact
    }
    for event in found:
        if isinstance(event, Values):
            event.label = refuted.get(id(event.label), event.label)
            event.pending = tuple(unit for unit in event.pending if id(unit) not in refuted)
    return [refuted.get(id(event), event) for event in found]


def _pieces_behind(items: Sequence[Item], index: int) -> list[Piece]:
    behind: list[Piece] = []
    for item in items[index + 1 :]:
        if not isinstance(item, Piece):
            break
        behind.append(item)
    return behind


def _take_vector(reader: _Reader, vector: Vector, behind: Sequence[Piece]) -> int:
    """Add a vector and the labels before it; returns how many pieces behind it were used."""
    words, pending = reader.words, reader.pending
    found = units(pending, words)
    taken = 0
    label = _last_label(found, words)
    text = _label_before_text(found, vector, words)
    if text is not None:
        found, label = text
    elif label is None or _is_open(label):
        split = split_unit(pending, behind, words)
        if split is not None and (label is None or _ids(split[2]) <= _ids(label)):
            start, taken, label = split
            found = [*units(pending[:start], words), label]
        elif label is None:
            found, label, taken = _misprinted(found, behind, _rows_to_come(reader, found))
    reader.events.extend(found)
    reader.pending = []
    vector = _with_text_cells(vector, label, reader.lines)
    own = label is not None and (
        taken > 0 or any(piece.line == vector.line for piece in label.pieces)
    )
    rows = tuple(unit for unit in found if unit.rows())
    reader.events.append(Values(vector, label, own, rows))
    return taken


def _last_label(found: Sequence[Unit], words: Vocabulary) -> Unit | None:
    """The label right before the values; only fragments of group labels may stand between."""
    for unit in reversed(found):
        if unit.entries:
            return unit
        if not all(_is_beside(piece, words) for piece in unit.pieces):
            return None
    return None


def _is_open(label: Unit) -> bool:
    """Whether a label breaks off inside a bracket."""
    return bool(re.search(r"[（(][^）)]*$", label.pieces[-1].text))


def _label_before_text(
    found: list[Unit], vector: Vector, words: Vocabulary
) -> tuple[list[Unit], Unit] | None:
    """The labels up to the row's, where cells behind it are text and the row is just as long."""
    for index in range(len(found) - 1, -1, -1):
        unit = found[index]
        last = unit.pieces[-1]
        if last.line != vector.line or last.cell is None or vector.start is None:
            return None
        if not unit.entries:
            continue
        rows = [entry for entry in unit.rows() if entry.kind is Kind.ROW]
        if index == len(found) - 1 or not rows:
            return None
        behind = vector.start - last.cell - 1 + len(vector.cells)
        if behind != len(words.rows[(rows[0].table, rows[0].id)].columns):
            return None
        return found[: index + 1], unit
    return None


def _is_beside(piece: Piece, words: Vocabulary) -> bool:
    """Whether a piece belongs to another cell than the row's label."""
    return not piece.key or piece.key in UNIT_CELLS or words.is_group_part(piece)


def _rows_to_come(reader: _Reader, found: Sequence[Unit]) -> list[Entry]:
    """Labels a misprint may mean: none of rows before the last one of its table, nor that one."""
    last: dict[str, int] = {}
    for unit in (*(e for e in reader.events if isinstance(e, Unit)), *found):
        if not collides(unit):
            last.update((table, reader.words.order(table, row)) for table, row in _names(unit))
    return [
        entry
        for entry in reader.words.entries
        if entry.kind is Kind.GROUP
        or (
            entry.kind is Kind.ROW
            and reader.words.order(entry.table, entry.id) > last.get(entry.table, -1)
        )
    ]


def _misprinted(
    found: list[Unit], behind: Sequence[Piece], rows: Sequence[Entry]
) -> tuple[list[Unit], Unit | None, int]:
    """The labels with a misprint read, and how many pieces behind the values belong to it."""
    result, label = _with_misprint(found, rows)
    if label is None or not label.entries:
        for taken in range(1, min(len(behind), _MOST_BEHIND) + 1):
            if behind[taken - 1].no:
                break
            tail = [Unit((piece,), (), False) for piece in behind[:taken]]
            longer, split = _with_misprint([*found, *tail], rows)
            if split is not None and split.entries and split.pieces[0] not in behind:
                return longer, split, taken
    return result, label, 0


def _with_misprint(found: list[Unit], rows: Sequence[Entry]) -> tuple[list[Unit], Unit | None]:
    """The same labels, the last run of unknown pieces read as the row it can only mean."""
    first = len(found)
    while first > 0 and not found[first - 1].entries and len(found) - first < _MOST_PARTS:
        first -= 1
    if first == len(found):
        return found, None
    best = None
    for start in range(max(0, first - 1), len(found)):
        pieces = tuple(piece for unit in found[start:] for piece in unit.pieces)
        if any(piece.no for piece in pieces[1:]):
            continue
        near = _nearest(pieces, rows)
        if near is None or (found[start].entries and near[1].id not in _ids(found[start])):
            continue  # a label and words behind it can only be that label with words added
        if best is None or near[0] < best[0]:
            best = (near[0], start, Unit(pieces, (near[1],), is_guess=True))
    if best is not None:
        return [*found[: best[1]], best[2]], best[2]
    return _with_unknown(found, first)


def _nearest(pieces: Sequence[Piece], rows: Sequence[Entry]) -> tuple[float, Entry] | None:
    keys = {"".join(p.key for p in pieces), "".join(p.bare_key for p in pieces)}
    near = [found for key in keys if (found := closest(key, pieces[0].no, rows)) is not None]
    return min(near, key=lambda item: item[0], default=None)


def _names(unit: Unit) -> set[tuple[str, str]]:
    return {(entry.table, entry.id) for entry in unit.rows() if entry.kind is Kind.ROW}


def _ids(unit: Unit) -> set[str]:
    return {entry.id for entry in unit.rows()}


def _with_unknown(found: list[Unit], first: int) -> tuple[list[Unit], Unit | None]:
    """The same labels, the unknown pieces on the last line joined to one unknown label."""
    run = found[first:]
    if all(unit.is_known for unit in run):
        return found, None
    last_line = run[-1].pieces[-1].line
    start = len(found)
    while start > first and found[start - 1].pieces[-1].line == last_line:
        start -= 1
    if all(unit.is_known for unit in found[start:]):
        return found, None  # the end of a label that is broken by a line of something else
    pieces = tuple(piece for unit in found[start:] for piece in unit.pieces)
    if not SHORTEST - 1 <= sum(len(piece.key) for piece in pieces) <= _LONGEST_LABEL:
        return found, Unit(pieces, (), False)
    unknown = Unit(pieces, (), False)
    return [*found[:start], unknown], unknown


def _with_text_cells(vector: Vector, label: Unit | None, lines: Sequence[Line]) -> Vector:
    """Cells between the row's label and the first value are values, too: text in a cell."""
    if label is None or not label.rows() or vector.start is None:
        return vector
    last = label.pieces[-1]
    if last.line != vector.line or last.cell is None or last.cell + 1 >= vector.start:
        return vector
    between = (lines[vector.line].cells or ())[last.cell + 1 : vector.start]
    if not any(plain_key(cell) not in UNIT_CELLS for cell in between):
        return vector
    return text_cells(lines[vector.line], vector.line, last.cell + 1, vector)


UNIT_CELLS = frozenset(("", "条", "件", "次", "人次", "篇", "个", "人", "场", "万元", "元"))
"""Keys of cells that print the unit beside a label."""
