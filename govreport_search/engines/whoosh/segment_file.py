"""The two files of postings that stand beside the other files of a Whoosh segment.

Layout, all numbers little-endian, every array on a multiple of eight bytes, so that the files can
be mapped and used as they lie:

    .grm  part         positions uint32[positions], then its head: section keys int64[texts],
                       report keys int64[texts], characters uint32[characters], pairs
                       uint32[pairs] (uint64 where there are more than 65,535 characters),
                       starts uint32[texts + 1], coarse uint32[...], bounds uint32[pairs + 1],
                       sums of the positions' pages uint32[...], sums of the symbols' pages
                       uint32[...]
          ...          more parts
          directory    one ``_ENTRY`` for each part
          trailer      ``_TRAILER``: what the directory is, and a CRC-32 over both
    .sym  symbols      the parts' texts, uint16[...] (uint32 as above)

The directory is at the end because a segment is written in one pass; a file that was cut short
has no trailer. The CRC-32 of a part covers its head; the pages of positions and symbols carry
their own sums and are checked when they are first read.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.gram.checked import PAGE, Checked, damaged
from govreport_search.engines.gram.postings import COARSE, Postings
from govreport_search.engines.gram.symbol import NARROW, decode

EXTENSION, TEXT_EXTENSION = ".grm", ".sym"
LAYOUT_VERSION = 3
"""Raised with every change of this layout; an index of another version must be rebuilt."""

_MAGIC = b"GRGRAMS\n"
# Offset, texts, pairs, positions, symbols and their offset in the other file, characters, CRC-32.
ENTRY = struct.Struct("<QQQQQQII")
TRAILER = struct.Struct("<8sIIQI4x")  # magic, version, parts, directory offset, CRC-32
CHECKED = struct.Struct("<8sIIQ")  # the part of the trailer that its own CRC-32 covers

Keys = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """Postings of some texts and whose texts they are.

    Attributes:
        sections: section key of each text, shape (texts,).
        reports: report key of each text, shape (texts,).
    """

    sections: Keys
    reports: Keys
    postings: Postings

    def text(self, number: int) -> str:
        """One text as it was indexed.

        Raises:
            EngineError: it is not as it was written.
        """
        return decode(self.postings.text(number), self.postings.characters)


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

    def head(self) -> list[tuple[str, int]]:
        """Kind and length of each array of the head."""
        width = 2 if self.narrow else 4
        return [
            ("<i8", self.texts),
            ("<i8", self.texts),
            ("<u4", self.characters),
            ("<u4" if self.narrow else "<u8", self.pairs),
            ("<u4", self.texts + 1),
            ("<u4", (self.symbols >> COARSE) + 1),
            ("<u4", self.pairs + 1),
            ("<u4", -(-self.positions * 4 // PAGE)),
            ("<u4", -(-self.symbols * width // PAGE)),
        ]

    def head_bytes(self) -> int:
        """Bytes of the head."""
        return sum(aligned(np.dtype(kind).itemsize * length) for kind, length in self.head())


def aligned(size: int) -> int:
    """The next multiple of eight."""
    return -(-size // 8) * 8


def trailer(directory: bytes, parts: int, offset: int) -> bytes:
    """What stands at the end of the file."""
    checked = CHECKED.pack(_MAGIC, LAYOUT_VERSION, parts, offset)
    return checked + struct.pack("<I4x", zlib.crc32(checked, zlib.crc32(directory)))


def read_parts(path: Path) -> tuple[Part, ...]:
    """Map a segment's files and check all but positions and symbols.

    Raises:
        EngineError: a file is not as it was written.
        FileNotFoundError: it is gone, for example because a newer commit merged it away.
    """
    data, texts = _mapped(path), _mapped(path.with_suffix(TEXT_EXTENSION))
    size = len(data)
    if size < TRAILER.size:
        raise damaged(f"{path.name} 不完整")
    end = data[size - TRAILER.size :]
    magic, version, parts, offset, crc = TRAILER.unpack(end)
    directory = data[offset : size - TRAILER.size]
    whole = len(directory) == parts * ENTRY.size
    checked = zlib.crc32(end[: CHECKED.size], zlib.crc32(directory))
    if magic != _MAGIC or version != LAYOUT_VERSION or not whole or checked != crc:
        raise damaged(f"{path.name} 的目录不符")
    return tuple(_read_part(data, texts, entry, path.name) for entry in _entries(directory))


def _entries(directory: memoryview) -> Iterator[tuple[int, ...]]:
    return ENTRY.iter_unpack(directory)


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return memoryview(b"")  # an empty file cannot be mapped
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _read_part(data: memoryview, texts: memoryview, entry: Sequence[int], name: str) -> Part:
    offset, n_texts, pairs, positions, symbols, place, characters, crc = entry
    shape = Shape(n_texts, pairs, positions, symbols, characters)
    places = np.frombuffer(data, "<u4", positions, offset)
    offset += aligned(places.nbytes)
    if zlib.crc32(data[offset : offset + shape.head_bytes()]) != crc:
        raise damaged(f"{name} 校验不符")
    arrays: list[NDArray[Any]] = []
    for kind, length in shape.head():
        arrays.append(np.frombuffer(data, kind, length, offset))
        offset += aligned(arrays[-1].nbytes)
    sections, reports, alphabet, keys, starts, coarse, bounds, sums, text_sums = arrays
    if len(texts) < place + symbols * np.dtype(shape.symbol_kind).itemsize:
        raise damaged(f"{name} 的文字不完整")
    numbers = np.frombuffer(texts, shape.symbol_kind, symbols, place)
    postings = Postings(
        alphabet, Checked(numbers, text_sums), starts, coarse, keys, bounds, Checked(places, sums)
    )
    return Part(sections, reports, postings)
