"""Images among a report's lines: which may hold a table, and the bytes that came with the page.

Nothing is fetched: an image is read from the page itself (``data:``), from the parts of an
archive, or from files that were saved beside the page.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from io import BytesIO
from urllib.parse import unquote, unquote_to_bytes, urljoin

from PIL import Image

from indexer.readers.html.node import Node
from indexer.readers.options import MOST_PIXELS

LEAST_WIDTH, LEAST_HEIGHT = 200, 80
"""Pixels; a smaller image holds no table."""

MAX_BYTES = 50 * 1024 * 1024

_DATA = re.compile(r"data:image/(?!svg)[\w.+-]+(?:;[\w=.-]+)*?(;base64)?,", re.I)
_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(px|pt|cm|in|%)?", re.I)
_PIXELS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "cm": 37.8, "in": 96.0}
_ORNAMENT = re.compile(
    r"(?:^|[/_.-])(?:icons?|ico|logo|banner|spacer|space|blank|dot|line|arrow|bullet|bg|btn|button|"
    r"qr\w*|ewm|erweima|share|print|close|weixin|wechat|weibo|dzjg|jiucuo|wza|gh|beian)\d*[._-]",
    re.I,
)
_SOURCES = ("src", "data-src", "data-original", "original-src", "_src", "oldsrc")


def sources(node: Node) -> list[str]:
    """Where an image says its bytes are; pages that load them late say it elsewhere."""
    return [value for key in _SOURCES if (value := node.get(key))]


def bytes_of(node: Node, attached: Mapping[str, bytes], base: str = "") -> bytes | None:
    """The bytes of an image if they came with the page.

    Args:
        node: its element.
        attached: what came with the page, by path, address or ``cid:``.
        base: the page's address.
    """
    for source in sources(node):
        found = _DATA.match(source)
        if found:
            return _inline(source[found.end() :], is_base64=bool(found[1]))
        plain = source.split("#")[0].split("?")[0].replace("\\", "/").removeprefix("./")
        for key in (source, plain, unquote(plain), urljoin(base, source) if base else source):
            if key in attached:
                return attached[key]
    return None


def may_hold_table(node: Node, data: bytes | None) -> bool:
    """Whether an image is no ornament: large, or of unknown size."""
    if data is not None:
        size = _size(data)
        return size is None or (size[0] >= LEAST_WIDTH and size[1] >= LEAST_HEIGHT)
    named = sources(node)
    if not named or any(_ORNAMENT.search(source) for source in named):
        return False
    width, height = _told(node, "width"), _told(node, "height")
    return (width is None or width >= LEAST_WIDTH) and (height is None or height >= LEAST_HEIGHT)


def is_spacer(node: Node) -> bool:
    """Whether an image only takes room."""
    sizes = (_told(node, "width"), _told(node, "height"))
    return any(size is not None and size <= 3 for size in sizes)


def opened(data: bytes) -> Image.Image | None:
    """The image, ``None`` where it is damaged or too large."""
    size = _size(data)
    if size is None or size[0] * size[1] > MOST_PIXELS or len(data) > MAX_BYTES:
        return None
    try:
        image = Image.open(BytesIO(data))
        image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return image


def _size(data: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(BytesIO(data)) as image:
            return image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _inline(coded: str, *, is_base64: bool) -> bytes | None:
    if not is_base64:
        return unquote_to_bytes(coded)
    try:
        return base64.b64decode(unquote(coded) + "===")
    except (binascii.Error, ValueError):
        return None


def _told(node: Node, side: str) -> float | None:
    """Width or height in pixels as the markup says it; ``None`` where it does not."""
    for name, number, unit in _SIZE.findall(node.get("style")):
        if name.lower() == side and unit in _PIXELS:
            return float(number) * _PIXELS[unit] if number.count(".") < 2 else None
    plain = re.fullmatch(r"(\d{1,5})(?:\.\d+)?(?:px)?", node.get(side))
    return float(plain[1]) if plain else None
