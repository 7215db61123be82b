"""Files found again, checked against the digest that was stored, shown and kept for a while."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from govreport_search.errors import BusyError, NotFoundError, UnreadableSourceError
from govreport_search.sentence import say
from govreport_search.services.original import (
    CONVERTED,
    IN_MARKUP,
    IN_PAGES,
    Look,
    Presence,
    Way,
)
from govreport_search.settings import Settings
from govreport_search.store import Original
from indexer.crew import Crew
from indexer.limit import GIB, MEGABYTE, Limits
from indexer.office import FOLDER, Conversions
from indexer.original.draw import READER, Shown, Wanted, What
from indexer.original.find import Finder, absent
from indexer.original.keep import Kept
from indexer.original.measure import Measurer, Sizes
from indexer.pipeline import READER_VERSION, Input
from indexer.worker import Failure

LIMITS = Limits(int(1.5 * GIB), seconds=10, per_megabyte=1, most=30, resident=GIB // 2)
"""A page takes a tenth of a second; whoever waits for one would not wait for a minute."""

MOST_WAITING = 4
"""Pages asked for at once. Half of what a server answers at once: those who search go on."""

SHARE = 4
"""The part of the cache that shown pages may take: one in so many."""

_PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
_PNG_ENDS = b"IEND\xaeB`\x82"
"""Of a whole picture (https://www.w3.org/TR/png-3/); a power failure may leave zeros of one."""

_SIZES = "sizes.json"
_MARKUP = f"markup-{READER_VERSION}.html"
"""Its places are those of this reader."""


def open_originals(settings: Settings) -> Shower:
    """Shows the files behind an index."""
    kept = Kept(settings.cache_path / "shown", settings.cache_megabytes * MEGABYTE // SHARE)
    return Shower(kept, Conversions(settings.cache_path / FOLDER))


class Shower:
    """One worker process draws, started when it is first needed; what it drew is kept on disk.

    It satisfies ``services.original.Originals``.
    """

    def __init__(self, kept: Kept, conversions: Conversions) -> None:
        self._kept = kept
        self._conversions = conversions
        self._finder = Finder()
        self._measurer = Measurer(self._finder.opened, self._keep_sizes)
        self._one_at_a_time = threading.Lock()
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self._crew: Crew[None] | None = None

    def begin(self) -> None:
        """Start the worker that measures: nobody who opens a report should wait for it."""
        self._measurer.begin()

    def look(self, original: Original) -> Look:
        """How a file can be shown, and whether it is still what was read."""
        presence = self._finder.presence(original)
        way = Way.TEXT
        if presence is Presence.THERE:
            if original.kind in IN_PAGES:
                way = Way.PAGES
            elif original.kind in IN_MARKUP and self._is_readable(original):
                way = Way.DOCUMENT
        return Look(way, presence)

    def page(self, original: Original, page: int) -> bytes:
        """A page as a PNG file."""
        kept = self._still(original, f"{page}.png")
        if kept.startswith(_PNG_BEGINS) and kept.endswith(_PNG_ENDS):
            return kept
        png = self._shown(original, What.PAGE, page).png
        if not png:
            raise NotFoundError(
                say("这个文件没有第 %(page)s 页", page=page), remedy=say("请回到报告页")
            )
        self._kept.put(original, f"{page}.png", png)
        return png

    def sizes(self, original: Original) -> Sizes:
        """Width and height of the pages; measured when they are first asked for."""
        return _sizes(self._kept.get(original, _SIZES)) or self._measurer.sizes(original)

    def markup(self, original: Original) -> str:
        """The paragraphs and tables of a file, not yet safe to show."""
        kept = self._still(original, _MARKUP)
        if not kept:
            kept = self._shown(original, What.MARKUP).markup.encode("utf-8")
            self._kept.put(original, _MARKUP, kept)
        return kept.decode("utf-8")

    def close(self) -> None:
        """End the workers."""
        self._measurer.close()
        with self._one_at_a_time:
            if self._crew is not None:
                self._crew.close()
                self._crew = None

    def _shown(self, original: Original, what: What, page: int = 0) -> Shown:
        with self._turn():
            file = self._opened(original)  # who waits for a turn holds no file in memory
            if self._crew is None:
                self._crew = Crew(1, LIMITS, READER)
            self._crew.take(None, Wanted((file,), None, what=what, page=page))
            try:
                ((_, reading),) = self._crew.land(empty=True)
            except OSError as error:  # no worker could be started: too many files or processes
                raise BusyError(say("同时要看的页面太多"), remedy=say("请过几秒再刷新")) from error
        assert isinstance(reading.outcome, Failure)
        if reading.outcome.code:
            raise UnreadableSourceError(reading.outcome.reason, code=reading.outcome.code)
        assert isinstance(reading, Shown)
        return reading

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """A turn at the worker, unless too many wait for theirs."""
        if not self._waiting.acquire(blocking=False):
            raise BusyError(say("同时要看的页面太多"), remedy=say("请过几秒再刷新"))
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
        presence = self._finder.presence(original)
        if presence is not Presence.THERE:
            raise absent(presence)
        return self._kept.get(original, name)

    def _opened(self, original: Original) -> Input:
        file = self._finder.opened(original)
        if original.kind not in CONVERTED:
            return file
        converted = self._conversions.get(original.sha256)
        if not converted:
            raise NotFoundError(
                say("%(name)s 转换成的 DOCX 已不在缓存里", name=file.name),
                remedy=say("请看原文的文字；用 govreport index --force 重新读取后即可再看"),
            )
        return replace(file, converted=converted)

    def _is_readable(self, original: Original) -> bool:
        return original.kind not in CONVERTED or self._conversions.has(original.sha256)

    def _keep_sizes(self, original: Original, sizes: Sizes) -> None:
        self._kept.put(original, _SIZES, json.dumps(sizes).encode("ascii"))


def _sizes(kept: bytes) -> Sizes:
    """What was kept of a file's pages; nothing where that is damaged."""
    try:
        sizes = tuple((int(width), int(height)) for width, height in json.loads(kept))
    except (ValueError, TypeError, OverflowError):
        return ()
    return sizes if all(min(size) > 0 for size in sizes) else ()
