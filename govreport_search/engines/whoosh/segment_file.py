"""The two files of postings that stand beside the other files of a Whoosh segment.

Layout, all numbers little-endian, every array on a multiple of eight bytes, so that the files can
be mapped and used as they lie:

    .grm  part         positions uint32[positions], section keys int64[texts], report keys
                       int64[texts], characters uint32[characters], pairs uint32[pairs] (uint64
                       where there are more than 65,535 characters), starts uint32[texts + 1],
                       coarse uint32[...], bounds uint32[pairs + 1]
          ...          more parts
          sums         uint32[...]: the CRC-32 of each page of ``PAGE`` bytes up to here, and of
                       each page of the other file
          directory    one ``ENTRY`` for each part
          trailer      ``TRAILER``: what the directory is, and a CRC-32 over sums and directory
    .sym  symbols      the parts' texts, uint16[...] (uint32 as above)

The directory is at the end because a segment is written in one pass; a file that was cut short
has no trailer. Opening reads the end alone; a page is checked when it is first read.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.gram.checked import PAGE, Checked, Pages, damaged
from govreport_search.engines.gram.postings import COARSE, Postings
from govreport_search.engines.gram.symbol import NARROW, decode

EXTENSION, TEXT_EXTENSION = ".grm", ".sym"
LAYOUT_VERSION = 4
"""Raised with every change of this layout; an index of another version must be rebuilt."""

_MAGIC = b"GRGRAMS\n"
# Offset, texts, pairs, positions, symbols and their offset in the other file, characters.
ENTRY = struct.Struct("<QQQQQQQ")
TRAILER = struct.Struct("<8sIIQQI4x")  # magic, version, parts, lengths of both contents, CRC-32
CHECKED = struct.Struct("<8sIIQQ")  # the part of the trailer that its own CRC-32 covers


@dataclass(frozen=True, slots=True)
class Part:
    """Postings of some texts and whose texts they are.

    Attributes:
        sections: section key of each text, shape (texts,).
        reports: report key of each text, shape (texts,).
    """

    sections: Checked[np.int64]
    reports: Checked[np.int64]
    postings: Postings

    def text(self, number: int) -> str:
        """One text as it was indexed.

        Raises:
            EngineError: it is not as it was written.
        """
        return decode(self.postings.text(number), self.postings.characters.whole())


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a part's arrays are.

    Attributes:
        symbols: characters and the ends of the texts.
        characters: different ones.
    """

    texts: int
    pairs: int
    positions: int
    symbols: int
    characters: int

    @property
    def narrow(self) -> bool:
        """Whether a symbol has two bytes."""
        return self.characters < NARROW

    @property
    def symbol_kind(self) -> str:
        """Kind of the array of symbols."""
        return "<u2" if self.narrow else "<u4"

    def narrowed(self, keys: NDArray[np.uint64]) -> NDArray[Any]:
        """Pairs of symbols in the width that they are kept in."""
        return keys >> np.uint64(16) | keys & np.uint64(0xFFFF) if self.narrow else keys

    def arrays(self) -> tuple[tuple[str, int], ...]:
        """Kind and length of each array of the part, in the order of the file."""
        return (
            ("<u4", self.positions),
            ("<i8", self.texts),
            ("<i8", self.texts),
            ("<u4", self.characters),
            ("<u4" if self.narrow else "<u8", self.pairs),
            ("<u4", self.texts + 1),
            ("<u4", (self.symbols >> COARSE) + 1),
            ("<u4", self.pairs + 1),
        )


def aligned(size: int) -> int:
    """The next multiple of eight."""
    return -(-size // 8) * 8


def ending(entries: Sequence[bytes], sums: NDArray[np.uint32], contents: tuple[int, int]) -> bytes:
    """What stands behind the parts.

    Args:
        sums: of the pages of both files, one behind another.
        contents: bytes of both files that the sums are of.
    """
    body = sums.astype("<u4").tobytes() + b"".join(entries)
    checked = CHECKED.pack(_MAGIC, LAYOUT_VERSION, len(entries), *contents)
    return body + checked + struct.pack("<I4x", zlib.crc32(checked, zlib.crc32(body)))


def read_parts(path: Path) -> tuple[Part, ...]:
    """Map a segment's files; what is read of them later is checked then.

    Raises:
        EngineError: a file was cut short, or its end is not as it was written.
        FileNotFoundError: it is gone, for example because a newer commit merged it away.
    """
    data, texts = _mapped(path), _mapped(path.with_suffix(TEXT_EXTENSION))
    if len(data) < TRAILER.size:
        raise damaged(f"{path.name} 不完整")
    trailer = data[len(data) - TRAILER.size :]
    magic, version, parts, content, text_content, crc = TRAILER.unpack(trailer)
    body = data[content : len(data) - TRAILER.size]
    pages, text_pages = -(-content // PAGE), -(-text_content // PAGE)
    whole = len(body) == 4 * (pages + text_pages) + parts * ENTRY.size
    checked = zlib.crc32(trailer[: CHECKED.size], zlib.crc32(body))
    if magic != _MAGIC or version != LAYOUT_VERSION or not whole or checked != crc:
        raise damaged(f"{path.name} 的目录不符")
    if len(texts) != text_content:
        raise damaged(f"{path.name} 的文字不完整")
    sums = np.frombuffer(body, "<u4", pages + text_pages)
    own = Pages(data[:content], sums[:pages])
    other = Pages(texts, sums[pages:])
    entries = ENTRY.iter_unpack(body[4 * len(sums) :])
    return tuple(_part(own, other, *entry) for entry in entries)


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return memoryview(b"")  # an empty file cannot be mapped
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _part(
    pages: Pages,
    texts: Pages,
    offset: int,
    n_texts: int,
    pairs: int,
    positions: int,
    symbols: int,
    place: int,
    characters: int,
) -> Part:
    """The part that an entry of the directory describes."""
    shape = Shape(n_texts, pairs, positions, symbols, characters)
    arrays: list[Checked[Any]] = []
    for kind, length in shape.arrays():
        arrays.append(Checked(pages, kind, length, offset))
        offset += aligned(arrays[-1].kind.itemsize * length)
    places, sections, reports, alphabet, keys, starts, coarse, bounds = arrays
    numbers: Checked[Any] = Checked(texts, shape.symbol_kind, symbols, place)
    postings = Postings(alphabet, numbers, starts, coarse, keys, bounds, places)
    return Part(sections, reports, postings)
