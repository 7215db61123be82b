"""Types of the arrays that a search joins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Positions = NDArray[np.int64]
Codes = NDArray[np.int32]


def where(flags: Flags) -> Positions:
    """Places that are flagged, ascending; as ``flatnonzero`` of one dimension, but quicker."""
    return flags.nonzero()[0]
