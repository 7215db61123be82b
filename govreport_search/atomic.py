"""Files that appear whole or not at all, and readers that wait for those who replace them.

Windows refuses to replace a file while a reader has it open, and refuses a reader a file that is
being replaced. Neither lasts long, so both are tried again; elsewhere the first try decides.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import BinaryIO, TypeVar

T = TypeVar("T")

ATTEMPTS = 20
PAUSE = 0.05
"""Seconds between two attempts."""

PASSING = (FileNotFoundError, PermissionError)
"""What a reader meets where a writer has just removed or is replacing a file."""


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of ``path`` when the block ends without an error.

    Readers see the old one or the new one, never half, and what they see is on the disk. One
    thread of one process writes one path at a time.

    Raises:
        OSError: it cannot be written; what stood there stays.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        again(lambda: unfinished.replace(path), PermissionError)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def put(path: Path, content: bytes) -> None:
    """The same for content that is at hand."""
    with replacing(path) as file:
        file.write(content)


def again(
    attempt: Callable[[], T], passing: type[OSError] | tuple[type[OSError], ...] = PASSING
) -> T:
    """What ``attempt`` returns, tried anew where an error may pass, for a second at most.

    Raises:
        OSError: the error of the last attempt, or one that does not pass.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return attempt()
        except passing:
            time.sleep(PAUSE)
    return attempt()
