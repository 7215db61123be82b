"""Every statutory table of a form that is printed in grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from govreport_search.domain import Finding, Place, PrintedRow, Severity
from govreport_search.forms import Form, Layout, Row, Table
from govreport_search.sentence import say
from indexer.blocks import Grid, Line
from indexer.grid import place_of
from indexer.recognise.extension import PREFIX
from indexer.recognise.gridded.blocks import read_blocks
from indexer.recognise.gridded.cut_row import join_cut_rows
from indexer.recognise.gridded.fitting import (
    MOVED,
    UNCLEAR,
    fit_row,
    without_moved,
)
from indexer.recognise.gridded.frame import frame_of, learnt
from indexer.recognise.gridded.identity import adds_up
from indexer.recognise.gridded.label import cell_text, rows_of
from indexer.recognise.gridded.naming import name_rows
from indexer.recognise.gridded.other_year import without_other_years
from indexer.recognise.gridded.readout import Reading, read_cells, texts_of
from indexer.recognise.gridded.sheet import read_sheet
from indexer.recognise.gridded.strip import Strip
from indexer.recognise.gridded.top import Top
from indexer.recognise.repeat import merged, second_runs, table_repeated
from indexer.recognise.table import TableReading
from indexer.recognise.vocabulary import Kind, Vocabulary

_LENGTHS = range(2, 31)


@dataclass
class Gridded:
    """What the grids say.

    Attributes:
        tables: the tables that are printed in grids, by id.
        lines: indexes of the lines of every grid that prints rows of a table.
    """

    tables: dict[str, TableReading] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()


def read_grids(grids: Sequence[Grid], words: Vocabulary, lines: Sequence[Line]) -> Gridded:
    """Read the statutory tables of a form from the grids of a report."""
    every, grids = grids, without_other_years(grids, lines)
    rows = join_cut_rows(read_sheet(grids, words), words)
    name_rows(rows, words)
    result = Gridded()
    for table in words.form.tables:
        if table.layout is Layout.SINGLE_LINE:
            reading = read_blocks(table, rows, words)
        else:
            reading = _read_table(table, rows, words, lines)
        if reading.read:
            result.tables[table.id] = reading
    used = {index for reading in result.tables.values() for index in reading.used}
    held = [range(grid.first, grid.first + grid.rows) for grid in grids]
    kept = set(grids)
    other = [range(g.first, g.first + g.rows) for g in every if g not in kept]
    mine = [span for span in held if used & set(span)]
    result.lines = frozenset(i for span in (*mine, *other) for i in span)
    return result


def _read_table(
    table: Table, rows: Sequence[Strip], words: Vocabulary, lines: Sequence[Line]
) -> TableReading:
    reading = TableReading(table)
    mine = [row for row in rows if row.name is not None and row.name[0] == table.id]
    data = [row for row in mine if _is_data(row, words)]
    second = second_runs(
        table, [(row.name[1], texts_of(row.values), row.lines) for row in data if row.name]
    )
    rows = [row for row in rows if not any(a <= row.lines[0] <= b for a, b in second)]
    for index, row in enumerate(rows):
        if row.name is not None and row.name[0] == table.id:
            _note(reading, row, words)
            if _is_data(row, words):
                _read_row(reading, table.row(row.name[1]), row, rows, words.form)
        elif (added := _extension(table, rows, index)) is not None:
            _read_row(reading, added, row, rows, words.form)
    _use_headers(reading, rows)
    places = [place_of(lines, first, last) for first, last in second]
    reading.others = [*reading.others, *(table_repeated(table, place) for place in places)]
    return reading


def _is_data(row: Strip, words: Vocabulary) -> bool:
    """Whether a named row holds values: every row of the form, a group only with a value.

    Groups with columns of their own have their header below them and never hold one.
    """
    assert row.name is not None
    if not words.rows[row.name].is_group:
        return bool(row.values)
    grouped = words.form.table(row.name[0]).layout is Layout.GROUPED
    return row.has_values and not grouped


def _note(reading: TableReading, row: Strip, words: Vocabulary) -> None:
    """Keep the row's label, and the labels of groups that begin in it."""
    assert row.name is not None
    table = reading.table
    last = row.label.cell if row.label is not None else 0
    for cell in row.labels[:last]:
        for entry in rows_of(cell_text(cell), words)[:1]:
            if entry.table == table.id and entry.kind is Kind.GROUP:
                text = cell_text(cell)
                reading.rows.append(PrintedRow(table.id, entry.id, text, cell.place))
    reading.rows.append(PrintedRow(table.id, row.name[1], row.printed, row.place))
    reading.used.update(row.lines)


def _read_row(
    reading: TableReading, row: Row, strip: Strip, rows: Sequence[Strip], form: Form
) -> None:
    table = reading.table
    top = strip.top if strip.top is not None and strip.top.table == table.id else None
    frame = frame_of(top, row.columns, strip.grid)
    usual = next(
        (f for f in (frame_of(t, row.columns, t.grid) for t in _tops(table, rows)) if f.slots),
        frame,
    )
    known = learnt(frame, _alike(strip, row, table, rows))
    if top is not None and known == frame and not frame.slots and top.width == strip.width:
        known = frame_of(top, row.columns, top.grid)  # the page before has the same columns
    fitted = fit_row(strip, row.columns, known, partial(adds_up, form, table))
    fitted = without_moved(fitted, frame.order, usual.order)
    if MOVED in fitted.notes.values() and not reading.others:
        reading.others = [_headers_differ(table, strip.place)]
    out = read_cells(Reading(table, row, strip.printed), strip, fitted, strip.top)
    if row.is_group and not any(fact.quantity.value is not None for fact in out.facts):
        return
    earlier = reading.read.get(row.id)
    reading.read[row.id] = out if earlier is None else merged(earlier, out, table, row)
    reading.used.update(strip.lines)


def _tops(table: Table, rows: Sequence[Strip]) -> Iterator[Top]:
    """The headers of a table, each once, from the first."""
    last: Top | None = None
    for row in rows:
        if row.is_header and row.top is not None and row.top.table == table.id:
            if row.top is not last:
                yield row.top
            last = row.top


def _headers_differ(table: Table, place: Place) -> Finding:
    return Finding(
        code=UNCLEAR,
        severity=Severity.WARNING,
        message=say(
            "“%(table)s”前后两处表头的列名次序不同，自此处起次序不同的各列不读", table=table.title
        ),
        table=table.id,
        place=place,
    )


def _alike(strip: Strip, row: Row, table: Table, rows: Sequence[Strip]) -> list[Strip]:
    """Rows of the same grid that have the same columns, this one at least."""
    found = [
        other
        for other in rows
        if other.grid == strip.grid
        and other.name is not None
        and other.name[0] == table.id
        and table.row(other.name[1]).columns == row.columns
        and not table.row(other.name[1]).is_group
    ]
    return found or [strip]


def _extension(table: Table, rows: Sequence[Strip], index: int) -> Row | None:
    """A row of our own for a labelled row of values between rows of this table.

    It has the columns of the row before it; where that is one only, a row of the table must
    follow, too.
    """
    row = rows[index]
    if row.name is not None or row.label is None or row.label.entries or not row.has_values:
        return None
    if row.is_header or len(row.printed.strip()) not in _LENGTHS:
        return None
    before = next(_named(reversed(rows[:index])), None)
    behind = next(_named(rows[index + 1 :]), None)
    if before is None or before[0] != table.id:
        return None
    columns = table.row(before[1]).columns
    if len(columns) == 1 and (behind is None or behind[0] != table.id):
        return None
    if abs(rows[index].grid - _grid_of(rows[:index])) > 1:
        return None
    label = row.printed.strip()
    return Row(id=f"{PREFIX}{label}", label=label, columns=columns)


def _named(rows: Iterator[Strip] | Sequence[Strip]) -> Iterator[tuple[str, str]]:
    return (row.name for row in rows if row.name is not None)


def _grid_of(rows: Sequence[Strip]) -> int:
    return next(row.grid for row in reversed(rows) if row.name is not None)


def _use_headers(reading: TableReading, rows: Sequence[Strip]) -> None:
    """Headers, and blank rows between rows of the table, belong to it, too."""
    for row in rows:
        if row.is_header and row.top is not None and row.top.table == reading.table.id:
            reading.used.update(row.lines)
    used = reading.used
    for row in rows:
        if row.is_blank and row.lines[0] - 1 in used:
            used.update(row.lines)
