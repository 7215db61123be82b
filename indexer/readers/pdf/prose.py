"""Ruled cells around paragraphs: a frame or a layout, no table."""

from __future__ import annotations

from collections.abc import Sequence

_PARAGRAPH = 90
"""A cell with more characters holds a paragraph; the longest statutory label has about 60."""


def holds_prose(lengths: Sequence[int]) -> bool:
    """Whether most of what cells print stands in paragraphs.

    Args:
        lengths: characters in each cell.
    """
    return sum(n for n in lengths if n > _PARAGRAPH) > 0.5 * sum(lengths)
