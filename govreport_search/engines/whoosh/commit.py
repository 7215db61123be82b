"""Writing: one Whoosh commit with additions, removals, merges and the manifest."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError

from govreport_search.engines.gram.checked import damaged
from govreport_search.engines.protocol import Manifest, ReportTexts
from govreport_search.engines.whoosh.codec import (
    REPORT,
    SECTION,
    TEXT,
    GramCodec,
    make_schema,
)
from govreport_search.engines.whoosh.segment_file import Part
from govreport_search.engines.whoosh.snapshot import INDEX_NAME, WhooshSnapshot, seal
from govreport_search.errors import EngineError, GovReportError


def locked() -> EngineError:
    """The one error for a writer that waited in vain."""
    return EngineError("另一个程序正在写全文索引", remedy="请等它结束后再试", code="engine_locked")


def create(folder: Path, reports: Iterable[ReportTexts], manifest: Manifest) -> None:
    """Make a Whoosh index in the new ``folder``."""
    with engine_errors():
        folder.mkdir(parents=True)
        FileIndex.create(FileStorage(str(folder)), make_schema(manifest), INDEX_NAME)
    commit(folder, None, reports, (), manifest)


def commit(
    folder: Path,
    current: WhooshSnapshot | None,
    add: Iterable[ReportTexts],
    remove: Iterable[int],
    manifest: Manifest,
) -> None:
    """Write one commit on top of ``current``, or the first one.

    Raises:
        EngineError: the index cannot be written; the last commit still stands.
    """
    with engine_errors():
        index = FileIndex(FileStorage(str(folder)), indexname=INDEX_NAME)
        writer = index.writer(codec=GramCodec(), compound=False)
    try:
        with engine_errors():
            writer.schema[TEXT].manifest = manifest
        gone = set(remove) | _add(writer, add)
        with engine_errors():
            if current is not None:
                _remove(writer, current, gone)
            writer.commit(mergetype=partial(_merge, _parts(current)))
    except BaseException:
        # A commit that failed half-way may fail to cancel too; the lock goes with the writer.
        with suppress(Exception):
            writer.cancel()
        raise


def _add(writer: Any, reports: Iterable[ReportTexts]) -> set[int]:
    """Write the reports' sections and return the reports' keys."""
    documents: dict[int, range] = {}
    for report in reports:
        with engine_errors():
            for superseded in documents.get(report.report_key, ()):
                writer.newsegment.delete_document(superseded)
            start = writer.docnum
            for key, text in report.sections:
                _add_section(writer, report.report_key, key, text)
            documents[report.report_key] = range(start, writer.docnum)
    return set(documents)


def _remove(writer: Any, current: WhooshSnapshot, reports: set[int]) -> None:
    keys = np.array(sorted(reports), dtype=np.int64)
    base = 0
    for segment in current.segments:
        for document in segment.documents_of(keys):
            writer.delete_document(base + int(document))
        base += len(segment.live)


def _parts(current: WhooshSnapshot | None) -> Mapping[str, tuple[Part, ...]]:
    """The texts of the segments there are, by the segments' names."""
    return {segment.name: segment.parts for segment in current.segments} if current else {}


def _merge(parts: Mapping[str, tuple[Part, ...]], writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: which old segments are written anew into the new one.

    A segment goes in when it has no more live documents than those gathered before it, smallest
    first, or when more than half of it is deleted; one that is all deleted is dropped. So the
    sizes of the segments that stay at least double from one to the next, their number grows with
    the logarithm of the corpus, and a small update rewrites small segments only, except once in
    as many documents as it rewrites.
    """
    kept = []
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        live = segment.doc_count()
        if live and (live <= writer.doc_count() or segment.deleted_count() > live):
            _add_again(writer, segment, parts[segment.segment_id()])
        elif live:
            kept.append(segment)
    fresh = [writer.get_segment()] if writer.doc_count() else []
    field = writer.schema[TEXT]
    field.seal = seal(field.manifest, kept + fresh)
    return kept


def _add_again(writer: Any, segment: Any, parts: Iterable[Part]) -> None:
    """Write the live documents of a segment anew."""
    document = 0
    for part in parts:
        for number in range(len(part.sections)):
            if not segment.is_deleted(document):
                _add_section(
                    writer,
                    part.reports.item(number),
                    part.sections.item(number),
                    part.text(number),
                )
            document += 1


def _add_section(writer: Any, report: int, section: int, text: str) -> None:
    writer.add_document(**{REPORT: report, SECTION: section, TEXT: text})


@contextmanager
def engine_errors() -> Iterator[None]:
    """Say in our words what went wrong in Whoosh or below it."""
    try:
        yield
    except GovReportError:
        raise
    except LockError as error:
        raise locked() from error
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EINVAL):
            # A file that a commit names is gone, or its damaged offsets lead to nowhere.
            raise damaged(error.strerror or "缺少文件") from error
        raise EngineError(
            f"无法写入全文索引（{error.strerror or error}）", remedy="请检查磁盘空间和权限"
        ) from error
    except MemoryError as error:
        raise EngineError(
            "内存不足，无法写入全文索引", remedy="请关闭别的程序后再试", code="engine_memory"
        ) from error
    except Exception as error:
        # Merging reads old segments: damage in Whoosh's own files can surface as any exception.
        raise damaged(f"{type(error).__name__}，无法写入") from error
