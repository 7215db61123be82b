"""Which columns a printed header names, in which order, and in which unit of money."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from govreport_search.forms import Layout, Row, Table
from govreport_search.text.label import label_key
from indexer.blocks import Line
from indexer.grid import Piece, Vector
from indexer.recognise.event import Event, Values
from indexer.recognise.fit import printed
from indexer.recognise.unit import Unit
from indexer.recognise.vocabulary import Kind

_UNITS = "亿元|万元|千元|百元|元"
_MONEY = re.compile(rf"(?:单位:?|\()({_UNITS})(?=[),;]|$)", re.MULTILINE)
_MOST_LINES = 3
_OPEN = re.compile(r"\([^)]*$")


def printed_columns(
    table: Table, row: Row, above: Sequence[Event], vector: Vector
) -> tuple[str, ...]:
    """The columns of a row in printed order.

    The header above decides only where its order is certain: all columns on one line, or one
    whole label a line below the header of the labels. A header cell that is wrapped stands on
    other lines than its neighbours, and nothing tells where among them. A header that names
    fewer columns decides only if the row has just as many values. Else it is the form's order.
    """
    header = _header(table, above)
    named = _on_one_line(table, row, header) or _line_by_line(table, row, header)
    if len(set(named)) != len(named) or not set(named) <= set(row.columns):
        return row.columns
    if set(named) == set(row.columns):
        return named
    whole = all(_column(unit, table, row) or _is_header_word(unit, table) for unit in header)
    if table.layout is Layout.GROUPED and named and whole and len(named) == printed(vector):
        return named
    return row.columns


def order_around_parent(table: Table, row: Row, above: Sequence[Event]) -> tuple[str, ...]:
    """The columns as a header of two levels puts them, where one line names its upper level.

    That line must name every column without a parent, and the parent once; the columns below
    the parent keep the form's order. Empty where no line does.
    """
    parents = {label_key(c.parent): c.parent for c in table.columns if c.parent}
    if not parents:
        return ()
    below = {c.id: c.parent for c in table.columns}
    by_line: dict[int, list[str]] = {}
    for unit in _header(table, above):
        parent = next((parents[e.key] for e in unit.entries if e.key in parents), "")
        name = parent or _column(unit, table, row)
        if name and not below.get(name):
            by_line.setdefault(unit.pieces[0].line, []).append(name)
    outer = [column for column in row.columns if not below[column]]
    wanted = sorted([*outer, *{below[column] for column in row.columns if below[column]}])
    for named in by_line.values():
        if sorted(named) == wanted and len(wanted) > len(outer):
            groups = ([c for c in row.columns if below[c] == name] or [name] for name in named)
            return tuple(column for group in groups for column in group)
    return ()


def printed_money(table: Table, above: Sequence[Event], lines: Sequence[Line]) -> str:
    """The unit of money printed beside the row's label, else in the header above; may be empty.

    Two units in one header, or one it does not know, say nothing. A unit may be broken over
    lines: 万 at the end of one and 元 on the next is no 元.
    """
    for units in (_block(above), _header(table, above)):
        if not units:
            continue
        found = money_in(_printed_lines(units, lines))
        found.update(p.text for unit in units for p in unit.pieces if _is_unit_cell(p))
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def money_in(texts: Sequence[str]) -> set[str]:
    """The units of money that lines of a header or label give in brackets or as 单位：…."""
    printed = [_plain(text) for text in texts]
    return {match for gap in ("\n", "") for match in _MONEY.findall(gap.join(printed))}


def is_money(text: str) -> bool:
    """Whether a cell prints nothing but a unit of money."""
    return bool(re.fullmatch(_UNITS, text))


def _printed_lines(units: Sequence[Unit], lines: Sequence[Line]) -> list[str]:
    """The lines that hold labels, and those on which a bracket open at their end is closed."""
    first, last = units[0].pieces[0].line, max(_lines(units[-1]))
    end = last + 1
    while end < min(len(lines), last + _MOST_LINES):
        if not _OPEN.search(_plain("".join(line.text for line in lines[first:end]))):
            break
        end += 1
    return [line.text for line in lines[first:end]]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _is_unit_cell(piece: Piece) -> bool:
    return piece.cell is not None and is_money(piece.text)


def _block(above: Sequence[Event]) -> list[Unit]:
    """The labels since the values before."""
    block: list[Unit] = []
    for event in reversed(above):
        if isinstance(event, Values):
            break
        block.insert(0, event)
    return block


def _header(table: Table, above: Sequence[Event]) -> list[Unit]:
    """The nearest run of labels above that names columns, between rows, in printed order."""
    run: list[Unit] = []
    grouped = table.layout is Layout.GROUPED
    labels = {id(e.label) for e in above if isinstance(e, Values) and e.row is not None}
    for event in reversed(above):
        if isinstance(event, Unit) and not _is_row(event, table) and id(event) not in labels:
            run.insert(0, event)
        elif isinstance(event, Values) and event.row is None and event.vector.is_blank:
            continue  # blank cells at the end of a header's row
        elif _is_enough(run, table) or (grouped and _is_group(event, table)):
            break
        else:
            run = []
    return run if _is_enough(run, table) else []


def _is_enough(run: Sequence[Unit], table: Table) -> bool:
    """Whether labels may be a header: a lone 其他 or 总计 among many rows is none."""
    columns = sum(1 for unit in run if _columns(unit, table))
    return columns > (0 if table.layout is Layout.GROUPED else 1)


def _is_row(event: Event, table: Table) -> bool:
    """Whether a label can only be a row's: it is no column's, or its number decides."""
    if isinstance(event, Values):
        return True
    rows = [entry for entry in event.rows() if entry.table == table.id]
    numbered = bool(event.no) and any(entry.no == event.no for entry in rows)
    return bool(rows) and (numbered or not _columns(event, table))


def _is_group(event: Event, table: Table) -> bool:
    return isinstance(event, Unit) and any(
        e.kind is Kind.GROUP and e.table == table.id for e in event.entries
    )


def _is_header_word(unit: Unit, table: Table) -> bool:
    return any(e.kind is Kind.HEADER and e.table == table.id for e in unit.entries)


def _columns(unit: Unit, table: Table) -> list[str]:
    return [e.id for e in unit.entries if e.kind is Kind.COLUMN and e.table == table.id]


def _column(unit: Unit, table: Table, row: Row) -> str:
    """The column a label names if it is whole on one line, one of the row's before others."""
    columns = _columns(unit, table)
    text = unicodedata.normalize("NFKC", unit.label)
    if not columns or len(set(_lines(unit))) > 1 or _OPEN.search(text):
        return ""
    return next((c for c in columns if c in row.columns), columns[0])


def _lines(unit: Unit) -> Iterator[int]:
    yield from (piece.line for piece in unit.pieces)


def _on_one_line(table: Table, row: Row, header: Sequence[Unit]) -> tuple[str, ...]:
    """The columns on the line that names most of them, if the header has one level only."""
    parents = {label_key(column.parent) for column in table.columns if column.parent}
    if any(entry.key in parents for unit in header for entry in unit.entries):
        return ()  # the columns below a parent stand behind or among the others
    by_line: dict[int, list[Unit]] = {}
    for unit in header:
        by_line.setdefault(unit.pieces[0].line, []).append(unit)
    best: tuple[str, ...] = ()
    for units in by_line.values():
        best = max(best, tuple(c for u in units if (c := _column(u, table, row))), key=len)
    return best if len(best) > 1 else ()


def _line_by_line(table: Table, row: Row, header: Sequence[Unit]) -> tuple[str, ...]:
    """The columns one a line, in a run without anything else, below the labels' header word."""
    named: list[str] = []
    begun = False
    taken: set[int] = set()
    for unit in header:
        line = unit.pieces[0].line
        column = _column(unit, table, row)
        if line in taken or (begun and not column):
            return ()
        if column and not begun:
            return ()
        taken.add(line)
        named.extend([column] if column else [])
        begun = begun or _is_header_word(unit, table)
    return tuple(named)
