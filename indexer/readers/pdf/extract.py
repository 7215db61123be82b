"""A page of a PDF as pdfium finds it into the page as it is read."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.readers.pdf import library
from indexer.readers.pdf.displayed import Displayed, turned
from indexer.readers.pdf.drawing import drawing_of
from indexer.readers.pdf.glyph import characters
from indexer.readers.pdf.page import Floats, Frame, Glyphs, Page
from indexer.readers.rule import Region, Rule

MOST_CHARACTERS = 50_000
"""Clamp for the characters of a page; a page of a report has about 1,000."""

_NONE: Floats = np.zeros((0, 4), np.float32)


def read_page(document: pypdfium2.PdfDocument, index: int, name: str) -> Page:
    """The page, its characters, rules and images.

    Raises:
        UnreadableSourceError: with code ``too_complex``.
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    page = library.load_page(document, index)
    try:
        text = pdfium.FPDFText_LoadPage(page.raw)
        if not text:
            raise pypdfium2.PdfiumError("the text of a page cannot be loaded")
        try:
            return _page(page.raw, text, index + 1, name)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        page.close()


def _page(raw: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE, number: int, name: str) -> Page:
    count = pdfium.FPDFText_CountChars(text)
    if count > MOST_CHARACTERS:
        raise UnreadableSourceError(
            say(
                "%(name)s 第 %(number)s 页有 %(count)s 个字符，超过上限 %(most)s 个",
                name=name,
                number=number,
                count=count,
                most=MOST_CHARACTERS,
            ),
            remedy=say("请确认这是一份年度报告，必要时拆分后再试"),
            code="too_complex",
        )
    drawing = drawing_of(library.handle(raw), pdfium.FPDFPage_CountObjects(raw))
    place = Displayed(raw)
    shown = characters(text, count, drawing, place)
    codes, boxes, turn = shown.codes, shown.boxes, shown.turn
    width, height = (place.width, place.height) if turn % 2 == 0 else (place.height, place.width)
    frame = Frame(number, width, height, turn)
    rules = place.shown(np.concatenate(drawing.rules)) if drawing.rules else _NONE
    images = place.shown(np.concatenate(drawing.images)) if drawing.images else _NONE
    if turn:
        boxes, rules, images = (turned(each, frame) for each in (boxes, rules, images))
    horizontal, vertical = _rules(rules)
    string = codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    glyphs = Glyphs(string, boxes, shown.doubtful, shown.begun)
    return Page(
        frame,
        glyphs,
        horizontal,
        vertical,
        tuple(Region(*row) for row in images.tolist()),
        has_ink=drawing.has_ink or len(codes) > 0 or shown.hidden > 0,
        hidden=shown.hidden,
        is_undecodable=shown.guessed,
        too_dense=drawing.too_dense,
    )


def _rules(areas: Floats) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Thin areas as horizontal and vertical rules along their middle."""
    left, top, right, bottom = areas.T
    flat = right - left >= bottom - top
    y, x = (top + bottom) / 2, (left + right) / 2
    across = np.stack((y, left, right), axis=1)[flat].tolist()
    down = np.stack((x, top, bottom), axis=1)[~flat].tolist()
    return tuple(map(Rule._make, across)), tuple(map(Rule._make, down))
