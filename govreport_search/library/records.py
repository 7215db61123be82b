"""Single reports, records of every kind, and what became of every file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from govreport_search.library.opened import Opened
from govreport_search.query.finding_request import FindingRequest
from govreport_search.query.plain import Values, question
from govreport_search.query.record import Record
from govreport_search.query.request import Request
from govreport_search.services.agency import same_agency
from govreport_search.services.export import export
from govreport_search.services.finding_page import FindingPage, finding_page, finding_stream
from govreport_search.services.history import HistoryLine, history_lines
from govreport_search.services.holding import Holding, holding
from govreport_search.services.intake import Intake
from govreport_search.services.report import ReportView, view_report
from govreport_search.services.status import Status, read_status
from govreport_search.services.synchronise import bring_up
from govreport_search.services.worklist import Task, worklist
from govreport_search.store.record import FindingRecord, Original, ReportRecord, SourceText


class Records(Opened):
    """What an open library shows one by one."""

    def export(self, name: str, request: Request) -> Iterator[Record]:
        """Records of ``facts``, ``sections``, ``reports`` or ``findings``.

        The names of these four are methods, too, and take ``synonyms``, ``fold`` and filters as
        ``search`` does.

        Raises:
            UserError: the name, the query or a filter cannot be understood.
        """
        return export(self._archive, name, request)

    def facts(
        self, query: str = "", *, synonyms: bool = False, fold: bool = True, **chosen: Values
    ) -> Iterator[Record]:
        """One record for each cell of each matching report's form, missing ones included."""
        return self.export("facts", question(query, synonyms, fold, chosen))

    def sections(
        self, query: str = "", *, synonyms: bool = False, fold: bool = True, **chosen: Values
    ) -> Iterator[Record]:
        """One record for each section of each matching report."""
        return self.export("sections", question(query, synonyms, fold, chosen))

    def reports(
        self, query: str = "", *, synonyms: bool = False, fold: bool = True, **chosen: Values
    ) -> Iterator[Record]:
        """One record for each matching report."""
        return self.export("reports", question(query, synonyms, fold, chosen))

    def findings(
        self, query: str = "", *, synonyms: bool = False, fold: bool = True, **chosen: Values
    ) -> Iterator[Record]:
        """One record for each outcome of a check on a matching report."""
        return self.export("findings", question(query, synonyms, fold, chosen))

    def finding_page(self, asked: FindingRequest) -> FindingPage:
        """One page of findings with totals and facets; see docs/findings.md.

        Raises:
            UserError: query, filter, value or sort order cannot be understood.
        """
        return finding_page(self._archive, asked)

    def finding_stream(self, asked: FindingRequest) -> Iterator[FindingRecord]:
        """All these findings, report by report, each with the head of its report.

        Raises:
            UserError: as ``finding_page``.
        """
        return finding_stream(self._archive, asked)

    def report(self, report_id: str) -> ReportView:
        """Everything read from one report.

        Raises:
            NotFoundError: there is no such report.
        """
        with closing(self._store.moment()) as moment, moment:
            return view_report(self._store, report_id)

    def source(self, report_id: str) -> tuple[SourceText, ...]:
        """The files a report was read from, main file first.

        Raises:
            NotFoundError: there is no such report.
        """
        return self._store.source_texts(report_id)

    def originals(self, report_id: str) -> tuple[Original, ...]:
        """Where the files of a report were met, main file first.

        Raises:
            NotFoundError: there is no such report.
        """
        return self._store.originals(report_id)

    def same_agency(self, report_id: str) -> tuple[ReportRecord, ...]:
        """The other reports of the body that wrote this one, oldest first.

        Raises:
            NotFoundError: there is no such report.
        """
        return same_agency(self._archive, report_id)

    def corrections(self, report_id: str | None = None) -> tuple[HistoryLine, ...]:
        """What people have corrected or confirmed, oldest first, and whether it stands.

        Raises:
            NotFoundError: there is no such report.
        """
        return history_lines(self._store, report_id)

    def worklist(self, limit: int | None = None) -> tuple[Task, ...]:
        """Cells that a person should look at, the most urgent first."""
        return worklist(self._store, limit)

    @property
    def intake(self) -> Intake:
        """What has become of files, for those who add files and take them out."""
        return Intake(self._store, lambda: bring_up(self._store, self._engine, self._columns))

    def status(self) -> Status:
        """What the folder holds, and what it could not take in."""
        return read_status(self._archive)

    def holding(
        self, code: str = "", file: str = "", *, limit: int = 50, offset: int = 0
    ) -> Holding:
        """How much the folder holds, year by year, and a page of the files it could not take in.

        Args:
            code: only files rejected for this reason.
            file: only files with this in their path.
            limit, offset: of the files.
        """
        return holding(self._archive, code, file, limit, offset)
