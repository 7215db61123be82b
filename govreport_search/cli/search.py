"""``govreport search``."""

from __future__ import annotations

import re

import click

from govreport_search.cli.listed import put_csv, put_json, put_workbook
from govreport_search.cli.option import (
    STDOUT,
    chosen_format,
    filter_options,
    format_option,
    output_option,
    wording_options,
)
from govreport_search.library import Library
from govreport_search.query.describe import scanned_words
from govreport_search.query.record import hit_columns, hit_row, page_record
from govreport_search.query.request import (
    FACET_LIMIT,
    SORTS,
    UNITS,
    Filters,
    Request,
    read_facet_find,
    read_facet_more,
)
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
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(min=0),
    help="最多列出多少条命中；0 表示只要总数和分面。",
)
@click.option(
    "--offset", default=0, show_default=True, type=click.IntRange(min=0), help="跳过多少条命中。"
)
@click.option(
    "--unit",
    default=UNITS[0],
    show_default=True,
    type=click.Choice(UNITS),
    help="列出什么：章节；报告（每份一次）；名称含有词句的法定表格行。",
)
@wording_options
@click.option(
    "--facet-limit",
    default=FACET_LIMIT,
    show_default=True,
    type=click.IntRange(min=0),
    help="每个分面最多列出几个值。",
)
@click.option(
    "--facet-more",
    multiple=True,
    metavar="FACET:N",
    help="某一个分面最多列出几个值，例如 agency:1000；可以重复。",
)
@click.option(
    "--facet-find",
    multiple=True,
    metavar="FACET:TEXT",
    help="某一个分面只列名称里有这些字的值，例如 agency:教育；可以重复。",
)
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
    unit: str,
    synonyms: bool,
    fold: bool,
    facet_limit: int,
    facet_more: tuple[str, ...],
    facet_find: tuple[str, ...],
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
        *(filters, sort, limit, offset, unit, synonyms, facet_limit, fold),
        facet_more=read_facet_more(facet_more),
        facet_find=read_facet_find(facet_find),
    )
    with Library(settings) as library:
        page = library.ask(request)
    chosen = output_format or ("json" if output != STDOUT else chosen_format(None))
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
                part = f"列出了第 {offset + 1}–{offset + len(page.hits)} 条"
                click.echo(f"{part}，一共 {page.total_hits} 条；--limit 可以列出更多", err=True)
