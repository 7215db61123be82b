"""A request in, a page out; plain functions over store and engine."""

from __future__ import annotations

import numpy as np

from govreport_search.errors import BadFilterError
from govreport_search.query.describe import describe
from govreport_search.query.parser import parse
from govreport_search.query.request import Filters, Request
from govreport_search.query.result import Page
from govreport_search.query.tree import And, Node
from govreport_search.services.archive import Archive
from govreport_search.services.corpus import Corpus, Flags
from govreport_search.services.evaluate import Evaluation, conditions, finders
from govreport_search.services.facets import facets
from govreport_search.services.filters import Masks, canonical, joined, where_tree
from govreport_search.services.order import check_sort, first
from govreport_search.services.outcome import Hits, Outcome
from govreport_search.services.present import present
from govreport_search.services.rows import rows
from govreport_search.services.suggest import suggestions
from govreport_search.store import Store


def search(archive: Archive, request: Request) -> Page:
    """Answer a request; store and index are of one moment, whatever is written meanwhile.

    Raises:
        UserError: query, filter or sort cannot be understood.
        EngineError: the full-text index cannot answer and cannot be repaired.
        StoreError: the store cannot be read.
    """
    filters = canonical(request.filters)
    tree = joined(parse(request.query), where_tree(filters))
    check_sort(request.sort)
    if request.limit < 0 or request.offset < 0:
        raise BadFilterError("每页条数和起始位置不能小于 0")
    return archive.ask(lambda corpus: _answer(archive.store, corpus, request, filters, tree))


def _answer(store: Store, corpus: Corpus, request: Request, filters: Filters, tree: Node) -> Page:
    found = Evaluation(corpus, tree)
    masks = Masks(corpus, filters)
    under = masks.reports()
    outcome = Outcome(found, masks.kinds)
    every = outcome.hits(under)
    unknown, outside_form = outcome.undecided(under)
    wanted = finders(tree)
    cells = tuple(dict.fromkeys(condition.cell for condition in conditions(tree)))
    listed = facets(corpus, outcome, masks, filters)
    return Page(
        request=request,
        meaning=describe(tree),
        total_reports=_distinct(corpus, every),
        total_hits=len(every.report),
        hits=present(store, corpus.columns, _page(found, every, request), wanted, cells),
        rows=rows(corpus, wanted, under & _where_holds(corpus, filters)),
        facets=listed.values,
        facet_sizes=listed.sizes,
        unknown=unknown,
        outside_form=outside_form,
        searched=int(np.count_nonzero(under)),
        without_text=int(np.count_nonzero(under & ~corpus.has_text)),
        suggestions=() if len(every.report) else suggestions(corpus, request, filters),
    )


def _distinct(corpus: Corpus, hits: Hits) -> int:
    flags = np.zeros(len(corpus), dtype=np.bool_)
    flags[hits.report] = True
    return int(np.count_nonzero(flags))


def _where_holds(corpus: Corpus, filters: Filters) -> Flags:
    """Reports for which the ``where`` conditions hold."""
    conditions_only = Evaluation(corpus, joined(And(()), where_tree(filters)))
    return Outcome(conditions_only, np.ones(corpus.no_section + 1, dtype=np.bool_)).matched()


def _page(found: Evaluation, every: Hits, request: Request) -> Hits:
    if request.limit == 0:
        return Hits(every.report[:0], every.unit[:0])
    order = first(found, every, request.sort, request.offset + request.limit)[request.offset :]
    return Hits(every.report[order], every.unit[order])
