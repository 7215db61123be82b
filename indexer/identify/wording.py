"""A report's wording made ready for reading names: clean pieces, running text, line numbers.

Pieces are what stands apart on the page: a line, a cell, a step of a breadcrumb. The running
text joins the lines that an extractor broke inside a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from govreport_search.sentence import say
from govreport_search.text import fold_with_offsets
from indexer.blocks import Line

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
"""One Chinese character, as a pattern; rare ones stand in place names (流波䃥镇)."""

# 機(jī)關(guān): a converter printed the reading beside some characters.
_READING = re.compile(
    r"(?<=[\u4e00-\u9fff])[(（][a-zāáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜüńň]{1,6}[)）]", re.IGNORECASE
)
_STEP = re.compile(r"\s*(?:->|[>＞»→|｜])\s*|\s+[-–—]\s+")
_SPACED_YEAR = re.compile(r"(?<!\d)2 0 \d \d(?=年)")  # a title set wide
_MARK = "\ue000"  # private use: no report prints it and the fold keeps it
_HEADING = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[㈠-㈩]|\d{1,2}[、.．]|第.{1,3}[章条])"
)
_SENTENCE_END = "。;!?:.>》"
_LINE_FULL = 18  # characters; a shorter line ended because its author ended it
_TRADITIONAL_KINDS = 3  # different characters; one rare name holds fewer
_TRADITIONAL_SHARE = 0.03  # of all characters; a simplified text holds next to none


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that stands apart on the page.

    Attributes:
        text: clean, never empty.
        line: 1-based; ``None`` in a source with pages.
        is_step: whether it is one step of a breadcrumb.
    """

    text: str
    line: int | None
    is_step: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """The report as text for recognising names.

    Clean means: no spaces, half width, no radicals, and simplified characters where the
    report is printed in traditional ones (else its own characters stay: 乾县).

    Attributes:
        pieces: in reading order, none empty.
        flow: the running text; paragraphs end with a line feed.
    """

    pieces: tuple[Piece, ...]
    flow: str
    _starts: tuple[int, ...]

    def line_at(self, offset: int) -> int | None:
        """The line in which a character of ``flow`` is printed."""
        return self.pieces[bisect_right(self._starts, offset) - 1].line


def place_of(line: int | None) -> str:
    """Where the text prints something, in words."""
    return say("第%(line)s行", line=line) if line else say("文中")


def mentioned(line: int | None, text: str) -> str:
    """That the text mentions something, and where."""
    if not line:
        return say("正文提到“%(text)s”", text=text)
    return say("正文第%(line)s行提到“%(text)s”", line=line, text=text)


def read_wording(lines: Sequence[Line]) -> Wording:
    """Cleans a report's lines; pure."""
    raw = list(_raw_pieces(lines))
    if not raw:
        return Wording((), "", ())
    text = _clean(_MARK.join(piece.text for piece in raw))
    texts = _SPACED_YEAR.sub(lambda found: found[0].replace(" ", ""), text).split(_MARK)
    cleaned = (replace(piece, text=text) for piece, text in zip(raw, texts, strict=True))
    pieces = tuple(piece for piece in cleaned if piece.text)
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for index, piece in enumerate(pieces):
        starts.append(length)
        after = pieces[index + 1].text if index + 1 < len(pieces) else ""
        part = piece.text if _continues(piece.text, after) else piece.text + "\n"
        parts.append(part)
        length += len(part)
    return Wording(pieces, "".join(parts), tuple(starts))


def _raw_pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    for line in lines:
        for cell in line.cells if line.cells is not None else (line.text,):
            text = _READING.sub("", cell) if "(" in cell or "（" in cell else cell
            steps = _STEP.split(text)
            for step in steps:
                if step and not step.isspace():
                    yield Piece(step, line.place.line, is_step=len(steps) > 2)


def _clean(raw: str) -> str:
    folded = fold_with_offsets(raw)
    if not folded.text:
        return ""
    codes = _code_points(folded.text)
    printed = _code_points(raw)[folded.offsets]
    changed = (printed != codes) & (printed >= 0x3400) & (printed <= 0x9FFF)
    kinds = len(set(printed[changed].tolist()))
    if kinds >= _TRADITIONAL_KINDS and changed.sum() >= _TRADITIONAL_SHARE * len(codes):
        return folded.text
    codes[changed] = printed[changed]
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _code_points(text: str) -> NDArray[np.uint32]:
    # A copy, since a view of bytes cannot be written to.
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").copy()


def _continues(text: str, after: str) -> bool:
    if not after or _HEADING.match(after) or text[-1] in _SENTENCE_END:
        return False
    return text[-1] in ",、(" or len(text) >= _LINE_FULL
