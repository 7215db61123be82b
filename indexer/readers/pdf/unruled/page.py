"""The unruled tables among the lines of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from indexer.readers.pdf.page import Frame
from indexer.readers.pdf.table import Content, PageTable
from indexer.readers.pdf.unruled.body import Body, body_of
from indexer.readers.pdf.unruled.column import Column, Header, under_header
from indexer.readers.pdf.unruled.table import page_table
from indexer.readers.pdf.unruled.word import is_number, runs, values_of, with_whole_numbers
from indexer.readers.typeset import TextLine, Word, text_lines

_STOP = ("。", "；", "单位：", "单位:")
_MOST_HEADER = 10
_HEADER_GAP = 2.2
"""Header lines are no further apart than this many letters."""

_FAR = 4.0
"""Lines further apart than this many letters are of two tables."""

_FEWEST = 3
"""Tables of fewer rows without a header stay lines: nothing proves their columns."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page with its unruled tables.

    Attributes:
        lines: those outside all tables.
        tables: from top to bottom.
        columns: of its last table, where that may go on on the next page.
    """

    lines: tuple[TextLine, ...]
    tables: tuple[PageTable, ...]
    columns: tuple[Column, ...] = field(default=())


def unruled(content: Content, before: Sequence[Column] = ()) -> Part:
    """The tables without vertical rules among a page's lines.

    Args:
        content: the page.
        before: columns of the table at the end of the page before, if there is one.
    """
    lines = [with_whole_numbers(line) for line in content.lines]
    values = values_of(lines)
    frame = content.page.frame
    rules = sorted({rule.at for rule in content.page.horizontal})
    taken: set[int] = set()
    tables: list[PageTable] = []
    others: list[Word] = []
    carried: tuple[Column, ...] = ()
    for first, end in _stretches(lines, values, content.letter, frame):
        low = max(taken, default=-1) + 1
        begin, end = _with_labels(lines, values, first, end, low, content.letter)
        ends = (bool(before) and not tables, end >= len(lines) - 1)
        body = body_of(lines[begin:end], values[begin:end], rules, ends)
        if body is None:
            continue
        start = next(i for i in range(begin, end) if i - begin not in body.outside)
        top = _header_start(lines, values, start, low, body)
        header = under_header(body.columns, lines[top:start], body.label_end)
        if header.unused == start - top:
            header = _carried(body, before if not tables else ())
        is_proven = header.is_whole or (len(body.bands) >= _FEWEST and body.has_labels)
        table = page_table(frame, body, header) if is_proven else None
        if table is None:
            continue
        tables.append(table)
        others += header.others
        taken.update(range(top + header.unused, start))
        taken.update(i for i in range(start, end) if i - begin not in body.outside)
        carried = header.columns if header.is_whole else ()
    rest = [line for i, line in enumerate(lines) if i not in taken]
    return Part((*rest, *text_lines(others)), tuple(tables), carried)


def _carried(body: Body, before: Sequence[Column]) -> Header:
    """The columns of the page before, where each of this page's stands in one of them."""
    over = [
        [c for c in before if c.left < mine.right and c.right > mine.left] for mine in body.columns
    ]
    if before and all(len(found) == 1 for found in over):
        return Header(tuple(Column(c.left, c.right) for c in before), is_whole=True)
    return Header(body.columns)


def _stretches(
    lines: Sequence[TextLine], values: Sequence[list[Word]], letter: float, frame: Frame
) -> list[tuple[int, int]]:
    """Runs of lines from one with values to one with values; labels may stand between."""
    found: list[tuple[int, int]] = []
    start = last = -1
    labels, edge = 0.0, float("inf")
    for index, line in enumerate(lines):
        numbers = [] if _is_page_number(line, index, lines, frame) else values[index]
        words = line.words[: len(line.words) - len(numbers)]
        reach = max((word.region.right for word in words), default=0.0)
        left = numbers[0].region.left if numbers else float("inf")
        far = start >= 0 and line.region.top - lines[index - 1].region.bottom > _FAR * letter
        crosses = max(labels, reach) > min(edge, left) + 1
        if start >= 0 and (far or crosses):
            found.append((start, last + 1))
            start, labels, edge = -1, 0.0, float("inf")
        if numbers and start < 0:
            start = index
        if start >= 0:
            labels, edge = max(labels, reach), min(edge, left)
        if numbers:
            last = index
    if start >= 0:
        found.append((start, last + 1))
    return found


def _is_page_number(line: TextLine, index: int, lines: Sequence[TextLine], frame: Frame) -> bool:
    """Whether a number stands alone at the foot or head of the page."""
    if len(line.words) > 1 or index not in (0, len(lines) - 1):
        return False
    return line.region.top > 0.85 * frame.height or line.region.bottom < 0.12 * frame.height


def _with_labels(
    lines: Sequence[TextLine],
    values: Sequence[list[Word]],
    first: int,
    end: int,
    low: int,
    letter: float,
) -> tuple[int, int]:
    """The same with the lines before and behind that may be of the outer rows' labels."""
    body = lines[first:end]
    numbers = [word for found in values[first:end] for word in found]
    edge = min(word.region.left for word in numbers)
    size = median(line.region.bottom - line.region.top for line in body)
    beside = [
        word.region
        for line, found in zip(body, values[first:end], strict=True)
        for word in line.words[: len(line.words) - len(found)]
    ]
    left = min((region.left for region in beside), default=0.0)
    right = max((region.right for region in beside), default=edge)

    def is_label(index: int, other: int) -> bool:
        line, beside = lines[index], lines[other]
        near = (
            max(line.region.top, beside.region.top) - min(line.region.bottom, beside.region.bottom)
            < 1.0 * letter
        )
        tall = line.region.bottom - line.region.top
        alike = 0.7 * size < tall < 1.3 * size
        within = line.region.left < right and line.region.right > left
        return near and alike and within and line.region.right <= edge + 1 and not values[index]

    while first > low and is_label(first - 1, first):
        first -= 1
    while end < len(lines) and is_label(end, end - 1):
        end += 1
    return first, end


def _header_start(
    lines: Sequence[TextLine], values: Sequence[list[Word]], begin: int, low: int, body: Body
) -> int:
    """Where the header above a body begins."""
    letter = median(word.size for band in body.bands for word in band.words)
    edge = min(column.left for column in body.columns)
    start = begin
    for index in range(begin - 1, max(low, begin - _MOST_HEADER) - 1, -1):
        line = lines[index]
        if values[index] or any(sign in line.text for sign in _STOP):
            break
        gap = lines[index + 1].region.top - line.region.bottom
        if gap > _HEADER_GAP * letter:
            break
        parts = list(runs(line.words))
        size = line.words[0].size
        if not 0.7 < size / letter < 1.4:
            break
        crossing = any(
            p.region.left < body.label_end - size
            and p.region.right > (body.label_end + size if len(parts) == 1 else edge)
            for p in parts
        )
        if crossing or any(is_number(p) for p in parts):
            break
        if any(p.region.left > body.label_end - 1 for p in parts):
            start = index
    return start
