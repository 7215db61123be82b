"""Facts of one printed row, with what was wrong about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from govreport_search.domain import CellId, Fact, Finding, Place, Quantity, Severity, State
from govreport_search.forms import Column, Row, Table
from govreport_search.sentence import say, template
from indexer.blocks import Line
from indexer.grid import Cell, Vector, place_of
from indexer.recognise.fit import APART, TOO_LONG, TOO_SHORT, Fit, printed
from indexer.recognise.quantity import read_quantity

_ODDITIES = {
    "negative_count": say("件数为负数"),
    "fractional_count": say("件数不是整数"),
    "ambiguous_number": say("数字写法有歧义，无法读取"),
}

AGREEING = say("各种对应方式读数相同，已读取")
UNDECIDED = say("无法确定各值属于哪一列，整行不读")
"""What came of a row whose values do not fit its columns."""

UNPLACED = template("印有%(count)s个值，应有%(wanted)s个，无法确定各值属于哪一列")
"""Why the cells of such a row are unreadable."""


@dataclass
class Readout:
    """What was read so far of a report's tables."""

    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_row(
    table: Table,
    row: Row,
    columns: Sequence[str],
    vector: Vector,
    fitted: Fit,
    label: str,
    lines: Sequence[Line],
    money: str = "",
) -> Readout:
    """The facts of a row and its findings.

    Args:
        table, row: what the row is; an extension row is made up by the caller.
        columns: ids of the columns in printed order.
        vector: the printed values.
        fitted: the cells in the order of ``columns``, or none.
        label: the row's label as printed.
        lines: the report's lines.
        money: the unit of money printed in the header or beside the label.
    """
    out = Readout()
    place = place_of(lines, vector.line, vector.end_line)
    if fitted.code:
        out.findings.append(misfit(table, row.id, row.label, len(columns), vector, fitted, place))
    if fitted.cells is None:
        raw = printed_values(vector, lines)
        note = say(UNPLACED, count=printed(vector), wanted=len(columns))
        quantity = Quantity(State.UNREADABLE, raw=raw, note=note)
        for column_id in row.columns:
            out.facts.append(Fact(CellId(table.id, row.id, column_id), quantity, place, label))
        return out
    for column_id, cell in zip(columns, fitted.cells, strict=True):
        _read_cell(out, table, row, table.column(column_id), cell, label, lines, money)
    return out


def _read_cell(
    out: Readout,
    table: Table,
    row: Row,
    column: Column,
    cell: Cell,
    label: str,
    lines: Sequence[Line],
    money: str,
) -> None:
    place = place_of(lines, cell.line, cell.line)
    reading = read_quantity(cell.raw, column.value_type, table.unit_of(row, column), money)
    out.facts.append(Fact(CellId(table.id, row.id, column.id), reading.quantity, place, label))
    if reading.oddity:
        out.findings.append(odd_value(reading.oddity, table, row, column, cell.raw, place))


def odd_value(
    oddity: str, table: Table, row: Row, column: Column, raw: str, place: Place
) -> Finding:
    """The finding for a value no such column should hold."""
    return Finding(
        code=oddity,
        severity=Severity.WARNING,
        message=say(
            "“%(row)s”的“%(column)s”印为“%(raw)s”：%(outcome)s",
            row=row.label,
            column=column.label,
            raw=raw,
            outcome=_ODDITIES[oddity],
        ),
        table=table.id,
        row=row.id,
        column=column.id,
        found=raw,
        place=place,
    )


def misfit(
    table: Table,
    row_id: str,
    name: str,
    columns: int,
    vector: Vector,
    fitted: Fit,
    place: Place,
) -> Finding:
    """The finding for a row (or a whole line of blocks) with too many or too few values."""
    count = len(vector.cells) if fitted.code == TOO_LONG else printed(vector)
    if fitted.cells is not None:
        outcome, severity = AGREEING, Severity.INFO
    else:
        outcome, severity = UNDECIDED, Severity.WARNING
    odd = {
        TOO_LONG: say("多于表格的%(columns)s列", columns=columns),
        TOO_SHORT: say("少于表格的%(columns)s列", columns=columns),
        APART: say("其中一个单独隔开，可能是页码"),
    }[fitted.code]
    return Finding(
        code=fitted.code,
        severity=severity,
        message=say(
            "“%(row)s”印有%(count)s个值，%(cause)s：%(outcome)s",
            row=name,
            count=count,
            cause=odd,
            outcome=outcome,
        ),
        table=table.id,
        row=row_id,
        expected=str(columns),
        found=str(count),
        place=place,
    )


def printed_values(vector: Vector, lines: Sequence[Line]) -> str:
    """The values as they stand in the source, from the first to the last."""
    if vector.line != vector.end_line:
        texts = [lines[i].text.strip() for i in range(vector.line, vector.end_line + 1)]
        return "\n".join(texts)
    text = lines[vector.line].text
    if vector.start is None:
        words = list(re.finditer(r"\S+", text))
        return text[words[max(0, len(words) - len(vector.cells))].start() :].strip()
    position = 0
    cells = lines[vector.line].cells or ()
    for cell in cells[: vector.start]:
        position = text.find(cell, position) + len(cell)
    return text[position:].strip(" \t|｜")
