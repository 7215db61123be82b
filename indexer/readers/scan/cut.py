"""Ink that a rule runs through: what was cut in two must not pass for two numbers or blanks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from indexer.readers.rule import Region
from indexer.readers.scan import number
from indexer.readers.scan.frame import within
from indexer.readers.scan.streak import Mask

_HIGH = (0.3, 1.2)
"""Lines of text; of this height is a digit that stands on a rule. A rule itself is higher."""

_REACH = 0.12
"""Lines of text; so far over the margin of a cell the ink of such a digit reaches."""

_PAPER, _HALF = 0.12, 0.1
"""Of the height of a found piece of text: the paper on each side of its characters, and how much
of them a rule must leave on each side to cut them."""


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


def split_cells(
    mask: Mask,
    boxes: Sequence[Region],
    regions: Sequence[Region],
    texts: Sequence[str],
    line: float,
) -> Iterator[int]:
    """Cells above and below a rule that runs through the middle of a piece of text.

    A line of text is as high as its digits: what is read of it above and below are halves, and
    the lower half of a 17 is an 11. Labels are not numbers, and seals have no ink on the mask.

    Args:
        mask: where there is ink.
        boxes: the pieces of text found on the page, with a little paper around each.
        regions: the cells, from rule to rule.
        texts: what was read in each.
        line: height of a line of text in pixels.
    """
    for box in boxes:
        high = box.bottom - box.top
        if high > _HIGH[1] * 1.5 * line:
            continue  # a column of characters, or two lines
        least = (_PAPER + _HALF) * high
        shared = [
            index
            for index, region in enumerate(regions)
            if box.left < (region.left + region.right) / 2 < box.right
            or region.left < (box.left + box.right) / 2 < region.right
        ]
        for above in shared:
            rule = regions[above].bottom
            if not (box.top + least <= rule <= box.bottom - least and _is_no_label(texts[above])):
                continue
            for below in shared:
                meets = abs(regions[below].top - rule) <= 1 and _is_no_label(texts[below])
                if meets and _has_ink(mask, within(box, regions[above]), line):
                    yield from (above, below)


def _has_ink(mask: Mask, part: Region, line: float) -> bool:
    """Whether something as high as half a digit stands there, beside what a rule leaves."""
    rows = slice(max(0, round(part.top)), max(0, round(part.bottom)))
    inked = mask[rows, max(0, round(part.left)) : max(0, round(part.right))].any(axis=1)
    return bool(inked.sum() >= _HIGH[0] * line)
