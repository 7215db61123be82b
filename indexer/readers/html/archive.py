"""Web pages kept in one file with their parts (MHTML, also Word's single file web page)."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import Message

from govreport_search.errors import UnreadableSourceError

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
        leaves = []
        for part in message.walk():
            if not part.is_multipart():
                leaves.append(part)
            if len(leaves) > MAX_PARTS:
                raise UnreadableSourceError(
                    f"{name} 的部分超过{MAX_PARTS}个",
                    remedy="请用浏览器打开后另存为 PDF",
                    code="too_complex",
                )
    except (RecursionError, ValueError, LookupError) as error:
        raise _damaged(name) from error
    pages = [part for part in leaves if part.get_content_type() in _PAGES]
    if not pages:
        raise _damaged(name)
    start = str(message.get_param("start") or "").strip() if message.is_multipart() else ""
    pages.sort(key=lambda part: bool(start) and part.get("Content-ID", "").strip() != start)
    address = message.get("Snapshot-Content-Location") or pages[0].get("Content-Location") or ""
    parts: dict[str, bytes] = {}
    for part in leaves:
        if part.get_content_maintype() == "image" or part.get_content_type().endswith("stream"):
            content = _content(part)
            for key in _names(part):
                parts.setdefault(key, content)
    return Archive(tuple(map(_content, pages)), address.strip(), parts)


def _names(part: Message) -> list[str]:
    names = []
    if part.get("Content-Location"):
        names.append(part["Content-Location"].strip())
    if part.get("Content-ID"):
        names.append("cid:" + part["Content-ID"].strip().strip("<>"))
    return names


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _damaged(name: str) -> UnreadableSourceError:
    return UnreadableSourceError(
        f"{name} 是网页存档，但里面没有网页，或存档已损坏",
        remedy="请重新保存网页，或另存为 PDF",
        code="damaged",
    )
