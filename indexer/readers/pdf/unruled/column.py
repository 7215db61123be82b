"""Columns of values by what stands below each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from indexer.readers.pdf.unruled.word import runs
from indexer.readers.typeset import TextLine, Word

_TOUCH = 0.5
"""Points by which two words overlap before they count as one above the other."""

_SAME_LINE = 0.5
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
        is_clear: false where two phrases stand side by side over one column, or columns overlap.
    """

    columns: tuple[Column, ...]
    corner: str = ""
    is_whole: bool = False
    others: tuple[Word, ...] = field(default=())
    unused: int = 0
    is_clear: bool = True


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
    head = _Head(list(columns))
    waiting: list[Word] = []
    unused = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        phrases = _phrases(lines[index].words, head.columns)
        inside = [word for word in phrases if word.region.left >= label_end]
        beyond = [word for word in inside if not head.takes(word)]
        head.corner = [w.text for w in phrases if w.region.left < label_end] + head.corner
        waiting += beyond
        if len(beyond) < len(inside):
            unused = index
            head.others += waiting
            waiting = []
    found = sorted(head.columns, key=lambda column: column.left)
    whole = bool(found) and all(column.header for column in found)
    is_clear = head.is_clear and all(a.right <= b.left + _TOUCH for a, b in pairwise(found))
    return Header(tuple(found), "".join(head.corner), whole, tuple(head.others), unused, is_clear)


@dataclass(slots=True)
class _Head:
    """Columns while their header is read from below."""

    columns: list[Column]
    corner: list[str] = field(default_factory=list)
    others: list[Word] = field(default_factory=list)
    is_clear: bool = True

    def takes(self, word: Word) -> bool:
        """Give a phrase to the one column it stands over; false where it goes over several."""
        over = [i for i, column in enumerate(self.columns) if column.meets(word)]
        if not over:
            region = word.region
            self.columns.append(Column(region.left, region.right, word.text, region.top))
            return True
        column = self.columns[over[0]]
        if len(over) > 1:
            return False
        if column.header and column.top < word.region.bottom - _SAME_LINE * word.size:
            self.is_clear = False  # two phrases of one line over one column
            return False
        if column.header and column.top - word.region.bottom >= _NEXT_LINE * word.size:
            return False
        self.columns[over[0]] = _headed(column, word)
        return True


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


def _headed(column: Column, word: Word) -> Column:
    return Column(
        min(column.left, word.region.left),
        max(column.right, word.region.right),
        word.text + column.header,
        word.region.top,
    )
