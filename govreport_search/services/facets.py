"""Facets: for each value of a field, the reports that would match if it alone were chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import NO_YEAR
from govreport_search.forms.loader import FORM_IDS
from govreport_search.forms.sections import SECTION_IDS
from govreport_search.query.describe import value_label
from govreport_search.query.request import EMPTY_VALUE, FACET_FIELDS, Filters
from govreport_search.query.result import FacetValue
from govreport_search.query.value import NATIONAL
from govreport_search.regions.vocabulary import KINDS, LEVELS
from govreport_search.services.corpus import Corpus
from govreport_search.services.filters import Masks
from govreport_search.services.match import agency_test, is_region_meant, value_test
from govreport_search.services.outcome import Outcome
from govreport_search.services.region_tree import Region
from govreport_search.services.row_outcome import RowOutcome


@dataclass(frozen=True, slots=True)
class _Counted:
    """A facet before it is put into words.

    Attributes:
        held: every value there is, as the column holds it.
        counts: reports that have it, shape (len(held),).
        means: whether a chosen value means a held one.
        name: a held value as the facet's value.
    """

    held: Sequence[Any]
    counts: NDArray[np.int64]
    means: Callable[[str], Callable[[Any], bool]]
    name: Callable[[Any], str]


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
    corpus: Corpus, outcome: Outcome | RowOutcome, masks: Masks, filters: Filters, limit: int
) -> Facets:
    """Every facet, each counted under all the other filters.

    Args:
        limit: values listed of each, beside the chosen ones.
    """
    matched = outcome.matched()
    values: dict[str, tuple[FacetValue, ...]] = {}
    sizes: dict[str, int] = {}
    # Fields without a filter of their own share one list of reports.
    reports = {
        apart: np.flatnonzero(matched & masks.reports(apart)) for apart in ("", *masks.named)
    }
    for field in FACET_FIELDS:
        if field == "section":
            counted = _sections(outcome, masks)
        elif field == "region":
            counted = _regions(corpus, reports.get(field, reports[""]))
        else:
            counted = _properties(corpus, field, reports.get(field, reports[""]))
        chosen: tuple[str, ...] = getattr(filters, field)
        values[field] = _values(field, counted, chosen, limit)
        unmatched = sum(not value.count for value in values[field])
        sizes[field] = int(np.count_nonzero(counted.counts)) + unmatched
    return Facets(values, sizes)


def _properties(corpus: Corpus, field: str, reports: NDArray[np.int64]) -> _Counted:
    column = corpus.column(field)

    def means(value: str) -> Callable[[Any], bool]:
        if field == "agency":
            return agency_test(column.values, [value])
        return value_test(field, value)

    return _Counted(column.values, column.counts(reports), means, _property_value)


def _property_value(held: Any) -> str:
    return EMPTY_VALUE if held in (NO_YEAR, "") else str(held)


def _regions(corpus: Corpus, reports: NDArray[np.int64]) -> _Counted:
    """Reports in each unit, those below it included."""
    tree = corpus.regions
    counts = tree.counts(corpus.column("region").counts(reports))
    return _Counted(
        tree.paths, counts, lambda value: lambda held: is_region_meant(value, held), _region_value
    )


def _region_value(region: Region) -> str:
    if region is None:
        return EMPTY_VALUE
    return "/".join(region) or NATIONAL


def _sections(outcome: Outcome | RowOutcome, masks: Masks) -> _Counted:
    """For each section the reports that would match were it the only one asked for."""
    under = masks.reports()
    # One kind after another: counting along an axis is ten times as slow.
    counts = np.array([np.count_nonzero(kind & under) for kind in outcome.matched_by_kind()])
    return _Counted(outcome.kinds, counts, lambda value: lambda name: bool(name == value), str)


def _values(
    field: str, counted: _Counted, chosen: tuple[str, ...], limit: int
) -> tuple[FacetValue, ...]:
    held, counts = counted.held, counted.counts
    listed = {int(at) for at in _largest(counts, limit)}
    selected: set[int] = set()
    unmatched: dict[str, None] = {}
    for value in chosen:
        holds = counted.means(value)
        meant = [at for at in np.flatnonzero(counts).tolist() if holds(held[at])]
        selected.update(meant)
        if not meant:
            unmatched[value] = None
    every = [
        FacetValue(value, _label(field, value), int(counts[at]), at in selected)
        for at in listed | selected
        for value in [counted.name(held[at])]
    ]
    every += [FacetValue(value, _label(field, value), 0, True) for value in unmatched]
    return tuple(sorted(every, key=lambda one: value_order(field, one.value, one.count)))


def _largest(counts: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
    """Indices of the largest counts, those of 0 left out; of equal ones the first."""
    held = np.flatnonzero(counts)
    if len(held) <= limit:
        return held
    # Count and index in one number, so that one partition decides ties as well.
    rank = held - counts[held] * np.int64(len(counts))
    return held[np.argpartition(rank, limit)[:limit]]


@lru_cache(maxsize=1 << 15)
def _label(field: str, value: str) -> str:
    label = value_label(field, value)
    return label.rpartition("/")[2] if field == "region" else label


_ORDERS: Mapping[str, tuple[str, ...]] = {
    "level": tuple(LEVELS),
    "kind": tuple(KINDS),
    "section": SECTION_IDS,
    "form": FORM_IDS[::-1],
}


def value_order(field: str, value: str, count: int) -> tuple[bool, int, str]:
    """Years from the newest, closed lists in their own order, names by count; unknown last."""
    unknown = value == EMPTY_VALUE
    if field == "year":
        return unknown, -int(value) if value.isdigit() else 0, value
    if field in _ORDERS:
        order = _ORDERS[field]
        return unknown, order.index(value) if value in order else len(order), value
    return unknown, -count, value
