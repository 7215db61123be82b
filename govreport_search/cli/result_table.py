"""A page of hits as people read it on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.table import Table
from rich.text import Text

from govreport_search.cli.command_line import command_line
from govreport_search.cli.terminal import say, show_table, shown, width
from govreport_search.domain import State
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.forms.sections import section_title
from govreport_search.query.describe import expansion_words, scanned_words
from govreport_search.query.result import CellView, FacetValue, Hit, Page
from govreport_search.query.words import FIELD_LABELS, STATE_LABELS
from govreport_search.services.suggest import MEANT

HIGHLIGHT = "bold red"

_MOST_CHOICES = 8
_MOST_ROWS = 3
_LEAST_WIDTHS = {"sections": 70, "reports": 70, "rows": 100}
"""Columns that a table of hits needs; the id of a row alone takes up to forty."""

_MEASURES = {"sections": "处", "reports": "份", "rows": "行"}
_COUNTED = {"sections": "处命中", "rows": "行"}


def print_page(page: Page) -> None:
    """Totals, hits, statutory rows, what could not be decided, and ways out of nothing."""
    say(f"查找：{page.meaning}")
    for expansion in page.expanded:
        hint = "（加上 --synonyms 就查）" if expansion.kind == "offered" else ""
        say(f"{expansion_words(expansion)}{hint}")
    say(_totals(page))
    if page.scanned is not None:
        say(scanned_words(page.scanned))
    _print_hits(page)
    if page.rows and page.request.unit != "rows":
        _print_rows(page)
    if unknown := _unknown(page):
        say(unknown)
    if page.without_text:
        say(f"检索范围内有 {page.without_text} 份报告没有可检索的正文。")
    if not page.total_hits:
        _print_ways_out(page)


def _print_hits(page: Page) -> None:
    unit = page.request.unit
    if page.hits and width() >= _LEAST_WIDTHS[unit]:
        show_table({"sections": _sections, "reports": _reports, "rows": _rows}[unit](page.hits))
    else:
        for hit in page.hits:
            _print_block(hit)


def _print_block(hit: Hit) -> None:
    """A hit for a terminal that is too narrow for a table."""
    say(f"{hit.agency or '机关未知'}　{hit.year or '年份未知'}", "bold")
    if hit.row is not None:
        say(f"{hit.report}　{hit.row}", "dim")
    else:
        counted = f"　{hit.count} 处" if hit.section else ""
        more = f"等 {hit.sections} 个章节" if hit.sections > 1 else ""
        say(f"{hit.report}　{_section(hit)}{more}{counted}", "dim")
    say(_content(hit))
    if hit.values:
        say("　".join(map(_value_words, hit.values)))
    say("")


def _print_rows(page: Page) -> None:
    say("名称相符的法定表格行（不计入命中）：")
    for row in page.rows[:_MOST_ROWS]:
        say(f"  {row.label}（{row.id}）：{row.reports} 份报告印有这一行")
    if (rest := len(page.rows) - _MOST_ROWS) > 0:
        say(f"  其余 {rest} 行用 --unit rows 列出，各格的数也在内。")


def _print_ways_out(page: Page) -> None:
    for field, values in page.facets.items():
        if any(value.selected for value in values):
            say(_choices(field, values, page.facet_sizes[field]))
    for way in page.suggestions:
        said = "您是不是要查" if way.kind == MEANT else "可以试试"
        say(f"{said}：{way.words}（{way.reports} 份报告）")
        asked = replace(page.request, query=way.query, filters=way.filters)
        say(f"  {command_line(asked)}", "cyan")
    if page.similar:
        say("没有一字不差的结果；按词查找最相近的（不计入命中）：")
        if width() >= _LEAST_WIDTHS["sections"]:
            show_table(_sections(page.similar))
        else:
            for hit in page.similar:
                _print_block(hit)
        say(f"这样查的是：{page.similar_query}")


def _choices(field: str, values: Sequence[FacetValue], size: int) -> str:
    """What could be chosen instead, counted under the other filters.

    Args:
        size: how many values there are, listed or not.
    """
    others = [f"{value.label}（{value.count} 份）" for value in values if value.count]
    if not others:
        return f"换成别的{FIELD_LABELS[field]}也没有命中。"
    shown = others[:_MOST_CHOICES]
    rest = size - (len(values) - len(others)) - len(shown)
    more = f"，其余 {rest} 个没有列出" if rest else ""
    return f"有命中的{FIELD_LABELS[field]}：{'、'.join(shown)}{more}"


def _totals(page: Page) -> str:
    unit = page.request.unit
    if not page.total_hits:
        where = "读过的章节里没有命中" if page.is_cut_off else "没有命中"
        return f"{where}；检索了 {page.searched} 份报告。"
    if not page.hits and page.request.limit:
        most = page.total_hits - 1
        return f"这里没有内容了：一共 {page.total_hits} {_MEASURES[unit]}，--offset 最大是 {most}。"
    first = page.start + 1
    listed = f"，列出第 {first}–{first + len(page.hits) - 1} {_MEASURES[unit]}"
    shown = listed if 0 < len(page.hits) < page.total_hits else ""
    counted = f"{'至少 ' if page.is_cut_off else ''}{page.total_reports} 份报告"
    if unit != "reports":
        counted += f"，{page.total_hits} {_COUNTED[unit]}"
    return f"{counted}{shown}；检索了 {page.searched} 份报告。"


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


def _sections(hits: Sequence[Hit]) -> Table:
    table = _table("报告", "年份", "机关", "章节", "命中", "内容")
    for hit in hits:
        table.add_row(*_head(hit), shown(_section(hit)), shown(_count(hit)), _content(hit))
    return table


def _reports(hits: Sequence[Hit]) -> Table:
    table = _table("报告", "年份", "机关", "章节数", "命中", "最相关的一处")
    for hit in hits:
        sections = str(hit.sections) if hit.section else ""
        table.add_row(*_head(hit), shown(sections), shown(_count(hit)), _content(hit))
    return table


def _rows(hits: Sequence[Hit]) -> Table:
    table = _table("报告", "年份", "机关", "表格行", "各格")
    table.columns[3].min_width = max(len(hit.row or "") for hit in hits)
    for hit in hits:
        name = _marked(hit)
        name.append(f"\n{hit.row}", "dim")
        table.add_row(*_head(hit), name, shown("\n".join(map(_value_words, hit.values))))
    return table


def _table(*names: str) -> Table:
    table = Table(show_lines=True)
    for name in names:
        table.add_column(name, no_wrap=name in ("报告", "年份"), overflow="fold")
    return table


def _head(hit: Hit) -> tuple[Text, Text, Text]:
    return shown(hit.report), shown(str(hit.year or "未知")), shown(hit.agency or "未知")


def _section(hit: Hit) -> str:
    return section_title(hit.section) if hit.section else "（整份报告）"


def _count(hit: Hit) -> str:
    return str(hit.count) if hit.section else ""


def _value_words(cell: CellView) -> str:
    return f"{cell.column_label} {_held(cell)}"


def _marked(hit: Hit) -> Text:
    content = shown(hit.snippet)
    for start, end in hit.spans:
        content.stylize(HIGHLIGHT, start, end)
    return content


def _content(hit: Hit) -> Text:
    content = _marked(hit)
    for cell in hit.cells:
        content.append(f"\n{cell_words(cell)}" if content else cell_words(cell), "cyan")
    return content


def cell_words(cell: CellView) -> str:
    """A cell in one line: name, number or state, place."""
    name = f"{cell.label}（{cell.column_label}）" if cell.column_label else cell.label
    where = f"，第 {cell.line} 行" if cell.line else ""
    # The parts of a long sum would fill the table; JSON and `show` list them.
    how = f"；{cell.derivation.split('：')[0]}" if cell.derivation else ""
    return f"{name}：{_held(cell)}{where}{how}{_said(cell)}"


def _held(cell: CellView) -> str:
    if cell.value is None:
        return STATE_LABELS[State(cell.state)]
    return f"{cell.value:.1%}" if cell.table == RATE_TABLE else f"{cell.value}{cell.unit}"


def _said(cell: CellView) -> str:
    """That a person corrected or confirmed the cell, or one it was computed from."""
    if cell.corrected_parts:
        return "；据更正的格子推算"
    if cell.corrected is None:
        return ""
    return "；已核对" if cell.corrected["confirmed"] else "；更正"
