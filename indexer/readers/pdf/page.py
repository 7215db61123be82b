"""What a page of a PDF shows: characters, rules and images, in the frame in which it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from govreport_search.domain import Box, Place
from indexer.readers.rule import Region, Rule

Floats = NDArray[np.float32]

BOX_UNIT = 10_000
"""A box counts in this part of the page's width and height."""


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
        left, right = region.left / self.width, region.right / self.width
        top, bottom = region.top / self.height, region.bottom / self.height
        if self.turn == 1:
            left, top, right, bottom = top, 1 - right, bottom, 1 - left
        elif self.turn == 2:
            left, top, right, bottom = 1 - right, 1 - bottom, 1 - left, 1 - top
        elif self.turn == 3:
            left, top, right, bottom = 1 - bottom, left, 1 - top, right
        return Box(_unit(left), _unit(top), _unit(right), _unit(bottom))

    def place(self, region: Region) -> Place:
        """The place of a region."""
        return Place(page=self.number, box=self.box(region))


def _unit(share: float) -> int:
    return round(min(max(share, 0.0), 1.0) * BOX_UNIT)


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The visible characters of a page, in the order in which they are drawn; no spaces.

    Attributes:
        text: one character each.
        boxes: a row each: left, top, right, bottom.
        doubtful: for each whether its font does not say which character it is.
    """

    text: str = ""
    boxes: Floats = field(default_factory=lambda: np.empty((0, 4), np.float32))
    doubtful: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))


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
