"""Markdown into lines: markup undone, tables of both spellings as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.blocks import Line
from indexer.readers.html_table import table_lines, table_spans
from indexer.readers.markup import finished, undone
from indexer.readers.text import lines_of

_HEAD_RULE = re.compile(
    r"^[^\n|]*\|[^\n]*\n[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*(?::?-{3,}:?[ \t]*)?$",
    re.MULTILINE,
)
_HTML_TABLE = re.compile(r"<table\b[^<>]*>.*?<t[dh]\b", re.DOTALL | re.IGNORECASE)


def has_table_markup(text: str) -> bool:
    """Whether a text has the tables of Markdown, whatever its file is called.

    The rule below a table's head (``|---|---|``) or a table in HTML: plain text has neither,
    and with them comes the other markup of converters. Stars and backslashes alone say nothing.
    """
    return bool(_HEAD_RULE.search(text) or _HTML_TABLE.search(text))


def read_markdown(text: str) -> tuple[Line, ...]:
    """Every line in order with what a reader of the page would see, and the rows of tables.

    Args:
        text: the source, its lines ended by LF.
    """
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    begin = 0
    for start, end in table_spans(text):
        yield from _prose(text, begin, start)
        yield from table_lines(text[start:end], _line_number(text, start))
        begin = end
    yield from _prose(text, begin, len(text))


def _prose(text: str, start: int, end: int) -> Iterator[Line]:
    """Lines between tables; the rest of a line that a table ends or begins may be blank."""
    first = _line_number(text, start)
    printed = undone(text[start:end]).split("\n")
    for line in lines_of(printed, first):
        number = line.place.line
        cut = (number == first and start > 0) or (number == first + len(printed) - 1)
        if line.text.strip() or not cut:
            yield _seen(line)


def _seen(line: Line) -> Line:
    if line.cells is None:
        return Line(finished(line.text), line.place)
    cells = tuple(finished(cell).strip() for cell in line.cells)
    printed = cells[: len(cells) - line.padding] if line.padding else cells
    return Line("\t".join(printed), line.place, cells, line.padding)


def _line_number(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
