"""Turn source files into blocks; one module or package for each kind of file."""

from __future__ import annotations

from collections.abc import Mapping

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.blocks import Document
from indexer.readers.options import USUAL, ReadOptions
from indexer.readers.sniff import NAMES, Kind, kind_of

__all__ = ["read_document", "read_independently"]


def read_document(
    data: bytes,
    name: str,
    options: ReadOptions = USUAL,
    *,
    attached: Mapping[str, bytes] | None = None,
) -> Document:
    """The lines and grids of a source file.

    Args:
        data: the file's bytes.
        name: its file name, for messages; it only says that a text is Markdown. Tables of
            Markdown say so, too; any other text is taken as it is printed.
        options: how to read.
        attached: bytes of images saved beside a web page, by the path the page gives them.

    Raises:
        UnreadableSourceError: the content is empty, too large, damaged, or of a kind that no
            reader takes; ``code`` says which, message and remedy are in Chinese.
    """
    # Each reader is imported when it is needed: reading text loads no PDF library.
    kind = kind_of(data, name)
    match kind:
        case Kind.TEXT:
            from indexer.readers.plain import read_plain

            return read_plain(data, name)
        case Kind.DOCX:
            from indexer.readers.word import read_docx

            return read_docx(data, name, options)
        case Kind.XLSX:
            from indexer.readers.sheet import read_xlsx

            return read_xlsx(data, name, options)
        case Kind.XLS:
            from indexer.readers.sheet import read_xls

            return read_xls(data, name, options)
        case Kind.PDF:
            from indexer.readers.pdf import read_pdf

            return read_pdf(data, name, options)
        case Kind.HTML:
            from indexer.readers.html import read_html

            return read_html(data, name, options, attached)
        case Kind.MHTML:
            from indexer.readers.html import read_mhtml

            return read_mhtml(data, name, options)
        case Kind.IMAGE:
            from indexer.readers.scan import read_scan

            return read_scan(data, name, options)
        case _:
            raise UnreadableSourceError(
                say("%(name)s 的内容是 %(kind)s，目前不能读取", name=name, kind=NAMES[kind]),
                remedy=say("请先转换成 PDF、DOCX 或 UTF-8 编码的文本文件"),
                code="kind_not_supported",
            )


def read_aligned(data: bytes, name: str) -> Document | None:
    """A PDF with grids where words align without rules; ``None`` for other kinds and without any.

    Args:
        data: bytes of a file that :func:`read_document` has read.
        name: its file name, for messages.

    Raises:
        UnreadableSourceError: without OCR it holds nothing.
    """
    if kind_of(data, name) is not Kind.PDF:
        return None
    from indexer.readers.pdf.reader import read_pdf

    document = read_pdf(data, name, ReadOptions(aligned=True))
    return document if any(not grid.sure for grid in document.grids) else None


def read_independently(data: bytes, name: str) -> Document | None:
    """A second reading by other means, for kinds that have one (PDF); ``None`` for others.

    Args:
        data: bytes of a file that :func:`read_document` has read.
        name: its file name, for messages.

    Raises:
        UnreadableSourceError: the second reader cannot parse what the first one could.
    """
    if kind_of(data, name) is not Kind.PDF:
        return None
    from indexer.readers.pdf.reference import read_reference

    return read_reference(data, name)
