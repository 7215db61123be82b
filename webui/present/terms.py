"""The table of a list of terms: one page of rows, one of columns, every count a search."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from govreport_search.query.request import Request
from govreport_search.services.grouping import GroupName
from govreport_search.services.term_table import Count, Term, TermGroup, TermTable
from webui.language import N_
from webui.present.hits import region_text

GROUPING_NAMES: Mapping[str, str] = {
    "agency": N_("机关"),
    "region": N_("地区"),
    "year": N_("年份"),
    "level": N_("层级"),
    "kind": N_("类型"),
    "form": N_("格式"),
    "report": N_("报告"),
}

COUNT_NAMES: Mapping[str, str] = {
    "hits": N_("处数"),
    "sections": N_("章节数"),
    "reports": N_("报告数"),
}

BY_NAME, BY_SEARCHED = "name", "searched"
"""Sort orders beside the default one and the numbers of terms."""

SHOWN_TERMS = 25
"""Columns of one page."""

QueryLink = Callable[[str], str]
"""A query → the search for it under the filters of ``search_of``."""

GroupLink = Callable[[str, GroupName], str]
"""What groups are of, and one of them → its own page, or nothing."""


@dataclass(frozen=True, slots=True)
class CountLink:
    """A count and the search that shows exactly what it counts."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class TermColumn:
    """A term that stands somewhere; ``number`` is its place in the list, from 1."""

    number: int
    text: str
    whole: CountLink
    groups: int


@dataclass(frozen=True, slots=True)
class TermRow:
    """A group; ``cells`` are its counts by column, ``None`` where it does not hold the term.

    Attributes:
        url: of the body, the region or the report itself; empty for other groups.
        total: of the counts of all terms, those of other pages of columns included.
    """

    value: str
    label: str
    url: str
    region: str
    searched: int
    without_text: int
    cells: tuple[CountLink | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class TermGrid:
    """What one page shows.

    Attributes:
        columns: of this page; terms found nowhere are no columns.
        found: how many terms stand anywhere.
        rows: of this page.
        groups: how many rows there are in all.
    """

    columns: tuple[TermColumn, ...]
    found: int
    rows: tuple[TermRow, ...]
    groups: int
    total: int


def term_grid(
    table: TermTable,
    count: str,
    sort: str,
    rows: tuple[int, int],
    first: int,
    link: QueryLink,
    group_link: GroupLink,
) -> TermGrid:
    """Some of the table's rows, and its columns from ``first`` on.

    Args:
        count: ``hits``, ``sections`` or ``reports``.
        sort: ``name``, ``searched``, the number of a term, or anything else for the table's
            own order.
        rows: how many are shown, and how many are passed over.
    """
    limit, offset = rows
    held = [at for at, term in enumerate(table.terms) if term.count.reports]
    shown = held[first : first + SHOWN_TERMS]
    groups = _sorted(table.groups, count, sort)
    return TermGrid(
        columns=tuple(
            TermColumn(
                at + 1,
                table.terms[at].text,
                _whole(table.terms[at], count, link),
                table.terms[at].groups,
            )
            for at in shown
        ),
        found=len(held),
        rows=tuple(
            TermRow(
                group.name.value,
                group.name.label,
                group_link(table.by, group.name),
                "" if table.by not in ("agency", "report") else region_text(group.name.region),
                group.reports,
                group.without_text,
                tuple(_cell(table, group, at, count, link) for at in shown),
                sum(getattr(one, count) for one in group.counts.values()),
            )
            for group in groups[offset : offset + limit]
        ),
        groups=len(groups),
        total=sum(getattr(term.count, count) for term in table.terms),
    )


def _sorted(groups: Sequence[TermGroup], count: str, sort: str) -> Sequence[TermGroup]:
    if sort == BY_NAME:
        return sorted(groups, key=lambda group: (group.name.label, group.name.value))
    if sort == BY_SEARCHED:
        return sorted(groups, key=lambda group: -group.reports)
    if sort.isdigit():
        nothing, at = Count(), int(sort) - 1
        return sorted(groups, key=lambda group: -getattr(group.counts.get(at, nothing), count))
    return groups


def _whole(term: Term, count: str, link: QueryLink) -> CountLink:
    return CountLink(getattr(term.count, count), link(term.query))


def _cell(
    table: TermTable, group: TermGroup, at: int, count: str, link: QueryLink
) -> CountLink | None:
    if at not in group.counts:
        return None
    return CountLink(getattr(group.counts[at], count), link(table.query(at, group)))


def search_of(table: TermTable, count: str) -> Request:
    """The search that counts are of, but for its query; it lists reports where they are counted."""
    asked = table.request
    unit = "reports" if count == "reports" else Request().unit
    return Request(filters=asked.filters, unit=unit, synonyms=asked.synonyms, fold=asked.fold)
