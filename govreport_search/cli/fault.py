"""Errors as words on a terminal, with a mark under the faulty place of a query."""

from __future__ import annotations

import unicodedata
from typing import IO, Any

import click
from click.exceptions import NoArgsIsHelpError

from govreport_search.errors import (
    GovReportError,
    NotFoundError,
    QuerySyntaxError,
    UnknownFieldError,
    UserError,
)

REJECTED = 1
WRONG_USAGE = 2

_MOST_CANDIDATES = 3
_AROUND = 30
"""Characters shown on either side of a fault in a long query."""


def exit_code(error: GovReportError) -> int:
    """2 where the request cannot be understood, 1 for everything else."""
    if isinstance(error, UserError) and not isinstance(error, NotFoundError):
        return WRONG_USAGE
    return REJECTED


def fault_text(error: GovReportError) -> str:
    """Message, faulty place, repair and remedy, a line each."""
    lines = [f"错误：{error.message}"]
    if isinstance(error, QuerySyntaxError):
        lines += _marked(error.query, error.position, error.length)
        if error.repair:
            lines.append(f"可以改成：{error.repair}")
    if isinstance(error, UnknownFieldError):
        if error.position >= 0:
            lines += _marked(error.query, error.position, len(error.name))
        # Most often the remedy lists the choices, with their Chinese names.
        listed = error.code != UnknownFieldError.code or any(
            name in error.remedy for name in error.candidates
        )
        if error.candidates and not listed:
            lines.append("相近的名称：" + "、".join(error.candidates[:_MOST_CANDIDATES]))
    if error.remedy:
        lines.append(error.remedy)
    return "\n".join(lines)


class Misuse(click.UsageError):
    """A command line that cannot be understood, told in Chinese."""

    def show(self, file: IO[Any] | None = None) -> None:
        """What is wrong, then how the command is written; on stderr unless said otherwise."""
        click.echo(f"错误：{self.format_message()}", file, err=file is None)
        if self.ctx is not None:
            path = self.ctx.command_path
            pieces = " ".join([path, *self.ctx.command.collect_usage_pieces(self.ctx)])
            click.echo(f"用法：{pieces}；说明见 {path} --help", file, err=file is None)


def misuse(error: click.UsageError) -> click.UsageError:
    """The same error in Chinese; a command that only shows its help stays as it is."""
    if isinstance(error, NoArgsIsHelpError):
        return error
    return Misuse(usage_text(error), error.ctx)


def usage_text(error: click.UsageError) -> str:
    """What is wrong with a command's options and arguments, in Chinese."""
    match error:
        case click.NoSuchCommand():
            return f"没有 {error.command_name} 这个命令；govreport --help 列出全部命令"
        case click.NoSuchOption():
            meant = f"，相近的有 {'、'.join(error.possibilities)}" if error.possibilities else ""
            return f"没有 {error.option_name} 这个选项{meant}"
        case click.MissingParameter(param=click.Parameter() as param):
            return f"缺少 {_hint(param, error.ctx)}"
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as param):
            return f"{_hint(param, error.ctx)} 只能是 {'、'.join(map(str, choice.choices))}"
        case click.BadParameter(param=click.Parameter(type=click.IntRange() as whole) as param):
            least = "" if whole.min is None else f"，不小于 {whole.min}"
            most = "" if whole.max is None else f"，不大于 {whole.max}"
            return f"{_hint(param, error.ctx)} 应是整数{least}{most}"
    return error.format_message()


def _hint(param: click.Parameter, ctx: click.Context | None) -> str:
    if ctx is None:
        return param.name or ""
    return param.get_error_hint(ctx).replace("'", "")


def _marked(query: str, position: int, length: int) -> list[str]:
    """The query and a line of carets under its fault; two columns for a wide character."""
    if not query:
        return []
    # Only the characters around the fault: what is before and behind it may be pages long.
    start = max(position - _AROUND, 0)
    end = min(position + max(length, 1), position + _AROUND) + _AROUND
    before, behind = "…" * (start > 0), "…" * (end < len(query))
    shown = "".join(" " if char.isspace() else char for char in query[start:end])
    fault = shown[position - start : position - start + max(length, 1)]
    carets = "^" * max(_columns(fault), 1)
    indent = " " * _columns(before + shown[: position - start])
    return [f"  {before}{shown}{behind}", f"  {indent}{carets}"]


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
