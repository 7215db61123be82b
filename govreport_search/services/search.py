"""A request in, a page out; plain functions over store and engine."""

from __future__ import annotations

import numpy as np

from govreport_search.errors import BadFilterError
from govreport_search.query.describe import describe
from govreport_search.query.parser import parse
from govreport_search.query.request import UNITS, Filters, Request
from govreport_search.query.result import Page
from govreport_search.query.tree import And, Node
from govreport_search.query.walk import conditions
from govreport_search.services.archive import Archive
from govreport_search.services.array import Flags
from govreport_search.services.by_report import by_report
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.facets import facets
from govreport_search.services.filters import Masks, canonical, joined, where_tree
from govreport_search.services.finder import finders
from govreport_search.services.order import check_sort, first
from govreport_search.services.outcome import Hits, Outcome
from govreport_search.services.present import present
from govreport_search.services.present_rows import present_rows
from govreport_search.services.question import looked_for
from govreport_search.services.row_outcome import RowOutcome
from govreport_search.services.rows import rows, rows_of
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
    filters = canonical(request.filters)
    asked = parse(request.query)
    check_sort(request.sort)
    if request.unit not in UNITS:
        raise BadFilterError(
            f"没有“{request.unit}”这种结果",
            remedy=f"可选：{'、'.join(UNITS)}（章节、报告、表格行）",
        )
    more = [limit for _, limit in request.facet_more]
    if min(request.limit, request.offset, request.facet_limit, *more) < 0:
        raise BadFilterError("每页条数、起始位置和分面的个数不能小于 0")
    return archive.ask(lambda corpus: _answer(archive.store, corpus, request, filters, asked))


def _answer(store: Store, corpus: Corpus, request: Request, filters: Filters, asked: Node) -> Page:
    expanded = looked_for(request)
    tree = joined(expanded.tree, where_tree(filters))
    found = Evaluation(corpus, tree)
    masks = Masks(corpus, filters)
    under = masks.reports()
    outcome = outcome_of(found, masks, filters, request.unit)
    every = outcome.hits(under)
    if request.unit == "reports":
        every = by_report(found, every)
    unknown, outside_form = outcome.undecided(under)
    wanted = finders(tree)
    cells = tuple(dict.fromkeys(condition.cell for condition in conditions(tree)))
    listed = facets(corpus, outcome, masks, filters, request.facet_limit, dict(request.facet_more))
    chosen = _page(found, every, request)
    if isinstance(outcome, RowOutcome):
        hits = present_rows(store, corpus.columns, chosen, outcome.rows, wanted, cells)
        row_hits = rows_of(outcome, every)
    else:
        hits = present(store, corpus.columns, chosen, wanted, cells)
        row_hits = rows(
            corpus, wanted, under & _where_holds(corpus, filters) if filters.where else under
        )
    nothing = not len(every.report)
    alike, loosened = similar(store, corpus, request, filters) if nothing else ((), "")
    return Page(
        request=request,
        meaning=describe(joined(asked, where_tree(filters))),
        total_reports=every.reports(),
        total_hits=len(every.report),
        whole_reports=int(np.count_nonzero(every.unit < 0)),
        hits=hits,
        rows=row_hits,
        facets=listed.values,
        facet_sizes=listed.sizes,
        unknown=unknown,
        outside_form=outside_form,
        searched=int(np.count_nonzero(under)),
        without_text=int(np.count_nonzero(under[corpus.textless])),
        suggestions=suggestions(corpus, request, filters) if nothing else (),
        scanned=found.scanned,
        expanded=expanded.expansions,
        similar=alike,
        similar_query=loosened,
    )


def _where_holds(corpus: Corpus, filters: Filters) -> Flags:
    """Reports for which the ``where`` conditions hold."""
    conditions_only = Evaluation(corpus, joined(And(()), where_tree(filters)))
    return Outcome(conditions_only, np.ones(corpus.no_section + 1, dtype=np.bool_)).matched()


def _page(found: Evaluation, every: Hits, request: Request) -> Hits:
    if request.limit == 0:
        return every.taken(np.empty(0, np.int64))
    order = first(found, every, request.sort, request.offset + request.limit)[request.offset :]
    return every.taken(order)
