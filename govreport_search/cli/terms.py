"""``govreport terms``."""

from __future__ import annotations

import click
from rich.table import Table

from govreport_search.cli.listed import put_csv, put_json, put_workbook, read_list
from govreport_search.cli.option import (
    chosen_format,
    filter_options,
    format_option,
    output_option,
    query_option,
    wording_options,
)
from govreport_search.cli.terminal import say, show_table, shown
from govreport_search.library import Library
from govreport_search.query.request import Filters, Request
from govreport_search.query.words import FIELD_LABELS
from govreport_search.services.grouping import GROUPINGS
from govreport_search.services.term_list import MOST_TERMS
from govreport_search.services.term_record import (
    COUNTS,
    TERM_COLUMNS,
    term_rows,
    term_table_record,
    wide_columns,
    wide_rows,
)
from govreport_search.services.term_table import TermTable
from govreport_search.settings import Settings

_MOST_NAMED = 3
"""Groups named for each term on a terminal."""


@click.command()
@click.argument("terms_file", metavar="FILE")
@filter_options
@query_option
@click.option(
    "--by",
    default=GROUPINGS[0],
    show_default=True,
    type=click.Choice(GROUPINGS),
    help="按什么分组；同名而地区不同的机关分开数。",
)
@click.option("--all/--found", "every", default=False, help="一个词也没有的组也列出；默认不列。")
@click.option(
    "--count",
    default=COUNTS[0],
    show_default=True,
    type=click.Choice(COUNTS),
    help="wide 的格子里写什么：处数、章节数、报告数。",
)
@wording_options
@format_option(
    *("table", "json", "csv", "wide", "xlsx"),
    note="csv 每行一组的一个词，带检索式；wide 每行一组、每词一列，xlsx 是同样的表。",
)
@output_option
@click.pass_obj
def terms(
    settings: Settings,
    terms_file: str,
    filters: Filters,
    query: str,
    by: str,
    every: bool,
    count: str,
    synonyms: bool,
    fold: bool,
    output_format: str | None,
    output: str,
) -> None:
    """词表：每个词在各机关（地区、年份、报告）各出现多少。

    FILE 每行一个词，- 是标准输入。词照字面查找，不按检索式解释；每个数目都给出能查到它的检索式。
    """
    wanted = (read_list(terms_file),)
    request = Request(query, filters, synonyms=synonyms, fold=fold)
    with Library(settings) as library:
        found = library.count_terms(request, wanted, by, every=every)
    match chosen_format(output_format, output):
        case "table":
            _print(found)
        case "csv":
            put_csv(TERM_COLUMNS, term_rows(found), output)
        case "wide":
            put_csv(wide_columns(found), wide_rows(found, count), output)
        case "xlsx":
            put_workbook(wide_columns(found), wide_rows(found, count), output)
        case _:
            put_json(term_table_record(found), output)


def _print(found: TermTable) -> None:
    if not found.terms:
        say(f"词表里没有词；每行写一个，最多 {MOST_TERMS} 个。")
        return
    say(f"在 {found.reports} 份报告里数了 {len(found.terms)} 个词。")
    if found.without_text:
        say(f"其中 {found.without_text} 份没有可检索的正文，有没有这些词不得而知。")
    by = FIELD_LABELS[found.by]
    table = Table("词", "处", "章节", "报告", by, "最多的")
    for at, term in enumerate(found.terms):
        most = sorted(
            (group for group in found.groups if at in group.counts),
            key=lambda group: -group.counts[at].hits,
        )
        named = [f"{g.name.label} {g.counts[at].hits}" for g in most[:_MOST_NAMED]]
        count = term.count
        numbers = map(str, (count.hits, count.sections, count.reports, term.groups))
        table.add_row(*map(shown, (term.text, *numbers, "、".join(named))))
    show_table(table)
    if found.absent:
        say(f"哪里都没有：{'、'.join(found.absent)}。")
    say("用 --format wide --output 词表.csv 写出全表，用 Excel 打开。")
