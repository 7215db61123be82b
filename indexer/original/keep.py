"""What was drawn, kept on disk within a bound; oldest use first out."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

from govreport_search.store import Original
from indexer.trim import trim

TRIMMED_EVERY = 50
"""Files written between two looks at how much there is."""


class Kept:
    """Files by the digest of what they were made of.

    Args:
        folder: that holds them.
        most: bytes of all together.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._written = 0

    def get(self, original: Original, name: str) -> bytes:
        """What was made before from the same bytes; empty where nothing is kept."""
        path = self._path(original, name)
        with suppress(OSError):
            data = path.read_bytes()
            os.utime(path)
            return data
        return b""

    def put(self, original: Original, name: str, data: bytes) -> None:
        """Keep what was made; a disk that is full or read-only takes nothing."""
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
