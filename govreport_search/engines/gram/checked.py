"""An array of a file whose pages are checked when they are first read."""

from __future__ import annotations

import zlib
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from govreport_search.errors import EngineError

PAGE = 1 << 14
"""Bytes of a page: checking one takes about 10 microseconds."""

T = TypeVar("T", bound=np.unsignedinteger[Any])


def damaged(cause: str) -> EngineError:
    """The one error for an index that does not hold what was written."""
    return EngineError(
        f"全文索引已损坏（{cause}）", remedy="请运行 govreport rebuild 重建", code="engine_damaged"
    )


class Checked(Generic[T]):
    """Numbers that lie in a file, with a CRC-32 of each page; what is read is right.

    Args:
        array: shape (n,).
        sums: ``Sums`` of the same numbers; without any, all pages are trusted.
    """

    def __init__(self, array: NDArray[T], sums: NDArray[np.uint32] | None = None) -> None:
        self.array = array
        self._items: Any = array.data
        self._bytes = array.data.cast("B") if len(array) else memoryview(b"")
        self._sums = sums
        self._shift = (PAGE // array.itemsize).bit_length() - 1
        self._trusted = bytearray(-(-array.nbytes // PAGE))
        if sums is None:
            self._trusted = bytearray(b"\1" * len(self._trusted))

    def __len__(self) -> int:
        return len(self.array)

    def item(self, at: int) -> int:
        """One number.

        Raises:
            EngineError: its page is not as it was written.
        """
        page = at >> self._shift
        if not self._trusted[page]:
            self._check(page)
        number: int = self._items[at]
        return number

    def few(self, at: int, count: int) -> list[int]:
        """Some neighbouring numbers, fewer than a page holds; fewer where the array ends.

        Raises:
            EngineError: one of their pages is not as it was written.
        """
        page, last = at >> self._shift, (at + count - 1) >> self._shift
        if not self._trusted[page]:
            self._check(page)
        if last != page and last < len(self._trusted) and not self._trusted[last]:
            self._check(last)
        numbers: list[int] = self._items[at : at + count].tolist()
        return numbers

    def part(self, low: int, high: int) -> NDArray[T]:
        """The numbers from ``low`` up to ``high``.

        Raises:
            EngineError: one of their pages is not as it was written.
        """
        if low < high:
            last = ((high - 1) >> self._shift) + 1
            page = self._trusted.find(0, low >> self._shift, last)
            while page >= 0:
                self._check(page)
                page = self._trusted.find(0, page, last)
        return self.array[low:high]

    def _check(self, page: int) -> None:
        assert self._sums is not None
        if zlib.crc32(self._bytes[page * PAGE : (page + 1) * PAGE]) != self._sums[page]:
            raise damaged("倒排表校验不符")
        self._trusted[page] = 1


class Sums:
    """The CRC-32 of each page of what is written piece by piece."""

    def __init__(self) -> None:
        self._sums: list[int] = []
        self._crc = self._filled = 0

    def add(self, data: memoryview) -> None:
        """The bytes that follow."""
        at = 0
        while at < len(data):
            piece = data[at : at + PAGE - self._filled]
            self._crc = zlib.crc32(piece, self._crc)
            self._filled += len(piece)
            at += len(piece)
            if self._filled == PAGE:
                self._close()

    def finish(self) -> NDArray[np.uint32]:
        """The sums of all pages, the last one of which may be short."""
        if self._filled:
            self._close()
        return np.array(self._sums, dtype="<u4")

    def _close(self) -> None:
        self._sums.append(self._crc)
        self._crc = self._filled = 0
