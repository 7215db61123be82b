"""The units that regions lie in: found by name, and counted from the bottom up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.value import NATIONAL
from govreport_search.services.array import Flags
from govreport_search.services.name_list import NameList
from govreport_search.text import fold

_Number = TypeVar("_Number", np.int64, np.float64)

Region = tuple[str, ...] | None

_REST_OF_NAME = re.compile(
    r"特别行政区|.{0,12}自治[区州县旗]|地区|林区|街道办事处|办事处|街道|苏木|[省市县区旗盟州镇乡]"
)
"""What may stand behind a short name: 河南省, 黔东南苗族侗族自治州."""

_SHORTEST = 2
"""Characters of a name, at least."""


class RegionTree:
    """All regions of a column, each once, with all units above them.

    Attributes:
        paths: every unit, shortest first; a unit stands behind the one it lies in. A national
            body's region ``()`` and the unknown one ``None`` lie in nothing.
    """

    def __init__(self, regions: Sequence[Region]) -> None:
        units: dict[Region, None] = dict.fromkeys(regions)
        for region in regions:
            above = region[:-1] if region else ()
            while above and above not in units:
                units[above] = None
                above = above[:-1]
        by_depth: dict[int, list[Region]] = {}
        for unit in units:
            by_depth.setdefault(len(unit or ()), []).append(unit)
        # Regions come in the order of their texts, so that little is left to sort.
        named = [sorted(by_depth[depth], key=_names) for depth in sorted(by_depth) if depth]
        self.paths: tuple[Region, ...] = tuple(chain({None, ()}.intersection(units), *named))
        place = {path: at for at, path in enumerate(self.paths)}
        self._own = _array(map(place.__getitem__, regions), len(regions))
        parents = (place[path[:-1]] if path and len(path) > 1 else -1 for path in self.paths)
        self._parents = _array(parents, len(self.paths))
        # Units by depth, the deepest first, those that lie in nothing left out.
        ends = np.cumsum([len(self.paths) - sum(map(len, named)), *map(len, named)])
        self._levels = [np.arange(*bounds) for bounds in pairwise(ends[1:])][::-1]

    def counts(self, of_regions: NDArray[_Number]) -> NDArray[_Number]:
        """From counts of the column's values to counts of units, those below included.

        Args:
            of_regions: shape (values, ...); what is returned has shape (paths, ...).
        """
        total = np.zeros((len(self.paths), *of_regions.shape[1:]), dtype=of_regions.dtype)
        total[self._own] = of_regions
        for units in self._levels:
            # Those that lie in one unit stand together.
            parents = self._parents[units]
            first = np.flatnonzero(np.diff(parents, prepend=-1))
            total[parents[first]] += np.add.reduceat(total[units[0] : units[-1] + 1], first)
        return total

    def meant(self, value: str) -> Flags:
        """Which units a filter value means, shape (paths,).

        The value is ``national``, ``none``, a unit's name with or without its suffix (河南), or
        a path of such names (河南/洛阳市) that need not start at the province.
        """
        if value in (EMPTY_VALUE, NATIONAL):
            wanted: Region = None if value == EMPTY_VALUE else ()
            flags = np.zeros(len(self.paths), dtype=np.bool_)
            flags[[at for at, path in enumerate(self.paths[:2]) if path == wanted]] = True
            return flags
        names = [fold(name) for name in value.split("/") if name.strip()]
        meant = np.full(len(self.paths), bool(names))
        units = np.arange(len(self.paths))
        for name in reversed(names):  # the unit's own name is the last one
            meant &= (units >= 0) & self._named(name)[units]
            units = np.where(units >= 0, self._parents[units], -1)
        return meant

    def opened(self, paths: Iterable[str], named: Iterable[Flags]) -> Flags:
        """Units that lie directly in opened ones, those included, shape (paths,).

        Opened is the country, what ``paths`` name, each as ``省/市``, what ``named`` flags, and
        whatever those lie in.
        """
        place = {"/".join(path): at for at, path in enumerate(self.paths) if path}
        opened = np.zeros(len(self.paths), dtype=np.bool_)
        opened[[place[path] for path in paths if path in place]] = True
        for flags in named:
            opened |= flags
        for units in self._levels:  # the deepest first
            above = self._parents[units[opened[units]]]
            opened[above[above >= 0]] = True
        inside = opened.copy()
        below = self._parents >= 0
        inside |= ~below
        inside[below] |= opened[self._parents[below]]
        return inside

    def parts(self, held: Flags) -> NDArray[np.int64]:
        """How many of the flagged units lie directly in each unit, shape (paths,)."""
        above = self._parents[held]
        return np.bincount(above[above >= 0], minlength=len(self.paths))

    def under(self, value: str) -> Flags:
        """Which of the column's values are a unit that is meant or lie in it, shape (values,)."""
        meant = self.meant(value)
        for units in reversed(self._levels):
            meant[units] |= meant[self._parents[units]]
        return np.asarray(meant[self._own])

    def _named(self, name: str) -> Flags:
        """Units that have a folded name, with or without their suffix, shape (paths,)."""
        names, codes = self._distinct
        flags = np.zeros(len(names) + 1, dtype=np.bool_)
        for at in names.starting(name) if len(name) >= _SHORTEST else ():
            full = names.folded[at]
            flags[at] = full == name or bool(_REST_OF_NAME.fullmatch(full, len(name)))
        return np.asarray(flags[codes])

    @cached_property
    def _distinct(self) -> tuple[NameList, NDArray[np.int64]]:
        """The distinct names, and which of them each unit has; one too many for no name."""
        own = [path[-1] if path else None for path in self.paths]
        distinct = {name: at for at, name in enumerate(dict.fromkeys(filter(None, own)))}
        codes = [distinct.get(name or "", len(distinct)) for name in own]
        return NameList(tuple(distinct)), np.array(codes, dtype=np.int64)


def _names(path: Region) -> tuple[str, ...]:
    return path or ()


def _array(places: Iterable[int], count: int) -> NDArray[np.int64]:
    return np.fromiter(places, dtype=np.int64, count=count)
