"""Pages that show nothing: are they blank, or is what they show damaged?

pdfium draws a page whose content cannot be decoded as a blank one, without a word.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from typing import Any

import pdfplumber
from pdfminer.pdftypes import PDFStream

_MOST_RAW = 1 << 20
"""Clamp for content that pdfminer decodes, which knows no bounds; a page has about 10 kB."""

_MOST_DECODED = 1 << 24
"""So many bytes of a content stream are decoded at most."""


def damaged_pages(data: bytes, numbers: Iterable[int]) -> list[int]:
    """Those of the pages that show nothing whose content cannot be decoded.

    Args:
        data: the file.
        numbers: of the pages, from 1; meant for the few that show nothing.
    """
    wanted = set(numbers)
    if not wanted:
        return []
    try:
        with pdfplumber.open(io.BytesIO(data), pages=sorted(wanted)) as document:
            return [page.page_number for page in document.pages if _is_damaged(page.page_obj)]
    except Exception:  # pdfminer's parser raises whatever a broken object leads it to
        return sorted(wanted)


def _is_damaged(page: Any) -> bool:
    if page.attrs.get("Contents") is None:
        return False
    return any(not _is_whole(stream) for stream in page.contents)


def _is_whole(stream: object) -> bool:
    """Whether a stream is there and decodes to its end."""
    if not isinstance(stream, PDFStream):
        return False
    raw, filters = stream.rawdata, stream.get_filters()
    if not raw:
        return True
    names = [getattr(name, "name", "") for name, _ in filters]
    if stream.decipher is not None or names != ["FlateDecode"]:
        return len(raw) > _MOST_RAW or _decodes(stream)
    inflating = zlib.decompressobj()
    try:
        data = inflating.decompress(raw, _MOST_DECODED)
    except zlib.error:
        return False
    return inflating.eof or len(data) == _MOST_DECODED


def _decodes(stream: PDFStream) -> bool:
    try:
        stream.get_data()
    except Exception:  # see above
        return False
    return True
