"""Letters of a watermark or a stamp: large ones laid over the text of a page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.readers.pdf.page import Floats

_LARGE = 1.8
"""So many times higher than the usual letter of its page a letter is that lies over others."""

_CORE = 0.15
"""Share of a box at each side that may hold parts of its neighbours."""

_AT_ONCE = 500


def laid_over(boxes: Floats) -> NDArray[np.bool_]:
    """Which characters are of large lines that lie over smaller letters.

    Headings are large, too, but nothing is printed in the room of their letters. A line goes
    with those of its letters that lie over others, and so do all lines of its size if most do.

    Args:
        boxes: of all characters of a page.
    """
    over = np.zeros(len(boxes), np.bool_)
    if not len(boxes):
        return over
    heights = boxes[:, 3] - boxes[:, 1]
    highest = _LARGE * np.median(heights)
    if heights.max() <= highest:
        return over
    large = np.flatnonzero(heights > highest)
    others = boxes[heights <= highest]
    covering = _covering(boxes[large], others)
    if not covering.any():
        return over
    sizes = np.round(np.log(heights[large]) * 10)
    tops = np.round(boxes[large, 1] / (0.3 * heights[large]))
    for size in np.unique(sizes[covering]):
        same = sizes == size
        lines = np.unique(tops[same])
        struck = np.unique(tops[same & covering])
        chosen = same if 2 * len(struck) >= len(lines) else same & np.isin(tops, struck)
        over[large[chosen]] = True
    return over


def _covering(large: Floats, others: Floats) -> NDArray[np.bool_]:
    """Which large boxes hold the middle of another."""
    x, y = (others[:, 0] + others[:, 2]) / 2, (others[:, 1] + others[:, 3]) / 2
    inset_x = _CORE * (large[:, 2] - large[:, 0])
    inset_y = _CORE * (large[:, 3] - large[:, 1])
    left, top = large[:, 0] + inset_x, large[:, 1] + inset_y
    right, bottom = large[:, 2] - inset_x, large[:, 3] - inset_y
    held = np.zeros(len(large), np.bool_)
    for first in range(0, len(large), _AT_ONCE):  # so that memory stays bounded
        part = slice(first, first + _AT_ONCE)
        inside = (left[part, None] < x) & (x < right[part, None])
        inside &= (top[part, None] < y) & (y < bottom[part, None])
        held[part] = inside.any(axis=1)
    return held
