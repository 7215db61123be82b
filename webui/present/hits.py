"""Hits and rows as the result list shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath

from markupsafe import Markup

from govreport_search.domain import Place
from govreport_search.errors import UserError
from govreport_search.forms import all_forms
from govreport_search.forms.lookup import IndicatorRef, indicators
from govreport_search.query.citation import citation
from govreport_search.query.describe import expansion_words, value_label
from govreport_search.query.place import place_words
from govreport_search.query.request import Request
from govreport_search.query.result import CellView, Hit, Page, RowHit
from govreport_search.query.value import NATIONAL
from govreport_search.regions.vocabulary import kind_label, level_label
from govreport_search.sentence import say
from govreport_search.services.finder import Finder, finders
from govreport_search.services.question import looked_for
from govreport_search.store.record import ReportRecord
from webui.language import N_
from webui.markup import highlight
from webui.present.builder import with_condition
from webui.present.chip import Link
from webui.present.words import SORTS

ReportLink = Callable[[str, str, Request], str]
"""Report id, anchor and search → URL of the report's page there."""


@dataclass(frozen=True, slots=True)
class CellItem:
    """A cell that a condition names, with its full name and a link to its place."""

    name: str
    view: CellView
    url: str
    where: str


@dataclass(frozen=True, slots=True)
class HitItem:
    """One line of the result list."""

    heading: str
    url: str
    meta: tuple[str, ...]
    snippet: Markup | None
    cells: tuple[CellItem, ...]
    values: tuple[CellItem, ...] = ()
    citation: str = ""


@dataclass(frozen=True, slots=True)
class RowItem:
    """A statutory row whose label matches; ``url`` shows what the reports print there."""

    label: str
    table: str
    reports: int
    url: str


def hit_items(hits: Sequence[Hit], asked: Request, report_link: ReportLink) -> tuple[HitItem, ...]:
    """Hits ready to draw; reports of one name are told apart by their files."""
    reports: dict[str, set[str]] = {}
    for hit in hits:
        reports.setdefault(_heading(hit), set()).add(hit.report)
    return tuple(
        HitItem(
            heading=_heading(hit),
            url=report_link(hit.report, _anchor(hit), asked),
            meta=tuple(_meta(hit, asked.unit, with_file=len(reports[_heading(hit)]) > 1)),
            snippet=highlight(hit.snippet, hit.spans) if hit.snippet else None,
            cells=_cell_items(hit, hit.cells, asked, report_link),
            values=_cell_items(hit, hit.values, asked, report_link),
            citation=citation(hit),
        )
        for hit in hits
    )


def arrival(section: str) -> str:
    """The anchor of a chapter's first hit on the report's page; of the chapter if it has none."""
    return f"first-{section}"


def _anchor(hit: Hit) -> str:
    """Where a hit stands on its report's page."""
    if hit.row is not None and hit.values:
        return _cell_anchor(hit.values[0])
    return arrival(hit.section) if hit.section else ""


def _cell_anchor(cell: CellView) -> str:
    """A printed cell stands in its table, a computed one among the computed numbers."""
    return f"{'d' if cell.derivation else 'c'}-{cell.indicator}.{cell.column}"


def _cell_items(
    hit: Hit, cells: Sequence[CellView], asked: Request, report_link: ReportLink
) -> tuple[CellItem, ...]:
    return tuple(
        CellItem(
            say(cell.column_label) if hit.row and cell in hit.values else cell_name(cell),
            cell,
            report_link(hit.report, _cell_anchor(cell), asked)
            if cell.line or cell.derivation
            else "",
            place_words(_place(cell)),
        )
        for cell in cells
    )


def _place(shown: CellView | Hit) -> Place:
    """As much of a place as its words need."""
    return Place(
        line=shown.line, page=shown.page, end_page=shown.end_page, element=shown.element or ""
    )


def report_name(agency: str, year: int | None, title: str) -> str:
    """Body and year; the printed title where the body is unknown."""
    if not agency:
        return title or say("机关不详，%(year)s", year=year_text(year))
    return say("%(agency)s　%(year)s", agency=agency, year=year_text(year))


def record_name(record: ReportRecord) -> str:
    """A stored report by body and year."""
    return report_name(record.identity.agency, record.identity.year, record.identity.title)


def year_text(year: int | None) -> str:
    """The report year in words."""
    return say("%(year)s 年", year=year) if year else say("年份不详")


def region_text(region: tuple[str, ...] | None) -> str:
    """The region's path; a national body has an empty one, an unknown region none."""
    if region is None:
        return say("地区不详")
    return " ".join(region) or value_label("region", NATIONAL)


def file_words(source: str) -> str:
    """The name of a report's file, without its folders."""
    # It splits at both separators: an index may have been built on another system.
    return say("文件 %(name)s", name=PureWindowsPath(source).name)


def cell_name(cell: CellView) -> str:
    """Row and column of a cell as the form prints them."""
    if not cell.column_label:
        return say(cell.label)
    return say("%(row)s·%(column)s", row=say(cell.label), column=say(cell.column_label))


def _heading(hit: Hit) -> str:
    return report_name(hit.agency, hit.year, hit.title)


def _meta(hit: Hit, unit: str, with_file: bool) -> Iterable[str]:
    if hit.section is not None:
        if unit == "reports" and hit.sections > 1:
            yield say(
                "%(n)s 个章节，最相关的是“%(section)s”", n=hit.sections, section=_section(hit)
            )
        else:
            yield _section(hit)
        if hit.row is None and hit.count:  # a section is found by what it lacks, too
            yield say("%(n)s 处", n=hit.count)
        if hit.page is not None:
            yield place_words(_place(hit))
    yield region_text(hit.region)
    yield say(level_label(hit.level) or "层级不详")
    if hit.kind:
        yield say(kind_label(hit.kind))
    yield value_label("form", hit.form) if hit.form else say("格式不详")
    if with_file:
        yield file_words(hit.source)


@dataclass(frozen=True, slots=True)
class ExpandedItem:
    """Other words of the query, and the search that does, or does not, look for them."""

    words: str
    url: str
    action: str


def expanded_items(page: Page, link: Link) -> tuple[ExpandedItem, ...]:
    """In which other words things were, or could be, looked for."""
    asked = page.request
    switched = link(asked.anew(synonyms=not asked.synonyms))
    action = {"synonyms": N_("只查原来的说法"), "offered": N_("也查这些说法")}
    return tuple(
        ExpandedItem(
            expansion_words(one), switched if one.kind in action else "", action.get(one.kind, "")
        )
        for one in page.expanded
    )


def _section(hit: Hit) -> str:
    return hit.section_title or value_label("section", hit.section or "")


def row_items(rows: Iterable[RowHit], request: Request, link: Link) -> tuple[RowItem, ...]:
    """Rows offered apart from the hits, each with the search that shows its numbers."""
    known = {ref.id: ref for ref in indicators()}
    titles = {t.id: t.title for form in all_forms() for t in form.tables}
    return tuple(
        RowItem(
            row.label, titles[row.table], row.reports, _row_url(known.get(row.id), request, link)
        )
        for row in rows
    )


def _row_url(ref: IndicatorRef | None, request: Request, link: Link) -> str:
    """Reports with a number in that row, the largest first; empty for a row without values."""
    if ref is None:
        return ""
    cell = f"{ref.id}.{ref.default_column or ref.columns[-1]}"
    return link(
        replace(
            with_condition(replace(request, query=""), f"{cell} is number"),
            sort=f"-{cell}",
            unit=Request().unit,
        )
    )


def sort_choices(page: Page) -> tuple[tuple[str, str], ...]:
    """Sort orders: the fixed ones, and by each cell the conditions name."""
    cells = {c.indicator + "." + c.column: cell_name(c) for hit in page.hits for c in hit.cells}
    choices: dict[str, str] = {sort: say(name) for sort, name in SORTS.items()}
    for cell, name in cells.items():
        choices |= {
            f"-{cell}": say("%(cell)s，大的在前", cell=name),
            cell: say("%(cell)s，小的在前", cell=name),
        }
    choices.setdefault(page.request.sort, page.request.sort)
    return tuple(choices.items())


def searched(asked: Request) -> tuple[Finder, ...]:
    """What to mark for a request; nothing where it cannot be read."""
    try:
        return finders(looked_for(asked).tree)
    except UserError:
        return ()
