"""What stands in the cells of a table: every piece of ink is read, numbers are read twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from indexer.readers.rule import Region
from indexer.readers.scan import ink, number
from indexer.readers.scan.blank import doubtful_blanks
from indexer.readers.scan.cut import cut_cells, split_cells
from indexer.readers.scan.engine import Image, Quad, Reading, sure, text_of
from indexer.readers.scan.faint import faint_strokes
from indexer.readers.scan.frame import area, bounds, within
from indexer.readers.scan.ink import Blob
from indexer.readers.scan.sheet import Sheet
from indexer.readers.scan.straighten import Read
from indexer.readers.scan.streak import Grey, Mask, is_sealed
from indexer.readers.typeset import Word, text_lines

_SHARED = 0.3
"""A piece of text belongs to a cell if this part of its height, or more, reaches into it."""

_LEANS, _STANDS = 0.27, 0.12
"""A slash leans by more widths per height, a digit 1 by less."""

_LOOKS = ((0.2, 1.0), (0.06, 1.0), (0.06, 1.7))
"""Paper left around the ink, in heights of a line, and enlargement of each further look."""

_UNSURE = 0.5
"""Confidence given to what one look only could make out."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as its cells are looked at.

    Attributes:
        sheet: the page set straight.
        grey: evenly lit, without red ink.
        mask: where that has ink.
        line: height of a line of text in pixels.
        inset: how far inside the middle of its rules a cell begins.
        read: reads crops.
    """

    sheet: Sheet
    grey: Grey
    mask: Mask
    line: float
    inset: float
    read: Read


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a cell.

    Attributes:
        text: lines joined by ``\\n``; empty where the cell is blank.
        legible: false where there is ink that could not be read for certain.
        confidence: of the least sure character of a number, of the middle one of a text.
    """

    text: str
    legible: bool = True
    confidence: float = 1.0


@dataclass(slots=True)
class _Cell:
    """A cell while it is read: its ink, the pieces of text in it, and the looks at them."""

    inside: Region
    blobs: list[Blob]
    pieces: list[Region]
    readings: list[Reading] = field(default_factory=list)
    looks: list[Reading] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text_of(reading) for reading in self.readings)


def read_cells(sight: Sight, regions: Sequence[Region], quads: Sequence[Quad]) -> list[Content]:
    """What stands in each cell.

    Args:
        sight: the page.
        regions: the cells, from rule to rule.
        quads: the pieces of text found on the page; those over several cells are cut at the
            rules before they are read, so that no rule is read as a digit.
    """
    boxes = [bounds(quad) for quad in quads]
    cells = [_prepared(sight, region, boxes) for region in regions]
    pieces = [(cell, piece) for cell in cells for piece in cell.pieces]
    told = sight.read([_piece(sight, piece) for _, piece in pieces])
    for (cell, _), reading in zip(pieces, told, strict=True):
        cell.readings.append(reading)
    _look_again(sight, [cell for cell in cells if _is_doubtful(cell)])
    contents = [_content(sight, cell) for cell in cells]
    texts = [content.text for content in contents]
    blank = [content == Content("") for content in contents]
    image, inset, line = sight.sheet.image, sight.inset, sight.line
    doubtful = set(doubtful_blanks(image, boxes, regions, blank, inset, line))
    doubtful.update(cut_cells(sight.mask, regions, texts, inset, line))
    doubtful.update(split_cells(sight.mask, boxes, regions, texts, line))
    return [
        Content(content.text, False, 0.0) if index in doubtful else content
        for index, content in enumerate(contents)
    ]


def _prepared(sight: Sight, region: Region, boxes: Sequence[Region]) -> _Cell:
    inset = sight.inset
    inside = Region(
        region.left + inset, region.top + inset, region.right - inset, region.bottom - inset
    )
    found = ink.blobs(sight.mask, inside, sight.line)
    found = found or faint_strokes(sight.grey, inside, sight.line)
    shared = [piece for box in boxes if (piece := _shared(box, inside, sight.line))]
    pieces = _apart(shared)
    missed = [blob for blob in found if not any(_holds(piece, blob) for piece in pieces)]
    margin = 0.15 * sight.line
    for row in ink.rows(missed, sight.line):
        place = ink.around(row)
        grown = Region(
            place.left - margin, place.top - margin, place.right + margin, place.bottom + margin
        )
        pieces.append(within(grown, inside))
    return _Cell(inside, found, pieces)


def _apart(pieces: list[Region]) -> list[Region]:
    """The same without those that lie in a larger one: what was found twice is read once."""
    kept: list[Region] = []
    for piece in sorted(pieces, key=area, reverse=True):
        if all(area(within(piece, other)) < 0.5 * area(piece) for other in kept):
            kept.append(piece)
    return kept


def _shared(box: Region, inside: Region, line: float) -> Region | None:
    """The part of a piece of text that stands in a cell, if it is more than a margin."""
    part = within(box, inside)
    height = min(box.bottom - box.top, line)
    wide, high = part.right - part.left, part.bottom - part.top
    if high < 0.5 * height or wide < _SHARED * height:
        return None
    return part


def _holds(piece: Region, blob: Blob) -> bool:
    x, y = (blob.left + blob.right) / 2, (blob.top + blob.bottom) / 2
    return piece.left <= x <= piece.right and piece.top <= y <= piece.bottom


def _piece(sight: Sight, region: Region) -> Image:
    """A piece of text; without its red where a seal may lie over it."""
    top, left = max(0, round(region.top)), max(0, round(region.left))
    rows = slice(top, max(top + 1, round(region.bottom)))
    columns = slice(left, max(left + 1, round(region.right)))
    piece = sight.sheet.image[rows, columns]
    if is_sealed(piece):
        piece = np.repeat(sight.grey[rows, columns, None], 3, axis=2)
    return np.ascontiguousarray(piece)


def _is_doubtful(cell: _Cell) -> bool:
    """A number, something like a number, or ink nobody could read."""
    if not cell.blobs:
        return False
    is_word = any(character.isalnum() for character in cell.text)
    return not is_word or number.may_be_number(cell.text)


def _look_again(sight: Sight, cells: list[_Cell]) -> None:
    """The whole cell's ink once more, evened out; where that leaves doubts, closely, twice."""
    lines = [cell for cell in cells if len(ink.rows(cell.blobs, sight.line)) == 1]
    for cell in lines:
        order = sorted(zip(cell.pieces, cell.readings, strict=True), key=lambda pair: pair[0].left)
        cell.looks = [tuple(glyph for _, reading in order for glyph in reading)]
    for margin, factor in _LOOKS:
        doubted = [cell for cell in lines if len(cell.looks) < 2 or not _is_settled(cell)]
        proofs = [_proof(sight, cell, margin, factor) for cell in doubted]
        for cell, reading in zip(doubted, sight.read(proofs), strict=True):
            cell.looks.append(reading)


def _is_settled(cell: _Cell) -> bool:
    reading = number.agreed(cell.looks)
    return reading is not None and number.is_plain(text_of(reading))


def _proof(sight: Sight, cell: _Cell, around: float, factor: float) -> Image:
    """The cell's ink alone on white paper, free of seal and shadow."""
    place = ink.around(cell.blobs)
    margin = max(2, round(around * sight.line))
    sign = ink.sign_before(sight.grey, cell.blobs, cell.inside, sight.line)
    first = int(place.left) if sign is None else sign
    top, left = max(0, int(place.top) - 2), max(0, first - 2)
    part = sight.grey[top : int(place.bottom) + 2, left : int(place.right) + 2]
    # A dash alone is not blown up to the height of a line.
    short = max(0, round(0.7 * sight.line) - part.shape[0]) // 2
    proof = cv2.copyMakeBorder(
        part, margin + short, margin + short, margin, margin, cv2.BORDER_CONSTANT, value=255
    )
    if factor != 1.0:
        proof = cv2.GaussianBlur(proof, (3, 3), 0)
        proof = cv2.resize(proof, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.cvtColor(proof, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def _content(sight: Sight, cell: _Cell) -> Content:
    if not cell.blobs:
        return _faint(cell)
    if not _is_doubtful(cell):
        glyphs = [glyph.confidence for reading in cell.readings for glyph in reading]
        return Content(_laid(cell, sight.line), True, float(np.median(glyphs)))
    if not cell.looks:
        return Content(_laid(cell, sight.line), False, _UNSURE)
    reading = number.agreed(cell.looks)
    if reading is None:
        mark = _mark(sight, cell)
        if mark:
            return Content(mark, True, _UNSURE)
        best = max(cell.looks, key=sure)
        return Content(text_of(best), False, min(sure(best), _UNSURE))
    text = text_of(reading)
    if not number.is_plain(text):
        return Content(text, not number.may_be_number(text), sure(reading))
    if not _is_formed(sight, cell, text):
        return Content(text, False, min(sure(reading), _UNSURE))
    text = "—" if text == "一" else text
    return Content(text, True, min(sure(look) for look in cell.looks[:2]) or sure(reading))


def _faint(cell: _Cell) -> Content:
    """A cell without ink is blank, unless something was read in it all the same."""
    text = cell.text
    if not text:
        return Content("")
    dash = number.canonical(text) == "-"
    return Content(text, dash, _UNSURE if dash else 0.0)


def _mark(sight: Sight, cell: _Cell) -> str:
    """A dash or a slash by the shape of its single stroke, if a look says so, too; else empty.

    To the model such strokes are many characters at once; neither of them is a number.
    """
    if len(cell.blobs) != 1:
        return ""
    blob = cell.blobs[0]
    wide, high = blob.right - blob.left, blob.bottom - blob.top
    seen = {number.canonical(text_of(look)) for look in cell.looks}
    if "-" in seen and wide >= 2 * high and high <= 0.2 * sight.line:
        return "—"
    if "/" in seen and high > wide and ink.slant(sight.mask, blob) > _LEANS:
        return "/"
    return ""


def _is_formed(sight: Sight, cell: _Cell, text: str) -> bool:
    """Whether the ink has the shape of the number: its strokes counted, its slashes leaning."""
    digits = number.canonical(text)
    sign = ink.sign_before(sight.grey, cell.blobs, cell.inside, sight.line)
    if sign is not None and digits[0] not in "+-/":
        return False
    seen = ink.strokes(sight.grey, cell.blobs)
    count = sum(character.isdigit() for character in digits)
    is_counted = seen.tall <= count <= seen.most and seen.marks <= len(digits) - count
    if not (is_counted if count else seen.tall <= len(digits)):
        return False
    if len(digits) == 1 and len(cell.blobs) == 1:
        lean = ink.slant(sight.mask, cell.blobs[0])
        if digits == "1":
            return abs(lean) < _LEANS
        if digits == "/":
            return lean > _STANDS
    return True


def _laid(cell: _Cell, line: float) -> str:
    """The pieces of text in lines, as printed."""
    words = [
        Word(text_of(reading), piece, min(piece.bottom - piece.top, line))
        for piece, reading in zip(cell.pieces, cell.readings, strict=True)
        if reading
    ]
    return "\n".join(row.text for row in text_lines(words))
