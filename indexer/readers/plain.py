"""Text files and Markdown: the source itself is the text that places count by."""

from __future__ import annotations

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.blocks import Document
from indexer.readers.charset import damage, decode
from indexer.readers.markdown import has_table_markup, read_markdown
from indexer.readers.sniff import Kind
from indexer.readers.text import as_shown, read_text

MARKDOWN_SUFFIXES = (".md", ".markdown")


def read_plain(data: bytes, name: str) -> Document:
    """Every line of a text, or of Markdown if its name or its tables say so.

    Raises:
        UnreadableSourceError: no text at all, or bytes that are no text.
    """
    decoded = decode(data, name)
    text = as_shown(decoded.text)
    is_markdown = name.lower().endswith(MARKDOWN_SUFFIXES) or has_table_markup(text)
    lines, grids = read_markdown(text) if is_markdown else (read_text(text), ())
    if not any(line.text.strip() for line in lines):
        raise UnreadableSourceError(
            say("%(name)s 没有任何文字", name=name),
            remedy=say("请换一份有内容的文件"),
            code="empty",
        )
    kind = Kind.MARKDOWN if is_markdown else Kind.TEXT
    return Document(lines, kind, decoded.encoding, text, grids, findings=damage(decoded))
