"""What a page of a PDF shows: characters, rules and images, in the frame in which it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from govreport_search.domain import BOX_UNIT, Box, Place
from indexer.readers.rule import Region, Rule

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Frame:
    """How positions of a page are counted.

    Attributes:
        number: of the page, from 1.
        width, height: of the page as it is read, in points.
        turn: quarter turns, clockwise, that took the page as displayed to the page as it is
            read; not 0 only where nearly all text runs upwards or downwards.
    """

    number: int
    width: float
    height: float
    turn: int = 0

    def box(self, region: Region) -> Box:
        """The box of a region, on the page as displayed."""
        x, y = BOX_UNIT / self.width, BOX_UNIT / self.height
        left, top, right, bottom = region
        left, top, right, bottom = left * x, top * y, right * x, bottom * y
        if self.turn == 1:
            left, top, right, bottom = top, BOX_UNIT - right, bottom, BOX_UNIT - left
        elif self.turn == 2:
            left, top = BOX_UNIT - right, BOX_UNIT - bottom
            right, bottom = BOX_UNIT - region.left * x, BOX_UNIT - region.top * y
        elif self.turn == 3:
            left, top, right, bottom = BOX_UNIT - bottom, left, BOX_UNIT - top, right
        if left >= 0 and top >= 0 and right <= BOX_UNIT and bottom <= BOX_UNIT:
            return Box(int(left + 0.5), int(top + 0.5), int(right + 0.5), int(bottom + 0.5))
        return Box(_clamped(left), _clamped(top), _clamped(right), _clamped(bottom))

    def place(self, region: Region) -> Place:
        """The place of a region."""
        return Place(page=self.number, box=self.box(region))


def _clamped(position: float) -> int:
    return round(min(max(position, 0.0), BOX_UNIT))


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The visible characters of a page, in the order in which they are drawn; no spaces.

    Attributes:
        text: one character each.
        boxes: a row each: left, top, right, bottom.
        doubtful: for each whether its font does not say which character it is.
        begun: for each whether it is a digit drawn by another piece of text than the one before.
    """

    text: str = ""
    boxes: Floats = field(default_factory=lambda: np.empty((0, 4), np.float32))
    doubtful: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    begun: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page as it is read.

    Attributes:
        frame: how its positions are counted.
        glyphs: its characters.
        horizontal, vertical: its rules, in pieces as they are drawn.
        images: where images stand.
        has_ink: something is drawn on it, be it text or not.
        hidden: how many characters are drawn invisibly, as scanners do with what they
            recognised.
        is_undecodable: what its fonts call its characters is not what they print.
        too_dense: it holds more drawing than any report; its rules were not read.
    """

    frame: Frame
    glyphs: Glyphs
    horizontal: tuple[Rule, ...] = ()
    vertical: tuple[Rule, ...] = ()
    images: tuple[Region, ...] = ()
    has_ink: bool = True
    hidden: int = 0
    is_undecodable: bool = False
    too_dense: bool = False
