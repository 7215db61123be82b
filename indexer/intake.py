"""Opens the files of a report and tells what has to be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from govreport_search.store import ManifestEntry, SourceFile
from govreport_search.store.ingest import WITHIN
from indexer.archive import Opener, beside, parted
from indexer.discover import FoundFile
from indexer.pipeline import Input, acceptable, report_id, sha256_of
from indexer.plan import Known, Unit
from indexer.readers.options import ReadOptions
from indexer.readers.sniff import MAX_BYTES, Kind, kind_of

MAX_ATTACHED = 20 * 1024 * 1024
"""Bytes of the images beside one saved page that are read with it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A report's files with their bytes.

    Attributes:
        unit: the files by their names.
        files: as the store will know them, main file first.
        inputs: the same files for the pipeline.
        report: the report's id.
        accepted: fingerprints of stored readings that need not be made again.
    """

    unit: Unit
    files: tuple[SourceFile, ...]
    inputs: tuple[Input, ...]
    entry: ManifestEntry | None
    report: str
    accepted: frozenset[str]

    def without_bytes(self) -> Loaded:
        """For what is not to be read now: only what it is."""
        return replace(self, inputs=())


def load(unit: Unit, known: Known, opener: Opener, options: ReadOptions) -> Loaded:
    """Read the bytes.

    Raises:
        UnreadableSourceError: a file is gone or cannot be opened.
    """
    opened = [_open(file, unit, opener) for file in unit.files]
    digests = [read.digest for _, read in opened]
    report = report_id(opened[0][1].sha256)
    entry = known.entry(unit, report)
    return Loaded(
        unit=unit,
        files=tuple(file for file, _ in opened),
        inputs=tuple(read for _, read in opened),
        entry=entry,
        report=report,
        accepted=acceptable(digests, entry, options),
    )


def require_no_archive(loaded: Loaded, opener: Opener) -> None:
    """Refuse a file that is an archive whose contents could not be taken instead of it.

    Raises:
        UnreadableSourceError: says what is wrong with the archive.
    """
    for file, read in zip(loaded.files, loaded.inputs, strict=True):
        if kind_of(read.data, read.name) is Kind.ZIP:
            opener.contents(file.location)
            raise UnreadableSourceError(
                say("压缩包 %(name)s 里没有可以读取的文件", name=read.name),
                remedy=say("请确认其中有年度报告的网页、PDF、Word、表格、图片或文本"),
                code="empty",
            )


def _open(file: FoundFile, unit: Unit, opener: Opener) -> tuple[SourceFile, Input]:
    name = file.location.rpartition(WITHIN)[2].rpartition("/")[2]
    if parted(file.location)[1]:
        data = opener.read(file.location)
        size = len(data)
    else:
        name = Path(file.location).name
        data, size = _read(file, unit)
    digest = sha256_of(data)
    attached = _attached(file, data, name, opener)
    source = SourceFile(file.location, file.source, digest, size)
    return source, Input(name, data, digest, attached=attached)


def _attached(file: FoundFile, data: bytes, name: str, opener: Opener) -> dict[str, bytes]:
    """The images that a saved page shows from beside it."""
    try:
        if kind_of(data, name) is not Kind.HTML:
            return {}
    except UnreadableSourceError:
        return {}
    from indexer.readers.html import shown_files  # its library is loaded for pages only

    found: dict[str, bytes] = {}
    room = MAX_ATTACHED
    for path in shown_files(data):
        image = _beside(file, path, opener, room)
        if image:
            found[path] = image
            room -= len(image)
    return found


def _beside(file: FoundFile, path: str, opener: Opener, room: int) -> bytes:
    """The bytes of a file by its path relative to another's folder; empty where there is none."""
    location = beside(file.location, path)
    try:
        if parted(location)[1]:
            data = opener.read(location)
        elif Path(location).is_file() and Path(location).stat().st_size <= room:
            data = Path(location).read_bytes()
        else:
            return b""
    except (OSError, ValueError, UnreadableSourceError):
        return b""
    return data if len(data) <= room else b""


def _read(file: FoundFile, unit: Unit) -> tuple[bytes, int]:
    path = Path(file.location)
    try:
        with path.open("rb") as stream:
            # One byte more than any reader takes is enough to refuse it.
            return stream.read(MAX_BYTES + 1), path.stat().st_size
    except FileNotFoundError as error:
        others = "、".join(other.source for other in unit.files if other != file)
        raise UnreadableSourceError(
            say("找不到 %(source)s", source=file.source),
            remedy=say("清单说它与 %(others)s 同属一份报告，请改正清单或补上文件", others=others)
            if others
            else "",
            code="not_found",
        ) from error
    except OSError as error:
        raise UnreadableSourceError(
            say("无法打开 %(source)s（%(error)s）", source=file.source, error=error.strerror),
            remedy=say("请检查文件权限"),
            code="cannot_open",
        ) from error
