"""The library as programs, notebooks, command line and web pages use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from types import TracebackType

from govreport_search.columns import Columns
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.query.finding_request import FindingRequest
from govreport_search.query.plain import Values, filters, question, texts
from govreport_search.query.record import Record
from govreport_search.query.request import FACET_LIMIT, Request
from govreport_search.query.result import Completion, Page
from govreport_search.services.agency import AgencyView, agency_view, same_agency
from govreport_search.services.archive import Archive
from govreport_search.services.body_list import bodies_of_divisions, read_bodies
from govreport_search.services.compare import Comparison, compare, comparisons
from govreport_search.services.complete import complete
from govreport_search.services.coverage import Coverage, Scope, coverage
from govreport_search.services.export import export
from govreport_search.services.finding_page import FindingPage, finding_page, finding_stream
from govreport_search.services.history import HistoryLine, history_lines
from govreport_search.services.holding import Holding, holding
from govreport_search.services.intake import Intake
from govreport_search.services.ranking import Ranking, ranking, rankings
from govreport_search.services.region_view import Group, RegionView, known_groups, region_view
from govreport_search.services.report import ReportView, view_report
from govreport_search.services.search import pages, search
from govreport_search.services.statistics import Statistics, statistics
from govreport_search.services.status import Status, read_status
from govreport_search.services.synchronise import bring_up, rebuild, rebuild_columns
from govreport_search.services.term_table import TermTable, term_table
from govreport_search.services.worklist import Task, worklist
from govreport_search.settings import Settings
from govreport_search.store import Store
from govreport_search.store.record import FindingRecord, Original, ReportRecord, SourceText


class Library:
    """An index folder, open for questions.

    May be used by several threads at once. Opening it brings the full-text index up to the
    store, and every question checks that again, so an answer is never out of date.

    Args:
        settings: where the built data lies.

    Raises:
        StoreError: there is no store, or it cannot be read.
        EngineError: the full-text index cannot be brought up to the store.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._store = Store(settings.store_path)
        try:
            self._engine = WhooshEngine(settings.engine_path)
        except BaseException:
            self._store.close()
            raise
        self._columns = Columns(settings.columns_path)
        self._archive = Archive(self._store, self._engine, self._columns)
        try:
            bring_up(self._store, self._engine, self._columns)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the files; the library cannot be used afterwards."""
        self._columns.close()
        self._engine.close()
        self._store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def search(
        self,
        query: str = "",
        *,
        year: Values = (),
        region: Values = (),
        agency: Values = (),
        level: Values = (),
        kind: Values = (),
        section: Values = (),
        form: Values = (),
        where: Values = (),
        sort: str = "relevance",
        limit: int = 20,
        offset: int = 0,
        unit: str = "sections",
        synonyms: bool = False,
        facet_limit: int = FACET_LIMIT,
        fold: bool = True,
        facet_more: Mapping[str, int] | None = None,
        facet_find: Mapping[str, str] | None = None,
        **kept_out: Values,
    ) -> Page:
        """Search words and numbers in one question; see docs/query-language.md.

        Args:
            query: in the query language; empty for all reports.
            year, region, agency, level, kind, section, form: filters; one value or several.
            where: conditions on cells, e.g. ``requests.new.total=0``; all must hold.
            sort: one of ``query.request.SORTS`` or a cell, ``-`` in front for descending.
            limit: hits on the page; 0 for totals and facets only.
            offset: hits to pass over.
            unit: what is listed and counted: ``sections``, ``reports`` or ``rows``.
            synonyms: whether words of the field that mean the same are found as well.
            facet_limit: values listed of each facet.
            fold: whether width, traditional characters, letter case and line breaks are
                disregarded; otherwise texts must stand exactly so in print.
            facet_more: facets that have a limit of their own: ``{"agency": 1000}``.
            facet_find: facets of which only values with these words are listed:
                ``{"agency": "教育"}``.
            kept_out: ``not_year`` to ``not_form``: values that no report, or with
                ``not_section`` no section, may have.

        Raises:
            UserError: query, filter or sort cannot be understood.
        """
        chosen = filters(
            year=year,
            region=region,
            agency=agency,
            level=level,
            kind=kind,
            section=section,
            form=form,
            where=where,
            **kept_out,
        )
        more = tuple((facet_more or {}).items())
        find = tuple((facet_find or {}).items())
        return self.ask(
            Request(
                *(query, chosen, sort, limit, offset, unit, synonyms, facet_limit, fold),
                facet_more=more,
                facet_find=find,
            )
        )

    def ask(self, request: Request) -> Page:
        """Answer a request; ``search`` with everything in one object.

        Raises:
            UserError: query, filter or sort cannot be understood.
        """
        return search(self._archive, request)

    def pages(self, request: Request) -> Iterator[Page]:
        """The answer page after page, from the request's to the last, all of one moment.

        The query is decided once; the pages behind the first hold nothing but their hits.

        Raises:
            UserError: as ``ask``; or not every section could be read in time (``scan_cut_off``).
        """
        return pages(self._archive, request)

    def complete(self, text: str, limit: int = 10) -> tuple[Completion, ...]:
        """How a query that is being typed may go on: terms, indicators, regions and agencies.

        Args:
            text: what stands before the cursor; the last thing typed is completed. Letters are
                pinyin, too, initials or syllables: ``xxgk``, ``xinxigongkai``, ``xinxigk``.
            limit: how many at most.
        """
        return complete(self._archive, text, limit)

    def statistics(
        self,
        query: str = "",
        *,
        by: str = "year",
        cells: Sequence[str] | None = None,
        synonyms: bool = False,
        fold: bool = True,
        **chosen: Values,
    ) -> Statistics:
        """Sums and states of cells over the matching reports; a blank adds nothing to a sum.

        Args:
            query: in the query language; empty for all reports.
            by: ``year``, ``level``, ``kind``, ``region`` or ``form``.
            cells: names of cells as in conditions; all that any report has without them.
            synonyms, fold, chosen: as for ``search``.

        Raises:
            UserError: query, filter, grouping or cell cannot be understood.
        """
        return self.tally(question(query, synonyms, fold, chosen), by, cells)

    def tally(
        self, request: Request, by: str = "year", cells: Sequence[str] | None = None
    ) -> Statistics:
        """``statistics`` with the question in one object."""
        return statistics(self._archive, request, by, cells)

    def terms(
        self,
        terms: Iterable[str],
        query: str = "",
        *,
        by: str = "agency",
        every: bool = False,
        synonyms: bool = False,
        fold: bool = True,
        **chosen: Values,
    ) -> TermTable:
        """Count each term of a list in the matching reports; see docs/terms.md.

        Args:
            terms: phrases as they are, not in the query language.
            query: chooses reports; empty for all.
            by: ``agency``, ``region``, ``year``, ``level``, ``kind``, ``form`` or ``report``.
            every: whether groups without any of the terms are listed, too.
            synonyms, fold, chosen: as for ``search``.

        Raises:
            UserError: a term, query, filter or grouping cannot be understood.
        """
        return self.count_terms(question(query, synonyms, fold, chosen), terms, by, every=every)

    def count_terms(
        self, request: Request, terms: Iterable[str], by: str = "agency", *, every: bool = False
    ) -> TermTable:
        """``terms`` with the question in one object."""
        return term_table(self._archive, request, tuple(terms), by, every=every)

    def compare(
        self,
        query: str = "",
        *,
        cells: Sequence[str],
        by: str = "agency",
        depth: int = 1,
        limit: int = 20,
        offset: int = 0,
        synonyms: bool = False,
        fold: bool = True,
        **chosen: Values,
    ) -> Comparison:
        """Cells of bodies or regions over years, side by side; see docs/compare.md.

        Args:
            query: in the query language; empty for all reports.
            cells: names of cells as in conditions; ``reasons`` for the share of each ground of
                refusal.
            by: ``agency``, or ``region``, which sums bodies of the one level and kind that the
                filters choose.
            depth: of regions, 1 for provinces down to 4 for townships; 0 for all bodies as one.
            limit, offset: rows.
            synonyms, fold, chosen: as for ``search``.

        Raises:
            UserError: query, filter, cell or grouping cannot be understood.
        """
        page = {"limit": limit, "offset": offset}
        return self.comparison(question(query, synonyms, fold, chosen, **page), cells, by, depth)

    def comparison(
        self, request: Request, cells: Sequence[str], by: str = "agency", depth: int = 1
    ) -> Comparison:
        """``compare`` with the question in one object."""
        return compare(self._archive, request, cells, by, depth)

    def comparisons(
        self, request: Request, cells: Sequence[str], by: str = "agency", depth: int = 1
    ) -> Iterator[Comparison]:
        """The comparison page after page, from the request's to the last, all of one moment."""
        return comparisons(self._archive, request, cells, by, depth)

    def rank(
        self,
        query: str = "",
        *,
        cell: str,
        ascending: bool = False,
        limit: int = 20,
        offset: int = 0,
        synonyms: bool = False,
        fold: bool = True,
        **chosen: Values,
    ) -> Ranking:
        """Bodies by one cell; ties share a rank, and what has no number has none.

        Args:
            cell: its name as in conditions.
            ascending: whether the least comes first.
            query, limit, offset, synonyms, fold, chosen: as for ``compare``; of several years
                each body takes one place for each.

        Raises:
            UserError: query, filter or cell cannot be understood.
        """
        page = {"limit": limit, "offset": offset}
        request = question(query, synonyms, fold, chosen, **page)
        return self.ranking(request, cell, ascending=ascending)

    def ranking(self, request: Request, cell: str, *, ascending: bool = False) -> Ranking:
        """``rank`` with the question in one object."""
        return ranking(self._archive, request, cell, ascending=ascending)

    def rankings(
        self, request: Request, cell: str, *, ascending: bool = False
    ) -> Iterator[Ranking]:
        """The ranking page after page, from the request's to the last, all of one moment."""
        return rankings(self._archive, request, cell, ascending=ascending)

    def agency(self, key: str, cells: Sequence[str] = ()) -> AgencyView:
        """One body over all years, its reports, peers and neighbours; ``agency_view``.

        Raises:
            UserError: there is no such body, several of that name, or no such cell.
        """
        return agency_view(self._archive, key, cells)

    def region(
        self, path: str, cells: Sequence[str] = (), *, level: str = "", kind: str = ""
    ) -> RegionView:
        """One region: bodies, regions in it, sums of one level and kind; ``region_view``.

        Raises:
            UserError: no report is of that region, several have that name, or no such cell.
        """
        return region_view(self._archive, path, cells, level, kind)

    def groups(self) -> tuple[Group, ...]:
        """Each level and kind that go together, most bodies first; ``region_view.known_groups``."""
        return known_groups(self._archive)

    def coverage(
        self,
        listed: str | None = None,
        *,
        region: str = "",
        level: Values = (),
        year: Values = (),
    ) -> Coverage:
        """Which bodies have published in which years; see docs/coverage.md.

        Args:
            listed: a list, a name a line or CSV; the governments of the divisions without it.
            region: of the divisions; with a list, where other bodies are looked for.
            level: the same.
            year: as a filter; the archive's years without it.

        Raises:
            UserError: the list, a region, a level or a year cannot be understood.
        """
        levels, years = texts(level), texts(year)
        bodies = bodies_of_divisions(region, levels) if listed is None else read_bodies(listed)
        scope = Scope(region, levels, governing=listed is None)
        return coverage(self._archive, bodies, years, scope)

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

    def remove(self, report_ids: Iterable[str]) -> None:
        """Take reports out of store and index.

        Raises:
            NotFoundError: one of them does not exist; nothing is removed.
        """
        with self._store.writing() as writer:
            writer.remove(tuple(report_ids))
        bring_up(self._store, self._engine, self._columns)

    def rebuild(self) -> None:
        """Build the full-text index and the columns anew from the store."""
        rebuild(self._store, self._engine)
        rebuild_columns(self._store, self._columns)
        bring_up(self._store, self._engine, self._columns)
