"""The store: SQLite by SQLAlchemy, the truth that the full-text index is derived from."""

from govreport_search.store.history import (
    IDENTITY_FIELDS,
    Action,
    HistoryEntry,
    Standing,
    standing,
)
from govreport_search.store.mapping import STATE_CODES, number
from govreport_search.store.record import (
    Changes,
    ManifestEntry,
    NewReport,
    Original,
    ReadFile,
    SourceFile,
    SourceState,
)
from govreport_search.store.store import Store
from govreport_search.store.writer import Writer

__all__ = [
    "IDENTITY_FIELDS",
    "STATE_CODES",
    "Action",
    "Changes",
    "HistoryEntry",
    "ManifestEntry",
    "NewReport",
    "Original",
    "ReadFile",
    "SourceFile",
    "SourceState",
    "Standing",
    "Store",
    "Writer",
    "number",
    "standing",
]
