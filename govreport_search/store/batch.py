"""Many keys in small lists: SQLite takes at most 32,766 values in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")

BATCH = 200
"""Also the number of reports that an export holds in memory."""


def batches(values: Iterable[_T], size: int = BATCH) -> Iterator[list[_T]]:
    """The values in lists of at most ``size``, in their order."""
    wanted = list(values)
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]
