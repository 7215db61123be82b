"""A file of named arrays that is mapped and used as it lies.

Layout, all numbers little-endian: the arrays one after another, each on a multiple of eight
bytes; a directory in JSON that names each with type, shape, offset and CRC-32; a trailer. A file
that was cut short has no trailer. The directory is checked on opening, an array when it is first
asked for.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.errors import EngineError

Array = NDArray[Any]

_MAGIC = b"GRARRAY\n"
_TRAILER = struct.Struct("<8sQQII")  # magic, directory offset and length, CRC-32, version
_VERSION = 1
_UNIT = 8


def damaged(cause: str) -> EngineError:
    """The one error for column files that do not hold what was written."""
    return EngineError(
        f"列数据已损坏（{cause}）", remedy="请运行 govreport rebuild 重建", code="columns_damaged"
    )


def write_arrays(path: Path, arrays: Iterable[tuple[str, Array]]) -> None:
    """Write arrays in their order and see them on disk."""
    directory: dict[str, tuple[str, tuple[int, ...], int, int]] = {}
    offset = 0
    with path.open("wb") as file:
        for name, array in arrays:
            plain = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
            data = plain.data.cast("B") if plain.size else b""
            directory[name] = (plain.dtype.str, plain.shape, offset, zlib.crc32(data))
            file.write(data)
            file.write(bytes(-len(data) % _UNIT))
            offset += len(data) + -len(data) % _UNIT
        said = json.dumps(directory).encode("ascii")
        file.write(said)
        file.write(_TRAILER.pack(_MAGIC, offset, len(said), zlib.crc32(said), _VERSION))
        file.flush()
        os.fsync(file.fileno())


class ArrayFile(Mapping[str, Array]):
    """The arrays of a file, by name; what is returned is read-only and shared.

    Raises:
        EngineError: the file is not as it was written.
        FileNotFoundError: it is gone, for example because a newer commit merged it away.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _TRAILER.size:
                raise damaged(f"{path.name} 不完整")
            self._data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        magic, offset, length, crc, version = _TRAILER.unpack(self._data[size - _TRAILER.size :])
        whole = offset + length == size - _TRAILER.size
        said = self._data[offset : offset + length]
        if magic != _MAGIC or version != _VERSION or not whole or zlib.crc32(said) != crc:
            raise damaged(f"{path.name} 的目录不符")
        self._directory = json.loads(bytes(said))
        self._trusted: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._trusted:
            dtype, shape, offset, crc = self._directory[name]
            kind = np.dtype(dtype)
            count = int(np.prod(shape))
            data = self._data[offset : offset + count * kind.itemsize]
            if zlib.crc32(data) != crc:
                raise damaged(f"{self._name} 的 {name} 校验不符")
            self._trusted[name] = np.frombuffer(data, kind, count).reshape(shape)
        return self._trusted[name]

    def __iter__(self) -> Any:
        return iter(self._directory)

    def __len__(self) -> int:
        return len(self._directory)
