"""``govreport search``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import click

from govreport_search.cli.listed import put_csv, put_json, put_workbook
from govreport_search.cli.option import (
    chosen_format,
    facet_options,
    filter_options,
    format_option,
    output_option,
    page_options,
    wording_options,
)
from govreport_search.library import Library
from govreport_search.query.describe import scanned_words
from govreport_search.query.record import hit_columns, hit_row, page_record
from govreport_search.query.request import SORTS, UNITS, Filters, Request
from govreport_search.settings import Settings

_NEGATED = re.compile(r"-(?=[^-A-Za-z])")
_NO_OPTION = "\0"  # no argument can hold it


class _Search(click.Command):
    """Takes a query such as -考核 for what it is: no option begins so."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """A minus that starts a query is hidden behind a mark that ``search`` takes off."""
        values = {at + 1 for at, arg in enumerate(args) if arg.startswith("--") and "=" not in arg}
        read = [
            _NO_OPTION + arg if _NEGATED.match(arg) and at not in values else arg
            for at, arg in enumerate(args)
        ]
        return super().parse_args(ctx, read)


@click.command(cls=_Search)
@click.argument("query", nargs=-1, metavar="QUERY")
@filter_options
@click.option(
    "--sort",
    default="relevance",
    show_default=True,
    metavar="ORDER",
    help=f"排序：{'、'.join(SORTS)}，或一个指标（前面加 - 为从大到小）。",
)
@page_options("最多列出多少条命中；0 表示只要总数和分面。")
@click.option(
    "--cursor", default="", metavar="NEXT", help="接着上一页：它的 next；不与 --offset 同用。"
)
@click.option(
    "--unit",
    default=UNITS[0],
    show_default=True,
    type=click.Choice(UNITS),
    help="列出什么：章节；报告（每份一次）；名称含有词句的法定表格行。",
)
@wording_options
@facet_options
@format_option("table", "json", "csv", "xlsx")
@output_option
@click.pass_obj
def search(
    settings: Settings,
    query: tuple[str, ...],
    filters: Filters,
    sort: str,
    limit: int,
    offset: int,
    cursor: str,
    unit: str,
    synonyms: bool,
    fold: bool,
    facets: Mapping[str, Any],
    output_format: str | None,
    output: str,
) -> None:
    """按词句和数字检索。

    QUERY 是检索式，例如 '"不予公开" 且 新收=0'；写法见 docs/query-language.md。不给 QUERY
    时列出筛选范围内的全部报告。以 - 加字母开头的检索式前面要加 --。

    同一选项可以重复：同一选项的多个值是“或”，不同选项之间是“且”。没有命中也以 0 退出。
    """
    request = Request(
        " ".join(word.removeprefix(_NO_OPTION) for word in query),
        *(filters, sort, limit, offset, unit, synonyms),
        fold=fold,
        cursor=cursor,
        **facets,
    )
    with Library(settings) as library:
        page = library.ask(request)
    chosen = chosen_format(output_format, output)
    if chosen != "table" and page.scanned is not None and not page.scanned.is_whole:
        # A pipe must not take what was found for everything there is.
        click.echo(scanned_words(page.scanned), err=True)
    match chosen:
        case "table":
            # Imported here: programs that read JSON need nothing that draws tables.
            from govreport_search.cli.result_table import print_page

            print_page(page)
        case "json":
            put_json(page_record(page), output)
        case _:
            columns, hits = hit_columns(page), map(hit_row, page.hits)
            if chosen == "csv":
                put_csv(columns, hits, output)
            else:
                put_workbook(columns, hits, output)
            if 0 < len(page.hits) < page.total_hits:
                part = f"列出了第 {page.start + 1}–{page.start + len(page.hits)} 条"
                click.echo(f"{part}，一共 {page.total_hits} 条；--limit 可以列出更多", err=True)
                if page.next:
                    click.echo(f"下一页：--cursor {page.next}", err=True)
