"""Opens the files of a report and tells what has to be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from govreport_search.errors import UnreadableSourceError
from govreport_search.store import ManifestEntry, SourceFile
from indexer.discover import FoundFile
from indexer.pipeline import Input, fingerprint, report_id, sha256_of
from indexer.plan import Known, Unit
from indexer.readers.sniff import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Loaded:
    """A report's files with their bytes.

    Attributes:
        files: as the store will know them, main file first.
        inputs: the same files for the pipeline.
        report: the report's id.
        fingerprint: of all that goes into the reading.
    """

    files: tuple[SourceFile, ...]
    inputs: tuple[Input, ...]
    entry: ManifestEntry | None
    report: str
    fingerprint: str

    def without_bytes(self) -> Loaded:
        """For what need not be read: only what it is."""
        return replace(self, inputs=())


def load(unit: Unit, known: Known) -> Loaded:
    """Read the bytes.

    Raises:
        UnreadableSourceError: a file is gone or cannot be opened.
    """
    opened = [_open(file, unit) for file in unit.files]
    digests = [file.sha256 for file, _ in opened]
    report = report_id(digests[0])
    entry = known.entry(unit, report)
    return Loaded(
        files=tuple(file for file, _ in opened),
        inputs=tuple(read for _, read in opened),
        entry=entry,
        report=report,
        fingerprint=fingerprint(digests, entry),
    )


def _open(file: FoundFile, unit: Unit) -> tuple[SourceFile, Input]:
    path = Path(file.location)
    try:
        with path.open("rb") as stream:
            # One byte more than any reader takes is enough to refuse it.
            data = stream.read(MAX_BYTES + 1)
            size = path.stat().st_size
    except FileNotFoundError as error:
        others = "、".join(other.source for other in unit.files if other != file)
        raise UnreadableSourceError(
            f"找不到 {file.source}",
            remedy=f"清单说它与 {others} 同属一份报告，请改正清单或补上文件" if others else "",
            code="not_found",
        ) from error
    except OSError as error:
        raise UnreadableSourceError(
            f"无法打开 {file.source}（{error.strerror}）",
            remedy="请检查文件权限",
            code="cannot_open",
        ) from error
    digest = sha256_of(data)
    return SourceFile(file.location, file.source, digest, size), Input(path.name, data, digest)
