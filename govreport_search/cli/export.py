"""``govreport export``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from govreport_search.cli.listed import put_csv, put_lines, put_workbook
from govreport_search.cli.option import STDOUT, filter_options, output_option, wording_options
from govreport_search.library import Library
from govreport_search.query.record import Record
from govreport_search.query.request import Filters, Request
from govreport_search.services.delimited import json_lines
from govreport_search.services.export import COLUMNS
from govreport_search.settings import Settings


@click.command()
@click.argument("name", type=click.Choice(list(COLUMNS)), metavar="|".join(COLUMNS))
@filter_options
@click.option("--query", default="", metavar="QUERY", help="只导出符合检索式的报告。")
@wording_options
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["csv", "jsonl", "xlsx"]),
    default="csv",
    show_default=True,
    help="csv 和 xlsx 可用 Excel 直接打开；jsonl 每行一个 JSON 对象。",
)
@output_option
@click.pass_obj
def export(
    settings: Settings,
    name: str,
    filters: Filters,
    query: str,
    synonyms: bool,
    fold: bool,
    output_format: str,
    output: str,
) -> None:
    """导出整张表：facts（每个格子一行）、sections、reports 或 findings。

    筛选选项和 --synonyms、--fold 与 search 相同。
    """
    columns = COLUMNS[name]
    request = Request(query, filters, synonyms=synonyms, fold=fold)
    with Library(settings) as library:
        records = _Counted(library.export(name, request))
        match output_format:
            case "csv":
                put_csv(columns, records, output)
            case "xlsx":
                put_workbook(columns, records, output)
            case _:
                put_lines(json_lines(columns, records), output)
    if output != STDOUT:
        click.echo(f"共 {records.count} 条记录", err=True)


class _Counted:
    """Records that are counted while they pass."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records
        self.count = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.count += 1
            yield record
