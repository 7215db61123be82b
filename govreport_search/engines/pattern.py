"""What an engine looks for in folded texts: literal characters, with gaps of bounded length."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True)
class Pattern:
    """Literals that stand one after another in one text, with so many characters between.

    A place matches where the first literal starts and all the others can follow. Of the ways in
    which they can, the one is taken in which each gap, from the first on, is shortest. What must
    stand before the first and behind the last literal belongs to the span.

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

    def spans(self, text: str) -> Iterator[Span]:
        """Where it stands in a folded text, one span for each place it starts, ascending."""
        if len(self.parts) == 1 and not self.before and not self.after:
            length = len(self.parts[0])
            yield from ((start, start + length) for start in _starts(self.parts[0], text))
            return
        starts = self._followed_starts(text)
        for first in starts[0]:
            if first < self.before:
                continue
            end = first + len(self.parts[0])
            for part, following, (least, _) in zip(
                self.parts[1:], starts[1:], self.gaps, strict=True
            ):
                end = following[bisect_left(following, end + least)] + len(part)
            yield first - self.before, end + self.after

    def _followed_starts(self, text: str) -> list[list[int]]:
        """For each literal where it starts so that all behind it can follow; from the last on."""
        last = len(text) - self.after - len(self.parts[-1])
        found = [[start for start in _starts(self.parts[-1], text) if start <= last]]
        for part, (least, most) in zip(self.parts[-2::-1], self.gaps[::-1], strict=True):
            following = found[-1]
            kept = []
            for start in _starts(part, text) if following else ():
                end = start + len(part)
                at = bisect_left(following, end + least)
                if at < len(following) and following[at] <= end + most:
                    kept.append(start)
            found.append(kept)
        return found[::-1]


def _starts(literal: str, text: str) -> Iterator[int]:
    """Where a literal starts, overlapping ones included."""
    start = text.find(literal)
    while start >= 0:
        yield start
        start = text.find(literal, start + 1)


def as_pattern(wanted: str | Pattern) -> Pattern:
    """A folded phrase as a pattern.

    Raises:
        ValueError: the phrase is empty.
    """
    return Pattern((wanted,)) if isinstance(wanted, str) else wanted
