"""The text of each chapter, without its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from govreport_search.domain import Section
from indexer.blocks import Line
from indexer.grid import is_furniture, place_of
from indexer.segment.begin import CUT, Heading

FRONT = "front"


def sections(
    lines: Sequence[Line],
    heads: Sequence[Heading],
    consumed: AbstractSet[int],
    lost: Mapping[str, int],
) -> tuple[Section, ...]:
    """The sections in printed order.

    Args:
        lines: the report's lines.
        heads: its headings.
        consumed: lines that belong to recognised tables, by index.
        lost: for sections whose heading is lost, the first line of their table.
    """
    missing = [Heading(name, first, first, "") for name, first in lost.items()]
    starts = sorted([*heads, *missing], key=lambda heading: (heading.first, heading.end))
    front_end = starts[0].first if starts else len(lines)
    result = []
    front = _section(lines, Heading(FRONT, 0, 0, ""), front_end, consumed, starts[:1])
    if front.printed:
        result.append(front)
    for index, heading in enumerate(starts):
        end = starts[index + 1].first if index + 1 < len(starts) else len(lines)
        result.append(_section(lines, heading, end, consumed, starts[index + 1 : index + 2]))
    return tuple(result)


def _section(
    lines: Sequence[Line],
    heading: Heading,
    end: int,
    consumed: AbstractSet[int],
    following: Sequence[Heading],
) -> Section:
    printed: list[tuple[int, str]] = []
    rest = heading.rest.rpartition(CUT)[2]
    if rest:
        printed.append((heading.end - 1, rest))
    for index in range(heading.end, end):
        text = lines[index].text.strip()
        if index in consumed or _is_no_text(lines[index], text):
            continue
        if not text and not (printed and printed[-1][1]):
            continue
        printed.append((index, lines[index].text.rstrip()))
    if following and CUT in following[0].rest and following[0].first not in consumed:
        printed.append((following[0].first, following[0].rest.partition(CUT)[0]))
    while printed and not printed[-1][1]:
        printed.pop()
    last = max(end - 1, heading.first)
    while last > heading.first and not lines[last].text.strip():
        last -= 1
    return Section(
        id=heading.section,
        title=heading.title,
        printed="\n".join(text for _, text in printed),
        place=place_of(lines, min(heading.first, len(lines) - 1), last),
        line_places=tuple(lines[index].place for index, _ in printed),
    )


def _is_no_text(line: Line, text: str) -> bool:
    """Whether a line prints nothing to read: a page number, a rule, separators alone."""
    return is_furniture(text) or line.cells == () or bool(text and not text.strip("|｜"))
