"""Records as CSV that opens in Excel, and as JSON lines."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
"""Written first in CSV files: without it Excel reads UTF-8 as the system's old code page."""

NATIONWIDE = "全国"
"""What CSV shows for the empty region of a national body; an unknown region is an empty cell."""

_FORMULA = re.compile(r"[=+\-@\t\r]")
_HARMLESS = re.compile(r"[+\-]*|[+\-]?\d[\d,]*(?:\.\d+)?")


def csv_lines(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of CSV, header first, each with its line end (a cell may hold line breaks)."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in _rows(columns, records):
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def json_lines(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object a line, keys in the order of the columns."""
    for record in records:
        ordered = {name: record.get(name) for name in columns}
        yield json.dumps(ordered, ensure_ascii=False, allow_nan=False) + "\n"


def _rows(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    yield list(columns)
    for record in records:
        yield [csv_cell(record.get(name)) for name in columns]


def csv_cell(value: Any) -> str:
    """One cell's text.

    A region is joined by ``/``, the sides of a box by commas. A text that a spreadsheet would
    run as a formula gets an apostrophe in front, which spreadsheets take as "this is text": the
    words come from files found in the wild.
    Numbers, also signed ones printed in a report (``-35``), stay as they are.
    """
    words = cell_words(value)
    from_text = isinstance(value, str) or (
        isinstance(value, list | tuple) and any(isinstance(part, str) for part in value)
    )
    if from_text and _FORMULA.match(words) and not _HARMLESS.fullmatch(words):
        return f"'{words}"
    return words


def cell_words(value: Any) -> str:
    """What a cell says, before anything is done for the programs that read it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple) and value and all(isinstance(v, int) for v in value):
        return ",".join(map(str, value))
    if isinstance(value, list | tuple):
        return "/".join(map(str, value)) or NATIONWIDE
    return str(value)
