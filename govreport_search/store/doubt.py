"""Cells whose reading is in doubt and that nobody has corrected or confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, and_, select, text

from govreport_search.domain import CellId, Fact, State
from govreport_search.store import cell, schema
from govreport_search.store.mapping import STATE_CODES

_F, _C, _N = schema.facts.c, schema.cells.c, schema.findings.c

CellOfReport = tuple[int, CellId]


def doubtful_cells(connection: Connection) -> set[CellOfReport]:
    """Cells read with less than full confidence, or not readable at all."""
    found: set[CellOfReport] = set()
    unreadable = and_(
        schema.WITHOUT_NUMBER, text(f"facts.state_code = {STATE_CODES[State.UNREADABLE]}")
    )
    for doubt in (_F.confidence.isnot(None), unreadable):
        rows = connection.execute(
            select(_F.report_key, _C.cell)
            .join(schema.cells, _C.cell_key == _F.cell_key)
            .where(doubt)
        )
        found.update((row.report_key, CellId.parse(row.cell)) for row in rows)
    return found


def accused_cells(
    connection: Connection, codes: Collection[str]
) -> Iterator[tuple[CellOfReport, str, str]]:
    """Cells named by contradictions or by findings of these codes; each with code and words."""
    rows = connection.execute(
        select(schema.findings)
        .where((_N.answer == "contradiction") | _N.code.in_(list(codes)), _N.column_id != "")
        .order_by(_N.report_key, _N.position)
    )
    for row in rows:
        yield (
            (row.report_key, CellId(row.table_id, row.row_id, row.column_id)),
            row.code,
            row.message,
        )


def unsettled(connection: Connection, wanted: Collection[CellOfReport]) -> dict[CellOfReport, Fact]:
    """Those of the cells that nobody has corrected or confirmed."""
    found = cell.printed_at(connection, wanted)
    return {at: fact for at, fact in found.items() if fact.correction is None}
