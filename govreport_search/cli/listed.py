"""Lists that commands read, and where their answers go."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import click

from govreport_search.cli.option import STDOUT
from govreport_search.errors import GovReportError
from govreport_search.services.delimited import BYTE_ORDER_MARK, csv_lines
from govreport_search.services.pasted import MOST_BYTES, pasted_text
from govreport_search.services.workbook import pieces as bytes_of
from govreport_search.services.workbook import workbook

STDIN = "-"


def read_list(path: str) -> str:
    """The text of a list; ``-`` is standard input.

    Raises:
        GovReportError: it cannot be read.
        BadFilterError: it is too long or no text.
    """
    try:
        if path == STDIN:
            return pasted_text(sys.stdin.buffer.read(MOST_BYTES + 1))
        with Path(path).open("rb") as stream:
            return pasted_text(stream.read(MOST_BYTES + 1))
    except OSError as error:
        raise GovReportError(
            f"无法读取 {path}（{error.strerror or error}）",
            remedy="请检查路径",
            code="input_unreadable",
        ) from error


def put_json(record: Mapping[str, Any], output: str) -> None:
    """One object on one line, to standard output or into a file."""
    put_lines((json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n",), output)


def put_csv(columns: Sequence[str], records: Iterable[Mapping[str, Any]], output: str) -> None:
    """CSV; a file gets a mark, so that Excel reads it as UTF-8."""
    lines = csv_lines(columns, records)
    put_lines(lines if output == STDOUT else chain((BYTE_ORDER_MARK,), lines), output)


def put_workbook(columns: Sequence[str], records: Iterable[Mapping[str, Any]], output: str) -> None:
    """A workbook, into a file or a pipe.

    Raises:
        click.UsageError: it would go to a terminal.
    """
    if output == STDOUT and sys.stdout.isatty():
        raise click.UsageError("xlsx 不能显示在终端上；请加 --output 文件名.xlsx")
    found = bytes_of(workbook(columns, records))
    if output == STDOUT:
        sys.stdout.buffer.writelines(found)
        sys.stdout.buffer.flush()
        return
    _write(output, found)


def put_lines(lines: Iterable[str], output: str) -> None:
    """Lines as they are, each with its end, to standard output or into a file."""
    if output == STDOUT:
        for line in lines:
            click.echo(line, nl=False)
        return
    _write(output, (line.encode() for line in lines))


def _write(output: str, pieces: Iterable[bytes]) -> None:
    write_whole(Path(output), pieces)
    click.echo(f"已写出 {output}", err=True)


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that appears when it is complete; an older one stays until then.

    Raises:
        GovReportError: it cannot be written; nothing has changed.
    """
    # What is no ordinary file (a pipe, /dev/stdout) cannot be replaced, only written to.
    in_place = path.exists() and not path.is_file()
    unfinished = path if in_place else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        if not in_place:
            unfinished.replace(path)
    except OSError as error:
        raise GovReportError(
            f"无法写入 {path}（{error.strerror or error}）",
            remedy="确认文件夹存在且可写，文件没有被其他程序打开",
            code="output_unwritable",
        ) from error
    finally:
        if not in_place:
            unfinished.unlink(missing_ok=True)
