"""Comparisons and rankings as people read them on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from govreport_search.cli.terminal import say, show_table, shown
from govreport_search.domain import State
from govreport_search.regions.vocabulary import kind_label, level_label
from govreport_search.services.compare import Comparison
from govreport_search.services.comparison_row import Break, Line, Row, Total
from govreport_search.services.measure import Measure
from govreport_search.services.peer import Spread
from govreport_search.services.ranking import Ranked, Ranking
from govreport_search.services.standing import ENTRY_LABELS, rank_words, without_number

BREAK = "‖"
"""Stands before the first number that must not be compared with those before it."""


def print_comparison(found: Comparison) -> None:
    """The rows, what could not be placed, what changed between forms, and the peers."""
    say(f"{found.reports} 份报告，{found.total_rows} 行，列出 {len(found.rows)} 行。")
    if found.by == "region":
        say(f"只合计{level_label(found.level)}的{kind_label(found.kind)}，各地口径未必相同。")
        say(
            "括号里是有数字的机关数／有这一年报告的机关数，和没有数字的各是哪一种；"
            "两年的机关不一样多时，合计不能直接比较。"
        )
    if found.unplaced:
        say(f"另有 {found.unplaced} 份报告不知道是哪个机关、哪一年或哪个地区的，没有列入。")
    table = Table(show_lines=True)
    head = "机关" if found.by == "agency" else "地区"
    for name in (head, "格子", "历年", "各年合计"):
        table.add_column(name)
    for row in found.rows:
        _add(table, found, row)
    show_table(table)
    changes = [change for row in found.rows for change in row.breaks if not change.comparable]
    for note in dict.fromkeys(change.note for change in changes):
        say(f"{BREAK} {note}")
    for reason in dict.fromkeys(one.stock for one in found.measures if one.stock):
        say(f"各年不合计：{reason}")
    newest = [one for one in found.spreads if one.peers.year == found.years[-1]]
    _print_spreads(newest, found.measures)


def print_ranking(found: Ranking) -> None:
    """The places, how many have none and why, and the peers."""
    numbers = found.states.get(State.NUMBER.value, 0)
    without = without_number(found.states)
    said = f"；没有数字、不排名的：{without}" if without else ""
    say(f"{_name(found.measure)}：{numbers} 个有数字{said}。")
    if found.unplaced:
        say(f"另有 {found.unplaced} 份报告不知道是哪个机关或哪一年的，没有列入。")
    table = Table()
    for name in ("名次", "机关", "地区", "年份", "数字", "报告"):
        table.add_column(name)
    for one in found.ranked:
        place = "" if one.rank is None else rank_words(one.rank, one.tied)
        tied = f"（{one.tied} 个）" if one.tied > 1 else ""
        region = "不详" if one.region is None else "/".join(one.region) or "全国"
        number = _ranked(one, found.measure)
        cells = (f"{place}{tied}", one.agency, region, str(one.year), number)
        table.add_row(*map(shown, (*cells, " ".join(one.reports))))
    show_table(table)
    _print_spreads(found.spreads, (found.measure,))


def _add(table: Table, found: Comparison, row: Row) -> None:
    name = row.agency or "/".join(row.region or ()) or "全部"
    if found.by == "region":
        name = f"{name}（{row.bodies} 个机关）"
    for at, measure in enumerate(found.measures):
        changes = [change for change in row.breaks if change.measure == measure.id]
        numbers = (f"{line.year}  {_entry(line, at, measure, changes)}" for line in row.lines)
        total = _total(row.totals[at], measure)
        table.add_row(*map(shown, (name, _name(measure), "\n".join(numbers), total)))
        name = ""


def _entry(line: Line, at: int, measure: Measure, changes: Sequence[Break]) -> str:
    entry = line.entries[at]
    mark = any(change.after == line.year and not change.comparable for change in changes)
    words = ENTRY_LABELS[entry.state] if entry.state else "没有数字"
    if entry.value is not None:
        words = _number(entry.value, entry.numerator, entry.denominator, measure)
    if entry.corrected and entry.state:
        words += _corrected(measure)
    if not entry.state:
        without = without_number(entry.states)
        words += f"（{entry.states.get(State.NUMBER.value, 0)}/{line.bodies}"
        words += f"；{without}）" if without else "）"
        if entry.corrected:
            words += f"；据更正推算，{entry.corrected} 个机关更正过"
    return f"{BREAK} {words}" if mark else words


def _total(total: Total, measure: Measure) -> str:
    if total.withheld:
        return "不合计"
    if total.value is None:
        return ""
    words = _number(total.value, total.numerator, total.denominator, measure)
    return f"{words}（{total.years} 年{'；据更正推算' if total.corrected else ''}）"


def _corrected(measure: Measure) -> str:
    """As a search marks what a person put right, and what was computed from it."""
    return "；据更正推算" if measure.is_computed else "；更正"


def _ranked(one: Ranked, measure: Measure) -> str:
    mark = _corrected(measure) if one.corrected else ""
    if one.value is None:
        return ENTRY_LABELS[one.state] + mark
    return _number(one.value, one.numerator, one.denominator, measure) + mark


def _number(
    value: float, numerator: float | None, denominator: float | None, measure: Measure
) -> str:
    if not measure.is_share:
        return str(value)
    return f"{value:.1%}（{numerator}/{denominator}）"


def _print_spreads(spreads: Sequence[Spread], measures: Sequence[Measure]) -> None:
    """How the peers of the bodies listed are spread."""
    if not spreads:
        return
    named = {one.id: one for one in measures}
    say("同级同类机关的分布（全部馆藏）：")
    table = Table()
    for name in (
        "层级",
        "类型",
        "年份",
        "格子",
        "有数字",
        "四分之一",
        "中位数",
        "四分之三",
        "九成",
    ):
        table.add_column(name)
    for one in spreads:
        measure, peers = named[one.measure], one.peers
        quantiles = (one.quartile, one.median, one.upper_quartile, one.ninth)
        words = (
            "" if q is None else f"{q:.1%}" if measure.is_share else f"{q:g}" for q in quantiles
        )
        head = (level_label(peers.level), kind_label(peers.kind), str(peers.year), _name(measure))
        right = f"；更正 {one.corrected}" if one.corrected else ""
        table.add_row(*map(shown, (*head, f"{one.numbers}/{one.bodies}{right}", *words)))
    show_table(table)


def _name(measure: Measure) -> str:
    column = f"（{measure.column_label}）" if measure.column_label else ""
    return f"{measure.label}{column}"
