"""The rules of a page as the reader sees them, for showing them to people."""

from __future__ import annotations

from govreport_search.domain import Box
from indexer.readers.pdf.extract import read_page
from indexer.readers.pdf.library import open_document
from indexer.readers.rule import Region


def drawn_rules(data: bytes, page: int) -> tuple[Box, ...]:
    """Every rule that is drawn on a page, as boxes without height or width.

    Args:
        data: the file.
        page: from 1.

    Raises:
        UnreadableSourceError: the file cannot be opened.
        IndexError: it has no such page.
    """
    document = open_document(data, "PDF")
    try:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        seen = read_page(document, page - 1, "PDF")
    finally:
        document.close()
    lying = [Region(rule.start, rule.at, rule.end, rule.at) for rule in seen.horizontal]
    standing = [Region(rule.at, rule.start, rule.at, rule.end) for rule in seen.vertical]
    return tuple(seen.frame.box(region) for region in (*lying, *standing))
