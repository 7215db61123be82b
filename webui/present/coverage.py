"""Bodies × years as their page shows them: a sign and a word in every cell, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govreport_search.query.request import Request
from govreport_search.query.tree import FieldFilter
from govreport_search.query.typed import typed
from govreport_search.sentence import listed
from govreport_search.services.coverage import (
    AMBIGUOUS,
    COVERAGE_STATES,
    MISSING,
    PUBLISHED,
    UNREADABLE,
    ArchiveBody,
    Coverage,
    CoverageCell,
    CoverageRow,
)
from govreport_search.services.unread import UnreadFile
from webui.kept import recognised
from webui.language import N_
from webui.language import gettext as _
from webui.markup import plain
from webui.present.hits import region_text


@dataclass(frozen=True, slots=True)
class CoverageWords:
    """How a state is shown: a sign, and what it means in one sentence."""

    sign: str
    meaning: str


STATES: Mapping[str, CoverageWords] = {
    PUBLISHED: CoverageWords("✓", N_("有这一年的报告，读出了正文或表格")),
    UNREADABLE: CoverageWords("？", N_("有报告或文件，但读不出；点开看原因")),
    MISSING: CoverageWords("—", N_("什么也没有收录")),
    AMBIGUOUS: CoverageWords("≠", N_("有同名的机关公布了，名单没有说明是哪一个：请加上地区")),
}

ReportLink = Callable[[str], str]
BodyLink = Callable[[ArchiveBody], str]
SearchLink = Callable[[Request], str]
FileLink = Callable[[str], str]
"""A source file → the page that says why it was not read."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One body in one year.

    Attributes:
        word: the state; of several reports how many.
        url: the report, all of several, or the reason why nothing could be read.
        reason: why a file could not be read.
    """

    state: str
    sign: str
    word: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One body of the list.

    Attributes:
        url: its page; empty where the archive has nothing of it, or several of that name.
        known_as: what the archive calls it, where that differs.
    """

    name: str
    url: str
    region: str
    known_as: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class OtherView:
    """A body that the list does not know, with its page."""

    name: str
    region: str
    reports: int
    url: str


@dataclass(frozen=True, slots=True)
class Links:
    """Where cells lead."""

    report: ReportLink
    body: BodyLink
    search: SearchLink
    file: FileLink


def chosen_rows(found: Coverage, states: Sequence[str]) -> tuple[CoverageRow, ...]:
    """The rows with a cell in one of these states; all without any."""
    if not states:
        return found.rows
    return tuple(row for row in found.rows if any(cell.state in states for cell in row.cells))


def row_views(rows: Sequence[CoverageRow], links: Links) -> tuple[RowView, ...]:
    """Rows ready to draw."""
    return tuple(
        RowView(
            row.listed.name,
            links.body(row.bodies[0]) if len(row.bodies) == 1 else "",
            _lies_in(row),
            _known_as(row),
            tuple(_cell(cell, links) for cell in row.cells),
        )
        for row in rows
    )


def _lies_in(row: CoverageRow) -> str:
    """The region that the list gives; of a division's own government the units above it."""
    listed = row.listed
    parts = listed.region.split("/") if listed.path is None else listed.path[:-1]
    return " ".join(parts)


def _known_as(row: CoverageRow) -> str:
    names = dict.fromkeys(body.name for body in row.bodies if body.name != row.listed.name)
    return "、".join(names)


def _cell(cell: CoverageCell, links: Links) -> CellView:
    word = str(_(COVERAGE_STATES[cell.state]))
    if cell.state == PUBLISHED and len(cell.reports) > 1:
        word = str(_("%(n)s 份", n=len(cell.reports)))
    return CellView(
        cell.state,
        STATES[cell.state].sign,
        word,
        _leads_to(cell, links),
        plain(listed("；", (recognised(file.reason) for file in cell.files))),
    )


def _leads_to(cell: CoverageCell, links: Links) -> str:
    if len(cell.reports) == 1:
        return links.report(cell.reports[0])
    if cell.reports:
        return links.search(of_reports(cell.reports))
    return links.file(cell.files[0].source) if cell.files else ""


def of_reports(reports: Sequence[str]) -> Request:
    """The search that lists these reports."""
    return Request(typed(FieldFilter("report", tuple(reports))), unit="reports")


def other_views(others: Sequence[ArchiveBody], links: Links) -> Iterator[OtherView]:
    """Bodies that the list does not know."""
    for body in others:
        reports = [report for held in body.reports.values() for report in held]
        yield OtherView(body.name, region_text(body.region), len(reports), links.body(body))


def file_links(files: Sequence[UnreadFile], links: Links) -> Iterator[tuple[str, str, str]]:
    """Name, reason and address of files that seem to be of no body and year of the list."""
    return ((file.source, file.reason, links.file(file.source)) for file in files)
