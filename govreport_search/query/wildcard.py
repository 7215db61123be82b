"""Wildcards in words: what may stand between their literal parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govreport_search.text import fold

MOST_BETWEEN = 50
"""Characters that ``*`` and ``…`` stand for at most; a sentence is seldom longer."""

_MARKS = re.compile(r"([*＊?…]+)")


@dataclass(frozen=True, slots=True)
class Gaps:
    """A word taken apart.

    Attributes:
        parts: literal parts, as typed; each has characters to look for.
        gaps: for each two neighbours the least and the most characters between them.
        before, after: characters that must stand before and behind, at least.
    """

    parts: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]
    before: int
    after: int


def has_wildcard(word: str) -> bool:
    """Whether a word holds ``*``, ``?`` or ``…``.

    The full-width question mark is punctuation of the text, as it is typed in Chinese.
    """
    return _MARKS.search(word) is not None


def read_wildcard(word: str) -> Gaps:
    """The parts of such a word and what may stand between them.

    ``?`` is one character; ``*`` and ``…`` are none to ``MOST_BETWEEN``, however many of them
    stand together. Neighbours with nothing but white space between them add up.
    """
    parts: list[str] = []
    gaps: list[tuple[int, int]] = []
    before = least = most = 0
    for at, piece in enumerate(_MARKS.split(word)):
        if at % 2:
            least, most = least + piece.count("?"), most + _most(piece)
        elif fold(piece):
            if parts:
                gaps.append((least, most))
            else:
                before = least
            parts.append(piece)
            least = most = 0
    return Gaps(tuple(parts), tuple(gaps), before, least if parts else 0)


def _most(marks: str) -> int:
    return marks.count("?") + (MOST_BETWEEN if set(marks) - {"?"} else 0)
