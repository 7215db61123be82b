"""Filters as a reader sees them: chips to remove, facets to toggle, what to relax."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from govreport_search.errors import UserError
from govreport_search.query.describe import describe, value_label
from govreport_search.query.parser import parse, parse_condition
from govreport_search.query.request import FACET_FIELDS, Request
from govreport_search.query.result import FacetValue
from govreport_search.query.tree import And
from govreport_search.query.typed import typed
from govreport_search.query.value import canonical_values
from govreport_search.query.words import FIELD_LABELS
from webui.args import FILTER_NAMES, toggled

SHOWN_VALUES = 8
"""Values of a facet in sight; the rest folds away."""

Link = Callable[[Request], str]


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter; its URL is the page without it."""

    field: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A facet value; its URL puts it in or takes it out."""

    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: the values in sight and those folded away."""

    field: str
    label: str
    shown: tuple[FacetLink, ...]
    folded: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One part of a request that may be dropped, and the request without it."""

    label: str
    request: Request


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


def facets(
    request: Request, values: Mapping[str, Sequence[FacetValue]], link: Link
) -> tuple[FacetView, ...]:
    """The facets in their fixed order; selected values always stay in sight."""
    return tuple(_facet(request, name, values[name], link) for name in FACET_FIELDS)


def _facet(request: Request, name: str, values: Sequence[FacetValue], link: Link) -> FacetView:
    links = [
        (FacetLink(v.label, v.count, v.selected, link(_switched(request, name, v))), v.selected)
        for v in values
    ]
    near = [one for at, (one, selected) in enumerate(links) if selected or at < SHOWN_VALUES]
    far = [one for at, (one, selected) in enumerate(links) if not selected and at >= SHOWN_VALUES]
    return FacetView(name, field_label(name), tuple(near), tuple(far))


def _switched(request: Request, name: str, value: FacetValue) -> Request:
    """The request with a facet value switched, however the request spells that value."""
    if value.selected:
        for written in getattr(request.filters, name):
            if value.value in canonical_values(name, [written]):
                return toggled(request, name, written)
    return toggled(request, name, value.value)


def relaxations(request: Request) -> tuple[Relaxation, ...]:
    """Everything that can be dropped from a request, one part at a time."""
    parts = [
        Relaxation(
            f"{field_label(name)}：{filter_label(name, value)}", toggled(request, name, value)
        )
        for name, value in _active(request)
    ]
    return (*_query_parts(request), *parts)


def _query_parts(request: Request) -> tuple[Relaxation, ...]:
    node = parse(request.query)
    if not isinstance(node, And):
        label = describe(node)
        return (Relaxation(label, replace(request, query="", offset=0)),) if request.query else ()
    return tuple(
        Relaxation(describe(child), replace(request, query=typed(_rest(node, at)), offset=0))
        for at, child in enumerate(node.children)
    )


def _rest(node: And, at: int) -> And:
    return And(node.children[:at] + node.children[at + 1 :])


def _active(request: Request) -> Iterator[tuple[str, str]]:
    for name in FILTER_NAMES:
        for value in getattr(request.filters, name):
            yield name, value
