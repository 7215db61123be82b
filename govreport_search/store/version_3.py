"""From version 2 to 3: no order by cell any more; computed cells that rest on corrections.

What the step reads and makes is written out and stays as it is, whatever later versions add.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection

from govreport_search.domain import CellId, Correction, Fact, Quantity
from govreport_search.forms import form
from govreport_search.forms.derive import derive
from govreport_search.store.mapping import STATES, decimal

_DROPPED = ("facts_by_cell", "derived_facts_by_cell", "printed_rows_by_label")

_CORRECTED_DERIVED = """
CREATE TABLE corrected_derived (
    report_key INTEGER NOT NULL REFERENCES reports (report_key) ON DELETE CASCADE,
    cell_key INTEGER NOT NULL REFERENCES cells (cell_key),
    parts TEXT NOT NULL,
    PRIMARY KEY (report_key, cell_key)
) WITHOUT ROWID
"""

_WITHOUT_NUMBER = "CREATE INDEX facts_without_number ON facts (state_code) WHERE state_code <> 0"

_OF_CORRECTED_REPORTS = """
SELECT r.report_key, r.form, c.cell, f.state_code, f.value, h.action
FROM reports r
JOIN facts f ON f.report_key = r.report_key
JOIN cells c ON c.cell_key = f.cell_key
LEFT JOIN corrected_facts k ON k.report_key = f.report_key AND k.cell_key = f.cell_key
LEFT JOIN corrections h ON h.correction_key = k.correction_key
WHERE r.form <> '' AND r.report_key IN (SELECT report_key FROM corrected_facts)
ORDER BY r.report_key, f.position
"""


def to_version_3(connection: Connection) -> None:
    """Drop the indexes, add the table, and fill it for the few reports that were corrected."""
    for index in _DROPPED:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index}")
    connection.exec_driver_sql(_WITHOUT_NUMBER)
    connection.exec_driver_sql(_CORRECTED_DERIVED)
    for row in list(_resting(connection)):
        connection.exec_driver_sql(
            "INSERT INTO corrected_derived SELECT ?, cell_key, ? FROM cells WHERE cell = ?", row
        )


def _resting(connection: Connection) -> Iterator[tuple[int, str, str]]:
    rows = connection.exec_driver_sql(_OF_CORRECTED_REPORTS).all()
    for (key, name), of_report in groupby(rows, key=itemgetter(0, 1)):
        facts = [_fact(*row[2:]) for row in of_report]
        for fact in derive(form(name), facts):
            if fact.corrected:
                parts = json.dumps([str(cell) for cell in fact.corrected], separators=(",", ":"))
                yield key, parts, str(fact.cell)


def _fact(cell: str, state_code: int, value: float | None, action: str | None) -> Fact:
    held = Quantity(STATES[state_code], decimal(value))
    said = None if action is None else Correction(0, "", "", "", action == "confirm")
    return Fact(CellId.parse(cell), held, correction=said)
