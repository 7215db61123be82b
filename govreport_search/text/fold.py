"""The searched text: one fold for query and text, with the way back to the printed text.

Folded away: line breaks and stray spaces, full and half width, radicals and compatibility
ideographs, traditional characters one by one, letter case. Nothing else, or a search would no
longer find exactly what is printed: no synonyms, no rewriting of words or punctuation.

Every character is folded by itself. White space goes, except one space between two Latin
letters or digits (``Page 8``, ``0 0 0``), which depends on its nearest neighbours only. So the
fold of a printed passage always stands in the fold of the whole text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

FOLD_VERSION = 1
"""Raised with every change of the fold; an index made with another one must be rebuilt."""

_SPACE = 0x20
_NOTHING = 0  # what an invisible character becomes; U+0000 itself counts as a space
_CODE_POINTS = 0x110000

# (first, last) code points
_SPACES = (
    (0x00, 0x20),  # controls are not printed; tab, line feed and form feed are among them
    (0x7F, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
)
_INVISIBLE = (
    (0xAD, 0xAD),  # soft hyphen
    (0x61C, 0x61C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),  # zero-width space, joiners, direction marks
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),  # variation selectors choose a glyph, not a character
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE01EF),  # tags and more variation selectors
)
_CASED = (
    (0x41, 0x24F),
    (0x370, 0x52F),
    (0x1E00, 0x1FFF),
    (0x212A, 0x212B),
    (0x2160, 0x216F),  # Roman numerals
    (0x24B6, 0x24CF),
)
_WIDTH = (0xFF01, 0xFFEE)
_LATIN = (
    (0x30, 0x39),
    (0x61, 0x7A),
    (0xDF, 0xF6),
    (0xF8, 0x24F),
    (0x1E00, 0x1EFF),
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where its characters are printed.

    Attributes:
        text: the searched text.
        offsets: for each character of ``text`` the index of its printed character, strictly
            ascending, shape (len(text),).
    """

    text: str
    offsets: NDArray[np.int64]

    def printed_span(self, start: int, end: int) -> tuple[int, int]:
        """The printed half-open span of the folded span ``start:end``, which is not empty.

        White space around it is left out, white space inside it is part of it.
        """
        return int(self.offsets[start]), int(self.offsets[end - 1]) + 1


def fold(text: str) -> str:
    """The searched form of a printed text or of a query; ``fold(fold(x)) == fold(x)``."""
    codes = _mapped(text)
    kept = _kept(codes)
    return _text(codes if len(kept) == len(codes) else codes[kept])


def fold_with_offsets(text: str) -> Folded:
    """The same text as ``fold`` with the place of each character in ``text``."""
    codes = _mapped(text)
    kept = _kept(codes)
    return Folded(_text(codes[kept]), kept)


def unfolded(text: str) -> str:
    """The characters of a printed text as they are, without the white space that ``fold`` drops.

    It is as long as ``fold(text)``, character for character; a space that stays is U+0020.
    """
    codes = _mapped(text)
    kept = _kept(codes)
    printed = np.frombuffer(_utf32(text), dtype="<u4")[kept]
    return _text(np.where(codes[kept] == _SPACE, np.uint32(_SPACE), printed))


def _mapped(text: str) -> NDArray[np.uint32]:
    mapped: NDArray[np.uint32] = _table()[np.frombuffer(_utf32(text), dtype="<u4")]
    return mapped


def _utf32(text: str) -> bytes:
    # Lone surrogates come out of broken files and must not stop a search.
    return text.encode("utf-32-le", "surrogatepass")


def _text(codes: NDArray[np.uint32]) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _kept(codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Indices of the characters that stay: all visible ones and the spaces that separate."""
    is_space = codes == _SPACE
    visible = np.flatnonzero(~is_space & (codes != _NOTHING))
    if len(visible) == len(codes) or not len(visible):
        return visible
    latin = _latin()[codes[visible]]
    spaces = np.flatnonzero(is_space)
    # The first space after each visible character, if it comes before the next one.
    following = np.searchsorted(spaces, visible[:-1])
    beyond = np.append(spaces, len(codes))
    separated = (beyond[following] < visible[1:]) & latin[:-1] & latin[1:]
    if not separated.any():
        return visible
    return np.sort(np.concatenate((visible, beyond[following[separated]])))


@cache
def _latin() -> NDArray[np.bool_]:
    flags = np.zeros(_CODE_POINTS, dtype=np.bool_)
    for first, last in _LATIN:
        flags[first : last + 1] = True
    return flags


@cache
def _table() -> NDArray[np.uint32]:
    """What each code point becomes, chains followed to their end."""
    table = np.arange(_CODE_POINTS, dtype=np.uint32)
    for source, target in _characters():
        table[source] = target
    for first, last in _CASED:
        for code in range(first, last + 1):
            lower = chr(code).lower()
            if len(lower) == 1:
                table[code] = ord(lower)
    for code in range(_WIDTH[0], _WIDTH[1] + 1):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:  # U+FFE3, a macron, would become a space and a combining mark
            table[code] = table[ord(plain)]
    for ranges, target in ((_SPACES, _SPACE), (_INVISIBLE, _NOTHING)):
        for first, last in ranges:
            table[first : last + 1] = target
    return table


def _characters() -> list[tuple[int, int]]:
    source = resources.files(__package__).joinpath("data/characters.tsv")
    lines = source.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return [(int(first, 16), int(second, 16)) for first, second in pairs]
