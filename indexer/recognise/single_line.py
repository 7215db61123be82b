"""A table of one line of values: block after block, each a row of ours.

Its header is nearly always scrambled in print; the number of values is the anchor. Some
converters print the blocks one below the other, each with its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from govreport_search.domain import PrintedRow
from govreport_search.forms import Form, Row, Table
from indexer.blocks import Line
from indexer.grid import Vector, place_of
from indexer.recognise.event import Event, Values
from indexer.recognise.fit import Fit, Habit, fit, is_complete, learn, printed
from indexer.recognise.header import printed_columns
from indexer.recognise.moved import unless_moved
from indexer.recognise.readout import Readout, misfit, read_row
from indexer.recognise.repeat import merged, table_repeated
from indexer.recognise.stretch import Stretch
from indexer.recognise.unit import Unit
from indexer.recognise.vocabulary import Vocabulary

_LEAST_SHARE = 0.6
_NEAR = 3


@dataclass
class _Reading:
    """One reading of the whole table.

    Attributes:
        place: indexes of its first and last line of values.
        is_sure: whether its number of values is right.
        has_header: whether words of the table stand between it and the values before.
    """

    place: tuple[int, int]
    is_sure: bool
    has_header: bool
    read: dict[str, Readout] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


def read_single_line(
    table: Table,
    found: Sequence[Stretch],
    words: Vocabulary,
    lines: Sequence[Line],
) -> tuple[list[PrintedRow], dict[str, Readout], set[int]]:
    """Read the line of values below the table's heading or header words.

    Values that stand elsewhere are another table's, however many they are.

    Returns:
        printed rows, readouts by row id, and the indexes of the lines used.
    """
    rows: list[PrintedRow] = []
    used: set[int] = set()
    readings: list[_Reading] = []
    below = [s for s in found if s.section == table.section]
    for stretch in [*below, *(s for s in found if s not in below)]:
        events = _region(table, stretch, words)
        here = list(_readings(table, events, words.form, lines))
        header = [u for u in events if isinstance(u, Unit) and _names(u, table)]
        if not here and len({u.entries for u in header}) <= len(table.data_rows):
            continue  # words of a sentence, not a header
        for unit in header:
            used.update(piece.line for piece in unit.pieces)
            _note_block(table, unit, rows, lines)
        if stretch in below or not readings:
            readings.extend(here)
    read = _decide(table, readings, used, lines)
    _note_unlabelled(table, readings, rows, lines)
    labels = {row.row: row.label for row in rows}
    for row_id, out in read.items():
        out.facts = [replace(fact, label=labels.get(row_id, "")) for fact in out.facts]
    return rows, read, used


def _names(unit: Unit, table: Table) -> bool:
    return any(entry.table == table.id and entry.id for entry in unit.entries)


def _region(table: Table, stretch: Stretch, words: Vocabulary) -> list[Event]:
    """The events below the table's heading, else from the first words that only it prints."""
    if stretch.section == table.section:
        return stretch.events
    others = {e.key for e in words.entries if e.table != table.id}
    for index, event in enumerate(stretch.events):
        if isinstance(event, Unit) and any(
            e.table == table.id and e.id and e.key not in others for e in event.entries
        ):
            return stretch.events[index:]
    return []


def _readings(
    table: Table, events: Sequence[Event], form: Form, lines: Sequence[Line]
) -> Iterator[_Reading]:
    """Every whole line of values; else the labelled blocks; else the line that comes nearest."""
    total = sum(len(row.columns) for row in table.data_rows)
    lined = list(_joined(events, total))
    whole = [(index, vector) for index, vector in lined if is_complete(vector, total)]
    labelled = [] if whole else _labelled(table, events)
    if labelled:
        yield _of_blocks(table, events, labelled, form, lines)
        return
    if not whole:
        enough = [
            (index, vector)
            for index, vector in lined
            if len(vector.cells) >= (total if vector.is_blank else _LEAST_SHARE * total)
        ]
        whole = sorted(enough, key=lambda item: -len(item[1].cells))[:1]
    start = 0
    for index, vector in whole:
        header = any(isinstance(e, Unit) and _names(e, table) for e in events[start:index])
        pairs = [(row.id, column) for row in table.data_rows for column in row.columns]
        fitted = unless_moved(fit(vector, total, Habit(), lines), pairs, form, table)
        yield _of_line(table, vector, fitted, header, lines)
        start = index


def _joined(events: Sequence[Event], total: int) -> Iterator[tuple[int, Vector]]:
    """Vectors of no row, joined with those that directly follow, up to the whole line.

    A lone number completes nothing: it may as well be a page's.
    """
    index = 0
    while index < len(events):
        first, event = index, events[index]
        index += 1
        if not isinstance(event, Values) or event.row is not None:
            continue
        vector = event.vector
        while index < len(events) and len(vector.cells) < total and len(vector.cells) > 1:
            below = events[index]
            if not isinstance(below, Values) or below.label is not None or below.row is not None:
                break
            near = below.vector.line - vector.end_line <= _NEAR
            if not near or vector.start is not None or len(below.vector.cells) == 1:
                break
            cells = vector.cells + below.vector.cells
            vector = Vector(cells, vector.start, vector.width, vector.lead)
            index += 1
        yield first, vector


def _labelled(table: Table, events: Sequence[Event]) -> list[tuple[int, Row]]:
    """Vectors that each have the label of one block, if one is complete and none is left over."""
    found: list[tuple[int, Row]] = []
    complete = False
    start = 0
    for index, event in enumerate(events):
        if not isinstance(event, Values) or event.row is not None:
            continue
        block = _block(table, event, events[start:index])
        start = index + 1
        if block is None:
            if printed(event.vector) >= len(table.columns):
                return []
            continue
        found.append((index, block))
        complete = complete or is_complete(event.vector, len(block.columns))
    return found if complete else []


def _block(table: Table, values: Values, above: Sequence[Event]) -> Row | None:
    """The block whose label stands on the line of the values, or alone above them."""
    own = values.label is not None and values.is_own
    units = [values.label] if own else [event for event in above if isinstance(event, Unit)]
    blocks = {row.id: row for row in table.data_rows}
    named = {
        entry.id
        for unit in units
        if unit is not None
        for entry in unit.entries
        if entry.table == table.id and entry.id in blocks
    }
    return blocks[named.pop()] if len(named) == 1 else None


def _of_blocks(
    table: Table,
    events: Sequence[Event],
    labelled: list[tuple[int, Row]],
    form: Form,
    lines: Sequence[Line],
) -> _Reading:
    vectors = [(event.vector, block) for event, block in _values(events, labelled)]
    habit = learn([(vector, len(block.columns)) for vector, block in vectors], lines)
    reading = _Reading((vectors[0][0].line, vectors[-1][0].end_line), True, True)
    for (index, block), (vector, _) in zip(labelled, vectors, strict=True):
        columns = printed_columns(table, block, events[:index], vector)
        pairs = [(block.id, column) for column in columns]
        fitted = unless_moved(fit(vector, len(columns), habit, lines), pairs, form, table)
        out = read_row(table, block, columns, vector, fitted, block.label, lines)
        earlier = reading.read.get(block.id)
        reading.read[block.id] = merged(earlier, out, table, block) if earlier else out
        reading.used.update(cell.line for cell in vector.cells)
    return reading


def _values(
    events: Sequence[Event], labelled: Sequence[tuple[int, Row]]
) -> Iterator[tuple[Values, Row]]:
    for index, block in labelled:
        event = events[index]
        assert isinstance(event, Values)
        yield event, block


def _of_line(
    table: Table, vector: Vector, fitted: Fit, has_header: bool, lines: Sequence[Line]
) -> _Reading:
    reading = _Reading((vector.line, vector.end_line), not fitted.code, has_header)
    start = 0
    for block in table.data_rows:
        end = start + len(block.columns)
        part = fitted.cells[start:end] if fitted.cells is not None else None
        reading.read[block.id] = read_row(
            table, block, block.columns, vector, Fit(part), block.label, lines
        )
        start = end
    if fitted.code:
        place = place_of(lines, vector.line, vector.end_line)
        first = table.data_rows[0].id
        finding = misfit(table, "", table.title, start, vector, fitted, place)
        reading.read[first].findings.insert(0, finding)
    reading.used.update(cell.line for cell in vector.cells)
    return reading


def _decide(
    table: Table, readings: Sequence[_Reading], used: set[int], lines: Sequence[Line]
) -> dict[str, Readout]:
    """The sure reading; of two whole tables the first; two below one header must agree.

    Adds to ``used``; the lines of a second table stay text.
    """
    best = [r for r in readings if r.is_sure] or list(readings[:1])
    if not best:
        return {}
    read = dict(best[0].read)
    used.update(best[0].used)
    for other in best[1:]:
        both = {
            row.id: merged(read[row.id], other.read[row.id], table, row)
            for row in table.data_rows
            if row.id in read and row.id in other.read
        }
        agree = all(both[row] is read[row] for row in both)
        if agree or not other.has_header:
            used.update(other.used)
            read |= both
        else:
            first = next(iter(read))
            finding = table_repeated(table, place_of(lines, *other.place))
            read[first] = Readout(read[first].facts, [*read[first].findings, finding])
    return read


def _note_block(table: Table, unit: Unit, rows: list[PrintedRow], lines: Sequence[Line]) -> None:
    names = {e.id for e in unit.entries if e.table == table.id and table.has_row(e.id)}
    if len(names) == 1 and not any(row.row in names for row in rows):
        place = place_of(lines, unit.pieces[0].line, unit.pieces[-1].line)
        rows.append(PrintedRow(table.id, names.pop(), unit.label, place))


def _note_unlabelled(
    table: Table, readings: Sequence[_Reading], rows: list[PrintedRow], lines: Sequence[Line]
) -> None:
    """Blocks with values and without a printed label stand where the values are."""
    for reading in readings[:1]:
        place = place_of(lines, *reading.place)
        for row_id in reading.read:
            if not any(row.row == row_id for row in rows):
                rows.append(PrintedRow(table.id, row_id, "", place))
