"""One write transaction on the store: reports, what became of files, manifest entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from govreport_search.errors import DataError
from govreport_search.store import ingest, read
from govreport_search.store.batch import batches
from govreport_search.store.commit import next_sequence, pass_to
from govreport_search.store.history import HistoryEntry, add_entry, entries_of
from govreport_search.store.ingest import WITHIN
from govreport_search.store.record import ManifestEntry, NewReport, SourceFile
from govreport_search.store.same_year import Body, bodies_of, body_of, flag_same_agency_and_year
from govreport_search.store.whole import stored_report
from govreport_search.store.write import ReportWriter


class Writer:
    """Got from ``Store.writing()``; everything done with it is committed as a whole."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sequence = next_sequence(connection)
        self._reports = ReportWriter(connection, self._sequence)
        self._changed = False
        self._bodies: set[Body] = set()
        self._displaced: set[int] = set()

    def put(self, new: NewReport, files: Sequence[SourceFile]) -> None:
        """Store a report in place of an older reading of it, and of what stood at its path.

        Args:
            files: where its files were met, main file first, aligned with ``new.files``.

        Raises:
            DataError: the report contradicts itself (one cell twice); nothing of it is stored,
                and the transaction goes on.
        """
        try:
            with self._connection.begin_nested():
                self._put(new, files)
        except IntegrityError as error:
            # Its dictionaries may remember keys that were rolled back.
            self._reports = ReportWriter(self._connection, self._sequence)
            raise DataError(
                f"报告 {new.id} 的读取结果自相矛盾（{error.orig}）", code="inconsistent_reading"
            ) from error
        self._changed = True

    def _put(self, new: NewReport, files: Sequence[SourceFile]) -> None:
        old = read.key_of(self._connection, new.id)
        elsewhere: list[str] = []
        if old is not None:
            elsewhere = ingest.main_locations(self._connection, old)
            ingest.detach_parts(self._connection, old)
            self._delete([old])
        key = self._reports.add(new)
        self._bodies.add(body_of(new.report.identity))
        if elsewhere:
            ingest.lead_to(self._connection, elsewhere, key)
        for part, file in enumerate(files):
            self._attach(file, key, part)

    def revise(self, new: NewReport) -> None:
        """Store another state of a report that stands, with the same files at the same paths.

        Raises:
            NotFoundError: there is no such report.
        """
        old = read.require_key(self._connection, new.id)
        at = ingest.locations(self._connection, old)
        self._delete([old])
        key = self._reports.add(new)
        self._bodies.add(body_of(new.report.identity))
        ingest.lead_to(self._connection, at, key)
        self._changed = True

    def stored(self, report_id: str) -> NewReport:
        """A report as it stands, whole.

        Raises:
            NotFoundError: there is no such report.
        """
        return stored_report(self._connection, read.require_key(self._connection, report_id))

    def history_of(self, report_id: str | None = None) -> tuple[HistoryEntry, ...]:
        """What people have said about a report or about all, oldest first; of any bytes."""
        return entries_of(self._connection, report_id)

    def record(self, entry: HistoryEntry) -> HistoryEntry:
        """Add to the history; the report itself is changed by ``revise``.

        Returns:
            The entry with its id.
        """
        return replace(entry, id=add_entry(self._connection, entry))

    def attach(self, file: SourceFile, report_id: str, part: int = 0) -> None:
        """Note that a report already stored stands at this path, too.

        Where the report's other path no longer exists, the file has been renamed.

        Raises:
            NotFoundError: there is no such report.
        """
        key = read.require_key(self._connection, report_id)
        for location in ingest.main_locations(self._connection, key) if part == 0 else ():
            if location != file.location and _is_gone(location):
                ingest.forget_path(self._connection, location, file.location)
        self._attach(file, key, part)

    def reject(self, file: SourceFile, code: str, reason: str) -> None:
        """Note why a file cannot be used; a report read from it earlier stays."""
        ingest.reject(self._connection, file, code, reason)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Take reports out, with the state of their files.

        Raises:
            NotFoundError: there is no such report; nothing is removed.
        """
        wanted = dict.fromkeys(report_ids)
        keys = [read.require_key(self._connection, report_id) for report_id in wanted]
        for batch in batches(keys):
            ingest.forget_reports(self._connection, batch)
        self._delete(keys)
        self._changed = True

    def forget(self, locations: Iterable[str]) -> None:
        """Take files out, with what manifests say of them.

        A report goes with the last path of its main file; what people have said about it stays
        in the history.
        """
        self._displaced |= ingest.forget_locations(self._connection, locations)

    def put_manifest(self, entries: Iterable[ManifestEntry]) -> None:
        """Keep what a manifest says, for this run and all later ones."""
        ingest.put_entries(self._connection, entries)

    def finish(self) -> None:
        """Settle what follows from the changes; called once, before the commit."""
        orphans = ingest.orphans(self._connection, self._displaced)
        self._delete(orphans)
        if self._changed or orphans:
            flag_same_agency_and_year(self._connection, self._bodies)
            pass_to(self._connection, self._sequence)

    def _attach(self, file: SourceFile, key: int, part: int) -> None:
        before = ingest.report_at(self._connection, file.location)
        if before is not None and before != key:
            self._displaced.add(before)
        ingest.attach(self._connection, file, key, part)

    def _delete(self, keys: Sequence[int]) -> None:
        for batch in batches(keys):
            self._bodies.update(bodies_of(self._connection, batch))
            self._reports.delete(batch)


def _is_gone(location: str) -> bool:
    """Whether a file stands no longer where it was; one in an archive stands while that does."""
    return not (Path(location).exists() or Path(location.partition(WITHIN)[0]).is_file())
