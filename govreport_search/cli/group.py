"""The group of all commands; those of other packages join by entry point."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from govreport_search.cli.fault import REJECTED, exit_code, fault_text, misuse
from govreport_search.errors import GovReportError
from govreport_search.interrupt import INTERRUPTED, INTERRUPTED_TEXT, stopping
from govreport_search.settings import INDEX_DIR_VARIABLE, Settings

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "govreport.commands"
OWN_COMMANDS = {
    **{name: name for name in ("search", "show", "export", "statistics", "corrections")},
    **dict.fromkeys(("status", "remove", "rebuild"), "manage"),
    "worklist": "worklist",
    **dict.fromkeys(("compare", "rank"), "compare"),
    **{name: name for name in ("terms", "coverage", "findings")},
}
"""The module of each of our own commands."""


class Commands(click.Group):
    """Our own commands, and those that other packages offer, loaded only when they are asked for.

    ``govreport search`` must not wait for the web server's or the PDF reader's imports, nor for
    those of its neighbours.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command by name."""
        joined = [command.name or "" for entry in _entries() for command in _load(entry)]
        return sorted({*OWN_COMMANDS, *joined})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, ours first."""
        if cmd_name in OWN_COMMANDS:
            module = import_module(f"{__package__}.{OWN_COMMANDS[cmd_name]}")
            command: click.Command = getattr(module, cmd_name)
            return command
        joined = (command for entry in _entries() for command in _load(entry))
        return next((command for command in joined if command.name == cmd_name), None)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options before the command."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise misuse(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; our errors become words on stderr and an exit code."""
        try:
            with stopping():
                return super().invoke(ctx)
        except GovReportError as error:
            click.echo(fault_text(error), err=True)
            ctx.exit(exit_code(error))
        except click.UsageError as error:
            raise misuse(error) from error
        except OSError as error:
            _end_without_stdout(ctx, error)
        except KeyboardInterrupt:
            click.echo(INTERRUPTED_TEXT, err=True)
            ctx.exit(INTERRUPTED)


def _end_without_stdout(ctx: click.Context, error: OSError) -> NoReturn:
    """End a command that could not write its answer; any other error is not ours to tell.

    Whoever closed a pipe, as ``head`` does, has read enough: that is no failure.
    """
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError as fault:
        # What is left in the buffer must not fail once more when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(fault, BrokenPipeError):
            click.echo(f"错误：无法写出结果（{fault.strerror or fault}）", err=True)
            ctx.exit(REJECTED)
        ctx.exit(0)
    raise error


def _entries() -> Iterator[EntryPoint]:
    # Imported here: it reads mail headers and archives, which takes longer than many a search.
    from importlib.metadata import entry_points

    yield from sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name)


def _load(entry: EntryPoint) -> tuple[click.Command, ...]:
    """The commands of one package; a package that cannot be loaded is named, not fatal."""
    try:
        return tuple(entry.load())
    except ImportError as error:
        click.echo(
            f"命令组 {entry.name} 无法载入（{error}）。请重新安装 govreport-search", err=True
        )
        return ()


def _speak_utf8() -> None:
    """Chinese on every console: Windows and bare locales default to something else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            with suppress(ValueError):  # the stream is closed or was already written to
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--index-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"索引目录；不给时用环境变量 {INDEX_DIR_VARIABLE}，再没有就用 index/。",
)
@click.version_option(
    None,
    "--version",
    package_name="govreport-search",
    prog_name="govreport",
    message="%(prog)s %(version)s",
    help="显示版本。",
)
@click.pass_context
def main(ctx: click.Context, index_dir: Path | None) -> None:
    """检索政府信息公开工作年度报告：正文的词句和法定表格的数字，一次查清。"""
    _speak_utf8()
    ctx.obj = Settings.load(index_dir)
