"""What is seen along a stretch of a page where a rule may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.readers.rule import Rule
from indexer.readers.scan.streak import Grey

LEAST_SEEN = 4
"""Pixels of a stretch that must stand free of text to judge it."""

_THIRDS = 3


@dataclass(frozen=True, slots=True)
class Direction:
    """One way to look at the page; vertical rules are horizontal ones of the turned page.

    Attributes:
        grey: the evenly lit page.
        cores: left, top, right, bottom of the characters of each piece of text.
        rules: streaks that may be rules.
        contrast: how much darker than the paper beside them the page's rules are.
        thickness: of the page's rules, in pixels.
        line: height of a line of text in pixels.
    """

    grey: Grey
    cores: NDArray[np.float64]
    rules: list[Rule]
    contrast: float
    thickness: float
    line: float


@dataclass(frozen=True, slots=True)
class Traces:
    """What is seen along an edge, measured by the page's own rules: 1 is as dark as they are.

    Attributes:
        whole: all along, letters beside it disregarded.
        free: where no text stands; negative where there is no such place.
        ends: the paler of the two ends, where text never reaches.
        tips: as ``ends``, over a longer way, on the average.
        level: where no text stands, on the average of the thirds, each along its darkest row
            of pixels: noise evens out there, dots in a row do not.
        least: the palest third, in the same way.
    """

    whole: float
    free: float
    ends: float
    tips: float
    level: float
    least: float

    @property
    def is_strong(self) -> bool:
        """Drawn beyond doubt: dark all along and joined to the rules across.

        Where a thick rule across lies a little off its place, its own black hides the very end.
        """
        is_joined = self.ends >= 0.4 or (self.whole >= 0.9 and self.tips >= 0.6)
        return self.whole >= 0.75 and is_joined and (self.free < 0 or self.free >= 0.6)

    @property
    def is_weak(self) -> bool:
        """As a dotted, faded or broken rule looks; characters may look so, too."""
        if self.free >= 0:
            return self.free >= 0.35 and self.whole >= 0.4
        return self.whole >= 0.75 and self.tips >= 0.25

    @property
    def is_faint(self) -> bool:
        """As little as is left of a hairline; only between edges that are drawn."""
        return self.is_weak or (self.free >= 0 and self.level >= 0.12 and self.least >= 0.05)


def traces(direction: Direction, edge: Rule) -> Traces | None:
    """What is seen along an edge between two crossings; ``None`` if it is too short or cut off."""
    line = direction.line
    corner = min(round(line * 0.25), max(3, round(direction.thickness / 2 + 2)))
    start, end = round(edge.start) + corner, round(edge.end) - corner
    if end - start < LEAST_SEEN:
        return None
    found = _depth(direction.grey, edge.at, start, end, line)
    if not found.size:
        return None
    depth = np.clip(found / direction.contrast, 0.0, 1.0)
    dark = depth.max(axis=0)
    free = free_of(start, end, covered(edge, direction.cores))
    tip = max(2, round(line * 0.1))
    is_free = bool(free.sum() >= LEAST_SEEN)
    thirds = np.array_split(depth[:, free] if is_free else depth, _THIRDS, axis=1)
    levels = [float(third.mean(axis=1).max()) for third in thirds]
    return Traces(
        whole=float(dark.mean()),
        free=float(dark[free].mean()) if is_free else -1.0,
        ends=min(float(dark[:tip].min()), float(dark[-tip:].min())),
        tips=min(float(dark[: 2 * tip].mean()), float(dark[-2 * tip :].mean())),
        level=sum(levels) / _THIRDS,
        least=min(levels),
    )


def covered(piece: Rule, cores: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Where along a piece characters stand on it."""
    through = cores[(cores[:, 1] <= piece.at) & (piece.at <= cores[:, 3])]
    starts = np.maximum(through[:, 0], piece.start)
    ends = np.minimum(through[:, 2], piece.end)
    return [(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if b > a]


def free_of(start: int, end: int, taken: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """Which pixels of a stretch have no characters on them."""
    free = np.ones(end - start, dtype=np.bool_)
    for left, right in taken:
        free[max(0, round(left) - start) : max(0, round(right) - start)] = False
    return free


def darkness(grey: Grey, at: float, start: int, end: int, line: float) -> NDArray[np.float32]:
    """How much darker than the lighter side of it a rule is, place by place.

    Letters may stand hard by it on the other side. Empty at the page's edge.
    """
    depth = _depth(grey, at, start, end, line)
    return np.asarray(depth.max(axis=0) if depth.size else depth.reshape(-1), dtype=np.float32)


def _depth(grey: Grey, at: float, start: int, end: int, line: float) -> NDArray[np.float32]:
    """The same for each row of pixels near it."""
    band, beside = max(2, round(line * 0.1)), max(3, round(line * 0.14))
    top, bottom = round(at) - band - beside, round(at) + band + beside + 1
    if top < 0 or bottom > grey.shape[0] or start < 0 or end > grey.shape[1]:
        return np.zeros((0, 0), dtype=np.float32)
    levels = cv2.blur(grey[top:bottom, start:end], (3, 1)).astype(np.float32)
    lighter = np.maximum(levels[: -2 * beside], levels[2 * beside :])
    return np.asarray(lighter - levels[beside:-beside], dtype=np.float32)
