"""Facets: for each value of a field, the reports that would match if it alone were chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from govreport_search.query.request import FACET_FIELDS, Filters
from govreport_search.query.result import FacetValue
from govreport_search.services.array import Flags, Positions, where
from govreport_search.services.corpus import Corpus
from govreport_search.services.facet_words import FacetWords, facet_label, value_order
from govreport_search.services.filters import Masks
from govreport_search.services.match import meant_values
from govreport_search.services.outcome import Outcome
from govreport_search.services.row_outcome import RowOutcome

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Facets:
    """All facets of an answer, by field in the order of ``FACET_FIELDS``.

    Attributes:
        values: of each field the most frequent ones, and the chosen ones, which stay at count 0.
        sizes: how many values each field has in all.
    """

    values: Mapping[str, tuple[FacetValue, ...]]
    sizes: Mapping[str, int]


def facets(
    corpus: Corpus,
    outcome: Outcome | RowOutcome,
    masks: Masks,
    filters: Filters,
    limit: int,
    more: Mapping[str, int] = MappingProxyType({}),
) -> Facets:
    """Every facet, each counted under all the other filters.

    Args:
        limit: values listed of each, beside the chosen ones.
        more: fields of which another number is listed.
    """
    matched = outcome.matched()
    # Fields without a filter of their own share one list of reports.
    reports = {apart: where(matched & masks.reports(apart)) for apart in ("", *masks.named)}
    values: dict[str, tuple[FacetValue, ...]] = {}
    sizes: dict[str, int] = {}
    for field in FACET_FIELDS:
        if field == "section":
            counts, words = _sections(outcome, masks), _section_words(outcome.kinds)
        else:
            counts = value_counts(corpus, field, reports.get(field, reports[""]))
            words = corpus.facet_words(field)
        chosen: tuple[str, ...] = getattr(filters, field)
        meant = {value: _meant(corpus, outcome, field, value) for value in chosen}
        values[field], sizes[field] = listed_values(
            field, counts, words, meant, more.get(field, limit)
        )
    return Facets(values, sizes)


def value_counts(corpus: Corpus, field: str, reports: Positions) -> Counts:
    """Reports that have each value; of regions those in each unit, below it included."""
    counts = corpus.column(field).counts(reports)
    return corpus.regions.counts(counts) if field == "region" else counts


def _sections(outcome: Outcome | RowOutcome, masks: Masks) -> Counts:
    """For each section the reports that would match were it the only one asked for."""
    under = masks.reports()
    # One kind after another: counting along an axis is ten times as slow.
    return np.array([np.count_nonzero(kind & under) for kind in outcome.matched_by_kind()])


@lru_cache(maxsize=16)
def _section_words(kinds: tuple[str, ...]) -> FacetWords:
    return FacetWords("section", kinds)


def _meant(corpus: Corpus, outcome: Outcome | RowOutcome, field: str, value: str) -> Flags:
    """Which of a facet's values a chosen one means."""
    if field == "section":
        return np.array([kind == value for kind in outcome.kinds])
    return meant_values(corpus, field, value)


def listed_values(
    field: str, counts: Counts, words: FacetWords, meant: Mapping[str, Flags], limit: int
) -> tuple[tuple[FacetValue, ...], int]:
    """The values that are listed, and how many there are."""
    held = where(counts > 0)
    selected: set[int] = set()
    unmatched: list[str] = []
    for value, flags in meant.items():
        here = held[flags[held]].tolist()
        selected.update(here)
        if not here:
            unmatched.append(value)
    listed = _largest(counts, held, limit)
    if selected:
        listed = np.array(sorted(selected.union(listed.tolist())), dtype=np.int64)
    order = words.order(listed, counts)
    every = [
        FacetValue(value, label, count, at in selected)
        for at, (value, label), count in zip(
            order, words.of(order), counts.take(order).tolist(), strict=True
        )
    ]
    if unmatched:
        every += [FacetValue(value, facet_label(field, value), 0, True) for value in unmatched]
        every.sort(key=lambda one: value_order(field, one.value, one.count))
    return tuple(every), len(held) + len(unmatched)


def _largest(counts: Counts, held: Positions, limit: int) -> Positions:
    """Of some indices those with the largest counts; of equal ones the first."""
    if len(held) <= limit:
        return held
    # Count and index in one number, so that one partition decides ties as well.
    rank = held - counts.take(held) * np.int64(len(counts))
    return held.take(np.argpartition(rank, limit)[:limit])
