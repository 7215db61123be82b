"""The file of grams that stands beside the other files of a Whoosh segment.

Layout, all numbers little-endian, every array on a multiple of eight bytes, so that the file can
be mapped and used as it lies:

    part         section keys int64[texts], report keys int64[texts], gram keys uint64[grams],
                 starts uint32[texts + 1], bounds uint32[grams + 1], sums uint32[grams],
                 positions uint32[...]
    ...          more parts
    directory    one ``_ENTRY`` for each part
    trailer      ``_TRAILER``: what the directory is, and a CRC-32 over both

The directory is at the end because a segment is written in one pass; a file that was cut short
has no trailer. The CRC-32 of a part covers all but the positions, which carry their own sums
for each gram and are checked when they are first read.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.gram import Block, damaged, make_block, merge_blocks

EXTENSION = ".grm"
LAYOUT_VERSION = 2
"""Raised with every change of this layout; an index of another version must be rebuilt."""

MAX_PART_CHARACTERS = (1 << 32) - (1 << 24)
"""A part's positions have 32 bits; one text more must still fit."""

_NO_PLACES = np.empty(0, "<u4")
_MAGIC = b"GRGRAMS\n"
_ENTRY = struct.Struct("<QQQQII")  # offset, texts, grams, positions, CRC-32 of the head, spare
_TRAILER = struct.Struct("<8sIIQI4x")  # magic, version, blocks, directory offset, CRC-32
_CHECKED = struct.Struct("<8sIIQ")  # the part of the trailer that its own CRC-32 covers

Keys = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """Grams of some texts and whose texts they are.

    Attributes:
        sections: section key of each text, shape (texts,).
        reports: report key of each text, shape (texts,).
    """

    sections: Keys
    reports: Keys
    block: Block


def make_part(rows: Sequence[tuple[int, int, str]]) -> Part:
    """Index ``(report key, section key, text)`` rows as one block, to be merged: without sums."""
    return Part(
        sections=np.array([row[1] for row in rows], dtype="<i8"),
        reports=np.array([row[0] for row in rows], dtype="<i8"),
        block=make_block([row[2] for row in rows], summed=False),
    )


class PartWriter:
    """Writes the file of a segment from blocks, in bounded memory; ``finish`` makes it readable.

    Each block has a directory of grams of its own, so that a search would visit every block.
    Therefore blocks are kept in a file beside, and merged into one part at the end: into several
    only where positions would not fit into 32 bits.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(path.name + ".tmp")
        self._blocks = self._beside.open("wb")
        self._places: list[tuple[int, ...]] = []

    def add(self, part: Part) -> None:
        """Append one block."""
        offset = self._blocks.tell()
        for array in _arrays(part):
            self._blocks.write(_padded(array))
        sizes = len(part.sections), len(part.block.keys), len(part.block.positions)
        self._places.append((offset, *sizes, 0, 0))

    def finish(self) -> None:
        """Write parts, directory and trailer and see them on disk."""
        self._blocks.close()
        try:
            with self._path.open("wb+") as file:
                entries = [_write_part(file, group) for group in self._groups()]
                offset = file.tell()
                directory = b"".join(entries)
                checked = _CHECKED.pack(_MAGIC, LAYOUT_VERSION, len(entries), offset)
                crc = zlib.crc32(checked, zlib.crc32(directory))
                file.write(directory)
                file.write(checked + struct.pack("<I4x", crc))
                file.flush()
                os.fsync(file.fileno())
        finally:
            # The maps of its blocks are gone, unless an error holds them: Windows keeps the file
            # then, and the next commit's cleaning removes it.
            with suppress(OSError):
                self._beside.unlink()

    def _groups(self) -> list[list[Part]]:
        """The blocks, those together that make one part."""
        if not self._places:
            return []
        data = np.memmap(self._beside, mode="r").data
        groups: list[list[Part]] = [[]]
        characters = 0
        for place in self._places:
            part = _read_part(data, place, self._beside.name, checked=False)
            length = int(part.block.starts[-1])
            if characters + length > MAX_PART_CHARACTERS:
                groups.append([])
                characters = 0
            groups[-1].append(part)
            characters += length
        return groups


def _write_part(file: BinaryIO, blocks: Sequence[Part]) -> bytes:
    """Write one part made of blocks and return its entry in the directory."""
    offset = file.tell()
    keys = reduce(np.union1d, [part.block.keys for part in blocks])
    texts = sum(len(part.sections) for part in blocks)
    places = sum(len(part.block.positions) for part in blocks)
    head = _head_bytes(texts, len(keys))
    file.truncate(offset + head + -(-places * 4 // 8) * 8)
    positions = np.memmap(file, "<u4", "r+", offset + head, (places,)) if places else _NO_PLACES
    block = merge_blocks([part.block for part in blocks], keys, positions)
    sections = np.concatenate([part.sections for part in blocks])
    reports = np.concatenate([part.reports for part in blocks])
    file.seek(offset)
    crc = 0
    for array in _arrays(Part(sections, reports, block))[:-1]:
        data = _padded(array)
        file.write(data)
        crc = zlib.crc32(data, crc)
    if isinstance(positions, np.memmap):
        positions.flush()
    file.seek(0, os.SEEK_END)
    return _ENTRY.pack(offset, texts, len(keys), places, crc, 0)


def _arrays(part: Part) -> list[NDArray[Any]]:
    """The arrays of a part in the order of the layout."""
    block = part.block
    return [
        part.sections.astype("<i8", copy=False),
        part.reports.astype("<i8", copy=False),
        block.keys.astype("<u8", copy=False),
        block.starts.astype("<u4", copy=False),
        block.bounds.astype("<u4", copy=False),
        block.sums.astype("<u4", copy=False),
        block.positions.astype("<u4", copy=False),
    ]


def _head_bytes(texts: int, grams: int) -> int:
    """Bytes of a part before its positions."""
    arrays = (8 * texts, 8 * texts, 8 * grams, 4 * (texts + 1), 4 * (grams + 1), 4 * grams)
    return sum(-(-size // 8) * 8 for size in arrays)


def _padded(array: NDArray[Any]) -> bytes:
    data = array.tobytes()
    return data + bytes(-len(data) % 8)


def read_parts(path: Path) -> tuple[Part, ...]:
    """Map a file and check everything but the positions.

    Raises:
        EngineError: the file is not as it was written.
        FileNotFoundError: it is gone, for example because a newer commit merged it away.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < _TRAILER.size:
            raise damaged(f"{path.name} 不完整")
        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    trailer = data[size - _TRAILER.size :]
    magic, version, blocks, offset, crc = _TRAILER.unpack(trailer)
    directory = data[offset : size - _TRAILER.size]
    whole = len(directory) == blocks * _ENTRY.size
    checked = zlib.crc32(trailer[: _CHECKED.size], zlib.crc32(directory))
    if magic != _MAGIC or version != LAYOUT_VERSION or not whole or checked != crc:
        raise damaged(f"{path.name} 的目录不符")
    return tuple(_read_part(data, entry, path.name) for entry in _ENTRY.iter_unpack(directory))


def _read_part(
    data: memoryview, entry: tuple[int, ...], name: str, *, checked: bool = True
) -> Part:
    offset, texts, grams, positions, crc, _ = entry
    start = offset
    arrays: list[NDArray[Any]] = []
    for dtype, length in (
        ("<i8", texts),
        ("<i8", texts),
        ("<u8", grams),
        ("<u4", texts + 1),
        ("<u4", grams + 1),
        ("<u4", grams),
        ("<u4", positions),
    ):
        if checked and len(arrays) == 6 and zlib.crc32(data[start:offset]) != crc:
            raise damaged(f"{name} 校验不符")
        array = np.frombuffer(data, dtype, length, offset)
        arrays.append(array)
        offset += -(-array.nbytes // 8) * 8
    sections, reports, keys, starts, bounds, sums, places = arrays
    return Part(sections, reports, Block(starts, keys, bounds, sums, places))
