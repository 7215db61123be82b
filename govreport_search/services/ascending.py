"""Sets of units as ascending lists."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from govreport_search.services.corpus import Flags, Positions


def is_among(units: Positions, others: Positions) -> Flags:
    """Which of these units are among others, both ascending."""
    if not len(others):
        return np.zeros(len(units), dtype=np.bool_)
    place = np.searchsorted(others, units)
    place[place == len(others)] = 0
    return np.asarray(others[place] == units)


def both(fewer: Positions, more: Positions) -> Positions:
    """What both of two ascending lists hold."""
    if not len(fewer) or not len(more):
        return fewer[:0]
    place = np.searchsorted(more, fewer)
    place[place == len(more)] = 0
    return np.asarray(fewer[more[place] == fewer])


def union(lists: Sequence[Positions]) -> Positions:
    """What any of some ascending lists holds."""
    if len(lists) == 1:
        return lists[0]
    return np.unique(np.concatenate([np.empty(0, np.int64), *lists]))
