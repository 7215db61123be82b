"""Automatic numbers: 一、, （二） and 3. that no run holds, counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from indexer.readers.word.markup import VAL, W, is_on, value, whole
from indexer.readers.word.numeral import numeral
from indexer.readers.word.style import Styles

LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_CLOSED = re.compile(r"[、．。，）】〕》：]$")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is printed.

    Attributes:
        pattern: its text, ``%1`` for the number of the first level.
        style: a value of ``w:numFmt``.
        start: number of its first paragraph.
        restarts: after a paragraph of which level, 1 the uppermost, it starts again; 0 never.
        legal: whether every number in it is printed in digits.
        gap: what stands between number and text: ``tab``, ``space`` or ``nothing``.
        of_style: id of the paragraph style that is bound to the level, or empty.
    """

    pattern: str
    style: str
    start: int
    restarts: int
    legal: bool
    gap: str
    of_style: str


@dataclass(slots=True)
class _Numbers:
    """A list of the document (``w:num``): what it changes of its abstract list."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the paragraphs of a document in order."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        """Take the lists from the root of ``numbering.xml``; without one nothing is numbered."""
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._numbers: dict[str, _Numbers] = {}
        self._counts: dict[str, dict[int, int]] = {}
        links: dict[str, str] = {}
        for each in () if root is None else root.iterchildren(f"{W}abstractNum"):
            found = (_level(level) for level in each.iterchildren(f"{W}lvl"))
            self._abstract[each.get(f"{W}abstractNumId", "")] = dict(found)
            if link := value(each, "numStyleLink"):
                links[each.get(f"{W}abstractNumId", "")] = link
        for each in () if root is None else root.iterchildren(f"{W}num"):
            self._numbers[each.get(f"{W}numId", "")] = _numbers(each)
        for abstract, link in links.items():
            number, _, _ = styles.numbering(link)
            if number in self._numbers:
                self._abstract[abstract] = self._abstract.get(self._numbers[number].abstract, {})

    def label(self, properties: Any | None) -> str:
        """The number before a paragraph with what separates it, empty where none is printed.

        Each call counts the paragraph.

        Args:
            properties: its ``w:pPr``.
        """
        number, at = self._place(properties)
        numbers = self._numbers.get(number)
        if numbers is None:
            return ""
        levels = {**self._abstract.get(numbers.abstract, {}), **numbers.levels}
        if at not in levels:
            return ""
        counts = self._counts.setdefault(numbers.abstract, {})
        _count(numbers, levels, counts, at)
        level = levels[at]
        if level.style == "bullet":
            return ""
        text = _PLACEHOLDER.sub(
            lambda match: _printed(levels, counts, int(match[1]) - 1, level.legal), level.pattern
        ).strip()
        return text + ("" if level.gap == "nothing" or _CLOSED.search(text) else " ") * bool(text)

    def _place(self, properties: Any | None) -> tuple[str, int]:
        """Id of a paragraph's list and its 0-based level; an empty id for no list."""
        style_id = value(properties, "pStyle") or self._styles.usual
        number, written, bound = self._styles.numbering(style_id)
        listed = None if properties is None else properties.find(f"{W}numPr")
        if listed is not None:
            own = value(listed, "numId")
            if own:
                number, bound = own, ""
            written = value(listed, "ilvl") or ("" if own else written)
        if bound and not written:
            levels = self._abstract.get(getattr(self._numbers.get(number), "abstract", ""), {})
            written = next((str(at) for at, lvl in levels.items() if lvl.of_style == bound), "0")
        return ("", 0) if number in ("", "0") else (number, whole(written))


def _count(numbers: _Numbers, levels: dict[int, Level], counts: dict[int, int], at: int) -> None:
    """Count one paragraph at a level; deeper levels start again."""
    start = levels[at].start
    if at in numbers.starts and at not in numbers.begun:
        counts[at] = numbers.starts[at]
    else:
        counts[at] = counts[at] + 1 if at in counts else start
    numbers.begun.add(at)
    for deeper in [each for each in counts if each > at]:
        level = levels.get(deeper)
        if level is None or (level.restarts and at < level.restarts):
            del counts[deeper]


def _printed(levels: dict[int, Level], counts: dict[int, int], at: int, legal: bool) -> str:
    level = levels.get(at)
    if level is None:
        return ""
    number = counts.get(at, level.start)
    counts.setdefault(at, number)
    return numeral(number, "decimal" if legal and level.style != "none" else level.style)


def _level(element: Any) -> tuple[int, Level]:
    at = min(max(whole(element.get(f"{W}ilvl")), 0), LEVELS - 1)
    start = element.find(f"{W}start")
    restart = element.find(f"{W}lvlRestart")
    return at, Level(
        pattern=_pattern(value(element, "lvlText")),
        style=_style(element),
        start=1 if start is None else max(whole(start.get(VAL), 1), 0),
        restarts=at if restart is None else whole(restart.get(VAL)),
        legal=bool(is_on(element, "isLgl")),
        gap=value(element, "suff") or "tab",
        of_style=value(element, "pStyle"),
    )


def _pattern(written: str) -> str:
    """The text of a level; LibreOffice writes ``%1?`` for ``%1、`` where it read RTF."""
    if written.startswith("?") and written.endswith("?") and len(written) > 2:
        return f"（{written[1:-1]}）"
    return f"{written[:-1]}、" if written.endswith("?") else written


def _style(element: Any) -> str:
    """Word writes newer number formats inside mc:AlternateContent."""
    found = next(element.iter(f"{W}numFmt"), None)
    return "decimal" if found is None else str(found.get(VAL, "decimal"))


def _numbers(element: Any) -> _Numbers:
    numbers = _Numbers(value(element, "abstractNumId"))
    for override in element.iterchildren(f"{W}lvlOverride"):
        at = whole(override.get(f"{W}ilvl"))
        start = override.find(f"{W}startOverride")
        if start is not None:
            numbers.starts[at] = whole(start.get(VAL), 1)
        changed = override.find(f"{W}lvl")
        if changed is not None:
            numbers.levels[at] = _level(changed)[1]
            numbers.starts.setdefault(at, numbers.levels[at].start)
    return numbers
