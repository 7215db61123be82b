"""Turn source files into blocks; text and Markdown now, one module for each kind."""

from __future__ import annotations

from govreport_search.errors import UnreadableSourceError
from indexer.blocks import Document
from indexer.readers.charset import decode
from indexer.readers.markdown import has_table_markup, read_markdown
from indexer.readers.sniff import check_kind
from indexer.readers.text import as_shown, read_text

MARKDOWN_SUFFIXES = (".md", ".markdown")

__all__ = ["read_document"]


def read_document(data: bytes, name: str) -> Document:
    """The lines of a source file.

    Args:
        data: the file's bytes.
        name: its file name; it only says that a file is Markdown. Tables of Markdown say so,
            too; any other text is taken as it is printed, stars and backslashes included.

    Raises:
        UnreadableSourceError: the content is empty, too large, no text, or of a kind that no
            reader takes; ``code`` says which, message and remedy are in Chinese.
    """
    check_kind(data, name)
    decoded, encoding = decode(data, name)
    text = as_shown(decoded)
    is_markdown = name.lower().endswith(MARKDOWN_SUFFIXES) or has_table_markup(text)
    lines = read_markdown(text) if is_markdown else read_text(text)
    if not any(line.text.strip() for line in lines):
        raise UnreadableSourceError(
            f"{name} 没有任何文字", remedy="请换一份有内容的文件", code="empty"
        )
    return Document(lines, "markdown" if is_markdown else "text", encoding, text)
