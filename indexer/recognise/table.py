"""Tables of a form read from the stretches that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from govreport_search.domain import Fact, Finding, PrintedRow
from govreport_search.forms import Form, Layout, Row, Table
from indexer.blocks import Line
from indexer.grid import place_of
from indexer.recognise.event import Event, Values
from indexer.recognise.extension import extension_row
from indexer.recognise.fit import Fit, Habit, fit, is_complete, learn
from indexer.recognise.header import order_around_parent, printed_columns, printed_money
from indexer.recognise.moved import settle_order, unless_moved
from indexer.recognise.readout import Readout, read_row
from indexer.recognise.repeat import merged, second_tables, table_repeated
from indexer.recognise.single_line import read_single_line
from indexer.recognise.stretch import Stretch
from indexer.recognise.unit import Unit
from indexer.recognise.vocabulary import Kind, Vocabulary


@dataclass
class TableReading:
    """What was read of one table.

    Attributes:
        rows: printed rows in printed order, group rows included.
        read: facts and findings by row id.
        used: indexes of lines that hold its labels and values.
        others: findings on further tables of this kind, which are not read.
    """

    table: Table
    rows: list[PrintedRow] = field(default_factory=list)
    read: dict[str, Readout] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    others: list[Finding] = field(default_factory=list)

    @property
    def facts(self) -> Iterator[Fact]:
        """All facts, in printed order of their rows."""
        for readout in self.read.values():
            yield from readout.facts

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings, in printed order of their rows."""
        for readout in self.read.values():
            yield from readout.findings
        yield from self.others


def read_table(
    table: Table, found: Sequence[Stretch], words: Vocabulary, lines: Sequence[Line]
) -> TableReading:
    """Everything that is printed of one table."""
    reading = TableReading(table)
    mine = [stretch for stretch in found if table.id in stretch.tables]
    if table.layout is Layout.SINGLE_LINE:
        reading.rows, reading.read, reading.used = read_single_line(table, mine, words, lines)
        return reading
    second = second_tables(table, mine)
    mine = [_without(stretch, second) for stretch in mine]
    habit = learn(
        [
            (v.vector, _width(v, words))
            for s in mine
            for v in s.values
            if v.row is not None and v.row[0] == table.id
        ],
        lines,
    )
    for stretch in mine:
        _read_stretch(reading, stretch, habit, lines, words.form)
    places = [place_of(lines, first, last) for first, last in second]
    reading.others = [table_repeated(table, place) for place in places]
    return reading


def _without(stretch: Stretch, second: Sequence[tuple[int, int]]) -> Stretch:
    """The stretch without what stands on the lines of second tables."""
    kept: list[Event] = []
    for event in stretch.events:
        line = event.pieces[0].line if isinstance(event, Unit) else event.vector.line
        if not any(first <= line <= last for first, last in second):
            kept.append(event)
    return replace(stretch, events=kept)


def _width(values: Values, words: Vocabulary) -> int:
    assert values.row is not None
    return len(words.rows[values.row].columns)


def _read_stretch(
    reading: TableReading,
    stretch: Stretch,
    habit: Habit,
    lines: Sequence[Line],
    form: Form,
) -> None:
    table = reading.table
    for index, event in enumerate(stretch.events):
        if isinstance(event, Unit):
            _note_label(reading, event, lines)
            continue
        if event.row is not None and event.row[0] == table.id:
            _read_named(reading, stretch.events, index, habit, lines, form)
        elif event.row is None:
            _read_extension(reading, stretch.events, index, lines)


def _note_label(reading: TableReading, unit: Unit, lines: Sequence[Line]) -> None:
    """Remember that a row's label is printed, and where."""
    table = reading.table
    entries = [entry for entry in unit.rows() if entry.table == table.id]
    if any(entry.table == table.id for entry in unit.entries):
        reading.used.update(piece.line for piece in unit.pieces)
    if len({entry.id for entry in entries}) != 1 or _is_column(unit, table.id):
        return
    place = place_of(lines, unit.pieces[0].line, unit.pieces[-1].line)
    reading.rows.append(PrintedRow(table.id, entries[0].id, unit.label, place))


def _is_column(unit: Unit, table: str) -> bool:
    """Whether a label without a deciding number may as well be a column's."""
    numbered = bool(unit.no) and any(entry.no == unit.no for entry in unit.rows())
    columns = any(e.table == table and e.kind is Kind.COLUMN for e in unit.entries)
    return columns and not numbered


def _read_named(
    reading: TableReading,
    events: Sequence[Event],
    index: int,
    habit: Habit,
    lines: Sequence[Line],
    form: Form,
) -> None:
    values = events[index]
    assert isinstance(values, Values)
    assert values.row is not None
    table, row = reading.table, reading.table.row(values.row[1])
    columns: Sequence[str] = printed_columns(table, row, events[:index], values.vector)
    vector = values.vector
    fitted = fit(vector, len(columns), habit, lines)
    other = order_around_parent(table, row, events[:index])
    if other and other != columns:
        columns, fitted = settle_order(fitted, (columns, other), row.id, form, table)
    fitted = unless_moved(fitted, [(row.id, column) for column in columns], form, table)
    label = _label(values, reading, row)
    money = printed_money(table, events[:index], lines)
    out = read_row(table, row, columns, vector, fitted, label, lines, money)
    if values.label is not None and _is_column(values.label, table.id):
        place = place_of(lines, values.label.pieces[0].line, values.label.pieces[-1].line)
        reading.rows.append(PrintedRow(table.id, row.id, label, place))
    elif not any(seen.row == row.id for seen in reading.rows):
        place = place_of(lines, vector.line, vector.end_line)
        reading.rows.append(PrintedRow(table.id, row.id, label, place))
    _keep(reading, row, out)
    reading.used.update(cell.line for cell in vector.cells)


def _label(values: Values, reading: TableReading, row: Row) -> str:
    if values.label is not None and any(e.id == row.id for e in values.label.entries):
        return values.label.label
    printed = [seen.label for seen in reading.rows if seen.row == row.id]
    return printed[-1] if printed else ""


def _keep(reading: TableReading, row: Row, out: Readout) -> None:
    """Keep a row's facts; of a row printed twice the readable one, and say if both differ."""
    earlier = reading.read.get(row.id)
    if earlier is None:
        reading.read[row.id] = out
        return
    reading.read[row.id] = merged(earlier, out, reading.table, row)


def _read_extension(
    reading: TableReading, events: Sequence[Event], index: int, lines: Sequence[Line]
) -> None:
    """Keep a row the form does not have, where it stands between rows of this table."""
    found = extension_row(reading.table, events, index)
    if found is None:
        return
    values = events[index]
    assert isinstance(values, Values)
    assert values.label is not None
    row = found
    if not is_complete(values.vector, len(row.columns)) or row.id in reading.read:
        return
    first = next(i for i, cell in enumerate(values.vector.cells) if cell.raw)
    cells = values.vector.cells[first : first + len(row.columns)]
    reading.read[row.id] = read_row(
        reading.table, row, row.columns, values.vector, Fit(cells), row.label, lines
    )
    reading.used.update(cell.line for cell in values.vector.cells)
    reading.used.update(piece.line for piece in values.label.pieces)
