"""``govreport statistics``."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
from rich.table import Table

from govreport_search.cli.option import (
    chosen_format,
    filter_options,
    format_option,
    wording_options,
)
from govreport_search.cli.terminal import say, show_table, shown
from govreport_search.domain import State
from govreport_search.library import Library
from govreport_search.query.describe import describe_cell
from govreport_search.query.request import Filters, Request
from govreport_search.query.words import FIELD_LABELS, STATE_LABELS
from govreport_search.services.delimited import csv_lines
from govreport_search.services.statistic_cell import StatisticCell
from govreport_search.services.statistic_group import CellStatistic, Group
from govreport_search.services.statistic_record import (
    EVERY,
    STATISTIC_COLUMNS,
    statistic_rows,
    statistics_record,
)
from govreport_search.services.statistics import GROUPINGS, Statistics
from govreport_search.settings import Settings


@click.command()
@click.argument("query", nargs=-1, metavar="QUERY")
@filter_options
@click.option(
    "--by", default="year", show_default=True, type=click.Choice(GROUPINGS), help="按什么分组。"
)
@click.option(
    "--cell",
    "cells",
    multiple=True,
    metavar="CELL",
    help="合计哪些格子，例如 新收 或 requests.denied.total；可以重复。"
    "不给时 JSON 和 CSV 列出全部格子，表格只列报告数。",
)
@wording_options
@format_option("table", "json", "csv")
@click.pass_obj
def statistics(
    settings: Settings,
    query: tuple[str, ...],
    filters: Filters,
    by: str,
    cells: tuple[str, ...],
    synonyms: bool,
    fold: bool,
    output_format: str | None,
) -> None:
    """对符合检索式的报告，分组合计表格里的数字。

    空白不是零：每个合计旁边都有多少份报告印了数字、其余是哪一种没有。
    """
    chosen = chosen_format(output_format)
    request = Request(" ".join(query), filters, synonyms=synonyms, fold=fold)
    wanted = cells if cells or chosen == "table" else None
    with Library(settings) as library:
        found = library.tally(request, by, wanted)
    match chosen:
        case "table":
            _print(found)
        case "csv":
            for line in csv_lines(STATISTIC_COLUMNS, statistic_rows(found)):
                click.echo(line, nl=False)
        case _:
            record = statistics_record(found, request)
            click.echo(json.dumps(record, ensure_ascii=False, allow_nan=False))


def _print(found: Statistics) -> None:
    say(f"{found.reports} 份报告。")
    if found.by == "region":
        say("上级地区的数目包括它的下级，所以各行之和大于总数。")
    if len(found.cells) == 1:
        say(f"{describe_cell(found.cells[0].cell)}：")
    table = Table(show_lines=True)
    for name in (FIELD_LABELS[found.by], "报告", *_columns(found)):
        table.add_column(name, overflow="fold")
    for group in (*found.groups, found.whole):
        _add(table, found, group)
    show_table(table)
    if not found.cells:
        say("用 --cell 指明要合计的格子，例如 --cell 新收。")
    for why in _withheld(found):
        say(why)
    if found.whole.counted < found.whole.reports:
        say("一个机关同一年的几份报告只算一份；说法不一的一个也不取，另外计数。")
    if any(one.is_share for one in found.cells):
        say("比率的平均是各报告比率的简单平均，不是合计相除。")


def _withheld(found: Statistics) -> Iterator[str]:
    """Why numbers of this table were not added, each reason once."""
    groups = (*found.groups, found.whole)
    reasons = dict.fromkeys(held.withheld for group in groups for held in group.cells)
    for why in filter(None, reasons):
        yield f"没有合计的：{why}。"
    if any(group.mixed for group in groups) and any(reasons):
        yield "要合计，加 --level 和 --kind 各选一个，例如 --level county --kind government。"


def _columns(found: Statistics) -> tuple[str, ...]:
    """Columns behind group and reports; the name of a lone cell stands above the table."""
    named = ("格子",) if len(found.cells) > 1 else ()
    return (*named, "合计", "平均", "有数字", "没有数字") if found.cells else ()


def _add(table: Table, found: Statistics, group: Group) -> None:
    name = EVERY if group is found.whole else group.label
    head = [name, str(group.reports)]
    for one, held in zip(found.cells, group.cells, strict=True):
        named = (describe_cell(one.cell),) if len(found.cells) > 1 else ()
        table.add_row(*map(shown, (*head, *named, *_cell(one, held))))
        head = ["", ""]
    if not found.cells:
        table.add_row(*map(shown, head))


def _cell(one: StatisticCell, held: CellStatistic) -> tuple[str, ...]:
    without = [
        f"{STATE_LABELS[State(state)]} {count}"
        for state, count in held.states.items()
        if count and state != State.NUMBER
    ]
    if held.outside_form:
        without.append(f"格式没有这一项 {held.outside_form}")
    if held.differs:
        without.append(f"同一年的几份报告说法不一 {held.differs}")
    mean = "" if held.mean is None else format(held.mean, ".1%" if one.is_share else ".2f")
    total = "不相加" if held.withheld else ""
    if held.sum is not None:
        total = f"{held.sum}{one.unit}"
    numbers = str(held.states[State.NUMBER.value])
    if held.corrected:
        numbers += f"；更正或据更正推算 {held.corrected}"
    return total, mean, numbers, "、".join(without)
