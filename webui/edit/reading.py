"""Uploads are read by ``govreport index`` in a process of its own, one upload after the other.

A process can be ended, may crash or run out of memory, and takes nothing of that along into the
server; and it is the way that the command line goes, with its locks and limits. What has been
read is in the store at once, so the pages ask the store how far it is. Nothing is lost when the
server ends in the middle: reading the same files again is free for what stands already, so an
upload whose record does not say that it was read is simply read once more.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from govreport_search.settings import Settings
from webui.edit.batch import BROKEN, DONE, WAITING, Batch, Uploads

INTERRUPTED = 130
ENDING_SECONDS = 10.0
"""How long a reading may take to end when the server does; it stores what it has."""

MOST_SAID = 600
"""Characters of what a reading says when it ends without an answer."""


class Reading:
    """The queue of uploads to read, and the thread that works on it.

    Args:
        settings: where the built data lies.
        uploads: their records.
    """

    def __init__(self, settings: Settings, uploads: Uploads) -> None:
        self._settings = settings
        self._uploads = uploads
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._closing = False
        self.current = ""
        """Id of the upload that is being read now."""
        self._thread = Thread(target=self._work, name="reading", daemon=True)

    def start(self) -> None:
        """Begin with what an earlier server left undone."""
        for batch in reversed(list(self._uploads.all())):
            if batch.state == WAITING:
                self.add(batch)
        self._thread.start()

    def add(self, batch: Batch) -> None:
        """Read an upload when those before it are done."""
        self._queue.put(batch.id)

    def close(self) -> None:
        """Stop; what was read so far stands, the rest is read by the next server."""
        self._closing = True
        self._queue.put(None)
        with self._lock:
            if self._child is not None:
                _interrupt(self._child)
        if self._thread.ident is not None:
            self._thread.join(ENDING_SECONDS)
        with self._lock:
            if self._child is not None:
                self._child.kill()

    def _work(self) -> None:
        while (key := self._queue.get()) is not None and not self._closing:
            batch = self._uploads.get(key)
            if batch.state == WAITING:
                self.current = key
                try:
                    self._read(batch)
                finally:
                    self.current = ""

    def _read(self, batch: Batch) -> None:
        try:
            code, out, said = self._run(self._command(batch))
        except OSError as error:
            code, out, said = -1, b"", str(error.strerror).encode()
        if self._closing or code == INTERRUPTED:
            return
        # Asked again: somebody may have said something of a file, or taken the upload out.
        newest = self._uploads.get(batch.id)
        if newest != batch:
            return
        summary = _summary(out)
        if summary is None:
            words = said.decode("utf-8", "replace").strip()[-MOST_SAID:]
            self._uploads.save(replace(batch, state=BROKEN, note=words, refused=()))
            return
        refused = tuple({k: str(v) for k, v in one.items()} for one in summary["rejected"])
        self._uploads.save(replace(batch, state=DONE, note="", refused=refused))

    def _command(self, batch: Batch) -> list[str]:
        manifest = self._uploads.manifest(batch)
        said = ["--manifest", str(manifest)] if manifest else []
        paths = [str(self._uploads.path(batch, file)) for file in batch.kept]
        return [
            *(sys.executable, "-c", "from govreport_search.start import main; main()"),
            *("--index-dir", str(self._settings.index_dir)),
            *("index", "--format", "json", "--jobs", str(_jobs()), *said, "--", *paths),
        ]

    def _run(self, command: Sequence[str]) -> tuple[int, bytes, bytes]:
        with self._lock:
            if self._closing:
                return INTERRUPTED, b"", b""
            child = self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        out, said = child.communicate()
        with self._lock:
            self._child = None
        return child.returncode, out, said


def _summary(out: bytes) -> dict[str, Any] | None:
    """What ``govreport index --format json`` ends with; ``None`` where it did not get there."""
    try:
        summary = json.loads(out)
    except ValueError:
        return None
    return summary if isinstance(summary, dict) and "rejected" in summary else None


def _jobs() -> int:
    """One processor is left to those who search meanwhile."""
    return max(1, (os.cpu_count() or 2) - 1)


def _interrupt(child: subprocess.Popen[bytes]) -> None:
    """Ask it to end as by Ctrl-C, where there is such a thing."""
    if os.name == "nt":
        child.terminate()
    else:
        child.send_signal(signal.SIGINT)
