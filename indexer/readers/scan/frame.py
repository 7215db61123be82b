"""Rectangles on a page that is being read."""

from __future__ import annotations

from indexer.readers.rule import Region
from indexer.readers.scan.engine import Quad


def bounds(quad: Quad) -> Region:
    """The smallest rectangle around a piece of text."""
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    return Region(float(left), float(top), float(right), float(bottom))


def within(box: Region, inside: Region) -> Region:
    """The part of a rectangle inside another; with its sides swapped where there is none."""
    return Region(
        max(box.left, inside.left),
        max(box.top, inside.top),
        min(box.right, inside.right),
        min(box.bottom, inside.bottom),
    )


def area(region: Region) -> float:
    """0 where it is empty."""
    return max(0.0, region.right - region.left) * max(0.0, region.bottom - region.top)
