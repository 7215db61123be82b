"""Rows of many reports at once, as plain tuples: what the arrays of a search are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from govreport_search.store import schema
from govreport_search.store.history import Action

Rows = Sequence[Sequence[Any]]
CellNames = Mapping[int, str]
"""The name of each cell by its key."""

BULK = 2_000
"""Reports read at once: some 400,000 cells, 100 MB."""


@dataclass(frozen=True, slots=True)
class BulkRows:
    """Rows of some reports.

    Attributes:
        reports: ``(key, id, year, level, kind, function, agency, region path, form)``, by key.
        sections: ``(section key, report key, section id, characters of folded text)``, by
            section key.
        facts, derived: ``(report key, cell key, state code, value)``.
        printed: ``(report key, table, row, label)``: the statutory rows as printed.
    """

    reports: Rows
    sections: Rows
    facts: Rows
    derived: Rows
    printed: Rows


def bulk_rows(connection: Connection, keys: Sequence[int]) -> BulkRows:
    """Rows of the reports with these keys; no more than SQLite takes in one statement."""
    r, s, f, d, p = (
        table.c
        for table in (
            schema.reports,
            schema.sections,
            schema.facts,
            schema.derived_facts,
            schema.printed_rows,
        )
    )
    label = schema.labels.c
    head = (r.report_key, r.report, r.year, r.level, r.kind, r.function, r.agency, r.region, r.form)
    return BulkRows(
        reports=connection.execute(
            select(*head).where(r.report_key.in_(keys)).order_by(r.report_key)
        ).all(),
        sections=connection.execute(
            select(s.section_key, s.report_key, s.section, s.text_length)
            .where(s.report_key.in_(keys))
            .order_by(s.section_key)
        ).all(),
        facts=connection.execute(
            select(f.report_key, f.cell_key, f.state_code, f.value).where(f.report_key.in_(keys))
        ).all(),
        derived=connection.execute(
            select(d.report_key, d.cell_key, d.state_code, d.value).where(d.report_key.in_(keys))
        ).all(),
        printed=connection.execute(
            select(p.report_key, p.table_id, p.row_id, label.label)
            .join(schema.labels, label.label_key == p.label_key)
            .where(p.report_key.in_(keys))
        ).all(),
    )


def cell_names(connection: Connection) -> CellNames:
    """The name of each cell by its key; keys are never used twice."""
    c = schema.cells.c
    return {row.cell_key: row.cell for row in connection.execute(select(c.cell_key, c.cell))}


_FINDINGS = """
    SELECT finding_key, report_key, code, severity, answer
    FROM findings ORDER BY report_key, position
"""


_CORRECTED = f"""
    SELECT report_key, cell FROM corrected_facts
    JOIN corrections USING (correction_key) JOIN cells USING (cell_key)
    WHERE action <> '{Action.CONFIRM.value}'
    UNION SELECT report_key, cell FROM corrected_derived JOIN cells USING (cell_key)
"""


def corrected_rows(connection: Connection) -> Rows:
    """``(report key, cell)`` of what a person put right, and of what was computed from it."""
    return connection.exec_driver_sql(_CORRECTED).fetchall()


def finding_rows(connection: Connection) -> Rows:
    """``(finding key, report key, code, severity, answer)`` of every finding, by report."""
    return connection.exec_driver_sql(_FINDINGS).fetchall()
