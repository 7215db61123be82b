"""Printed lines joined into readable paragraphs, with the searched phrases marked.

Sources break lines where the page ended, not where the writer did. Nothing but line breaks
and outer spaces changes here; the source page shows the lines as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from govreport_search.engines.snippet import Finder
from govreport_search.text import fold_with_offsets
from webui.markup import Span, highlight

SHORTEST_WRAPPED = 16
"""A shorter line was ended by its writer: a heading, a signature, the end of a paragraph."""

_ENDS = "。！？；：!?;:”』」"
_NUMBERING = re.compile(
    r"[（(]?[一二三四五六七八九十百\d㈠-㈩①-⑳]+[）)]?[、.．：]|[（(][一二三四五六七八九十\d]+[）)]"
    r"|[㈠-㈩①-⑳]|第[一二三四五六七八九十\d]+[章条项]|[一二三四五六七八九十]是"
)


def spans(printed: str, wanted: Sequence[Finder]) -> list[Span]:
    """Where what was searched stands in a printed text, ascending."""
    folded = fold_with_offsets(printed)
    found = {
        folded.printed_span(start, end)
        for finder in wanted
        for start, end in finder.spans(folded.text, printed)
    }
    return sorted(found)


def paragraphs(printed: str, marks: Sequence[Span]) -> tuple[Markup, ...]:
    """The text in paragraphs, each marked.

    Args:
        printed: a section as printed.
        marks: half-open spans into it, in any order.
    """
    return tuple(highlight(*_joined(printed, group, marks)) for group in _groups(printed))


def paragraph_at(printed: str, line: int) -> tuple[str, Span]:
    """The paragraph that holds a printed line, and that line's span in it.

    Args:
        line: index of the line within ``printed``; a blank one has no paragraph.
    """
    for group in _groups(printed):
        for piece in group:
            if piece.index == line:
                text, (span,) = _joined(printed, group, [(piece.start, piece.end)])
                return text, span
    return "", (0, 0)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A printed line that is not blank, without its outer spaces, as a span of the text."""

    index: int
    start: int
    end: int


def _groups(printed: str) -> list[list[_Piece]]:
    """The lines of each paragraph."""
    groups: list[list[_Piece]] = []
    start = 0
    for index, line in enumerate(printed.split("\n")):
        piece = _Piece(index, start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        if line.strip():
            if groups and _continues(_text(printed, groups[-1][-1]), line):
                groups[-1].append(piece)
            else:
                groups.append([piece])
        start += len(line) + 1
    return groups


def _text(printed: str, piece: _Piece) -> str:
    return printed[piece.start : piece.end]


def _continues(before: str, line: str) -> bool:
    """Whether ``line`` goes on with the sentence that ``before`` breaks off."""
    if len(before) < SHORTEST_WRAPPED or before[-1] in _ENDS:
        return False
    if line[:2].isspace() or line.startswith("\u3000") or _NUMBERING.match(line.strip()):
        return False
    return not (_NUMBERING.match(before) and not re.search("[，,。；]", before))


def _joined(printed: str, group: Sequence[_Piece], marks: Sequence[Span]) -> tuple[str, list[Span]]:
    """The lines of a paragraph as one, and the marks moved along."""
    text = ""
    found: list[Span] = []
    for piece in group:
        if text and text[-1].isascii() and printed[piece.start].isascii():
            text += " "
        shift = len(text) - piece.start
        found += [
            (max(first, piece.start) + shift, min(last, piece.end) + shift)
            for first, last in marks
            if first < piece.end and last > piece.start
        ]
        text += _text(printed, piece)
    return text, found
