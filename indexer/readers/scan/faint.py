"""Strokes too pale to count as ink: a cell that has one is not blank."""

from __future__ import annotations

import cv2
import numpy as np

from indexer.readers.rule import Region
from indexer.readers.scan.ink import Blob
from indexer.readers.scan.streak import Grey

_PALE = 55
"""By how much darker than the cell's paper such a stroke is, of 255, averaged over 3 pixels."""

_LONG, _FLAT = 0.22, 0.14
"""Its length in lines of text, and that of a flat one: a hyphen; specks are as high as wide."""

_EDGE = 0.12
"""Lines of text; nearer to a rule its blur is as pale."""


def faint_strokes(grey: Grey, inside: Region, line: float) -> list[Blob]:
    """Pale strokes in a cell without ink, from left to right: a thin dash of a faded, blurred copy.

    Args:
        grey: the evenly lit page.
        inside: the cell inside its rules.
        line: height of a line of text in pixels.
    """
    edge = _EDGE * line
    left, top = max(0, round(inside.left + edge)), max(0, round(inside.top + edge))
    part = grey[top : round(inside.bottom - edge), left : round(inside.right - edge)]
    if min(part.shape) < 3:
        return []
    pale = cv2.blur(part, (3, 1)) < float(np.median(part)) - _PALE
    count, _, stats, _ = cv2.connectedComponentsWithStats(pale.astype(np.uint8), connectivity=8)
    found = []
    for number in range(1, count):
        x, y, wide, high, area = (int(value) for value in stats[number])
        is_cut = x == 0 or y == 0 or x + wide == part.shape[1] or y + high == part.shape[0]
        is_long = max(wide, high) >= _LONG * line or wide >= max(_FLAT * line, 2 * high + 1)
        if is_long and not is_cut:
            found.append(Blob(left + x, top + y, left + x + wide, top + y + high, area))
    return sorted(found)
