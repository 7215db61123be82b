"""The bodies that wrote the reports: a name in a region, because many names are shared."""

from __future__ import annotations

from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from govreport_search.query.tree import FieldFilter
from govreport_search.services.array import Flags, Positions
from govreport_search.services.corpus import Corpus
from govreport_search.services.facet_words import facet_value
from govreport_search.services.region_tree import Region
from govreport_search.text import fold

KEY_SEPARATOR = "@"
"""Between name and region in the key of a body."""

_made: WeakKeyDictionary[Corpus, Bodies] = WeakKeyDictionary()


def bodies_of(corpus: Corpus) -> Bodies:
    """All bodies of a corpus; made once, and kept as long as the corpus is."""
    # Two threads may both make one; what they make is equal.
    if corpus not in _made:
        _made[corpus] = Bodies(corpus)
    return _made[corpus]


class Bodies:
    """All bodies of a corpus. There is a 新华区人民政府 in several cities: each is one body.

    Reports are of one body when their regions are equal, and their names but for what a query
    does not tell apart. Reports whose body is not known are one body together, whose name is
    empty. Bodies stand in the order of their regions, then of their names.

    Attributes:
        codes: of each report its body, shape (reports,).
        names: of each body, as its reports are listed under.
        regions: of each body, ``None`` where unknown.
        region_codes: of each body the code of its region, shape (bodies,).
        is_named: which bodies are known, shape (bodies,).
    """

    def __init__(self, corpus: Corpus) -> None:
        # No way back to the corpus, which is dropped when nobody else holds it.
        self._folded, self._tree = corpus.agencies.folded, corpus.regions
        self._ids = corpus.columns.ids
        agencies, regions = corpus.column("agency"), corpus.column("region")
        self._places: tuple[Region, ...] = tuple(regions.values)
        # A query does not tell names apart that the fold makes one.
        first: dict[str, int] = {}
        own = [first.setdefault(name, at) for at, name in enumerate(self._folded)]
        names = np.array(own, dtype=np.int64).take(agencies.codes)
        known = np.array([bool(name) for name in agencies.values], dtype=np.bool_).take(names)
        pairs = np.where(known, regions.codes, 0) * len(agencies.values) + names
        distinct, codes = np.unique(pairs, return_inverse=True)
        self.codes: Positions = codes.astype(np.int64)
        region_of, name_of = np.divmod(distinct, max(len(agencies.values), 1))
        self.region_codes: Positions = region_of
        self._name_of, self._region_of = name_of.tolist(), region_of.tolist()
        self.names: tuple[str, ...] = tuple(agencies.values[at] for at in self._name_of)
        self.is_named: Flags = np.array([bool(name) for name in self.names], dtype=np.bool_)
        self.regions: tuple[Region, ...] = tuple(
            regions.values[region] if name else None
            for name, region in zip(self.names, self._region_of, strict=True)
        )
        self._under: dict[int, Flags] = {}

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def sizes(self) -> Positions:
        """How many reports each body has, shape (bodies,)."""
        return np.bincount(self.codes, minlength=len(self.names))

    def named_as(self, body: int) -> tuple[int, ...]:
        """All bodies of a body's name, itself included."""
        return self.named[self._folded[self._name_of[body]]]

    @cached_property
    def named(self) -> dict[str, tuple[int, ...]]:
        """Bodies by folded name."""
        found: dict[str, tuple[int, ...]] = {}
        for at, name in enumerate(self._name_of):
            known = self._folded[name]
            found[known] = (*found.get(known, ()), at)
        return found

    def within(self, body: int) -> tuple[FieldFilter, ...]:
        """What a query says besides to mean this body's reports and no others."""
        agency = FieldFilter("agency", (facet_value(self.names[body]),))
        others = self.named_as(body)
        if len(others) == 1:
            return (agency,)
        region = self._region_of[body]
        held = self._meant(region)
        if sum(bool(held[self._region_of[other]]) for other in others) == 1:
            value = facet_value(self._places[region])
            return agency, FieldFilter("region", (value,))
        # A region holds those below it, too: bodies of one name in both are told by report.
        reports = np.flatnonzero(self.codes == body)
        return (FieldFilter("report", tuple(self._ids[reports].tolist())),)

    def _meant(self, region: int) -> Flags:
        """Which regions a query means by this one, shape (regions,)."""
        if region not in self._under:
            value = facet_value(self._places[region])
            self._under[region] = self._tree.under(value)
        return self._under[region]

    def key(self, body: int) -> str:
        """A body as addresses name it: its name, ``@``, its region as a filter writes it.

        The region always stands there, so that the address stays the same when another body of
        that name comes in.
        """
        return f"{self.names[body]}{KEY_SEPARATOR}{facet_value(self.regions[body])}"

    def find(self, key: str) -> tuple[int, ...]:
        """The bodies that a key, or a name alone, means; several where it does not say which.

        Names are compared as queries do, and a region may be written as in a filter.
        """
        whole = self.named.get(fold(key), ())
        if whole:
            return whole
        name, _, region = key.rpartition(KEY_SEPARATOR)
        same = self.named.get(fold(name), ()) if name else ()
        exact = tuple(at for at in same if facet_value(self.regions[at]) == region)
        if exact:
            return exact
        held = self._tree.under(region)
        return tuple(at for at in same if held[self._region_of[at]])
