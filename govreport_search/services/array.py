"""Types of the arrays that a search joins, and what is read off them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Positions = NDArray[np.int64]
Codes = NDArray[np.int32]

_DECIMALS = 6


def where(flags: Flags) -> Positions:
    """Places that are flagged, ascending; as ``flatnonzero`` of one dimension, but quicker."""
    return flags.nonzero()[0]


def plain(number: float) -> int | float:
    """A number to six decimals, whole ones as ``int``."""
    rounded = round(float(number), _DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded
