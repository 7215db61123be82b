"""What a reader may take: memory, processor time, time by the clock."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path

GIB = 1024**3
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the workers of one queue.

    Attributes:
        memory: bytes of address space that a worker may take beyond those it starts with. The
            system holds to it on Linux; macOS and Windows have no such limit that works, there
            only the clamps of the readers hold.
        seconds: processor time for any report ...
        per_megabyte: ... and more for each megabyte of its files ...
        most: ... but never more than this.
        resident: a worker that ever held so many bytes is replaced by a fresh one.
    """

    memory: int
    seconds: float
    per_megabyte: float
    most: float
    resident: int

    def processor(self, size: int) -> float:
        """Seconds of processor time for files of so many bytes; on Windows there is none."""
        return min(self.most, self.seconds + self.per_megabyte * size / MEGABYTE)

    def clock(self, size: int) -> float:
        """Seconds by the clock: the processor may be busy with other things, too."""
        return 2 * self.processor(size) + 30


QUICK = Limits(int(2.5 * GIB), seconds=90, per_megabyte=20, most=600, resident=GIB)
"""The longest published PDF read on both paths takes 40 s."""

OCR = Limits(6 * GIB, seconds=600, per_megabyte=600, most=4 * 3600, resident=3 * GIB)
"""A page takes 12 s on one processor, and a scanned page has 100 kB or more."""


def limit_memory(more: int) -> None:
    """From now on this process gets so many bytes more, and no core dump is written."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + more
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def limit_processor(seconds: float | None) -> None:
    """From now on this process gets so many seconds; the system ends it then."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = hard
    if seconds is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = math.ceil(used.ru_utime + used.ru_stime + seconds)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def most_resident() -> int:
    """The most bytes that this process ever held; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
