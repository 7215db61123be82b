"""Whether a text is a web page: by its markup, whole or only the inside of one."""

from __future__ import annotations

import re

from indexer.readers.charset import wide_charset

_UNSEEN = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<\?xml\b[^>]*>|<!\[[^\]>]*\]>",
    re.S | re.I,
)
_WHOLE = re.compile(
    rb"(?:\xef\xbb\xbf)?[\x00-\x7f]*?(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])", re.I
)
"""A page begins so; some converters wrap a single table in ``<html>`` in the middle of a text."""

_BEGINS = re.compile(
    rb"\s*</?(?:a|article|b|blockquote|br|center|div|dl|em|font|form|h[1-6]|hr|img|input|link|meta|"
    rb"ol|o:p|p|pre|section|span|strong|style|table|tbody|title|u|ul)\b[^<>]*>",
    re.I,
)
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*?(/?)>|([\x80-\xff]+)")
_TEXT_TAGS = frozenset(
    b"p div span font section article center li h1 h2 h3 h4 h5 h6 strong b".split()
)
_ROOM = re.compile(rb"<(?:p|div|table|br|h[1-6]|li|section|article|body)\b", re.I)
_BREAKS = re.compile(rb"<br\b|</p\s*>|</div\s*>", re.I)
_MOST_OUTSIDE = 0.2
_LEAST_INSIDE = 0.7
_FEWEST_BREAKS = 8
_HEAD, _PART = 8192, 200_000


def is_page(data: bytes, name: str) -> bool:
    """Whether the bytes are HTML.

    A text with some markup in it is none: Markdown holds tables and centred titles in HTML.

    Args:
        data: the file.
        name: its name; what is called Markdown is a page only if it is a whole one.
    """
    part = data[:_PART]
    wide = wide_charset(part)
    if wide:
        part = part[: len(part) // 2 * 2].decode(wide, "replace").encode("utf-8", "replace")
    if b"<" not in part:
        return False
    part = _UNSEEN.sub(b" ", part.removeprefix(b"\xef\xbb\xbf"))
    if _WHOLE.match(part[:_HEAD]):
        return True
    if name.lower().endswith((".md", ".markdown")):
        return False
    inside, in_text, every = _shares(part)
    if _BEGINS.match(part) and _ROOM.search(part):
        return every == 0 or inside >= (1 - _MOST_OUTSIDE) * every
    breaks = len(_BREAKS.findall(part))
    if breaks < _FEWEST_BREAKS:
        return False
    return in_text >= _LEAST_INSIDE * every or breaks > part.count(b"\n")


def _shares(part: bytes) -> tuple[int, int, int]:
    """Bytes beyond ASCII: inside any element, inside one that holds running text, and all."""
    open_tags: list[bytes] = []
    inside = in_text = every = texts = 0
    for end, tag, alone, letters in _TAG.findall(part):
        if letters:
            every += len(letters)
            inside += len(letters) * bool(open_tags)
            in_text += len(letters) * bool(texts)
            continue
        tag = tag.lower()
        if end:
            if tag in open_tags[-40:]:
                while open_tags.pop() != tag:
                    pass
                texts = sum(1 for one in open_tags if one in _TEXT_TAGS)
        elif not alone and tag not in (b"br", b"img", b"hr", b"input", b"meta", b"link", b"col"):
            open_tags.append(tag)
            texts += tag in _TEXT_TAGS
    return inside, in_text, every
