"""Columns with few distinct values: one for each entry, or any number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from govreport_search.services.array import Codes, Flags, Positions


class Held(Protocol):
    """What entries have values of."""

    @property
    def values(self) -> tuple[Any, ...]:
        """The distinct values."""
        ...

    def having(self, chosen: Flags) -> Flags:
        """Entries with a value that is chosen (of shape (values,)), shape (n,)."""
        ...

    def counts(self, entries: Positions) -> NDArray[np.int64]:
        """How many of these entries have each value, shape (values,)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A property of the reports.

    Attributes:
        values: the distinct values, in alphabetical order of their texts.
        codes: for each entry the index of its value, shape (n,).
    """

    values: tuple[Any, ...]
    codes: Codes

    def where(self, holds: Callable[[Any], bool]) -> Flags:
        """Entries whose value satisfies ``holds``, shape (n,)."""
        chosen = np.fromiter(map(holds, self.values), dtype=np.bool_, count=len(self.values))
        return self.having(chosen)

    def having(self, chosen: Flags) -> Flags:
        """Entries whose value is chosen, shape (n,).

        Args:
            chosen: shape (len(values),).
        """
        return chosen.take(self.codes)

    def counts(self, entries: Positions) -> NDArray[np.int64]:
        """How many of these entries have each value, shape (len(values),)."""
        return np.bincount(self.codes.take(entries), minlength=len(self.values))


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """A property of which an entry may have several values; without any it has the empty one.

    Attributes:
        values: the distinct values, the empty one first.
        size: how many entries there are.
        entry, code: an entry and the index of a value that it has, each pair once, aligned.
    """

    values: tuple[Any, ...]
    size: int
    entry: Positions
    code: Codes

    def having(self, chosen: Flags) -> Flags:
        """Entries with a value that is chosen, shape (size,).

        Args:
            chosen: shape (len(values),).
        """
        flags = np.zeros(self.size, dtype=np.bool_)
        flags[self.entry[chosen.take(self.code)]] = True
        return flags

    def counts(self, entries: Positions) -> NDArray[np.int64]:
        """How many of these entries, each named once, have each value, shape (len(values),)."""
        among = np.zeros(self.size, dtype=np.bool_)
        among[entries] = True
        return np.bincount(self.code[among.take(self.entry)], minlength=len(self.values))
