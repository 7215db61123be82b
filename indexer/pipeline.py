"""From bytes to a report, as one chain of pure functions; no file, store or clock."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from govreport_search.domain import Place, Report
from govreport_search.errors import UnreadableSourceError
from govreport_search.forms.derive import DerivedFact
from govreport_search.sentence import say
from govreport_search.store import ManifestEntry, NewReport, ReadFile
from indexer.admission import require_report
from indexer.blocks import Capture, Document, Grid, Line
from indexer.check import check
from indexer.correction import corrected
from indexer.identify import identify
from indexer.readers import read_aligned, read_document, read_independently
from indexer.readers.options import USUAL, ReadOptions
from indexer.readers.sniff import kind_of
from indexer.recognise import understand
from indexer.second_reading import Candidate, is_doubtful, may_be_repeated, settled

READER_VERSION = 8
"""Raise it when the same bytes are read differently: then unchanged files are read again."""

ID_LENGTH = 12

MAX_LINES = 20_000
"""Lines of a report with all its annexes; the longest published one has 3,000."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file of a report.

    Attributes:
        name: file name, for messages and as support for identification.
        data: its bytes.
        sha256: of ``data``.
        converted: the same document as DOCX where only an office suite reads its kind; empty
            elsewhere.
        attached: images saved beside a web page, by the path that the page gives them.
    """

    name: str
    data: bytes
    sha256: str
    converted: bytes = b""
    attached: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Of all its bytes, attached images included."""
        if not self.attached:
            return self.sha256
        parts = [f"{path} {sha256_of(data)}" for path, data in sorted(self.attached.items())]
        return sha256_of("\n".join([self.sha256, *parts]).encode("utf-8"))


def sha256_of(data: bytes) -> str:
    """Lower-case hex digest."""
    return hashlib.sha256(data).hexdigest()


def report_id(sha256: str) -> str:
    """The public id: the first characters of the main file's digest in lower-case base32."""
    return base64.b32encode(bytes.fromhex(sha256)).decode("ascii").lower()[:ID_LENGTH]


def fingerprint(
    digests: Sequence[str],
    entry: ManifestEntry | None,
    *,
    verified: bool = False,
    unread: bool = False,
) -> str:
    """Of all that goes into a reading; equal fingerprints give equal readings.

    Args:
        digests: sha256 of the files, main file first.
        verified: it was read on two paths.
        unread: images in it were not read for want of OCR.
    """
    said = None
    if entry is not None:
        said = [entry.agency, entry.region, entry.year, entry.url, entry.published, entry.captured]
    how = [name for name, is_so in (("verified", verified), ("unread", unread)) if is_so]
    content = json.dumps([READER_VERSION, list(digests), said, *how], ensure_ascii=False)
    return sha256_of(content.encode("utf-8"))


def acceptable(
    digests: Sequence[str], entry: ManifestEntry | None, options: ReadOptions
) -> frozenset[str]:
    """Fingerprints of stored readings that are as good as one with these options would be."""
    ways = [
        (verified, unread)
        for verified in ((True,) if options.verify else (True, False))
        for unread in ((False,) if options.ocr else (True, False))
    ]
    return frozenset(fingerprint(digests, entry, verified=v, unread=u) for v, u in ways)


def read_report(
    inputs: Sequence[Input],
    entry: ManifestEntry | None = None,
    options: ReadOptions = USUAL,
) -> NewReport:
    """Read one report.

    Args:
        inputs: its files, main file first; the lines of the others follow.
        entry: what a manifest says about it.
        options: how files are to be read.

    Raises:
        UnreadableSourceError: a file that no reader takes.
        NotAReportError: readable, but no annual report.
    """
    return report_of(inputs, documents_of(inputs, options), entry, options)


def documents_of(inputs: Sequence[Input], options: ReadOptions) -> list[Document]:
    """What the readers make of a report's files.

    Raises:
        UnreadableSourceError: a file that no reader takes.
    """
    documents = [_document_of(file, options) for file in inputs]
    lines = sum(len(document.lines) for document in documents)
    if lines > MAX_LINES:
        raise UnreadableSourceError(
            say(
                "%(name)s 有 %(lines)s 行，超过上限 %(most)s 行",
                name=inputs[0].name,
                lines=lines,
                most=MAX_LINES,
            ),
            remedy=say("请确认这是一份年度报告，必要时拆分后再试"),
            code="too_complex",
        )
    return documents


def _document_of(file: Input, options: ReadOptions) -> Document:
    if not file.converted:
        return read_document(file.data, file.name, options, attached=file.attached)
    document = read_document(file.converted, file.name, options)
    return replace(document, kind=kind_of(file.data, file.name))


def report_of(
    inputs: Sequence[Input],
    documents: Sequence[Document],
    entry: ManifestEntry | None,
    options: ReadOptions,
) -> NewReport:
    """The report in the documents that were made of its files.

    Raises:
        NotAReportError: it is no annual report.
    """
    digests = [file.digest for file in inputs]
    candidate = _candidate(inputs, documents, options)
    whole = candidate.whole
    report, derived = _understood(candidate, inputs[0].name, entry)
    unread = not options.ocr and any(document.unread_images for document in documents)
    return NewReport(
        id=report_id(inputs[0].sha256),
        fingerprint=fingerprint(digests, entry, verified=options.verify, unread=unread),
        report=report,
        files=tuple(map(_kept, inputs, candidate.documents)),
        derived=derived,
        url=(entry and entry.url) or whole.capture.url,
        published=(entry and entry.published) or whole.capture.published,
        captured=(entry and entry.captured) or "",
    )


def _candidate(
    inputs: Sequence[Input], documents: Sequence[Document], options: ReadOptions
) -> Candidate:
    """The documents understood; by two independent readers where the first leaves doubts."""
    first = _understand(documents)
    if is_doubtful(first):
        first = _completed(first, inputs, documents, read_aligned)
    if not may_be_repeated(first) or not (options.verify or is_doubtful(first)):
        return first
    return _completed(first, inputs, documents, read_independently)


def _completed(
    first: Candidate,
    inputs: Sequence[Input],
    documents: Sequence[Document],
    read: Callable[[bytes, str], Document | None],
) -> Candidate:
    """The first reading, completed by a second one of the same files."""
    again: list[Document] = []
    for file, document in zip(inputs, documents, strict=True):
        try:
            second = read(file.converted or file.data, file.name)
        except UnreadableSourceError:
            # The first reader is the more tolerant one; its reading stands alone then.
            second = None
        if second is None or not second.lines:
            again.append(document)
        else:
            again.append(_same_file(second, document))
    if again == list(documents):
        return first
    return settled(first, _understand(again))


def _same_file(second: Document, first: Document) -> Document:
    """The second reading with what the first one knows of the file; its lines are others."""
    findings = tuple(
        replace(finding, place=finding.place and replace(finding.place, line=None, end_line=None))
        for finding in first.findings
    )
    return replace(
        second,
        findings=findings,
        unread_images=first.unread_images,
        capture=first.capture,
    )


def _understand(documents: Sequence[Document]) -> Candidate:
    whole = joined(documents)
    return Candidate(tuple(documents), whole, understand(whole.lines, whole.grids))


def joined(documents: Sequence[Document]) -> Document:
    """One document of a report's files, each known by its part."""
    lines: list[Line] = []
    grids: list[Grid] = []
    for part, document in enumerate(documents):
        before = len(lines)
        lines += [replace(line, place=replace(line.place, part=part)) for line in document.lines]
        for grid in document.grids:
            cells = tuple(replace(c, place=replace(c.place, part=part)) for c in grid.cells)
            grids.append(replace(grid, first=grid.first + before, cells=cells))
    findings = [
        replace(finding, place=replace(finding.place or Place(), part=part))
        for part, document in enumerate(documents)
        for finding in document.findings
    ]
    captures = [document.capture for document in documents]
    capture = next((one for one in captures if one != Capture()), Capture())
    return replace(
        documents[0],
        lines=tuple(lines),
        grids=tuple(grids),
        findings=tuple(findings),
        capture=capture,
    )


def _understood(
    candidate: Candidate, name: str, entry: ManifestEntry | None
) -> tuple[Report, tuple[DerivedFact, ...]]:
    """The report, and what its tables say in sums and rates."""
    document, reading = candidate.whole, candidate.reading
    lines = document.lines
    capture = document.capture
    url = (entry and entry.url) or capture.url
    identity = identify(lines, name=name, url=url, capture=capture)
    require_report(name, lines, reading, identity)
    identity = corrected(identity, entry)
    identity = replace(
        identity, confidence={**identity.confidence, "form": reading.form_confidence}
    )
    derived, checks = check(reading.form, identity, reading.sections, reading.facts)
    report = Report(
        identity=identity,
        form=reading.form,
        sections=reading.sections,
        facts=reading.facts,
        rows=reading.rows,
        findings=(*document.findings, *reading.findings, *checks),
    )
    return report, derived


def _kept(file: Input, document: Document) -> ReadFile:
    kept = (document.kind, document.encoding, document.text, document.pages)
    return ReadFile(file.sha256, *kept)
