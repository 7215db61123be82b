"""The store: SQLite by SQLAlchemy, the truth that the full-text index is derived from."""

from govreport_search.store.history import (
    IDENTITY_FIELDS,
    Action,
    History,
    HistoryEntry,
    Standing,
    standing,
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
    "IDENTITY_FIELDS",
    "STATES",
    "STATE_CODES",
    "Action",
    "Changes",
    "Counts",
    "FactRecord",
    "FindingRecord",
    "History",
    "HistoryEntry",
    "ManifestEntry",
    "NewReport",
    "ReadFile",
    "ReportRecord",
    "ReportSection",
    "SectionRecord",
    "SourceFile",
    "SourceState",
    "SourceText",
    "Standing",
    "Store",
    "Writer",
    "number",
    "standing",
]
