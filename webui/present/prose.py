"""Printed lines joined into readable paragraphs, with the searched phrases marked.

Sources break lines where the page ended, not where the writer did. Nothing but line breaks
and outer spaces changes here; the source page shows the lines as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from govreport_search.engines.snippet import Finder
from govreport_search.text import fold_with_offsets
from webui.markup import Span, Way, merged, numbered

SHORTEST_WRAPPED = 16
"""A shorter line was ended by its writer: a heading, a signature, the end of a paragraph."""

_ENDS = "。！？；：!?;:”』」"
_NUMBERING = re.compile(
    r"[（(]?[一二三四五六七八九十百\d㈠-㈩①-⑳]+[）)]?[、.．：]|[（(][一二三四五六七八九十\d]+[）)]"
    r"|[㈠-㈩①-⑳]|第[一二三四五六七八九十\d]+[章条项]|[一二三四五六七八九十]是"
)


def spans(printed: str, wanted: Sequence[Finder]) -> list[Span]:
    """Where what was searched stands in a printed text, ascending; what touches is one."""
    folded = fold_with_offsets(printed)
    found = {
        folded.printed_span(start, end)
        for finder in wanted
        for start, end in finder.spans(folded.text, printed)
    }
    return merged(found, len(printed))


def paragraphs(
    printed: str,
    marks: Sequence[Span],
    first: int = 1,
    total: int = 0,
    ways: Mapping[int, Way] = MappingProxyType({}),
    anchor: str = "",
) -> tuple[Markup, ...]:
    """The text in paragraphs, each marked.

    Args:
        printed: a section as printed.
        marks: half-open spans into it, in order and apart.
        first: number of the first mark among those of the page.
        total: marks on the whole page.
        ways: of a mark, by its number, to its place in the source.
        anchor: what links call the first mark that do not know its number.
    """
    counted = [(start, end, first + at) for at, (start, end) in enumerate(marks)]
    shown = []
    begun = first - 1
    for group in _groups(printed):
        text, moved = _joined(printed, group, counted)
        # A hit that began in the paragraph before has its number there.
        new = [(start, end, n if n > begun else 0) for start, end, n in moved]
        shown.append(numbered(text, new, total, ways, {first: anchor} if anchor else {}))
        begun = max([begun, *(number for _, _, number in moved)])
    return tuple(shown)


def lines_of(printed: str, marks: Sequence[Span]) -> list[int]:
    """For each mark the index of the printed line that it begins in."""
    return [printed.count("\n", 0, start) for start, _ in marks]


def paragraph_at(printed: str, line: int) -> tuple[str, Span]:
    """The paragraph that holds a printed line, and that line's span in it.

    Args:
        line: index of the line within ``printed``; a blank one has no paragraph.
    """
    for group in _groups(printed):
        for piece in group:
            if piece.index == line:
                text, ((start, end, _),) = _joined(printed, group, [(piece.start, piece.end, 0)])
                return text, (start, end)
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


def _joined(
    printed: str, group: Sequence[_Piece], marks: Sequence[tuple[int, int, int]]
) -> tuple[str, list[tuple[int, int, int]]]:
    """The lines of a paragraph as one, and the marks moved along with their numbers."""
    text = ""
    found: list[tuple[int, int, int]] = []
    for piece in group:
        if text and text[-1].isascii() and printed[piece.start].isascii():
            text += " "
        shift = len(text) - piece.start
        found += [
            (max(start, piece.start) + shift, min(end, piece.end) + shift, number)
            for start, end, number in marks
            if start < piece.end and end > piece.start
        ]
        text += _text(printed, piece)
    return text, _without_seams(found)


def _without_seams(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """One mark for a hit whose parts now touch."""
    whole: list[tuple[int, int, int]] = []
    for start, end, number in found:
        if whole and whole[-1][1:] == (start, number):
            whole[-1] = (whole[-1][0], end, number)
        else:
            whole.append((start, end, number))
    return whole
