"""Web pages kept in one file with their parts (MHTML, also Word's single file web page)."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import Message

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say

MAX_PARTS = 1_000
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Archive:
    """The parts of an archive.

    Attributes:
        pages: its pages, the one it was made of first, frames after it.
        address: where that page stood, empty where it is not said.
        parts: images by their address and by ``cid:``.
    """

    pages: tuple[bytes, ...]
    address: str
    parts: dict[str, bytes]


def opened(data: bytes, name: str) -> Archive:
    """Take an archive apart.

    Args:
        data: its bytes.
        name: file name, for messages.

    Raises:
        UnreadableSourceError: with code ``damaged`` or ``too_complex``.
    """
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
        archive = _taken_apart(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise _damaged(name) from error  # what the package raises on malformed headers
    if archive is None:
        raise UnreadableSourceError(
            say("%(name)s 的部分超过%(most)s个", name=name, most=MAX_PARTS),
            remedy=say("请用浏览器打开后另存为 PDF"),
            code="too_complex",
        )
    if not archive.pages:
        raise _damaged(name)
    return archive


def _taken_apart(message: Message) -> Archive | None:
    """Its parts, ``None`` where there are too many."""
    leaves = []
    for part in message.walk():
        if not part.is_multipart():
            leaves.append(part)
        if len(leaves) > MAX_PARTS:
            return None
    pages = [part for part in leaves if part.get_content_type() in _PAGES]
    start = str(message.get_param("start") or "").strip() if message.is_multipart() else ""
    pages.sort(key=lambda part: bool(start) and _header(part, "Content-ID") != start)
    address = _header(message, "Snapshot-Content-Location")
    if pages and not address:
        address = _header(pages[0], "Content-Location")
    parts: dict[str, bytes] = {}
    for part in leaves:
        if part.get_content_maintype() == "image" or part.get_content_type().endswith("stream"):
            content = _content(part)
            for key in _names(part):
                parts.setdefault(key, content)
    return Archive(tuple(map(_content, pages)), address, parts)


def _header(part: Message, name: str) -> str:
    return str(part.get(name) or "").strip()


def _names(part: Message) -> list[str]:
    address, identifier = _header(part, "Content-Location"), _header(part, "Content-ID")
    names = [address] if address else []
    return [*names, "cid:" + identifier.strip("<>")] if identifier else names


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _damaged(name: str) -> UnreadableSourceError:
    return UnreadableSourceError(
        say("%(name)s 是网页存档，但里面没有网页，或存档已损坏", name=name),
        remedy=say("请重新保存网页，或另存为 PDF"),
        code="damaged",
    )
