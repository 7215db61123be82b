"""``govreport coverage``."""

from __future__ import annotations

import click
from rich.table import Table

from govreport_search.cli.listed import put_csv, put_json, put_workbook, read_list
from govreport_search.cli.option import chosen_format, format_option, output_option
from govreport_search.cli.terminal import say, show_table, shown
from govreport_search.library import Library
from govreport_search.services.coverage import COVERAGE_STATES, Coverage
from govreport_search.services.coverage_record import (
    COVERAGE_COLUMNS,
    coverage_record,
    coverage_rows,
    wide_columns,
    wide_rows,
)
from govreport_search.settings import Settings


@click.command()
@click.option(
    "--list",
    "list_file",
    metavar="FILE",
    help="应当公布年报的机关：每行一个名称，或有“机关”“地区”两列的 CSV；- 是标准输入。"
    "不给时用区划数据：地区里各级的人民政府。",
)
@click.option("--region", default="", metavar="VALUE", help="地区：名称或路径，含下级。")
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="VALUE",
    help="层级：province、prefecture、county、township；可以重复。",
)
@click.option(
    "--year", "years", multiple=True, metavar="VALUE", help="年份：2020、2019..2023；可以重复。"
)
@format_option(
    *("table", "json", "csv", "wide", "xlsx"),
    note="csv 和 xlsx 每行一个机关的一年；wide 每行一个机关、每年一列。",
)
@output_option
@click.pass_obj
def coverage(
    settings: Settings,
    list_file: str | None,
    region: str,
    levels: tuple[str, ...],
    years: tuple[str, ...],
    output_format: str | None,
    output: str,
) -> None:
    """名单上的机关哪些年的年报收录了、读不出、没有。

    行来自名单或区划数据，不来自索引；索引里有而名单里没有的机关另列。
    """
    listed = None if list_file is None else read_list(list_file)
    with Library(settings) as library:
        found = library.coverage(listed, region=region, level=levels, year=years)
    match chosen_format(output_format, output):
        case "table":
            _print(found)
        case "csv":
            put_csv(COVERAGE_COLUMNS, coverage_rows(found), output)
        case "xlsx":
            put_workbook(COVERAGE_COLUMNS, coverage_rows(found), output)
        case "wide":
            put_csv(wide_columns(found), wide_rows(found), output)
        case _:
            put_json(coverage_record(found), output)


def _print(found: Coverage) -> None:
    counts = "，".join(
        f"{COVERAGE_STATES[state]} {count}" for state, count in found.counts.items() if count
    )
    say(f"{len(found.rows)} 个机关，{len(found.years)} 年。{counts}")
    table = Table("机关", "地区", *map(str, found.years))
    for row in found.rows:
        states = (COVERAGE_STATES[cell.state] for cell in row.cells)
        table.add_row(*map(shown, (row.listed.name, row.listed.region, *states)))
    if found.rows:
        show_table(table)
    if found.unknown_regions:
        say(f"名单里的这些地区查不到，也许写错了：{'、'.join(found.unknown_regions)}。")
    if found.others:
        say(f"另有 {len(found.others)} 个机关收录了报告而不在名单里（--format json 列出）。")
    if found.without_agency:
        say(f"{found.without_agency} 份报告机关不详。")
    if found.unassigned:
        say(f"{len(found.unassigned)} 个文件没能读入，看不出是哪个机关哪一年的。")
