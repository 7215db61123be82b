"""Writes the files of a segment in bounded memory."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import ArrayLike, NDArray

from govreport_search.engines.gram.block import Block, make_block
from govreport_search.engines.gram.checked import Sums
from govreport_search.engines.gram.merge import merge
from govreport_search.engines.gram.postings import COARSE
from govreport_search.engines.gram.symbol import Alphabet
from govreport_search.engines.whoosh.segment_file import (
    ENTRY,
    TEXT_EXTENSION,
    Shape,
    ending,
)

MAX_PART_CHARACTERS = (1 << 32) - (1 << 24)
"""A part's positions have 32 bits; one text more must still fit."""

Row = tuple[int, int, str]
"""Report key, section key, text."""


class PartWriter:
    """Takes texts block by block; ``finish`` makes the files readable.

    Each block has pairs of its own, so that a search would visit every block. Therefore blocks
    are kept in a file beside, and merged into one part at the end: into several only where
    positions would not fit into 32 bits.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(path.name + ".tmp")
        self._blocks = self._beside.open("wb")
        self._groups: list[_Group] = []

    def add(self, rows: Sequence[Row]) -> None:
        """Index texts as one block."""
        length = sum(len(text) + 1 for _, _, text in rows)
        if not self._groups or self._groups[-1].length + length > MAX_PART_CHARACTERS:
            self._groups.append(_Group())
        self._groups[-1].add(rows, self._blocks)

    def finish(self) -> None:
        """Write parts, directory and trailer and see them on disk."""
        self._blocks.close()
        try:
            with (
                self._path.open("wb") as file,
                self._path.with_suffix(TEXT_EXTENSION).open("wb") as texts,
            ):
                own, other = _Pages(file), _Pages(texts)
                entries = [group.write(self._beside, own, other) for group in self._groups]
                sums = np.concatenate((own.sums.finish(), other.sums.finish()))
                file.write(ending(entries, sums, (file.tell(), texts.tell())))
                for each in (texts, file):
                    each.flush()
                    os.fsync(each.fileno())
        finally:
            # The maps of its blocks are gone, unless an error holds them: Windows keeps the file
            # then, and the next commit's cleaning removes it.
            with suppress(OSError):
                self._beside.unlink()


class _Group:
    """Blocks of one part."""

    def __init__(self) -> None:
        self.length = 0
        self._alphabet = Alphabet()
        self._sections: list[int] = []
        self._reports: list[int] = []
        self._places: list[list[tuple[int, np.dtype[Any], int]]] = []

    def add(self, rows: Sequence[Row], file: BinaryIO) -> None:
        symbols, starts = self._alphabet.encode([row[2] for row in rows])
        block = make_block(symbols, starts, self._alphabet.size)
        self._reports += [row[0] for row in rows]
        self._sections += [row[1] for row in rows]
        self.length += len(symbols)
        self._places.append([_put(file, array) for array in block.arrays()])

    def write(self, beside: Path, file: _Pages, texts: _Pages) -> bytes:
        """Write the part and return its entry in the directory."""
        data = np.memmap(beside, mode="r").data
        blocks = [
            Block(*(np.frombuffer(data, kind, length, at) for at, kind, length in places))
            for places in self._places
        ]
        offset, place = file.tell(), texts.tell()
        characters = self._alphabet.characters
        keys, bounds = merge(blocks, self._alphabet.size, file.write)
        file.align()
        counts = len(self._sections), len(keys), int(bounds[-1]), self.length, len(characters)
        shape = Shape(*counts)
        for block in blocks:
            texts.write(block.symbols.astype(shape.symbol_kind, copy=False))
        texts.align()
        starts = _starts(blocks)
        coarse = np.searchsorted(starts, np.arange(0, self.length + 1, 1 << COARSE), "right") - 1
        rest: tuple[ArrayLike, ...] = (
            *(self._sections, self._reports, characters),
            *(shape.narrowed(keys), starts, coarse, bounds),
        )
        for array, (kind, length) in zip(rest, shape.arrays()[1:], strict=True):
            made = np.asarray(array, dtype=kind)
            assert len(made) == length
            file.write(made)
            file.align()
        return ENTRY.pack(offset, *counts[:4], place, counts[4])


class _Pages:
    """A file that is written piece by piece, with the sums of its pages."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sums = Sums()

    def tell(self) -> int:
        return self._file.tell()

    def write(self, array: NDArray[Any]) -> None:
        if len(array):  # an empty view cannot be cast
            self._put(np.ascontiguousarray(array).data.cast("B"))

    def align(self) -> None:
        """What follows begins at a multiple of eight bytes."""
        self._put(memoryview(bytes(-self._file.tell() % 8)))

    def _put(self, data: memoryview) -> None:
        self._file.write(data)
        self.sums.add(data)


def _starts(blocks: Sequence[Block]) -> NDArray[np.int64]:
    """Where the texts start when the blocks stand one behind another."""
    bases = np.cumsum([0, *(int(block.starts[-1]) for block in blocks)])
    moved = [block.starts[:-1] + base for block, base in zip(blocks, bases[:-1], strict=True)]
    return np.concatenate([*moved, bases[-1:]])


def _put(file: BinaryIO, array: NDArray[Any]) -> tuple[int, np.dtype[Any], int]:
    """Write an array; where it is, its kind and its length."""
    at = file.tell()
    file.write(array.data)
    file.write(bytes(-array.nbytes % 8))
    return at, array.dtype, len(array)
