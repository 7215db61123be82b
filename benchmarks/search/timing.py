"""CPU seconds, side by side: contestants take turns, so that a slow moment hits all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

LEAST = 0.03
"""Seconds of one measurement: quicker work is done many times in a row, and once before, because
the contestant before it has left the processor's caches full of its own."""

Work = Callable[[], Any]


def side_by_side(works: Mapping[str, Work], rounds: int, budget: float) -> dict[str, float]:
    """Median CPU seconds of each, warm.

    Args:
        rounds: measurements of each, fewer where it takes more than ``budget`` seconds in all.
    """
    repeats, taken = {}, {}
    for name, work in works.items():
        work()
        once = _timed(work, 1)
        repeats[name] = max(1, min(500, int(LEAST / max(once, 1e-7))))
        taken[name] = [_timed(work, repeats[name])]
    for _ in range(rounds - 1):
        for name, work in works.items():
            if sum(taken[name]) * repeats[name] < budget:
                if repeats[name] > 1:
                    work()
                taken[name].append(_timed(work, repeats[name]))
    return {name: statistics.median(times) for name, times in taken.items()}


def _timed(work: Work, repeat: int) -> float:
    begin = time.process_time()
    for _ in range(repeat):
        work()
    return (time.process_time() - begin) / repeat


def say(*words: object) -> None:
    """Print with the time of day: a run takes minutes."""
    print(time.strftime("%H:%M:%S"), *words, flush=True)
