"""One commit of a Whoosh index, opened for reading; all that a search needs is in memory maps."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError

from govreport_search.engines.gram.checked import damaged
from govreport_search.engines.pattern import Pattern, as_pattern
from govreport_search.engines.protocol import Manifest, Matches
from govreport_search.engines.whoosh.codec import TEXT
from govreport_search.engines.whoosh.segment_file import EXTENSION, Part, read_parts
from govreport_search.errors import EngineError

INDEX_NAME = "MAIN"

_N = TypeVar("_N", np.int64, np.int32)


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """A Whoosh segment.

    Attributes:
        name: Whoosh's id of the segment; its files never change.
        parts: its blocks, in the order of Whoosh's document numbers.
        live: which documents are not deleted, shape (documents,).
        whole: whether none is.
    """

    name: str
    parts: tuple[Part, ...]
    live: NDArray[np.bool_]
    whole: bool

    def find(self, pattern: Pattern) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Section keys, in no order, and counts."""
        keys, counts = [], []
        base = 0
        for part in self.parts:
            texts, occurring = part.postings.count(pattern)
            if not self.whole:
                alive = self.live[base + texts]
                texts, occurring = texts[alive], occurring[alive]
            keys.append(part.sections.whole()[texts])
            counts.append(occurring)
            base += len(part.sections)
        return _one(keys), _one(counts)

    def documents_of(self, reports: NDArray[np.int64]) -> NDArray[np.int64]:
        """Document numbers, within the segment, of these reports' sections."""
        owners = np.concatenate([part.reports.whole() for part in self.parts])
        return np.flatnonzero(np.isin(owners, reports) & self.live)


@dataclass(frozen=True, slots=True)
class WhooshSnapshot:
    """See ``Snapshot``.

    Attributes:
        generation: Whoosh's number of the commit.
        segments: in the order of Whoosh's document numbers.
    """

    manifest: Manifest
    generation: int
    segments: tuple[OpenSegment, ...]

    def find(self, wanted: str | Pattern) -> Matches:
        """Sections that contain a phrase or pattern."""
        pattern = as_pattern(wanted)
        found = [segment.find(pattern) for segment in self.segments]
        if not found:
            return Matches(np.empty(0, np.int64), np.empty(0, np.int32))
        keys, counts = _one([keys for keys, _ in found]), _one([counts for _, counts in found])
        if np.all(keys[1:] > keys[:-1]):
            return Matches(keys, counts)
        order = np.argsort(keys)
        return Matches(keys[order], counts[order])


def _one(arrays: Sequence[NDArray[_N]]) -> NDArray[_N]:
    """Arrays behind one another; a single one is not copied."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def latest_commit(folder: Path) -> int:
    """Number of the newest commit in ``folder``, -1 without one; cheap."""
    # Whoosh offers this publicly only on an index object, which reads the whole table first.
    number: int = TOC._latest_generation(FileStorage(str(folder)), INDEX_NAME)
    return number


def read_commit(folder: Path) -> tuple[Manifest, Any]:
    """The manifest of the newest commit in ``folder`` and Whoosh's table of contents.

    Raises:
        EngineError: the table of contents is damaged.
        FileNotFoundError: it is gone; a writer may have replaced it just now.
    """
    try:
        toc = TOC.read(FileStorage(str(folder)), INDEX_NAME)
        field = toc.schema[TEXT]
        sealed = field.seal == seal(field.manifest, toc.segments)
    except FileNotFoundError:
        raise
    except EmptyIndexError as error:
        raise FileNotFoundError(f"no table of contents in {folder.name}") from error
    except Exception as error:
        # Whoosh unpickles the file: damage can surface as any exception at all.
        raise damaged(f"{type(error).__name__}，无法读取提交记录") from error
    if not sealed:
        raise damaged("提交记录校验不符")
    return field.manifest, toc


def open_snapshot(folder: Path, known: Mapping[str, OpenSegment], schema: int) -> WhooshSnapshot:
    """Open the newest commit in ``folder``.

    Args:
        folder: a Whoosh index folder.
        known: segments opened before, by name; their maps are used again.
        schema: the version of the layout that can be read.

    Raises:
        EngineError: the index is damaged or of another version.
        FileNotFoundError: a file is gone; a writer may have replaced it just now.
    """
    manifest, toc = read_commit(folder)
    if manifest.schema != schema:
        raise EngineError(
            "全文索引由另一版本生成，已经过期",
            remedy="请运行 govreport rebuild",
            code="engine_outdated",
        )
    segments = tuple(_open_segment(folder, segment, known) for segment in toc.segments)
    return WhooshSnapshot(manifest, toc.generation, segments)


def seal(manifest: Manifest, segments: Iterable[Any]) -> int:
    """Checksum of what Whoosh's table of contents says, which itself carries none."""
    said = [
        (segment.segment_id(), segment.doc_count_all(), sorted(segment.deleted_docs()))
        for segment in segments
    ]
    return zlib.crc32(repr((manifest, sorted(said))).encode("utf-8"))


def _open_segment(folder: Path, segment: Any, known: Mapping[str, OpenSegment]) -> OpenSegment:
    name = segment.segment_id()
    parts = known[name].parts if name in known else read_parts(folder / f"{name}{EXTENSION}")
    live = np.ones(segment.doc_count_all(), dtype=np.bool_)
    live[list(segment.deleted_docs())] = False
    if sum(len(part.sections) for part in parts) != len(live):
        raise damaged(f"{name} 的文档数不符")
    return OpenSegment(name, parts, live, bool(live.all()))
