"""Which bodies of the archive the bodies of a list are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from govreport_search.services.array import Flags
from govreport_search.services.body import Bodies
from govreport_search.services.body_list import ListedBody
from govreport_search.services.corpus import Corpus
from govreport_search.services.region_tree import Region
from govreport_search.text import fold
from govreport_search.text.many import fold_each

Under = Callable[[str], Flags]
"""A region as a filter writes it → which regions of the archive lie in it."""

_REGIONS_KEPT = 256
"""Of one list at a time; lists go region by region."""


class BodyMatch:
    """Bodies by every way of writing their names."""

    def __init__(self, corpus: Corpus, bodies: Bodies) -> None:
        # No way back to the corpus, which is dropped when nobody else holds it.
        self._tree, self._bodies = corpus.regions, bodies
        self._spelled: dict[str, list[int]] = {}
        owners, written = [], []
        for body, name in enumerate(bodies.names):
            for spelling in spellings(name, bodies.regions[body]) if name else ():
                owners.append(body)
                written.append(spelling)
        for body, spelling in zip(owners, fold_each(written), strict=True):
            self._spelled.setdefault(spelling, []).append(body)
        regions = corpus.column("region").values
        self._region_code = {region: at for at, region in enumerate(regions)}

    def candidates(self, listed: Iterable[ListedBody]) -> list[tuple[int, ...]]:
        """For each of a list the bodies of one of its names in its region, each once."""
        # What users write is forgotten with their list.
        under = lru_cache(maxsize=_REGIONS_KEPT)(self._tree.under)
        return [self._named(wanted, under) for wanted in listed]

    def _named(self, wanted: ListedBody, under: Under) -> tuple[int, ...]:
        found = dict.fromkeys(
            body for name in wanted.names for body in self._spelled.get(fold(name), ())
        )
        return tuple(body for body in found if self._lies_in(body, wanted, under))

    def _lies_in(self, body: int, wanted: ListedBody, under: Under) -> bool:
        region = self._bodies.regions[body]
        if wanted.path is not None:
            return region == wanted.path
        if not wanted.region:
            return True
        return bool(under(wanted.region)[self._region_code[region]])


def spellings(name: str, region: Region) -> Iterator[str]:
    """A name alone, and behind the places that its region says it lies in.

    ``老城区教育局`` of 河南省/洛阳市/老城区 is also 洛阳市老城区教育局, 河南省洛阳市老城区教育局
    and 河南省老城区教育局.
    """
    yield name
    places = region or ()
    above = places[:-1] if places and name.startswith(places[-1]) else places
    for at in range(len(above)):
        yield "".join(above[at:]) + name
        if at + 1 < len(above):
            yield above[at] + name
