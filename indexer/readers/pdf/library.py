"""The functions of pdfium that are called thousands of times a page, without ceremony.

pdfium is not safe for threads: whoever reads in parallel does it in processes. Nothing here
starts a form environment, so no script of a document ever runs and no address is followed;
what a form field shows is its stored appearance.
"""

from __future__ import annotations

import ctypes
import gc
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say

MOST_ANNOTATIONS = 10_000
"""Clamp for the annotations of a page that are looked at."""

MOST_PAGES = 300
"""Clamp for the pages of a file; the longest report seen has below 100."""

_POINTER, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint


def _bare(name: str, arguments: int, result: Any = _INT) -> Callable[..., int]:
    """A function of the library whose first argument is a handle, the others plain addresses.

    Calls through it cost a third of those through the typed bindings.
    """
    address = ctypes.cast(getattr(pdfium, name), _POINTER).value
    assert address is not None
    return ctypes.CFUNCTYPE(result, *[_POINTER] * arguments)(address)


def _bare_at(name: str, arguments: int, result: Any = _INT) -> Callable[..., Any]:
    """The same for functions whose second argument is an index."""
    address = ctypes.cast(getattr(pdfium, name), _POINTER).value
    assert address is not None
    return ctypes.CFUNCTYPE(result, _POINTER, _INT, *[_POINTER] * arguments)(address)


loose_box = _bare_at("FPDFText_GetLooseCharBox", 1)
tight_box = _bare_at("FPDFText_GetCharBox", 4)
character = _bare_at("FPDFText_GetUnicode", 0, _UINT)
has_no_meaning = _bare_at("FPDFText_HasUnicodeMapError", 0)
angle_of_character = _bare_at("FPDFText_GetCharAngle", 0, ctypes.c_float)
object_of_character = _bare_at("FPDFText_GetTextObject", 0, _POINTER)
object_on_page = _bare_at("FPDFPage_GetObject", 0, _POINTER)
object_in_form = _bare_at("FPDFFormObj_GetObject", 0, _POINTER)
kind_of_object = _bare("FPDFPageObj_GetType", 1)
bounds = _bare("FPDFPageObj_GetBounds", 5)
draw_mode = _bare("FPDFPath_GetDrawMode", 3)
count_segments = _bare("FPDFPath_CountSegments", 1)
segment_of_path = _bare_at("FPDFPath_GetPathSegment", 0, _POINTER)
kind_of_segment = _bare("FPDFPathSegment_GetType", 1)
point_of_segment = _bare("FPDFPathSegment_GetPoint", 3)
closes_path = _bare("FPDFPathSegment_GetClose", 1)
render_mode = _bare("FPDFTextObj_GetTextRenderMode", 1)
fill_colour = _bare("FPDFPageObj_GetFillColor", 5)
transform_of = _bare("FPDFPageObj_GetMatrix", 2)
count_in_form = _bare("FPDFFormObj_CountObjects", 1)


@contextmanager
def without_collection() -> Iterator[None]:
    """Python's collector of cycles waits: a page makes thousands of small tuples, no cycle.

    It would otherwise run every 700 of them, for a sixth of the time of the fast path.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def handle(pointer: Any) -> int:
    """The address behind a pointer of the typed bindings."""
    return ctypes.cast(pointer, _POINTER).value or 0


def open_document(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """The document; one encrypted with an empty user password opens like any other.

    Raises:
        UnreadableSourceError: with code ``encrypted``, ``damaged``, ``empty`` or
            ``too_many_pages``.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # The code may be that of an earlier file: some ways of failing set none.
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        if locked and b"/Encrypt" in data:
            raise UnreadableSourceError(
                say("%(name)s 是加密的 PDF，没有密码打不开", name=name),
                remedy=say("请用密码打开后另存为不加密的 PDF"),
                code="encrypted",
            ) from error
        raise damaged(name, say("文件结构已损坏")) from error
    count = len(document)
    if count > MOST_PAGES:
        document.close()
        raise UnreadableSourceError(
            say(
                "%(name)s 有 %(count)s 页，超过上限 %(most)s 页",
                name=name,
                count=count,
                most=MOST_PAGES,
            ),
            remedy=say("请确认这是一份年度报告，必要时拆分后再试"),
            code="too_many_pages",
        )
    if count == 0:
        document.close()
        raise damaged(name, say("没有任何页面"))
    return document


_WITHOUT_INK = frozenset((pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_TEXT))
"""Annotations that print nothing: links, and notes that open on a click."""


def load_page(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """A page with what its form fields and annotations show as part of it.

    A filled field, a stamp or a typed remark is no content of its page. Only its stored
    appearance is taken over (ISO 32000-1, 12.5.5): no script computes one.

    Raises:
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    page = document[index]
    if not _has_annotations_with_ink(page.raw):
        return page
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    # What was taken over is seen by a page that is loaded afterwards.
    page.close()
    return document[index]


def _has_annotations_with_ink(raw: pdfium.FPDF_PAGE) -> bool:
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(raw), MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(raw, at)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind not in _WITHOUT_INK:
            return True
    return False


def with_annotations(data: bytes) -> bytes:
    """The file with every page as ``load_page`` gives it, for other libraries; most are as is."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = False
        for index in range(len(document)):
            page = document[index]
            inked = _has_annotations_with_ink(page.raw)
            page.close()
            if inked:
                load_page(document, index).close()
            found |= inked
        if not found:
            return data
        flat = io.BytesIO()
        document.save(flat)
        return flat.getvalue()
    finally:
        document.close()


def damaged(name: str, cause: str) -> UnreadableSourceError:
    """The error for a PDF that cannot be used as it is."""
    return UnreadableSourceError(
        say("%(name)s 不是完整的 PDF：%(cause)s", name=name, cause=cause),
        remedy=say("请重新下载或换一份文件"),
        code="damaged",
    )
