"""``govreport findings``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import click
from rich.table import Table

from govreport_search.cli.listed import put_csv, put_json, put_workbook
from govreport_search.cli.option import (
    chosen_format,
    facet_options,
    filter_options,
    format_option,
    output_option,
    page_options,
    query_option,
    wording_options,
)
from govreport_search.cli.terminal import say, show_table, shown
from govreport_search.library import Library
from govreport_search.query.finding import FINDINGS
from govreport_search.query.finding_request import (
    FINDING_SORTS,
    OWN_FILTERS,
    OWN_LABELS,
    OWN_VALUES,
    FindingRequest,
)
from govreport_search.query.place import place_words
from govreport_search.query.request import EXCLUDED, Filters, Request
from govreport_search.services.finding_page import FindingPage
from govreport_search.services.finding_page_record import (
    FINDING_COLUMNS,
    finding_lines,
    finding_page_record,
)
from govreport_search.settings import Settings

_OWN_HELP = {
    "code": "核查项目：编号或名称，例如 balance。",
    "answer": "结论：contradiction、other_scope、agrees，或 none（不比较两个数的）。",
    "severity": "轻重：error、warning、info。",
}


def _own_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What findings are chosen by, as repeatable options; the command gets them as ``own``."""

    @wraps(command)
    def with_own(**given: Any) -> Any:
        return command(own={name: given.pop(name) for name in OWN_FILTERS}, **given)

    decorated: Callable[..., Any] = with_own
    for name in reversed(OWN_FILTERS):
        field = name.removeprefix(EXCLUDED)
        text = _OWN_HELP[field] if name == field else f"不要这些{OWN_LABELS[field]}。"
        option = f"--{name.replace('_', '-')}"
        decorated = click.option(option, multiple=True, metavar="VALUE", help=text)(decorated)
    return decorated


@click.command()
@filter_options
@query_option
@_own_options
@click.option(
    "--sort",
    default=FINDING_SORTS[0],
    show_default=True,
    type=click.Choice(FINDING_SORTS),
    help="table 和 json 的次序；gravity 是矛盾和错误在前。",
)
@page_options("最多列出多少条；csv 和 xlsx 总是全部。")
@facet_options
@wording_options
@format_option(
    *("table", "json", "csv", "xlsx"),
    note="csv 和 xlsx 是全部，按报告的次序；json 是一页，带各项的数目。",
)
@output_option
@click.pass_obj
def findings(
    settings: Settings,
    filters: Filters,
    query: str,
    own: Mapping[str, tuple[str, ...]],
    sort: str,
    limit: int,
    offset: int,
    facets: Mapping[str, Any],
    synonyms: bool,
    fold: bool,
    output_format: str | None,
    output: str,
) -> None:
    """核查结果：哪些报告的数字对不上，各在哪里。"""
    request = Request(
        query, filters, limit=limit, offset=offset, synonyms=synonyms, fold=fold, **facets
    )
    asked = FindingRequest(request, sort=sort, **own)
    with Library(settings) as library:
        match chosen_format(output_format, output):
            case "csv":
                put_csv(FINDING_COLUMNS, finding_lines(library.finding_stream(asked)), output)
            case "xlsx":
                lines = finding_lines(library.finding_stream(asked))
                put_workbook(FINDING_COLUMNS, lines, output)
            case "json":
                put_json(finding_page_record(library.finding_page(asked)), output)
            case _:
                _print(library.finding_page(asked))


def _print(page: FindingPage) -> None:
    if not page.total:
        say(f"没有这样的核查结果；看过 {page.searched} 份报告。")
        return
    say(f"共 {page.total} 条，在 {page.reports} 份报告里；看过 {page.searched} 份。")
    table = Table("报告", "项目", "结论", "说明", "原文")
    for hit in page.hits:
        finding, identity = hit.finding, hit.report.identity
        year = f" {identity.year}" if identity.year else ""
        said = (
            OWN_VALUES["answer"].get(finding.answer or "", "")
            or OWN_VALUES["severity"][finding.severity]
        )
        row = (
            f"{identity.agency or identity.title}{year}\n{hit.report.id}",
            FINDINGS.get(finding.code, finding.code),
            said,
            finding.message,
            place_words(finding.place),
        )
        table.add_row(*map(shown, row))
    show_table(table)
    for value in page.facets["code"]:
        say(f"{value.label}（{value.value}）：{value.count} 条")
