"""What words of an unruled table are: numbers that stand alone, marks, and runs of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.readers.typeset import TextLine, Word, around

_NUMBER = re.compile(r"[-－−+]?\d[\d,，]*(?:[.．]\d+)?%?|[1-9](?: \d)+")
_MARK = re.compile(r"[-－—–―/／*＊无]{1,3}")
_APART = 0.8
"""A number stands alone where the gap to its neighbour is wider than this share of a letter."""

_CLOSE = 0.5
"""The same for two numbers of several digits, of which the second is no group of thousands."""

_GROUP = 3
_NUMBERING = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,2}[)）.．、]|[㈠-㈩①-⑳]")
_LETTERED = 1.1
"""Digits of one number that are set apart (1 0 3) leave no more than this times their own width."""

_OUTSIDE = 1.4
"""Around such a number the gaps are at least this times as wide as within."""

_LEVEL = 1.7
"""Lines of one label are no further apart than this times their height."""

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
        if right.region.left - left.region.right < _least_gap(left, right):
            return []
    return found


def _least_gap(left: Word, right: Word) -> float:
    """From which gap on two words cannot be one number or phrase."""
    long = all(word.text.isdecimal() and len(word.text) > 1 for word in (left, right))
    share = _CLOSE if long and len(right.text) != _GROUP else _APART
    return share * min(left.size, right.size)


def values_of(lines: Sequence[TextLine]) -> list[list[Word]]:
    """The lone numbers of each line, those left out that are a word of a label (计 / 1 / 次).

    Such a number begins exactly below and above words that have nothing beside them where the
    other numbers of its line stand.
    """
    found = [lone_numbers(line) for line in lines]
    for above, here, below in zip(lines, range(1, len(lines)), lines[2:], strict=False):
        numbers, line = found[here], lines[here]
        if not numbers or numbers[0] is not line.words[0]:
            continue
        edge = numbers[1].region.left if len(numbers) > 1 else float("inf")
        if all(_continues(line, other, edge) for other in (above, below)):
            found[here] = numbers[1:]
    return found


def _continues(line: TextLine, other: TextLine, edge: float) -> bool:
    """Whether a line begins below or above words that end left of an edge."""
    first, beside = line.words[0], other.words[0]
    height = first.region.bottom - first.region.top
    return (
        not is_number(beside)
        and not is_mark(beside)
        and abs(first.region.left - beside.region.left) < _RUN / 2 * first.size
        and abs(line.region.top - other.region.top) < _LEVEL * height
        and other.words[-1].region.right < edge
    )


def with_whole_numbers(line: TextLine) -> TextLine:
    """The same line, digits of one number that are set apart as one word with spaces.

    All gaps within are alike and no wider than a digit, as no two columns are.
    """
    words: list[Word] = []
    rest = list(line.words)
    while rest:
        count = _set_apart(rest)
        behind = rest[count].region.left if count < len(rest) else float("inf")
        before = words[-1].region.right if words else float("-inf")
        whole = rest[:count]
        if count > 1:
            within = max(b.region.left - a.region.right for a, b in pairwise(whole))
            outside = min(behind - whole[-1].region.right, whole[0].region.left - before)
            if outside >= _OUTSIDE * within and whole[0].text != "0":
                text = " ".join(word.text for word in whole)
                whole = [Word(text, around([w.region for w in whole]), whole[0].size)]
        words += whole
        del rest[:count]
    return line._replace(words=tuple(words))


def _set_apart(words: Sequence[Word]) -> int:
    """How many words from the first on are digits in one distance; at least 1."""
    count = 1
    gap = 0.0
    while count < len(words) and all(_is_digit(word) for word in words[count - 1 : count + 1]):
        before, word = words[count - 1].region, words[count].region
        here = word.left - before.right
        width = min(before.right - before.left, word.right - word.left)
        if here > _LETTERED * width or (count > 1 and abs(here - gap) > 0.3 * width):
            break
        gap = here
        count += 1
    return count


def with_numberings(words: Sequence[Word]) -> list[Word]:
    """The same words, each numbering as one with the word right behind it (1. 属于国)."""
    found: list[Word] = []
    waiting: Word | None = None
    for word in words:
        if waiting is not None:
            apart = word.region.left - waiting.region.right
            beside = abs(word.region.top - waiting.region.top) < _RUN / 2 * word.size
            if beside and 0 <= apart < _RUN * word.size:
                word = Word(
                    f"{waiting.text} {word.text}", around([waiting.region, word.region]), word.size
                )
            else:
                found.append(waiting)
        waiting = word if _NUMBERING.fullmatch(word.text) else None
        if waiting is None:
            found.append(word)
    return found if waiting is None else [*found, waiting]


def _is_digit(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isdecimal()


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
