"""Columns of values by what stands below each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from indexer.readers.pdf.unruled.word import runs
from indexer.readers.typeset import TextLine, Word

_TOUCH = 0.5
"""Points by which two words overlap before they count as one above the other."""

_NEXT_LINE = 0.9
"""Two lines of one header cell are nearer than this share of a letter."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values.

    Attributes:
        left, right: of all that stands in it.
        header: what is printed above it, in one line.
        top: where its header begins; that of no header is infinite.
    """

    left: float
    right: float
    header: str = ""
    top: float = float("inf")

    def meets(self, word: Word) -> bool:
        """Whether a word stands in it, at least in part."""
        return word.region.left < self.right - _TOUCH and word.region.right > self.left + _TOUCH


@dataclass(frozen=True, slots=True)
class Header:
    """Columns with their header.

    Attributes:
        columns: from left to right, those without any value included.
        corner: what stands over the labels.
        is_whole: whether each column has a header.
        others: words over several columns.
        unused: how many lines of the header were of no use, from the top.
    """

    columns: tuple[Column, ...]
    corner: str = ""
    is_whole: bool = False
    others: tuple[Word, ...] = field(default=())
    unused: int = 0


def columns_of(words: Iterable[Word]) -> tuple[Column, ...]:
    """Columns that words make which overlap, from left to right."""
    found: list[Column] = []
    for word in sorted(words, key=lambda w: w.region.left):
        if found and word.region.left < found[-1].right - _TOUCH:
            last = found[-1]
            found[-1] = replace(last, right=max(last.right, word.region.right))
        else:
            found.append(Column(word.region.left, word.region.right))
    return tuple(found)


def under_header(columns: Sequence[Column], lines: Sequence[TextLine], label_end: float) -> Header:
    """Columns with the header lines above them.

    Each phrase of the header, from the lowest line upwards, stands over one column, begins a
    column that prints no value, or goes over several.

    Args:
        columns: as values make them.
        lines: of the header, from top to bottom.
        label_end: where labels end.
    """
    found = list(columns)
    corner: list[str] = []
    others: list[Word] = []
    waiting: list[Word] = []
    unused = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        before: list[str] = []
        beyond: list[Word] = []
        for word in _phrases(line.words, found):
            if word.region.left < label_end:
                before.append(word.text)
                continue
            over = [i for i, column in enumerate(found) if column.meets(word)]
            if not over:
                found.append(
                    Column(word.region.left, word.region.right, word.text, word.region.top)
                )
            elif len(over) == 1 and _goes_on(found[over[0]], word):
                found[over[0]] = _headed(found[over[0]], word)
            else:
                beyond.append(word)
                continue
            unused = index
        waiting += beyond
        corner = [*before, *corner]
        if unused == index:
            others, waiting = [*others, *waiting], []
    found.sort(key=lambda column: column.left)
    whole = bool(found) and all(column.header for column in found)
    return Header(tuple(found), "".join(corner), whole, tuple(others), unused)


def _phrases(words: Sequence[Word], columns: Sequence[Column]) -> list[Word]:
    """The phrases of a line: its words, and those whose letters are set apart (总 计)."""
    found: list[Word] = []
    for phrase in runs(words):
        inside = phrase.region
        letters = [w for w in words if inside.left <= w.region.left <= inside.right]
        is_spread = all(len(word.text) == 1 for word in letters)
        if not is_spread or sum(column.meets(phrase) for column in columns) > 1:
            found += letters
        else:
            found.append(phrase)
    return found


def _goes_on(column: Column, word: Word) -> bool:
    return not column.header or column.top - word.region.bottom < _NEXT_LINE * word.size


def _headed(column: Column, word: Word) -> Column:
    return Column(
        min(column.left, word.region.left),
        max(column.right, word.region.right),
        word.text + column.header,
        word.region.top,
    )
