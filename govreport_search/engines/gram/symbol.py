"""Characters as small numbers, so that two bytes hold one and eight hold four."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from govreport_search.errors import EngineError

U32 = NDArray[np.uint32]
Symbols = NDArray[np.uint16] | NDArray[np.uint32]
"""Numbers of characters, ``END`` at the position behind each text."""

END = 0
NARROW = 1 << 16
"""Fewer numbers than this, ``END`` included, fit into two bytes each."""

_CODE_POINTS = 0x110000


def too_large(cause: str) -> EngineError:
    """The one error for texts that the layout has no room for."""
    return EngineError(
        f"一个章节太大，无法编入全文索引（{cause}）",
        remedy="请查看最近加入的文件，把有问题的移出后再运行 govreport index",
        code="engine_limit",
    )


class Alphabet:
    """The characters of some texts, numbered from 1 as they first appear."""

    def __init__(self) -> None:
        self._numbers = np.zeros(_CODE_POINTS, dtype=np.uint32)
        self._known = [np.empty(0, dtype=np.uint32)]
        self._size = 1

    @property
    def size(self) -> int:
        """How many numbers there are, ``END`` included."""
        return self._size

    @property
    def characters(self) -> U32:
        """Code points in the order of their numbers, the first one that of 1."""
        return np.concatenate(self._known)

    def encode(self, texts: Sequence[str]) -> tuple[U32, U32]:
        """Texts as numbers, one behind another, each with ``END`` behind it.

        Returns:
            The numbers, shape (characters + texts,), and where each text starts, the end of all
            last, shape (texts + 1,).

        Raises:
            EngineError: together they have 2**32 characters or more.
        """
        starts = np.zeros(len(texts) + 1, dtype=np.int64)
        np.cumsum([len(text) + 1 for text in texts], out=starts[1:])
        if starts[-1] >= 1 << 32:
            raise too_large("字符太多")
        # U+0000 may be a character of a text, so that the ends are marked afterwards.
        codes = _code_points("".join(text + "\0" for text in texts))
        seen = np.zeros(_CODE_POINTS, dtype=np.bool_)
        seen[codes] = True
        fresh = np.flatnonzero(seen & (self._numbers == 0)).astype(np.uint32)
        self._numbers[fresh] = np.arange(self._size, self._size + len(fresh), dtype=np.uint32)
        self._known.append(fresh)
        self._size += len(fresh)
        symbols: U32 = self._numbers[codes]
        symbols[starts[1:] - 1] = END
        return symbols, starts.astype(np.uint32)


def decode(symbols: Symbols, characters: U32) -> str:
    """The text that these numbers stand for; ``END`` is none of them."""
    return characters[symbols.astype(np.int64) - 1].tobytes().decode("utf-32-le", "surrogatepass")


def _code_points(text: str) -> U32:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
