"""Lines into pieces of label and vectors of values, before anything is known of a form.

A vector is what a row of a table leaves on paper: the values of one line, or of several
lines that print one value each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from govreport_search.domain import Place, spanning
from govreport_search.text.label import plain_key, split_numbering
from indexer.blocks import Line

_NUMBER = r"(?:增加|减少|[增减加+\-−↑↓])?\s*\d[\d,.\s]*?"
_UNIT = r"(?:万元|亿元|元|件|条|宗|项|个|次|起|例|篇|人次|人|期|场)?"
_NOTE = r"(?:\s*\([^()]*\)?)?"
_VALUE = re.compile(
    rf"(?:{_NUMBER}\s*{_UNIT}{_NOTE}|[〇零]\s*{_UNIT}|[/\\×]|[-—]{{1,3}}|无|不涉及|空|持平|无变化|不变)"
)
_SIGN_APART = re.compile(r"增加|减少|[增减↑↓]")
_UNIT_APART = re.compile(r"万元|亿元|元|[件条宗项个次起例篇人期场]")
_NOTE_MARK = re.compile(r"(?:(?<=\d)|^)([²³¹⁰⁴-⁹₀-₉①-⑳⒈-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿])")
"""Raised, lowered, ringed and dotted numbers, where they follow a digit or begin."""

_BARE_NUMBER = re.compile(r"\d[\d,.]*")
_FURNITURE = re.compile(
    r"[-—–~·]\s*\d{1,3}\s*[-—–~·]|(?:page|p)\s*\.?\s*\d{1,3}|第\s*\d{1,3}\s*页(?:\s*[,/]?\s*共\s*\d{1,3}\s*页)?"
    r"|\d{1,3}\s*/\s*\d{1,3}\s*页?",
    re.IGNORECASE,
)
_SPLIT_BEFORE = re.compile(
    r"(?<!第)(?=[（(]\s?[一二三四五六七八]\s?[）)])|(?<![\d.、．第])(?=\d{1,2}\s*[.、．](?!\s*\d))"
)
_GLUED_VALUE = re.compile(r"(.*[\u3400-\u9fff）)”])(\d[\d,.]*)")


@dataclass(frozen=True)
class Piece:
    """A run of label text: a word of a plain line, or a cell or part of one.

    Attributes:
        text: as printed.
        line: index of its line.
        cell: index among the line's cells, ``None`` in a plain line.
    """

    text: str
    line: int
    cell: int | None = None

    @cached_property
    def no(self) -> str:
        """Its leading number in one spelling, e.g. ``（三）``; empty if there is none."""
        return split_numbering(self.text)[0]

    @cached_property
    def key(self) -> str:
        """What is compared; may be empty, as for a lone ``、``."""
        return plain_key(split_numbering(self.text)[1])

    @cached_property
    def bare_key(self) -> str:
        """The key without a bracketed explanation at the end; ``key`` if there is none."""
        rest = split_numbering(self.text)[1]
        head = re.split(r"[（(]", rest, maxsplit=1)[0]
        return plain_key(head) or self.key


@dataclass(frozen=True)
class Cell:
    """One printed value, blank or not."""

    raw: str
    line: int


@dataclass(frozen=True)
class Vector:
    """Values that stand together.

    Attributes:
        cells: in printed order, never empty; merged-cell padding is dropped already.
        start: index of the first value among its line's cells; ``None`` in a plain line.
        width: how many cells that line has; 0 in a plain line.
        lead: index of the line of the label before it, or of its own first line.
    """

    cells: tuple[Cell, ...]
    start: int | None
    width: int
    lead: int

    @property
    def line(self) -> int:
        """Index of the first value's line."""
        return self.cells[0].line

    @property
    def end_line(self) -> int:
        """Index of the last value's line."""
        return self.cells[-1].line

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed in any cell."""
        return not any(cell.raw for cell in self.cells)

    @property
    def is_column(self) -> bool:
        """Whether it is printed one value a line."""
        return len({cell.line for cell in self.cells}) == len(self.cells)


Item = Piece | Vector


def place_of(lines: Sequence[Line], first: int, last: int) -> Place:
    """The place from one line to another, both given by index."""
    return spanning([line.place for line in lines[first : last + 1]])


def plain_value(text: str) -> str:
    """A printed value in plain characters; the mark of a note never becomes one of its digits.

    ``１２`` is 12, but ``12①`` and ``12²`` are 12 with a note in brackets.
    """
    return unicodedata.normalize("NFKC", _NOTE_MARK.sub(r"(\1)", text)).strip()


def is_value(text: str) -> bool:
    """Whether a printed word or cell can be a value; a blank is none here."""
    return bool(_VALUE.fullmatch(plain_value(text)))


def is_furniture(text: str) -> bool:
    """Whether a line is a page number (``- 4 -``, ``P. 8``, ``第3页``) and nothing else."""
    return bool(_FURNITURE.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def items_of(line: Line, index: int) -> list[Item]:
    """Label pieces and values of one line, in order; page numbers give nothing."""
    if is_furniture(line.text):
        return []
    if line.cells is None:
        return _plain_items(line.text, index)
    cells = line.cells[: len(line.cells) - line.padding] if line.padding else line.cells
    if not cells:
        return []
    if len(cells) == 2 and not (cells[0] and cells[1]) and is_value(cells[0] or cells[1]):
        # a browser's copy of a table of paragraphs: a value a line, the tab between the cells
        return [Vector((Cell(cells[0] or cells[1], index),), None, 0, index)]
    last_label = max((i for i, c in enumerate(cells) if c and not is_value(c)), default=-1)
    pieces: list[Item] = []
    for i, cell in enumerate(cells[: last_label + 1]):
        if cell and not (is_value(cell) and i == 0):
            pieces.extend(Piece(part, index, i) for part in _parts(cell))
    tail = tuple(Cell(cell, index) for cell in cells[last_label + 1 :])
    if tail:
        pieces.append(Vector(tail, last_label + 1, len(cells), index))
    return pieces


def text_cells(line: Line, index: int, first: int, vector: Vector) -> Vector:
    """The same vector, but starting at an earlier cell: what looked like label was a value."""
    assert line.cells is not None
    cells = line.cells[: len(line.cells) - line.padding] if line.padding else line.cells
    return Vector(tuple(Cell(c, index) for c in cells[first:]), first, vector.width, vector.lead)


def _plain_items(text: str, index: int) -> list[Item]:
    words = _words(text)
    values: list[str] = []
    while words and (taken := _words_of_value(words)):
        values.insert(0, " ".join(words[-taken:]))
        del words[-taken:]
    if words:
        glued = _GLUED_VALUE.fullmatch(unicodedata.normalize("NFKC", words[-1]))
        if glued and not is_value(words[-1]) and not _open_bracket(glued.group(1)):
            words[-1] = glued.group(1)
            values.insert(0, glued.group(2))
    items: list[Item] = [Piece(part, index) for word in words for part in _parts(word)]
    if values:
        items.append(Vector(tuple(Cell(v, index) for v in values), None, 0, index))
    return items


def _words_of_value(words: Sequence[str]) -> int:
    """How many words at the end are one value: its sign and its unit may stand apart; 0 if none."""
    plain = [unicodedata.normalize("NFKC", word) for word in words[-3:]]
    unit = len(plain) > 1 and bool(_UNIT_APART.fullmatch(plain[-1]))
    number = plain[: len(plain) - unit]
    if not _BARE_NUMBER.fullmatch(number[-1]):
        return 1 if is_value(words[-1]) else 0
    sign = len(number) > 1 and bool(_SIGN_APART.fullmatch(number[-2]))
    return 1 + unit + sign


def _words(text: str) -> list[str]:
    """Words of a plain line; a bracketed note stays with the number before it."""
    words: list[str] = []
    for word in text.split():
        if words and _open_note(words[-1]):
            words[-1] = f"{words[-1]} {word}"
        else:
            words.append(word)
    return words


def _open_bracket(printed: str) -> bool:
    """Whether a bracket is still open: a number in it is part of an explanation."""
    return printed.count("(") > printed.count(")")


def _open_note(word: str) -> bool:
    plain = unicodedata.normalize("NFKC", word)
    return bool(re.match(r"\d", plain)) and plain.count("(") > plain.count(")")


def _parts(word: str) -> Iterator[str]:
    """A word or cell, cut where a numbered label begins inside it."""
    for part in _SPLIT_BEFORE.split(word):
        if part.strip():
            yield part.strip()


def stream(
    lines: Sequence[Line], first: int, end: int, skipped: AbstractSet[int] = frozenset()
) -> list[Item]:
    """Items of ``lines[first:end]``; values printed one a line are joined into one vector."""
    items: list[Item] = []
    for index in range(first, end):
        if index in skipped:
            continue
        for item in items_of(lines[index], index):
            if isinstance(item, Vector) and items and isinstance(items[-1], Vector):
                joined = _join_column(items[-1], item)
                if joined is not None:
                    items[-1] = joined
                    continue
            if isinstance(item, Vector) and items and isinstance(items[-1], Piece):
                item = Vector(item.cells, item.start, item.width, items[-1].line)
            items.append(item)
    return items


def _join_column(above: Vector, below: Vector) -> Vector | None:
    if len(below.cells) > 1 or not above.is_column or below.width > 1 or above.width > 1:
        return None
    if above.start not in (None, 0) or below.start not in (None, 0):
        return None
    return Vector(above.cells + below.cells, above.start, above.width, above.lead)
