"""What a PDF holds as images: recognised with OCR, else counted and reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2

from govreport_search.domain import BOX_UNIT, Box, Finding, Place, Severity
from govreport_search.sentence import say
from indexer.blocks import Grid, Line
from indexer.readers.options import ReadOptions
from indexer.readers.pdf.page import Frame, Page
from indexer.readers.pdf.picture import (
    cropped,
    has_ink,
    image_for_a_glance,
    image_for_reading,
    looks_like_a_table,
)
from indexer.readers.rule import Region
from indexer.readers.typeset import around

_LEAST_WIDTH = 0.2
_LEAST_HEIGHT = 0.04
"""Shares of the page below which an image is a sign, a seal or a code, not text."""

_MOST_IMAGES = 200
"""Clamp for the images of a page that are looked at; the largest are."""

_MOST_TEXT = 15
"""An image with more characters drawn over it is a background."""

_FURNITURE = 30
"""A page with no more characters than this, and an image over half of it, is a scan."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that may hold text.

    Attributes:
        frame: its page.
        region: where it stands.
        whole: it is all there is to read on its page.
        ruled: rules are to be seen in it as in a table; known only if it stays unread.
    """

    frame: Frame
    region: Region
    whole: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read in a picture.

    Attributes:
        region: where it stands.
        lines, grids: in reading order; ``first`` of the grids counts within these lines.
    """

    region: Region
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]


def pictures_of(document: pypdfium2.PdfDocument, page: Page) -> list[Picture]:
    """The images of a page that may hold text, from top to bottom.

    The page itself is one where nothing on it can be read as text though something is drawn.
    """
    frame = page.frame
    everything = Region(0.0, 0.0, frame.width, frame.height)
    if not page.glyphs.text or page.is_undecodable:
        seen = page.is_undecodable or (page.has_ink and has_ink(document, frame.number - 1))
        return [Picture(frame, everything, whole=True)] if seen else []
    if not page.images:
        return []
    largest = sorted(page.images, key=_area, reverse=True)[:_MOST_IMAGES]
    areas = [r for r in (_clipped(region, frame) for region in largest) if _area(r) > 0]
    covered = sum(map(_area, _together(areas)))
    if len(page.glyphs.text) <= _FURNITURE and covered > 0.5 * frame.width * frame.height:
        return [Picture(frame, everything, whole=True)]
    found = [
        Picture(frame, region)
        for region in _together(areas)
        if region.right - region.left >= _LEAST_WIDTH * frame.width
        and region.bottom - region.top >= _LEAST_HEIGHT * frame.height
        and _text_over(page, region) <= _MOST_TEXT
    ]
    return sorted(found, key=lambda picture: picture.region.top)


def recognise(
    document: pypdfium2.PdfDocument, pictures: Sequence[Picture], options: ReadOptions
) -> list[Recognised]:
    """The text and tables in the pictures of one page."""
    from indexer.readers.scan import read_image

    frame = pictures[0].frame
    image = image_for_reading(document, frame.number - 1)
    found = []
    for picture in pictures:
        part = image if picture.whole else cropped(image, frame.box(picture.region))
        lines, grids = read_image(part, frame.number, options)
        box = Box(0, 0, BOX_UNIT, BOX_UNIT) if picture.whole else frame.box(picture.region)
        found.append(
            Recognised(
                picture.region,
                tuple(replace(line, place=_within(line.place, box)) for line in lines),
                tuple(
                    replace(
                        grid,
                        cells=tuple(
                            replace(cell, place=_within(cell.place, box)) for cell in grid.cells
                        ),
                    )
                    for grid in grids
                ),
            )
        )
    return found


def looked_at(document: pypdfium2.PdfDocument, pictures: Sequence[Picture]) -> list[Picture]:
    """The same pictures of one page, with what a glance at them says."""
    frame = pictures[0].frame
    image = image_for_a_glance(document, frame.number - 1)
    return [
        replace(
            picture,
            ruled=looks_like_a_table(
                image if picture.whole else cropped(image, frame.box(picture.region))
            ),
        )
        for picture in pictures
    ]


def unread(picture: Picture) -> Finding | None:
    """The finding for a picture that stayed unread, where it is likely to matter."""
    number = picture.frame.number
    place = picture.frame.place(picture.region)
    if picture.ruled:
        return Finding(
            "table_is_image",
            Severity.WARNING,
            say("第 %(number)s 页有一张表格是图片，没有识别，数字不可读", number=number),
            place=place,
        )
    if picture.whole:
        return Finding(
            "page_is_image",
            Severity.WARNING,
            say("第 %(number)s 页没有文字，只有图像，没有识别", number=number),
            place=place,
        )
    return None


def _area(region: Region) -> float:
    return max(region.right - region.left, 0.0) * max(region.bottom - region.top, 0.0)


def _clipped(region: Region, frame: Frame) -> Region:
    return Region(
        max(region.left, 0.0),
        max(region.top, 0.0),
        min(region.right, frame.width),
        min(region.bottom, frame.height),
    )


def _together(regions: Sequence[Region]) -> list[Region]:
    """Regions that overlap or adjoin as one: scanners cut a page into strips."""
    groups: list[Region] = []
    for region in sorted(regions, key=lambda r: r.top):
        while True:
            near = next((g for g in groups if _adjoins(g, region)), None)
            if near is None:
                break
            groups.remove(near)
            region = around([near, region])
        groups.append(region)
    return groups


def _adjoins(a: Region, b: Region) -> bool:
    return (
        a.left <= b.right + 2
        and b.left <= a.right + 2
        and a.top <= b.bottom + 2
        and b.top <= a.bottom + 2
    )


def _text_over(page: Page, region: Region) -> int:
    boxes = page.glyphs.boxes
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = (x > region.left) & (x < region.right) & (y > region.top) & (y < region.bottom)
    return int(inside.sum())


def _within(place: Place, outer: Box) -> Place:
    """A place in an image as a place on the page where the image stands in a box."""
    box = place.box or Box(0, 0, BOX_UNIT, BOX_UNIT)
    width, height = outer.right - outer.left, outer.bottom - outer.top
    return replace(
        place,
        box=Box(
            outer.left + box.left * width // BOX_UNIT,
            outer.top + box.top * height // BOX_UNIT,
            outer.left + box.right * width // BOX_UNIT,
            outer.top + box.bottom * height // BOX_UNIT,
        ),
    )
