"""The reference reading of a PDF: pdfplumber's parser and table finder, ten times slower.

It shares neither the parser (pdfminer instead of pdfium) nor the way from rules to cells with
the fast path, so that the two are unlikely to be wrong together; where they differ, nobody
should trust either unseen. Rows that a page break leaves open are closed as on the fast path:
pdfplumber alone loses them without a word.
"""

from __future__ import annotations

import io
import logging
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pdfplumber
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from govreport_search.domain import BOX_UNIT, Box, Place
from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.blocks import Document, Grid, GridCell, Line, laid_out, row_line
from indexer.readers.pdf.library import damaged, with_annotations
from indexer.readers.pdf.prose import holds_prose
from indexer.readers.pdf.watermark import laid_over
from indexer.readers.sniff import Kind

# pdfminer warns of every font that lacks something; what it cannot read is unreadable here.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_SAME = 1.5
"""Edges nearer than this, in points, are one."""

_DANGLING = 3
"""Vertical rules that must end at one height without a horizontal rule to close a row there."""

MOST_CHARACTERS = 15_000
"""Clamp for the characters of a page: a full one has 3,000, and these take seconds."""

MOST_EDGES = 6_000
"""Clamp for the rules of a page: the longest table of a report has 1,500."""

MOST_SECONDS = 60.0
"""Processor time after which no further page is begun; the longest published PDF takes 40 s."""

_Bounds = tuple[float, float, float, float]


def read_reference(data: bytes, name: str) -> Document:
    """The lines and grids of a PDF as pdfplumber sees them.

    Only for files that the fast path has read: it checks sizes, pages and encryption first.

    Raises:
        UnreadableSourceError: with code ``damaged`` where pdfminer cannot parse the file,
            ``too_complex`` where that takes longer than any report does: the first reading
            stands alone then, instead of being lost with its worker.
    """
    lines: list[Line] = []
    grids: list[Grid] = []
    until = time.process_time() + MOST_SECONDS
    try:
        with pdfplumber.open(io.BytesIO(with_annotations(data))) as pdf:
            pages = len(pdf.pages)
            for page in pdf.pages:
                if time.process_time() > until or _is_too_dense(page):
                    raise UnreadableSourceError(
                        say(
                            "%(name)s 第 %(number)s 页内容过多，不作对照读取",
                            name=name,
                            number=page.page_number,
                        ),
                        remedy=say("以第一种读法为准，请对照原件核对"),
                        code="too_complex",
                    )
                _add_page(page, lines, grids)
                page.close()
    except (PDFSyntaxError, PdfminerException, ValueError, KeyError, TypeError) as error:
        # pdfminer's parser raises whatever a broken object leads it to.
        raise damaged(name, say("对照读取失败")) from error
    numbered, placed, text = laid_out(lines, grids)
    return Document(numbered, Kind.PDF, "", text, placed, pages=pages)


def _is_too_dense(page: Any) -> bool:
    return len(page.chars) > MOST_CHARACTERS or len(page.edges) > MOST_EDGES


def _add_page(page: Any, lines: list[Line], grids: list[Grid]) -> None:
    """Append a page's lines and grids from top to bottom."""
    shown = _upright(page.dedupe_chars())
    found = [table for table in _tables(shown) if _is_table(table)]
    boxes = [_union(table.cells) for table in found]
    prose = shown.filter(lambda thing: not _inside(thing, boxes))
    parts: list[tuple[float, Any]] = [
        (line["top"], line) for line in prose.extract_text_lines(return_chars=False)
    ]
    parts += [(box[1], table) for box, table in zip(boxes, found, strict=True)]
    for _, part in sorted(parts, key=lambda item: item[0]):
        if isinstance(part, dict):
            bounds = (part["x0"], part["top"], part["x1"], part["bottom"])
            lines.append(Line(part["text"], _place(page, bounds)))
        else:
            _add_table(page, part, lines, grids)


def _upright(page: Any) -> Any:
    """The page without the letters of watermarks: those askew, and large ones over others."""
    chars = page.chars
    if not chars:
        return page
    boxes = np.array([[c["x0"], c["top"], c["x1"], c["bottom"]] for c in chars], np.float32)
    struck = laid_over(boxes)
    level = np.array([bool(c["upright"]) for c in chars])
    if 2 * level.sum() > len(chars):
        struck |= ~level
    if not struck.any():
        return page
    gone = {id(chars[i]) for i in np.flatnonzero(struck)}
    return page.filter(lambda thing: id(thing) not in gone)


def _tables(page: Any) -> list[Any]:
    """Tables of pdfplumber's finder, with a rule drawn where a page break left a row open."""
    missing = list(_open_ends(page.edges))
    settings = {"explicit_horizontal_lines": missing} if missing else {}
    tables: list[Any] = page.find_tables(table_settings=settings)
    return tables


def _open_ends(edges: Sequence[dict[str, Any]]) -> Iterator[float]:
    """Heights at which several vertical rules end, top or bottom, and no horizontal rule runs."""
    rules = [edge for edge in edges if edge["orientation"] == "v"]
    flat = sorted(edge["top"] for edge in edges if edge["orientation"] == "h")
    for end, outermost in (("top", min), ("bottom", max)):
        if not rules:
            return
        height = outermost(edge[end] for edge in rules)
        columns = {round(e["x0"] / _SAME) for e in rules if abs(e[end] - height) <= 2 * _SAME}
        at = bisect_left(flat, height - 2 * _SAME)
        closed = at < len(flat) and flat[at] <= height + 2 * _SAME
        if len(columns) >= _DANGLING and not closed:
            yield height


def _is_table(table: Any) -> bool:
    """Whether a find is a table, not a page of prose in a frame."""
    if len({cell[0] for cell in table.cells}) < 2:
        return False
    return not holds_prose([len(text or "") for row in table.extract() for text in row])


def _add_table(page: Any, table: Any, lines: list[Line], grids: list[Grid]) -> None:
    columns = _tracks([x for cell in table.cells for x in (cell[0], cell[2])])
    rows = _tracks([y for cell in table.cells for y in (cell[1], cell[3])])
    first = len(lines)
    cells = sorted(
        (_cell(page, bounds, text, rows, columns) for bounds, text in _texts(table)),
        key=lambda cell: (cell.row, cell.column),
    )
    for row, (top, bottom) in enumerate(pairwise(rows)):
        place = _place(page, (columns[0], top, columns[-1], bottom))
        lines.append(row_line([cell for cell in cells if cell.row == row], place))
    grids.append(Grid(first, len(rows) - 1, len(columns) - 1, tuple(cells)))


def _texts(table: Any) -> Iterator[tuple[_Bounds, str]]:
    """Each cell once, with its text."""
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for bounds, text in zip(row.cells, texts, strict=True):
            if bounds is not None:
                yield bounds, text or ""


def _cell(
    page: Any, bounds: _Bounds, text: str, rows: Sequence[float], columns: Sequence[float]
) -> GridCell:
    left, top, right, bottom = bounds
    row, column = _track(rows, top), _track(columns, left)
    return GridCell(
        text.strip(),
        row,
        column,
        _place(page, bounds),
        rows=max(_track(rows, bottom) - row, 1),
        columns=max(_track(columns, right) - column, 1),
        legible="(cid:" not in text,
    )


def _tracks(positions: Sequence[float]) -> list[float]:
    """Distinct positions in order; those nearly the same are one."""
    distinct: list[float] = []
    for position in sorted(positions):
        if not distinct or position - distinct[-1] > _SAME:
            distinct.append(position)
    return distinct


def _track(tracks: Sequence[float], position: float) -> int:
    return min(range(len(tracks)), key=lambda i: abs(tracks[i] - position))


def _union(cells: Sequence[_Bounds]) -> _Bounds:
    return (
        min(c[0] for c in cells),
        min(c[1] for c in cells),
        max(c[2] for c in cells),
        max(c[3] for c in cells),
    )


def _inside(thing: dict[str, Any], boxes: Sequence[_Bounds]) -> bool:
    """Whether the middle of a character stands in one of the boxes."""
    if thing.get("object_type") != "char":
        return False
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _place(page: Any, bounds: _Bounds) -> Place:
    left, top, right, bottom = bounds
    origin_x, origin_y = page.bbox[0], page.bbox[1]
    width, height = float(page.width) or 1.0, float(page.height) or 1.0
    return Place(
        page=page.page_number,
        box=Box(
            _unit((left - origin_x) / width),
            _unit((top - origin_y) / height),
            _unit((right - origin_x) / width),
            _unit((bottom - origin_y) / height),
        ),
    )


def _unit(share: float) -> int:
    return round(min(max(share, 0.0), 1.0) * BOX_UNIT)
