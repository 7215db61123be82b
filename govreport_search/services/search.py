"""A request in, a page out; plain functions over store and engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from govreport_search.errors import BadFilterError
from govreport_search.query.continuation import Last, continuation, gone, read_continuation
from govreport_search.query.describe import describe
from govreport_search.query.parser import parse
from govreport_search.query.request import UNITS, Filters, Request
from govreport_search.query.result import Hit, Page, RowHit, Suggestion
from govreport_search.query.tree import And, Node
from govreport_search.query.walk import conditions
from govreport_search.sentence import say
from govreport_search.services import scan
from govreport_search.services.archive import Archive
from govreport_search.services.array import Flags, where
from govreport_search.services.by_report import by_report
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import Evaluation, whole_evaluation
from govreport_search.services.facets import facets
from govreport_search.services.filters import Masks, canonical, joined, where_tree
from govreport_search.services.finder import finders
from govreport_search.services.order import behind, check_sort, first
from govreport_search.services.outcome import Hits, Outcome
from govreport_search.services.present import present
from govreport_search.services.present_rows import present_rows
from govreport_search.services.question import looked_for
from govreport_search.services.row_outcome import RowOutcome
from govreport_search.services.rows import rows, rows_of
from govreport_search.services.scan import Budget
from govreport_search.services.similar import similar
from govreport_search.services.suggest import suggestions
from govreport_search.services.unit import outcome_of
from govreport_search.store import Store


def search(archive: Archive, request: Request) -> Page:
    """Answer a request; store and index are of one moment, whatever is written meanwhile.

    Raises:
        UserError: query, filter or sort cannot be understood.
        EngineError: the full-text index cannot answer and cannot be repaired.
        StoreError: the store cannot be read.
    """
    asked, budget = _understood(request), Budget(scan.MOST_SECONDS)
    return archive.ask(lambda corpus: _Answer(archive.store, corpus, asked, budget).page())


def pages(archive: Archive, request: Request) -> Iterator[Page]:
    """The answer page by page from the request's on, up to the last hit; at least one page.

    All are of one moment, and the query is decided once. The first page is whole, the others
    hold nothing but their hits.

    Raises:
        UserError: as ``search``; or not every section could be read in time, so that hits may be
            lacking (code ``scan_cut_off``).
    """
    asked = _understood(request)
    if not request.limit:
        raise BadFilterError(say("逐页读取时每页条数不能是 0"))

    def every(corpus: Corpus) -> Iterator[Page]:
        budget = Budget(scan.MOST_SECONDS_WHOLE)
        return _Answer(archive.store, corpus, asked, budget, whole=True).pages()

    return archive.stream(every)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request that has been understood."""

    request: Request
    filters: Filters
    tree: Node


def _understood(request: Request) -> _Asked:
    filters = canonical(request.filters)
    asked = parse(request.query)
    check_sort(request.sort)
    if request.unit not in UNITS:
        raise BadFilterError(
            say("没有“%(unit)s”这种结果", unit=request.unit),
            remedy=say("可选：%(value)s（章节、报告、表格行）", value="、".join(UNITS)),
        )
    if request.cursor and request.offset:
        raise BadFilterError(say("cursor 和 offset 不能同时给"), remedy=say("只保留 cursor"))
    more = [limit for _, limit in request.facet_more]
    if min(request.limit, request.offset, request.facet_limit, *more) < 0:
        raise BadFilterError(say("每页条数、起始位置和分面的个数不能小于 0"))
    return _Asked(request, filters, asked)


class _Answer:
    """A question decided over a corpus, of which any pages may be read.

    Args:
        budget: for reading texts, whatever they are read for.
        whole: whether an answer that was cut off is an error.
    """

    def __init__(
        self, store: Store, corpus: Corpus, asked: _Asked, budget: Budget, *, whole: bool = False
    ) -> None:
        self._store, self._corpus, self._asked, self._budget = store, corpus, asked, budget
        request, filters = asked.request, asked.filters
        self._expanded = looked_for(request)
        tree = joined(self._expanded.tree, where_tree(filters))
        evaluation = whole_evaluation if whole else Evaluation
        self._found = evaluation(corpus, tree, budget)
        self._masks = Masks(corpus, filters)
        self._under = self._masks.reports()
        self._outcome = outcome_of(self._found, self._masks, filters, request.unit)
        every = self._outcome.hits(self._under)
        self._every = by_report(self._found, every) if request.unit == "reports" else every
        self._wanted = finders(tree)
        self._cells = tuple(dict.fromkeys(condition.cell for condition in conditions(tree)))

    def page(self) -> Page:
        """The page that the request asks for."""
        asked, request, filters = self._asked, self._asked.request, self._asked.filters
        corpus, under = self._corpus, self._under
        rest, start = self._rest()
        hits = self._hits(self._first(rest, request.limit, start))
        unknown, outside_form = self._outcome.undecided(under)
        listed = facets(corpus, self._outcome, self._masks, filters, request)
        alike, loosened, ways = self._ways_out() if not len(self._every.report) else ((), "", ())
        return Page(
            request=request,
            meaning=describe(joined(asked.tree, where_tree(filters))),
            total_reports=self._every.reports(),
            total_hits=len(self._every.report),
            whole_reports=int(np.count_nonzero(self._every.unit < 0)),
            hits=hits,
            start=start,
            moment=corpus.columns.manifest.sequence,
            next=self._next(start, hits),
            rows=self._rows(),
            facets=listed.values,
            facet_sizes=listed.sizes,
            facet_found=listed.found,
            unknown=unknown,
            outside_form=outside_form,
            searched=int(np.count_nonzero(under)),
            without_text=int(np.count_nonzero(under[corpus.textless])),
            unread_files=self._store.unread_files(),
            suggestions=ways,
            scanned=self._found.scanned,
            expanded=self._expanded.expansions,
            similar=alike,
            similar_query=loosened,
        )

    def _ways_out(self) -> tuple[tuple[Hit, ...], str, tuple[Suggestion, ...]]:
        """What there is instead of hits: similar sections, their query, and suggestions."""
        corpus, request, filters = self._corpus, self._asked.request, self._asked.filters
        alike, loosened = similar(self._store, corpus, request, filters, self._budget)
        return alike, loosened, suggestions(corpus, request, filters, self._budget)

    def pages(self) -> Iterator[Page]:
        """Page after page from the one that the request asks for."""
        request = self._asked.request
        page = self.page()
        yield page
        rest, start = self._rest()
        whole = self._first(rest, len(self._every), start)
        for at in range(request.limit, len(whole), request.limit):
            hits = self._hits(whole.taken(np.arange(at, min(at + request.limit, len(whole)))))
            asked = replace(request, offset=start + at, cursor="")
            further = self._next(start + at, hits)
            yield replace(page, request=asked, start=start + at, hits=hits, next=further)

    def _rest(self) -> tuple[Hits, int]:
        """The hits from which the page is taken, and how many stand before it.

        Of an offset these are all hits, of a cursor those behind it.
        """
        request, every = self._asked.request, self._every
        if not request.cursor:
            return every, request.offset
        at = self._found_again(read_continuation(request))
        rest = every.taken(behind(self._found, every, request.sort, at))
        return rest, len(every) - len(rest)

    def _found_again(self, last: Last) -> int:
        """Index of the last hit of the page before."""
        corpus, every = self._corpus, self._every
        report = corpus.ids.get(last.report, -1)
        for at in where(every.report == report).tolist():
            if (
                self._asked.request.unit == "reports"
                or self._unit(int(every.unit[at])) == last.unit
            ):
                return int(at)
        raise gone()

    def _unit(self, unit: int) -> str | None:
        """What a hit's unit is called in a hit."""
        if isinstance(self._outcome, RowOutcome):
            return ".".join(self._outcome.rows[unit])
        if unit < 0:
            return None
        return self._corpus.section_names[int(self._corpus.unit_kind[unit])]

    def _next(self, start: int, hits: tuple[Hit, ...]) -> str:
        if not hits or start + len(hits) >= len(self._every):
            return ""
        return continuation(self._asked.request, hits[-1])

    def _first(self, rest: Hits, count: int, start: int) -> Hits:
        """The first hits in the order wanted; of an offset those behind it."""
        skipped = 0 if self._asked.request.cursor else start
        if not count:
            return rest.taken(np.empty(0, np.int64))
        sort = self._asked.request.sort
        return rest.taken(first(self._found, rest, sort, skipped + count)[skipped:])

    def _hits(self, chosen: Hits) -> tuple[Hit, ...]:
        columns = self._corpus.columns
        if isinstance(self._outcome, RowOutcome):
            rows = self._outcome.rows
            return present_rows(self._store, columns, chosen, rows, self._wanted, self._cells)
        return present(self._store, columns, chosen, self._wanted, self._cells)

    def _rows(self) -> tuple[RowHit, ...]:
        if isinstance(self._outcome, RowOutcome):
            return rows_of(self._outcome, self._every)
        under, filters = self._under, self._asked.filters
        reports = under & _where_holds(self._corpus, filters) if filters.where else under
        return rows(self._corpus, self._wanted, reports)


def _where_holds(corpus: Corpus, filters: Filters) -> Flags:
    """Reports for which the ``where`` conditions hold."""
    conditions_only = Evaluation(corpus, joined(And(()), where_tree(filters)))
    return Outcome(conditions_only, np.ones(corpus.no_section + 1, dtype=np.bool_)).matched()
