"""The characters of a page: which are to be seen, where they stand, and which are in doubt."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Set as AbstractSet
from itertools import repeat
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from indexer.readers.pdf import library
from indexer.readers.pdf.displayed import Displayed
from indexer.readers.pdf.drawing import Drawing, addresses, run
from indexer.readers.pdf.page import Floats
from indexer.readers.pdf.watermark import laid_over

_UNPRINTED = (
    *range(0x21),
    *(0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060),
    *(0x3000, 0xFEFF),
)
_HYPHENS = (2, 0xFFFE)
"""What pdfium gives for a hyphen at the end of a line."""

_MEANT = np.arange(0x10000, dtype=np.uint32)
"""For each code of the first plane what it stands for; 0 where nothing is printed."""

_MEANT[list(_UNPRINTED)] = 0
_MEANT[list(_HYPHENS)] = ord("-")
_MEANT[0xD800:0xE000] = 0xFFFD

_SAMPLE = 16
"""So many characters of a page are asked whether they have a meaning."""

_TURNED = 0.6
"""Share of its characters that must be turned one way for the page to be read turned."""

_ASKEW = 8
"""Text turned more degrees than this from either axis is a watermark."""


class Characters(NamedTuple):
    """The characters to be seen.

    Attributes:
        codes, boxes: what they stand for, and where they stand.
        doubtful, begun: as of :class:`indexer.readers.pdf.page.Glyphs`.
        guessed: whether most of them are guesses.
        hidden: how many more are hidden.
        turn: how many quarter turns set most upright.
    """

    codes: NDArray[np.uint32]
    boxes: Floats
    doubtful: NDArray[np.bool_]
    begun: NDArray[np.bool_]
    guessed: bool
    hidden: int
    turn: int


def characters(
    text: pdfium.FPDF_TEXTPAGE, count: int, drawing: Drawing, place: Displayed
) -> Characters:
    """The characters of a page that are to be seen."""
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
    inside &= ~laid_over(boxes)
    kept, boxes = kept[inside], boxes[inside]
    codes = codes[kept]
    doubtful = _doubtful(handle, kept, codes)
    guessed = _is_guessed(handle, kept, doubtful)
    turn = _turn(handle, kept, place.turn)
    doubtful |= _backward(handle, kept, boxes)
    if drawing.pale:
        doubtful |= _pale_digits(handle, kept, codes, drawing.pale)
    begun = _begun(handle, kept, codes, boxes)
    return Characters(codes, boxes, doubtful, begun, guessed, hidden, turn)


def _begun(
    handle: int, kept: NDArray[np.intp], codes: NDArray[np.uint32], boxes: Floats
) -> NDArray[np.bool_]:
    """Which digits are drawn by another piece of text than the character before them."""
    begun = np.zeros(len(kept), np.bool_)
    digits = (codes >= 0x30) & (codes <= 0x39)
    near = np.abs(boxes[1:, 0] - boxes[:-1, 2]) < boxes[1:, 3] - boxes[1:, 1]
    behind = np.flatnonzero(digits[1:] & near) + 1
    owners = list(map(library.object_of_character, repeat(handle), kept[behind].tolist()))
    before = map(library.object_of_character, repeat(handle), kept[behind - 1].tolist())
    begun[behind] = [one != other for one, other in zip(owners, before, strict=True)]
    return begun


def _pale_digits(
    handle: int, kept: NDArray[np.intp], codes: NDArray[np.uint32], pale: AbstractSet[int]
) -> NDArray[np.bool_]:
    """Which digits are drawn much lighter than the text of the page, as those of a watermark.

    In a blank cell they would be its value.
    """
    light = np.zeros(len(kept), np.bool_)
    digits = np.flatnonzero((codes >= 0x30) & (codes <= 0x39))
    owners = map(library.object_of_character, repeat(handle), kept[digits].tolist())
    light[digits] = [owner in pale for owner in owners]
    return light


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
            askew[j] = abs((_angle(handle, int(kept[j])) + 45) % 90 - 45) > _ASKEW
    return askew


def _backward(handle: int, kept: NDArray[np.intp], boxes: Floats) -> NDArray[np.bool_]:
    """Which characters stand on their heads in a page read upright: no number is read there."""
    over = np.zeros(len(kept), np.bool_)
    if len(kept) < 2:
        return over
    dx = np.diff(boxes[:, 0] + boxes[:, 2]) / 2
    dy = np.diff(boxes[:, 1] + boxes[:, 3]) / 2
    size = boxes[1:, 3] - boxes[1:, 1]
    steps = (dx < 0) & (dx > -2 * size) & (np.abs(dy) < 0.2 * size)
    usual = _angle(handle, int(kept[len(kept) // 2])) if steps.any() else 0.0
    for i in np.flatnonzero(steps).tolist():
        for j in (i, i + 1):
            apart = abs(_angle(handle, int(kept[j])) - usual)
            over[j] = 135 < apart < 225
    return over


def _turn(handle: int, kept: NDArray[np.intp], shown: int) -> int:
    """How many quarter turns, clockwise, set most of a page's text upright.

    Args:
        handle: of the page's text.
        kept: indices of its characters.
        shown: quarter turns by which the page is turned to be displayed.
    """
    sample = kept[:: max(len(kept) // _SAMPLE, 1)].tolist()
    ways = [round(_angle(handle, index) / 90) % 4 for index in sample]
    way = max(range(4), key=ways.count)
    return (-way - shown) % 4 if ways.count(way) > _TURNED * len(ways) else 0


def _angle(handle: int, index: int) -> float:
    """How far a character is turned clockwise in the space of its page, in degrees."""
    return math.degrees(library.angle_of_character(handle, index))
