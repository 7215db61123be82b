"""Characters of a page into words, each whole and in the one cell where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.readers.pdf.overprint import (
    digits_behind_digits,
    overlapping_digits,
    struck_words,
    with_note_marks,
)
from indexer.readers.pdf.page import Floats, Glyphs, Page
from indexer.readers.rule import Region
from indexer.readers.ruled import RuledTable
from indexer.readers.typeset import IDEOGRAPHS, MIXED_GAP, NARROW_GAP, WIDE_GAP, Word

UNREADABLE = "\ufffd"
"""Stands for a character whose font does not say which one it is."""

_LETTER = 0.8
"""Size of a letter as a share of its box's height."""

_GAPS = np.array((NARROW_GAP, MIXED_GAP, WIDE_GAP), np.float32) * _LETTER

_TOUCHING = 0.12
"""Below this share of the letters' size two characters stand in one word whatever is ruled."""


_ALIKE = 0.3
"""Numbers whose distances from their cells' sides differ by less, in letters, are set alike."""

_IN_NUMBERS = frozenset(".,+-−%／/")

_AT_ONCE = 2_000
"""So many words are looked for in all cells at once."""


class Setting(NamedTuple):
    """The words of a page, and for each the cell it stands in.

    Attributes:
        words: in the order in which they are drawn.
        owners: for each word the index of its table and cell, or ``None``.
    """

    words: list[Word]
    owners: list[tuple[int, int] | None]


def set_words(page: Page, tables: Sequence[RuledTable]) -> Setting:
    """The words of a page in the cells of its tables.

    A word belongs to the cell that holds its middle. Where it reaches over a rule it is parted
    there only if its characters leave a gap: a number too long for its cell stays whole.
    """
    glyphs = page.glyphs
    if not glyphs.text:
        return Setting([], [])
    behind = digits_behind_digits(glyphs)
    over = overlapping_digits(glyphs, behind)
    if len(over):
        doubts = glyphs.doubtful.copy()
        doubts[over] = True
        glyphs = replace(glyphs, doubtful=doubts)
    starts, doubtful = _starts(glyphs), glyphs.doubtful
    regions = np.array([c.region for t in tables for c in t.cells], np.float32).reshape(-1, 4)
    if len(regions):
        starts, doubtful = _parted(glyphs, starts, regions)
    text = with_note_marks(glyphs, behind)
    if doubtful.any():
        text = "".join(
            UNREADABLE if doubt else char
            for char, doubt in zip(text, doubtful.tolist(), strict=True)
        )
    boxes = _boxes(glyphs.boxes, starts)
    owned = _holders(boxes, regions)
    names = [(i, j) for i, table in enumerate(tables) for j in range(len(table.cells))]
    sizes = ((glyphs.boxes[:, 3] - glyphs.boxes[:, 1]) * _LETTER)[starts].tolist()
    ends = [*starts[1:].tolist(), len(text)]
    words = [
        Word(text[start:end], Region(*box), size)
        for start, end, box, size in zip(starts.tolist(), ends, boxes.tolist(), sizes, strict=True)
    ]
    _strike(words, owned)
    return Setting(words, [names[i] if i >= 0 else None for i in owned])


def _strike(words: list[Word], owned: Sequence[int]) -> None:
    """Make words of a cell unreadable that are printed over each other."""
    cells = np.array(owned, np.intp)
    among = np.bincount(cells + 1)[cells + 1]
    held: dict[int, list[int]] = {}
    for i in np.flatnonzero((cells >= 0) & (among > 1)).tolist():
        held.setdefault(owned[i], []).append(i)
    for indices in held.values():
        for i in struck_words([words[i] for i in indices]):
            word = words[indices[i]]
            words[indices[i]] = word._replace(text=UNREADABLE * len(word.text))


def _starts(glyphs: Glyphs) -> NDArray[np.intp]:
    """Where words begin: at a gap, a new line, or a step back."""
    left, top, right, bottom = glyphs.boxes.T
    height = bottom - top
    size = np.minimum(height[1:], height[:-1])
    shared = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    gap = left[1:] - right[:-1]
    codes = np.frombuffer(glyphs.text.encode("utf-32-le", "replace"), "<u4")
    wide = (codes >= ord(IDEOGRAPHS)).astype(np.intp)
    most = _GAPS[wide[1:] + wide[:-1]] * size
    apart = (shared <= 0.5 * size) | (gap > most) | (gap < -0.6 * size)
    return np.concatenate(([0], np.flatnonzero(apart) + 1))


def _boxes(boxes: Floats, starts: NDArray[np.intp]) -> Floats:
    """The region of each word."""
    return np.stack(
        (
            np.minimum.reduceat(boxes[:, 0], starts),
            np.minimum.reduceat(boxes[:, 1], starts),
            np.maximum.reduceat(boxes[:, 2], starts),
            np.maximum.reduceat(boxes[:, 3], starts),
        ),
        axis=1,
    )


def _holders(boxes: Floats, regions: Floats) -> list[int]:
    """For each box the region that holds its middle, or -1."""
    if not len(regions):
        return [-1] * len(boxes)
    holders: list[int] = []
    for first in range(0, len(boxes), _AT_ONCE):  # so that memory stays bounded
        part = boxes[first : first + _AT_ONCE]
        x, y = (part[:, 0] + part[:, 2]) / 2, (part[:, 1] + part[:, 3]) / 2
        inside = (regions[None, :, 0] <= x[:, None]) & (regions[None, :, 2] > x[:, None])
        inside &= (regions[None, :, 1] <= y[:, None]) & (regions[None, :, 3] > y[:, None])
        holders += np.where(inside.any(axis=1), inside.argmax(axis=1), -1).tolist()
    return holders


def _parted(
    glyphs: Glyphs, starts: NDArray[np.intp], regions: Floats
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Words that reach over a rule, parted where they are several; and what is in doubt then."""
    boxes = glyphs.boxes
    areas = _boxes(boxes, starts)
    holders = np.array(_holders(areas, regions))
    over = (areas[:, 0] < regions[holders, 0] - 1) | (areas[:, 2] > regions[holders, 2] + 1)
    beside = (areas[:, 0] < regions[:, 2].max()) & (areas[:, 2] > regions[:, 0].min())
    beside &= (areas[:, 1] < regions[:, 3].max()) & (areas[:, 3] > regions[:, 1].min())
    ends = np.concatenate((starts[1:], [len(boxes)]))
    chosen = np.flatnonzero(np.where(holders >= 0, over, beside) & (ends - starts > 1))
    added: list[int] = []
    doubtful = glyphs.doubtful.copy() if len(chosen) else glyphs.doubtful
    for start, end in zip(starts[chosen].tolist(), ends[chosen].tolist(), strict=True):
        cells = _holders(boxes[start:end], regions)
        if min(cells) == max(cells):
            continue
        parts = _words_over_rules(glyphs, start, end, cells)
        added += parts[1:]
        for first, last in pairwise([*parts, end]):
            numbers, sure = _numbers_over_rules(
                glyphs, first, last, cells[first - start :], regions
            )
            added += numbers
            doubtful[first:last] |= not sure
    if not added:
        return starts, doubtful
    return np.unique(np.concatenate((starts, added)).astype(np.intp)), doubtful


def _words_over_rules(glyphs: Glyphs, start: int, end: int, cells: Sequence[int]) -> list[int]:
    """Where the words begin that touch over rules.

    They are parted at a rule by a gap wider than those elsewhere, or where digits meet other
    signs; and wherever a number follows other signs as a piece of text of its own.
    """
    boxes, text = glyphs.boxes, glyphs.text
    over = {i for i in range(start + 1, end) if cells[i - start] != cells[i - start - 1]}
    within = (float(boxes[i, 0] - boxes[i - 1, 2]) for i in range(start + 1, end) if i not in over)
    usual = max(within, default=0.0)
    parts = [start]
    for i in range(start + 1, end):
        gap = float(boxes[i, 0] - boxes[i - 1, 2])
        touching = _TOUCHING * _LETTER * float(boxes[i, 3] - boxes[i, 1])
        mixed = text[i - 1].isdigit() != text[i].isdigit() and {text[i - 1], text[i]}.isdisjoint(
            _IN_NUMBERS
        )
        wide = gap > touching + max(usual, 0.0)
        if (i in over and (wide or mixed)) or (over and mixed and glyphs.begun[i]):
            parts.append(i)
    return parts


def _numbers_over_rules(
    glyphs: Glyphs, first: int, last: int, cells: Sequence[int], regions: Floats
) -> tuple[list[int], bool]:
    """Where numbers begin that touch over rules, and whether that is sure.

    One piece of text is one number, too wide for its cell. Several are several numbers where
    each stands in a cell of its own as the others do in theirs; else they may be the digits
    of one or of several numbers, and each cell below them holds some of the doubt.
    """
    over = [i for i in range(first + 1, last) if cells[i - first] != cells[i - first - 1]]
    begun = [i for i in range(first + 1, last) if glyphs.begun[i]]
    if not over or not begun:
        return [], True
    areas = _boxes(glyphs.boxes[first:last], np.array([0, *(i - first for i in begun)]))
    holders = _holders(areas, regions)
    if len(set(holders)) == len(holders) and min(holders) >= 0:
        from_left = areas[:, 0] - regions[holders, 0]
        from_right = regions[holders, 2] - areas[:, 2]
        near = _ALIKE * _LETTER * float(areas[0, 3] - areas[0, 1])
        if any(np.ptp(each) < near for each in (from_left, from_right, from_left - from_right)):
            return begun, True
    return sorted({*over, *begun}), False
