"""Which files make one report, and what is known of them before they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from govreport_search.store import ManifestEntry, SourceState
from indexer.archive import exists, folder_of
from indexer.discover import FoundFile, found_file
from indexer.pipeline import acceptable, report_id
from indexer.readers.options import ReadOptions


@dataclass(frozen=True, slots=True)
class Unit:
    """The files of one report, main file first."""

    files: tuple[FoundFile, ...]

    @property
    def main(self) -> FoundFile:
        """The file that gives the report its id."""
        return self.files[0]


@dataclass
class Known:
    """What the store says before and during a run.

    Attributes:
        states: by location, what became of each file.
        entries: by location, what manifests say.
        fingerprints: by report id.
        printed: how many statutory rows a stored report prints, and its year, by report id.
        places: by report id, where its main file was met.
        parts: by location of a main file, its further files in the order of the manifest.
        joined: by location of a main file, the annexes that an earlier run found beside it.
    """

    states: dict[str, SourceState]
    entries: Mapping[str, ManifestEntry]
    fingerprints: dict[str, str]
    printed: Callable[[], Mapping[str, tuple[int, int | None]]] = dict
    places: dict[str, set[str]] = field(init=False, default_factory=dict)
    parts: dict[str, list[str]] = field(init=False, default_factory=dict)
    joined: dict[str, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for state in self.states.values():
            if state.report and state.part == 0:
                self.places.setdefault(state.report, set()).add(state.file.location)
        for entry in self.entries.values():
            if entry.part_of:
                self.parts.setdefault(entry.part_of, []).append(entry.location)
        for state in sorted(self.states.values(), key=lambda state: state.part):
            if state.part and not state.code and state.file.location not in self.entries:
                main = self._main_beside(state)
                if main and not self.is_settled(main):
                    self.joined.setdefault(main, []).append(state.file.location)

    def is_settled(self, location: str) -> bool:
        """Whether a manifest says which report a file belongs to: no rule of ours does, then."""
        entry = self.entries.get(location)
        return location in self.parts or (entry is not None and entry.part_of is not None)

    def _main_beside(self, state: SourceState) -> str:
        """The main file of the report that a file is part of; of several the nearest."""
        places = sorted(self.places.get(state.report, ()))
        folder = folder_of(state.file.location)
        same = [place for place in places if folder_of(place) == folder]
        above = [place for place in places if folder.startswith(folder_of(place))]
        return next(iter((*same, *above, *places)), "")

    def entry(self, unit: Unit, report: str) -> ManifestEntry | None:
        """The manifest's word on a report: on its main file, or on a copy of that file."""
        places = (unit.main.location, *sorted(self.places.get(report, ())))
        return next((self.entries[place] for place in places if place in self.entries), None)

    def earlier(self, location: str) -> str:
        """Id of the report that the file led to before, empty if none."""
        state = self.states.get(location)
        return state.report if state else ""

    def named(self, location: str, given: Mapping[str, FoundFile]) -> FoundFile:
        """A file that a manifest mentions, under the name the user gave it if ever."""
        if location in given:
            return given[location]
        state = self.states.get(location)
        return FoundFile(location, state.file.source) if state else found_file(location)


def units(files: Iterable[FoundFile], known: Known) -> Iterator[Unit]:
    """Group files into reports; a part alone stands for the whole report it belongs to."""
    given = {file.location: file for file in files}
    main_of = {annex: main for main, annexes in known.joined.items() for annex in annexes}
    done: set[str] = set()
    for location in given:
        entry = known.entries.get(location)
        main = entry.part_of if entry and entry.part_of else main_of.get(location, location)
        if main not in done:
            done.add(main)
            locations = (main, *known.parts.get(main, ()), *known.joined.get(main, ()))
            yield Unit(tuple(known.named(place, given) for place in locations))


def parted(unit: Unit, known: Known) -> list[Unit]:
    """The files of a report that an earlier run joined, each on its own again."""
    annexes = known.joined.get(unit.main.location, ())
    kept = tuple(file for file in unit.files if file.location not in annexes)
    apart = [file for file in unit.files if file.location in annexes and exists(file.location)]
    return [Unit(kept), *(Unit((file,)) for file in apart)]


def concerned(entries: Sequence[ManifestEntry], before: Known) -> list[FoundFile]:
    """Files whose stored reading a manifest may have made out of date.

    Only files that the store knows: a manifest may list more than the user wants to index.
    """
    places: dict[str, None] = {}
    for entry in entries:
        old = before.entries.get(entry.location)
        for place in (entry.location, entry.part_of, old.part_of if old else None):
            if place in before.states and exists(place):
                places[place] = None
    return [before.named(place, {}) for place in places]


def is_out_of_date(unit: Unit, known: Known, options: ReadOptions) -> bool:
    """Whether what manifests say now differs from what a stored report was read with."""
    states = [known.states.get(file.location) for file in unit.files]
    digests = [state.file.sha256 for state in states if state is not None]
    if len(digests) < len(states) or not digests[0]:
        return True
    report = report_id(digests[0])
    accepted = acceptable(digests, known.entry(unit, report), options)
    return known.fingerprints.get(report) not in accepted
