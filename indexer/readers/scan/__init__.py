"""Scans and photographs of pages, by optical character recognition (the extra ``ocr``).

Nothing of the extra is imported before a page is to be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.blocks import Document, Grid, Line, laid_out
from indexer.readers.options import ReadOptions
from indexer.readers.sniff import Kind

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["available", "needs_ocr", "read_image", "read_scan"]

_LEAST_SIDE = 24
"""Images smaller than this, in pixels, are icons and lines of decoration."""

_LEAST_SPREAD = 24
"""Between the darkest and the lightest grey of an image that shows something."""

REMEDY = say("请安装文字识别组件：pip install 'govreport-search[ocr]'，再重新运行")


def available() -> bool:
    """Whether text in images can be recognised: the extra is installed with its models."""
    from importlib.util import find_spec

    if find_spec("cv2") is None:
        return False
    from indexer.readers.scan import engine

    return engine.available()


def needs_ocr(name: str, options: ReadOptions) -> UnreadableSourceError:
    """The error for a file of images alone, when they cannot be or shall not be recognised."""
    remedy = say("请在运行时加上 --ocr") if available() and not options.ocr else REMEDY
    return UnreadableSourceError(
        say("%(name)s 是扫描件或图片，里面没有可以直接读取的文字", name=name),
        remedy=remedy,
        code="needs_ocr",
    )


def read_image(image: Image, page: int, options: ReadOptions) -> tuple[list[Line], list[Grid]]:
    """The lines and grids on one image, in reading order.

    Boxes of the places are relative to the image as it is given; ``grid.first`` counts within
    the lines returned.

    Args:
        image: a page or a part of one, in any mode.
        page: its 1-based number, for the places.
        options: names the folder of the cache.

    Raises:
        UnreadableSourceError: with code ``needs_ocr`` when the extra is not installed.
    """
    import numpy as np

    from indexer.readers.scan.picture import on_white

    pixels = np.asarray(on_white(image))
    if min(pixels.shape[:2]) < _LEAST_SIDE or np.ptp(pixels) < _LEAST_SPREAD:
        return [], []
    from indexer.readers.scan.cache import Memory
    from indexer.readers.scan.engine import shared_engine
    from indexer.readers.scan.page import read_page

    memory = Memory(shared_engine(), options.ocr_cache, pixels)
    result = read_page(pixels, page, memory.find, memory.read)
    memory.save()
    return result


def read_scan(data: bytes, name: str, options: ReadOptions) -> Document:
    """An image file as a document: one page, or as many as a TIFF has.

    Raises:
        UnreadableSourceError: with code ``needs_ocr`` without the extra or when ``options`` do
            not ask for recognition, ``damaged``, ``too_complex``, ``too_many_pages``, and
            ``empty`` when there is no text on any page.
    """
    from indexer.readers.scan.picture import pages

    lines: list[Line] = []
    grids: list[Grid] = []
    number = 0
    for number, image in enumerate(pages(data, name), start=1):
        if not (options.ocr and available()):
            raise needs_ocr(name, options)
        found, tables = read_image(image, number, options)
        grids += [
            Grid(grid.first + len(lines), grid.rows, grid.columns, grid.cells, grid.sure)
            for grid in tables
        ]
        lines += found
    if not any(line.text.strip() for line in lines):
        raise UnreadableSourceError(
            say("%(name)s 的图片里没有认出文字", name=name),
            remedy=say("请确认图片是年度报告，必要时以 300 dpi 重新扫描"),
            code="empty",
        )
    numbered, placed, text = laid_out(lines, grids)
    return Document(numbered, Kind.IMAGE, encoding="", text=text, grids=placed, pages=number)
