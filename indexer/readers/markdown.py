"""Markdown into lines: markup undone, tables of both spellings as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.blocks import Grid, Line
from indexer.readers.html_table import read_tables, table_spans
from indexer.readers.markup import finished, undone
from indexer.readers.text import lines_of

_HEAD_RULE = re.compile(
    r"^[^\n|]*\|[^\n]*\n[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*(?::?-{3,}:?[ \t]*)?$",
    re.MULTILINE,
)
_TABLE, _CELL = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"<t[dh]\b", re.IGNORECASE)


def has_table_markup(text: str) -> bool:
    """Whether a text has the tables of Markdown, whatever its file is called.

    The rule below a table's head (``|---|---|``) or a table in HTML: plain text has neither,
    and with them comes the other markup of converters. Stars and backslashes alone say nothing.
    """
    table = _TABLE.search(text)
    if table is not None and _CELL.search(text, table.end()):
        return True
    return bool(_HEAD_RULE.search(text))


def read_markdown(text: str) -> tuple[tuple[Line, ...], tuple[Grid, ...]]:
    """Every line in order with what a reader of the page would see, and the tables in HTML.

    Args:
        text: the source, its lines ended by LF.

    Returns:
        The lines, rows of tables among them, and the grids of tables in HTML.
    """
    lines: list[Line] = []
    grids: list[Grid] = []
    begin, number = 0, 1
    for start, end in table_spans(text):
        lines += _prose(text, begin, start, number)
        number += text.count("\n", begin, start)
        rows, tables = read_tables(text[start:end], number)
        grids += [replace(grid, first=grid.first + len(lines)) for grid in tables]
        lines += rows
        number += text.count("\n", start, end)
        begin = end
    lines += _prose(text, begin, len(text), number)
    return tuple(lines), tuple(grids)


def _prose(text: str, start: int, end: int, first: int) -> Iterator[Line]:
    """Lines between tables; of a line that a table ends or begins only what is printed."""
    printed = undone(text[start:end]).split("\n")
    cut = {first} if start > 0 else set()
    cut |= {first + len(printed) - 1} if end < len(text) else set()
    for line in lines_of(printed, first):
        if line.text.strip() or line.place.line not in cut:
            yield _seen(line)


def _seen(line: Line) -> Line:
    if line.cells is None:
        return Line(finished(line.text), line.place)
    cells = tuple(finished(cell).strip() for cell in line.cells)
    printed = cells[: len(cells) - line.padding] if line.padding else cells
    return Line("\t".join(printed), line.place, cells, line.padding)
