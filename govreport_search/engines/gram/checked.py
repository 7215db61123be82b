"""Numbers in a file whose pages are checked when they are first read."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from govreport_search.errors import EngineError

PAGE = 1 << 14
"""Bytes of a page: checking one takes about 10 microseconds."""

T = TypeVar("T", bound=np.integer[Any])


def damaged(cause: str) -> EngineError:
    """The one error for an index that does not hold what was written."""
    return EngineError(
        f"全文索引已损坏（{cause}）", remedy="请运行 govreport rebuild 重建", code="engine_damaged"
    )


class Pages:
    """The bytes of a file, and which of its pages have been found to be as they were written.

    Args:
        data: the file.
        sums: the CRC-32 of each page, shape (pages,); see ``Sums``.

    Attributes:
        trusted: 1 for each page that has been checked.
    """

    def __init__(self, data: memoryview, sums: Sequence[int] | NDArray[np.uint32]) -> None:
        self.data = data
        self._sums = sums
        self.trusted = bytearray(len(sums))

    def check(self, low: int, high: int) -> None:
        """Check the pages that hold the bytes from ``low`` up to ``high``, each once.

        Raises:
            EngineError: one of them is not as it was written.
        """
        last = (high + PAGE - 1) // PAGE
        page = self.trusted.find(0, low // PAGE, last)
        while page >= 0:
            if zlib.crc32(self.data[page * PAGE : (page + 1) * PAGE]) != self._sums[page]:
                raise damaged("倒排表校验不符")
            self.trusted[page] = 1
            page = self.trusted.find(0, page, last)


class Checked(Generic[T]):
    """Numbers in such a file; whatever is read is right, or an error.

    Args:
        kind: numpy's type of the numbers, whose size divides a page.
        offset: of the first one, a multiple of its size.

    Attributes:
        unchecked, view: the same numbers, for a search whose outcome is looked at again; the
            view is the quicker one for single numbers.
    """

    def __init__(self, pages: Pages, kind: str, length: int, offset: int) -> None:
        self._array: NDArray[T] = np.frombuffer(pages.data, kind, length, offset)
        self._pages = pages
        self._offset = offset
        self._size = self._array.itemsize
        self.unchecked = self._array
        self.view: Any = self._array.data
        self._trusted = pages.trusted

    def __len__(self) -> int:
        return len(self._array)

    @property
    def kind(self) -> np.dtype[T]:
        """Type of the numbers."""
        return self._array.dtype

    def item(self, at: int) -> int:
        """One number.

        Raises:
            EngineError: its page is not as it was written.
        """
        return self.few(at, 1)[0]

    def few(self, at: int, count: int) -> list[int]:
        """Some neighbouring numbers; fewer where the array ends.

        Raises:
            EngineError: one of their pages is not as it was written.
        """
        low = self._offset + at * self._size
        high = low + count * self._size
        page = low // PAGE
        if not self._trusted[page] or high > (page + 1) * PAGE:
            self._pages.check(low, high)
        numbers: list[int] = self.view[at : at + count].tolist()
        return numbers

    def part(self, low: int, high: int) -> NDArray[T]:
        """The numbers from ``low`` up to ``high``.

        Raises:
            EngineError: one of their pages is not as it was written.
        """
        if low < high:
            self._pages.check(self._offset + low * self._size, self._offset + high * self._size)
        return self._array[low:high]

    def whole(self) -> NDArray[T]:
        """All of them.

        Raises:
            EngineError: one of their pages is not as it was written.
        """
        return self.part(0, len(self._array))


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
