"""The passage of a text that shows what was searched."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Protocol

from govreport_search.text import Folded, fold_with_offsets

Span = tuple[int, int]

ELLIPSIS = "…"
_MAX_WINDOWS = 3
_SLACK = 12  # how far a cut may move to reach a better border
_SHORTEST_FULL_LINE = 16  # a shorter line was ended by its writer, most often a heading
_RAGGED = 10  # columns by which full lines differ: an indentation, a mark kept from a line's start
_SENTENCE_ENDS = "。！？；!?;"
_PAUSES = "，、：,:"
_BLANK = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class Finder(Protocol):
    """Says where something stands in a folded text."""

    def spans(self, text: str, printed: str) -> Iterator[Span]:
        """Half-open spans in the folded text, ascending; ``printed`` is what was folded."""
        ...


class Marked:
    """A printed text and where in it stands what was searched.

    Args:
        printed: a section as printed, hard-wrapped lines included.
        folded: the same folded.
        finders: what was searched.
    """

    def __init__(self, printed: str, folded: Folded, finders: Sequence[Finder]) -> None:
        self._printed = printed
        self._folded = folded
        self._found = [list(finder.spans(folded.text, printed)) for finder in finders]

    @property
    def count(self) -> int:
        """Occurrences, overlapping ones included."""
        return sum(map(len, self._found))

    @property
    def first(self) -> int | None:
        """Index of the printed character where the first occurrence starts, if there is any."""
        starts = [spans[0][0] for spans in self._found if spans]
        return int(self._folded.offsets[min(starts)]) if starts else None

    def snippet(self, width: int = 120) -> tuple[str, tuple[Span, ...]]:
        """A passage around the first occurrence of each thing searched.

        Args:
            width: about how many printed characters to show; a longer phrase is shown whole.

        Returns:
            The passage (several windows are joined by ``…``, line breaks are gone) and the
            half-open code-point span in it of every occurrence it shows whole, ascending. Spans
            overlap where occurrences do. Without an occurrence it is the beginning of the text,
            without spans.
        """
        firsts = {self._folded.printed_span(*spans[0]) for spans in self._found if spans}
        anchors = sorted(firsts)[:_MAX_WINDOWS] or [(0, 0)]
        share = max(width // len(anchors), 1)
        windows = _joined([_window(self._printed, anchor, share) for anchor in anchors])
        return _assemble(self._printed, [(window, self._within(*window)) for window in windows])

    def _within(self, left: int, right: int) -> list[Span]:
        """The printed spans of the occurrences that a window shows whole, ascending."""
        offsets = self._folded.offsets
        start, end = (int(at) for at in offsets.searchsorted((left, right)))
        shown: set[Span] = set()
        for spans in self._found:
            for span in spans[bisect_left(spans, (start,)) :]:
                if span[0] >= end:
                    break
                if span[1] <= end:
                    shown.add(self._folded.printed_span(*span))
        return sorted(shown)


def snippet(
    printed: str, finders: Sequence[Finder], width: int = 120
) -> tuple[str, tuple[Span, ...]]:
    """As ``Marked.snippet``."""
    return Marked(printed, fold_with_offsets(printed), finders).snippet(width)


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
    # A word longer than that is parted: there is no border near.
    borders = (at for at in range(cut, reach + 1) if not _in_word(printed, at))
    return next(borders, cut)


def _border_after(printed: str, cut: int, limit: int) -> int:
    """Move a right cut towards ``limit``: behind a sentence, else a pause, else whole words."""
    reach = max(cut - _SLACK, limit, 1)
    for marks in (_SENTENCE_ENDS, _PAUSES):
        for position in range(cut, reach, -1):
            if printed[position - 1] in marks:
                return position
    borders = (at for at in range(cut, reach - 1, -1) if not _in_word(printed, at))
    return next(borders, cut)


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


def _assemble(
    printed: str, windows: Sequence[tuple[Span, Sequence[Span]]]
) -> tuple[str, tuple[Span, ...]]:
    """Windows, each with the marks in it, on one line."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    previous_end = 0
    for (left, right), marks in windows:
        if printed[previous_end:left].strip():
            pieces.append(ELLIPSIS)
            length += 1
        line = _Line(printed, left, right)
        for start, end in marks:
            spans.append((length + line.place(start), length + line.place(end - 1) + 1))
        pieces.append(line.text)
        length += len(line.text)
        previous_end = right
    if printed[previous_end:].strip():
        pieces.append(ELLIPSIS)
    return "".join(pieces), tuple(spans)


class _Line:
    """A window on one line.

    A run of white space becomes one space; a line break inside a Chinese sentence becomes
    nothing, because it was made by the page, not by the writer.

    Attributes:
        text: the line.
    """

    def __init__(self, printed: str, left: int, right: int) -> None:
        # Where each run of characters or of white space begins, printed and in the line.
        self._starts: list[int] = []
        self._places: list[int] = []
        self._is_blank: list[bool] = []
        pieces: list[str] = []
        length, position = 0, left
        for blank in _BLANK.finditer(printed, left, right):
            start, end = blank.span()
            if start > position:
                self._add(position, length, False)
                pieces.append(printed[position:start])
                length += start - position
            self._add(start, length, True)
            if length and end < right and not _is_wrap(printed, start, end):
                pieces.append(" ")
                length += 1
            position = end
        if right > position:
            self._add(position, length, False)
            pieces.append(printed[position:right])
        self.text = "".join(pieces)

    def _add(self, start: int, place: int, is_blank: bool) -> None:
        self._starts.append(start)
        self._places.append(place)
        self._is_blank.append(is_blank)

    def place(self, position: int) -> int:
        """Place in the line of a printed character of the window."""
        run = bisect_right(self._starts, position) - 1
        return self._places[run] + (0 if self._is_blank[run] else position - self._starts[run])


def _is_wrap(printed: str, start: int, end: int) -> bool:
    """Whether the white space ``start:end`` only ended a full line inside a Chinese sentence."""
    before, after = printed[start - 1], printed[end]
    if before in _SENTENCE_ENDS or (_is_latin(before) and _is_latin(after)):
        return False
    breaks = printed.count("\n", start, end)
    # Indentation begins a paragraph, and so does a blank line, but in sources that leave one
    # behind every line.
    if printed[end - 1] != "\n" or breaks > 2 or (breaks == 2 and not _is_double_spaced(printed)):
        return False
    line = printed[printed.rfind("\n", 0, start) + 1 : start]
    following = printed[end:].partition("\n")[0]
    # What follows a title is longer than the title: its line had room left. A running head may
    # stand twice.
    fits = following != line and _columns(following) <= _columns(line) + _RAGGED
    return len(line) >= _SHORTEST_FULL_LINE and fits


def _is_double_spaced(printed: str) -> bool:
    """Whether most line breaks are followed by a blank line."""
    doubles = len(_BLANK_LINE.findall(printed))
    return doubles > printed.count("\n") - 2 * doubles


def _columns(line: str) -> int:
    """Width of a line; a Latin letter or a digit is half as wide as a Chinese character."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))
