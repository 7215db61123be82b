"""What a file is, by its content, never by its name; what no reader takes has a reason."""

from __future__ import annotations

import re
from enum import StrEnum
from zipfile import ZipFile

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.readers import compound, packed
from indexer.readers.page_sign import is_page

MAX_BYTES = 100 * 1024 * 1024
"""Clamp for every file; the longest published report of any kind here has 12 MB."""

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""Clamp for text and pages: the longest published report is below 1 MB."""


class Kind(StrEnum):
    """Kinds of files; the values stand in store, outputs and docs."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    MHTML = "mhtml"
    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    XLSX = "xlsx"
    XLS = "xls"
    IMAGE = "image"
    ZIP = "zip"


NAMES = {
    Kind.TEXT: say("文本"),
    Kind.MARKDOWN: "Markdown",
    Kind.HTML: say("HTML 网页"),
    Kind.MHTML: say("MHTML 网页存档"),
    Kind.PDF: "PDF",
    Kind.DOCX: "Word（DOCX）",
    Kind.DOC: say("旧版 Word（DOC/WPS）"),
    Kind.RTF: "RTF",
    Kind.XLSX: "Excel（XLSX）",
    Kind.XLS: say("旧版 Excel（XLS）"),
    Kind.IMAGE: say("图片"),
    Kind.ZIP: say("ZIP 压缩包"),
}
"""What people call them."""

_MAGIC = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"{\\rtf", Kind.RTF),
)
WORD_XML = re.compile(rb"<\?mso-application\s+progid=[\"']Word\.Document[\"']|<w:wordDocument\s")
"""How the XML of Word 2003 begins, whatever the file is called (often .doc)."""

_PACKAGE_XML = b"<pkg:package"
_BOOK_XML = re.compile(rb"<\?mso-application\s+progid=[\"']Excel\.Sheet[\"']")
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_REFUSED = (
    (b"Rar!", say("RAR 压缩包")),
    (b"7z\xbc\xaf\x27\x1c", say("7z 压缩包")),
    (b"\x1f\x8b", say("gzip 压缩包")),
    (b"SQLite format 3\x00", say("SQLite 数据库")),
)
_MHTML = re.compile(rb"(?:^|\n)content-type:\s*multipart/(?:related|alternative|mixed)", re.I)
_WORD_STREAM = "WordDocument"
_TEXT_STREAMS = frozenset((_WORD_STREAM, "CONTENTS", "MatOST"))
"""Of Word and Kingsoft's WPS, and of the old Works."""

_BOOK_STREAMS = frozenset(("Workbook", "Book", "WORKBOOK", "BOOK"))
_LOCKED_STREAMS = frozenset(("EncryptedPackage", "EncryptionInfo"))
_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = (
    (b"wordprocessingml", Kind.DOCX),
    (b"ms-word", Kind.DOCX),
    (b"spreadsheetml", Kind.XLSX),
    (b"ms-excel.sheet.macroEnabled", Kind.XLSX),
)
"""What the main part of an Office file says it is, in its list of content types."""

_OTHER_PACKAGES = (
    ("OFD.xml", say("OFD 版式文件")),
    ("ppt/presentation.xml", say("PPTX 演示文稿")),
    ("META-INF/manifest.xml", say("OpenDocument（ODT、ODS）文件")),
    ("META-INF/container.xml", say("EPUB 电子书")),
)
"""A member that only packed documents of other kinds have: no archive of reports."""

_MAIN_PART = re.compile(rb'ContentType="application/vnd\.[^"]*?\.?main\+xml"')
_MOST_TYPES = 1024 * 1024
_HEAD = 1024
_DAMAGED_HEAD = 65536


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file that is not told apart by decoding: ``TEXT`` stands for Markdown, too.

    Raises:
        UnreadableSourceError: with code ``empty``, ``too_large`` or ``kind_not_supported``.
    """
    if not data.strip():
        raise UnreadableSourceError(
            say("%(name)s 是空文件", name=name), remedy=say("请重新下载或换一份文件"), code="empty"
        )
    head = data[:_HEAD]
    for magic, what in _REFUSED:
        if head.startswith(magic):
            raise UnreadableSourceError(
                say("%(name)s 的内容是 %(kind)s，不能读取", name=name, kind=what),
                remedy=say("请先解压或另存为可以读取的文件"),
                code="kind_not_supported",
            )
    kind = _kind(data, head, name)
    is_text = kind in (Kind.TEXT, Kind.HTML, Kind.MHTML)
    limit = MAX_TEXT_BYTES if is_text else MAX_BYTES
    if len(data) > limit:
        raise UnreadableSourceError(
            say(
                "%(name)s 有 %(size)s 字节，超过上限 %(most)s 字节",
                name=name,
                size=len(data),
                most=limit,
            ),
            remedy=say("请确认这是一份年度报告，必要时拆分后再试"),
            code="too_large",
        )
    return kind


def _kind(data: bytes, head: bytes, name: str) -> Kind:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.IMAGE
    if head.startswith(_PACKED):
        return _packed(data, name)
    if head.startswith(compound.MAGIC):
        return _compound(data, name)
    if b"%PDF-" in head:  # readers of PDF accept junk before the mark, so do we here
        return Kind.PDF
    if _MHTML.search(head):
        return Kind.MHTML
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        if _PACKAGE_XML in head or _BOOK_XML.search(head):
            raise UnreadableSourceError(
                say("%(name)s 是 Office 的 XML 文件，不能读取", name=name),
                remedy=say("请用办公软件打开后另存为 DOCX 或 XLSX"),
                code="kind_not_supported",
            )
        if WORD_XML.search(head):
            return Kind.DOC
    return Kind.HTML if is_page(data, name) else Kind.TEXT


def _packed(data: bytes, name: str) -> Kind:
    try:
        with packed.opened(data, "") as archive:
            kind = office_kind(archive)
            other = other_package(archive) if kind is None else ""
    except UnreadableSourceError:
        # Damaged: its reader will say so; which reader, the names of the first parts tell.
        if b"word/" in data[:_DAMAGED_HEAD]:
            return Kind.DOCX
        return Kind.XLSX if b"xl/" in data[:_DAMAGED_HEAD] else Kind.ZIP
    if other:
        raise UnreadableSourceError(
            say("%(name)s 是 %(kind)s，不能读取", name=name, kind=other),
            remedy=say("请用办公软件或阅读器打开后另存为 PDF 或 DOCX"),
            code="kind_not_supported",
        )
    return kind or Kind.ZIP


def other_package(archive: ZipFile) -> str:
    """What a ZIP file is that holds one document of a kind no reader takes, else empty."""
    names = set(archive.namelist())
    return next((what for member, what in _OTHER_PACKAGES if member in names), "")


def office_kind(archive: ZipFile) -> Kind | None:
    """``DOCX`` or ``XLSX`` where a ZIP file is one, by its list of content types."""
    names = set(archive.namelist())
    if _CONTENT_TYPES not in names:
        return None
    info = archive.getinfo(_CONTENT_TYPES)
    if info.file_size > _MOST_TYPES:
        return None
    types = packed.unpacked(archive, info, _CONTENT_TYPES)
    for said in _MAIN_PART.findall(types):
        for mark, kind in _OFFICE:
            if mark in said:
                return kind
    if "word/document.xml" in names:
        return Kind.DOCX
    return Kind.XLSX if "xl/workbook.xml" in names else None


def _compound(data: bytes, name: str) -> Kind:
    names = compound.root_names(data)
    if names & _LOCKED_STREAMS:
        raise UnreadableSourceError(
            say("%(name)s 是加了密码的 Office 文件", name=name),
            remedy=say("请先去掉密码，或换一份没有密码的文件"),
            code="encrypted",
        )
    if _WORD_STREAM not in names and names & _BOOK_STREAMS:
        return Kind.XLS
    if not names:
        raise UnreadableSourceError(
            say("%(name)s 已损坏或不完整（目录读不出来）", name=name),
            remedy=say("请重新下载"),
            code="damaged",
        )
    if not names & _TEXT_STREAMS:
        raise UnreadableSourceError(
            say("%(name)s 是 OLE 文件，但既不是 Word（WPS）文档也不是 Excel 表格", name=name),
            remedy=say("请另存为 PDF、DOCX 或文本文件"),
            code="kind_not_supported",
        )
    return Kind.DOC
