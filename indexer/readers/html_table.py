"""Tables in HTML, as converters leave them inside Markdown, into rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from govreport_search.domain import Place
from indexer.blocks import Line, in_one_line

MOST_SPANNED = 40
"""Clamp for colspan and rowspan: the widest statutory table has fewer columns, and rows."""

_TABLE_TAG = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_BLOCKS = frozenset(("br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"))
_UNSEEN = frozenset(("script", "style"))
_LABEL = re.compile(r"[^\W\d_]")


def table_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where outermost tables stand, half open; one that is never closed runs to the end."""
    depth = start = 0
    for tag in _TABLE_TAG.finditer(text):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield start, tag.end()
    if depth:
        yield start, len(text)


def table_lines(markup: str, first: int) -> list[Line]:
    """Its rows, each at the lines where its markup stands.

    A merged cell is one cell of the row where it is printed: tables of several parts merge
    cells only to fill a common grid. In the rows below it leaves nothing if it is a label, an
    empty cell if it is a value, so that no value moves to another column. A row of one cell is
    text in lines.

    Args:
        markup: from ``<table`` to ``</table>``.
        first: the number of the line where it begins.
    """
    reader = _Reader(first)
    reader.feed(markup)
    reader.close()
    reader.end_row()
    return reader.lines


class _Reader(HTMLParser):
    def __init__(self, first: int) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._first = first
        self._row: list[tuple[str, int, int]] | None = None
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._started = first
        self._covered: dict[int, int] = {}
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("tr", "table"):
            self.end_row()
            self._started = self._line
            self._row = [] if tag == "tr" else None
            if tag == "table":
                self._covered = {}
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row is None:
                self._started, self._row = self._line, []
            self._cell = [""]
            given = dict(attrs)
            self._spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
        elif tag in _BLOCKS and self._cell is not None:
            self._cell.append("")
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        if tag in ("tr", "table"):
            self.end_row()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in _BLOCKS and self._cell is not None:
            self._cell.append("")
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._cell is not None:
            self._cell[-1] += data
        elif data.strip():  # a caption, or what stands where no cell is
            line = self._line
            for offset, part in enumerate(data.split("\n")):
                if part.strip():
                    self.lines.append(Line(part.strip(), Place(line=line + offset)))

    def end_row(self) -> None:
        """Keep the row that is open, if any."""
        self._end_cell()
        row, self._row = self._row, None
        if row is None:
            return
        place = Place(line=self._started, end_line=self._line)
        if len(row) == 1 and not self._covered:
            parts = row[0][0].split("\n")
            self.lines.extend(Line(part, place) for part in parts if part)
            self._cover(row)
            return
        cells = self._cover(row)
        if cells:
            self.lines.append(Line("\t".join(cells), place, tuple(cells)))

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        parts = [" ".join(part.split()) for part in self._cell]
        self._row.append(("\n".join(part for part in parts if part), *self._spans))
        self._cell = None

    def _cover(self, row: list[tuple[str, int, int]]) -> list[str]:
        """The cells of the row; one that a value above covers is empty."""
        cells: list[str] = []
        above, self._covered = self._covered, {}
        column = 0
        for text, across, down in row:
            column = self._take_covered(above, column, cells)
            is_label = bool(_LABEL.search(text))
            cells.append(in_one_line(text))
            for _ in range(across):
                if down > 1:
                    self._covered[column] = -(down - 1) if is_label else down - 1
                column += 1
        self._take_covered(above, column, cells)
        return cells

    def _take_covered(self, above: dict[int, int], column: int, cells: list[str]) -> int:
        """Pass columns that a cell of a row above covers: positive where it is a value's."""
        while column in above:
            left = above.pop(column)
            if left > 0:
                cells.append("")
            if abs(left) > 1:
                self._covered[column] = left - 1 if left > 0 else left + 1
            column += 1
        return column

    @property
    def _line(self) -> int:
        return self._first + self.getpos()[0] - 1


def _span(printed: str | None) -> int:
    digits = re.match(r"\s*(\d{1,4})", printed or "")
    return min(max(int(digits[1]), 1), MOST_SPANNED) if digits else 1
