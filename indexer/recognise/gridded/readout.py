"""Facts of one row of a grid, each at the place of its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govreport_search.domain import CellId, Fact, Finding, Quantity, Severity, State, spanning
from govreport_search.forms import Row, Table
from govreport_search.sentence import say
from indexer.blocks import GridCell, in_one_line
from indexer.recognise.fit import TOO_LONG
from indexer.recognise.gridded.fitting import UNCLEAR, Fitted
from indexer.recognise.gridded.label import cell_text
from indexer.recognise.gridded.strip import Strip, is_blank, is_unit
from indexer.recognise.gridded.top import Top
from indexer.recognise.header import is_money, money_in
from indexer.recognise.quantity import read_quantity
from indexer.recognise.readout import AGREEING, UNDECIDED, UNPLACED, Readout, odd_value

ILLEGIBLE = say("单元格印有内容，但无法识读")


@dataclass(frozen=True)
class Reading:
    """What is needed to read a row besides its cells.

    Attributes:
        table, row: what the row is; an extension row is made up by the caller.
        label: as printed.
    """

    table: Table
    row: Row
    label: str


def read_cells(reading: Reading, strip: Strip, fitted: Fitted, top: Top | None) -> Readout:
    """The facts of a row, and what was odd; no number where a cell's column is not certain."""
    out = Readout()
    if fitted.code:
        out.findings.append(_misfit(reading, strip, fitted))
        if not fitted.cells:
            _unreadable(out, reading, strip)
    for column, cell in fitted.cells.items():
        if column in reading.row.columns:
            _read_cell(out, reading, column, cell, fitted.notes, printed_money(strip, top, column))
    return out


def _unreadable(out: Readout, reading: Reading, strip: Strip) -> None:
    raw = "\t".join(in_one_line(cell.text) for cell in strip.values)
    count = sum(1 for cell in strip.values if not is_blank(cell))
    wanted = len(reading.row.columns)
    note = say(UNPLACED, count=count, wanted=wanted)
    quantity = Quantity(State.UNREADABLE, raw=raw, note=note)
    place = spanning([cell.place for cell in strip.values] or [strip.place])
    for column in reading.row.columns:
        cell = CellId(reading.table.id, reading.row.id, column)
        out.facts.append(Fact(cell, quantity, place, reading.label))


def _read_cell(
    out: Readout,
    reading: Reading,
    column_id: str,
    cell: GridCell,
    notes: Mapping[str, str],
    money: str,
) -> None:
    table, row = reading.table, reading.row
    column = table.column(column_id)
    name = CellId(table.id, row.id, column_id)
    raw = in_one_line(cell.text)
    note = notes.get(column_id, "" if cell.legible else ILLEGIBLE)
    if note:
        quantity = Quantity(State.UNREADABLE, raw=raw, note=note)
        out.facts.append(Fact(name, quantity, cell.place, reading.label, cell.confidence))
        return
    read = read_quantity(raw, column.value_type, table.unit_of(row, column), money)
    out.facts.append(Fact(name, read.quantity, cell.place, reading.label, cell.confidence))
    if read.oddity:
        out.findings.append(odd_value(read.oddity, table, row, column, raw, cell.place))


def printed_money(strip: Strip, top: Top | None, column: str) -> str:
    """The unit of money beside the row's label, else over the column, else in the header."""
    labels = [cell_text(cell) for cell in (*strip.labels, *strip.above)]
    beside = money_in(labels)
    units = (cell for cell in strip.labels if is_unit(cell))
    beside.update(text for cell in units if is_money(text := cell_text(cell)))
    leaves = [leaf for leaf in top.leaves if column in leaf.columns] if top is not None else []
    over = money_in([text for leaf in leaves for text in leaf.texts])
    header = money_in(top.texts) if top is not None else set()
    for found in (beside, over, header):
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def _misfit(reading: Reading, strip: Strip, fitted: Fitted) -> Finding:
    count = len(strip.values)
    columns = len(reading.row.columns)
    if fitted.code == UNCLEAR:
        cause = say("的表头与规定格式的次序不同，又有读不出的列名")
    elif count == columns:
        cause = say("印有%(count)s个单元格，位置与表头对不上", count=count)
    elif fitted.code == TOO_LONG:
        cause = say("印有%(count)s个单元格，多于表格的%(columns)s列", count=count, columns=columns)
    else:
        cause = say("印有%(count)s个单元格，少于表格的%(columns)s列", count=count, columns=columns)
    outcome, severity = UNDECIDED, Severity.WARNING
    if fitted.cells:
        outcome, severity = AGREEING, Severity.INFO
    return Finding(
        code=fitted.code,
        severity=severity,
        message=say(
            "“%(row)s”%(cause)s：%(outcome)s",
            row=reading.row.label or reading.table.title,
            cause=cause,
            outcome=outcome,
        ),
        table=reading.table.id,
        row=reading.row.id,
        expected=str(columns),
        found=str(count),
        place=spanning([cell.place for cell in strip.values] or [strip.place]),
    )


def texts_of(values: Sequence[GridCell]) -> tuple[str, ...]:
    """The printed values of a row, blanks left out."""
    return tuple(in_one_line(cell.text) for cell in values if not is_blank(cell))
