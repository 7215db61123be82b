"""The tables of corrections: their history, and which of them stand in the reports now."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, Table, Text

from govreport_search.store import schema

# History: rows are added and never changed. It belongs to the bytes, not to a reading of them,
# and so outlives the report's rows.
corrections = Table(
    "corrections",
    schema.metadata,
    Column("correction_key", Integer, primary_key=True),
    Column("report", Text, nullable=False, index=True),
    # sha256 of the files the report was read from, main file first.
    Column("digests", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("old_state", Text),
    Column("old_value", Float),
    Column("old_raw", Text),
    Column("person", Text, nullable=False),
    Column("said_at", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undoes", Integer, ForeignKey("corrections.correction_key")),
    Column("origin", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Which of them stand in the reports as they are now, and what the reading held instead.
corrected_facts = Table(
    "corrected_facts",
    schema.metadata,
    schema.of_report(primary_key=True),
    Column("cell_key", Integer, ForeignKey("cells.cell_key"), primary_key=True),
    Column("correction_key", Integer, ForeignKey("corrections.correction_key"), nullable=False),
    Column("state_code", Integer, ForeignKey("states.state_code"), nullable=False),
    Column("value", Float),
    Column("raw", Text),
    Column("note", Text, nullable=False),
    Column("confidence", Float),
    sqlite_with_rowid=False,
)

# Which computed cells rest on cells that a person put right; ``parts`` as of derived_facts.
corrected_derived = Table(
    "corrected_derived",
    schema.metadata,
    schema.of_report(primary_key=True),
    Column("cell_key", Integer, ForeignKey("cells.cell_key"), primary_key=True),
    Column("parts", Text, nullable=False),
    sqlite_with_rowid=False,
)

corrected_identities = Table(
    "corrected_identities",
    schema.metadata,
    schema.of_report(primary_key=True),
    Column("field", Text, primary_key=True),
    Column("correction_key", Integer, ForeignKey("corrections.correction_key"), nullable=False),
    sqlite_with_rowid=False,
)
