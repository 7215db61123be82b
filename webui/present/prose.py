"""Printed lines joined into readable paragraphs, with the searched phrases marked.

Sources break lines where the page ended, not where the writer did. Nothing but line breaks
and outer spaces changes here; the source page shows the lines as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from govreport_search.engines.snippet import occurrences
from govreport_search.text import fold_with_offsets
from webui.markup import Span, highlight

SHORTEST_WRAPPED = 16
"""A shorter line was ended by its writer: a heading, a signature, the end of a paragraph."""

_ENDS = "。！？；：!?;:”』」"
_NUMBERING = re.compile(
    r"[（(]?[一二三四五六七八九十百\d㈠-㈩①-⑳]+[）)]?[、.．：]|[（(][一二三四五六七八九十\d]+[）)]"
    r"|[㈠-㈩①-⑳]|第[一二三四五六七八九十\d]+[章条项]|[一二三四五六七八九十]是"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        html: its text, marked.
        first_line: index of its first printed line within the section.
    """

    html: Markup
    first_line: int


def spans(printed: str, phrases: Sequence[str]) -> list[Span]:
    """Where folded phrases stand in a printed text, ascending."""
    folded = fold_with_offsets(printed)
    found = {
        folded.printed_span(start, start + len(phrase))
        for phrase in phrases
        for start in occurrences(folded.text, phrase)
    }
    return sorted(found)


def paragraphs(printed: str, marks: Sequence[Span]) -> tuple[Paragraph, ...]:
    """The text in paragraphs.

    Args:
        printed: a section as printed.
        marks: half-open spans into it, in any order.
    """
    result: list[Paragraph] = []
    group: list[tuple[int, int, int]] = []  # line index, start and end of its text
    start = 0
    for index, line in enumerate(printed.split("\n")):
        here = (index, start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        if line.strip():
            if group and not _continues(printed[slice(*group[-1][1:])], line):
                result.append(_paragraph(printed, group, marks))
                group = []
            group.append(here)
        start += len(line) + 1
    return (*result, _paragraph(printed, group, marks)) if group else tuple(result)


def _continues(before: str, line: str) -> bool:
    """Whether ``line`` goes on with the sentence that ``before`` breaks off."""
    if len(before) < SHORTEST_WRAPPED or before[-1] in _ENDS:
        return False
    if line[:2].isspace() or line.startswith("\u3000") or _NUMBERING.match(line.strip()):
        return False
    return not (_NUMBERING.match(before) and not re.search("[，,。；]", before))


def _paragraph(
    printed: str, group: Sequence[tuple[int, int, int]], marks: Sequence[Span]
) -> Paragraph:
    text = ""
    found: list[Span] = []
    for _, start, end in group:
        if text and text[-1].isascii() and printed[start].isascii():
            text += " "
        shift = len(text) - start
        found += [
            (max(first, start) + shift, min(last, end) + shift)
            for first, last in marks
            if first < end and last > start
        ]
        text += printed[start:end]
    return Paragraph(highlight(text, found), group[0][0])
