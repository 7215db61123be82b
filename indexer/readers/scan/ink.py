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

    What touches the rectangle's border and is thin is the rest of a rule, what is tiny is dirt.

    Args:
        mask: where there is ink.
        region: the rectangle; of a cell it lies inside the rules.
        line: height of a line of text in pixels.
    """
    left, top = max(0, round(region.left)), max(0, round(region.top))
    part = mask[top : round(region.bottom), left : round(region.right)]
    if part.size == 0:
        return []
    height, width = part.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    found = []
    for number in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[number])
        if area < 0.004 * line * line or max(w, h) < 0.14 * line:
            continue
        thin = line * 0.14
        along = (w <= thin and (x <= 1 or x + w >= width - 1)) or (
            h <= thin and (y <= 1 or y + h >= height - 1)
        )
        if not along:
            found.append(Blob(left + x, top + y, left + x + w, top + y + h, area))
    return _without_rests(sorted(found), region, line)


def _without_rests(found: list[Blob], region: Region, line: float) -> list[Blob]:
    """Without shreds of rough rules: flat ones near the border, beside ink as high as letters."""
    if not any(blob.bottom - blob.top >= 0.4 * line for blob in found):
        return found
    near, thin = 0.2 * line, 0.16 * line
    return [
        blob
        for blob in found
        if blob.bottom - blob.top > thin
        or (blob.top > region.top + near and blob.bottom < region.bottom - near)
    ]


def around(found: Sequence[Blob]) -> Region:
    """The smallest rectangle that holds all."""
    return Region(
        min(blob.left for blob in found),
        min(blob.top for blob in found),
        max(blob.right for blob in found),
        max(blob.bottom for blob in found),
    )


def rows(found: Sequence[Blob], line: float) -> list[list[Blob]]:
    """Pieces of ink in lines of text, from top to bottom."""
    lines: list[list[Blob]] = []
    bottom = 0.0
    for blob in sorted(found, key=lambda b: b.top):
        if lines and blob.top < bottom + 0.05 * line:
            lines[-1].append(blob)
            bottom = max(bottom, blob.bottom)
        else:
            lines.append([blob])
            bottom = blob.bottom
    return [sorted(row) for row in lines]


def strokes_beside(grey: Grey, found: Sequence[Blob]) -> int:
    """How many groups of ink stand beside each other with clean paper between them.

    Args:
        grey: the evenly lit page; what is thin is pale, and still no clean paper.
        found: pieces of ink in one line.
    """
    place = around(found)
    part = grey[int(place.top) : int(place.bottom), int(place.left) : int(place.right)]
    dark = np.concatenate([[False], part.min(axis=0) < _CLEAN])
    return int(np.count_nonzero(dark[1:] & ~dark[:-1]))


def slant(mask: Mask, blob: Blob) -> float:
    """By how many widths per height a stroke leans to the right: 0 for |, about 0.4 for /."""
    part: NDArray[np.uint8] = mask[blob.top : blob.bottom, blob.left : blob.right]
    y, x = np.nonzero(part)
    if len(y) < 3 or np.ptp(y) == 0:
        return 0.0
    return float(-np.polyfit(y, x, 1)[0])
