"""Characters of a page into words, each whole and in the one cell where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    text = glyphs.text
    if glyphs.doubtful.any():
        text = "".join(
            UNREADABLE if doubt else char
            for char, doubt in zip(text, glyphs.doubtful.tolist(), strict=True)
        )
    starts = _starts(glyphs)
    regions = np.array([c.region for t in tables for c in t.cells], np.float32).reshape(-1, 4)
    if len(regions):
        starts = _parted(glyphs.boxes, starts, regions)
    boxes = _boxes(glyphs.boxes, starts)
    owned = _holders(boxes, regions)
    names = [(i, j) for i, table in enumerate(tables) for j in range(len(table.cells))]
    sizes = ((glyphs.boxes[:, 3] - glyphs.boxes[:, 1]) * _LETTER)[starts].tolist()
    ends = [*starts[1:].tolist(), len(text)]
    words = [
        Word(text[start:end], Region(*box), size)
        for start, end, box, size in zip(starts.tolist(), ends, boxes.tolist(), sizes, strict=True)
    ]
    return Setting(words, [names[i] if i >= 0 else None for i in owned])


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


def _parted(boxes: Floats, starts: NDArray[np.intp], regions: Floats) -> NDArray[np.intp]:
    """Words that reach over a rule, parted there where their characters leave a gap."""
    areas = _boxes(boxes, starts)
    holders = np.array(_holders(areas, regions))
    over = (areas[:, 0] < regions[holders, 0] - 1) | (areas[:, 2] > regions[holders, 2] + 1)
    beside = (areas[:, 0] < regions[:, 2].max()) & (areas[:, 2] > regions[:, 0].min())
    beside &= (areas[:, 1] < regions[:, 3].max()) & (areas[:, 3] > regions[:, 1].min())
    ends = np.concatenate((starts[1:], [len(boxes)]))
    chosen = np.flatnonzero(np.where(holders >= 0, over, beside) & (ends - starts > 1))
    added: list[int] = []
    for start, end in zip(starts[chosen].tolist(), ends[chosen].tolist(), strict=True):
        cells = _holders(boxes[start:end], regions)
        for i in range(start + 1, end):
            if cells[i - start] == cells[i - start - 1]:
                continue
            gap = boxes[i, 0] - boxes[i - 1, 2]
            if gap > _TOUCHING * _LETTER * (boxes[i, 3] - boxes[i, 1]):
                added.append(i)
    return np.sort(np.concatenate((starts, added)).astype(np.intp)) if added else starts
