"""The file of grams that stands beside the other files of a Whoosh segment.

Layout, all numbers little-endian, every array on a multiple of eight bytes, so that the file can
be mapped and used as it lies:

    block        section keys int64[texts], report keys int64[texts], gram keys uint64[grams],
                 starts uint32[texts + 1], bounds uint32[grams + 1], sums uint32[grams],
                 positions uint32[...]
    ...          more blocks
    directory    one ``_ENTRY`` for each block
    trailer      ``_TRAILER``: what the directory is, and a CRC-32 over both

The directory is at the end because a segment is written in one pass; a file that was cut short
has no trailer. The CRC-32 of a block covers all but the positions, which carry their own sums
for each gram and are checked when they are first read.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.gram import Block, damaged, make_block

EXTENSION = ".grm"
LAYOUT_VERSION = 1
"""Raised with every change of this layout; an index of another version must be rebuilt."""

_MAGIC = b"GRGRAMS\n"
_ENTRY = struct.Struct("<QQQQII")  # offset, texts, grams, positions, CRC-32 of the head, spare
_TRAILER = struct.Struct("<8sIIQI4x")  # magic, version, blocks, directory offset, CRC-32
_CHECKED = struct.Struct("<8sIIQ")  # the part of the trailer that its own CRC-32 covers

Keys = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """One block and whose texts they are.

    Attributes:
        sections: section key of each text, shape (texts,).
        reports: report key of each text, shape (texts,).
    """

    sections: Keys
    reports: Keys
    block: Block


def make_part(rows: Sequence[tuple[int, int, str]]) -> Part:
    """Index ``(report key, section key, text)`` rows as one block."""
    return Part(
        sections=np.array([row[1] for row in rows], dtype="<i8"),
        reports=np.array([row[0] for row in rows], dtype="<i8"),
        block=make_block([row[2] for row in rows]),
    )


class PartWriter:
    """Writes parts one after another; ``finish`` makes the file readable."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offset = 0
        self._entries: list[bytes] = []

    def add(self, part: Part) -> None:
        """Append one part."""
        block = part.block
        head = b"".join(
            _padded(array)
            for array in (
                part.sections.astype("<i8"),
                part.reports.astype("<i8"),
                block.keys.astype("<u8"),
                block.starts.astype("<u4"),
                block.bounds.astype("<u4"),
                block.sums.astype("<u4"),
            )
        )
        sizes = len(part.sections), len(block.keys), len(block.positions)
        self._entries.append(_ENTRY.pack(self._offset, *sizes, zlib.crc32(head), 0))
        self._write(head)
        self._write(_padded(block.positions.astype("<u4")))

    def finish(self) -> None:
        """Write directory and trailer and see them on disk."""
        directory = b"".join(self._entries)
        checked = _CHECKED.pack(_MAGIC, LAYOUT_VERSION, len(self._entries), self._offset)
        crc = zlib.crc32(checked, zlib.crc32(directory))
        self._write(directory)
        self._write(checked + struct.pack("<I4x", crc))
        self._file.flush()
        os.fsync(self._file.fileno())

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._offset += len(data)


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


def _read_part(data: memoryview, entry: tuple[int, ...], name: str) -> Part:
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
        if len(arrays) == 6 and zlib.crc32(data[start:offset]) != crc:
            raise damaged(f"{name} 校验不符")
        array = np.frombuffer(data, dtype, length, offset)
        arrays.append(array)
        offset += -(-array.nbytes // 8) * 8
    sections, reports, keys, starts, bounds, sums, places = arrays
    return Part(sections, reports, Block(starts, keys, bounds, sums, places))
