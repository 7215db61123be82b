"""How characters are read: syllables without tones, the usual readings of a character.

Readings are those of single characters, so that nothing depends on how words are cut. The
library's list of phrases, which takes most of its time and memory to load, is not needed.
"""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

_U_UMLAUT = "u\u0308"
_USUAL = 2  # further readings are of names and of old texts
_LONGEST = 6  # zhuang
_BEHIND_LETTERS = "{"


@cache
def syllables(character: str) -> frozenset[str]:
    """Usual readings of a character without tones, ``v`` for ü; empty where it has none."""
    readings = map(_toneless, _readings().get(ord(character), "").split(","))
    return frozenset([*dict.fromkeys(filter(None, readings))][:_USUAL])


def sounds_like(one: str, other: str) -> bool:
    """Whether two texts of one length can be read alike, character by character."""
    return len(one) == len(other) and all(
        a == b or not syllables(a).isdisjoint(syllables(b)) for a, b in zip(one, other, strict=True)
    )


def initials(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The first letters of characters' readings, as bits.

    Args:
        codes: code points, shape (n,).

    Returns:
        Bit 0 for ``a`` up to bit 25 for ``z``; a letter stands for itself; shape (n,).
    """
    distinct, at = np.unique(codes, return_inverse=True)
    masks = np.array([_mask(chr(code)) for code in distinct.tolist()], dtype=np.uint32)
    return masks[at] if len(masks) else np.empty(0, np.uint32)


class Readings:
    """How the characters of a text are read, for questions about many of them at once.

    Args:
        codes: code points, shape (n,). Places in it are given as an array, and flags come back
            in the shape of that.
    """

    def __init__(self, codes: NDArray[np.uint32]) -> None:
        distinct, self._which = np.unique(codes, return_inverse=True)
        characters = [chr(code) for code in distinct.tolist()]
        self._initials = np.array([_mask(one) for one in characters], dtype=np.uint32)
        readers: dict[str, list[int]] = {}
        for number, character in enumerate(characters):
            for syllable in syllables(character):
                readers.setdefault(syllable, []).append(number)
        self._readers = readers
        self._sorted = sorted(readers)

    def begin_with(self, letter: str, at: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which characters have a reading that begins so, or are that letter."""
        return self._flags(self._initials & np.uint32(letter_bit(letter)) != 0, at)

    def written_out(self, letters: str) -> list[str]:
        """Readings of two letters and more that some character has and that stand in front."""
        sizes = range(2, min(_LONGEST, len(letters)) + 1)
        return [letters[:size] for size in sizes if letters[:size] in self._readers]

    def are(self, syllable: str, at: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which characters are read so."""
        return self._read_as([syllable], at)

    def go_on_from(self, letters: str, at: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which characters have a reading of which these letters are only the beginning."""
        first = bisect_right(self._sorted, letters)
        last = bisect_left(self._sorted, letters + _BEHIND_LETTERS)
        return self._read_as(self._sorted[first:last], at)

    def _read_as(self, some: Sequence[str], at: NDArray[np.int64]) -> NDArray[np.bool_]:
        flags = np.zeros(len(self._initials), dtype=np.bool_)
        for syllable in some:
            flags[self._readers[syllable]] = True
        return self._flags(flags, at)

    def _flags(self, flags: NDArray[np.bool_], at: NDArray[np.int64]) -> NDArray[np.bool_]:
        held: NDArray[np.bool_] = flags[self._which[at]]
        return held


def letter_bit(letter: str) -> int:
    """The bit of a letter between ``a`` and ``z``, 0 for anything else."""
    return 1 << (ord(letter) - ord("a")) if "a" <= letter <= "z" else 0


@cache
def _mask(character: str) -> int:
    mask = letter_bit(character)
    for syllable in syllables(character):
        mask |= letter_bit(syllable[0])
    return mask


def _toneless(reading: str) -> str:
    apart = unicodedata.normalize("NFD", reading).replace(_U_UMLAUT, "v")
    return "".join(letter for letter in apart if "a" <= letter <= "z")


@cache
def _readings() -> dict[int, str]:
    """Code point to its readings, the usual one first, commas between."""
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    os.environ["PYPINYIN_NO_DICT_COPY"] = "true"
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict
