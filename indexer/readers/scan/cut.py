"""Ink that a rule runs through: what was cut in two must not pass for two blanks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from indexer.readers.rule import Region
from indexer.readers.scan import number
from indexer.readers.scan.frame import area, within
from indexer.readers.scan.streak import Mask

_HIGH = (0.3, 1.2)
"""Lines of text; of this height is a digit that stands on a rule. A rule itself is higher."""

_REACH = 0.12
"""Lines of text; so far over the margin of a cell the ink of such a digit reaches."""

_INSIDE = 0.2
"""A piece of text is a cell's if this part of it, or more, lies in it."""


def cut_cells(
    mask: Mask, regions: Sequence[Region], texts: Sequence[str], inset: float, line: float
) -> Iterator[int]:
    """Cells beside a rule on which something as high as a digit stands.

    Either the number is wider than its cell, or the rule is none. Labels are not numbers.

    Args:
        mask: where there is ink.
        regions: the cells, from rule to rule.
        texts: what was read in each.
        inset: how far inside the middle of its rules a cell begins.
        line: height of a line of text in pixels.
    """
    order = sorted(range(len(regions)), key=lambda index: regions[index].left)
    starts = [regions[index].left for index in order]
    reach, off = max(2, round(_REACH * line)), round(inset)
    for left, one in enumerate(regions):
        near = bisect_left(starts, one.right - inset), bisect_right(starts, one.right + inset)
        for right in order[slice(*near)] if _is_no_label(texts[left]) else ():
            other, middle = regions[right], round(one.right)
            top, bottom = max(one.top, other.top) + inset, min(one.bottom, other.bottom) - inset
            rows = slice(max(0, round(top)), max(0, round(bottom)))
            before = mask[rows, max(0, middle - off - reach) : middle - off]
            after = mask[rows, middle + off + 1 : middle + off + reach + 1]
            if _is_no_label(texts[right]) and _is_digit(before, after, line):
                yield from (left, right)


def _is_no_label(text: str) -> bool:
    return len(text) <= 1 or number.may_be_number(text)


def _is_digit(before: Mask, after: Mask, line: float) -> bool:
    if not (before.size and after.size):
        return False
    both = np.asarray(before.any(axis=1) & after.any(axis=1), dtype=np.uint8)[:, None]
    gap = max(3, round(0.3 * line)) | 1
    joined = cv2.morphologyEx(both, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], joined[:, 0], [0]]).astype(np.int8)))
    return any(_HIGH[0] * line <= height <= _HIGH[1] * line for height in edges[1::2] - edges[::2])


def lost_cells(
    boxes: Sequence[Region], regions: Sequence[Region], empty: Sequence[bool]
) -> Iterator[int]:
    """Cells that share a piece of text of which none of them has anything.

    Args:
        boxes: the pieces of text found on the page.
        regions: the cells, from rule to rule.
        empty: which of them came out blank.
    """
    for box in boxes:
        shared = [
            index
            for index, region in enumerate(regions)
            if area(within(box, region)) >= _INSIDE * area(box)
        ]
        if len(shared) > 1 and all(empty[index] for index in shared):
            yield from shared
