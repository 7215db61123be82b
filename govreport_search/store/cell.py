"""Reads of facts: printed, computed, and the rows they stand in; see ``read``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Integer, Row, column, select, true, values

from govreport_search.domain import CellId, Correction, Fact, PrintedRow, Quantity, State
from govreport_search.forms.derive import DerivedFact
from govreport_search.store import schema
from govreport_search.store.batch import batches
from govreport_search.store.correction_table import corrected_derived
from govreport_search.store.history import corrected_cells
from govreport_search.store.mapping import load_cells, place, quantity
from govreport_search.store.read import grouped

Corrected = Mapping[tuple[int, int], tuple[Correction, Row[Any]]]
Marks = Mapping[tuple[int, int], tuple[CellId, ...]]

_FACTS, _CELLS, _DERIVED = schema.facts.c, schema.cells.c, schema.derived_facts.c
_ROWS, _LABELS = schema.printed_rows.c, schema.labels.c

_WHOLE_FACTS = (
    select(schema.facts, _CELLS.cell, _LABELS.label)
    .join(schema.cells, _CELLS.cell_key == _FACTS.cell_key)
    .join(schema.labels, _LABELS.label_key == _FACTS.label_key)
)
_WHOLE_DERIVED = select(schema.derived_facts, _CELLS.cell).join(
    schema.cells, _CELLS.cell_key == _DERIVED.cell_key
)


def facts(connection: Connection, keys: Iterable[int]) -> Iterator[tuple[int, Fact]]:
    """Facts with their report's key, in the form's printed order."""
    for batch in batches(map(int, keys)):
        found = grouped(
            connection,
            _WHOLE_FACTS.where(_FACTS.report_key.in_(batch)).order_by(
                _FACTS.report_key, _FACTS.position
            ),
        )
        corrected = corrected_cells(connection, batch)
        for key in batch:
            for row in found[key]:
                yield key, _fact(row, corrected)


def derived(connection: Connection, key: int) -> tuple[DerivedFact, ...]:
    """Computed cells of one report."""
    rows = connection.execute(
        _WHOLE_DERIVED.where(_DERIVED.report_key == key).order_by(_DERIVED.position)
    )
    marks = _resting(connection, [key])
    return tuple(_derived(row, marks) for row in rows)


def _resting(connection: Connection, keys: Sequence[int]) -> Marks:
    """What computed cells rest on that a person put right, for the few that do."""
    c = corrected_derived.c
    rows = connection.execute(select(corrected_derived).where(c.report_key.in_(keys)))
    return {(row.report_key, row.cell_key): load_cells(row.parts) for row in rows}


def cells_of(
    connection: Connection, keys: Iterable[int], cells: Sequence[CellId]
) -> dict[tuple[int, CellId], Fact | DerivedFact]:
    """The named cells of the named reports; a computed cell where there is one, else as printed.

    For the few reports of one page, not for all.
    """
    wanted = list(map(int, keys))
    found: dict[tuple[int, CellId], Fact | DerivedFact] = {
        **printed_cells(connection, wanted, cells)
    }
    for batch in batches(wanted):
        marks = _resting(connection, batch)
        for row in connection.execute(
            _WHOLE_DERIVED.where(
                _DERIVED.report_key.in_(batch), _CELLS.cell.in_([str(cell) for cell in cells])
            )
        ):
            computed = _derived(row, marks)
            found[row.report_key, computed.cell] = computed
    return found


def printed_cells(
    connection: Connection, keys: Iterable[int], cells: Sequence[CellId]
) -> dict[tuple[int, CellId], Fact]:
    """The named cells of the named reports, as printed."""
    found: dict[tuple[int, CellId], Fact] = {}
    for batch in batches(map(int, keys)):
        corrected = corrected_cells(connection, batch)
        for row in connection.execute(
            _WHOLE_FACTS.where(
                _FACTS.report_key.in_(batch), _CELLS.cell.in_([str(cell) for cell in cells])
            )
        ):
            fact = _fact(row, corrected)
            found[row.report_key, fact.cell] = fact
    return found


def printed_at(
    connection: Connection, wanted: Iterable[tuple[int, CellId]]
) -> dict[tuple[int, CellId], Fact]:
    """Cells of any reports as printed, each found by itself: for few cells of many reports."""
    cells = connection.execute(select(_CELLS.cell, _CELLS.cell_key))
    names = {row.cell: row.cell_key for row in cells}
    keyed = ((report, names.get(str(cell))) for report, cell in wanted)
    found: dict[tuple[int, CellId], Fact] = {}
    for batch in batches(sorted((report, key) for report, key in keyed if key is not None)):
        corrected = corrected_cells(connection, sorted({report for report, _ in batch}))
        # Joined: asked by "(a, b) IN (...)", SQLite goes through all facts.
        at = values(column("report", Integer), column("cell", Integer)).data(batch).cte("wanted")
        here = (at.c.report == _FACTS.report_key) & (at.c.cell == _FACTS.cell_key)
        for row in connection.execute(_WHOLE_FACTS.join(at, here)):
            fact = _fact(row, corrected)
            found[row.report_key, fact.cell] = fact
    return found


def printed_rows(
    connection: Connection, keys: Iterable[int], named: Collection[str] | None = None
) -> Iterator[tuple[int, tuple[PrintedRow, ...]]]:
    """Statutory rows that the reports print, by report key.

    Args:
        named: ids of rows within their tables; only these are read. ``None`` for all.
    """
    chosen = true() if named is None else _ROWS.row_id.in_(sorted(named))
    for batch in batches(map(int, keys)):
        found = grouped(
            connection,
            select(schema.printed_rows, _LABELS.label)
            .join(schema.labels, _LABELS.label_key == _ROWS.label_key)
            .where(_ROWS.report_key.in_(batch), chosen)
            .order_by(_ROWS.report_key, _ROWS.position),
        )
        for key in batch:
            rows = (PrintedRow(r.table_id, r.row_id, r.label, place(r)) for r in found[key])
            yield key, tuple(rows)


def _fact(row: Row[Any], corrected: Corrected) -> Fact:
    held = quantity(row.state_code, row.value, row.raw, row.note)
    known = corrected.get((row.report_key, row.cell_key))
    first = held if known is None else _as_read(known[1])
    nowhere = row.line is None and row.page is None and first.state is State.MISSING
    fact = Fact(
        cell=CellId.parse(row.cell),
        quantity=held,
        place=None if nowhere else place(row),
        label=row.label,
        confidence=1.0 if row.confidence is None else row.confidence,
    )
    if known is None:
        return fact
    said, before = known
    sure = 1.0 if before.confidence is None else before.confidence
    read = replace(fact, quantity=first, confidence=sure)
    return replace(fact, correction=said, read=read)


def _as_read(row: Row[Any]) -> Quantity:
    return quantity(row.state_code, row.value, row.raw, row.note)


def _derived(row: Row[Any], marks: Marks) -> DerivedFact:
    return DerivedFact(
        cell=CellId.parse(row.cell),
        quantity=quantity(row.state_code, row.value, row.raw, row.note),
        how=row.how,
        parts=load_cells(row.parts),
        corrected=marks.get((row.report_key, row.cell_key), ()),
    )
