"""Options that several commands share: filters, facets, pages and the format."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from govreport_search.query.request import (
    EXCLUDED,
    FACET_FIELDS,
    FACET_LIMIT,
    Filters,
    read_facet_find,
    read_facet_more,
)
from govreport_search.query.words import FIELD_LABELS

_F = TypeVar("_F", bound=Callable[..., Any])

FILTER_HELP = {
    "year": "年份：2020、2019..2021、..2019、2021.. 或 none（未知）。",
    "region": "地区：名称或路径（河南、河南省/洛阳市），含下级；national 全国性机关，none 未知。",
    "agency": "机关：全称；没有这个全称时按名称的一部分查找。",
    "level": "层级：ministry、province、prefecture、county、township 或中文名称。",
    "kind": "类型：government、office、department 等或中文名称。",
    "section": "章节：编号（overview 等）、一…六 或标题。",
    "form": "格式：2008、2014、2019、2021。",
    "finding": "核查结果：编号、名称或结论（balance、矛盾），none 没有；有其中任何一个的报告。",
    "where": "条件，例如 requests.new.total=0 或 新收=0；可以重复，须全部成立。",
}
"""What each filter takes. Values of one option are OR, different options AND."""

_OPTIONS = {
    **FILTER_HELP,
    **{
        f"{EXCLUDED}{name}": f"不要这些{FIELD_LABELS[name]}，写法同 --{name}。"
        for name in FACET_FIELDS
    },
}


def filter_options(command: _F) -> _F:
    """Add every filter as a repeatable option; the command gets one ``Filters``."""

    @wraps(command)
    def with_filters(**given: Any) -> Any:
        filters = Filters(**{name: tuple(given.pop(name)) for name in _OPTIONS})
        return command(filters=filters, **given)

    decorated: Any = with_filters
    for name, text in reversed(_OPTIONS.items()):
        metavar = "CONDITION" if name == "where" else "VALUE"
        option = f"--{name.replace('_', '-')}"
        decorated = click.option(option, multiple=True, metavar=metavar, help=text)(decorated)
    return decorated  # type: ignore[no-any-return]  # click's decorators keep the callable


def facet_options(command: _F) -> _F:
    """What facets list; the command gets ``facets``, those attributes of a ``Request``."""

    @wraps(command)
    def with_facets(**given: Any) -> Any:
        facets = {
            "facet_limit": given.pop("facet_limit"),
            "facet_more": read_facet_more(given.pop("facet_more")),
            "facet_find": read_facet_find(given.pop("facet_find")),
            "facet_open": given.pop("facet_open"),
        }
        return command(facets=facets, **given)

    decorated: Any = with_facets
    for option in (
        click.option(
            "--facet-open",
            multiple=True,
            metavar="REGION",
            help="地区分面里展开的地方，例如 河南省/洛阳市：它的下一级全部列出；可以重复。",
        ),
        click.option(
            "--facet-find",
            multiple=True,
            metavar="FACET:TEXT",
            help="某一个分面只列名称里有这些字的值，例如 agency:教育；可以重复。",
        ),
        click.option(
            "--facet-more",
            multiple=True,
            metavar="FACET:N",
            help="某一个分面最多列出几个值，例如 agency:1000；可以重复。",
        ),
        click.option(
            "--facet-limit",
            default=FACET_LIMIT,
            show_default=True,
            type=click.IntRange(min=0),
            help="每个分面最多列出几个值。",
        ),
    ):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]  # as above


def query_option(command: _F) -> _F:
    """``--query`` of commands whose argument is something else."""
    return click.option("--query", default="", metavar="QUERY", help="只看符合检索式的报告。")(
        command
    )


def page_options(limit: str) -> Callable[[_F], _F]:
    """``--limit`` and ``--offset``: one page of what is listed.

    Args:
        limit: what ``--limit`` means, a sentence.
    """

    def with_page(command: _F) -> _F:
        number = click.IntRange(min=0)
        offset = click.option(
            "--offset", default=0, show_default=True, type=number, help="跳过前面多少条。"
        )
        most = click.option("--limit", default=20, show_default=True, type=number, help=limit)
        return most(offset(command))

    return with_page


def wording_options(command: _F) -> _F:
    """``--synonyms`` and ``--fold``: how closely words must stand as written."""
    closely = click.option(
        "--fold/--no-fold",
        default=True,
        help="不计较全角半角、繁简、部首字、大小写（默认）；--no-fold 要与印出的字完全相同。"
        "换行和空白都不计较。",
    )
    meaning = click.option(
        "--synonyms/--no-synonyms", default=False, help="同义的说法也算；默认不算。"
    )
    return meaning(closely(command))


def format_option(*formats: str, note: str = "") -> Callable[[_F], _F]:
    """``--format``; without it a table on a terminal, JSON in a pipe or a file.

    Args:
        note: sentences about the formats.
    """
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(formats),
        help=f"输出格式；{note}默认在终端上是 table，输出到管道或文件时是 json。",
    )


STDOUT = "-"
"""What ``--output`` calls standard output."""


def chosen_format(given: str | None, output: str = STDOUT) -> str:
    """The format asked for, else the one that fits where the output leads."""
    return given or ("table" if output == STDOUT and sys.stdout.isatty() else "json")


def output_option(command: _F) -> _F:
    """``--output``: a file that appears when it is whole, or standard output."""
    return click.option(
        "--output",
        default=STDOUT,
        show_default=True,
        metavar="FILE",
        help="写到哪个文件；- 表示标准输出。文件写完整后才出现。",
    )(command)
