"""Uploads are read by ``govreport index`` in processes of their own, two at a time.

A process can be ended, may crash or run out of memory, and takes nothing of that along into the
server; and it is the way that the command line goes, with its locks and limits. What has been
read is in the store at once, so the pages ask the store how far it is. Nothing is lost when the
server ends in the middle: reading the same files again is free for what stands already, so an
upload whose record does not say that it was read is simply read once more. Two at a time, because
recognising a large scan may take an hour, and the next upload must not wait for it.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Any

from govreport_search.errors import GovReportError, NotFoundError
from govreport_search.sentence import say
from govreport_search.services.intake import Intake
from govreport_search.settings import Settings
from webui.edit.batch import BROKEN, DONE, WAITING, Batch, Uploads
from webui.edit.undo import found_again

AT_ONCE = 2
INTERRUPTED = (130, -signal.SIGINT)
"""How a reading ends that Ctrl-C reached, or which it reached before it knew how to end."""

ENDING_SECONDS = 10.0
"""How long a reading may take to end when the server does; it stores what it has."""

MOST_SAID = 600
"""Characters of what a reading says when it ends without an answer."""


class Reading:
    """The queue of uploads to read, and the threads that work on it.

    Args:
        settings: where the built data lies.
        uploads: their records.
        intake: gives what the store says of files, as the folder is now.
    """

    def __init__(self, settings: Settings, uploads: Uploads, intake: Callable[[], Intake]) -> None:
        self._intake = intake
        self._settings = settings
        self._uploads = uploads
        self._queue: SimpleQueue[Batch | None] = SimpleQueue()
        self._lock = Lock()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._closing = False
        self._threads = [
            Thread(target=self._work, name=f"reading-{number}", daemon=True)
            for number in range(AT_ONCE)
        ]

    def start(self) -> None:
        """Begin with what an earlier server left undone."""
        self._uploads.sweep()
        for batch in reversed(list(self._uploads.all())):
            if batch.state == WAITING:
                self.add(batch)
        for thread in self._threads:
            thread.start()

    def add(self, batch: Batch) -> None:
        """Read an upload when those before it are done."""
        self._queue.put(batch)

    def running(self) -> dict[str, int]:
        """Ids of the uploads that are being read now, each with its process."""
        with self._lock:
            return {key: child.pid for key, child in self._running.items()}

    def close(self) -> None:
        """Stop; what was read so far stands, the rest is read by the next server."""
        with self._lock:
            self._closing = True
            for child in self._running.values():
                _interrupt(child)
        for _ in self._threads:
            self._queue.put(None)
        until = monotonic() + ENDING_SECONDS
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, until - monotonic()))
        with self._lock:
            for child in self._running.values():
                child.kill()

    def _work(self) -> None:
        while (batch := self._queue.get()) and not self._closing:
            try:
                newest = self._uploads.get(batch.id)
                if newest.state == WAITING:
                    self._read(newest)
            except Exception as error:
                # Whatever is wrong with one upload, its page tells, and the next one is read.
                logging.getLogger(__name__).exception("upload %s could not be read", batch.id)
                self._uploads.break_off(batch, _why(error))

    def _read(self, batch: Batch) -> None:
        try:
            code, out, said = self._run(batch)
        except OSError as error:
            code, out, said = -1, b"", str(error.strerror).encode()
        if self._closing:
            return
        if code in INTERRUPTED:
            # The next server does it; or this one, if it was not to end.
            self.add(batch)
            return
        with self._uploads.changing(batch.id) as newest:
            # Somebody may have said something of a file meanwhile, or another server read it.
            if newest == batch:
                self._uploads.save(replace(_read_so(batch, out, said), older=self._older(batch)))

    def _older(self, batch: Batch) -> tuple[str, ...]:
        """What the first reading found; later ones find the upload's own reports, too."""
        if batch.older is not None:
            return batch.older
        return found_again(batch, self._uploads, self._intake())

    def _command(self, batch: Batch) -> list[str]:
        manifest = self._uploads.manifest(batch)
        said = ["--manifest", str(manifest)] if manifest else []
        paths = [str(self._uploads.path(batch, file)) for file in batch.kept]
        return [
            *(sys.executable, "-c", "from govreport_search.start import main; main()"),
            *("--index-dir", str(self._settings.index_dir)),
            *("index", "--format", "json", "--jobs", str(_jobs()), *said, "--", *paths),
        ]

    def _run(self, batch: Batch) -> tuple[int, bytes, bytes]:
        command = self._command(batch)
        with self._lock:
            if self._closing:
                return INTERRUPTED[0], b"", b""
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            self._running[batch.id] = child
        try:
            out, said = child.communicate()
        finally:
            with self._lock:
                del self._running[batch.id]
        return child.returncode, out, said


def _read_so(batch: Batch, out: bytes, said: bytes) -> Batch:
    """The record of an upload whose reading has ended."""
    summary = _summary(out)
    if summary is None:
        words = said.decode("utf-8", "replace").strip()[-MOST_SAID:]
        return replace(batch, state=BROKEN, note=words, refused=())
    refused = tuple({k: str(v) for k, v in one.items()} for one in summary["rejected"])
    return replace(batch, state=DONE, note="", refused=refused)


def _summary(out: bytes) -> dict[str, Any] | None:
    """What ``govreport index --format json`` ends with; ``None`` where it did not get there."""
    try:
        summary = json.loads(out)
    except ValueError:
        return None
    return summary if isinstance(summary, dict) and "rejected" in summary else None


def _why(error: Exception) -> str:
    """What an upload's page says of a fault that is not the files'.

    Its record keeps the text alone, which pages in other languages find again in ``kept.po``.
    """
    if isinstance(error, NotFoundError):
        return say("这次录入的记录不见了。请检查索引目录所在的磁盘，再读一次")
    if isinstance(error, GovReportError):
        return str(error)
    if isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        return say(
            "读取的结果没有写下（%(why)s）。请检查磁盘空间和索引目录的权限，再读一次", why=why
        )
    return say(
        "程序出了意料之外的错误（%(why)s）。请再读一次；详情在服务器的日志里",
        why=type(error).__name__,
    )


def _jobs() -> int:
    """One processor is left to those who search meanwhile."""
    return max(1, (os.cpu_count() or 2) - 1)


def _interrupt(child: subprocess.Popen[bytes]) -> None:
    """Ask it to end as by Ctrl-C, where there is such a thing."""
    if os.name == "nt":
        child.terminate()
    else:
        child.send_signal(signal.SIGINT)
