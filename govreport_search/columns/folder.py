"""A folder of column segments: commits, merges, the way back from damage.

Layout of the folder::

    CURRENT.json     what the last commit was built from, and its files (``manifest``)
    c<12 hex>.arr    a segment (``segment``, ``array_file``); never changed, only replaced
    WRITELOCK        held by the one writer
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from govreport_search import atomic
from govreport_search.columns.array_file import Array, ArrayFile, damaged, write_arrays
from govreport_search.columns.manifest import (
    LAYOUT_VERSION,
    ColumnManifest,
    read_manifest,
    write_manifest,
)
from govreport_search.columns.segment import Arrays, join_segments
from govreport_search.columns.snapshot import ColumnSnapshot, Segment
from govreport_search.errors import EngineError
from govreport_search.text import FOLD_VERSION

LOCK_TIMEOUT = 60.0
"""Seconds a writer waits for another one."""

_LOCK = "WRITELOCK"
_SUFFIX = ".arr"


class Columns:
    """Columns in a folder; may be used by several threads, and by several processes at once.

    Args:
        path: the folder; made by the first write.
        lock_timeout: seconds to wait for another writer.
    """

    def __init__(self, path: Path, *, lock_timeout: float = LOCK_TIMEOUT) -> None:
        self._path = Path(path)
        self._lock_timeout = lock_timeout
        self._opening = threading.Lock()
        self._latest: ColumnSnapshot | None = None

    def snapshot(self) -> ColumnSnapshot | None:
        """The latest commit; ``None`` where there is none, or one of another layout or fold.

        Raises:
            EngineError: the columns are damaged, or cannot be read.
        """
        with self._opening:
            try:
                return atomic.again(self._read)
            except OSError as error:
                raise _unreadable(error) from error

    def _read(self) -> ColumnSnapshot | None:
        manifest = read_manifest(self._path)
        if manifest is None or (manifest.layout, manifest.fold) != (LAYOUT_VERSION, FOLD_VERSION):
            return None
        if self._latest is None or self._latest.manifest != manifest:
            self._latest = self._open(manifest)
        return self._latest

    def update(
        self,
        base: ColumnManifest,
        add: Iterable[Arrays],
        remove: Iterable[int],
        sequence: int,
    ) -> None:
        """Add segments of new reports and remove others, in one commit that readers see whole.

        Args:
            base: the commit that this follows; where another writer has committed since, nothing
                is done.
            add: segments whose keys ascend, from one to the next and beyond all keys so far.
            remove: report keys; unknown ones are passed over.
            sequence: the store's, after this.

        Raises:
            EngineError: another process is writing, or the columns cannot be written.
        """
        with self._writing():
            current = self.snapshot()
            if current is None or current.manifest != base:
                return
            kept = [self._without(segment, remove) for segment in current.segments]
            self._commit(kept, add, base.store_id, sequence)

    def rebuild(self, segments: Iterable[Arrays], store_id: str, sequence: int) -> None:
        """Make all segments anew beside the old ones and switch over in one step."""
        with self._writing():
            self._commit([], segments, store_id, sequence)

    def close(self) -> None:
        """Let go of the maps; they close with the last snapshot in use."""
        with self._opening:
            self._latest = None

    def _open(self, manifest: ColumnManifest) -> ColumnSnapshot:
        known = {s.name: s.arrays for s in self._latest.segments} if self._latest else {}
        removed = np.array(manifest.removed, dtype=np.int64)
        segments = []
        for name in manifest.segments:
            arrays = known[name] if name in known else ArrayFile(self._path / name)
            segments.append(Segment(name, arrays, ~np.isin(arrays["key"], removed)))
        return ColumnSnapshot(manifest, segments)

    @staticmethod
    def _without(segment: Segment, remove: Iterable[int]) -> Segment:
        gone = np.isin(segment.arrays["key"], np.array(sorted(remove), dtype=np.int64))
        return replace(segment, live=segment.live & ~gone)

    def _commit(
        self, kept: list[Segment], add: Iterable[Arrays], store_id: str, sequence: int
    ) -> None:
        """Write what is new, merge, switch over, and remove what is no longer named."""
        segments = [segment for segment in kept if segment.live.any()]
        fresh: list[Path] = []
        try:
            for arrays in add:
                if not len(arrays["key"]):  # gone from the store before they were read
                    continue
                segments.append(self._written(arrays.items(), fresh))
                segments = self._merged(segments, fresh)
            segments = self._merged(segments, fresh)
            removed = [segment.arrays["key"][~segment.live] for segment in segments]
            gone = np.concatenate([np.empty(0, np.int64), *removed])
            manifest = ColumnManifest(
                layout=LAYOUT_VERSION,
                fold=FOLD_VERSION,
                store_id=store_id,
                sequence=sequence,
                segments=tuple(segment.name for segment in segments),
                removed=tuple(gone.tolist()),
            )
            write_manifest(self._path, manifest)
        except OSError as error:
            _remove(fresh)
            raise _unwritable(error) from error
        except BaseException:
            _remove(fresh)
            raise
        named = set(manifest.segments)
        # Windows keeps files that a reader has mapped; a later commit removes them.
        _remove(path for path in self._path.glob(f"*{_SUFFIX}") if path.name not in named)

    def _written(self, arrays: Iterable[tuple[str, Array]], fresh: list[Path]) -> Segment:
        path = self._path / f"c{secrets.token_hex(6)}{_SUFFIX}"
        fresh.append(path)
        write_arrays(path, arrays)
        stored = ArrayFile(path)
        return Segment(path.name, stored, np.ones(len(stored["key"]), dtype=np.bool_))

    def _merged(self, segments: list[Segment], fresh: list[Path]) -> list[Segment]:
        """Join neighbours until each segment holds more reports than all behind it.

        One that is more than half removed is written anew, too. So the number of segments grows
        with the logarithm of the archive, and a small update rewrites small segments only, except
        once in as many reports as it rewrites.
        """
        sizes = [int(np.count_nonzero(segment.live)) for segment in segments]
        for start in range(len(segments)):
            behind = sum(sizes[start + 1 :])
            hollow = 2 * sizes[start] < len(segments[start].live)
            if hollow or (behind and sizes[start] <= behind):
                break
        else:
            return segments
        parts = [(segment.arrays, segment.live) for segment in segments[start:]]
        merged = self._written(join_segments(parts), fresh)
        # What this very commit wrote nobody else can know; a rebuild would pile it up.
        replaced = {segment.name for segment in segments[start:]}
        del parts
        _remove(path for path in fresh if path.name in replaced)
        return [*segments[:start], merged]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # Imported here: it takes a tenth of a command's start, and few commands write.
        from filelock import FileLock, Timeout

        try:
            self._path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._path / _LOCK, timeout=self._lock_timeout)
            lock.acquire()
        except Timeout as error:
            raise EngineError(
                "另一个程序正在写列数据", remedy="请等它结束后再试", code="engine_locked"
            ) from error
        except OSError as error:
            raise _unwritable(error) from error
        try:
            yield
        finally:
            lock.release()


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _unwritable(error: OSError) -> EngineError:
    return EngineError(
        f"无法写入列数据（{error.strerror or error}）", remedy="请检查磁盘空间和权限"
    )


def _unreadable(error: OSError) -> EngineError:
    if isinstance(error, FileNotFoundError):
        return damaged("缺少文件")
    return EngineError(f"无法读取列数据（{error.strerror or error}）", remedy="请检查文件权限")
