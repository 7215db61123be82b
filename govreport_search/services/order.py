"""The order of hits. Ties are broken the same way everywhere, so pages never overlap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from govreport_search.domain import State
from govreport_search.engines.rank import rank
from govreport_search.errors import BadFilterError, UnknownFieldError
from govreport_search.query.cell import resolve_cell
from govreport_search.query.request import SORTS
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.outcome import Hits, phrase_counts
from govreport_search.store.columns import NO_YEAR, OUTSIDE_FORM
from govreport_search.store.mapping import STATE_CODES


def check_sort(sort: str) -> None:
    """Refuse a sort order that does not exist.

    Raises:
        BadFilterError: it is neither in ``SORTS`` nor a cell.
    """
    if sort in SORTS:
        return
    try:
        resolve_cell(sort.removeprefix("-"))
    except UnknownFieldError as error:
        raise BadFilterError(
            f"不能按“{sort}”排序：{error.message}",
            remedy=f"可用的排序：{'、'.join(SORTS)}，或一个指标，例如 requests.new.total",
        ) from error


def ordered(found: Evaluation, hits: Hits, sort: str) -> NDArray[np.int64]:
    """Indices into ``hits`` in the order wanted, shape (hits,)."""
    reports = found.corpus.reports
    year = reports.year[hits.report].astype(np.int64)
    # lexsort wants the most important key last.
    keys = [
        hits.unit,
        found.corpus.id_rank[hits.report],
        found.corpus.agency_rank[hits.report],
        -year,
        *_keys(found, hits, sort),
    ]
    return np.lexsort(keys)


def _keys(found: Evaluation, hits: Hits, sort: str) -> list[NDArray[np.float64]]:
    """The sort order's own keys, the most important one last, ascending."""
    if sort == "relevance":
        return [-np.round(_relevance(found, hits), 9)]
    if sort == "count":
        return [-_of_units(sum(phrase_counts(found)), hits)]
    if sort == "agency":
        nameless = found.corpus.reports.agency[hits.report] == ""
        rank = found.corpus.agency_rank[hits.report]
        return [rank.astype(np.float64), nameless.astype(np.float64)]
    if sort in ("year", "-year"):
        year = found.corpus.reports.year[hits.report].astype(np.float64)
        return [-year if sort == "-year" else year, (year == NO_YEAR).astype(np.float64)]
    return _cell_keys(found, hits, sort)


def _cell_keys(found: Evaluation, hits: Hits, sort: str) -> list[NDArray[np.float64]]:
    """Numbers first, then the other states in their order, cells outside the form last."""
    state, value = found.cell(resolve_cell(sort.removeprefix("-")))
    state, value = state[hits.report], value[hits.report]
    number = np.where(state == STATE_CODES[State.NUMBER], value, 0)
    place = np.where(state == OUTSIDE_FORM, len(State), state).astype(np.float64)
    return [-number if sort.startswith("-") else number, place]


def _of_units(counts: NDArray[np.int64] | int, hits: Hits) -> NDArray[np.float64]:
    if isinstance(counts, int):
        return np.zeros(len(hits.unit))
    return np.append(counts, 0)[hits.unit].astype(np.float64)


def _relevance(found: Evaluation, hits: Hits) -> NDArray[np.float64]:
    """BM25 of each hit by the counts of whole phrases; 0 for a report hit."""
    score = np.zeros(len(hits.unit))
    counts = phrase_counts(found)
    sections = np.flatnonzero(hits.unit >= 0)
    if counts and len(sections):
        index = found.corpus.sections
        units = hits.unit[sections]
        score[sections] = rank(
            [count[units] for count in counts],
            index.length[units],
            len(index.key),
            found_in=[int(np.count_nonzero(count)) for count in counts],
        )
    return score
