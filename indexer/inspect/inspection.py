"""One file read anew, stage by stage, in a worker process with its limits."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from govreport_search.errors import NotAReportError, UnreadableSourceError
from govreport_search.store import NewReport
from indexer.archive import Opener, is_archive, parted
from indexer.blocks import Document
from indexer.convert import CONVERTED, convert_batch
from indexer.crew import read_all
from indexer.discover import discover, found_file
from indexer.inspect.look import READER, Look, Seen, Sheet
from indexer.intake import load, require_no_archive
from indexer.limit import OCR, QUICK, Limits
from indexer.pipeline import Input
from indexer.plan import Known, Unit
from indexer.readers.options import ReadOptions
from indexer.readers.sniff import Kind, kind_of
from indexer.worker import Failure, Outcome


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file and what its reader made of it.

    Attributes:
        source: as the user named it.
        kind: what the file is, whatever it was converted to.
        document: its lines and grids.
        outcome: the report in it, or why there is none.
        sheet: the page that was asked for, if the file has it.
    """

    source: str
    kind: Kind
    document: Document
    outcome: Outcome
    sheet: Sheet | None = None

    @property
    def report(self) -> NewReport:
        """The report in it.

        Raises:
            NotAReportError: it is none.
        """
        if isinstance(self.outcome, Failure):
            raise NotAReportError(self.outcome.reason, code=self.outcome.code)
        return self.outcome


def inspect_file(
    path: str, options: ReadOptions, *, page: int = 0, limits: Limits | None = None
) -> Inspection:
    """Read a file on disk, or one in an archive (``a.zip!/b.pdf``).

    Args:
        page: the page whose image is wanted, from 1; 0 for none.
        limits: of the worker that reads; without them those of ``govreport index``.

    Raises:
        UnreadableSourceError: it is not there, no reader takes it, or it breaks a limit.
    """
    _require_one_file(path)
    found = found_file(path)
    opener = Opener()
    try:
        known = Known(states={}, entries={}, fingerprints={})
        loaded = load(Unit((found,)), known, opener, options)
        if not parted(found.location)[1]:
            require_no_archive(loaded, opener)
    finally:
        opener.close()
    (file,) = loaded.inputs
    kind = kind_of(file.data, file.name)
    if kind in CONVERTED:
        file = replace(file, converted=_converted(file))
    look = Look((file,), None, options, page=page)
    seen = _seen(look, limits or (OCR if options.ocr else QUICK))
    assert seen.document is not None
    return Inspection(found.source, kind, seen.document, seen.outcome, seen.sheet)


def _seen(look: Look, limits: Limits) -> Seen:
    """By a worker, as ``govreport index`` reads: what hangs or eats memory ends there."""
    with closing(read_all([(None, look)], 1, limits, READER)) as readings:
        ((_, reading),) = readings
    if isinstance(reading, Seen) and reading.document is not None:
        return reading
    assert isinstance(reading.outcome, Failure)
    raise UnreadableSourceError(reading.outcome.reason, code=reading.outcome.code)


def _require_one_file(path: str) -> None:
    """Refuse a folder, or an archive that holds files which can be named."""
    place = Path(path)
    if place.is_dir():
        raise UnreadableSourceError(
            f"{path} 是文件夹", remedy="请写出其中的一个文件", code="not_a_file"
        )
    if place.is_file() and is_archive(place):
        inside = [file.source for file in discover([path]).files if parted(file.source)[1]]
        if inside:
            raise UnreadableSourceError(
                f"{path} 是压缩包",
                remedy=f"请写出其中的一个文件，例如 govreport inspect '{inside[0]}'",
                code="not_a_file",
            )


def _converted(file: Input) -> bytes:
    result = convert_batch({"": file.data}, {"": file.name})[""]
    if isinstance(result, Exception):
        raise result
    return result
