"""Wildcards in words without quotes: what may stand between their literal parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_BETWEEN = 50
"""Characters that ``*`` and ``…`` stand for at most; a sentence is seldom longer."""

_MARK = re.compile(r"[*＊?…]+")


@dataclass(frozen=True, slots=True)
class Gaps:
    """A word taken apart.

    Attributes:
        parts: literal parts, as typed.
        gaps: for each two neighbours the least and the most characters between them.
        before, after: characters that must stand before and behind, at least.
    """

    parts: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]
    before: int
    after: int


def has_wildcard(word: str) -> bool:
    """Whether a word without quotes holds ``*``, ``?`` or ``…``.

    The full-width question mark is punctuation of the text, as it is typed in Chinese.
    """
    return _MARK.search(word) is not None


def read_wildcard(word: str) -> Gaps:
    """The parts of such a word and what may stand between them.

    ``?`` is one character; ``*`` and ``…`` are none to ``MOST_BETWEEN``.
    """
    marks = [match[0] for match in _MARK.finditer(word)]
    pieces = _MARK.split(word)
    before = _least(marks.pop(0)) if not pieces[0] else 0
    after = _least(marks.pop()) if marks and not pieces[-1] else 0
    parts = tuple(piece for piece in pieces if piece)
    return Gaps(parts, tuple((_least(mark), _most(mark)) for mark in marks), before, after)


def _least(mark: str) -> int:
    return mark.count("?")


def _most(mark: str) -> int:
    more = MOST_BETWEEN if set(mark) - {"?"} else 0
    return _least(mark) + more
