"""Image files into pages: clamped, turned as their camera noted, on white paper."""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.readers.options import MOST_PIXELS

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")

MOST_DECLARED_PIXELS = 200_000_000
"""A page that says it has more is refused before it is decoded: 600 MB in memory."""

MOST_FRAMES = 300
"""Pages of one TIFF, the same clamp as for pages of a PDF."""

_ANIMATED = ("GIF", "WEBP")
_ORIENTATION = 0x0112
_LYING = (5, 6, 7, 8)
_BROKEN: Final = (OSError, ValueError, SyntaxError, struct.error, EOFError, KeyError, IndexError)
"""What Pillow raises for damaged files, depending on the format."""


def pages(data: bytes, name: str) -> Iterator[Image.Image]:
    """Each page of an image file, RGB; one page is decoded at a time.

    Of an animation only the first frame is taken.

    Raises:
        UnreadableSourceError: with code ``damaged``, ``too_complex`` or ``too_many_pages``.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from _frames(data, name)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, MemoryError, *_BROKEN) as error:
        raise UnreadableSourceError(
            say("%(name)s 的图片数据已损坏，不能读取", name=name),
            remedy=say("请重新下载或重新扫描后再试"),
            code="damaged",
        ) from error


def page_sizes(data: bytes) -> tuple[tuple[int, int], ...]:
    """Width and height of each page in pixels, turned as its camera noted; nothing is decoded.

    Of a file whose pages cannot be told, none.
    """
    sizes = []
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            warnings.simplefilter("ignore")
            frames = 1 if image.format in _ANIMATED else getattr(image, "n_frames", 1)
            for frame in range(min(frames, MOST_FRAMES)):
                if frames > 1:
                    image.seek(frame)
                width, height = image.size
                lying = image.getexif().get(_ORIENTATION, 1) in _LYING
                sizes.append((height, width) if lying else (width, height))
    except (UnidentifiedImageError, Image.DecompressionBombError, *_BROKEN):
        return ()
    return tuple(sizes)


def _frames(data: bytes, name: str) -> Iterator[Image.Image]:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        frames = 1 if image.format in _ANIMATED else getattr(image, "n_frames", 1)
        if frames > MOST_FRAMES:
            raise UnreadableSourceError(
                say(
                    "%(name)s 有 %(count)s 页，超过上限 %(most)s 页",
                    name=name,
                    count=frames,
                    most=MOST_FRAMES,
                ),
                remedy=say("请拆分成几个文件后再试"),
                code="too_many_pages",
            )
        for frame in range(frames):
            if frames > 1:
                image.seek(frame)
            yield _page(image, name)


def _page(image: Image.Image, name: str) -> Image.Image:
    width, height = image.size
    if width * height > MOST_DECLARED_PIXELS:
        raise _too_large(name)
    scale = _scale(width, height)
    if scale < 1:
        # JPEG decodes at a half or a quarter right away and never holds the large image.
        image.draft("RGB", (round(width * scale), round(height * scale)))
    turned = ImageOps.exif_transpose(image)
    return on_white(turned)


def on_white(image: Image.Image) -> Image.Image:
    """Any image as RGB within the clamp, transparent parts white.

    Args:
        image: of any mode: bilevel, palette, grey with 8 or 16 bits, CMYK, with alpha.
    """
    scale = _scale(*image.size)
    if scale < 1:
        wanted = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.convert("L") if image.mode == "1" else image
        image = image.convert("RGBA") if image.mode == "P" else image
        image = image.resize(wanted, Image.Resampling.BOX)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits stretched to 8; Pillow alone would cut the values off at 255."""
    low, high = image.convert("F").getextrema()
    if not isinstance(low, float) or not isinstance(high, float) or high <= low:
        return Image.new("L", image.size, 255)
    if low >= 0 and high <= 255:
        return image.convert("F").convert("L")
    return image.convert("F").point(lambda v: (v - low) * (255 / (high - low))).convert("L")


def _scale(width: int, height: int) -> float:
    return min(1.0, math.sqrt(MOST_PIXELS / max(1, width * height)))


def _too_large(name: str) -> UnreadableSourceError:
    return UnreadableSourceError(
        say(
            "%(name)s 的图片太大，超过上限 %(most)s 百万像素",
            name=name,
            most=MOST_DECLARED_PIXELS // 1_000_000,
        ),
        remedy=say("请用较低的分辨率（300 dpi 足够）重新扫描"),
        code="too_complex",
    )
