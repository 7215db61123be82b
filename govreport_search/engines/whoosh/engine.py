"""The Whoosh engine: folders, locks and the switch from one index to the next.

Layout of the folder::

    CURRENT          name of the folder in use
    g<12 hex>/       a Whoosh index; updates are commits in it
    WRITELOCK        held by the one writer

A rebuild makes the next folder and then replaces CURRENT, which is atomic on every system.
"""

from __future__ import annotations

import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.util.filelock import try_for

from govreport_search import atomic
from govreport_search.engines.gram.checked import damaged
from govreport_search.engines.pattern import Pattern
from govreport_search.engines.protocol import Manifest, Matches, ReportTexts
from govreport_search.engines.whoosh.commit import commit, create, engine_errors, locked
from govreport_search.engines.whoosh.segment_file import LAYOUT_VERSION
from govreport_search.engines.whoosh.snapshot import (
    WhooshSnapshot,
    latest_commit,
    open_snapshot,
    read_commit,
)
from govreport_search.errors import EngineError

LOCK_TIMEOUT = 10.0
"""Seconds a writer waits for another one."""

_POINTER = "CURRENT"
_LOCK = "WRITELOCK"
_FOLDER = re.compile(r"g[0-9a-f]{12}")

T = TypeVar("T")


class WhooshEngine:
    """A full-text index in a folder; see ``Engine`` for what its methods promise.

    May be used by several threads, and by several processes at once.

    Args:
        path: the folder; made by the first write.
        lock_timeout: seconds to wait for another writer.
    """

    schema = LAYOUT_VERSION

    def __init__(self, path: Path, *, lock_timeout: float = LOCK_TIMEOUT) -> None:
        self._path = Path(path)
        self._lock_timeout = lock_timeout
        self._opened: tuple[Path, WhooshSnapshot] | None = None
        self._opening = threading.Lock()

    def snapshot(self) -> WhooshSnapshot:
        """The latest commit."""
        snapshot = self._read(self._open)
        if snapshot is None:
            raise EngineError(
                "还没有全文索引", remedy="请运行 govreport rebuild", code="engine_missing"
            )
        return snapshot

    def manifest(self) -> Manifest | None:
        """What the latest commit was built from, be it outdated or not."""
        return self._read(self._manifest)

    def find(self, wanted: str | Pattern) -> Matches:
        """Sections that contain a phrase or pattern in the latest commit."""
        return self.snapshot().find(wanted)

    def update(self, add: Iterable[ReportTexts], remove: Iterable[int], manifest: Manifest) -> None:
        """Add, replace and remove in one commit."""
        with self._writing():
            folder = self._folder()
            if folder is None:
                self._replace(add, manifest)
                return
            current = self.snapshot()
            current.manifest.require_successor(manifest)
            commit(folder, current, add, remove, manifest)

    def rebuild(self, reports: Iterable[ReportTexts], manifest: Manifest) -> None:
        """Make a new index in a new folder and switch to it."""
        with self._writing():
            self._replace(reports, manifest)

    def close(self) -> None:
        """Let go of the maps; they close with the last snapshot in use."""
        with self._opening:
            self._opened = None

    def _folder(self) -> Path | None:
        try:
            name = (self._path / _POINTER).read_bytes().decode("ascii", "replace").strip()
        except FileNotFoundError:
            return None
        if not _FOLDER.fullmatch(name):
            raise damaged(f"{_POINTER} 的内容无法识别")
        return self._path / name

    def _read(self, look: Callable[[Path], T]) -> T | None:
        """``look`` at the index folder in use; ``None`` where there is none."""

        def opened() -> T | None:
            with self._opening:
                folder = self._folder()
                return None if folder is None else look(folder)

        try:
            return atomic.again(opened)
        except OSError as error:
            raise _unreadable(error) from error

    def _manifest(self, folder: Path) -> Manifest:
        known = self._current(folder)
        return known.manifest if known else read_commit(folder)[0]

    def _open(self, folder: Path) -> WhooshSnapshot:
        snapshot = self._current(folder)
        if snapshot is None:
            segments = self._opened[1].segments if self._opened else ()
            known = {segment.name: segment for segment in segments}
            snapshot = open_snapshot(folder, known, self.schema)
            self._opened = (folder, snapshot)
        return snapshot

    def _current(self, folder: Path) -> WhooshSnapshot | None:
        """The open snapshot, if there was no commit since."""
        if self._opened is None or self._opened[0] != folder:
            return None
        snapshot = self._opened[1]
        return snapshot if snapshot.generation == latest_commit(folder) else None

    def _replace(self, reports: Iterable[ReportTexts], manifest: Manifest) -> None:
        old = [path for path in self._path.iterdir() if _FOLDER.fullmatch(path.name)]
        # A random name is never one that a reader has open, even if the whole index was deleted.
        folder = self._path / f"g{secrets.token_hex(6)}"
        try:
            create(folder, reports, manifest)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        with engine_errors():
            atomic.put(self._path / _POINTER, folder.name.encode("ascii"))
        for path in old:
            # Windows keeps files that a reader has mapped; the next rebuild removes them.
            shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with engine_errors():
            self._path.mkdir(parents=True, exist_ok=True)
            lock = FileStorage(str(self._path)).lock(_LOCK)
            if not try_for(lock.acquire, timeout=self._lock_timeout):
                raise locked()
        try:
            yield
        finally:
            lock.release()


def _unreadable(error: OSError) -> EngineError:
    if isinstance(error, FileNotFoundError):
        return damaged("缺少文件")
    return EngineError(f"无法读取全文索引（{error.strerror or error}）", remedy="请检查文件权限")
