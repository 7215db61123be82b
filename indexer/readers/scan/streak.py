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

_LONG = 5.0
"""Lines of text; a streak of this length is no stroke of a character."""

_STRETCH = 12.0
"""Lines of text; over this length a rule is taken for straight."""

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
        thickness: of the page's rules, in pixels.
    """

    grey: Grey
    cores: NDArray[np.float64]
    rules: list[Rule]
    contrast: float
    thickness: float


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


def slope(grey: Grey, line: float) -> float | None:
    """By how many pixels per pixel long rules fall to the right; ``None``: there are none.

    Args:
        grey: the evenly lit page, or the page turned for its vertical rules, which then lean
            to the right by that much per pixel downwards.
        line: height of a line of text in pixels.
    """
    slopes: list[float] = []
    weights: list[float] = []
    for rule in _pieces(_streaks(_thin(grey, line), line), line):
        if rule.end - rule.start >= _LONG * line:
            slopes.append(_slope(grey, rule, line))
            weights.append(rule.end - rule.start)
    if not slopes:
        return None
    order = np.argsort(slopes)
    passed = np.cumsum(np.array(weights)[order])
    return slopes[int(order[int(np.searchsorted(passed, passed[-1] / 2))])]


def _slope(grey: Grey, rule: Rule, line: float) -> float:
    """Of one streak: a line through the middles of its ink, finer than a pixel."""
    reach = max(4, round(0.3 * line))
    top = max(0, round(rule.at) - reach)
    part = grey[top : round(rule.at) + reach + 1, int(rule.start) : int(rule.end)]
    levels = cv2.blur(part, (9, 1)).astype(np.float32)
    dark = np.clip(levels.max(axis=0) - levels - _CONTRAST, 0, None)
    peak = dark.argmax(axis=0)
    near = np.abs(np.arange(part.shape[0])[:, None] - peak[None, :]) <= 2
    weight = np.where(near, dark, 0)
    total = weight.sum(axis=0)
    x = np.flatnonzero(total > 0)
    if len(x) < 2:
        return 0.0
    y = (weight * np.arange(part.shape[0])[:, None]).sum(axis=0)[x] / total[x]
    straight = np.polyfit(x, y, 1)
    off = np.abs(y - np.polyval(straight, x))
    kept = off <= max(1.0, 2 * float(np.median(off)))  # letters beside it pull the middle away
    return float(np.polyfit(x[kept], y[kept], 1)[0])


def tolerance(line: float) -> float:
    """Within this distance two rules are one."""
    return max(3.0, line * 0.25)


def _look(grey: Grey, cores: NDArray[np.float64], line: float) -> _Direction:
    streaks = _outside(_pieces(_streaks(_thin(grey, line), line), line), cores)
    longest = sorted(streaks, key=lambda rule: rule.start - rule.end)[:_MEASURED]
    seen = [_darkness(grey, rule.at, int(rule.start), int(rule.end), line)[1] for rule in longest]
    typical = [float(np.median(dark)) for dark in seen if dark.size]
    contrast = max(_CONTRAST, float(np.median(typical or [_CONTRAST])))
    thickness = float(np.median([_thickness(grey, rule, line) for rule in longest] or [1.0]))
    return _Direction(grey, cores, merged(streaks, max(2.0, 0.1 * line)), contrast, thickness)


def _thickness(grey: Grey, rule: Rule, line: float) -> float:
    """Of a streak, its blur included."""
    reach = round(0.5 * line)
    middle = round(rule.at)
    part = grey[max(0, middle - reach) : middle + reach + 1, int(rule.start) : int(rule.end)]
    # A bent rule is measured piece by piece; text beside it makes single pieces thicker.
    pieces = [p for p in np.array_split(part, max(1, part.shape[1] // 16), axis=1) if p.size]
    found = []
    for piece in pieces:
        dark = 255.0 - piece.mean(axis=1)
        found.append(int((dark > 0.4 * dark.max()).sum()))
    return float(np.median(found or [1]))


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
    smooth = cv2.blur(grey, (along, 1))
    # Letters may stand hard by a rule: a narrow slit of paper between them is enough.
    filled = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((2 * beside + 1, 1), np.uint8))
    thin = (filled > _CONTRAST).astype(np.uint8) * 255
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
    """Each streak where most of it lies; broad smears are none.

    Strokes of letters may hang on a rule and a long rule may be bent: so each is taken in
    stretches, and of each stretch the row that it fills most.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: list[Rule] = []
    for number in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[number])
        if area / width > line * 0.4 or width < 3 * height:
            continue
        own = labels[top : top + height, left : left + width] == number
        stretch = round(_STRETCH * line)
        for start in range(0, max(1, width - stretch // 2), stretch):
            last = start + 1.5 * stretch >= width
            part = own[:, start : width if last else start + stretch]
            filled = part.sum(axis=1)
            at = int(filled.argmax())
            near = slice(max(0, at - 2), at + 3)
            columns = np.flatnonzero(part[near].any(axis=0))
            middle = float(np.average(np.arange(height)[near], weights=filled[near]))
            begin = left + start + int(columns[0])
            found.append(Rule(top + middle, begin, left + start + int(columns[-1]) + 1))
            if last:
                break
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
        edges = [Rule(rule.at, a, b) for a, b in pairwise(marks) if b - a > reach]
        seen = [_traces(direction, edge, line) for edge in edges]
        strong = [trace is not None and trace.is_strong for trace in seen]
        weak = [trace is not None and trace.is_weak for trace in seen]
        kept += [
            edge
            for index, edge in enumerate(edges)
            if strong[index] or (weak[index] and _is_backed(index, edges, strong, weak, reach))
        ]
    return merged(kept, reach)


def _is_backed(
    index: int, edges: Sequence[Rule], strong: list[bool], weak: list[bool], reach: float
) -> bool:
    """Whether a faded edge goes on, on either side, up to one that is drawn beyond doubt."""
    for step in (-1, 1):
        at = index
        while 0 <= at + step < len(edges) and (strong[at + step] or weak[at + step]):
            near, far = (at, at + step) if step > 0 else (at + step, at)
            if edges[far].start - edges[near].end > reach:
                break
            at += step
            if strong[at]:
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Traces:
    """What is seen along an edge, measured by the page's own rules: 1 is as dark as they are.

    Attributes:
        whole: all along, letters beside it disregarded.
        free: where no text stands; negative where there is no such place.
        ends: the paler of the two ends, where text never reaches.
    """

    whole: float
    free: float
    ends: float

    @property
    def is_strong(self) -> bool:
        """Drawn beyond doubt: dark all along and joined to the rules across."""
        return self.whole >= 0.75 and self.ends >= 0.4 and (self.free < 0 or self.free >= 0.6)

    @property
    def is_weak(self) -> bool:
        """As a dotted, faded or broken rule looks; characters may look so, too."""
        return self.free >= 0.35 and self.whole >= 0.4 if self.free >= 0 else self.whole >= 0.6


def _traces(direction: _Direction, edge: Rule, line: float) -> _Traces | None:
    corner = min(round(line * 0.25), max(3, round(direction.thickness / 2 + 2)))
    start, end = round(edge.start) + corner, round(edge.end) - corner
    if end - start < _LEAST_SEEN:
        return None
    either, both = _darkness(direction.grey, edge.at, start, end, line)
    if not either.size:
        return None
    free = np.ones(end - start, dtype=np.bool_)
    for left, right in _covered(edge, direction.cores):
        free[max(0, round(left) - start) : max(0, round(right) - start)] = False
    either, both = (np.clip(d / direction.contrast, 0.0, 1.0) for d in (either, both))
    tip = max(2, round(line * 0.1))
    return _Traces(
        whole=float(either.mean()),
        free=float(both[free].mean()) if free.sum() >= _LEAST_SEEN else -1.0,
        ends=min(float(either[:tip].min()), float(either[-tip:].min())),
    )


def _darkness(
    grey: Grey, at: float, start: int, end: int, line: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How much darker than beside it a rule is, place by place; empty at the page's edge.

    Returns:
        measured by the lighter side, and by what parts it from both sides.
    """
    band, beside = max(2, round(line * 0.1)), max(3, round(line * 0.14))
    top, bottom = round(at) - band - beside, round(at) + band + beside + 1
    nothing = np.zeros(0, dtype=np.float32)
    if top < 0 or bottom > grey.shape[0] or start < 0 or end > grey.shape[1]:
        return nothing, nothing
    levels = cv2.blur(grey[top:bottom, start:end], (3, 1))
    between = cv2.morphologyEx(levels, cv2.MORPH_BLACKHAT, np.ones((2 * beside + 1, 1), np.uint8))
    levels = levels.astype(np.float32)
    lighter = np.maximum(levels[: -2 * beside], levels[2 * beside :])
    either = (lighter - levels[beside:-beside]).max(axis=0)
    return either, between[beside:-beside].max(axis=0).astype(np.float32)
