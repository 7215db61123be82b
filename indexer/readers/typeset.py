"""Words on a page into printed lines, for characters drawn and characters recognised.

Positions are in any one unit, x to the right and y downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from indexer.readers.rule import Region

NARROW_GAP = 0.22
"""A gap wider than this share of the letters' size is a printed space."""

MIXED_GAP = 0.4
"""The same between an ideograph and a letter or digit, which setting moves a quarter apart."""

WIDE_GAP = 0.7
"""The same between two ideographs, which justified setting moves apart."""

IDEOGRAPHS = "\u2e80"
"""From here on characters are as wide as they are high."""

_SAME_LINE = 0.5
"""Share of the lower word's height by which words of one line overlap at least."""


class Word(NamedTuple):
    """Characters that stand together without a gap.

    Attributes:
        text: as printed.
        region: where it stands.
        size: size of its letters, about the width of an ideograph.
    """

    text: str
    region: Region
    size: float


class TextLine(NamedTuple):
    """A printed line.

    Attributes:
        text: its words, with a space where a gap is printed.
        region: where it stands.
        words: from left to right.
    """

    text: str
    region: Region
    words: tuple[Word, ...]


def text_lines(words: Sequence[Word]) -> list[TextLine]:
    """Words in lines from top to bottom, each from left to right.

    A word drawn twice at one place (bold by overprinting) counts once.
    """
    lines: list[list[Word]] = []
    tallest = None
    for word in sorted(words, key=_middle):
        if tallest is not None and _in_line(word.region, tallest):
            lines[-1].append(word)
            tallest = max(tallest, word.region, key=_height)
        else:
            lines.append([word])
            tallest = word.region
    return [text_line(line) for line in lines]


def text_line(words: Sequence[Word]) -> TextLine:
    """The line that words make, whatever their order."""
    if len(words) == 1:
        return TextLine(words[0].text, words[0].region, tuple(words))
    row: list[Word] = []
    for word in sorted(words, key=lambda w: w.region.left):
        if not (row and is_drawn_again(row[-1], word)):
            row.append(word)
    parts = [row[0].text]
    for before, word in pairwise(row):
        parts += [" ", word.text] if is_spaced(before, word) else [word.text]
    return TextLine("".join(parts), around([word.region for word in row]), tuple(row))


def around(regions: Sequence[Region]) -> Region:
    """The smallest region that holds all."""
    return Region(
        min(region.left for region in regions),
        min(region.top for region in regions),
        max(region.right for region in regions),
        max(region.bottom for region in regions),
    )


def is_spaced(before: Word, after: Word) -> bool:
    """Whether the gap between two words of a line is a printed space."""
    gap = after.region.left - before.region.right
    ideographs = (before.text[-1] >= IDEOGRAPHS) + (after.text[0] >= IDEOGRAPHS)
    return gap > (NARROW_GAP, MIXED_GAP, WIDE_GAP)[ideographs] * min(before.size, after.size)


def _middle(word: Word) -> float:
    return word.region.top + word.region.bottom


def _height(region: Region) -> float:
    return region.bottom - region.top


def _in_line(region: Region, tallest: Region) -> bool:
    """Whether a word overlaps the tallest of a line by half of the lower one's height."""
    overlap = min(region.bottom, tallest.bottom) - max(region.top, tallest.top)
    return overlap > _SAME_LINE * min(_height(region), _height(tallest))


def is_drawn_again(before: Word, word: Word) -> bool:
    """Whether a word is another one, printed again at nearly the same place."""
    return (
        before.text == word.text
        and word.region.left - before.region.left < 0.25 * word.size
        and abs(word.region.top - before.region.top) < 0.25 * word.size
    )
