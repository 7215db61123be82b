"""A page of hits as people read it on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from govreport_search.cli.terminal import say, show_table, shown
from govreport_search.domain import State
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.forms.sections import section_title
from govreport_search.query.result import CellView, FacetValue, Hit, Page
from govreport_search.query.words import FIELD_LABELS, STATE_LABELS

HIGHLIGHT = "bold red"

_MOST_CHOICES = 8


def print_page(page: Page) -> None:
    """Totals, hits, statutory rows, what could not be decided, and ways out of nothing."""
    say(f"查找：{page.meaning}")
    say(_totals(page))
    if page.hits:
        show_table(_hits(page))
    if page.rows:
        say("名称相符的法定表格行（不计入命中）：")
        for row in page.rows:
            say(f"  {row.label}（{row.id}）：{row.reports} 份报告印有这一行")
    if unknown := _unknown(page):
        say(unknown)
    if page.without_text:
        say(f"检索范围内有 {page.without_text} 份报告没有可检索的正文。")
    for field, values in page.facets.items():
        if not page.total_hits and any(value.selected for value in values):
            say(_choices(field, values))
    for suggestion in page.suggestions:
        say(f"可以试试：{suggestion.message}")


def _choices(field: str, values: Sequence[FacetValue]) -> str:
    """What could be chosen instead, counted under the other filters."""
    others = [f"{value.label}（{value.count} 份）" for value in values if value.count]
    if not others:
        return f"换成别的{FIELD_LABELS[field]}也没有命中。"
    more = " 等" if len(others) > _MOST_CHOICES else ""
    return f"有命中的{FIELD_LABELS[field]}：{'、'.join(others[:_MOST_CHOICES])}{more}"


def _totals(page: Page) -> str:
    if not page.total_hits:
        return f"没有命中；检索了 {page.searched} 份报告。"
    first = page.request.offset + 1
    shown = (
        f"，列出第 {first}–{first + len(page.hits) - 1} 处"
        if len(page.hits) < page.total_hits and page.hits
        else ""
    )
    return (
        f"{page.total_reports} 份报告，{page.total_hits} 处命中{shown}；"
        f"检索了 {page.searched} 份报告。"
    )


def _unknown(page: Page) -> str:
    parts = [
        f"{STATE_LABELS[state]} {page.unknown[state]} 份"
        for state in STATE_LABELS
        if page.unknown.get(state)
    ]
    if page.outside_form:
        parts.append(f"所用格式没有这一项 {page.outside_form} 份")
    total = sum(page.unknown.values()) + page.outside_form
    return f"另有 {total} 份报告无法判断：{'、'.join(parts)}。" if parts else ""


def _hits(page: Page) -> Table:
    table = Table(show_lines=True)
    for name in ("报告", "年份", "机关", "章节", "命中", "内容"):
        table.add_column(name, no_wrap=name in ("报告", "年份"), overflow="fold")
    for hit in page.hits:
        table.add_row(
            shown(hit.report),
            shown(str(hit.year or "未知")),
            shown(hit.agency or "未知"),
            shown(section_title(hit.section) if hit.section else "（整份报告）"),
            shown(str(hit.count) if hit.section else ""),
            _content(hit),
        )
    return table


def _content(hit: Hit) -> Text:
    content = shown(hit.snippet)
    for start, end in hit.spans:
        content.stylize(HIGHLIGHT, start, end)
    for cell in hit.cells:
        content.append(f"\n{cell_words(cell)}" if content else cell_words(cell), "cyan")
    return content


def cell_words(cell: CellView) -> str:
    """A cell in one line: name, number or state, place."""
    name = f"{cell.label}（{cell.column_label}）" if cell.column_label else cell.label
    if cell.value is None:
        held = STATE_LABELS[State(cell.state)]
    elif cell.table == RATE_TABLE:
        held = f"{cell.value:.1%}"
    else:
        held = f"{cell.value}{cell.unit}"
    where = f"，第 {cell.line} 行" if cell.line else ""
    # The parts of a long sum would fill the table; JSON and `show` list them.
    how = f"；{cell.derivation.split('：')[0]}" if cell.derivation else ""
    return f"{name}：{held}{where}{how}{_said(cell)}"


def _said(cell: CellView) -> str:
    """That a person corrected or confirmed the cell, or one it was computed from."""
    if cell.corrected_parts:
        return "；据更正的格子推算"
    if cell.corrected is None:
        return ""
    return "；已核对" if cell.corrected["confirmed"] else "；更正"
