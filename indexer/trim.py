"""Keeps the cache within its bound: what has not been used for longest goes first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from os import stat_result
from pathlib import Path


def trim(folder: Path, most: int) -> None:
    """Remove files below a folder until they hold no more than so many bytes together.

    What it holds can be made again, so a file that cannot be looked at or removed is left.
    """
    files = sorted(_files(folder), key=lambda file: max(file[1].st_atime, file[1].st_mtime))
    size = sum(held.st_size for _, held in files)
    for path, held in files:
        if size <= most:
            return
        with suppress(OSError):
            path.unlink()
            size -= held.st_size


def _files(folder: Path) -> Iterator[tuple[Path, stat_result]]:
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                yield path, path.stat()
