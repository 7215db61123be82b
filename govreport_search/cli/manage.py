"""``govreport status``, ``remove`` and ``rebuild``."""

from __future__ import annotations

from typing import Any

import click
from rich.table import Table

from govreport_search.cli.option import chosen_format, format_option
from govreport_search.cli.pipe import print_json
from govreport_search.cli.terminal import say, show_table, shown
from govreport_search.library import Library
from govreport_search.query.words import STATE_LABELS
from govreport_search.services.status import Status
from govreport_search.settings import Settings
from govreport_search.store.ingest import INDEXED
from govreport_search.store.record import SourceState


@click.command()
@format_option("table", "json")
@click.pass_obj
def status(settings: Settings, output_format: str | None) -> None:
    """索引目录里有什么，哪些文件没能读入。"""
    with Library(settings) as library:
        found = library.status()
    if chosen_format(output_format) == "json":
        print_json(_record(found))
    else:
        _print_status(found)


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@format_option("table", "json")
@click.pass_obj
def remove(settings: Settings, reports: tuple[str, ...], output_format: str | None) -> None:
    """从索引中移除报告（不删除原文件）。

    REPORT 是报告编号，可以给多个；只要有一个不存在，就一个也不移除，以 1 退出。
    """
    wanted = tuple(dict.fromkeys(reports))
    with Library(settings) as library:
        library.remove(wanted)
    if chosen_format(output_format) == "json":
        print_json({"removed": list(wanted)})
    else:
        click.echo(f"已移除 {len(wanted)} 份报告。原文件没有动；再次索引它们会重新收入。")


@click.command()
@format_option("table", "json")
@click.pass_obj
def rebuild(settings: Settings, output_format: str | None) -> None:
    """用数据库重建全文索引；数据库和原文件都不变。"""
    click.echo("正在重建全文索引……", err=True)
    with Library(settings) as library:
        library.rebuild()
        found = library.status()
    if chosen_format(output_format) == "json":
        print_json({"reports": found.reports, "sections": found.sections})
    else:
        click.echo(f"全文索引已重建：{found.reports} 份报告，{found.sections} 个章节。")


def _record(found: Status) -> dict[str, Any]:
    return {
        "index_dir": found.index_dir,
        "reports": found.reports,
        "sections": found.sections,
        "facts": found.facts,
        "facts_by_state": {
            state.value: found.facts_by_state.get(state.value, 0) for state in STATE_LABELS
        },
        "findings": found.findings,
        "sequence": found.sequence,
        "index_is_current": found.index_is_current,
        "rejected": [_file_record(state) for state in found.rejected],
        "files": [_file_record(state) for state in found.files],
    }


def _file_record(state: SourceState) -> dict[str, Any]:
    return {
        "source": state.file.source,
        "state": state.state,
        "report": state.report,
        "code": state.code,
        "reason": state.reason,
        "indexed_at": state.indexed_at,
    }


def _print_status(found: Status) -> None:
    say(f"索引目录：{found.index_dir}")
    say(
        f"报告 {found.reports} 份，章节 {found.sections} 个，"
        f"格子 {found.facts} 个，核查结果 {found.findings} 条。"
    )
    states = "、".join(
        f"{label} {found.facts_by_state[state.value]}"
        for state, label in STATE_LABELS.items()
        if found.facts_by_state.get(state.value)
    )
    if states:
        say(f"单元状态：{states}。")
    say("全文索引与数据库一致。" if found.index_is_current else "全文索引正在更新。")
    table = Table("文件", "报告", "状态", "原因")
    for state in found.files:
        outcome = "已收入" if state.state == INDEXED else f"未收入（{state.code}）"
        row = (state.file.source, state.report, outcome, state.reason)
        table.add_row(*map(shown, row))
    if found.files:
        show_table(table)
