"""What has become of files, for those who add files and take them out again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

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

    def newest_key(self) -> int:
        """The greatest key of a report now; what is read later has greater ones."""
        return self._store.newest_key()

    def only_at(self, report_id: str, locations: Collection[str]) -> bool:
        """Whether a report's main file was met at these paths and nowhere else."""
        here = [state for state in self.states(locations) if state.report == report_id]
        digests = {state.file.sha256 for state in here if state.part == 0}
        return all(
            state.file.location in locations
            for state in self.same_bytes(digests)
            if state.report == report_id and state.part == 0
        )

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
