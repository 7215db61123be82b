"""Facets: for each value of a field, the reports that would match if it alone were chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from govreport_search.query.request import FACET_FIELDS, Filters, Request
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
        values: of each field the most frequent ones, and those that the filters name, which
            stay at count 0.
        sizes: how many values each field has in all.
        found: of the fields that were searched, how many values hold what was looked for.
    """

    values: Mapping[str, tuple[FacetValue, ...]]
    sizes: Mapping[str, int]
    found: Mapping[str, int]


def facets(
    corpus: Corpus,
    outcome: Outcome | RowOutcome,
    masks: Masks,
    filters: Filters,
    request: Request,
) -> Facets:
    """Every facet, each counted under all the other filters.

    Args:
        filters: the request's filters in canonical spelling.
        request: of it what it says of facets.
    """
    matched = outcome.matched()
    # Fields without a filter of their own share one list of reports.
    reports = {apart: where(matched & masks.reports(apart)) for apart in ("", *masks.named)}
    values: dict[str, tuple[FacetValue, ...]] = {}
    sizes: dict[str, int] = {}
    found: dict[str, int] = {}
    for field in FACET_FIELDS:
        if field == "section":
            counts, words = _sections(outcome, masks), _section_words(outcome.kinds)
        else:
            counts = value_counts(corpus, field, reports.get(field, reports[""]))
            words = corpus.facet_words(field)
        meant = partial(_meant, corpus, outcome, field)
        listed = listed_facet(corpus, field, counts, words, meant, filters, request)
        values[field], sizes[field] = listed.values, listed.size
        if listed.found is not None:
            found[field] = listed.found
    return Facets(values, sizes, found)


@dataclass(frozen=True, slots=True)
class Listed:
    """One facet: its values, how many there are in all, and how many hold what was looked for."""

    values: tuple[FacetValue, ...]
    size: int
    found: int | None


def listed_facet(
    corpus: Corpus,
    field: str,
    counts: Counts,
    words: FacetWords,
    meant: Callable[[str], Flags],
    filters: Filters,
    request: Request,
) -> Listed:
    """One facet as a request wants it listed.

    Args:
        counts: of every value, shape (values,).
        meant: which of the values one of a filter means, shape (values,).
        filters: the request's filters in canonical spelling.
        request: of it what it says of facets.
    """
    sought = dict(request.facet_find).get(field)
    among = None if sought is None else words.holding(sought)
    wanted = {value: meant(value) for value in filters.wanted(field)}
    kept_out = {value: meant(value) for value in filters.unwanted(field)}
    always = None
    if field == "region" and request.facet_open and among is None:
        named = (*wanted.values(), *kept_out.values())
        always = corpus.regions.opened(request.facet_open, named)
    values, size = _listed_values(
        field,
        counts,
        words,
        wanted,
        dict(request.facet_more).get(field, request.facet_limit),
        kept_out=kept_out,
        among=among,
        always=always,
        parts=corpus.regions.parts(counts > 0) if field == "region" else None,
    )
    found = None if among is None else int(np.count_nonzero(counts[among]))
    return Listed(values, size, found)


def value_counts(corpus: Corpus, field: str, reports: Positions) -> Counts:
    """Reports that have each value; of regions those in each unit, below it included."""
    counts = corpus.held(field).counts(reports)
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


def _listed_values(
    field: str,
    counts: Counts,
    words: FacetWords,
    meant: Mapping[str, Flags],
    limit: int,
    *,
    kept_out: Mapping[str, Flags],
    among: Flags | None,
    always: Flags | None,
    parts: Positions | None,
) -> tuple[tuple[FacetValue, ...], int]:
    """The values that are listed, and how many there are.

    Args:
        counts: of every value, shape (values,); what counts 0 is no value here.
        meant, kept_out: for each value that the filters want, or keep out, which of the
            facet's values it means, shape (values,).
        limit: values listed beside those.
        among: the values to choose from; all where it is ``None``.
        always: values listed whatever the limit.
        parts: of every value, how many others lie directly in it.
    """
    held = where(counts > 0)
    selected, unmatched = _named(held, meant)
    excluded, unmatched_out = _named(held, kept_out)
    some = held if among is None else held[among[held]]
    listed = _largest(counts, some, limit)
    shown = selected | excluded
    if always is not None:
        shown |= set(held[always[held]].tolist())
    if shown:
        listed = np.array(sorted(shown.union(listed.tolist())), dtype=np.int64)
    order = words.order(listed, counts)
    inside = np.zeros(len(counts), dtype=np.int64) if parts is None else parts
    every = [
        FacetValue(value, label, count, at in selected, at in excluded, int(inside[at]))
        for at, (value, label), count in zip(
            order, words.of(order), counts.take(order).tolist(), strict=True
        )
    ]
    lacking = [(value, True) for value in unmatched] + [(value, False) for value in unmatched_out]
    if lacking:
        every += [
            FacetValue(value, facet_label(field, value), 0, wanted, not wanted)
            for value, wanted in lacking
        ]
        every.sort(key=lambda one: value_order(field, one.value, one.count))
    return tuple(every), len(held) + len(lacking)


def _named(held: Positions, meant: Mapping[str, Flags]) -> tuple[set[int], list[str]]:
    """Which of the held values filters name, and those of the filters that name none."""
    named: set[int] = set()
    unmatched: list[str] = []
    for value, flags in meant.items():
        here = held[flags[held]].tolist()
        named.update(here)
        if not here:
            unmatched.append(value)
    return named, unmatched


def _largest(counts: Counts, held: Positions, limit: int) -> Positions:
    """Of some indices those with the largest counts; of equal ones the first."""
    if len(held) <= limit:
        return held
    # Count and index in one number, so that one partition decides ties as well.
    rank = held - counts.take(held) * np.int64(len(counts))
    return held.take(np.argpartition(rank, limit)[:limit])
