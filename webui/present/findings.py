"""Findings of many reports as their page shows them: facets, chips, and each at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask_babel import gettext as _

from govreport_search.domain import Answer, Place
from govreport_search.query.finding import FINDINGS
from govreport_search.query.finding_request import (
    OWN_FIELDS,
    OWN_LABELS,
    OWN_VALUES,
    FindingRequest,
)
from govreport_search.query.request import EXCLUDED
from govreport_search.query.result import FacetValue
from govreport_search.regions.vocabulary import level_label
from govreport_search.services.finding_page import FINDING_FACETS, FindingHit, FindingPage
from webui.args import FILTER_NAMES, MAX_FACET_LIMIT
from webui.language import N_
from webui.present.chip import field_label, filter_label
from webui.present.discrepancy import FindingView, finding_views
from webui.present.hits import record_name, region_text

MORE = 10
"""How many times as many values are listed when more are asked for."""

SHOWN_VALUES = 8
"""Values of a facet in sight; the rest folds away."""

SORTS: Mapping[str, str] = {
    "gravity": N_("矛盾和错误在前"),
    "-year": N_("年份，新的在前"),
    "year": N_("年份，旧的在前"),
    "agency": N_("机关名称"),
    "-agency": N_("机关名称，倒序"),
    "code": N_("核查项目"),
}

Link = Callable[[FindingRequest], str]
ReportLink = Callable[[str], str]
LineLink = Callable[[str, int, int], str]
"""Report id, line and part → URL of the source page at that line."""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter; its address is the page without it."""

    field: str
    value: str
    url: str
    excluded: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet; its address puts it in or takes it out. ``level`` indents places.

    Attributes:
        excluded: whether it is kept out; its address takes that back.
    """

    value: str
    label: str
    count: int
    selected: bool
    excluded: bool
    url: str
    level: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: values in sight, those folded away, and how many are not listed at all.

    Attributes:
        more_url: the page that lists more of them; empty where all are listed.
    """

    field: str
    label: str
    shown: tuple[Choice, ...]
    folded: tuple[Choice, ...]
    rest: int
    more_url: str


@dataclass(frozen=True, slots=True)
class FindingItem:
    """A finding in the list.

    Attributes:
        name: of the check.
        line_url: the address of a place in its report's source, empty for none.
    """

    view: FindingView
    name: str
    line_url: Callable[[Place | None], str]

    @property
    def is_contradiction(self) -> bool:
        """Whether two numbers cannot both be right."""
        return self.view.finding.answer is Answer.CONTRADICTION


@dataclass(frozen=True, slots=True)
class ReportItem:
    """Findings of one report that stand behind one another.

    Attributes:
        meta: region and level of the report.
    """

    name: str
    url: str
    meta: tuple[str, ...]
    findings: tuple[FindingItem, ...]


def report_items(
    hits: Sequence[FindingHit], report_link: ReportLink, line_link: LineLink
) -> tuple[ReportItem, ...]:
    """Findings ready to draw, in their order."""
    together = groupby(hits, key=lambda hit: hit.report.id)
    return tuple(_report(tuple(of), report_link, line_link) for _id, of in together)


def _report(hits: Sequence[FindingHit], report_link: ReportLink, line_link: LineLink) -> ReportItem:
    head = hits[0].report
    level = level_label(head.identity.level)
    return ReportItem(
        name=record_name(head),
        url=report_link(head.id),
        meta=(region_text(head.identity.region), *((_(level),) if level else ())),
        findings=tuple(_item(hit, line_link) for hit in hits),
    )


def _item(hit: FindingHit, line_link: LineLink) -> FindingItem:
    head = hit.report
    facts = {hit.fact.cell: hit.fact} if hit.fact else {}
    (view,) = finding_views([hit.finding], facts, hit.sections, head.form)

    def line_url(place: Place | None) -> str:
        if place is None or place.line is None:
            return ""
        return line_link(head.id, place.line, place.part)

    return FindingItem(
        view=view,
        name=_(FINDINGS.get(hit.finding.code, hit.finding.code)),
        line_url=line_url,
    )


def chips(asked: FindingRequest, link: Link) -> tuple[Chip, ...]:
    """Every active filter; a chip's address is the page without it."""
    return tuple(
        Chip(
            _label(name),
            _value_label(name, value),
            link(_toggled(asked, name, value)),
            name.startswith(EXCLUDED),
        )
        for name, value in _active(asked)
    )


def facet_views(page: FindingPage, link: Link) -> tuple[Facet, ...]:
    """The facets that have values; selected values stay in sight."""
    return tuple(_facet(page, name, link) for name in FINDING_FACETS if page.facets[name])


def _facet(page: FindingPage, name: str, link: Link) -> Facet:
    values = page.facets[name]
    shown = [value for value in values if _in_sight(name, value, values)]
    head = {value.value for value in shown[:SHOWN_VALUES]}
    near = [value for value in shown if value.selected or value.excluded or value.value in head]
    folded = [value for value in shown if value not in near]
    rest = page.facet_sizes[name] - len(values)
    return Facet(
        name,
        _label(name),
        tuple(_link_of(page.asked, name, value, values, link) for value in near),
        tuple(_link_of(page.asked, name, value, values, link) for value in folded),
        rest,
        f"{link(_widened(page.asked, name))}#facet-{name}" if rest > 0 else "",
    )


def _widened(asked: FindingRequest, name: str) -> FindingRequest:
    """The same question with ten times as many values of one facet."""
    request = asked.asked
    limits = dict(request.facet_more)
    more = max(limits.get(name, request.facet_limit), 1) * MORE
    limits[name] = min(more, MAX_FACET_LIMIT)
    return replace(asked, asked=replace(request, facet_more=tuple(limits.items())))


def _in_sight(name: str, value: FacetValue, values: Sequence[FacetValue]) -> bool:
    """Of places the provinces, and what lies directly in a chosen place or above it."""
    parent = value.value.rpartition("/")[0]
    if name != "region" or not parent or value.selected or value.excluded:
        return True
    return any(
        one.value == parent and (one.selected or _holds_chosen(one.value, values)) for one in values
    )


def _holds_chosen(place: str, values: Sequence[FacetValue]) -> bool:
    return any(one.selected and one.value.startswith(f"{place}/") for one in values)


def _link_of(
    asked: FindingRequest, name: str, value: FacetValue, every: Sequence[FacetValue], link: Link
) -> Choice:
    if value.excluded:
        chosen = _with(asked, EXCLUDED + name, _others(asked, EXCLUDED + name, value.value))
    elif value.selected and value.value not in _values(asked, name):
        # Taking one year out of 2019..2021 leaves the other two.
        chosen = _with(
            asked, name, tuple(one.value for one in every if one.selected and one is not value)
        )
    elif name == "region" and not value.selected:
        kept = (one for one in _values(asked, name) if not _related(one, value.value))
        chosen = _with(asked, name, (*kept, value.value))
    else:
        chosen = _toggled(asked, name, value.value)
    level = value.value.count("/") if name == "region" else 0
    return Choice(
        value.value,
        _(value.label),
        value.count,
        value.selected,
        value.excluded,
        link(chosen),
        level,
    )


def _others(asked: FindingRequest, name: str, value: str) -> tuple[str, ...]:
    """The values of a field without one; none where they do not name it as it is."""
    values = _values(asked, name)
    return tuple(one for one in values if one != value) if value in values else ()


def _related(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _toggled(asked: FindingRequest, name: str, value: str) -> FindingRequest:
    values = _values(asked, name)
    kept = tuple(one for one in values if one != value)
    return _with(asked, name, kept if value in values else (*values, value))


def _with(asked: FindingRequest, name: str, values: tuple[str, ...]) -> FindingRequest:
    """The question with other values of one field, back on the first page."""
    request = replace(asked.asked, offset=0)
    match name:
        case "code":
            return replace(asked, asked=request, code=values)
        case "answer":
            return replace(asked, asked=request, answer=values)
        case "severity":
            return replace(asked, asked=request, severity=values)
        case _:
            filters = replace(request.filters, **{name: values})
            return replace(asked, asked=replace(request, filters=filters))


def _values(asked: FindingRequest, name: str) -> tuple[str, ...]:
    held = asked if name in OWN_FIELDS else asked.asked.filters
    values: tuple[str, ...] = getattr(held, name)
    return values


def _active(asked: FindingRequest) -> Iterator[tuple[str, str]]:
    for name in (*OWN_FIELDS, *FILTER_NAMES):
        for value in _values(asked, name):
            yield name, value


def _label(name: str) -> str:
    return str(_(OWN_LABELS[name])) if name in OWN_FIELDS else field_label(name)


def _value_label(name: str, value: str) -> str:
    if name in OWN_FIELDS:
        return str(_(OWN_VALUES[name].get(value, value)))
    return str(_(filter_label(name, value)))
