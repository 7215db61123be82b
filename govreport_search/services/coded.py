"""Columns with few distinct values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.services.array import Codes, Flags, Positions


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
