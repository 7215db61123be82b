"""Files found again, checked against the digest that was stored, shown and kept for a while."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from govreport_search.errors import BusyError, NotFoundError, UnreadableSourceError
from govreport_search.settings import Settings
from govreport_search.store import Original
from indexer.archive import Opener, parted
from indexer.crew import Crew
from indexer.limit import GIB, MEGABYTE, Limits
from indexer.original.draw import READER, Shown, Wanted
from indexer.pipeline import Input, sha256_of
from indexer.readers.sniff import MAX_BYTES
from indexer.trim import trim
from indexer.worker import Failure

LIMITS = Limits(int(1.5 * GIB), seconds=10, per_megabyte=1, most=30, resident=GIB // 2)
"""A page takes a tenth of a second; whoever waits for one would not wait for a minute."""

MOST_WAITING = 4
"""Pages asked for at once. Half of what a server answers at once: those who search go on."""

MOST_CHECKED = 10_000
"""Files of which we remember when their bytes were looked at."""

TRIMMED_EVERY = 50
"""Files written between two looks at how much there is."""

SHARE = 4
"""The part of the cache that shown pages may take: one in so many."""


def open_originals(settings: Settings) -> Shower:
    """Shows the files behind an index."""
    return Shower(settings.cache_path / "shown", settings.cache_megabytes * MEGABYTE // SHARE)


class Shower:
    """One worker process draws, started when it is first needed; what it drew is kept on disk.

    It satisfies ``services.original.Originals``.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._one_at_a_time = threading.Lock()
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self._checking = threading.Lock()
        self._checked: dict[tuple[str, str], tuple[int, ...]] = {}
        self._crew: Crew[None] | None = None
        self._written = 0

    def stands(self, original: Original) -> bool:
        """Whether a file of the right size is still where it was met; a quick look."""
        return any(_may_be(location, original) for location in original.locations)

    def page(self, original: Original, page: int) -> bytes:
        """A page as a PNG file."""
        kept = self._still(original, f"{page}.png")
        if kept:
            return kept
        shown = self._shown(original, page)
        if not shown.png:
            raise NotFoundError(f"这个文件没有第 {page} 页", remedy="请回到报告页")
        self._keep(original, "sizes.json", json.dumps(shown.sizes).encode("ascii"))
        self._keep(original, f"{page}.png", shown.png)
        return shown.png

    def sizes(self, original: Original) -> tuple[tuple[int, int], ...]:
        """Width and height of the pages, as far as one of them was drawn before."""
        kept = self._kept(original, "sizes.json")
        return tuple((int(width), int(height)) for width, height in json.loads(kept or "[]"))

    def markup(self, original: Original) -> str:
        """The report's part of a web page, not yet safe to show."""
        kept = self._still(original, "markup.html")
        if not kept:
            kept = self._shown(original, 0).markup.encode("utf-8")
            self._keep(original, "markup.html", kept)
        return kept.decode("utf-8")

    def close(self) -> None:
        """End the worker."""
        with self._one_at_a_time:
            if self._crew is not None:
                self._crew.close()
                self._crew = None

    def _shown(self, original: Original, page: int) -> Shown:
        with self._turn():
            file = _opened(original)  # who waits for a turn holds no file in memory
            if self._crew is None:
                self._crew = Crew(1, LIMITS, READER)
            self._crew.take(None, Wanted((file,), None, page=page))
            ((_, reading),) = self._crew.land(empty=True)
        assert isinstance(reading.outcome, Failure)
        if reading.outcome.code:
            raise UnreadableSourceError(reading.outcome.reason, code=reading.outcome.code)
        assert isinstance(reading, Shown)
        return reading

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """A turn at the worker, unless too many wait for theirs."""
        if not self._waiting.acquire(blocking=False):
            raise BusyError("同时要看的页面太多", remedy="请过几秒再刷新")
        try:
            with self._one_at_a_time:
                yield
        finally:
            self._waiting.release()

    def _still(self, original: Original, name: str) -> bytes:
        """What was drawn before of a file that is as it was; empty where nothing is kept.

        What stands beside a report is what anybody can go and look at.

        Raises:
            NotFoundError: the file has gone or changed.
        """
        if not self.stands(original):
            raise _gone()
        kept = self._kept(original, name)
        if kept and not any(self._is_same(location, original) for location in original.locations):
            raise _gone()
        return kept

    def _is_same(self, location: str, original: Original) -> bool:
        """Whether the bytes at a place are those that were read; looked at once a change."""
        stamp = _stamp(location)
        if stamp is None:
            return False
        here = location, original.sha256
        with self._checking:  # one file in memory, not one for each that asks
            if self._checked.get(here) == stamp:
                return True
            if not _holds(location, original):
                return False
            if len(self._checked) >= MOST_CHECKED:
                self._checked.clear()
            self._checked[here] = stamp
            return True

    def _kept(self, original: Original, name: str) -> bytes:
        """What was drawn before from the same bytes; empty where nothing is kept."""
        path = self._path(original, name)
        with suppress(OSError):
            data = path.read_bytes()
            os.utime(path)
            return data
        return b""

    def _keep(self, original: Original, name: str, data: bytes) -> None:
        """Keep what was drawn; a disk that is full or read-only takes nothing."""
        path = self._path(original, name)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f"{name}.{threading.get_ident()}.part")
            unfinished.write_bytes(data)
            unfinished.replace(path)
        self._written += 1
        if self._written % TRIMMED_EVERY == 1:
            trim(self._folder, self._most)

    def _path(self, original: Original, name: str) -> Path:
        return self._folder / original.sha256[:2] / original.sha256 / name


def _may_be(location: str, original: Original) -> bool:
    on_disk, members = parted(location)
    try:
        size = Path(on_disk).stat().st_size
    except (OSError, ValueError):
        return False
    return bool(members) or size == original.size


def _stamp(location: str) -> tuple[int, ...] | None:
    """What changes with every change of a file; ``None`` where it is gone."""
    try:
        now = Path(parted(location)[0]).stat()
    except (OSError, ValueError):
        return None
    return now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns


def _holds(location: str, original: Original) -> bool:
    with suppress(OSError, ValueError, UnreadableSourceError):
        return sha256_of(_bytes(location)) == original.sha256
    return False


def _opened(original: Original) -> Input:
    """The bytes that were read, wherever they still are."""
    for location in original.locations:
        with suppress(OSError, ValueError, UnreadableSourceError):
            data = _bytes(location)
            if sha256_of(data) == original.sha256:
                name = location.replace("\\", "/").rpartition("/")[2]
                return Input(name, data, original.sha256)
    raise _gone()


def _bytes(location: str) -> bytes:
    on_disk, members = parted(location)
    if not members:
        with Path(on_disk).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    opener = Opener()
    try:
        return opener.read(location)
    finally:
        opener.close()


def _gone() -> NotFoundError:
    return NotFoundError(
        "原文件已变或不在了",
        remedy="报告页上仍有读到的文字；把原文件放回原处后即可再看",
        code="original_gone",
    )
