"""Names that can be looked up while they are typed, and names that are nearly what was typed.

All names stand behind one another in one array of characters, so that thousands of them are
compared at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from govreport_search.services.spelled import Spelled
from govreport_search.text import fold
from govreport_search.text.pinyin import initials, sounds_like, syllables

WHOLE, START, INSIDE = range(3)
"""How a name holds what is typed, best first."""

_LONG = 6
"""From this length on, two mistakes are forgiven; below it one."""

_SHORTEST = 3
"""In a shorter text any character may be the mistake."""


@dataclass(frozen=True, slots=True)
class Name:
    """Something that has a name.

    Attributes:
        name: what is typed to find it.
        text: what a list shows.
        insert: query text that asks for it.
        reports: how many reports have it; ``None`` where that is not counted.
    """

    name: str
    text: str
    insert: str
    reports: int | None = None


class Names:
    """Names of one kind, the more important ones first where several are found."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = tuple(sorted(names, key=_importance))
        self._folded = [fold(name.name) for name in self.names]
        lengths = np.array([len(text) for text in self._folded], dtype=np.int64)
        self._lengths = lengths
        self._starts = np.concatenate(([0], np.cumsum(lengths + 1)))
        joined = "".join(f"{text}\0" for text in self._folded)
        self._codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        self._spelled = Spelled(self._codes)

    @cached_property
    def _owners(self) -> NDArray[np.int32]:
        """Which name each character is of."""
        return np.repeat(np.arange(len(self.names), dtype=np.int32), self._lengths + 1)

    @cached_property
    def _initials(self) -> NDArray[np.uint32]:
        return initials(self._codes)

    def find(self, typed: str, limit: int) -> list[tuple[int, Name]]:
        """Names that hold what is typed, with how they do; letters are pinyin, too (``Spelled``).

        Args:
            typed: folded, not empty.
            limit: how many at most.
        """
        places, ends = self._spelled.places(typed)
        owners = self._owners[places]
        # Only the first place in each name counts: it is the name's start where any is.
        first = np.flatnonzero(np.diff(owners, prepend=-1))
        owners, places, ends = owners[first], places[first], ends[first]
        how = np.where(places == self._starts[owners], START, INSIDE)
        how[(how == START) & (ends - places == self._lengths[owners])] = WHOLE
        order = np.argsort(how * len(self.names) + owners, kind="stable")[:limit]
        return [(int(how[at]), self.names[int(owners[at])]) for at in order]

    def near(self, text: str, most: int = 3) -> tuple[str, ...]:
        """Folded names that one or two mistakes part from a folded text, or that sound like it."""
        if len(text) < _SHORTEST:
            return ()
        mistakes = 2 if len(text) >= _LONG else 1
        found = {
            name: (0 if sounds_like(name, text) else distance(name, text), at)
            for at, name in self._alike(text, mistakes)
            if name != text
        }
        within = [name for name, (far, _) in found.items() if far <= mistakes]
        return tuple(sorted(within, key=lambda name: found[name])[:most])

    def _alike(self, text: str, mistakes: int) -> list[tuple[int, str]]:
        """Names of about this length that share nearly all characters, or all initials."""
        if not self.names:
            return []
        known = np.fromiter(map(ord, set(text)), dtype=np.uint32)
        bits = np.bitwise_or.reduce(initials(np.fromiter(map(ord, text), dtype=np.uint32)))
        near = np.abs(self._lengths - len(text)) <= mistakes
        shared = self._sums(np.isin(self._codes, known)) >= self._lengths - mistakes
        sounding = self._sums((self._initials & bits) != 0) == self._lengths
        sounding &= self._lengths == len(text)
        at = np.flatnonzero(near & (shared | sounding))
        return [(int(place), self._folded[place]) for place in at.tolist()]

    def _sums(self, flags: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.add.reduceat(flags.astype(np.int64), self._starts[:-1])


def _importance(name: Name) -> tuple[int, int, str]:
    return -(name.reports or 0), len(name.name), name.name


def distance(one: str, other: str) -> int:
    """Characters to put in, leave out, exchange, or swap with the next, to make one the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, left in enumerate(one, 1):
        last, before, row = before, row, [at]
        for to, right in enumerate(other, 1):
            best = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (left != right))
            if at > 1 and to > 1 and left == other[to - 2] and one[at - 2] == right:
                best = min(best, last[to - 2] + 1)
            row.append(best)
    return row[-1]


def mended(text: str, terms: Sequence[str]) -> tuple[str, ...]:
    """A folded text with a mistyped term in it put right, for each term that may be meant."""
    known, written = set(terms), set(text)
    heard = frozenset().union(*map(syllables, written))
    found = {}
    for term in terms:
        size = len(term)
        if not _SHORTEST <= size < len(text):
            continue
        unwritten = [character for character in term if character not in written]
        if len(unwritten) > 1 and any(map(heard.isdisjoint, map(syllables, unwritten))):
            continue  # neither one character wrong nor of the same sound, wherever it stood
        for at in range(len(text) - size + 1):
            piece = text[at : at + size]
            if piece not in known and _mistyped(piece, term):
                found[text[:at] + term + text[at + size :]] = -size
    return tuple(sorted(found, key=lambda whole: found[whole]))


def _mistyped(piece: str, term: str) -> bool:
    """Whether only the sound is right, or all but one character of four and more."""
    differing = sum(a != b for a, b in zip(piece, term, strict=True))
    if differing == 1 and len(term) > _SHORTEST:
        return True
    return 0 < differing < len(term) and sounds_like(piece, term)
