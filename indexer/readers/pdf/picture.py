"""Pages as images: to show them, to see whether anything is printed, to recognise it."""

from __future__ import annotations

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from govreport_search.domain import BOX_UNIT, Box
from indexer.readers.options import MOST_PIXELS
from indexer.readers.pdf.library import load_page, open_document

MOST_SIDE = 20_000
"""Clamp for its width and height."""

_DOTS_FOR_READING = 200
"""Dots per inch for recognition; the letters of a report are then about 30 dots high."""

_DOTS_FOR_A_GLANCE = 100

_GLANCE = 600
"""Width in pixels for looking whether there is ink, or rules in an image."""

_LONG = 0.3
"""A dark run of this share of an image's width or height is a rule."""

_THICKEST = 12
"""A thicker dark band, in pixels of the glance, is no rule."""

_FEWEST_RULES = 3


def render_page(data: bytes, page: int, pixels_wide: int) -> Image.Image:
    """A page of a PDF as it is displayed.

    Args:
        data: the file.
        page: from 1.
        pixels_wide: width of the image; smaller where it would have more than 25 million
            pixels.

    Raises:
        UnreadableSourceError: the file cannot be opened.
        ValueError: it has no such page.
    """
    document = open_document(data, "PDF")
    try:
        if not 1 <= page <= len(document):
            raise ValueError(f"there is no page {page}")
        return image_of(document, page - 1, pixels_wide)
    finally:
        document.close()


def page_sizes(data: bytes) -> tuple[tuple[int, int], ...]:
    """Width and height of every page as it is displayed, in points.

    Raises:
        UnreadableSourceError: the file cannot be opened.
    """
    document = open_document(data, "PDF")
    try:
        sizes = (document.get_page_size(index) for index in range(len(document)))
        return tuple((max(1, round(width)), max(1, round(height))) for width, height in sizes)
    finally:
        document.close()


def image_of(document: pypdfium2.PdfDocument, index: int, pixels_wide: float) -> Image.Image:
    """A page of an open document as an image in grey or colour, clamped."""
    page = load_page(document, index)
    try:
        width, height = max(page.get_width(), 1.0), max(page.get_height(), 1.0)
        scale = pixels_wide / width
        scale = min(scale, (0.99 * MOST_PIXELS / (width * height)) ** 0.5)
        scale = min(scale, MOST_SIDE / max(width, height))
        bitmap = page.render(scale=scale, may_draw_forms=False)
        image: Image.Image = bitmap.to_pil().convert("RGB")
        return image
    finally:
        page.close()


def image_for_reading(document: pypdfium2.PdfDocument, index: int) -> Image.Image:
    """A page as an image in which letters can be recognised."""
    return image_of(document, index, _inches_wide(document, index) * _DOTS_FOR_READING)


def image_for_a_glance(document: pypdfium2.PdfDocument, index: int) -> Image.Image:
    """A page as an image in which rules can be told from photographs."""
    return image_of(document, index, _inches_wide(document, index) * _DOTS_FOR_A_GLANCE)


def _inches_wide(document: pypdfium2.PdfDocument, index: int) -> float:
    return max(float(document.get_page_size(index)[0]), 1.0) / 72


def has_ink(document: pypdfium2.PdfDocument, index: int) -> bool:
    """Whether anything but an empty ground is to be seen on a page."""
    seen = np.asarray(image_of(document, index, _GLANCE).convert("L"))
    ground = np.bincount(seen.ravel(), minlength=256).argmax()
    return bool((np.abs(seen.astype(np.int16) - int(ground)) > 60).sum() > 20)


def looks_like_a_table(image: Image.Image) -> bool:
    """Whether an image holds at least three long rules each way, as a table does."""
    dark = np.asarray(image.convert("L").resize((_GLANCE, _GLANCE))) < 160
    return _rules(dark) >= _FEWEST_RULES and _rules(dark.T) >= _FEWEST_RULES


def _rules(dark: NDArray[np.bool_]) -> int:
    """How many thin groups of adjacent lines hold a long dark run."""
    count = thickness = 0
    for line in dark:
        edges = np.flatnonzero(np.diff(np.concatenate(([0], line.astype(np.int8), [0]))))
        runs = edges[1::2] - edges[::2]
        if len(runs) and int(runs.max()) >= _LONG * len(line):
            thickness += 1
        else:
            count += 0 < thickness <= _THICKEST
            thickness = 0
    return count


def cropped(image: Image.Image, box: Box) -> Image.Image:
    """The part of a page's image that a box marks."""
    x, y = image.width / BOX_UNIT, image.height / BOX_UNIT
    left, top = int(box.left * x), int(box.top * y)
    right, bottom = round(box.right * x), round(box.bottom * y)
    return image.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
