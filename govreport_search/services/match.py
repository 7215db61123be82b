"""Which reports and sections have a property; the same for fields, options and facets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from govreport_search.columns.segment import NO_YEAR
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.value import year_bounds
from govreport_search.services.array import Flags
from govreport_search.services.corpus import Corpus
from govreport_search.text import fold


def matching_reports(corpus: Corpus, field: str, values: Sequence[str]) -> Flags:
    """Reports for which one of the canonical values holds, shape (reports,)."""
    if field == "report":
        flags = np.zeros(len(corpus), dtype=np.bool_)
        flags[[corpus.ids[value] for value in values if value in corpus.ids]] = True
        return flags
    column = corpus.held(field)
    if field == "region":
        meant = [corpus.regions.under(value) for value in values]
    else:
        meant = [meant_values(corpus, field, value) for value in values]
    return column.having(reduce(np.logical_or, meant, np.zeros(len(column.values), dtype=np.bool_)))


def meant_values(corpus: Corpus, field: str, value: str) -> Flags:
    """What a canonical value names; no unit below a region is named by it.

    Returns:
        Flags of shape (values of the column,), or of a region (units of ``Corpus.regions``,).
    """
    if field == "region":
        return corpus.regions.meant(value)
    held = corpus.held(field).values
    if field == "agency" and value != EMPTY_VALUE:
        return _agencies(corpus, fold(value))
    test = _year_test(value) if field == "year" else _value_test(value)
    return np.fromiter(map(test, held), dtype=np.bool_, count=len(held))


def matching_kinds(corpus: Corpus, values: Sequence[str]) -> Flags:
    """Kinds of units that are one of these sections, or have none where ``none`` is asked for.

    Returns:
        Flags of shape (kinds + 1,); the last is ``Corpus.no_section``.
    """
    wanted = [name in values for name in corpus.section_names]
    return np.array([*wanted, EMPTY_VALUE in values], dtype=np.bool_)


def _agencies(corpus: Corpus, name: str) -> Flags:
    """Agencies of that folded name, or with it in theirs where none has it."""
    exact = corpus.agencies.equal(name)
    return exact if exact.any() else corpus.agencies.holding(name)


def _value_test(value: str) -> Callable[[Any], bool]:
    if value == EMPTY_VALUE:
        return lambda held: not held
    return lambda held: bool(held == value)


def _year_test(value: str) -> Callable[[int], bool]:
    if value == EMPTY_VALUE:
        return lambda year: year == NO_YEAR
    first, last = year_bounds(value)
    return lambda year: (
        year != NO_YEAR and (first is None or year >= first) and (last is None or year <= last)
    )
