"""What a page refers to by relative paths: images it shows, documents it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from indexer.readers.charset import wide_charset

_IMAGE = re.compile(r"<img\b[^<>]*?\ssrc\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)", re.I)
_LINK = re.compile(r"<a\b[^<>]*?\shref\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)", re.I)
_FRAME = re.compile(
    r"<(?:iframe|frame|embed|object)\b[^<>]*?\s(?:src|data)\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)",
    re.I,
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|rtf|html?|mht|mhtml|txt|zip|png|jpe?g|tiff?)$")
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#|/|\\)", re.I)
_ADDRESS = re.compile(
    r"saved from url=\(\d+\)(https?://[^\s<>]+)"
    r"|<link\b[^<>]{0,300}?rel\s*=\s*[\"']?canonical[^<>]{0,300}?href\s*=\s*[\"']?"
    r"(https?://[^\s\"'<>]+)",
    re.I,
)
"""Under which address the page says it stands ..."""

_HEAD = 20_000
"""... among so many of its first characters."""

_MOST = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A document that a page links to.

    Attributes:
        paths: where it stands, as it may be spelled; from the site's root where one begins with
            ``/``, else from the page's folder.
        host: its site, empty where it is the page's own.
        page_host: the page's own site, empty where it does not say.
    """

    paths: tuple[str, ...]
    host: str = ""
    page_host: str = ""


def shown_files(data: bytes) -> tuple[str, ...]:
    """Relative paths of the images a page shows, decoded, with ``/`` between their steps."""
    return tuple(_relative(data, _IMAGE))


def linked_files(data: bytes) -> tuple[Link, ...]:
    """The documents a page links to or shows in a frame of its own.

    As a rule they are the annex of a report, or the report itself.
    """
    text = _text(data)
    said = _ADDRESS.search(text, 0, _HEAD)
    own = _host(next(filter(None, said.groups()), "")) if said else ""
    links: dict[Link, None] = {}
    for pattern in (_FRAME, _LINK):
        for found in pattern.finditer(text):
            link = _link(_address(found), own)
            if link is not None:
                links[link] = None
            if len(links) >= _MOST:
                return tuple(links)
    return tuple(links)


def _link(address: str, own: str) -> Link | None:
    """A link to a document; ``None`` for any other."""
    try:
        host = _host(address)
        parts = urlsplit(address)
    except ValueError:  # a port or host that cannot be
        return None
    if parts.scheme not in ("", "http", "https") or not parts.path or "\0" in address:
        return None
    whole = f"{parts.path}?{parts.query}" if parts.query else parts.path
    # The name as it is meant; as programs keep it that save the question, too; as it is written.
    spelled = (_plain(parts.path), _plain(whole), parts.path)
    paths = tuple(dict.fromkeys(path for path in spelled if _DOCUMENT.search(path.lower())))
    return Link(paths, host, own) if paths else None


def _host(address: str) -> str:
    return (urlsplit(address).netloc or "").rpartition("@")[2].lower()


def _address(found: re.Match[str]) -> str:
    return unescape(found[1].strip("\"'").strip()).replace("\\", "/")


def _text(data: bytes) -> str:
    return data.decode(wide_charset(data) or "utf-8", "surrogateescape")


def _relative(data: bytes, pattern: re.Pattern[str]) -> Iterator[str]:
    """Paths below the page's own folder; one that leaves it is not given."""
    given: set[str] = set()
    for found in pattern.finditer(_text(data)):
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
