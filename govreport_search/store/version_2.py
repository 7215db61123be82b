"""From version 1 to 2: pages, boxes and elements of places, confidence, corrections.

What the step makes is written out and stays as it is, whatever later versions add.
"""

from __future__ import annotations

from sqlalchemy import Connection

_PLACED = ("sections", "facts", "printed_rows", "findings")
_PLACE = ("end_page INTEGER", "box INTEGER", "element TEXT")
_COLUMNS = (
    *((table, column) for table in _PLACED for column in _PLACE),
    ("facts", "confidence FLOAT"),
    ("report_files", "pages INTEGER DEFAULT '0' NOT NULL"),
    ("reports", "read_identity TEXT"),
)

_CORRECTIONS = """
CREATE TABLE corrections (
    correction_key INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    report TEXT NOT NULL,
    digests TEXT NOT NULL,
    subject TEXT NOT NULL,
    action TEXT NOT NULL,
    value TEXT NOT NULL,
    old_state TEXT,
    old_value FLOAT,
    old_raw TEXT,
    person TEXT NOT NULL,
    said_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    undoes INTEGER REFERENCES corrections (correction_key),
    origin TEXT NOT NULL
)
"""

_CORRECTED_FACTS = """
CREATE TABLE corrected_facts (
    report_key INTEGER NOT NULL REFERENCES reports (report_key) ON DELETE CASCADE,
    cell_key INTEGER NOT NULL REFERENCES cells (cell_key),
    correction_key INTEGER NOT NULL REFERENCES corrections (correction_key),
    state_code INTEGER NOT NULL REFERENCES states (state_code),
    value FLOAT,
    raw TEXT,
    note TEXT NOT NULL,
    confidence FLOAT,
    PRIMARY KEY (report_key, cell_key)
) WITHOUT ROWID
"""

_CORRECTED_IDENTITIES = """
CREATE TABLE corrected_identities (
    report_key INTEGER NOT NULL REFERENCES reports (report_key) ON DELETE CASCADE,
    field TEXT NOT NULL,
    correction_key INTEGER NOT NULL REFERENCES corrections (correction_key),
    PRIMARY KEY (report_key, field)
) WITHOUT ROWID
"""


_INDEXES = (
    "CREATE INDEX ix_corrections_report ON corrections (report)",
    "CREATE INDEX facts_unsure ON facts (report_key) WHERE confidence IS NOT NULL",
)


def to_version_2(connection: Connection) -> None:
    """Add the columns and the tables."""
    for table, column in _COLUMNS:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column}")
    for statement in (_CORRECTIONS, _CORRECTED_FACTS, _CORRECTED_IDENTITIES, *_INDEXES):
        connection.exec_driver_sql(statement)
