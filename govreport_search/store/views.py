"""Views for people who open the file in other tools; the library itself reads the tables.

They are made from the forms, and made anew whenever the schema changes.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from govreport_search.domain import CellId
from govreport_search.forms.lookup import indicators
from govreport_search.store.mapping import BOX_BITS

REPORT_COLUMNS = (
    "report, source, agency, level, kind, function, region, province, city, county, township, "
    "year, form"
)


def _box(table: str) -> str:
    """A packed box as ``left,top,right,bottom``."""
    side = (1 << BOX_BITS) - 1
    sides = (f"(({table}.box >> {BOX_BITS * at}) & {side})" for at in (3, 2, 1, 0))
    return " || ',' || ".join(sides) + " AS box"


REPORTS_NAMED = """
CREATE VIEW reports_named AS
SELECT r.report, (
         SELECT s.source FROM source_files s
         WHERE s.report_key = r.report_key AND s.part = 0 ORDER BY s.source_key LIMIT 1
       ) AS source,
       r.title, r.agency, r.agency_printed, r.level, r.kind, r.function, r.region,
       r.province, r.city, r.county, r.township, r.year, r.form,
       r.confidence, r.evidence, r.url, r.published, r.captured, r.report_key
FROM reports r
"""

FACTS_NAMED = f"""
CREATE VIEW facts_named AS
SELECT r.report, r.agency, r.region, r.level, r.year, r.form,
       c.cell, c.table_id, c.row_id, c.column_id, c.label, c.column_label, l.label AS printed_label,
       s.state, f.value, c.unit, f.raw, f.note, f.page, f.line, f.end_line, f.part,
       f.end_page, {_box("f")}, f.element, coalesce(f.confidence, 1.0) AS confidence,
       h.person AS corrected_by, h.said_at AS corrected_at, h.reason AS corrected_why,
       rs.state AS read_state, k.value AS read_value, k.raw AS read_raw
FROM facts f
JOIN reports r ON r.report_key = f.report_key
JOIN cells c ON c.cell_key = f.cell_key
JOIN labels l ON l.label_key = f.label_key
JOIN states s ON s.state_code = f.state_code
LEFT JOIN corrected_facts k ON k.report_key = f.report_key AND k.cell_key = f.cell_key
LEFT JOIN corrections h ON h.correction_key = k.correction_key
LEFT JOIN states rs ON rs.state_code = k.state_code
"""

DERIVED_NAMED = """
CREATE VIEW derived_facts_named AS
SELECT r.report, r.agency, r.region, r.level, r.year, r.form,
       c.cell, c.table_id, c.row_id, c.column_id, c.label, c.column_label,
       s.state, d.value, c.unit, d.how, d.parts, k.parts AS corrected_parts
FROM derived_facts d
JOIN reports r ON r.report_key = d.report_key
JOIN cells c ON c.cell_key = d.cell_key
JOIN states s ON s.state_code = d.state_code
LEFT JOIN corrected_derived k ON k.report_key = d.report_key AND k.cell_key = d.cell_key
"""

FINDINGS_NAMED = f"""
CREATE VIEW findings_named AS
SELECT r.report, r.agency, r.region, r.year, f.code, f.severity, f.answer, f.message,
       f.table_id, f.row_id, f.column_id, f.expected, f.found, f.page, f.line, f.part,
       f.end_page, {_box("f")}, f.element
FROM findings f JOIN reports r ON r.report_key = f.report_key
"""

SECTIONS_NAMED = f"""
CREATE VIEW sections_named AS
SELECT r.report, r.agency, r.region, r.year, s.position, s.section, s.title, s.printed, s.text,
       s.line, s.end_line, s.page, s.end_page, {_box("s")}, s.element
FROM sections s JOIN reports r ON r.report_key = s.report_key
"""


CORRECTIONS_NAMED = """
CREATE VIEW corrections_named AS
SELECT c.correction_key AS correction, c.report, r.agency, r.region, r.year, c.subject, c.action,
       c.value, c.old_state, c.old_value, c.old_raw, c.person, c.said_at, c.reason, c.undoes,
       c.origin,
       c.correction_key IN (
         SELECT correction_key FROM corrected_facts
         UNION SELECT correction_key FROM corrected_identities
       ) AS applied
FROM corrections c LEFT JOIN reports r ON r.report = c.report
"""


def create_views(connection: Connection) -> None:
    """Make every view, in place of older ones."""
    for name in inspect(connection).get_view_names():
        connection.exec_driver_sql(f'DROP VIEW "{name}"')
    for statement in (
        *(REPORTS_NAMED, FACTS_NAMED, DERIVED_NAMED, FINDINGS_NAMED, SECTIONS_NAMED),
        CORRECTIONS_NAMED,
    ):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(_wide("reports_wide", "value"))
    connection.exec_driver_sql(_wide("reports_wide_states", "state"))


def wide_cells() -> list[CellId]:
    """The cells that the wide views show: a table's totals, or all it has if it has none."""
    cells: dict[CellId, None] = {}
    for indicator in indicators():
        totals = [column for column in indicator.columns if column == "total"]
        for column in totals or indicator.columns:
            cells[CellId(indicator.table, indicator.row, column)] = None
    return list(cells)


def column_name(cell: CellId) -> str:
    """A cell's column in the wide views: ``requests_denied_state_secret_total``."""
    return str(cell).replace(".", "_")


def _wide(name: str, shown: str) -> str:
    """One row per report; each column is looked up only when it is asked for."""
    columns = ",\n  ".join(
        f"{_lookup(cell, shown)} AS {column_name(cell)}" for cell in wide_cells()
    )
    return f"CREATE VIEW {name} AS\nSELECT {REPORT_COLUMNS},\n  {columns}\nFROM reports_named n"


def _lookup(cell: CellId, shown: str) -> str:
    """SQL for one cell of the report ``n``: as printed, or else as computed."""
    one = (
        "(SELECT {shown} FROM cells c JOIN {table} f ON f.cell_key = c.cell_key"
        " JOIN states USING (state_code)"
        f" WHERE c.cell = '{cell}' AND f.report_key = n.report_key)"
    )
    computed = one.format(shown=shown, table="derived_facts")
    printed = one.format(shown=shown, table="facts")
    return f"coalesce({computed}, {printed})"
