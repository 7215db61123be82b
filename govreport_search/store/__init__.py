"""The store: SQLite by SQLAlchemy, the truth that the full-text index is derived from."""

from govreport_search.store.columns import (
    NO_YEAR,
    OUTSIDE_FORM,
    CellColumn,
    PrintedLabel,
    ReportColumns,
    SectionIndex,
)
from govreport_search.store.mapping import STATE_CODES, STATES, number
from govreport_search.store.record import (
    Changes,
    Counts,
    FactRecord,
    FindingRecord,
    ManifestEntry,
    NewReport,
    ReadFile,
    ReportRecord,
    ReportSection,
    SectionRecord,
    SourceFile,
    SourceState,
    SourceText,
)
from govreport_search.store.store import Store
from govreport_search.store.writer import Writer

__all__ = [
    "NO_YEAR",
    "OUTSIDE_FORM",
    "STATES",
    "STATE_CODES",
    "CellColumn",
    "Changes",
    "Counts",
    "FactRecord",
    "FindingRecord",
    "ManifestEntry",
    "NewReport",
    "PrintedLabel",
    "ReadFile",
    "ReportColumns",
    "ReportRecord",
    "ReportSection",
    "SectionIndex",
    "SectionRecord",
    "SourceFile",
    "SourceState",
    "SourceText",
    "Store",
    "Writer",
    "number",
]
