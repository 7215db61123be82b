"""One body and one region in the words and pieces that their pages draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from govreport_search.query.finding_request import OWN_VALUES
from govreport_search.services.agency import AgencyView
from govreport_search.services.region_view import RegionView
from webui.language import gettext as _
from webui.present.compared import (
    CellView,
    Link,
    cell_view,
    measure_title,
    peers_label,
    region_words,
)
from webui.present.hits import file_words
from webui.present.ranked import SpreadView, spread_view

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A number of the newest year among those of the peers; ``rank_url`` lists them all."""

    title: str
    number: CellView
    words: str
    rank_url: str
    spread: SpreadView


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report of the body; ``findings`` are words, count and address.

    Attributes:
        file: the name of its file, where another report has the same year and title.
    """

    year: str
    title: str
    file: str
    form: str
    url: str
    findings: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Bodies of one level and kind: how many have published in each year."""

    label: str
    bodies: int
    reports: int
    by_year: tuple[int, ...]
    url: str
    is_chosen: bool


def head(found: AgencyView) -> dict[str, str]:
    """What is known of a body, in words."""
    return {
        "region": region_words(found.body.region),
        "peers": peers_label(found.level, found.kind) if found.level or found.kind else "",
        "function": str(_(found.function)) if found.function else "",
        "missing": str(_("、")).join(map(str, found.missing)),
    }


def agency_standings(
    found: AgencyView, link: Link, rank: Callable[[Pairs], str]
) -> tuple[int, tuple[Standing, ...]]:
    """The newest year with a report, and where each of its numbers stands among the peers'."""
    if found.row is None:
        return 0, ()
    line = [one for one in found.row.lines if one.bodies][-1]
    spreads = {one.measure: one for one in found.spreads if one.peers.year == line.year}
    standings = []
    for at, measure in enumerate(found.measures):
        view = cell_view(found.row, line, at, measure, link)
        if view.place_words and measure.id in spreads:
            spread = spread_view(spreads[measure.id], measure.unit)
            peers = (
                *(("cell", measure.id), ("year", str(line.year))),
                *(("level", found.level), ("kind", found.kind)),
            )
            title, url = measure_title(measure), rank(peers)
            standings.append(Standing(title, view, view.place_words, url, spread))
    return line.year, tuple(standings)


def report_lines(found: AgencyView, link: Link) -> tuple[ReportView, ...]:
    """The reports, the newest first; those of one year and title are told apart by their files."""
    alike = Counter((one.year, one.title) for one in found.reports)
    return tuple(
        ReportView(
            year=str(one.year) if one.year else str(_("年份不详")),
            title=one.title or one.source,
            file=file_words(one.source) if alike[one.year, one.title] > 1 else "",
            form=str(_("%(form)s 年格式", form=one.form)) if one.form else str(_("格式不详")),
            url=link(one.id, ""),
            findings=tuple(
                (
                    str(_(OWN_VALUES["answer"][answer])),
                    count,
                    link(one.id, "contradictions" if answer == "contradiction" else "findings"),
                )
                for answer, count in one.findings.items()
            ),
        )
        for one in reversed(found.reports)
    )


def group_views(found: RegionView, link: Callable[[Pairs], str]) -> tuple[GroupView, ...]:
    """The groups, each with the address that adds it; those not fully known cannot be added."""
    return tuple(
        GroupView(
            label=peers_label(one.level, one.kind)
            if one.level and one.kind
            else str(_("层级或类型不详")),
            bodies=one.bodies,
            reports=one.reports,
            by_year=tuple(one.by_year.get(year, 0) for year in found.years),
            url=link((("level", one.level), ("kind", one.kind))) if one.level and one.kind else "",
            is_chosen=(one.level, one.kind) == (found.level, found.kind),
        )
        for one in found.groups
    )
