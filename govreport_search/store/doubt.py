"""Cells whose reading is in doubt and that nobody has corrected or confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, and_, select, text

from govreport_search.domain import CellId, Fact, State
from govreport_search.store import cell, schema
from govreport_search.store.mapping import STATE_CODES, said_once

_F, _C, _N = schema.facts.c, schema.cells.c, schema.findings.c

CellOfReport = tuple[int, CellId]


class Doubtful(NamedTuple):
    """How a cell was read.

    Attributes:
        unreadable: its state.
        seen: whether anything was made out.
        confidence: as of a fact.
    """

    unreadable: bool
    seen: bool
    confidence: float


def doubtful_cells(connection: Connection) -> dict[CellOfReport, Doubtful]:
    """Cells read with less than full confidence, or not readable at all."""
    found: dict[CellOfReport, Doubtful] = {}
    code = STATE_CODES[State.UNREADABLE]
    unreadable = and_(schema.WITHOUT_NUMBER, text(f"facts.state_code = {code}"))
    for doubt in (_F.confidence.isnot(None), unreadable):
        rows = connection.execute(
            select(_F.report_key, _C.cell, _F.state_code, _F.raw, _F.confidence)
            .join(schema.cells, _C.cell_key == _F.cell_key)
            .where(doubt)
        )
        for report, name, state, raw, confidence in rows:
            sure = 1.0 if confidence is None else confidence
            found[report, CellId.parse(name)] = Doubtful(state == code, bool(raw), sure)
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
            said_once(row.message),
        )


def unsettled(connection: Connection, wanted: Collection[CellOfReport]) -> dict[CellOfReport, Fact]:
    """Those of the cells that nobody has corrected or confirmed."""
    found = cell.printed_at(connection, wanted)
    return {at: fact for at, fact in found.items() if fact.correction is None}
