"""What happens in the worker process that shows originals: one page is drawn, the pages are
measured, or the file is written out as paragraphs and tables."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from PIL import Image

from indexer.original.write import written_out
from indexer.pipeline import Input
from indexer.readers import read_document
from indexer.readers.sniff import Kind, kind_of
from indexer.worker import Failure, Reading, Task, failure_of

READER = "indexer.original.draw:draw"

WIDTH = 1240
"""Pixels: a page of A4 at 150 dpi."""

WITH_PAGES = (Kind.PDF, Kind.IMAGE)
"""Kinds whose pages can be shown."""

_SHOWN = Failure("", "")
"""There is no report to tell of."""


class What(Enum):
    """What is asked of a file."""

    PAGE = "page"
    SIZES = "sizes"
    MARKUP = "markup"


@dataclass(frozen=True, slots=True)
class Wanted(Task):
    """One file to show.

    Attributes:
        page: which page to draw, from 1.
    """

    what: What = What.MARKUP
    page: int = 0


@dataclass(frozen=True, slots=True)
class Shown(Reading):
    """What is to be seen.

    Attributes:
        png: the page as a PNG file; empty where the file has no such page.
        sizes: width and height of all its pages.
        markup: of its paragraphs and tables.
    """

    png: bytes = b""
    sizes: tuple[tuple[int, int], ...] = ()
    markup: str = ""


def draw(task: Task) -> Reading:
    """Show one file."""
    assert isinstance(task, Wanted)
    (file,) = task.inputs
    try:
        match task.what:
            case What.PAGE:
                image = page_image(file, task.page)
                return Shown(_SHOWN, png=_packed(image) if image else b"")
            case What.SIZES:
                return Shown(_SHOWN, sizes=_sizes(file))
            case What.MARKUP:
                return Shown(_SHOWN, markup=_markup(file))
    except Exception as error:
        return Shown(failure_of(error, file.name))


def page_image(file: Input, page: int) -> Image.Image | None:
    """A page as it is displayed, ``WIDTH`` wide; ``None`` where the file has no such page.

    The libraries are loaded for their kind only.

    Raises:
        UnreadableSourceError: the file cannot be opened, or the page not be decoded.
    """
    match kind_of(file.data, file.name):
        case Kind.PDF:
            from indexer.readers.pdf.picture import render_page

            try:
                return render_page(file.data, page, WIDTH)
            except ValueError:
                return None
        case Kind.IMAGE:
            from indexer.readers.scan.picture import pages

            image = next(islice(pages(file.data, file.name), page - 1, None), None)
            if image is None:
                return None
            return image.resize((WIDTH, max(1, round(image.height * WIDTH / image.width))))
    return None


def _sizes(file: Input) -> tuple[tuple[int, int], ...]:
    match kind_of(file.data, file.name):
        case Kind.PDF:
            from indexer.readers.pdf.picture import page_sizes

            return page_sizes(file.data)
        case Kind.IMAGE:
            from indexer.readers.scan.picture import page_sizes as image_sizes

            return image_sizes(file.data)
    return ()


def _markup(file: Input) -> str:
    if kind_of(file.data, file.name) in (Kind.HTML, Kind.MHTML):
        from indexer.readers.html.written import written

        return written(file.data, file.name)
    return written_out(read_document(file.converted or file.data, file.name))


def _packed(image: Image.Image) -> bytes:
    """As a PNG file; most pages are grey, which takes a third."""
    packed = io.BytesIO()
    if _is_grey(image):
        image = image.convert("L")
    image.save(packed, "PNG", compress_level=6)
    return packed.getvalue()


def _is_grey(image: Image.Image) -> bool:
    """Whether no pixel of a small copy has a colour."""
    small = image.resize((155, max(1, round(image.height * 155 / image.width))))
    red, green, blue = small.convert("RGB").split()
    return all(
        abs(one - other) <= 12 and abs(one - third) <= 12
        for one, other, third in zip(red.tobytes(), green.tobytes(), blue.tobytes(), strict=True)
    )
