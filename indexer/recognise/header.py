"""Which columns a printed header names, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from govreport_search.forms import Layout, Row, Table
from indexer.grid import Vector
from indexer.recognise.event import Event
from indexer.recognise.fit import printed
from indexer.recognise.unit import Unit
from indexer.recognise.vocabulary import Kind


def printed_columns(
    table: Table, row: Row, above: Sequence[Event], vector: Vector
) -> tuple[str, ...]:
    """The columns of a row in printed order.

    The header above decides where it is whole: each column named once, in one order. A header
    that names fewer columns decides only if the row has just as many values. A header that is
    wrong, scrambled or lost leaves the form's order.
    """
    named = _named_columns(table, row, above)
    if len(set(named)) != len(named) or not set(named) <= set(row.columns):
        return row.columns
    if set(named) == set(row.columns):
        return named
    if table.layout is Layout.GROUPED and named and len(named) == printed(vector):
        return named
    return row.columns


def _named_columns(table: Table, row: Row, above: Sequence[Event]) -> tuple[str, ...]:
    """Columns named in the nearest header above, up to the group row before it."""
    named: list[str] = []
    line = -1
    for event in reversed(above):
        if not isinstance(event, Unit):
            continue
        if any(e.kind is Kind.GROUP and e.table == table.id for e in event.entries):
            break
        columns = [e.id for e in event.entries if e.kind is Kind.COLUMN and e.table == table.id]
        if not columns:
            if named and event.rows():
                break
            continue
        if table.layout is Layout.ROWS and line not in (-1, event.pieces[0].line):
            break
        line = event.pieces[0].line
        mine = [c for c in columns if c in row.columns]
        named.insert(0, (mine or columns)[0])
    return tuple(named)
