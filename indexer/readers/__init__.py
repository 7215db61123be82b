"""Turn source files into blocks; text and Markdown now, one module for each kind."""

from __future__ import annotations

from govreport_search.errors import UnreadableSourceError
from indexer.blocks import Document
from indexer.readers.charset import decode
from indexer.readers.sniff import check_kind
from indexer.readers.text import read_lines

MARKDOWN_SUFFIXES = (".md", ".markdown")

__all__ = ["read_document"]


def read_document(data: bytes, name: str) -> Document:
    """The lines of a source file.

    Args:
        data: the file's bytes.
        name: its file name; it only tells Markdown from plain text, content decides the rest.

    Raises:
        UnreadableSourceError: the content is empty, too large, no text, or of a kind that no
            reader takes; ``code`` says which, message and remedy are in Chinese.
    """
    check_kind(data, name)
    text, encoding = decode(data, name)
    lines = read_lines(text)
    if not any(line.text.strip() for line in lines):
        raise UnreadableSourceError(
            f"{name} 没有任何文字", remedy="请换一份有内容的文件", code="empty"
        )
    kind = "markdown" if name.lower().endswith(MARKDOWN_SUFFIXES) else "text"
    return Document(lines=lines, kind=kind, encoding=encoding)
