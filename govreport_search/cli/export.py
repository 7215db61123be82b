"""``govreport export``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import click

from govreport_search.cli.option import STDOUT, filter_options, output_option, wording_options
from govreport_search.errors import GovReportError
from govreport_search.library import Library
from govreport_search.query.record import Record
from govreport_search.query.request import Filters, Request
from govreport_search.services.delimited import BYTE_ORDER_MARK, csv_lines, json_lines
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
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
    help="csv 可用 Excel 直接打开；jsonl 每行一个 JSON 对象。",
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
        if output_format == "csv":
            lines, mark = csv_lines(columns, records), BYTE_ORDER_MARK
        else:
            lines, mark = json_lines(columns, records), ""
        if output == STDOUT:
            for line in lines:
                click.echo(line, nl=False)
            return
        write_whole(Path(output), chain((mark,), lines))
    click.echo(f"已写出 {records.count} 条记录到 {output}", err=True)


class _Counted:
    """Records that are counted while they pass."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records
        self.count = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.count += 1
            yield record


def write_whole(path: Path, pieces: Iterable[str]) -> None:
    """Write a file that appears when it is complete; an older one stays until then.

    Raises:
        GovReportError: it cannot be written; nothing has changed.
    """
    # What is no ordinary file (a pipe, /dev/stdout) cannot be replaced, only written to.
    in_place = path.exists() and not path.is_file()
    unfinished = path if in_place else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        if not in_place:
            unfinished.replace(path)
    except OSError as error:
        raise GovReportError(
            f"无法写入 {path}（{error.strerror or error}）",
            remedy="确认文件夹存在且可写，文件没有被其他程序打开",
            code="output_unwritable",
        ) from error
    finally:
        if not in_place:
            unfinished.unlink(missing_ok=True)
