"""Lists that commands read, and where their answers go."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import click

from govreport_search.cli.export import write_whole
from govreport_search.cli.option import STDOUT
from govreport_search.errors import GovReportError
from govreport_search.services.delimited import BYTE_ORDER_MARK, csv_lines
from govreport_search.services.pasted import MOST_BYTES, pasted_text

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
    _put((json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n",), output)


def put_csv(columns: Sequence[str], records: Iterable[Mapping[str, Any]], output: str) -> None:
    """CSV; a file gets a mark, so that Excel reads it as UTF-8."""
    lines = csv_lines(columns, records)
    _put(lines if output == STDOUT else chain((BYTE_ORDER_MARK,), lines), output)


def _put(pieces: Iterable[str], output: str) -> None:
    if output == STDOUT:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    write_whole(Path(output), pieces)
    click.echo(f"已写出 {output}", err=True)
