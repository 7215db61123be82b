"""Rows a local template adds to the form: kept under their own label, never forced into a row."""

from __future__ import annotations

from collections.abc import Sequence

from govreport_search.forms import Layout, Row, Table
from indexer.recognise.event import Event, Values
from indexer.recognise.fit import is_complete
from indexer.recognise.unit import Unit
from indexer.recognise.vocabulary import Kind

PREFIX = "extension."
_LENGTHS = range(3, 31)


def extension_row(table: Table, events: Sequence[Event], index: int) -> Row | None:
    """A row of our own for a labelled vector of this table that is no row of the form.

    It must stand under a label of the table and, where it has one value only, before another
    one; the number of its values must be that of the columns in force there.
    """
    values = events[index]
    if not isinstance(values, Values) or values.label is None or values.label.entries:
        return None
    label = values.label.label.strip()
    if len(label) not in _LENGTHS or values.vector.is_blank:
        return None
    columns = _columns_in_force(table, events[:index])
    if not columns or not is_complete(values.vector, len(columns)):
        return None
    if len(columns) == 1 and not _goes_on(table, events[index + 1 :]):
        return None
    return Row(id=f"{PREFIX}{label}", label=label, columns=columns)


def _columns_in_force(table: Table, above: Sequence[Event]) -> tuple[str, ...]:
    """Columns of the row or group before, if the last label above belongs to this table."""
    for event in reversed(above[:-1]):
        if isinstance(event, Values):
            if event.row is not None:
                return table.row(event.row[1]).columns if event.row[0] == table.id else ()
            continue
        named = [e for e in event.entries if e.id]
        if not named:
            continue
        if not any(e.table == table.id for e in named):
            return ()
        rows = [e for e in named if e.table == table.id and e.kind in (Kind.ROW, Kind.GROUP)]
        if rows:
            return table.row(rows[0].id).columns
    return table.rows[0].columns if table.layout is Layout.ROWS and above else ()


def _goes_on(table: Table, below: Sequence[Event]) -> bool:
    return any(
        isinstance(event, Unit) and any(e.table == table.id and e.id for e in event.entries)
        for event in below
    )
