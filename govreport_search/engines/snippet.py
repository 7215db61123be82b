"""The passage of a text that shows what was searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from govreport_search.text import fold_with_offsets

Span = tuple[int, int]

ELLIPSIS = "…"
_MAX_WINDOWS = 3
_SLACK = 12  # how far a cut may move to reach a better border
_SHORTEST_FULL_LINE = 16  # a shorter line was ended by its writer, most often a heading
_SENTENCE_ENDS = "。！？；!?;"
_PAUSES = "，、：,:"


class Finder(Protocol):
    """Says where something stands in a folded text."""

    def spans(self, text: str, printed: str) -> Iterator[Span]:
        """Half-open spans in the folded text, ascending; ``printed`` is what was folded."""
        ...


def snippet(
    printed: str, finders: Sequence[Finder], width: int = 120
) -> tuple[str, tuple[Span, ...]]:
    """A passage of ``printed`` around the first occurrence of each thing searched.

    Args:
        printed: a section as printed, hard-wrapped lines included.
        finders: what was searched.
        width: about how many printed characters to show; a longer phrase is shown whole.

    Returns:
        The passage (several windows are joined by ``…``, line breaks are gone) and the half-open
        code-point span in it of every occurrence it shows whole, ascending. Spans overlap where
        occurrences do. Without an occurrence it is the beginning of the text, without spans.
    """
    folded = fold_with_offsets(printed)
    found = [
        [folded.printed_span(start, end) for start, end in finder.spans(folded.text, printed)]
        for finder in finders
    ]
    anchors = sorted({spans[0] for spans in found if spans})[:_MAX_WINDOWS]
    if not anchors:
        anchors = [(0, 0)]
    share = max(width // len(anchors), 1)
    windows = _joined([_window(printed, anchor, share) for anchor in anchors])
    return _assemble(printed, windows, sorted({span for spans in found for span in spans}))


def _window(printed: str, anchor: Span, share: int) -> Span:
    """The printed span around ``anchor`` of about ``share`` characters, cut at good borders."""
    start, end = anchor
    spare = max(share - (end - start), 0)
    left = max(start - spare // 2, 0)
    right = min(max(end + spare - (start - left), end), len(printed))
    left = max(min(left, right - share), 0)
    if left > 0:
        left = _border_before(printed, left, start)
    if right < len(printed):
        right = _border_after(printed, right, end)
    return left, right


def _border_before(printed: str, cut: int, limit: int) -> int:
    """Move a left cut towards ``limit``: behind a sentence, else a pause, else whole words."""
    reach = min(cut + _SLACK, limit)
    for marks in (_SENTENCE_ENDS, _PAUSES):
        for position in range(cut, reach):
            if printed[position] in marks and position + 1 <= limit:
                return position + 1
    while cut < limit and _in_word(printed, cut):
        cut += 1
    return cut


def _border_after(printed: str, cut: int, limit: int) -> int:
    """Move a right cut towards ``limit``: behind a sentence, else a pause, else whole words."""
    reach = max(cut - _SLACK, limit)
    for marks in (_SENTENCE_ENDS, _PAUSES):
        for position in range(cut, reach, -1):
            if printed[position - 1] in marks:
                return position
    while cut > limit and _in_word(printed, cut):
        cut -= 1
    return cut


def _in_word(printed: str, cut: int) -> bool:
    """Whether a cut would part two letters or digits of one Latin word or number."""
    return _is_latin(printed[cut - 1]) and _is_latin(printed[cut])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _joined(windows: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for left, right in sorted(windows):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _assemble(printed: str, windows: list[Span], marks: list[Span]) -> tuple[str, tuple[Span, ...]]:
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    previous_end = 0
    for left, right in windows:
        if printed[previous_end:left].strip():
            pieces.append(ELLIPSIS)
            length += 1
        text, places = _unwrapped(printed, left, right)
        for start, end in marks:
            if left <= start and end <= right:
                spans.append((length + places[start - left], length + places[end - 1 - left] + 1))
        pieces.append(text)
        length += len(text)
        previous_end = right
    if printed[previous_end:].strip():
        pieces.append(ELLIPSIS)
    return "".join(pieces), tuple(spans)


def _unwrapped(printed: str, left: int, right: int) -> tuple[str, list[int]]:
    """The window on one line, and for each of its printed characters its place in that line.

    A run of white space becomes one space; a line break inside a Chinese sentence becomes
    nothing, because it was made by the page, not by the writer.
    """
    out: list[str] = []
    places: list[int] = []
    position = left
    while position < right:
        if not printed[position].isspace():
            places.append(len(out))
            out.append(printed[position])
            position += 1
            continue
        end = position
        while end < right and printed[end].isspace():
            end += 1
        places += [len(out)] * (end - position)
        if out and end < right and not _is_wrap(printed, position, end):
            out.append(" ")
        position = end
    return "".join(out), places


def _is_wrap(printed: str, start: int, end: int) -> bool:
    """Whether the white space ``start:end`` only ended a full line inside a Chinese sentence."""
    before, after = printed[start - 1], printed[end]
    if before in _SENTENCE_ENDS or (_is_latin(before) and _is_latin(after)):
        return False
    full = start - (printed.rfind("\n", 0, start) + 1) >= _SHORTEST_FULL_LINE
    # Indentation begins a paragraph; some sources leave a blank line behind every line.
    return full and printed[end - 1] == "\n" and printed.count("\n", start, end) <= 2
