"""What an engine looks for in folded texts: literal characters, with gaps of bounded length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

Span = tuple[int, int]


@dataclass(frozen=True)
class Pattern:
    """Literals that stand one after another in one text, with so many characters between.

    A place matches where the first literal starts and all the others can follow. Of the ways in
    which they can, the one is taken in which each gap, from the first on, is shortest.

    Attributes:
        parts: folded, none empty.
        gaps: for each two neighbours the least and the most characters between them.
        before, after: characters that must stand before the first and behind the last, at least.
    """

    parts: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...] = ()
    before: int = 0
    after: int = 0

    def __post_init__(self) -> None:
        if not self.parts or not all(self.parts):
            raise ValueError("an empty phrase is everywhere")
        if len(self.gaps) != len(self.parts) - 1:
            raise ValueError("one gap between two parts")

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        """The same for one text; a match is looked for at every place, so they may overlap."""
        pieces = [f"(?<=.{{{self.before}}})" if self.before else "", "(?=("]
        for part, (least, most) in zip(self.parts, ((0, 0), *self.gaps), strict=True):
            pieces.append(f".{{{least},{most}}}?" if most else "")
            pieces.append(re.escape(part))
        pieces.append(f").{{{self.after}}})")
        return re.compile("".join(pieces), re.DOTALL)

    def spans(self, text: str) -> Iterator[Span]:
        """Where it stands in a folded text, one span for each place it starts, ascending."""
        if len(self.parts) == 1 and not self.before and not self.after:
            length, start = len(self.parts[0]), text.find(self.parts[0])
            while start >= 0:
                yield start, start + length
                start = text.find(self.parts[0], start + 1)
            return
        for match in self._expression.finditer(text):
            yield match.span(1)


def as_pattern(wanted: str | Pattern) -> Pattern:
    """A folded phrase as a pattern.

    Raises:
        ValueError: the phrase is empty.
    """
    return Pattern((wanted,)) if isinstance(wanted, str) else wanted
