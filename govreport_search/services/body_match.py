"""Which bodies of the archive the bodies of a list are."""

from __future__ import annotations

from collections.abc import Iterator

from govreport_search.services.array import Flags
from govreport_search.services.body import Bodies
from govreport_search.services.body_list import ListedBody
from govreport_search.services.corpus import Corpus
from govreport_search.services.region_tree import Region
from govreport_search.text import fold
from govreport_search.text.many import fold_each


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
        self._under: dict[str, Flags] = {}

    def candidates(self, wanted: ListedBody) -> tuple[int, ...]:
        """Bodies of one of its names in its region, each once."""
        found = dict.fromkeys(
            body for name in wanted.names for body in self._spelled.get(fold(name), ())
        )
        return tuple(body for body in found if self._lies_in(body, wanted))

    def _lies_in(self, body: int, wanted: ListedBody) -> bool:
        region = self._bodies.regions[body]
        if wanted.path is not None:
            return region == wanted.path
        if not wanted.region:
            return True
        if wanted.region not in self._under:
            self._under[wanted.region] = self._tree.under(wanted.region)
        return bool(self._under[wanted.region][self._region_code[region]])


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
