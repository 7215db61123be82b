"""The order of hits. Ties are broken the same way everywhere, so pages never overlap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import NO_YEAR, OUTSIDE_FORM
from govreport_search.domain import State
from govreport_search.engines.rank import rank
from govreport_search.errors import BadFilterError, UnknownFieldError
from govreport_search.query.cell import resolve_cell
from govreport_search.query.request import SORTS
from govreport_search.sentence import say
from govreport_search.services.array import Positions
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.outcome import Hits, phrase_counts, searched, things
from govreport_search.store.mapping import STATE_CODES

Key = Callable[
    [Hits], NDArray[np.float64] | NDArray[np.int64] | NDArray[np.int32] | NDArray[np.int8]
]
"""A sort key of some hits, ascending."""


_DECIMALS = 9
"""Of relevance; so that the same counts are equal in whatever order they were added."""

_BLOCK = 1 << 14
"""Hits whose relevance is computed at once."""


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
            say("不能按“%(sort)s”排序：%(message)s", sort=sort, message=error.message),
            remedy=say(
                "可用的排序：%(value)s，或一个指标，例如 requests.new.total", value="、".join(SORTS)
            ),
        ) from error


def first(found: Evaluation, hits: Hits, sort: str, limit: int) -> Positions:
    """Indices into ``hits`` of the first ``limit`` in the order wanted.

    A key is made only of the hits that the keys before it leave equal, so that few of many
    hits are sorted.

    Args:
        found: the evaluation that the hits are of.
        sort: one of ``SORTS``, or a cell id, ``-`` in front for descending.
    """
    limit = min(limit, len(hits))
    if not limit:
        return np.empty(0, np.int64)
    if sort == "relevance":  # wanted of all hits, and again of those on the page
        hits = replace(hits, score=relevance(found, hits))
    sure, tied = [np.empty(0, np.int64)], np.arange(len(hits))
    keys = [*_keys(found, sort), *_ties(found)]
    for key in keys[:-1]:
        wanted = limit - sum(map(len, sure))
        if len(tied) == wanted:
            break
        value = key(hits if len(tied) == len(hits) else hits.taken(tied))
        last = np.partition(value, wanted - 1)[wanted - 1]
        sure.append(tied.compress(value < last))
        tied = tied.compress(value == last)
    chosen = np.concatenate((*sure, tied))
    page = hits.taken(chosen)
    # lexsort wants the most important key last.
    order = np.lexsort([key(page) for key in reversed(keys)])
    return chosen[order][:limit]


def behind(found: Evaluation, hits: Hits, sort: str, at: int) -> Positions:
    """Indices into ``hits`` of those that stand behind one of them, in no particular order.

    Args:
        at: index of that one.
    """
    if sort == "relevance":
        hits = replace(hits, score=relevance(found, hits))
    later, tied = [np.empty(0, np.int64)], np.arange(len(hits))
    for key in (*_keys(found, sort), *_ties(found)):
        value = key(hits.taken(tied))
        own = value[tied == at]
        later.append(tied.compress(value > own))
        tied = tied.compress(value == own)
    return np.concatenate(later)


def _ties(found: Evaluation) -> Sequence[Key]:
    """Newest first, then by agency, then in the order of the archive."""
    columns, agency = found.corpus.columns, found.corpus.column("agency").codes
    return (
        lambda hits: -columns.year.take(hits.report),
        lambda hits: agency.take(hits.report),
        lambda hits: hits.report,
        lambda hits: hits.unit,
    )


def _keys(found: Evaluation, sort: str) -> Sequence[Key]:
    """The sort order's own keys, the most important one first; what is unknown comes last."""
    corpus = found.corpus
    if sort == "relevance":
        return (lambda hits: -relevance(found, hits),)
    if sort == "count":
        return (lambda hits: -occurrences(found, hits),)
    if sort not in SORTS:
        return _cell_keys(found, sort)
    field, sign = sort.removeprefix("-"), -1 if sort.startswith("-") else 1
    column = corpus.column(field)
    unknown = column.where(lambda held: held in _UNKNOWN[field]).astype(np.int8)
    return (
        lambda hits: unknown[hits.report],
        lambda hits: column.codes[hits.report] * sign,
    )


_UNKNOWN: Mapping[str, tuple[Any, ...]] = {"year": (NO_YEAR,), "agency": ("",), "region": (None,)}
"""How each column that can be sorted by holds what is unknown."""


def _cell_keys(found: Evaluation, sort: str) -> Sequence[Key]:
    """Numbers first, then the other states in their order, cells outside the form last."""
    state, value = found.corpus.cell(resolve_cell(sort.removeprefix("-")))
    sign = -1 if sort.startswith("-") else 1

    def place(hits: Hits) -> NDArray[np.int64]:
        own = state[hits.report].astype(np.int64)
        return np.where(own == OUTSIDE_FORM, len(State), own)

    def number(hits: Hits) -> NDArray[np.float64]:
        is_number = state[hits.report] == STATE_CODES[State.NUMBER]
        return np.where(is_number, value[hits.report] * sign, 0.0)

    return place, number


def relevance(found: Evaluation, hits: Hits) -> NDArray[np.float64]:
    """BM25 of each hit by the counts of whole phrases, 0 where conditions alone decide.

    Times what its section weighs (``services.section_weight``).
    """
    if hits.score is not None:
        return hits.score
    return _of_sections(lambda units: _scores(found, units), hits)


def occurrences(found: Evaluation, hits: Hits) -> NDArray[np.int64]:
    """How often each hit holds what was searched."""
    if hits.count is not None:
        return hits.count

    def counted(units: Positions) -> NDArray[np.float64]:
        counts = phrase_counts(found, units)
        return np.sum(counts, axis=0, dtype=np.float64) if counts else np.zeros(len(units))

    return _of_sections(counted, hits).astype(np.int64)


def _of_sections(
    score: Callable[[Positions], NDArray[np.float64]], hits: Hits
) -> NDArray[np.float64]:
    """A score of section hits; 0 for a report hit."""
    inside = hits.unit >= 0
    if inside.all():
        return score(hits.unit)
    scores = np.zeros(len(hits.unit))
    scores[inside] = score(hits.unit[inside])
    return scores


def _scores(found: Evaluation, units: Positions) -> NDArray[np.float64]:
    corpus = found.corpus
    every = searched(found)
    counts = [each.at(units) for each in every]
    lengths = corpus.columns.section_length.take(units)
    found_in, wordings = [len(each.units) for each in every], things(found)
    scores = np.empty(len(units))
    weights = corpus.section_weight.take(units)
    # No score depends on another, and what is computed of a block stays in the nearest memory.
    for start in range(0, len(units), _BLOCK):
        block = slice(start, start + _BLOCK)
        scored = rank(
            [count[block] for count in counts],
            lengths[block],
            corpus.sections,
            found_in=found_in,
            mean_length=corpus.mean_length,
            things=wordings,
        )
        scores[block] = (scored * weights[block]).round(_DECIMALS)
    return scores
