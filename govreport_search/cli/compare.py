"""``govreport compare`` and ``govreport rank``."""

from __future__ import annotations

import click

from govreport_search.cli.listed import put_csv, put_json, put_workbook
from govreport_search.cli.option import (
    chosen_format,
    filter_options,
    format_option,
    output_option,
    page_options,
    wording_options,
)
from govreport_search.library import Library
from govreport_search.query.request import Filters, Request
from govreport_search.services.compare import COMPARED, MOST_DEPTH
from govreport_search.services.comparison_record import (
    COMPARISON_COLUMNS,
    RANKING_COLUMNS,
    comparison_lines,
    comparison_record,
    ranking_lines,
    ranking_record,
)
from govreport_search.settings import Settings

TABLE_PAGE = 500
"""Rows made at once for a table in a file, which has all of them."""

_TABLES = {"csv": put_csv, "xlsx": put_workbook}

_page_options = page_options("最多列出多少行；CSV 和 XLSX 总是全部。")


@click.command()
@click.argument("query", nargs=-1, metavar="QUERY")
@filter_options
@click.option(
    "--cell",
    "cells",
    multiple=True,
    metavar="CELL",
    help="比较哪些格子，例如 新收、rate.denied；不予公开理由 是各项理由所占的份额；可以重复。",
)
@click.option(
    "--by",
    default=COMPARED[0],
    show_default=True,
    type=click.Choice(COMPARED),
    help="一行是一个机关，还是一个地区里同一层级、同一类型的机关之和。",
)
@click.option(
    "--depth",
    default=1,
    show_default=True,
    type=click.IntRange(0, MOST_DEPTH),
    help="按地区时到哪一级：1 省、2 市、3 县、4 乡镇；0 全部合为一行。",
)
@_page_options
@wording_options
@format_option("table", "json", "csv", "xlsx")
@output_option
@click.pass_obj
def compare(
    settings: Settings,
    query: tuple[str, ...],
    filters: Filters,
    cells: tuple[str, ...],
    by: str,
    depth: int,
    limit: int,
    offset: int,
    synonyms: bool,
    fold: bool,
    output_format: str | None,
    output: str,
) -> None:
    """把几个机关或地区历年的数字并排比较。

    没有数字的格子写明是哪一种没有；格式改变、不能直接比较的地方有标记；不该相加的不相加。
    """
    request = Request(
        " ".join(query), filters, limit=limit, offset=offset, synonyms=synonyms, fold=fold
    )
    chosen = chosen_format(output_format, output)
    with Library(settings) as library:
        if chosen in _TABLES:
            pages = library.comparisons(_from_start(request), cells, by, depth)
            _TABLES[chosen](COMPARISON_COLUMNS, comparison_lines(pages), output)
            return
        found = library.comparison(request, cells, by, depth)
    if chosen == "json":
        put_json(comparison_record(found, request), output)
        return
    # Imported here: programs that read JSON need nothing that draws tables.
    from govreport_search.cli.comparison_table import print_comparison

    print_comparison(found)


@click.command()
@click.argument("query", nargs=-1, metavar="QUERY")
@filter_options
@click.option(
    "--cell", required=True, metavar="CELL", help="按哪个格子排名，例如 新收、rate.denied。"
)
@click.option("--ascending/--descending", default=False, help="从小到大；默认从大到小。")
@_page_options
@wording_options
@format_option("table", "json", "csv", "xlsx")
@output_option
@click.pass_obj
def rank(
    settings: Settings,
    query: tuple[str, ...],
    filters: Filters,
    cell: str,
    ascending: bool,
    limit: int,
    offset: int,
    synonyms: bool,
    fold: bool,
    output_format: str | None,
    output: str,
) -> None:
    """按一个数字给机关排名；并列的同一名次，没有数字的不排，列在最后。

    有几个年度时，每个机关每个年度各占一位；只要一年就加 --year。
    """
    request = Request(
        " ".join(query), filters, limit=limit, offset=offset, synonyms=synonyms, fold=fold
    )
    chosen = chosen_format(output_format, output)
    with Library(settings) as library:
        if chosen in _TABLES:
            pages = library.rankings(_from_start(request), cell, ascending=ascending)
            _TABLES[chosen](RANKING_COLUMNS, ranking_lines(pages), output)
            return
        found = library.ranking(request, cell, ascending=ascending)
    if chosen == "json":
        put_json(ranking_record(found, request), output)
        return
    from govreport_search.cli.comparison_table import print_ranking

    print_ranking(found)


def _from_start(request: Request) -> Request:
    return Request(
        request.query,
        request.filters,
        limit=TABLE_PAGE,
        synonyms=request.synonyms,
        fold=request.fold,
    )
