"""Which reports and sections have a property; the same for fields, options and facets."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from govreport_search.columns.segment import NO_YEAR
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.value import NATIONAL, year_bounds
from govreport_search.services.array import Flags
from govreport_search.services.corpus import Corpus
from govreport_search.text import fold

Region = tuple[str, ...] | None

_REST_OF_NAME = re.compile(
    r"特别行政区|.{0,12}自治[区州县旗]|地区|林区|街道办事处|办事处|街道|苏木|[省市县区旗盟州镇乡]"
)
"""What may stand behind a short name: 河南省, 黔东南苗族侗族自治州."""


def matching_reports(corpus: Corpus, field: str, values: Sequence[str]) -> Flags:
    """Reports for which one of the canonical values holds, shape (reports,)."""
    if field == "report":
        flags = np.zeros(len(corpus), dtype=np.bool_)
        flags[[corpus.ids[value] for value in values if value in corpus.ids]] = True
        return flags
    if field == "finding":
        return corpus.with_findings(values)
    column = corpus.column(field)
    if field == "agency":
        return column.where(agency_test(column.values, values))
    tests = [value_test(field, value) for value in values]
    return column.where(lambda held: any(test(held) for test in tests))


def matching_kinds(corpus: Corpus, values: Sequence[str]) -> Flags:
    """Kinds of units that are one of these sections, or have none where ``none`` is asked for.

    Returns:
        Flags of shape (kinds + 1,); the last is ``Corpus.no_section``.
    """
    wanted = [name in values for name in corpus.section_names]
    return np.array([*wanted, EMPTY_VALUE in values], dtype=np.bool_)


def agency_test(names: Sequence[str], values: Sequence[str]) -> Callable[[str], bool]:
    """Whether an agency is meant: by its full name, or by a part where no body has that name."""
    known = frozenset(map(_folded, names))
    wanted = [fold(value) for value in values if value != EMPTY_VALUE]
    exact = frozenset(value for value in wanted if value in known)
    parts = [value for value in wanted if value not in known]

    def holds(name: str) -> bool:
        if not name:
            return EMPTY_VALUE in values
        return _folded(name) in exact or any(part in _folded(name) for part in parts)

    return holds


def value_test(field: str, value: str) -> Callable[[Any], bool]:
    """Whether a report's value of that field is the one a canonical filter value means."""
    if field == "region":
        return region_test(value)
    if field == "year":
        return _year_test(value)
    if value == EMPTY_VALUE:
        return lambda held: not held
    return lambda held: held == value


def _year_test(value: str) -> Callable[[int], bool]:
    if value == EMPTY_VALUE:
        return lambda year: year == NO_YEAR
    first, last = year_bounds(value)
    return lambda year: (
        year != NO_YEAR and (first is None or year >= first) and (last is None or year <= last)
    )


def region_test(value: str) -> Callable[[Region], bool]:
    """Whether a region is the unit meant or lies below it.

    The value is ``national``, ``none``, a unit's name with or without its suffix (河南), or
    a path of such names (河南/洛阳市) that need not start at the province.
    """
    if value == EMPTY_VALUE:
        return lambda region: region is None
    if value == NATIONAL:
        return lambda region: region == ()
    path = _path(value)
    return lambda region: (
        region is not None
        and any(_stands_at(path, region, start) for start in range(len(region) - len(path) + 1))
    )


def is_region_meant(value: str, region: Region) -> bool:
    """Whether the value means exactly this unit, not one below it."""
    if value in (EMPTY_VALUE, NATIONAL):
        return region_test(value)(region)
    path = _path(value)
    return bool(region) and _stands_at(path, region or (), len(region or ()) - len(path))


def _path(value: str) -> tuple[str, ...]:
    return tuple(fold(name) for name in value.split("/") if name.strip())


def _stands_at(path: tuple[str, ...], region: tuple[str, ...], start: int) -> bool:
    if start < 0 or not path:
        return False
    units = region[start : start + len(path)]
    return all(_is_named(unit, name) for unit, name in zip(units, path, strict=True))


def _is_named(unit: str, name: str) -> bool:
    """Whether ``name`` (folded) names the unit, with or without its suffix."""
    full = _folded(unit)
    if len(name) < 2 or not full.startswith(name):
        return False
    return full == name or _REST_OF_NAME.fullmatch(full, len(name)) is not None


@lru_cache(maxsize=1 << 17)
def _folded(name: str) -> str:
    return fold(name)
