"""A page of a PDF as pdfium finds it into the page as it is read."""

from __future__ import annotations

import ctypes
from itertools import repeat

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from govreport_search.errors import UnreadableSourceError
from indexer.readers.pdf import library
from indexer.readers.pdf.drawing import Drawing, addresses, drawing_of, run
from indexer.readers.pdf.page import Floats, Frame, Glyphs, Page
from indexer.readers.rule import Region, Rule

MOST_CHARACTERS = 50_000
"""Clamp for the characters of a page; a page of a report has about 1,000."""

_UNPRINTED = (
    *range(0x21),
    *(0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060),
    *(0x3000, 0xFEFF),
)
_NONE: Floats = np.zeros((0, 4), np.float32)

_HYPHENS = (2, 0xFFFE)
"""What pdfium gives for a hyphen at the end of a line."""

_MEANT = np.arange(0x10000, dtype=np.uint32)
"""For each code of the first plane what it stands for; 0 where nothing is printed."""

_MEANT[list(_UNPRINTED)] = 0
_MEANT[list(_HYPHENS)] = ord("-")
_MEANT[0xD800:0xE000] = 0xFFFD

_SAMPLE = 40
"""So many characters of a page are asked whether they have a meaning."""

_TURNED = 0.6
"""Share of steps from character to character that must go one way for the page to be turned."""


def read_page(document: pypdfium2.PdfDocument, index: int, name: str) -> Page:
    """The page, its characters, rules and images.

    Raises:
        UnreadableSourceError: with code ``too_complex``.
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    page = document[index]
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
            f"{name} 第 {number} 页有 {count} 个字符，超过上限 {MOST_CHARACTERS} 个",
            remedy="请确认这是一份年度报告，必要时拆分后再试",
            code="too_complex",
        )
    drawing = drawing_of(library.handle(raw), pdfium.FPDFPage_CountObjects(raw))
    place = _Displayed(raw)
    codes, boxes, doubtful, guessed, hidden = _characters(text, count, drawing, place)
    turn = _turn(codes, boxes)
    frame = Frame(
        number, *((place.width, place.height) if turn % 2 == 0 else (place.height, place.width)),
        turn,
    )  # fmt: skip
    rules = place.shown(np.concatenate(drawing.rules)) if drawing.rules else _NONE
    images = place.shown(np.concatenate(drawing.images)) if drawing.images else _NONE
    if turn:
        boxes, rules, images = (_turned(each, frame) for each in (boxes, rules, images))
    horizontal, vertical = _rules(rules)
    glyphs = Glyphs(codes.astype("<u4").tobytes().decode("utf-32-le", "replace"), boxes, doubtful)
    return Page(
        frame,
        glyphs,
        horizontal,
        vertical,
        tuple(Region(*row) for row in images.tolist()),
        has_ink=drawing.has_ink or len(codes) > 0 or hidden > 0,
        hidden=hidden,
        is_undecodable=guessed,
        too_dense=drawing.too_dense,
    )


class _Displayed:
    """From the space of a page, y upwards, to the page as displayed, y downwards."""

    def __init__(self, raw: pdfium.FPDF_PAGE) -> None:
        area = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(raw, area)
        self._left, self._bottom, self._right, self._top = (
            min(area.left, area.right),
            min(area.bottom, area.top),
            max(area.left, area.right),
            max(area.bottom, area.top),
        )
        self._turn = pdfium.FPDFPage_GetRotation(raw) % 4
        self.width = max(self._right - self._left, 1.0)
        self.height = max(self._top - self._bottom, 1.0)
        if self._turn % 2:
            self.width, self.height = self.height, self.width

    def shown(self, areas: Floats) -> Floats:
        """Rows of left, bottom, right, top into rows of left, top, right, bottom."""
        left, bottom, right, top = areas.T
        if self._turn == 0:
            shown = (left - self._left, self._top - top, right - self._left, self._top - bottom)
        elif self._turn == 1:
            shown = (
                bottom - self._bottom,
                left - self._left,
                top - self._bottom,
                right - self._left,
            )
        elif self._turn == 2:
            shown = (
                self._right - right,
                bottom - self._bottom,
                self._right - left,
                top - self._bottom,
            )
        else:
            shown = (self._top - top, self._right - right, self._top - bottom, self._right - left)
        return np.stack(shown, axis=1)


def _characters(
    text: pdfium.FPDF_TEXTPAGE, count: int, drawing: Drawing, place: _Displayed
) -> tuple[NDArray[np.uint32], Floats, NDArray[np.bool_], bool, int]:
    """Codes, boxes and doubts of the characters to be seen.

    Then whether most of them are guesses, and how many more are hidden.
    """
    handle = library.handle(text)
    codes = _codes(text, handle, count)
    kept = np.flatnonzero(codes)
    hidden = 0
    if drawing.unseen:
        owners = map(library.object_of_character, repeat(handle), kept.tolist())
        seen = np.fromiter((owner not in drawing.unseen for owner in owners), np.bool_, len(kept))
        hidden = int(len(kept) - seen.sum())
        kept = kept[seen]
    areas = np.zeros((len(kept), 4), np.float32)  # left, top, right, bottom
    indices = kept.tolist()
    run(library.loose_box, repeat(handle), indices, addresses(areas, 0))
    areas = areas[:, [0, 3, 2, 1]]
    flat = (areas[:, 2] <= areas[:, 0]) | (areas[:, 3] <= areas[:, 1])
    if flat.any():
        areas[flat] = _tight(handle, kept[flat])
    crossed = _overlapping(codes[kept], areas)
    if crossed.any():
        areas[crossed] = _squared(_tight(handle, kept[crossed]))
    boxes = place.shown(areas)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = (x >= 0) & (x <= place.width) & (y >= 0) & (y <= place.height)
    inside &= boxes[:, 2] > boxes[:, 0]
    inside &= ~_slanted(handle, kept, boxes)
    inside[1:] &= ~_drawn_again(codes[kept], boxes)
    kept, boxes = kept[inside], boxes[inside]
    codes = codes[kept]
    doubtful = _doubtful(handle, kept, codes)
    return codes, boxes, doubtful, _is_guessed(handle, kept, doubtful), hidden


def _is_guessed(handle: int, kept: NDArray[np.intp], doubtful: NDArray[np.bool_]) -> bool:
    """Whether a sample says that most characters have no meaning in their fonts."""
    if not len(kept):
        return False
    sample = kept[:: max(len(kept) // _SAMPLE, 1)].tolist()
    guessed = sum(map(bool, map(library.has_no_meaning, repeat(handle), sample)))
    return guessed > 0.5 * len(sample) or float(doubtful.mean()) > 0.3


def _codes(text: pdfium.FPDF_TEXTPAGE, handle: int, count: int) -> NDArray[np.uint32]:
    """What each character stands for, 0 if nothing; at once where pdfium gives a unit for each."""
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, units)
    codes = np.frombuffer(bytes(units), np.uint16, count)
    meant: NDArray[np.uint32] = _MEANT[codes]
    if written != count + 1 or (meant == 0xFFFD).any() or not codes.all():
        found = map(library.character, repeat(handle), range(count))
        full = np.fromiter(found, np.uint32, count)
        full[full > 0x10FFFF] = 0xFFFD
        meant = np.where(full < 0x10000, _MEANT[np.minimum(full, 0xFFFF)], full)
    return meant


def _tight(handle: int, indices: NDArray[np.intp]) -> Floats:
    """The boxes of the ink itself, for fonts that do not say how high their letters are."""
    areas = np.zeros((len(indices), 4), np.float64)  # left, right, bottom, top
    run(
        library.tight_box,
        repeat(handle),
        indices.tolist(),
        *(addresses(areas, column) for column in range(4)),
    )
    return areas[:, [0, 2, 1, 3]].astype(np.float32)


def _overlapping(codes: NDArray[np.uint32], areas: Floats) -> NDArray[np.bool_]:
    """Which characters lie over their neighbours: fonts for vertical writing whose boxes lie."""
    width, height = areas[:, 2] - areas[:, 0], areas[:, 3] - areas[:, 1]
    across = np.minimum(areas[1:, 2], areas[:-1, 2]) - np.maximum(areas[1:, 0], areas[:-1, 0])
    along = np.minimum(areas[1:, 3], areas[:-1, 3]) - np.maximum(areas[1:, 1], areas[:-1, 1])
    over = (across > 0.5 * np.minimum(width[1:], width[:-1])) & (codes[1:] != codes[:-1])
    over &= along > 0.5 * np.minimum(height[1:], height[:-1])
    crossed = np.zeros(len(codes), np.bool_)
    crossed[1:] |= over
    crossed[:-1] |= over
    return crossed


def _squared(areas: Floats) -> Floats:
    """Boxes of ink as squares of the usual size, so that a small sign is no small letter."""
    size = np.median(np.maximum(areas[:, 2] - areas[:, 0], areas[:, 3] - areas[:, 1])) * 1.1
    x, y = (areas[:, 0] + areas[:, 2]) / 2, (areas[:, 1] + areas[:, 3]) / 2
    half = size / 2
    return np.stack((x - half, y - half, x + half, y + half), axis=1).astype(np.float32)


def _doubtful(handle: int, kept: NDArray[np.intp], codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which characters a font does not name: no code, one of private use, or a guess.

    Only digits are asked whether they are a guess, all where one of a sample is: nothing else
    becomes a number.
    """
    doubtful = (codes == 0xFFFD) | ((codes >= 0xE000) & (codes < 0xF900))
    doubtful = np.asarray(doubtful | (codes >= 0xF0000))
    digits = np.flatnonzero((codes >= 0x30) & (codes <= 0x39))
    sample = kept[digits[:: max(len(digits) // _SAMPLE, 1)]].tolist()
    if any(map(library.has_no_meaning, repeat(handle), sample)):
        guessed = map(library.has_no_meaning, repeat(handle), kept[digits].tolist())
        doubtful[digits] |= np.fromiter(guessed, np.int32, len(digits)) != 0
    return doubtful


def _drawn_again(codes: NDArray[np.uint32], boxes: Floats) -> NDArray[np.bool_]:
    """For each character but the first, whether it is the one before at the same place."""
    width = boxes[1:, 2] - boxes[1:, 0]
    near = np.abs(boxes[1:, 0] - boxes[:-1, 0]) < 0.3 * width
    near &= np.abs(boxes[1:, 1] - boxes[:-1, 1]) < 0.3 * (boxes[1:, 3] - boxes[1:, 1])
    return np.asarray(near & (codes[1:] == codes[:-1]))


def _slanted(handle: int, kept: NDArray[np.intp], boxes: Floats) -> NDArray[np.bool_]:
    """Which characters stand askew: those of a watermark, which belong to no line."""
    askew = np.zeros(len(kept), np.bool_)
    if len(kept) < 2:
        return askew
    size = boxes[1:, 3] - boxes[1:, 1]
    dx = np.abs(np.diff(boxes[:, 0] + boxes[:, 2])) / 2
    dy = np.abs(np.diff(boxes[:, 1] + boxes[:, 3])) / 2
    steps = (dx > 0.2 * size) & (dy > 0.2 * size) & (dx < 4 * size) & (dy < 4 * size)
    for i in np.flatnonzero(steps).tolist():
        for j in (i, i + 1):
            angle = pdfium.FPDFText_GetCharAngle(
                ctypes.cast(handle, pdfium.FPDF_TEXTPAGE), int(kept[j])
            )
            askew[j] = abs((np.degrees(angle) + 45) % 90 - 45) > 8
    return askew


def _turn(codes: NDArray[np.uint32], boxes: Floats) -> int:
    """How many quarter turns, clockwise, set the text of a page upright."""
    if len(codes) < 20:
        return 0
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    dx, dy = np.diff(x), np.diff(y)
    size = np.sqrt((boxes[1:, 2] - boxes[1:, 0]) * (boxes[1:, 3] - boxes[1:, 1]))
    near = np.maximum(np.abs(dx), np.abs(dy)) < 2 * size
    ways = (
        near & (dx > np.abs(dy)),
        near & (-dy > np.abs(dx)),
        near & (-dx > np.abs(dy)),
        near & (dy > np.abs(dx)),
    )
    counts = [int(way.sum()) for way in ways]
    best = int(np.argmax(counts))
    return best if counts[best] > _TURNED * max(sum(counts), 1) else 0


def _turned(areas: Floats, frame: Frame) -> Floats:
    """Areas on the page as displayed into areas on the page as it is read."""
    left, top, right, bottom = areas.T
    width, height = frame.width, frame.height
    if frame.turn == 1:
        turned = (width - bottom, left, width - top, right)
    elif frame.turn == 2:
        turned = (width - right, height - bottom, width - left, height - top)
    else:
        turned = (top, height - right, bottom, height - left)
    return np.stack(turned, axis=1)


def _rules(areas: Floats) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Thin areas as horizontal and vertical rules along their middle."""
    left, top, right, bottom = areas.T
    flat = right - left >= bottom - top
    y, x = (top + bottom) / 2, (left + right) / 2
    across = np.stack((y, left, right), axis=1)[flat].tolist()
    down = np.stack((x, top, bottom), axis=1)[~flat].tolist()
    return tuple(map(Rule._make, across)), tuple(map(Rule._make, down))
