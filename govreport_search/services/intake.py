"""What has become of files, for those who add files and take them out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from govreport_search.store import SourceState, Store
from govreport_search.store.record import ReportRecord


class Intake:
    """The files of an index folder, by where they lie and by what they hold.

    Args:
        store: the truth.
        follow: brings what derives from the store up to it.
    """

    def __init__(self, store: Store, follow: Callable[[], object]) -> None:
        self._store = store
        self._follow = follow

    def states(self, locations: Iterable[str]) -> tuple[SourceState, ...]:
        """What became of the files at these absolute paths, and of those in archives there."""
        return self._store.states_at(locations)

    def same_bytes(self, digests: Iterable[str]) -> tuple[SourceState, ...]:
        """Files with bytes of these sha256, wherever they lie."""
        return self._store.states_of_bytes(digests)

    def heads(self, report_ids: Iterable[str]) -> dict[str, ReportRecord]:
        """Heads of reports by id, unknown ones left out."""
        return {head.id: head for head in self._store.reports_by_id(report_ids)}

    def forget(self, locations: Iterable[str]) -> None:
        """Take files out, and the reports to which no other path leads; the index follows.

        What people have said about a report stays in the history.
        """
        with self._store.writing() as writer:
            writer.forget(locations)
        self._follow()
