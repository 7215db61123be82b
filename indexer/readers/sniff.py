"""What a file is, by its content; kinds that no reader takes are rejected with a reason."""

from __future__ import annotations

import re

from govreport_search.errors import UnreadableSourceError

MAX_BYTES = 20 * 1024 * 1024
"""Clamp for text files: the longest published report is below 1 MB."""

_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP 或 DOCX"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word（DOC/WPS）"),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"SQLite format 3\x00", "SQLite 数据库"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?[\x00-\x7f]*?(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])",
    re.IGNORECASE,
)
"""A page begins so; some converters wrap a single table in ``<html>`` in the middle of a text."""

_HEAD = 1024


def check_kind(data: bytes, name: str) -> None:
    """Pass text on.

    Raises:
        UnreadableSourceError: with code ``empty``, ``too_large`` or ``kind_not_supported``.
    """
    if not data.strip():
        raise UnreadableSourceError(
            f"{name} 是空文件", remedy="请重新下载或换一份文件", code="empty"
        )
    kind = _kind(data)
    if kind:
        raise UnreadableSourceError(
            f"{name} 的内容是 {kind}，目前只能读取文本（.txt）和 Markdown（.md）",
            remedy="请先转换成 UTF-8 编码的文本文件",
            code="kind_not_supported",
        )
    if len(data) > MAX_BYTES:
        raise UnreadableSourceError(
            f"{name} 有 {len(data)} 字节，超过上限 {MAX_BYTES} 字节",
            remedy="请确认这是一份年度报告，必要时拆分后再试",
            code="too_large",
        )


def _kind(data: bytes) -> str:
    head = data[:_HEAD]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head:  # readers of PDF accept junk before the mark, so do we here
        return "PDF"
    if _HTML.match(head):
        return "HTML 网页"
    return ""
