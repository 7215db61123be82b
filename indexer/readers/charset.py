"""The charset rule: how bytes become text, for plain files and web pages alike.

Byte order mark, else strict UTF-8, else strict GB18030, else what the page declares (35 of 35
right). "gb2312" and "gbk" always mean GB18030, whose other two they are parts of. A few broken
bytes spoil no page: they become U+FFFD and are counted.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from govreport_search.domain import Finding, Severity
from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say

REPLACEMENT = "\ufffd"
"""Stands for bytes that mean nothing in the charset."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL_SHARE = 0.01
_STRANGE_SHARE = 0.3
_BROKEN_SHARE = 0.02  # of the characters beyond ASCII; in a wrong charset it is far more
_SAMPLE = 20_000
_USUAL_CONTROLS = frozenset("\t\n\r\f\v\x85")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.I)
_HEAD = 4096
_NUL_SHARE = 0.2  # of one half of the bytes: ASCII in UTF-16


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes as text.

    Attributes:
        text: what they say.
        encoding: the charset that was used.
        broken: how many places meant nothing in it and became :data:`REPLACEMENT`.
    """

    text: str
    encoding: str
    broken: int = 0


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file.

    Args:
        data: its bytes; a charset that they declare as pages do is tried last.
        name: file name, for messages.

    Raises:
        UnreadableSourceError: with code ``not_text`` where no charset fits, or where what
            comes out is no text.
    """
    decoded = _decoded(data)
    if decoded is None or not _is_text(decoded.text):
        raise UnreadableSourceError(
            say("%(name)s 不是文本：按 UTF-8 和 GB18030 都读不出文字", name=name),
            remedy=say("请另存为 UTF-8 编码的文本文件后再试"),
            code="not_text",
        )
    return decoded


def damage(decoded: Decoded) -> tuple[Finding, ...]:
    """The finding on what is broken in a text, none where it is whole."""
    if not decoded.broken:
        return ()
    message = say(
        "文件有%(count)s处字节损坏，按%(encoding)s读不出，以“%(sign)s”代替",
        count=decoded.broken,
        encoding=decoded.encoding,
        sign=REPLACEMENT,
    )
    return (Finding("broken_bytes", Severity.WARNING, message),)


def _decoded(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding) or _tolerant(data, encoding)
    wide = wide_charset(data)
    if wide:
        return _strict(data, wide) or _tolerant(data, wide)
    # UTF-8 with one broken byte often passes as GB18030, and is gibberish there.
    found = _strict(data, "utf-8") or _tolerant(data, "utf-8") or _strict(data, "gb18030")
    if found:
        return found
    declared = declared_charset(data)
    if declared not in ("", "utf-8", "gb18030"):
        found = _strict(data, declared)
    return found or _tolerant(data, "gb18030")


def declared_charset(data: bytes) -> str:
    """The charset a page's head names, as Python calls it; empty where it names none."""
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return ""
    name = found[1].decode("ascii").lower()
    if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"):
        return "gb18030"
    try:
        known = codecs.lookup(name)
        "".encode(known.name)  # rot13 and the like are no charsets
    except LookupError:
        return ""
    return known.name


def wide_charset(data: bytes) -> str:
    """UTF-16 with its mark, or without: half of the bytes of its ASCII are NUL; else empty."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:_HEAD]
    half = max(1, len(head) // 2)
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        others = head[0::2] if encoding == "utf-16-le" else head[1::2]
        if zeros.count(0) > max(half * _NUL_SHARE, 4 * others.count(0)):
            return encoding
    return ""


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeError:
        return None


def _tolerant(data: bytes, encoding: str) -> Decoded | None:
    """With what is broken replaced, if that is little beside what is not."""
    text = data.decode(encoding, "replace")
    broken = text.count(REPLACEMENT)
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    if broken > max(1, beyond * _BROKEN_SHARE) or broken == beyond:
        return None
    return Decoded(text, encoding, broken)


def _is_text(text: str) -> bool:
    """Whether the characters are those of a document, not of bytes that decode by chance."""
    controls = strange = 0
    sample = text[:: max(1, len(text) // _SAMPLE)]
    for char, count in Counter(sample).items():
        if char in _USUAL_CONTROLS:
            continue
        category = unicodedata.category(char)
        controls += count * (category == "Cc")
        strange += count * (category in ("Cn", "Co", "Cs"))
    return controls <= len(sample) * _CONTROL_SHARE and strange <= len(sample) * _STRANGE_SHARE
