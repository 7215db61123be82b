"""The page or table that a cell stands on, to be seen beside the form."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from govreport_search.domain import BOX_UNIT, Box, Place
from govreport_search.services.original import PAPER, Way
from govreport_search.store.record import Original
from webui import original
from webui.library import library

WIDTH = 1240
"""The unit of the drawing: pixels for which room is kept before the image is there."""

BAND = 0.45
"""How much of a page's height is shown around a cell: its rows and heads, large enough to read."""

ROOM = 4
"""By how many pixels a mark is larger than what it marks."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's image.

    Attributes:
        src: its address.
        width, height: in pixels; the true proportion as far as it is known.
        box: the place on it in ten-thousandths of width and height, ``None`` if not known.
    """

    src: str
    width: int
    height: int
    box: Box | None

    @property
    def view(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of what is shown: the whole page, or a band of it."""
        if self.box is None:
            return 0, 0, self.width, self.height
        shown = round(self.height * BAND)
        middle = self.height * (self.box.top + self.box.bottom) / 2 / BOX_UNIT
        top = min(max(0, round(middle - shown / 2)), self.height - shown)
        return 0, top, self.width, shown

    @property
    def mark(self) -> tuple[int, int, int, int] | None:
        """Left, top, width and height of the frame around the place."""
        if self.box is None:
            return None
        x, y = self.width / BOX_UNIT, self.height / BOX_UNIT
        return (
            round(self.box.left * x) - ROOM,
            round(self.box.top * y) - ROOM,
            round((self.box.right - self.box.left) * x) + 2 * ROOM,
            round((self.box.bottom - self.box.top) * y) + 2 * ROOM,
        )


def picture(report: str, place: Place | None) -> Picture | None:
    """The page of a place; ``None`` where the file has no pages, or is gone."""
    file = _file(report, place, Way.PAGES)
    if file is None or place is None or place.page is None:
        return None
    known = original.sizes(file)
    width, height = known[place.page - 1] if place.page <= len(known) else PAPER
    return Picture(
        src=url_for("pages.page_image", report=report, part=place.part, page=place.page),
        width=WIDTH,
        height=round(WIDTH * height / width),
        box=place.box,
    )


def document(report: str, place: Place | None) -> str:
    """Address of the document a cell stands in, safe to show; empty where it is none."""
    if place is None or not place.element or _file(report, place, Way.DOCUMENT) is None:
        return ""
    return url_for("pages.document", report=report, part=place.part, at=place.element, _anchor="at")


def _file(report: str, place: Place | None, way: Way) -> Original | None:
    """The file of a place, if it can be shown in this way."""
    files = library().originals(report)
    if place is None or place.part >= len(files):
        return None
    file = files[place.part]
    return file if original.look(file).way is way else None
