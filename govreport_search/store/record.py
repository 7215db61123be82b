"""What goes into the store and comes out of it, beside the domain's own types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govreport_search.domain import Fact, Finding, Identity, Report, Section

if TYPE_CHECKING:
    from govreport_search.forms.derive import DerivedFact


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file on disk as one run of the indexer met it.

    Attributes:
        location: absolute path, the file's identity in the store.
        source: path as the user gave it, with ``/`` between folders; shown everywhere.
        sha256: of its bytes, lower-case hex; empty where it could not be read at all.
        size: bytes.
    """

    location: str
    source: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class SourceState:
    """What became of a source file.

    Attributes:
        state: ``indexed``, or ``rejected`` by the last run.
        code, reason: of the rejection, empty otherwise.
        report: id of the report that was read from it, empty if none. A rejected file keeps
            the report that was read from its earlier bytes.
        part: 0 for a main file, else its index among the report's files.
        indexed_at: when the last run met it, ISO 8601 in UTC.
    """

    file: SourceFile
    state: str
    code: str
    reason: str
    report: str
    part: int
    indexed_at: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The text of a file that a report was read from, kept so that it can be shown.

    Attributes:
        text: decoded, or laid out by the reader; line ends as ``\\n``.
        pages: number of pages, 0 for kinds without pages.
    """

    sha256: str
    kind: str
    encoding: str
    text: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report to be stored.

    Attributes:
        id: 12 characters, from the main file's sha256.
        fingerprint: of all that went into the reading; equal means nothing to do.
        files: main file first.
        derived: computed cells.
        url, published, captured: from the manifest, empty if not given.
    """

    id: str
    fingerprint: str
    report: Report
    files: tuple[ReadFile, ...]
    derived: tuple[DerivedFact, ...] = ()
    url: str = ""
    published: str = ""
    captured: str = ""


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """The head of a stored report.

    Attributes:
        key: the store's key; it names this one reading for ever and is never given out twice.
        id: the public id.
        source: path of the main file as the user gave it.
        sources: every path at which the main file was met, ``source`` first.
        form: empty if none was recognised.
    """

    key: int
    id: str
    source: str
    sources: tuple[str, ...]
    identity: Identity
    form: str
    url: str
    published: str
    captured: str


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A stored section.

    Attributes:
        text: the folded text that is searched; ``section.printed`` is what it came from.
    """

    key: int
    report_key: int
    position: int
    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """The source of a report, for showing a line of it.

    Attributes:
        source: path of the file, empty where the part was met under no path of its own.
        lines: without line ends; line ``n`` of a place is ``lines[n - 1]``.
        pages: number of pages, 0 for kinds without pages.
        sha256: of the file's bytes, lower-case hex.
    """

    source: str
    kind: str
    encoding: str
    lines: tuple[str, ...]
    pages: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """A file that a report was read from, for showing it as it was published.

    Attributes:
        locations: absolute paths at which just these bytes were met, the last one first; empty
            where they are known to be gone.
        sha256: of its bytes, lower-case hex.
        size: bytes.
        kind: as a reader told it.
        pages: number of pages, 0 for kinds without pages.
    """

    locations: tuple[str, ...]
    sha256: str
    size: int
    kind: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A fact with the report it belongs to, for exports."""

    report: ReportRecord
    fact: Fact


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding with the report it belongs to, for exports."""

    report: ReportRecord
    finding: Finding


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section with the report it belongs to, for exports."""

    report: ReportRecord
    section: SectionRecord


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What the user says about one file; it wins over what the text says.

    Attributes:
        location: absolute path of the file.
        manifest, line: where the entry was written, for messages.
        agency, year, url, published, captured: ``None`` where the manifest says nothing.
        region: ``None`` where the manifest says nothing.
        part_of: location of the main file, ``None`` for a report of its own.
    """

    location: str
    manifest: str = ""
    line: int = 0
    agency: str | None = None
    region: tuple[str, ...] | None = None
    year: int | None = None
    url: str | None = None
    published: str | None = None
    captured: str | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the store holds."""

    reports: int
    sections: int
    facts: int
    findings: int
    source_files: int
    rejected: int
    facts_by_state: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the store after some sequence.

    Attributes:
        sequence: the store's sequence now; the rest is of the same moment.
        changed: keys of reports written since, ascending.
        removed: keys of reports taken out since, ascending.
    """

    sequence: int
    changed: tuple[int, ...]
    removed: tuple[int, ...]
