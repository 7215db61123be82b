"""Findings of many reports as their page shows them: facets, chips, and each at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from govreport_search.domain import Answer, Place
from govreport_search.query.finding import FINDINGS
from govreport_search.query.finding_request import (
    OWN_FIELDS,
    OWN_FILTERS,
    OWN_LABELS,
    OWN_VALUES,
    FindingRequest,
)
from govreport_search.query.request import EXCLUDED, Request
from govreport_search.query.result import FacetValue
from govreport_search.regions.vocabulary import level_label
from govreport_search.services.finding_page import REPORT_FACETS, FindingHit, FindingPage
from webui.language import N_
from webui.language import gettext as _
from webui.present import filters
from webui.present.chip import Chip, filter_chips
from webui.present.discrepancy import FindingView, finding_views
from webui.present.filters import FacetLink, FacetView, facet_view, facets
from webui.present.hits import record_name, region_text

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
PlaceLink = Callable[[str, Place], str]
"""Report id and place → URL of the source page there."""


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
    hits: Sequence[FindingHit], report_link: ReportLink, place_link: PlaceLink
) -> tuple[ReportItem, ...]:
    """Findings ready to draw, in their order."""
    together = groupby(hits, key=lambda hit: hit.report.id)
    return tuple(_report(tuple(of), report_link, place_link) for _id, of in together)


def _report(
    hits: Sequence[FindingHit], report_link: ReportLink, place_link: PlaceLink
) -> ReportItem:
    head = hits[0].report
    level = level_label(head.identity.level)
    return ReportItem(
        name=record_name(head),
        url=report_link(head.id),
        meta=(region_text(head.identity.region), *((_(level),) if level else ())),
        findings=tuple(_item(hit, place_link) for hit in hits),
    )


def _item(hit: FindingHit, place_link: PlaceLink) -> FindingItem:
    head = hit.report
    facts = {hit.fact.cell: hit.fact} if hit.fact else {}
    (view,) = finding_views([hit.finding], facts, hit.sections, head.form)

    def line_url(place: Place | None) -> str:
        if place is None or place.line is None:
            return ""
        return place_link(head.id, place)

    return FindingItem(
        view=view,
        name=_(FINDINGS.get(hit.finding.code, hit.finding.code)),
        line_url=line_url,
    )


def chips(asked: FindingRequest, link: Link) -> tuple[Chip, ...]:
    """Every active filter; a chip's address is the page without it."""
    own = (
        Chip(
            str(_(OWN_LABELS[field])),
            str(_(OWN_VALUES[field].get(value, value))),
            link(_toggled(asked, name, value)),
            excluded=name != field,
        )
        for name in OWN_FILTERS
        for value in getattr(asked, name)
        for field in (name.removeprefix(EXCLUDED),)
    )
    return (*own, *filter_chips(asked.asked, _of_reports(asked, link)))


def facet_views(asked: FindingRequest, page: FindingPage, link: Link) -> tuple[FacetView, ...]:
    """The facets that have values: of the findings, then of their reports."""
    own = tuple(
        facet_view(
            name,
            str(_(OWN_LABELS[name])),
            [_own_value(asked, name, value, link) for value in page.facets[name]],
        )
        for name in OWN_FIELDS
        if page.facets[name]
    )
    return (*own, *facets(asked.asked, page, _of_reports(asked, link), REPORT_FACETS))


def with_places(asked: FindingRequest) -> FindingRequest:
    """The question as the page needs it, see ``filters.with_places``."""
    return replace(asked, asked=filters.with_places(asked.asked))


def _own_value(asked: FindingRequest, name: str, value: FacetValue, link: Link) -> FacetLink:
    out = EXCLUDED + name
    return FacetLink(
        str(_(value.label)),
        value.count,
        value.selected,
        value.excluded,
        url=link(_toggled(asked, out if value.excluded else name, value.value)),
        out_url="" if value.excluded else link(_toggled(asked, out, value.value)),
    )


def _of_reports(asked: FindingRequest, link: Link) -> Callable[[Request], str]:
    """Makes the addresses of the same question for findings of other reports."""
    return lambda request: link(replace(asked, asked=request))


def _toggled(asked: FindingRequest, name: str, value: str) -> FindingRequest:
    """The question with a value of one of ``OWN_FILTERS`` put in or taken out, from page one.

    What is kept out is not wanted as well.
    """
    field = name.removeprefix(EXCLUDED)
    changes: dict[str, Any] = {
        one: tuple(held for held in getattr(asked, one) if held != value)
        for one in (field, EXCLUDED + field)
    }
    if value not in getattr(asked, name):
        changes[name] = (*changes[name], value)
    return replace(asked, asked=asked.asked.anew(), **changes)
