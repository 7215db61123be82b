"""Lines that print another year's table: last year's once more, or a comparison over years.

They are passed over before rows are named: two tables of a kind in one stretch spoil the order
by which rows without a label of their own are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from govreport_search.text.label import plain_key
from indexer.blocks import Line
from indexer.grid import Vector, items_of, stream
from indexer.recognise.caption import (
    Said,
    compares,
    compares_years,
    is_unit_line,
    may_say,
    said,
    title_year,
)
from indexer.recognise.event import events
from indexer.recognise.stretch import is_known
from indexer.recognise.unit import Unit
from indexer.recognise.vocabulary import Kind, Vocabulary
from indexer.segment import Heading

_SHARED = 0.8
_FEWEST = 3
_HEADER_LINES = 6


@dataclass(frozen=True)
class _Caption:
    """Lines from ``first`` to ``table``, where a table begins, and what they say."""

    first: int
    table: int
    said: Said


def earlier_years(
    lines: Sequence[Line],
    heads: Sequence[Heading],
    words: Vocabulary,
    drawn: AbstractSet[int] = frozenset(),
) -> frozenset[int]:
    """Lines, by index, of tables that print other years' numbers.

    A table with columns of several years is a comparison. A table that is announced as last
    year's, or under an earlier year than the report's, is passed over where the report prints
    four in five of its labels elsewhere, too.

    Args:
        lines: the report's lines.
        heads: its headings; a table ends with its chapter.
        words: the form's labels.
        drawn: lines that are rows of grids, of which that is decided elsewhere.
    """
    captions = list(_captions(lines, words, drawn))
    own = title_year(lines) or max((c.said.year for c in captions), default=0)
    stops = sorted({h.first for h in heads} | {c.first for c in captions})
    compared = {
        i
        for i, line in enumerate(lines)
        if i not in drawn and may_say(line.text) and _is_compared(lines, i)
    }
    result: set[int] = set()
    for index in sorted(compared):
        result.update(range(index, _next(_openings(lines, words, index), stops, index, lines)))
    past = [
        range(c.first, _end(lines, c, captions, heads))
        for c in captions
        if c.said.is_before(own) and c.first not in result
    ]
    if past:
        masked = result.union(*past)
        elsewhere = _labels(lines, (i for i in range(len(lines)) if i not in masked), words)
        for block in past:
            mine = _labels(lines, block, words)
            if len(mine) >= _FEWEST and len(mine & elsewhere) >= _SHARED * len(mine):
                result.update(block)
    return frozenset(result)


def _captions(
    lines: Sequence[Line], words: Vocabulary, drawn: AbstractSet[int]
) -> Iterator[_Caption]:
    """Lines that say a year and have a table below them."""
    for index, line in enumerate(lines):
        if index in drawn or not may_say(line.text):
            continue
        if not (text := _alone(line)) or is_known(line, words):
            continue
        what = said([text])
        if what != Said() and (table := _table_below(lines, index, words)) is not None:
            yield _Caption(index, table, what)


def _alone(line: Line) -> str:
    """What a line prints, if it is not a row of several cells or with values."""
    cells = [cell for cell in line.cells or () if cell]
    if len(cells) > 1 or any(isinstance(item, Vector) for item in items_of(line, 0)):
        return ""
    return "".join(line.text.split())


def _table_below(lines: Sequence[Line], index: int, words: Vocabulary) -> int | None:
    """The index of the first line of the table right below a line, none if there is none."""
    for below in range(index + 1, len(lines)):
        if not lines[below].text.strip() or is_unit_line(lines[below]):
            continue
        return below if is_known(lines[below], words) else None
    return None


def _end(
    lines: Sequence[Line],
    caption: _Caption,
    captions: Sequence[_Caption],
    heads: Sequence[Heading],
) -> int:
    """The index behind a captioned table.

    It goes to the next caption; without one to where its first line is printed again, as
    another table of the kind begins, or to the end of the chapter.
    """
    chapter = min((h.first for h in heads if h.first > caption.table), default=len(lines))
    behind = [c.first for c in captions if caption.first < c.first < chapter]
    if behind:
        return behind[0]
    opening = plain_key(lines[caption.table].text)
    again = (i for i in range(caption.table + 1, chapter) if plain_key(lines[i].text) == opening)
    return next(again, chapter)


def _is_compared(lines: Sequence[Line], index: int) -> bool:
    """Whether the header of a comparison begins in a line: a row of it, or a word a line.

    Of words that may be pieces of broken labels (上一年 / 项目数量) only years are sure.
    """
    line = lines[index]
    texts = list(line.cells) if line.cells is not None else line.text.split()
    if len(texts) > 1 and not _has_numbers(line, index):
        return compares("".join(text.split()) for text in texts if not text.startswith("上一年"))
    below = [each.text.strip() for each in lines[index : index + _HEADER_LINES]]
    shown = [text for text in below if text][:2]
    return len(shown) == 2 and len(shown[0]) <= len("2020年度情况") and compares_years(shown)


def _has_numbers(line: Line, index: int) -> bool:
    return any(isinstance(item, Vector) and not item.is_blank for item in items_of(line, index))


def _openings(lines: Sequence[Line], words: Vocabulary, index: int) -> list[int]:
    """Lines behind an index that begin a table of the form: its group's or corner's label."""
    begins = {e.key for e in words.entries if e.kind is Kind.GROUP}
    begins |= {e.key for e in words.entries if e.kind is Kind.HEADER and len(e.key) > 4}
    return [
        i
        for i in range(index + 1, len(lines))
        if _alone(lines[i]) and plain_key(lines[i].text) in begins
    ]


def _next(openings: Sequence[int], stops: Sequence[int], index: int, lines: Sequence[Line]) -> int:
    behind = [i for i in (*openings, *stops) if i > index]
    return min(behind, default=len(lines))


def _labels(
    lines: Sequence[Line], chosen: Iterable[int], words: Vocabulary
) -> set[tuple[str, str]]:
    """The labels of the form that are printed on some of the lines."""
    kept = set(chosen)
    other = {i for i in range(len(lines)) if i not in kept}
    found = events(stream(lines, 0, len(lines), other), words, lines)
    units = [event for event in found if isinstance(event, Unit)]
    return {(e.table, e.key) for unit in units for e in unit.entries if e.id or e.key}
