"""The façade over the SQLite file: the truth that every other part is derived from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from govreport_search.domain import CellId, Fact, Finding, PrintedRow
from govreport_search.errors import StoreError
from govreport_search.forms.derive import DerivedFact
from govreport_search.store import cell, commit, doubt, ingest, page, read, state
from govreport_search.store.batch import batches
from govreport_search.store.bulk import (
    BULK,
    BulkRows,
    CellNames,
    Rows,
    bulk_rows,
    cell_names,
    corrected_rows,
    finding_rows,
)
from govreport_search.store.database import Database, Moment
from govreport_search.store.doubt import CellOfReport, Doubtful
from govreport_search.store.history import History, history
from govreport_search.store.migrations import bring_up_to_date, empty, needs_work, stored_version
from govreport_search.store.page import ShownReport, ShownSection
from govreport_search.store.record import (
    Changes,
    Counts,
    FactRecord,
    FindingRecord,
    ManifestEntry,
    Original,
    ReportRecord,
    ReportSection,
    SectionRecord,
    SourceState,
    SourceText,
)
from govreport_search.store.stale import StaleError
from govreport_search.store.writer import Writer

_T = TypeVar("_T")


class Store:
    """Reports, facts, findings and the state of every source file, in one SQLite file.

    Reads see whole commits only and may run in many threads and processes beside one writer.
    What is returned is never changed afterwards; arrays are shared, so do not write into them.

    Args:
        path: the SQLite file.
        create: make folder and file where they do not exist, and fill a file that is empty.

    Raises:
        StoreError: the file does not exist, is empty, is no store, is damaged, or is of a newer
            schema; nothing has been written.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if create:
            _make_folder(path.parent)
        elif not path.exists():
            raise StoreError(
                f"还没有建立索引：找不到 {path}",
                remedy="先运行 govreport index 文件或文件夹，或用 --index-dir 指定已有的索引目录",
                code="store_missing",
            )
        elif path.stat().st_size == 0:  # SQLite would write to it, and drop the log beside it
            raise empty(path)
        self.path = path
        self._database = Database(path)
        try:
            self._bring_up_to_date(create)
            with self._database.reading() as connection:
                self.store_id: str = state.store_id(connection)
        except BaseException:
            self._database.close()
            raise

    def _bring_up_to_date(self, create: bool) -> None:
        with self._database.reading() as connection:
            if not create and stored_version(connection) is None:
                raise empty(self.path)
            work = needs_work(connection)
        if work:
            with self._database.writing() as connection:
                bring_up_to_date(connection)

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction: all that is done with the writer is committed whole, or not at all.

        Raises:
            StoreError: another process has been writing for too long.
        """
        with self._database.writing() as connection:
            writer = Writer(connection)
            yield writer
            writer.finish()

    # All reports at once, for search

    def version(self) -> int:
        """A number that is another one after each commit, cheap to ask; means nothing else."""
        return self._database.version()

    def sequence(self) -> int:
        """Grows with every commit that changes reports."""
        with self._database.reading() as connection:
            return commit.sequence(connection)

    def knows(self, sequence: int) -> bool:
        """Whether it has ever been at that sequence; no, if it was put back to a state before."""
        with self._database.reading() as connection:
            return commit.is_known(connection, sequence)

    def moment(self, sequence: int | None = None) -> Moment:
        """All that this thread reads ``with`` it is of one commit.

        Args:
            sequence: that of the commit meant; the latest one without. If the store has moved
                on, the first read raises ``StaleError``.
        """

        def check(connection: Connection) -> None:
            if sequence not in (None, commit.sequence(connection)):
                raise StaleError

        return self._database.moment(check)

    def bulk_rows(self, keys: Iterable[int] | None = None) -> Iterator[tuple[BulkRows, CellNames]]:
        """Rows of the reports, all without ``keys``, some thousand at a time, by key.

        With each the names of all cells by their keys.
        """
        with self._database.reading() as connection:
            for batch in batches(sorted(self._or_all(connection, keys)), BULK):
                yield bulk_rows(connection, batch), cell_names(connection)

    def finding_rows(self) -> tuple[int, Rows]:
        """``(finding key, report key, code, severity, answer)`` of every finding, by report.

        Before them the sequence of the moment at which they were read.
        """
        with self._database.reading() as connection:
            return commit.sequence(connection), finding_rows(connection)

    def corrected_rows(self) -> tuple[int, Rows]:
        """``(report key, cell)`` of every cell that a person put right or that rests on one.

        Before them the sequence of the moment at which they were read.
        """
        with self._database.reading() as connection:
            return commit.sequence(connection), corrected_rows(connection)

    def changes_since(self, sequence: int) -> Changes:
        """What an index built at ``sequence`` lacks and has too much."""
        with self._database.reading() as connection:
            return state.changes_since(connection, sequence)

    # Single reports

    def report(self, report_id: str) -> ReportRecord:
        """The head of a report.

        Raises:
            NotFoundError: there is no such report. All reads by id raise it.
        """
        with self._database.reading() as connection:
            return next(read.heads(connection, [read.require_key(connection, report_id)]))

    def reports_by_key(self, keys: Iterable[int]) -> list[ReportRecord]:
        """Heads in the order of the keys, unknown keys passed over."""
        with self._database.reading() as connection:
            return list(read.heads(connection, keys))

    def reports_by_id(self, report_ids: Iterable[str]) -> list[ReportRecord]:
        """Heads of the reports with these ids, by key, unknown ones passed over."""
        with self._database.reading() as connection:
            return list(read.heads(connection, sorted(read.keys_of(connection, report_ids))))

    def sections_of(self, report_id: str) -> list[SectionRecord]:
        """Sections in printed order."""
        with self._database.reading() as connection:
            return list(read.sections(connection, [read.require_key(connection, report_id)]))

    def sections_by_key(self, keys: Iterable[int]) -> list[SectionRecord]:
        """Sections in the order of the keys, unknown keys passed over."""
        with self._database.reading() as connection:
            return list(read.sections_by_key(connection, keys))

    def shown(
        self, reports: Iterable[int], sections: Iterable[int]
    ) -> tuple[dict[int, ShownReport], dict[int, ShownSection]]:
        """What hits show of reports and sections, by their keys, unknown ones passed over."""
        with self._database.reading() as connection:
            return (
                page.shown_reports(connection, reports),
                page.shown_sections(connection, sections),
            )

    def unread_files(self) -> int:
        """How many files could not be taken in, so that no report stands for them."""
        with self._database.reading() as connection:
            return page.unread_files(connection)

    def section_prints(self, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Section keys with printed texts, in the order of the keys, unknown keys passed over."""
        with self._database.reading() as connection:
            yield from read.section_prints(connection, keys)

    def section_texts(self, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Section keys with folded texts, in the order of the keys, unknown keys passed over."""
        with self._database.reading() as connection:
            yield from read.section_texts(connection, keys)

    def facts_of(self, report_id: str) -> tuple[Fact, ...]:
        """Facts in the form's printed order, missing cells included, then extension rows."""
        with self._database.reading() as connection:
            key = read.require_key(connection, report_id)
            return tuple(fact for _, fact in cell.facts(connection, [key]))

    def derived_of(self, report_id: str) -> tuple[DerivedFact, ...]:
        """Computed cells."""
        with self._database.reading() as connection:
            return cell.derived(connection, read.require_key(connection, report_id))

    def cells_of(
        self, keys: Iterable[int], cells: Sequence[CellId]
    ) -> dict[tuple[int, CellId], Fact | DerivedFact]:
        """A few cells of a few reports, by report key and cell; derived ones win."""
        with self._database.reading() as connection:
            return cell.cells_of(connection, keys, cells)

    def printed_cells_of(
        self, keys: Iterable[int], cells: Sequence[CellId]
    ) -> dict[tuple[int, CellId], Fact]:
        """A few cells of a few reports as printed, by report key and cell."""
        with self._database.reading() as connection:
            return cell.printed_cells(connection, keys, cells)

    def rows_of(self, report_id: str) -> tuple[PrintedRow, ...]:
        """Statutory rows that the report prints, group rows included."""
        with self._database.reading() as connection:
            key = read.require_key(connection, report_id)
            return dict(cell.printed_rows(connection, [key]))[key]

    def printed_rows_of(
        self, keys: Iterable[int], named: Collection[str] | None = None
    ) -> dict[int, tuple[PrintedRow, ...]]:
        """The rows that a few reports print, all or those of some ids, by report key."""
        with self._database.reading() as connection:
            return dict(cell.printed_rows(connection, keys, named))

    def findings_of(self, report_id: str) -> tuple[Finding, ...]:
        """Outcomes of all checks on the report."""
        with self._database.reading() as connection:
            key = read.require_key(connection, report_id)
            return tuple(finding for _, finding in read.findings(connection, [key]))

    def findings_by_key(self, keys: Iterable[int]) -> list[tuple[int, Finding]]:
        """Findings in the order of their own keys given, each with its report's key."""
        with self._database.reading() as connection:
            return list(read.findings_by_key(connection, keys))

    def source_texts(self, report_id: str) -> tuple[SourceText, ...]:
        """The files the report was read from; ``Place.part`` is an index into them."""
        with self._database.reading() as connection:
            return read.source_texts(connection, read.require_key(connection, report_id))

    def originals(self, report_id: str) -> tuple[Original, ...]:
        """Where the files of the report were met; ``Place.part`` is an index into them."""
        with self._database.reading() as connection:
            return read.originals(connection, read.require_key(connection, report_id))

    def history(self, report_id: str | None = None) -> History:
        """What people have corrected or confirmed, in one report or all; oldest first.

        Of a report that is not in the store (any more) it may still tell.
        """
        with self._database.reading() as connection:
            return history(connection, report_id)

    def doubts(
        self, codes: Collection[str]
    ) -> tuple[dict[CellOfReport, Doubtful], list[tuple[CellOfReport, str, str]]]:
        """Cells read without certainty; cells that contradictions or findings of ``codes`` name.

        The second with the finding's code and words. Both include what people have settled.
        """
        with self._database.reading() as connection:
            return doubt.doubtful_cells(connection), list(doubt.accused_cells(connection, codes))

    def unsettled_cells(self, cells: Collection[CellOfReport]) -> dict[CellOfReport, Fact]:
        """Those of the cells that are printed and that nobody has corrected or confirmed."""
        with self._database.reading() as connection:
            return doubt.unsettled(connection, cells)

    # Exports: memory stays bounded; each iterator sees the store as it is when it starts

    def iter_reports(self, keys: Iterable[int] | None = None) -> Iterator[ReportRecord]:
        """Heads of all reports, or of those named, in their order."""
        with self._database.reading() as connection:
            yield from read.heads(connection, self._or_all(connection, keys))

    def iter_facts(self, keys: Iterable[int] | None = None) -> Iterator[FactRecord]:
        """Facts report by report, in the form's printed order."""
        for head, fact in self._with_head(cell.facts, keys):
            yield FactRecord(head, fact)

    def iter_findings(self, keys: Iterable[int] | None = None) -> Iterator[FindingRecord]:
        """Findings report by report."""
        for head, finding in self._with_head(read.findings, keys):
            yield FindingRecord(head, finding)

    def iter_sections(self, keys: Iterable[int] | None = None) -> Iterator[ReportSection]:
        """Sections report by report, in printed order."""

        def keyed(
            connection: Connection, batch: Sequence[int]
        ) -> Iterator[tuple[int, SectionRecord]]:
            return ((s.report_key, s) for s in read.sections(connection, batch))

        for head, section in self._with_head(keyed, keys):
            yield ReportSection(head, section)

    # Source files and manifests

    def source_states(self, state: str = "") -> tuple[SourceState, ...]:
        """What became of every source file, or of those in a state, by path."""
        with self._database.reading() as connection:
            return ingest.source_states(connection, state)

    def newest_key(self) -> int:
        """The greatest key of a report; 0 where there is none. Later readings have greater ones."""
        with self._database.reading() as connection:
            return ingest.newest_key(connection)

    def states_at(self, locations: Iterable[str]) -> tuple[SourceState, ...]:
        """What became of the files at these paths, and of those in archives there."""
        with self._database.reading() as connection:
            return ingest.states_at(connection, locations)

    def states_of_bytes(self, digests: Iterable[str]) -> tuple[SourceState, ...]:
        """What became of every file with bytes of these sha256."""
        with self._database.reading() as connection:
            return ingest.states_of_bytes(connection, digests)

    def rejected_by_code(self) -> tuple[tuple[str, int], ...]:
        """How many files were rejected for each reason, the most frequent first."""
        with self._database.reading() as connection:
            return ingest.rejected_by_code(connection)

    def rejected_files(
        self, code: str = "", text: str = "", limit: int = -1, offset: int = 0
    ) -> tuple[int, tuple[SourceState, ...]]:
        """Some rejected files by path, and how many there are; see ``ingest.rejected_files``."""
        with self._database.reading() as connection:
            return ingest.rejected_files(connection, code, text, limit, offset)

    def fingerprints(self) -> dict[str, str]:
        """What each report was read from, by report id; see ``NewReport.fingerprint``."""
        with self._database.reading() as connection:
            return state.fingerprints(connection)

    def manifest_entries(self) -> dict[str, ManifestEntry]:
        """What manifests say, by location of the file, in the order of their lines."""
        with self._database.reading() as connection:
            return ingest.manifest_entries(connection)

    def printed(self) -> dict[str, tuple[int, int | None]]:
        """How many statutory rows each report prints, and its year, by report id."""
        with self._database.reading() as connection:
            return state.printed(connection)

    def finding_counts(self) -> list[tuple[str, int]]:
        """Report id and how many findings it has, for reports that have any."""
        with self._database.reading() as connection:
            return state.finding_counts(connection)

    def counts(self) -> Counts:
        """How much there is."""
        with self._database.reading() as connection:
            return state.counts(connection)

    # Inner parts

    def _with_head(
        self,
        fetch: Callable[[Connection, list[int]], Iterator[tuple[int, _T]]],
        keys: Iterable[int] | None,
    ) -> Iterator[tuple[ReportRecord, _T]]:
        with self._database.reading() as connection:
            wanted = self._or_all(connection, keys)
            for batch in batches(wanted):
                by_key = {head.key: head for head in read.heads(connection, batch)}
                for key, thing in fetch(connection, batch):
                    yield by_key[key], thing

    @staticmethod
    def _or_all(connection: Connection, keys: Iterable[int] | None) -> list[int]:
        return read.all_keys(connection) if keys is None else [int(key) for key in keys]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"无法建立索引目录 {folder}（{error.strerror}）",
            remedy="请检查权限，或用 --index-dir 换一个目录",
        ) from error
