"""How characters are read: syllables without tones, the usual readings of a character.

Readings are those of single characters, so that nothing depends on how words are cut. The
library's list of phrases, which takes most of its time and memory to load, is not needed.
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

_U_UMLAUT = "u\u0308"
_USUAL = 2  # further readings are of names and of old texts


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
