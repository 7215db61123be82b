"""Markdown markup undone: what a reader of the rendered page would see, line by line.

Everything here keeps the number of lines, so places stay true. Emphasis counts as such where
converters write it (``**一、标题：**正文``), not only where CommonMark renders it.
"""

from __future__ import annotations

import html
import re

from indexer.blocks import in_one_line

_PROTECTED = 0x100000
"""Offset into a private plane where escaped characters wait until all markup is undone."""

_BREAK = "\0"
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^\n`]+)\1(?!`)")
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.S | re.I)
_BREAK_TAG = re.compile(r"<br\b[^<>]*>", re.I)
_BLOCK_TAG = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|hr|center|section|t[dhr])\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I)
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)
_ENTITY_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")

_NO_TEXT = re.compile(
    r"^[ \t>]*(?:(?:[-_*=][ \t]*){3,}|(?:`{3,}|~{3,})[\w-]*|:{3,}.*|\[[^\]\n]+\]:[ \t]+\S.*)"
    r"[ \t]*$",
    re.M,
)
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.M)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?:[ \t]+|(?=[^\s#\d]))(.*)$", re.M)
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(?=[^\s\d|/\\*+\-—–]|\*+[^\s*])", re.M)
_HARD_BREAK = re.compile(r"\\$", re.M)
_ATTRIBUTES = re.compile(r"[ \t]?\{[#.][^{}\n]*\}")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")
_EMPHASIS = (
    re.compile(r"(\*\*\*|\*\*)(?=[^\s*])((?:(?!\n[ \t]*\n|\||\*\*).){1,400}?)(?<=\S)\1", re.S),
    re.compile(r"(\*)(?=[^\s*])([^*\n|]{1,400}?)(?<=\S)\1"),
    re.compile(r"(?<![\dA-Za-z_])(_{1,3})(?=[^\s_])([^_\n|]{1,400}?)(?<=\S)\1(?![\dA-Za-z_])"),
    re.compile(r"(~~)(?=[^\s~])([^~\n|]{1,400}?)(?<=\S)\1"),
)


def undone(text: str) -> str:
    """The text without markup, its line breaks and the pipes between cells where they were.

    Escaped characters and entities are left to :func:`finished`, so that neither can be taken
    for a pipe between cells.
    """
    text = _ESCAPE.sub(lambda match: _protected(match[1]), text)
    text = _CODE.sub(lambda match: _protected(match[2]), text)
    text = _UNSEEN.sub(_only_line_ends, text)
    text = _BREAK_TAG.sub(lambda match: _BREAK + _only_line_ends(match), text)
    text = _BLOCK_TAG.sub(lambda match: " " + _only_line_ends(match), text)
    text = _TAG.sub(_only_line_ends, text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _HARD_BREAK.sub("", text)
    text = _NO_TEXT.sub("", text)
    text = _QUOTE.sub("", text)
    text = _NO_TEXT.sub("", text)
    text = _BULLET.sub("", _HEADING.sub(_title, text))
    text = _ATTRIBUTES.sub("", _LINK.sub(r"\1", text))
    for emphasis in _EMPHASIS:
        text = emphasis.sub(r"\2", text)
    return text


def finished(text: str) -> str:
    """A line or cell of :func:`undone` text as it is seen: entities, escapes, breaks in cells."""
    text = _ENTITY.sub(_seen_entity, text)
    text = "".join(
        chr(ord(char) - _PROTECTED) if ord(char) >= _PROTECTED else char for char in text
    )
    return in_one_line(text.replace(_BREAK, "\n")) if _BREAK in text else text


def _title(match: re.Match[str]) -> str:
    title = match[1].rstrip()
    words = title.rstrip("#")
    return words.rstrip() if words.endswith((" ", "\t")) else title


def _protected(text: str) -> str:
    return "".join(chr(_PROTECTED + ord(char)) if char.isascii() else char for char in text)


def _only_line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _seen_entity(match: re.Match[str]) -> str:
    return _ENTITY_BREAK.sub(" ", html.unescape(match[0]))
