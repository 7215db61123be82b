"""Turns a page upright, takes its skew out, and brings its text to a readable size."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from indexer.readers.scan.engine import Image, Quad, Reading
from indexer.readers.scan.sheet import (
    Matrix,
    Sheet,
    crop,
    extent,
    moved_quads,
    quarter_turns,
    rotation,
    scaling,
    sheet_of,
)
from indexer.readers.scan.streak import paper, slope

Find = Callable[[Image], list[Quad]]
Read = Callable[[Sequence[Image]], list[Reading]]

WANTED_HEIGHT = 36.0
"""Of a line of text, in pixels: near the 48 of the recogniser, where rules stay thin."""

_SMALL, _LARGE = 25.0, 52.0
"""Pages with lines of these heights are read as they are."""

_MOST_ENLARGED = 3.0
_MOST_PIXELS = 30_000_000
_FIND_AGAIN = 1.4
"""A page enlarged by this much shows text that was too small to be found."""

_LEAST_SKEW = 0.03
"""Degrees; half a pixel over the width of a page."""

_LEAST_SLOPE = 0.0003
"""Pixels per pixel; a rule across the page that climbs less stays within its own width."""

_TRIED = 8
"""So many long lines tell whether a page stands on its head."""

_READABLE = 0.9
"""Lines of a page that stands upright are read with more confidence than this."""

_BETTER = 0.1
"""By so much more confidence lines are read when a page is turned for it."""


def straighten(image: Image, find: Find, read: Read) -> tuple[Sheet, list[Quad]]:
    """The page set straight, and the pieces of text on it.

    Args:
        image: the page as it is displayed.
        find: finds pieces of text.
        read: reads them, to tell top from bottom.
    """
    sheet = sheet_of(image)
    quads = find(sheet.image)
    if not quads:
        return sheet, []
    sheet, quads = _turned(sheet, quads, read)
    angle, factor = _skew(quads), _enlargement(quads, sheet.image)
    if abs(angle) >= _LEAST_SKEW or factor != 1.0:
        turn, size = rotation(-angle, _size(sheet))
        grow, size = scaling(factor, size)
        sheet, quads = _through(sheet, quads, grow @ turn, size)
    if factor >= _FIND_AGAIN:
        quads = find(sheet.image) or quads
    return _by_rules(sheet, quads)


def _by_rules(sheet: Sheet, quads: list[Quad]) -> tuple[Sheet, list[Quad]]:
    """Rules made level and upright: they tell more exactly than words how the page lies."""
    line = float(np.median([min(extent(quad)) for quad in quads]))
    grey = paper(sheet.image, red=False)
    fall, lean = slope(grey, line), slope(np.ascontiguousarray(grey.T), line)
    if fall is None and lean is None:
        return sheet, quads
    fall = -(lean or 0.0) if fall is None else fall
    lean = -fall if lean is None else lean
    if max(abs(fall), abs(lean)) < _LEAST_SLOPE:
        return sheet, quads
    width, height = _size(sheet)
    matrix = np.array([[1, -lean, lean * height / 2], [-fall, 1, fall * width / 2], [0, 0, 1]])
    return _through(sheet, quads, matrix, (width, height))


def _turned(sheet: Sheet, quads: list[Quad], read: Read) -> tuple[Sheet, list[Quad]]:
    """Text runs from left to right and stands on its feet."""
    wide = tall = 0.0
    for quad in quads:
        across = float(np.ptp(quad[:, 0]))
        down = float(np.ptp(quad[:, 1]))
        wide += across if across > 1.5 * down else 0.0
        tall += down if down > 1.5 * across else 0.0
    if tall > 2 * wide:
        sheet, quads = _sideways(sheet, quads, read)
    upright = _longest(sheet, quads)
    seen = _legibility(read(upright))
    if seen < _READABLE and _legibility(read([turned_over(c) for c in upright])) > seen + _BETTER:
        sheet, quads = _through(sheet, quads, *quarter_turns(2, _size(sheet)))
    return sheet, quads


def _sideways(sheet: Sheet, quads: list[Quad], read: Read) -> tuple[Sheet, list[Quad]]:
    """Turned by a quarter if it reads better so: a table of single digits has no long lines.

    Turned without need, a dash would be a one.
    """
    turned, moved = _through(sheet, quads, *quarter_turns(1, _size(sheet)))
    upright = _longest(turned, moved)
    best = max(_legibility(read(upright)), _legibility(read([turned_over(c) for c in upright])))
    kept = sorted(quads, key=lambda quad: max(extent(quad)), reverse=True)[:_TRIED]
    if best > _legibility(read([crop(sheet.image, quad) for quad in kept])) + _BETTER:
        return turned, moved
    return sheet, quads


def _longest(sheet: Sheet, quads: list[Quad]) -> list[Image]:
    """The longest lines of text, as they stand."""
    longest = sorted(quads, key=lambda quad: extent(quad)[0], reverse=True)[:_TRIED]
    return [crop(sheet.image, quad) for quad in longest]


def turned_over(image: Image) -> Image:
    """Upside down."""
    return np.ascontiguousarray(image[::-1, ::-1])


def _legibility(readings: list[Reading]) -> float:
    glyphs = [glyph.confidence for reading in readings for glyph in reading]
    return float(np.mean(glyphs)) if glyphs else 0.0


def _skew(quads: list[Quad]) -> float:
    """Degrees by which lines of text fall to the right; the longest know best."""
    angles: list[float] = []
    weights: list[float] = []
    for quad in quads:
        width, height = extent(quad)
        if width > 3 * height:
            top, bottom = quad[1] - quad[0], quad[2] - quad[3]
            angles.append(math.degrees(math.atan2(*(top + bottom)[::-1])))
            weights.append(width)
    if not angles:
        return 0.0
    order = np.argsort(angles)
    passed = np.cumsum(np.array(weights)[order])
    middle = int(np.searchsorted(passed, passed[-1] / 2))
    found = angles[int(order[middle])]
    return found if abs(found) < 45 else 0.0


def _enlargement(quads: list[Quad], image: Image) -> float:
    height = float(np.median([min(extent(quad)) for quad in quads]))
    if _SMALL <= height <= _LARGE or height <= 0:
        return 1.0
    room = math.sqrt(_MOST_PIXELS / (image.shape[0] * image.shape[1]))
    return min(WANTED_HEIGHT / height, _MOST_ENLARGED, room)


def _through(
    sheet: Sheet, quads: list[Quad], matrix: Matrix, size: tuple[int, int]
) -> tuple[Sheet, list[Quad]]:
    return sheet.then(matrix, size), moved_quads(quads, matrix)


def _size(sheet: Sheet) -> tuple[int, int]:
    height, width = sheet.image.shape[:2]
    return width, height
