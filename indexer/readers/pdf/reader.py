"""Read a PDF: the fast path over characters and rules, and OCR for what is drawn as images."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pypdfium2

from govreport_search.domain import Finding, Place, Severity
from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.blocks import Document
from indexer.readers.options import USUAL, ReadOptions
from indexer.readers.pdf.extract import read_page
from indexer.readers.pdf.layout import Layout, in_order
from indexer.readers.pdf.library import damaged, open_document, without_collection
from indexer.readers.pdf.page_break import joined
from indexer.readers.pdf.pictured import (
    Picture,
    Recognised,
    looked_at,
    pictures_of,
    recognise,
    unread,
)
from indexer.readers.pdf.row import without_slivers
from indexer.readers.pdf.table import Content, PageTable, content_of
from indexer.readers.pdf.unruled import Part, unruled
from indexer.readers.sniff import Kind
from indexer.readers.unread import table_images


@dataclass(slots=True)
class _Leaf:
    """A page with what was read on it, and what was not."""

    content: Content
    recognised: list[Recognised] = field(default_factory=list)
    unread: list[Picture] = field(default_factory=list)

    @property
    def is_unread(self) -> bool:
        """Whether nothing on it was read but perhaps a page number."""
        lines, tables = self.content.lines, self.content.tables
        scanned = any(picture.whole for picture in self.unread)
        return scanned or not (lines or tables or self.recognised)


def read_pdf(data: bytes, name: str, options: ReadOptions = USUAL) -> Document:
    """The lines and grids of a PDF.

    Pages and images that hold no text are recognised where ``options`` ask for it and the
    extra ``ocr`` is installed; else they are counted, and reported where they hold a table.

    Raises:
        UnreadableSourceError: with code ``encrypted``, ``damaged``, ``too_many_pages``,
            ``too_complex``, ``empty``, or ``needs_ocr`` where it prints no text.
    """
    document = open_document(data, name)
    try:
        pages = len(document)
        findings: list[Finding] = []
        leaves = []
        for index in range(pages):
            try:
                with without_collection():
                    content = content_of(read_page(document, index, name))
            except pypdfium2.PdfiumError:
                findings.append(_page_damaged(index + 1))
                continue
            leaves.append(_leaf(document, content, options))
    finally:
        document.close()
    blank = [leaf.content.page.frame.number for leaf in leaves if not leaf.content.page.has_ink]
    cut = _damaged_among(data, blank) if blank else []
    if len(cut) == len(leaves):
        raise damaged(name, say("没有一页能打开"))
    findings += [_page_damaged(number) for number in cut]
    layout = Layout()
    with without_collection():
        findings += _laid_out(layout, leaves, options.aligned)
    missed = sum(len(leaf.unread) for leaf in leaves)
    if all(leaf.is_unread for leaf in leaves) or not layout.lines:
        raise _no_text(name, missed, options)
    return Document(
        tuple(layout.lines),
        Kind.PDF,
        "",
        layout.text,
        tuple(layout.grids),
        pages=pages,
        findings=tuple(findings),
        unread_images=missed,
    )


def _leaf(document: pypdfium2.PdfDocument, content: Content, options: ReadOptions) -> _Leaf:
    page = content.page
    pictures = pictures_of(document, page)
    if not pictures:
        return _Leaf(content)
    if page.is_undecodable or (pictures[0].whole and _can_recognise(options)):
        content = Content(page, (), ())
    if _can_recognise(options):
        return _Leaf(content, recognised=recognise(document, pictures, options))
    return _Leaf(content, unread=looked_at(document, pictures))


def _can_recognise(options: ReadOptions) -> bool:
    if not options.ocr:
        return False
    from indexer.readers.scan import available

    return available()


def _laid_out(layout: Layout, leaves: list[_Leaf], aligned: bool) -> list[Finding]:
    """Set all pages one after the other; what is odd about them."""
    findings = []
    by_page: dict[int, list[PageTable]] = {}
    whole = [
        without_slivers(table, leaf.content.letter)
        for leaf in leaves
        for table in leaf.content.tables
    ]
    for table in joined(whole):
        by_page.setdefault(table.frame.number, []).append(table)
    before = Part((), ())
    for leaf in leaves:
        frame = leaf.content.page.frame
        before = unruled(leaf.content, before.columns) if aligned else Part(leaf.content.lines, ())
        tables = [*by_page.get(frame.number, ()), *before.tables]
        for part in in_order(before.lines, tables, leaf.recognised, leaf.unread):
            if isinstance(part, PageTable):
                layout.add_table(part)
            elif isinstance(part, Recognised):
                layout.add_read(part.lines, part.grids)
            elif isinstance(part, Picture):
                finding = unread(part)
                if finding is None:
                    announced = table_images(layout.lines, layout.grids, [len(layout.lines)])
                    place = frame.place(part.region)
                    findings += [replace(each, place=place) for each in announced]
                else:
                    findings.append(finding)
            else:
                layout.add_line(part.text, frame, part.region)
        findings += [
            Finding(
                "rules_too_dense",
                Severity.INFO,
                say("第 %(number)s 页的线条太多，不像表格，没有按表格读", number=frame.number),
                place=frame.place(region),
            )
            for region in leaf.content.too_dense
        ]
    return findings


def _damaged_among(data: bytes, blank: list[int]) -> list[int]:
    from indexer.readers.pdf.blank_page import damaged_pages  # brings pdfplumber: seldom needed

    return damaged_pages(data, blank)


def _page_damaged(number: int) -> Finding:
    return Finding(
        "page_damaged",
        Severity.ERROR,
        say("第 %(number)s 页已损坏，没有读到", number=number),
        place=Place(page=number),
    )


def _no_text(name: str, missed: int, options: ReadOptions) -> UnreadableSourceError:
    if missed:
        from indexer.readers.scan import needs_ocr

        return needs_ocr(name, options)
    return UnreadableSourceError(
        say("%(name)s 的页面上没有任何文字", name=name),
        remedy=say("请换一份有内容的文件"),
        code="empty",
    )
