"""Digits that are no digits of the number they touch: marks of notes, and print over print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from indexer.readers.pdf.page import Glyphs
from indexer.readers.rule import Region
from indexer.readers.typeset import Word, is_drawn_again

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_SMALL_HEIGHT, _SMALL_WIDTH = 0.72, 0.8
"""A digit behind another that is lower and narrower than these shares of it marks a note."""

_OVER = 0.4
"""Share of the narrower one by which two digits side by side never overlap."""

_NUMBER = re.compile(r"[\d.,+\-−%\ufffd]*[\d\ufffd][\d.,%\ufffd]*")

_MOST_WORDS = 40
"""In cells with more words none is compared with the others: they hold no number."""


def digits_behind_digits(glyphs: Glyphs) -> NDArray[np.intp]:
    """Where a digit follows a digit."""
    codes = np.frombuffer(glyphs.text.encode("utf-32-le", "replace"), "<u4")
    digits = (codes >= 0x30) & (codes <= 0x39)
    return np.flatnonzero(digits[1:] & digits[:-1]) + 1


def with_note_marks(glyphs: Glyphs, behind: NDArray[np.intp]) -> str:
    """The characters of a page, small digits that follow a number as raised ones.

    Args:
        glyphs: of the page.
        behind: where a digit follows a digit.
    """
    left, top, right, bottom = glyphs.boxes[behind].T
    left0, top0, right0, bottom0 = glyphs.boxes[behind - 1].T
    height, width = bottom0 - top0, right0 - left0
    small = (bottom - top < _SMALL_HEIGHT * height) & (right - left < _SMALL_WIDTH * width)
    if not small.any():
        return glyphs.text
    small &= (left - right0 < width) & (left > left0) & (top < bottom0) & (bottom > top0)
    text, follows = list(glyphs.text), set(behind.tolist())
    for i in behind[small].tolist():
        end, line, high = i, glyphs.boxes[i, 1], glyphs.boxes[i, 3] - glyphs.boxes[i, 1]
        while end in follows and abs(glyphs.boxes[end, 1] - line) < 0.1 * high:
            text[end] = text[end].translate(_RAISED)
            end += 1
    return "".join(text)


def overlapping_digits(glyphs: Glyphs, behind: NDArray[np.intp]) -> NDArray[np.intp]:
    """The digits that stand over the digit that was drawn before them, and those.

    Args:
        glyphs: of the page.
        behind: where a digit follows a digit.
    """
    left, top, right, bottom = glyphs.boxes[behind].T
    left0, top0, right0, bottom0 = glyphs.boxes[behind - 1].T
    across = np.minimum(right, right0) - np.maximum(left, left0)
    along = np.minimum(bottom, bottom0) - np.maximum(top, top0)
    over = across > _OVER * np.minimum(right - left, right0 - left0)
    over &= along > _OVER * np.minimum(bottom - top, bottom0 - top0)
    return np.concatenate((behind[over], behind[over] - 1))


def struck_words(words: Sequence[Word]) -> set[int]:
    """Which words of one cell are printed over each other, where a number is concerned.

    A word printed twice at nearly one place, for weight, is one word. Two numbers far apart
    in a line are of two cells whose rule is not to be seen.
    """
    struck: set[int] = set()
    if not 1 < len(words) <= _MOST_WORDS:
        return struck
    if all(map(str.isdigit, (word.text for word in words))):
        struck |= {
            i
            for pair in combinations(range(len(words)), 2)
            for i in pair
            if _apart(words[pair[0]], words[pair[1]])
        }
    for i, one in enumerate(words):
        for j in range(i):
            other = words[j]
            numbers = _NUMBER.fullmatch(one.text) or _NUMBER.fullmatch(other.text)
            if not numbers or is_drawn_again(other, one):
                continue
            if _lie_over(one.region, other.region):
                struck |= {i, j}
    return struck


def _apart(one: Word, other: Word) -> bool:
    """Whether two words of one line have room for a rule between them."""
    a, b = one.region, other.region
    gap = max(a.left, b.left) - min(a.right, b.right)
    along = min(a.bottom, b.bottom) - max(a.top, b.top)
    return gap > min(one.size, other.size) and along > _OVER * min(
        a.bottom - a.top, b.bottom - b.top
    )


def _lie_over(one: Region, other: Region) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    along = min(one.bottom, other.bottom) - max(one.top, other.top)
    low = min(one.bottom - one.top, other.bottom - other.top)
    return across > 0.25 * low and along > _OVER * low
