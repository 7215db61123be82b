"""What words of an unruled table are: numbers that stand alone, marks, and runs of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.readers.typeset import TextLine, Word, around

_NUMBER = re.compile(r"[-－−+]?\d[\d,，]*(?:[.．]\d+)?%?")
_MARK = re.compile(r"[-－—–―/／*＊无]{1,3}")
_APART = 0.8
"""A number stands alone where the gap to its neighbour is wider than this share of a letter."""

_RUN = 1.0
"""Words nearer than this many letters are one run: a phrase in one cell."""


def is_number(word: Word) -> bool:
    """Whether a word is a number as tables print it."""
    return bool(_NUMBER.fullmatch(word.text))


def is_mark(word: Word) -> bool:
    """Whether a word is a dash or slash, which stands for no value."""
    return bool(_MARK.fullmatch(word.text))


def lone_numbers(line: TextLine) -> list[Word]:
    """The numbers behind a label: no words behind them, and a wide gap on both sides.

    Empty where a line holds words behind a number, as prose does.
    """
    found: list[Word] = []
    for index in range(len(line.words) - 1, -1, -1):
        word = line.words[index]
        if is_number(word) or (is_mark(word) and (found or index == len(line.words) - 1)):
            found.insert(0, word)
        else:
            break
    before = line.words[: len(line.words) - len(found)]
    if not any(map(is_number, found)):
        return []
    for left, right in pairwise([*before[-1:], *found]):
        if right.region.left - left.region.right < _APART * min(left.size, right.size):
            return []
    return found


def runs(words: Sequence[Word]) -> Iterator[Word]:
    """Words of one line, those of one phrase as one."""
    held: list[Word] = []
    for word in words:
        if held and word.region.left - held[-1].region.right >= _RUN * word.size:
            yield _one(held)
            held = []
        held.append(word)
    if held:
        yield _one(held)


def _one(words: Sequence[Word]) -> Word:
    text = "".join(word.text for word in words)
    return Word(text, around([word.region for word in words]), words[0].size)
