"""The command ``index``; it joins ``govreport`` by the entry point ``govreport.commands``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from govreport_search.cli.option import chosen_format, format_option
from govreport_search.cli.pipe import print_json
from govreport_search.cli.terminal import say, shown
from govreport_search.interrupt import INTERRUPTED
from govreport_search.settings import Settings
from indexer import ledger
from indexer.build import build
from indexer.correct.cli import correct
from indexer.inspect.cli import inspect_command
from indexer.readers.scan import available as ocr_is_available
from indexer.sample.cli import demo
from indexer.summary import Summary

MOST_NAMED = 20
"""Files of other kinds that are named one by one."""


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    help="更正用的 CSV：path, agency, region, year, url, published, captured, part_of。"
    "其中的值优先于识别结果，以后重建索引时仍然有效；不给 PATH 时索引其中列出的文件。",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="读取文件的进程数，默认与处理器数相同。",
)
@click.option(
    "--ocr/--no-ocr",
    default=None,
    help="是否识别扫描件和图片里的文字；默认在装有 ocr 附加组件时识别。",
)
@click.option(
    "--verify", is_flag=True, help="每份 PDF 都用两种方法读取，读数不一致时列为核查结果。"
)
@click.option("--force", is_flag=True, help="没有变化的文件也重新读取。")
@format_option("table", "json")
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[str, ...],
    manifest: Path | None,
    jobs: int | None,
    ocr: bool | None,
    verify: bool,
    force: bool,
    output_format: str | None,
) -> None:
    """读取年度报告并建立索引。

    PATH 可以是文件、文件夹或通配符（例如 "reports/**/*.pdf"）：网页、PDF、Word、Excel、图片、
    文本，以及装有这些文件的 ZIP 压缩包（其中一个文件写作 a.zip!/b.pdf）。没有变化的文件会跳过；
    不能读取的文件会说明原因，不影响其他文件。

    退出码：0 全部成功；1 有文件未能索引；2 用法有误；130 被 Ctrl-C 中断。
    """
    if not paths and manifest is None:
        raise click.UsageError("请给出要索引的文件、文件夹或通配符，或者用 --manifest 给出清单")
    if ocr and not ocr_is_available():
        raise click.UsageError("没有安装文字识别组件：pip install 'govreport-search[ocr]'")
    settings: Settings = ctx.obj
    messages = Console(stderr=True)
    with _shown(messages) as progress:
        summary = build(
            paths,
            settings,
            manifest=manifest,
            jobs=jobs,
            force=force,
            verify=verify,
            ocr=ocr is not False,
            progress=progress,
        )
    _say(summary, messages)
    if chosen_format(output_format) == "json":
        print_json(summary.as_record())
    else:
        _print_table(summary)
    if summary.interrupted:
        ctx.exit(INTERRUPTED)
    ctx.exit(1 if summary.rejected else 0)


@contextmanager
def _shown(console: Console) -> Iterator[ledger.Progress]:
    """A progress bar on stderr; nothing where stderr is no terminal."""
    columns = (
        TextColumn("读取"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        # A file may be called "[/b].txt": its name is no markup of rich's, nor codes for the
        # terminal.
        TextColumn("{task.fields[rate]}", markup=False),
        TextColumn("剩余"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[rejected]}", markup=False),
        TextColumn("{task.fields[source]}", markup=False),
    )
    begin = time.monotonic()
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, source="", rate="", rejected="")

        def report(done: int, total: int, rejected: int, source: str) -> None:
            minutes = max(time.monotonic() - begin, 0.001) / 60
            bar.update(
                task,
                completed=done,
                total=total,
                rate=f"每分钟 {done / minutes:.0f} 份",
                rejected=f"未能索引 {rejected}" if rejected else "",
                source=shown(source).plain,
            )

        yield report


def _say(summary: Summary, console: Console) -> None:
    """What people should know beside the counts."""
    if summary.passed_over:
        named = "、".join(summary.passed_over[:MOST_NAMED])
        more = "等" if len(summary.passed_over) > MOST_NAMED else ""
        words = f"文件夹里有 {len(summary.passed_over)} 个其他类型的文件未读取：{named}{more}"
        console.print(shown(words), soft_wrap=True)
    if summary.interrupted:
        console.print("已中断。中断前读取的报告已经保存，再次运行会接着做。")


def _print_table(summary: Summary) -> None:
    say(
        f"读取 {summary.read}，新建或更新 {summary.indexed}，没有变化 {summary.unchanged}，"
        f"未能索引 {len(summary.rejected)}；检查发现 {summary.findings} 条"
    )
    for rejection in summary.rejected:
        say(f"未能索引 {rejection.source}（{rejection.code}）：{rejection.reason}")


commands = [index, demo, correct, inspect_command]
"""Joined to ``govreport`` by the entry point ``govreport.commands``."""
