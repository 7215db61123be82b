"""The tables. docs/store.md describes them for people who open the file in other tools.

Two dictionaries keep the long tables small: ``cells`` (which statutory cell) and ``labels``
(a row's label as printed). ``facts`` is clustered by report, so that one report is written,
shown, exported and removed in one stretch of the file. Nothing is ordered by cell: conditions
on cells are answered by the columns, and one more order of all cells would cost a writer more
than all the rest (docs/decisions/store-writes.md).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

states = Table(
    "states",
    metadata,
    Column("state_code", Integer, primary_key=True),
    Column("state", Text, nullable=False, unique=True),
)

source_texts = Table(
    "source_texts",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("text", Text, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("report_key", Integer, primary_key=True),
    Column("report", Text, nullable=False, unique=True),
    Column("sequence", Integer, nullable=False, index=True),
    Column("fingerprint", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("agency_printed", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("function", Text, nullable=False),
    Column("region", Text),
    Column("province", Text),
    Column("city", Text),
    Column("county", Text),
    Column("township", Text),
    Column("year", Integer),
    Column("form", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("published", Text, nullable=False),
    Column("captured", Text, nullable=False),
    # JSON of the identity as it was read, where a person has corrected it since.
    Column("read_identity", Text),
    # A report key names one reading for ever: it is never given out twice.
    sqlite_autoincrement=True,
)
Index("reports_by_agency_and_year", reports.c.agency, reports.c.year)


def of_report(primary_key: bool = False) -> Column[int]:
    """The report that a row belongs to, and goes with."""
    return Column(
        "report_key",
        Integer,
        ForeignKey("reports.report_key", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def _place() -> tuple[Column[Any], ...]:
    return (
        Column("page", Integer),
        Column("line", Integer),
        Column("end_line", Integer),
        Column("part", Integer, nullable=False, server_default="0"),
    )


def _further_place() -> tuple[Column[Any], ...]:
    """Added by version 2; empty for text, where each takes one byte a row.

    ``box`` holds four numbers in one (``mapping.pack_box``): a fact's is 8 bytes instead of 20.
    """
    return Column("end_page", Integer), Column("box", Integer), Column("element", Text)


report_files = Table(
    "report_files",
    metadata,
    of_report(primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("sha256", Text, ForeignKey("source_texts.sha256"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("pages", Integer, nullable=False, server_default="0"),
)

source_files = Table(
    "source_files",
    metadata,
    Column("source_key", Integer, primary_key=True),
    Column("location", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column(
        "report_key", Integer, ForeignKey("reports.report_key", ondelete="SET NULL"), index=True
    ),
    Column("part", Integer, nullable=False),
    Column("indexed_at", Text, nullable=False),
)

manifest_entries = Table(
    "manifest_entries",
    metadata,
    Column("location", Text, primary_key=True),
    Column("manifest", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("agency", Text),
    Column("region", Text),
    Column("year", Integer),
    Column("url", Text),
    Column("published", Text),
    Column("captured", Text),
    Column("part_of", Text, index=True),
)

sections = Table(
    "sections",
    metadata,
    Column("section_key", Integer, primary_key=True),
    of_report(),
    Column("position", Integer, nullable=False),
    Column("section", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("printed", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_length", Integer, nullable=False),
    Column("line_places", Text, nullable=False),
    *_place(),
    *_further_place(),
    sqlite_autoincrement=True,
)
Index("sections_by_report", sections.c.report_key, sections.c.position, unique=True)
# Lets the search read the outline of all sections without touching their texts.
Index(
    "sections_outline",
    sections.c.section_key,
    sections.c.report_key,
    sections.c.section,
    sections.c.text_length,
)

cells = Table(
    "cells",
    metadata,
    Column("cell_key", Integer, primary_key=True),
    Column("cell", Text, nullable=False, unique=True),
    Column("table_id", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("column_id", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("column_label", Text, nullable=False),
    Column("unit", Text, nullable=False),
)

labels = Table(
    "labels",
    metadata,
    Column("label_key", Integer, primary_key=True),
    Column("label", Text, nullable=False, unique=True),
)

facts = Table(
    "facts",
    metadata,
    of_report(primary_key=True),
    Column("cell_key", Integer, ForeignKey("cells.cell_key"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("state_code", Integer, ForeignKey("states.state_code"), nullable=False),
    Column("value", Float),
    Column("raw", Text),
    Column("note", Text, nullable=False),
    Column("label_key", Integer, ForeignKey("labels.label_key"), nullable=False),
    *_place(),
    *_further_place(),
    # NULL where the reading is sure.
    Column("confidence", Float),
    sqlite_with_rowid=False,
)
# The few cells of a work list; a whole store has millions of others.
Index("facts_unsure", facts.c.report_key, sqlite_where=facts.c.confidence.isnot(None))

WITHOUT_NUMBER = text("state_code <> 0")
"""Said in just these words, a read finds the index below. 0 is the code of ``number``."""

Index("facts_without_number", facts.c.state_code, sqlite_where=WITHOUT_NUMBER)

derived_facts = Table(
    "derived_facts",
    metadata,
    of_report(primary_key=True),
    Column("cell_key", Integer, ForeignKey("cells.cell_key"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("state_code", Integer, ForeignKey("states.state_code"), nullable=False),
    Column("value", Float),
    Column("raw", Text),
    Column("note", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("parts", Text, nullable=False),
    sqlite_with_rowid=False,
)

printed_rows = Table(
    "printed_rows",
    metadata,
    of_report(primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("table_id", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("label_key", Integer, ForeignKey("labels.label_key"), nullable=False),
    *_place(),
    *_further_place(),
    sqlite_with_rowid=False,
)

findings = Table(
    "findings",
    metadata,
    Column("finding_key", Integer, primary_key=True),
    of_report(),
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("answer", Text),
    Column("message", Text, nullable=False),
    Column("table_id", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("column_id", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("found", Text, nullable=False),
    # 0 where the finding concerns no single place.
    Column("has_place", Integer, nullable=False),
    *_place(),
    *_further_place(),
)
Index("findings_by_report", findings.c.report_key, findings.c.position)
Index("findings_by_code", findings.c.code)

removed_reports = Table(
    "removed_reports",
    metadata,
    Column("report_key", Integer, primary_key=True),
    Column("report", Text, nullable=False),
    Column("sequence", Integer, nullable=False, index=True),
)

commits = Table("commits", metadata, Column("sequence", Integer, primary_key=True))
