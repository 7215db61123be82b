"""Reads Word documents (DOCX, DOCM): WordprocessingML itself, by ISO/IEC 29500-1."""

from __future__ import annotations

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.blocks import Document, laid_out
from indexer.readers.options import ReadOptions
from indexer.readers.package import Package
from indexer.readers.sniff import Kind
from indexer.readers.unread import table_images
from indexer.readers.word.content import Content
from indexer.readers.word.emit import Page
from indexer.readers.word.inline import Inline
from indexer.readers.word.markup import W
from indexer.readers.word.numbering import Numbering
from indexer.readers.word.part import Parts
from indexer.readers.word.style import Styles


def read_docx(data: bytes, name: str, options: ReadOptions) -> Document:
    """The lines and grids of a Word document.

    Args:
        data: the file.
        name: its name, for messages.
        options: how to read; pictures are recognised only with ``options.ocr``.

    Raises:
        UnreadableSourceError: ``damaged``, ``encrypted``, ``too_large``, ``too_complex``,
            ``empty``, or ``needs_ocr`` where it holds nothing but pictures.
    """
    package = Package(data, name)
    main = (
        package.related("", "officeDocument")
        or package.typed("wordprocessingml.document.main+xml")
        or "word/document.xml"
    )
    root = package.tree(main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise package.damaged(say("里面没有正文"))
    styles = Styles(package.tree(package.related(main, "styles")))
    numbering = Numbering(package.tree(package.related(main, "numbering")), styles)
    content = Content(Inline(styles, numbering), name)
    page = Page(Parts(package, main, content, options))
    page.put(content.blocks(body))
    if not any(line.text.strip() for line in page.lines):
        raise _nothing_printed(name, bool(page.unread))
    lines, grids, text = laid_out(page.lines, page.grids)
    return Document(
        lines,
        Kind.DOCX,
        text=text,
        grids=grids,
        findings=table_images(lines, grids, page.unread),
        unread_images=len(page.unread),
    )


def _nothing_printed(name: str, has_images: bool) -> UnreadableSourceError:
    if has_images:
        return UnreadableSourceError(
            say("%(name)s 里只有图片，没有文字", name=name),
            remedy=say("请安装文字识别组件（pip install 'govreport-search[ocr]'）后再索引"),
            code="needs_ocr",
        )
    return UnreadableSourceError(
        say("%(name)s 没有任何文字", name=name), remedy=say("请换一份有内容的文件"), code="empty"
    )
