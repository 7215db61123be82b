"""One file read anew, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from govreport_search.errors import UnreadableSourceError
from govreport_search.store import NewReport
from indexer.archive import Opener, is_archive, parted
from indexer.blocks import Document
from indexer.convert import CONVERTED, convert_batch
from indexer.discover import discover, found_file
from indexer.intake import load, require_no_archive
from indexer.pipeline import Input, documents_of, report_of
from indexer.plan import Known, Unit
from indexer.readers.options import ReadOptions
from indexer.readers.sniff import Kind, kind_of


@dataclass(frozen=True)
class Inspection:
    """A file and what its reader made of it.

    Attributes:
        source: as the user named it.
        file: its bytes.
        document: its lines and grids.
        options: how it was read.
    """

    source: str
    file: Input
    document: Document
    options: ReadOptions

    @property
    def kind(self) -> Kind:
        """What the file is, whatever it was converted to."""
        return kind_of(self.file.data, self.file.name)

    @cached_property
    def report(self) -> NewReport:
        """The report in it.

        Raises:
            NotAReportError: it is none.
        """
        return report_of([self.file], [self.document], None, self.options)


def inspect_file(path: str, options: ReadOptions) -> Inspection:
    """Read a file on disk, or one in an archive (``a.zip!/b.pdf``).

    Raises:
        UnreadableSourceError: it is not there, or no reader takes it.
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
    if kind_of(file.data, file.name) in CONVERTED:
        file = replace(file, converted=_converted(file))
    (document,) = documents_of([file], options)
    return Inspection(found.source, file, document, options)


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
