"""The bodies that wrote the reports: a name in a region, because many names are shared."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from govreport_search.query.tree import FieldFilter, Node
from govreport_search.services.array import Flags, Positions
from govreport_search.services.corpus import Corpus
from govreport_search.services.facet_words import facet_value
from govreport_search.services.region_tree import Region


class Bodies:
    """All bodies of a corpus. There is a 新华区人民政府 in several cities: each is one body.

    Reports whose body is not known are one body together, whose name is empty.

    Attributes:
        codes: of each report its body, shape (reports,).
        names: of each body, as its reports are listed under.
        regions: of each body, ``None`` where unknown.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        agencies, regions = corpus.column("agency"), corpus.column("region")
        # A query does not tell names apart that the fold makes one.
        first: dict[str, int] = {}
        own = [first.setdefault(name, at) for at, name in enumerate(corpus.agencies.folded)]
        names = np.array(own, dtype=np.int64).take(agencies.codes)
        known = np.array([bool(name) for name in agencies.values], dtype=np.bool_).take(names)
        pairs = names * len(regions.values) + np.where(known, regions.codes, 0)
        distinct, codes = np.unique(pairs, return_inverse=True)
        self.codes: Positions = codes.astype(np.int64)
        name_of, region_of = np.divmod(distinct, max(len(regions.values), 1))
        self._name_of, self._region_of = name_of.tolist(), region_of.tolist()
        self.names: tuple[str, ...] = tuple(agencies.values[at] for at in self._name_of)
        self.regions: tuple[Region, ...] = tuple(
            regions.values[region] if name else None
            for name, region in zip(self.names, self._region_of, strict=True)
        )
        self._under: dict[int, Flags] = {}

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def named(self) -> dict[str, tuple[int, ...]]:
        """Bodies by folded name."""
        folded = self._corpus.agencies.folded
        found: dict[str, tuple[int, ...]] = {}
        for at, name in enumerate(self._name_of):
            found[folded[name]] = (*found.get(folded[name], ()), at)
        return found

    def within(self, body: int) -> tuple[Node, ...]:
        """What a query says besides to mean this body's reports and no others."""
        agency = FieldFilter("agency", (facet_value(self.names[body]),))
        others = self.named[self._corpus.agencies.folded[self._name_of[body]]]
        if len(others) == 1:
            return (agency,)
        region = self._region_of[body]
        held = self._meant(region)
        if sum(bool(held[self._region_of[other]]) for other in others) == 1:
            value = facet_value(self._corpus.column("region").values[region])
            return agency, FieldFilter("region", (value,))
        # A region holds those below it, too: bodies of one name in both are told by report.
        reports = np.flatnonzero(self.codes == body)
        return (FieldFilter("report", tuple(self._corpus.columns.ids[reports].tolist())),)

    def _meant(self, region: int) -> Flags:
        """Which regions a query means by this one, shape (regions,)."""
        if region not in self._under:
            value = facet_value(self._corpus.column("region").values[region])
            self._under[region] = self._corpus.regions.under(value)
        return self._under[region]
