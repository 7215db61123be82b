"""Filters as a reader sees them: chips to remove, facets to toggle, what to relax."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from govreport_search.errors import UserError
from govreport_search.query.describe import describe, value_label
from govreport_search.query.parser import parse_condition
from govreport_search.query.request import EMPTY_VALUE, FACET_FIELDS, Request
from govreport_search.query.result import FacetValue, Page
from govreport_search.query.value import canonical_values
from govreport_search.query.words import FIELD_LABELS
from webui.args import FILTER_NAMES, MAX_FACET_LIMIT, toggled

SHOWN_VALUES = 8
"""Values of a facet in sight; the rest folds away."""

MORE = 10
"""How many times as many values are listed when more are asked for."""

REGION_SEPARATOR = "/"

Link = Callable[[Request], str]


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter; its URL is the page without it."""

    field: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A facet value; its URL puts it in or takes it out. ``level`` indents places."""

    label: str
    count: int
    selected: bool
    url: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: the values in sight and those folded away.

    Attributes:
        rest: how many values are not listed at all.
        more_url: the page that lists more of this facet alone; empty where none does.
        less_url: the page that lists as many as of other facets; empty where it does already.
    """

    field: str
    label: str
    shown: tuple[FacetLink, ...]
    folded: tuple[FacetLink, ...]
    rest: int = 0
    more_url: str = ""
    less_url: str = ""


def field_label(name: str) -> str:
    """The name of a filter in Chinese."""
    return "条件" if name == "where" else FIELD_LABELS[name]


def filter_label(name: str, value: str) -> str:
    """One filter value in Chinese; a value that cannot be read comes back as typed."""
    try:
        if name == "where":
            return describe(parse_condition(value))
        return " 或 ".join(value_label(name, one) for one in canonical_values(name, [value]))
    except UserError:
        return value


def chips(request: Request, link: Link) -> tuple[Chip, ...]:
    """Every active filter beside the query."""
    return tuple(
        Chip(field_label(name), filter_label(name, value), link(toggled(request, name, value)))
        for name, value in _active(request)
    )


def facets(page: Page, link: Link) -> tuple[FacetView, ...]:
    """The facets that have values, in their fixed order; selected values stay in sight."""
    return tuple(_facet(page, name, link) for name in FACET_FIELDS if page.facets[name])


def _facet(page: Page, name: str, link: Link) -> FacetView:
    request, values = page.request, page.facets[name]
    shown, folded = _split(_as_tree(values) if name == "region" else list(values), name)
    rest = page.facet_sizes[name] - len(values)
    limits = dict(request.facet_more)
    limit = limits.get(name, request.facet_limit)
    more = min(max(limit, 1) * MORE, MAX_FACET_LIMIT)
    widened = replace(request, facet_more=tuple((limits | {name: more}).items()))
    same = replace(request, facet_more=tuple((f, n) for f, n in limits.items() if f != name))
    return FacetView(
        name,
        field_label(name),
        tuple(_link_of(request, name, value, values, link) for value in shown),
        tuple(_link_of(request, name, value, values, link) for value in folded),
        rest,
        f"{link(widened)}#facet-{name}" if rest > 0 and more > limit else "",
        f"{link(same)}#facet-{name}" if name in limits else "",
    )


def _link_of(
    request: Request, name: str, value: FacetValue, every: Sequence[FacetValue], link: Link
) -> FacetLink:
    level = value.value.count(REGION_SEPARATOR) if name == "region" else 0
    chosen = _switched(request, name, value, every)
    return FacetLink(value.label, value.count, value.selected, link(chosen), level)


def _split(values: list[FacetValue], name: str) -> tuple[list[FacetValue], list[FacetValue]]:
    """Values in sight and values folded away; of places, the provinces and what was opened."""
    opened = {value.value for value in values if value.selected}

    def in_sight(at: int, value: FacetValue) -> bool:
        if value.selected:
            return True
        if name != "region":
            return at < SHOWN_VALUES
        parent = value.value.rpartition(REGION_SEPARATOR)[0]
        return parent in opened or (not parent and roots.index(value) < SHOWN_VALUES)

    roots = [value for value in values if REGION_SEPARATOR not in value.value]
    near = [value for at, value in enumerate(values) if in_sight(at, value)]
    return near, [value for value in values if value not in near]


def _as_tree(values: Sequence[FacetValue]) -> list[FacetValue]:
    """Places under the place they belong to, the most frequent first on each level."""
    counts = {value.value: value.count for value in values}

    def order(value: FacetValue) -> list[tuple[bool, int, str]]:
        names = value.value.split(REGION_SEPARATOR)
        paths = [REGION_SEPARATOR.join(names[: end + 1]) for end in range(len(names))]
        return [(path == EMPTY_VALUE, -counts.get(path, 0), path) for path in paths]

    return sorted(values, key=order)


def _switched(
    request: Request, name: str, value: FacetValue, every: Sequence[FacetValue]
) -> Request:
    """The request with a facet value switched, however the request spells that value.

    Taking one year out of 2019..2021 leaves the other two; a place takes the place of those
    above and below it.
    """
    if not value.selected:
        kept = [v for v in getattr(request.filters, name) if not _related(name, v, value.value)]
        return _with(request, name, (*kept, value.value))
    if value.value in getattr(request.filters, name):
        return toggled(request, name, value.value)
    return _with(request, name, tuple(v.value for v in every if v.selected and v is not value))


def _related(name: str, one: str, other: str) -> bool:
    if name != "region":
        return False
    first, second = (f"{path}{REGION_SEPARATOR}" for path in (one, other))
    return first.startswith(second) or second.startswith(first)


def _with(request: Request, name: str, values: tuple[str, ...]) -> Request:
    return replace(request, filters=replace(request.filters, **{name: values}), offset=0)


def _active(request: Request) -> Iterator[tuple[str, str]]:
    for name in FILTER_NAMES:
        for value in getattr(request.filters, name):
            yield name, value
