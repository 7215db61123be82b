"""What is printed in a rectangle of the page, whether or not anybody could read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.readers.rule import Region
from indexer.readers.scan.streak import Grey, Mask

_LIGHTEST = 190
"""Paper is 255 after evening out; ink of a faded copy is at most this bright."""

_SHARE = 0.45
"""Ink is darker than this share of the way from paper to the page's own black."""

_CLEAN = 225
"""Paper between two characters is brighter than this."""

_TALL = 0.6
"""Of the highest group of ink in a number: what is lower is a sign, a point or dirt."""

_NARROWEST = 0.5
"""Width of the narrowest digits of any typeface, their spacing included, per height."""

_PALE = 0.25
"""A minus is darker than this share of the way from the paper beside a number to its ink."""

_NARROWEST_SIGN = 0.25
"""Width of a minus per height of digits; before a number what is narrower is dirt."""

_THROUGH = 0.9
"""Share of a column, higher than the number, that is dark where a cell's own second rule runs."""

_LEAST_MARK = 0.12
"""Size of a point per height of digits; what is smaller is dirt."""

_PALE_ENDS = 0.25, 0.15
"""Of digits: what may be too pale to be ink above and below, and beside, per their height. Of a
minus that touches a digit enough is left to be seen."""

_PALE_END = 0.18
"""Such an end is darker than this share of the way from the paper to the ink."""

_PAPER = 85
"""Per cent of the pixels close around a number that are taken for its paper."""

_BLACK = 0.5
"""Per cent of the page's pixels that are taken for its black."""


class Blob(NamedTuple):
    """Ink that hangs together."""

    left: int
    top: int
    right: int
    bottom: int
    area: int


def inked(grey: Grey) -> Mask:
    """Where there is ink, single specks left out.

    Args:
        grey: the evenly lit page.
    """
    black = float(np.percentile(grey[::4, ::4], _BLACK))
    level = min(_LIGHTEST, 255 - (255 - black) * _SHARE)
    mask = np.asarray((grey < level) * np.uint8(255), dtype=np.uint8)
    # A speck has no neighbour of its own kind.
    around = cv2.blur((mask > 0).astype(np.float32), (3, 3), borderType=cv2.BORDER_CONSTANT)
    mask[around < 2.5 / 9] = 0
    return mask


def blobs(mask: Mask, region: Region, line: float) -> list[Blob]:
    """The pieces of ink inside a rectangle, from left to right, in pixels of the page.

    What touches the rectangle's border and stays near it is the rest of rules, even of all four
    around the cell; what is tiny is dirt.

    Args:
        mask: where there is ink.
        region: the rectangle; of a cell it lies inside the rules.
        line: height of a line of text in pixels.
    """
    left, top = max(0, round(region.left)), max(0, round(region.top))
    part = mask[top : round(region.bottom), left : round(region.right)]
    if part.size == 0:
        return []
    thin = max(1, round(0.14 * line))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    height, width = part.shape
    deep = set(np.unique(labels[thin : height - thin, thin : width - thin]).tolist())
    found = []
    for number in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[number])
        if area < 0.004 * line * line or max(w, h) < 0.14 * line:
            continue
        touching = x <= 1 or y <= 1 or x + w >= width - 1 or y + h >= height - 1
        if number in deep or not touching:
            found.append(Blob(left + x, top + y, left + x + w, top + y + h, area))
    return _without_rests(sorted(found), region, line)


def _without_rests(found: list[Blob], region: Region, line: float) -> list[Blob]:
    """Without shreds of rough rules and specks: flat near the border, or far from all letters."""
    found = [blob for blob in found if not _is_along(blob, region, line)]
    high = [blob for blob in found if blob.bottom - blob.top >= 0.4 * line]
    if not high:
        return found
    near, thin = 0.2 * line, 0.16 * line
    top = min(blob.top for blob in high)
    return [
        blob
        for blob in found
        # Nothing of a number stands above its digits.
        if (blob.bottom > top or max(blob.right - blob.left, blob.bottom - blob.top) > near)
        and (
            blob.bottom - blob.top > thin
            or (blob.top > region.top + near and blob.bottom < region.bottom - near)
        )
        and (
            max(blob.right - blob.left, blob.bottom - blob.top) > near or _is_near(blob, high, line)
        )
    ]


def _is_along(blob: Blob, region: Region, line: float) -> bool:
    """Whether it is a rule, or the edge of a thick one with dirt on it: as wide as the cell."""
    high = blob.bottom - blob.top
    at_edge = blob.top <= region.top + 2 or blob.bottom >= region.bottom - 2
    is_wide = blob.right - blob.left >= 0.9 * (region.right - region.left)
    return is_wide and high <= (0.3 if at_edge else 0.15) * line


def _is_near(blob: Blob, others: Sequence[Blob], line: float) -> bool:
    """Whether a point belongs to what stands beside it; a speck on the paper does not."""
    return any(max(o.left - blob.right, blob.left - o.right) < 0.8 * line for o in others)


def around(found: Sequence[Blob]) -> Region:
    """The smallest rectangle that holds all."""
    return Region(
        min(blob.left for blob in found),
        min(blob.top for blob in found),
        max(blob.right for blob in found),
        max(blob.bottom for blob in found),
    )


def rows(found: Sequence[Blob], line: float) -> list[list[Blob]]:
    """Pieces of ink in lines of text, from top to bottom.

    Of a digit broken at its thinnest stroke the pieces are no farther apart than one line is high.
    """
    lines: list[list[Blob]] = []
    top = bottom = 0.0
    for blob in sorted(found, key=lambda b: b.top):
        near = blob.top < bottom + 0.2 * line and blob.bottom < top + line
        if lines and (near or blob.top < bottom + 0.05 * line):
            lines[-1].append(blob)
            bottom = max(bottom, blob.bottom)
        else:
            lines.append([blob])
            top, bottom = blob.top, blob.bottom
    return [sorted(row) for row in lines]


def whole(grey: Grey, found: Sequence[Blob]) -> Region:
    """The smallest rectangle around pieces of ink with the pale ends of their strokes.

    In a blurred or faded copy the thin top and foot of a zero are too pale to be ink; without
    them two strokes stand there. What goes on beside the ink, too, is the rest of a rule.

    Args:
        grey: the evenly lit page.
        found: pieces of ink in one line.
    """
    place = around(found)
    left, top, right, bottom = (int(value) for value in place)
    down, aside = (max(2, round(share * (bottom - top))) for share in _PALE_ENDS)
    first, before = max(0, top - down), max(0, left - aside)
    part = cv2.blur(grey[first : bottom + down, before : right + aside], (3, 3))
    ink = float(np.percentile(grey[top:bottom, left:right], 5))
    paper = float(np.percentile(part, _PAPER))
    dark = part < paper - _PALE_END * (paper - ink)
    inner = dark[top - first : bottom - first]
    beside = inner.any(axis=0) & ~(inner[0] & inner[-1])
    left -= _run(beside[: left - before][::-1])
    right += _run(beside[right - before :])
    inner = dark[:, int(place.left) - before : int(place.right) - before]
    above = inner.any(axis=1) & ~(dark[:, 0] & dark[:, -1])
    return Region(
        left, top - _run(above[: top - first][::-1]), right, bottom + _run(above[bottom - first :])
    )


def _run(flags: NDArray[np.bool_]) -> int:
    """How many of them are set before the first that is not."""
    return len(flags) if flags.all() else int(flags.argmin())


class Strokes(NamedTuple):
    """Ink in one line, counted by the paper between it.

    Attributes:
        tall: groups as high as digits.
        most: digits there is room for in them.
        marks: smaller ones before and between them: signs, points, commas.
    """

    tall: int
    most: int
    marks: int


def strokes(grey: Grey, found: Sequence[Blob]) -> Strokes:
    """Counts the groups of ink that stand beside each other with clean paper between them.

    Args:
        grey: the evenly lit page; what is thin is pale, and still no clean paper.
        found: pieces of ink in one line.
    """
    high = max(found, key=lambda blob: blob.bottom - blob.top)
    row = [blob for blob in found if blob.top < high.bottom and blob.bottom > high.top]
    place = whole(grey, [blob for blob in found if blob in row or _is_over(blob, high)])
    top, left = int(place.top), int(place.left)
    part = grey[top : int(place.bottom), left : int(place.right)]
    dark = cv2.blur(part, (3, 3)) < _CLEAN
    edges = np.flatnonzero(np.diff(np.concatenate([[0], dark.any(axis=0), [0]]).astype(np.int8)))
    groups = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        rows_of = np.flatnonzero(dark[:, start:end].any(axis=1))
        groups.append((start, end, int(rows_of[0]), int(rows_of[-1]) + 1))
    height = max((bottom - top for _, _, top, bottom in groups), default=1)
    tall = [group for group in groups if group[3] - group[2] >= _TALL * height]
    most = sum(
        max(1, round((end - start) / (_NARROWEST * height) - 0.3)) for start, end, *_ in tall
    )
    middle = [
        (start, end, top, bottom)
        for start, end, top, bottom in groups
        if bottom - top < _TALL * height
        and max(end - start, bottom - top) >= _LEAST_MARK * height
        and min((max(start - b, a - end) for a, b, *_ in tall), default=0) < height
        and (top + bottom) / 2 >= tall[0][2] + 0.25 * height
        and start < tall[-1][0]
        and (start > tall[0][0] or end - start >= _NARROWEST_SIGN * height)
    ]
    return Strokes(len(tall), most, len(middle))


def sign_before(grey: Grey, found: Sequence[Blob], inside: Region, line: float) -> int | None:
    """Where something as flat and as high up as a minus begins, left of a number; else ``None``.

    A thin stroke may be too pale to be ink and still turns the number into another.

    Args:
        grey: the evenly lit page.
        found: the number's pieces of ink.
        inside: the cell.
        line: height of a line of text in pixels.
    """
    place = whole(grey, found)
    high = place.bottom - place.top
    left, right = round(max(inside.left, place.left - 0.9 * line)), int(place.left) - 1
    top, bottom = round(place.top + 0.3 * high), round(place.bottom - 0.2 * high)
    if right - left < 3 or bottom - top < 3:
        return None
    beside = cv2.blur(grey[top:bottom, left:right], (3, 3))
    ink = float(np.percentile(grey[top:bottom, int(place.left) : int(place.right)], 5))
    paper = float(np.median(beside))
    level = paper - _PALE * (paper - ink)
    pale = (beside < level).astype(np.uint8)
    over = slice(max(0, round(place.top - 0.3 * high)), round(place.bottom + 0.3 * high))
    pale[:, (cv2.blur(grey[over, left:right], (3, 3)) < level).mean(axis=0) > _THROUGH] = 0
    wide = max(4, round(_NARROWEST_SIGN * high))
    flat = cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((1, wide), np.uint8)).any(axis=0)
    return left + int(flat.argmax()) if flat.any() else None


def _is_over(blob: Blob, other: Blob) -> bool:
    """Whether it stands above or below most of another: a piece of the same digit."""
    shared = min(blob.right, other.right) - max(blob.left, other.left)
    return shared > 0.5 * min(blob.right - blob.left, other.right - other.left)


def slant(mask: Mask, blob: Blob) -> float:
    """By how many widths per height a stroke leans to the right: 0 for |, about 0.4 for /."""
    part: NDArray[np.uint8] = mask[blob.top : blob.bottom, blob.left : blob.right]
    y, x = np.nonzero(part)
    if len(y) < 3 or np.ptp(y) == 0:
        return 0.0
    return float(-np.polyfit(y, x, 1)[0])
