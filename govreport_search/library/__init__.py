"""The library as programs, notebooks, command line and web pages use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govreport_search.library.figures import Figures
from govreport_search.library.records import Records
from govreport_search.query.plain import Values, filters, texts
from govreport_search.query.request import FACET_LIMIT, Request
from govreport_search.query.result import Completion, Page
from govreport_search.services.complete import complete
from govreport_search.services.search import pages, search


class Library(Figures, Records):
    """An index folder, open for questions.

    May be used by several threads at once. Opening it brings the full-text index up to the
    store, and every question checks that again, so an answer is never out of date.

    Args:
        settings: where the built data lies.

    Raises:
        StoreError: there is no store, or it cannot be read.
        EngineError: the full-text index cannot be brought up to the store.
    """

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
        finding: Values = (),
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
        facet_open: Values = (),
        cursor: str = "",
        **kept_out: Values,
    ) -> Page:
        """Search words and numbers in one question; see docs/query-language.md.

        Args:
            query: in the query language; empty for all reports.
            year, region, agency, level, kind, section, form, finding: filters; one value or
                several.
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
            facet_open: regions whose parts the facet lists in full: ``"河南省/洛阳市"``, one or
                several; ``""`` is the whole country.
            cursor: ``next`` of the page before, to go on behind its last hit; the question must
                be the same, and ``offset`` is left out.
            kept_out: ``not_year`` to ``not_finding``: values that no report, or with
                ``not_section`` no section, may have.

        Raises:
            UserError: query, filter, sort or cursor cannot be understood.
        """
        chosen = filters(
            year=year,
            region=region,
            agency=agency,
            level=level,
            kind=kind,
            section=section,
            form=form,
            finding=finding,
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
                facet_open=texts(facet_open),
                cursor=cursor,
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
