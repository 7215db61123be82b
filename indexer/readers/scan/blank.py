"""When a cell is blank: the one place that may say so.

A blank that was not printed is as bad as a wrong number. Having read nothing in a cell proves
nothing; what proves it is paper, seen where a number would stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.readers.rule import Region
from indexer.readers.scan.engine import Image
from indexer.readers.scan.frame import area, within
from indexer.readers.scan.streak import is_sealed

_ROOM = 0.4
"""Lines of text; where less is free between the rules no number could stand."""

_OWN = 0.8
"""A piece of text is a cell's alone if this part of it, or more, lies in it."""

_SHARED = 0.2
"""A piece of text is also a cell's if this part of it, or more, lies in it."""


def doubtful_blanks(
    image: Image,
    boxes: Sequence[Region],
    regions: Sequence[Region],
    empty: Sequence[bool],
    inset: float,
    line: float,
) -> Iterator[int]:
    """Cells in which no ink was seen and that must not be called blank all the same.

    There is no room for a number in them (one of their rules is none), or a piece of text was
    found in them that nobody could read, or one that they share with cells as empty.

    Args:
        image: the page in colour.
        boxes: the pieces of text found on the page.
        regions: the cells, from rule to rule.
        empty: in which of them there is neither ink nor text.
        inset: how far inside the middle of its rules a cell begins.
        line: height of a line of text in pixels.
    """
    least = _ROOM * line + 2 * inset
    for index, region in enumerate(regions):
        if min(region.right - region.left, region.bottom - region.top) < least and empty[index]:
            yield index
    for box in boxes:
        parts = [area(within(box, region)) / max(1.0, area(box)) for region in regions]
        own = [index for index, part in enumerate(parts) if part >= _SHARED]
        alone = bool(own) and parts[own[0]] >= _OWN and not _is_sealed(image, box)
        if own and all(empty[index] for index in own) and (len(own) > 1 or alone):
            yield from own


def _is_sealed(image: Image, box: Region) -> bool:
    top, left = max(0, round(box.top)), max(0, round(box.left))
    return is_sealed(image[top : max(top, round(box.bottom)), left : max(left, round(box.right))])
