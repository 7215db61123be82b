"""What a page refers to by relative paths: images it shows, documents it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from indexer.readers.charset import wide_charset

_IMAGE = re.compile(r"<img\b[^<>]*?\ssrc\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)", re.I)
_LINK = re.compile(r"<a\b[^<>]*?\shref\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)", re.I)
_FRAME = re.compile(
    r"<(?:iframe|frame|embed|object)\b[^<>]*?\s(?:src|data)\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)",
    re.I,
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|rtf|html?|mht|mhtml|txt|zip|png|jpe?g|tiff?)$")
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#|/|\\)", re.I)
_MOST = 200


def shown_files(data: bytes) -> tuple[str, ...]:
    """Relative paths of the images a page shows, decoded, with ``/`` between their steps."""
    return tuple(_relative(data, _IMAGE))


def linked_files(data: bytes) -> tuple[str, ...]:
    """Relative paths of the documents a page links to or shows in a frame of its own.

    As a rule they are the annex of a report, or the report itself.
    """
    paths = dict.fromkeys((*_relative(data, _FRAME), *_relative(data, _LINK)))
    return tuple(path for path in paths if _DOCUMENT.search(path.lower()))


def _relative(data: bytes, pattern: re.Pattern[str]) -> Iterator[str]:
    """Paths below the page's own folder; one that leaves it is not given."""
    text = data.decode(wide_charset(data) or "utf-8", "surrogateescape")
    given: set[str] = set()
    for found in pattern.finditer(text):
        path = unescape(found[1].strip("\"'").strip())
        if not path or _ELSEWHERE.match(path):
            continue
        path = _plain(path.split("#")[0].split("?")[0].replace("\\", "/"))
        steps = [step for step in path.split("/") if step not in ("", ".")]
        if not steps or ".." in steps or "\0" in path or "/".join(steps) in given:
            continue
        given.add("/".join(steps))
        yield "/".join(steps)
        if len(given) >= _MOST:
            return


def _plain(path: str) -> str:
    """Escapes undone; bytes that are no UTF-8 are the older charset of Chinese pages."""
    raw = path.encode("utf-8", "surrogateescape")
    if b"%" in raw:
        raw = unquote(path, errors="surrogateescape").encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
