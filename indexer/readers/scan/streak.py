"""Finds the rules of tables on a page that was scanned: faded, broken, slightly bent.

Streaks that may be rules are found first, over-eagerly. Then each edge between two crossings is
looked at on its own: what is drawn must also be drawn where no text stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.readers.rule import Rule
from indexer.readers.ruled import merged
from indexer.readers.scan.engine import Image, Quad

Grey = NDArray[np.uint8]
"""Brightness, 255 is paper."""

Mask = NDArray[np.uint8]
"""255 where something is."""

_CONTRAST = 14
"""By how much a rule is darker than what lies beside it, of 255, averaged along it."""

_MARGIN = 0.12
"""Of the height of a found piece of text, on each side: the detector takes some paper along."""

_THROUGH_TEXT = 0.5
"""A streak inside characters for this part of its length is made of their strokes."""

_MEASURED = 20
"""So many of the longest streaks say how dark the page's rules are."""

_PART = 0.5
"""A piece of an edge at least this dark, measured by the page's rules, is drawn."""

_WHOLE = 0.85
"""The same for an edge of which text covers everything."""

_DRAWN = 0.7
"""Part of the pieces of an edge, as far as no text covers them, that must be drawn."""

_LEAST_SEEN = 4
"""Pixels of an edge that must stand free of text to judge it."""

_DANGLING = 3
"""So many rules that end side by side are a table that goes on, on the next page."""


def paper(image: Image, *, red: bool = True) -> Grey:
    """The page in grey as if evenly lit: shadows and tinted paper become white.

    Args:
        image: the page in colour.
        red: keep red ink; without it seals vanish from what they were stamped on.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if red else np.ascontiguousarray(image[:, :, 0])
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA
    )
    reach = max(5, min(small.shape) // 40) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    ground = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), 5)
    ground = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    even = grey.astype(np.float32) * (255.0 / np.maximum(ground, 40))
    return np.asarray(np.clip(even, 0, 255), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Direction:
    """One way to look at the page; vertical rules are horizontal ones of the turned page.

    Attributes:
        grey: the evenly lit page.
        cores: left, top, right, bottom of the characters of each piece of text.
        rules: streaks that may be rules.
        contrast: how much darker than the paper beside them the page's rules are.
    """

    grey: Grey
    cores: NDArray[np.float64]
    rules: list[Rule]
    contrast: float


def rules(grey: Grey, quads: Sequence[Quad], line: float) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules.

    Args:
        grey: the evenly lit page, set straight.
        quads: the pieces of text on it; strokes of characters in a row are no rule.
        line: height of a line of text in pixels.
    """
    cores = _cores(quads)
    across = _look(grey, cores, line)
    down = _look(np.ascontiguousarray(grey.T), cores[:, [1, 0, 3, 2]], line)
    rows = across.rules + _open_ends(across.rules, down.rules, line)
    upright = _drawn(down, rows, line)
    level = _drawn(across, upright, line)
    return level + _open_ends(level, upright, line), _drawn(down, rows, line)


def tolerance(line: float) -> float:
    """Within this distance two rules are one."""
    return max(3.0, line * 0.25)


def _look(grey: Grey, cores: NDArray[np.float64], line: float) -> _Direction:
    streaks = _outside(_pieces(_streaks(_thin(grey, line), line), line), cores)
    longest = sorted(streaks, key=lambda rule: rule.start - rule.end)[:_MEASURED]
    seen = [
        _darkness(grey, rule.at, np.arange(int(rule.start), int(rule.end)), line)
        for rule in longest
    ]
    contrast = float(np.median([dark for dark in seen if dark is not None] or [_CONTRAST]))
    return _Direction(grey, cores, merged(streaks, tolerance(line)), max(contrast, _CONTRAST))


def _cores(quads: Sequence[Quad]) -> NDArray[np.float64]:
    """Left, top, right, bottom of the characters of each piece, without the margin around it."""
    found = np.zeros((len(quads), 4))
    for index, quad in enumerate(quads):
        (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
        margin = _MARGIN * min(right - left, bottom - top)
        found[index] = left + margin, top + margin, right - margin, bottom - margin
    return found


def _thin(grey: Grey, line: float) -> Mask:
    """Where it is darker than above and below, seen over a short way."""
    along = max(5, round(line * 0.3)) | 1
    beside = max(3, round(line * 0.14))
    smooth = cv2.blur(grey, (along, 1)).astype(np.int16)
    above = np.roll(smooth, beside, axis=0)
    below = np.roll(smooth, -beside, axis=0)
    thin = (np.minimum(above, below) - smooth > _CONTRAST).astype(np.uint8) * 255
    thin[:beside], thin[-beside:] = 0, 0
    # A bent rule climbs by steps.
    return np.asarray(cv2.dilate(thin, np.ones((3, 1), np.uint8)), np.uint8)


def _streaks(thin: Mask, line: float) -> Mask:
    """What runs on for longer than a character is wide, small gaps closed."""
    gap = max(5, round(line * 0.4)) | 1
    joined = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    length = max(18, round(line * 0.9))
    opened = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    return np.asarray(opened, np.uint8)


def _pieces(mask: Mask, line: float) -> list[Rule]:
    """Each streak with its middle; broad smears are none."""
    count, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: list[Rule] = []
    for number in range(1, count):
        left, _, width, height, area = (int(value) for value in stats[number])
        if area / width <= line * 0.4 and width >= 3 * height:
            found.append(Rule(float(middles[number][1]), left, left + width))
    return found


def _outside(pieces: list[Rule], cores: NDArray[np.float64]) -> list[Rule]:
    """Those that do not run through text for most of their length."""
    kept = []
    for piece in pieces:
        shared = sum(end - start for start, end in _covered(piece, cores))
        if shared < _THROUGH_TEXT * (piece.end - piece.start):
            kept.append(piece)
    return kept


def _covered(piece: Rule, cores: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Where along a piece characters stand on it."""
    through = cores[(cores[:, 1] <= piece.at) & (piece.at <= cores[:, 3])]
    starts = np.maximum(through[:, 0], piece.start)
    ends = np.minimum(through[:, 2], piece.end)
    return [(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if b > a]


def _open_ends(rules: list[Rule], crossing: list[Rule], line: float) -> list[Rule]:
    """A rule to add where several that cross the others end side by side in the open."""
    added: list[Rule] = []
    reach = tolerance(line)
    for side in (1, 2):
        open_ends: list[tuple[float, float]] = []
        for rule in crossing:
            met = [o.at for o in rules if o.start - reach <= rule.at <= o.end + reach]
            if not any(rule.start - reach <= at <= rule.end + reach for at in met):
                continue
            if min(abs(rule[side] - at) for at in met) > 0.8 * line:
                open_ends.append((rule[side], rule.at))
        group: list[tuple[float, float]] = []
        for end in [*sorted(open_ends), (float("inf"), 0.0)]:
            if group and end[0] - group[-1][0] > 0.5 * line:
                if len(group) >= _DANGLING:
                    places = [at for _, at in group]
                    edge = min(group)[0] if side == 1 else max(group)[0]
                    added.append(Rule(edge, min(places), max(places)))
                group = []
            group.append(end)
    return added


def _drawn(direction: _Direction, crossing: Sequence[Rule], line: float) -> list[Rule]:
    """The rules, each as far as its edges between the crossing ones are drawn."""
    reach = tolerance(line)
    kept: list[Rule] = []
    for rule in direction.rules:
        marks = sorted(o.at for o in crossing if o.start - reach <= rule.at <= o.end + reach)
        for start, end in pairwise(marks):
            if end - start > reach and _is_drawn(direction, Rule(rule.at, start, end), line):
                kept.append(Rule(rule.at, start, end))
    return merged(kept, reach)


def _is_drawn(direction: _Direction, edge: Rule, line: float) -> bool:
    """Whether an edge is dark all along where no text stands on it.

    It is judged piece by piece, each a line of text long: pixel by pixel noise would decide,
    as a whole a bend in the paper.
    """
    corner = max(3, round(line * 0.12))
    start, end = round(edge.start) + corner, round(edge.end) - corner
    free = np.ones(max(0, end - start), dtype=np.bool_)
    for left, right in _covered(edge, direction.cores):
        free[max(0, round(left) - start) : max(0, round(right) - start)] = False
    pieces = np.array_split(np.arange(start, start + free.size), max(1, round(free.size / line)))
    darkness = [
        _darkness(direction.grey, edge.at, piece[free[piece - start]], line) for piece in pieces
    ]
    judged = [dark for dark in darkness if dark is not None]
    if not judged:
        whole = _darkness(direction.grey, edge.at, np.arange(start, end), line)
        return whole is not None and whole >= _WHOLE * direction.contrast
    drawn = sum(dark >= _PART * direction.contrast for dark in judged)
    return drawn >= _DRAWN * len(judged)


def _darkness(grey: Grey, at: float, columns: NDArray[np.int64], line: float) -> float | None:
    """How much darker it is along some columns of a rule than beside it; ``None``: too few."""
    if columns.size < _LEAST_SEEN:
        return None
    band, beside = max(2, round(line * 0.1)), max(3, round(line * 0.14))
    middle = round(at)
    top, bottom = middle - band - beside, middle + band + beside + 1
    if top < 0 or bottom > grey.shape[0]:
        return None
    levels = grey[top:bottom, columns].mean(axis=1)
    inside = levels[beside:-beside]
    lighter = np.minimum(levels[: -2 * beside], levels[2 * beside :])
    return float((lighter - inside).max())
