"""Facets: for each value of a field, the reports that would match if it alone were chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from govreport_search.forms.loader import FORM_IDS
from govreport_search.forms.sections import SECTION_IDS
from govreport_search.query.describe import value_label
from govreport_search.query.request import EMPTY_VALUE, FACET_FIELDS, Filters
from govreport_search.query.result import FacetValue
from govreport_search.query.value import NATIONAL
from govreport_search.regions.vocabulary import KINDS, LEVELS
from govreport_search.services.corpus import NO_SECTION, Corpus, Flags
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.filters import Masks
from govreport_search.services.match import agency_test, is_region_meant, value_test
from govreport_search.services.outcome import matched
from govreport_search.store.columns import NO_YEAR

Counts = Mapping[str, int]


def facets(
    found: Evaluation, masks: Masks, filters: Filters
) -> Mapping[str, tuple[FacetValue, ...]]:
    """Every facet, each counted under all the other filters; chosen values stay at count 0."""
    corpus = found.corpus
    matching = matched(found, masks.units)
    values: dict[str, tuple[FacetValue, ...]] = {}
    for field in FACET_FIELDS:
        chosen: tuple[str, ...] = getattr(filters, field)
        if field == "section":
            counts = _section_counts(found, masks.reports())
            selected = frozenset(chosen)
        elif field == "region":
            regions = _region_counts(corpus, matching & masks.reports(field))
            counts = {_region_value(region): count for region, count in regions.items()}
            selected = _selected_regions(chosen, regions)
        else:
            counts = _report_counts(corpus, field, matching & masks.reports(field))
            selected = _selected(field, chosen, counts, corpus)
        values[field] = _values(field, counts, selected)
    return values


def _report_counts(corpus: Corpus, field: str, reports: Flags) -> Counts:
    column = corpus.column(field)
    counts = column.counts(reports)
    return {_value(column.values[code]): int(counts[code]) for code in np.flatnonzero(counts)}


def _value(held: Any) -> str:
    """Facet value of a year or a name."""
    return EMPTY_VALUE if held in (NO_YEAR, "") else str(held)


def _held(field: str, value: str) -> Any:
    """The inverse of ``_value``."""
    if field == "year":
        return NO_YEAR if value == EMPTY_VALUE else int(value)
    return "" if value == EMPTY_VALUE else value


def _region_counts(corpus: Corpus, reports: Flags) -> Mapping[tuple[str, ...] | None, int]:
    """Reports in each unit, those below it included."""
    column = corpus.column("region")
    counts = column.counts(reports)
    total: Counter[tuple[str, ...] | None] = Counter()
    for code in np.flatnonzero(counts):
        region = column.values[code]
        for path in _ancestors(region):
            total[path] += int(counts[code])
    return total


def _ancestors(region: tuple[str, ...] | None) -> Sequence[tuple[str, ...] | None]:
    return [region[:end] for end in range(1, len(region) + 1)] if region else [region]


def _region_value(region: tuple[str, ...] | None) -> str:
    if region is None:
        return EMPTY_VALUE
    return "/".join(region) or NATIONAL


def _section_counts(found: Evaluation, reports: Flags) -> Counts:
    """For each section the reports that would match were it the only one asked for."""
    sections = found.corpus.unit_section
    chances = [(name, code) for code, name in enumerate(sections.values)]
    counts: dict[str, int] = {}
    for value, code in [*chances, (EMPTY_VALUE, NO_SECTION)]:
        matching = matched(found, sections.codes == code)
        if count := int(np.count_nonzero(matching & reports)):
            counts[value] = count
    return counts


def _selected_regions(
    chosen: Iterable[str], regions: Iterable[tuple[str, ...] | None]
) -> frozenset[str]:
    return _with_unmatched(
        chosen, regions, lambda value: lambda region: is_region_meant(value, region), _region_value
    )


def _selected(field: str, chosen: Iterable[str], counts: Counts, corpus: Corpus) -> frozenset[str]:
    def test(value: str) -> Callable[[str], bool]:
        holds: Callable[[Any], bool] = value_test(field, value)
        if field == "agency":
            holds = agency_test(corpus.column(field).values, [value])
        return lambda counted: holds(_held(field, counted))

    return _with_unmatched(chosen, list(counts), test, str)


def _with_unmatched(
    chosen: Iterable[str],
    counted: Iterable[Any],
    test: Callable[[str], Callable[[Any], bool]],
    name: Callable[[Any], str],
) -> frozenset[str]:
    """Values that the chosen ones mean; a chosen one that means none stands for itself."""
    every = list(counted)
    selected: set[str] = set()
    for value in chosen:
        holds = test(value)
        selected |= {name(one) for one in every if holds(one)} or {value}
    return frozenset(selected)


def _values(field: str, counts: Counts, selected: frozenset[str]) -> tuple[FacetValue, ...]:
    every = dict.fromkeys((*counts, *selected))
    return tuple(
        FacetValue(value, _label(field, value), counts.get(value, 0), value in selected)
        for value in sorted(every, key=lambda value: _order(field, value, counts.get(value, 0)))
    )


def _label(field: str, value: str) -> str:
    label = value_label(field, value)
    return label.rpartition("/")[2] if field == "region" else label


_ORDERS: Mapping[str, tuple[str, ...]] = {
    "level": tuple(LEVELS),
    "kind": tuple(KINDS),
    "section": SECTION_IDS,
    "form": FORM_IDS[::-1],
}


def _order(field: str, value: str, count: int) -> tuple[bool, int, str]:
    """Years from the newest, closed lists in their own order, names by count; unknown last."""
    unknown = value == EMPTY_VALUE
    if field == "year":
        return unknown, -int(value) if value.isdigit() else 0, value
    if field in _ORDERS:
        order = _ORDERS[field]
        return unknown, order.index(value) if value in order else len(order), value
    return unknown, -count, value
