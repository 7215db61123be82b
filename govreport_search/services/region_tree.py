"""The units that regions lie in, counted from the bottom up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Number = TypeVar("_Number", np.int64, np.float64)

Region = tuple[str, ...] | None


class RegionTree:
    """All regions of a column with all units above them.

    Attributes:
        paths: every unit, shortest first; a unit stands behind the one it lies in. A national
            body's region ``()`` and the unknown one ``None`` lie in nothing.
    """

    def __init__(self, regions: Sequence[Region]) -> None:
        above = {region[:end] for region in regions if region for end in range(1, len(region))}
        named = sorted(above.union(region for region in regions if region), key=_depth)
        self.paths: tuple[Region, ...] = (*{None, ()}.intersection(regions), *named)
        place = {path: at for at, path in enumerate(self.paths)}
        self._own = np.array([place[region] for region in regions], dtype=np.int64)
        self._levels = [
            np.array([(place[p], place[p[:-1]]) for p in named if len(p) == depth]).T
            for depth in range(max(map(len, named), default=0), 1, -1)
        ]

    def counts(self, of_regions: NDArray[_Number]) -> NDArray[_Number]:
        """From counts of the column's values to counts of units, those below included.

        Args:
            of_regions: shape (values, ...); what is returned has shape (paths, ...).
        """
        total = np.zeros((len(self.paths), *of_regions.shape[1:]), dtype=of_regions.dtype)
        np.add.at(total, self._own, of_regions)
        for children, parents in self._levels:
            np.add.at(total, parents, total[children])
        return total


def _depth(path: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return len(path), path
