"""Files found again where they were met, by the digest of what was read."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from contextlib import suppress
from io import BufferedReader
from pathlib import Path

from govreport_search.errors import NotFoundError, UnreadableSourceError
from govreport_search.sentence import say
from govreport_search.services.original import Presence
from govreport_search.store import Original
from indexer.archive import Opener, exists, parted
from indexer.pipeline import Input, sha256_of
from indexer.readers.sniff import MAX_BYTES

MOST_CHECKED = 10_000
"""Files of which we remember what was found."""

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

Stamp = tuple[int, ...]


class Finder:
    """Where files are, and whether they are what was read; looks again when they change."""

    def __init__(self) -> None:
        self._remembering = threading.Lock()
        self._unpacking = threading.Lock()
        self._checked: dict[tuple[str, str], tuple[Stamp, bool]] = {}

    def presence(self, original: Original) -> Presence:
        """Whether a file with just these bytes is at one of its places."""
        if any(self._is_same(location, original) for location in original.locations):
            return Presence.THERE
        with suppress(OSError, ValueError):
            if any(exists(location) for location in original.locations):
                return Presence.CHANGED
        return Presence.GONE

    def opened(self, original: Original) -> Input:
        """The bytes that were read, wherever they still are.

        Raises:
            NotFoundError: with code ``original_changed`` or ``original_gone``.
        """
        for location in original.locations:
            if _stamp(location) is None:
                continue
            with suppress(OSError, ValueError, UnreadableSourceError):
                data = _bytes(location)
                if sha256_of(data) == original.sha256:
                    name = location.replace("\\", "/").rpartition("/")[2]
                    return Input(name, data, original.sha256)
        raise absent(self.presence(original))

    def _is_same(self, location: str, original: Original) -> bool:
        """Whether the bytes at a place are those that were read; looked at once a change."""
        stamp = _stamp(location)
        if stamp is None:
            return False
        here = location, original.sha256
        with self._remembering:
            known = self._checked.get(here)
        if known is not None and known[0] == stamp:
            return known[1]
        same = self._holds(location, original)
        with self._remembering:
            if len(self._checked) >= MOST_CHECKED:
                self._checked.clear()
            self._checked[here] = stamp, same
        return same

    def _holds(self, location: str, original: Original) -> bool:
        with suppress(OSError, ValueError, UnreadableSourceError):
            on_disk, members = parted(location)
            if members:
                with self._unpacking:  # one in memory, not one for each that asks
                    return sha256_of(_bytes(location)) == original.sha256
            with _stream(on_disk) as stream:
                return (
                    os.fstat(stream.fileno()).st_size == original.size
                    and hashlib.file_digest(stream, "sha256").hexdigest() == original.sha256
                )
        return False


def absent(presence: Presence) -> NotFoundError:
    """Why a file cannot be shown, and what to do."""
    if presence is Presence.CHANGED:
        return NotFoundError(
            say("原文件在读过之后变了，不再是读到的那一份"),
            remedy=say("报告页上仍有当时读到的文字；要看新的内容，请重新索引（govreport index）"),
            code="original_changed",
        )
    return NotFoundError(
        say("原文件不在原处了"),
        remedy=say("报告页上仍有当时读到的文字；把原文件放回原处后即可再看"),
        code="original_gone",
    )


def _stamp(location: str) -> Stamp | None:
    """What changes with every change of a file; ``None`` where it is gone, or no file at all."""
    try:
        now = Path(parted(location)[0]).stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(now.st_mode):
        return None
    return now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns


def _stream(path: str) -> BufferedReader:
    """An open file; a pipe that has come in its place since does not keep us waiting."""
    return os.fdopen(os.open(path, os.O_RDONLY | _AT_ONCE), "rb")


def _bytes(location: str) -> bytes:
    on_disk, members = parted(location)
    if not members:
        with _stream(on_disk) as stream:
            return stream.read(MAX_BYTES + 1)
    opener = Opener()
    try:
        return opener.read(location)
    finally:
        opener.close()
