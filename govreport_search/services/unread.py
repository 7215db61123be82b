"""Files that could not be read, and whose report of which year they seem to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govreport_search.errors import NotAReportError
from govreport_search.services.body_list import ListedBody
from govreport_search.services.body_match import spellings
from govreport_search.store import Store
from govreport_search.store.ingest import REJECTED
from govreport_search.store.record import ManifestEntry, SourceState
from govreport_search.text import fold

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")

Place = tuple[int, int]
"""Index of a listed body, and a year."""


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A source file that was rejected.

    Attributes:
        by: how it is known whose it is: ``manifest`` or ``name``; empty where it is not.
    """

    source: str
    code: str
    reason: str
    by: str = ""


class UnreadFiles:
    """Rejected files by body and year.

    Args:
        of_place: those of one listed body and year.
        rest: those that seem to be nobody's.
    """

    def __init__(
        self, of_place: Mapping[Place, tuple[UnreadFile, ...]], rest: tuple[UnreadFile, ...]
    ) -> None:
        self._of_place, self._rest = of_place, rest
        self._bodies = {body for body, _ in of_place}

    def of(self, body: int, year: int) -> tuple[UnreadFile, ...]:
        """The files of a listed body and a year."""
        return self._of_place.get((body, year), ())

    def has(self, body: int) -> bool:
        """Whether any file seems to be a listed body's, of whatever year."""
        return body in self._bodies

    def unassigned(self, years: Sequence[int]) -> tuple[UnreadFile, ...]:
        """The files that stand in no cell of these years."""
        outside = [
            f for (_, year), files in self._of_place.items() if year not in years for f in files
        ]
        return (*self._rest, *outside)


def unread_files(store: Store, listed: Sequence[ListedBody]) -> UnreadFiles:
    """Rejected files without a report, each at the one listed body and year it seems to be of.

    A manifest's word counts first, then the name of the file: the longest name of a listed body
    in it and the only year in it. What is no report at all is not looked for by name.
    """
    states = [state for state in store.source_states(REJECTED) if not state.report]
    if not states:
        return UnreadFiles({}, ())
    entries, names = store.manifest_entries(), _Names(listed)
    of_place: dict[Place, tuple[UnreadFile, ...]] = {}
    rest = []
    for state in states:
        place, by = _place(state, entries.get(state.file.location), names)
        file = UnreadFile(state.file.source, state.code, state.reason, by)
        if place is None:
            rest.append(file)
        else:
            of_place[place] = (*of_place.get(place, ()), file)
    return UnreadFiles(of_place, tuple(rest))


def _place(
    state: SourceState, entry: ManifestEntry | None, names: _Names
) -> tuple[Place | None, str]:
    if entry is not None and entry.agency is not None and entry.year is not None:
        body = names.body(entry.agency, entry.region)
        return (None, "") if body is None else ((body, entry.year), "manifest")
    years = set(_YEAR.findall(state.file.source))
    if state.code == NotAReportError.code or len(years) != 1:
        return None, ""
    body = names.inside(state.file.source)
    return (None, "") if body is None else ((body, int(years.pop())), "name")


class _Names:
    """Listed bodies by their names; a name that several have says nothing."""

    def __init__(self, listed: Sequence[ListedBody]) -> None:
        self._listed = listed
        self._bodies: dict[str, set[int]] = {}
        for at, one in enumerate(listed):
            for name in one.names:
                for spelling in spellings(name, one.path):
                    self._bodies.setdefault(fold(spelling), set()).add(at)
        self._lengths = sorted({len(name) for name in self._bodies}, reverse=True)

    def body(self, name: str, region: tuple[str, ...] | None) -> int | None:
        """The one body of that name, in that region where the name alone does not tell."""
        found = self._bodies.get(fold(name), set())
        if len(found) > 1 and region is not None:
            found = {at for at in found if self._listed[at].path == region}
        return next(iter(found)) if len(found) == 1 else None

    def inside(self, path: str) -> int | None:
        """The one body with the longest name that a path holds."""
        for name in self._held(fold(path)):
            found = self._bodies[name]
            return next(iter(found)) if len(found) == 1 else None
        return None

    def _held(self, text: str) -> Iterator[str]:
        """Names in a text, the longest first."""
        for length in self._lengths:
            for start in range(len(text) - length + 1):
                name = text[start : start + length]
                if name in self._bodies:
                    yield name
