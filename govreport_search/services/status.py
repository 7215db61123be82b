"""What the index folder holds, and what it could not take in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from govreport_search.services.archive import Archive
from govreport_search.services.synchronise import is_current
from govreport_search.store.ingest import REJECTED
from govreport_search.store.record import SourceState


@dataclass(frozen=True, slots=True)
class Status:
    """The state of an index folder.

    Attributes:
        index_dir: the folder.
        facts_by_state: cells by state, over all reports.
        sequence: grows with every commit that changes reports.
        index_is_current: whether the full-text index says what the store says; opening the
            library brings it up, so ``False`` means that it is being written right now.
        rejected: files that the last run over them could not use, with code and reason.
        files: every source file the store knows, the rejected ones included, by path.
    """

    index_dir: str
    reports: int
    sections: int
    facts: int
    facts_by_state: Mapping[str, int]
    findings: int
    sequence: int
    index_is_current: bool
    rejected: tuple[SourceState, ...]
    files: tuple[SourceState, ...]


def read_status(archive: Archive) -> Status:
    """The state of store and index."""
    store = archive.store
    counts = store.counts()
    files = store.source_states()
    return Status(
        index_dir=str(store.path.parent),
        reports=counts.reports,
        sections=counts.sections,
        facts=counts.facts,
        facts_by_state=counts.facts_by_state,
        findings=counts.findings,
        sequence=store.sequence(),
        index_is_current=is_current(store, archive.engine),
        rejected=tuple(state for state in files if state.state == REJECTED),
        files=files,
    )
