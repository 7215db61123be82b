"""Tables in HTML, as converters leave them inside Markdown, into grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from govreport_search.domain import Place
from indexer.blocks import Grid, GridCell, Line, row_line
from indexer.readers.span import MOST_POSITIONS, Spanned, placed, span

_TABLE_TAG = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_BLOCKS = frozenset(("br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"))
_UNSEEN = frozenset(("script", "style"))


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


def read_tables(markup: str, first: int) -> tuple[list[Line], list[Grid]]:
    """Its rows, each at the lines where its markup stands, and the grids they form.

    A table inside a cell is one of its own, and what stands around it, too.

    Args:
        markup: from ``<table`` to ``</table>``.
        first: the number of the line where it begins.

    Returns:
        The lines, and grids whose ``first`` counts within these lines.
    """
    reader = _Reader(first)
    reader.feed(markup)
    reader.close()
    reader.end_table()
    return reader.lines, reader.grids


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Spanned[str], ...]
    place: Place


class _Reader(HTMLParser):
    def __init__(self, first: int) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.grids: list[Grid] = []
        self._first = first
        self._rows: list[_Row] = []
        self._row: list[Spanned[str]] | None = None
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._started = first
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.end_table()
        elif tag == "tr":
            self._end_row()
            self._started, self._row = self._line, []
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row is None:
                self._started, self._row = self._line, []
            self._cell = [""]
            given = dict(attrs)
            self._spans = (span(given.get("colspan")), span(given.get("rowspan"), least=0))
        elif tag in _BLOCKS and self._cell is not None:
            self._cell.append("")
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.end_table()
        elif tag == "tr":
            self._end_row()
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
            self.end_table()
            line = self._line
            for offset, part in enumerate(data.split("\n")):
                if part.strip():
                    self.lines.append(Line(part.strip(), Place(line=line + offset)))

    def end_table(self) -> None:
        """Keep the rows so far: as a grid, or as text where they have but one column."""
        self._end_row()
        rows, self._rows = self._rows, []
        cells, height, width = placed([[row.cells for row in rows]])
        if width < 2 or height * width > MOST_POSITIONS:
            for row in rows:
                parts = [part for cell in row.cells for part in cell.content.split("\n")]
                self.lines += [Line(part, row.place) for part in parts if part]
            return
        made: list[list[GridCell]] = [[] for _ in rows]
        for cell in cells:
            at = (cell.row, cell.column, rows[cell.row].place, cell.rows, cell.columns)
            made[cell.row].append(GridCell(cell.content, *at))
        every = tuple(cell for row in made for cell in row)
        self.grids.append(Grid(len(self.lines), height, width, every))
        self.lines += [row_line(row, rows[at].place) for at, row in enumerate(made)]

    def _end_row(self) -> None:
        self._end_cell()
        row, self._row = self._row, None
        if row is not None:
            self._rows.append(_Row(tuple(row), Place(line=self._started, end_line=self._line)))

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        parts = [" ".join(part.split()) for part in self._cell]
        text = "\n".join(part for part in parts if part)
        self._row.append(Spanned(text, *self._spans))
        self._cell = None

    @property
    def _line(self) -> int:
        return self._first + self.getpos()[0] - 1
