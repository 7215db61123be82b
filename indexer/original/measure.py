"""Sizes of pages, known before the first one is drawn: who lays out a page cannot wait long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from time import monotonic

from govreport_search.errors import GovReportError
from govreport_search.store import Original
from indexer.crew import Crew
from indexer.limit import GIB, Limits
from indexer.original.draw import READER, Shown, Wanted, What
from indexer.pipeline import Input, sha256_of

Sizes = tuple[tuple[int, int], ...]

LIMITS = Limits(GIB, seconds=5, per_megabyte=0.5, most=20, resident=GIB // 2)
"""The boxes of a hundred pages take some milliseconds: nothing is decoded."""

WAIT = 3.0
"""Seconds that a page of ours waits; the worker's start takes half a second, once."""

_PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"

RESTING = 30.0
"""Seconds until a file that could not be measured is tried again: the cause may have gone."""

MOST_FAILED = 1_000
"""Files of which that is remembered."""

MOST_WAITING = 4
"""Files measured at once; who comes when there are more does not wait."""


class Measurer:
    """A worker of its own, so that nobody waits for pages that others have drawn.

    Args:
        opened: the bytes of a file, or an error of ours.
        keep: is told what was found.
    """

    def __init__(
        self, opened: Callable[[Original], Input], keep: Callable[[Original, Sizes], None]
    ) -> None:
        self._opened = opened
        self._keep = keep
        self._crew: Crew[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="measuring")
        self._asking = threading.Lock()
        self._under_way: dict[str, Future[Sizes]] = {}
        self._failed: dict[str, float] = {}

    def begin(self) -> None:
        """Start the worker: it is given an image of one pixel."""
        self._thread.submit(self._read, Input("pixel.gif", _PIXEL, sha256_of(_PIXEL)))

    def sizes(self, original: Original) -> Sizes:
        """Width and height of the pages; none where it takes too long, and later then."""
        with self._asking:
            future = self._under_way.get(original.sha256)
            if future is None:
                failed = self._failed.get(original.sha256, -RESTING)
                if len(self._under_way) >= MOST_WAITING or monotonic() - failed < RESTING:
                    return ()
                future = self._thread.submit(self._measured, original)
                self._under_way[original.sha256] = future
        with suppress(OSError, GovReportError):  # among them that it takes too long
            return future.result(WAIT)
        return ()

    def close(self) -> None:
        """End the worker."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._crew is not None:
            self._crew.close()
        self._thread.shutdown(wait=True)

    def _measured(self, original: Original) -> Sizes:
        if len(self._failed) >= MOST_FAILED:
            self._failed.clear()
        self._failed[original.sha256] = monotonic()  # until it has not
        try:
            sizes = self._read(self._opened(original))
            if sizes:
                self._keep(original, sizes)
                self._failed.pop(original.sha256, None)
            return sizes
        finally:
            with self._asking:
                self._under_way.pop(original.sha256, None)

    def _read(self, file: Input) -> Sizes:
        """In the thread: the worker is asked."""
        if self._crew is None:
            self._crew = Crew(1, LIMITS, READER)
        self._crew.take(None, Wanted((file,), None, what=What.SIZES))
        ((_, reading),) = self._crew.land(empty=True)
        return reading.sizes if isinstance(reading, Shown) else ()
