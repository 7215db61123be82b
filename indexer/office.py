"""Conversion of old Word files: in batches, beside the quick queue, kept for the next run."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

from govreport_search import atomic
from govreport_search.errors import StoreError, UnreadableSourceError
from govreport_search.interrupt import held_back
from govreport_search.sentence import say
from indexer.convert import CONVERTED, convert_batch
from indexer.intake import Loaded
from indexer.pipeline import Input
from indexer.plan import Unit
from indexer.readers.sniff import kind_of

FOLDER = "converted"
"""Of the cache: converted files."""

BATCH = 50
"""Files of one start of the office, which takes a second and more ..."""

BATCH_BYTES = 200 * 1024 * 1024
"""... or fewer where they are large: they are all in memory until it has ended."""


class Conversions:
    """Converted files by the sha256 of what they were made of, so that each is converted once.

    Args:
        folder: that keeps them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, sha256: str) -> bool:
        """Whether one is kept."""
        return (self._folder / sha256).is_file()

    def get(self, sha256: str) -> bytes:
        """The DOCX; empty where none is kept."""
        with suppress(OSError):
            return (self._folder / sha256).read_bytes()
        return b""

    def put(self, sha256: str, data: bytes) -> None:
        """Written whole or not at all, whenever the process is killed.

        Raises:
            StoreError: the folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            atomic.put(self._folder / sha256, data)
        except OSError as error:
            raise StoreError(
                say("无法写入 %(folder)s（%(error)s）", folder=self._folder, error=error.strerror),
                remedy=say("请检查磁盘空间和权限后再运行；已经存下的都在"),
                code="cache_unwritable",
            ) from error


class Office:
    """What waits for the office, and what came of it; ``kept`` holds what it made."""

    def __init__(self, kept: Conversions) -> None:
        self._kept = kept
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="office")
        self._stop = Event()
        self._waiting: dict[str, Input] = {}
        self._units: list[Unit] = []
        self._running: list[tuple[list[Unit], Future[None]]] = []
        self._refused: dict[str, UnreadableSourceError] = {}

    def filled(self, loaded: Loaded) -> Loaded | None:
        """A report with its converted files, or ``None`` where one has yet to be converted.

        Raises:
            UnreadableSourceError: a file cannot be converted.
        """
        inputs = []
        for file in loaded.inputs:
            if kind_of(file.data, file.name) not in CONVERTED:
                inputs.append(file)
                continue
            if file.sha256 in self._refused:
                raise self._refused[file.sha256]
            converted = self._kept.get(file.sha256)
            if not converted:
                return None
            inputs.append(replace(file, converted=converted))
        return replace(loaded, inputs=tuple(inputs))

    def put(self, loaded: Loaded) -> None:
        """Have a report's files converted, with others."""
        for file in loaded.inputs:
            if kind_of(file.data, file.name) in CONVERTED and not self._kept.has(file.sha256):
                self._waiting[file.sha256] = file
        self._units.append(loaded.unit)
        size = sum(len(file.data) for file in self._waiting.values())
        if len(self._waiting) >= BATCH or size >= BATCH_BYTES:
            self._start()

    def converted(self) -> Iterator[Unit]:
        """Reports whose files have been converted, or refused; waits for the last ones."""
        self._start()
        while self._running:
            units, future = self._running.pop(0)
            future.result()
            yield from units

    def close(self) -> None:
        """End what is running."""
        self._stop.set()
        with held_back():
            self._threads.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        if self._units:
            future = self._threads.submit(self._convert, self._waiting)
            self._running.append((self._units, future))
            self._waiting, self._units = {}, []

    def _convert(self, files: dict[str, Input]) -> None:
        """In the thread: one start of the office."""
        results = convert_batch(
            {key: file.data for key, file in files.items()},
            {key: file.name for key, file in files.items()},
            stop=self._stop.is_set,
        )
        for key, result in results.items():
            if isinstance(result, UnreadableSourceError):
                self._refused[key] = result
            else:
                self._kept.put(key, result)
