"""The rules of tables on a page that was scanned.

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
from indexer.readers.scan.engine import Quad
from indexer.readers.scan.streak import CONTRAST, Grey, streaks, thickness

_MARGIN = 0.12
"""Of the height of a found piece of text, on each side: the detector takes some paper along."""

_THROUGH_TEXT = 0.5
"""A streak inside characters for this part of its length is made of their strokes."""

_MEASURED = 20
"""So many of the longest streaks say how dark the page's rules are."""

_LEAST_SEEN = 4
"""Pixels of an edge that must stand free of text to judge it."""

_DANGLING = 3
"""So many rules that end side by side are a table that goes on, on the next page."""


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


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a page.

    Attributes:
        across, down: horizontal and vertical ones.
        thickness: theirs, in pixels, blur included.
    """

    across: list[Rule]
    down: list[Rule]
    thickness: float


def rules(grey: Grey, quads: Sequence[Quad], line: float) -> Rules:
    """The rules of tables on a page.

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
    return Rules(
        level + _open_ends(level, upright, line),
        _drawn(down, rows, line),
        max(across.thickness, down.thickness),
    )


def tolerance(line: float) -> float:
    """Within this distance two rules are one."""
    return max(3.0, line * 0.25)


def _look(grey: Grey, cores: NDArray[np.float64], line: float) -> _Direction:
    found = _outside(streaks(grey, line), cores)
    longest = sorted(found, key=lambda rule: rule.start - rule.end)[:_MEASURED]
    # Short ones are strokes and seals as often as rules: a rule counts for as much as it is long.
    seen = [_darkness(grey, rule.at, int(rule.start), int(rule.end), line) for rule in longest]
    typical = np.concatenate([*seen, np.zeros(0, dtype=np.float32)])
    contrast = max(CONTRAST, float(np.median(typical)) if typical.size else 0.0)
    thick = float(np.median([thickness(grey, rule, line) for rule in longest] or [1.0]))
    return _Direction(grey, cores, merged(found, max(2.0, 0.1 * line)), contrast, thick)


def _cores(quads: Sequence[Quad]) -> NDArray[np.float64]:
    """Left, top, right, bottom of the characters of each piece, without the margin around it."""
    found = np.zeros((len(quads), 4))
    for index, quad in enumerate(quads):
        (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
        margin = _MARGIN * min(right - left, bottom - top)
        found[index] = left + margin, top + margin, right - margin, bottom - margin
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
        faint = [trace is not None and trace.is_faint for trace in seen]
        kept += [
            edge
            for index, edge in enumerate(edges)
            if strong[index]
            or (weak[index] and _backing(index, edges, strong, weak, reach) >= 1)
            or (faint[index] and _backing(index, edges, strong, faint, reach) == 2)
        ]
    return merged(kept, reach)


def _backing(
    index: int, edges: Sequence[Rule], strong: list[bool], pale: list[bool], reach: float
) -> int:
    """On how many sides a faded edge goes on up to one that is drawn beyond doubt."""
    sides = 0
    for step in (-1, 1):
        at = index
        while 0 <= at + step < len(edges) and (strong[at + step] or pale[at + step]):
            near, far = (at, at + step) if step > 0 else (at + step, at)
            if edges[far].start - edges[near].end > reach:
                break
            at += step
            if strong[at]:
                sides += 1
                break
    return sides


@dataclass(frozen=True, slots=True)
class _Traces:
    """What is seen along an edge, measured by the page's own rules: 1 is as dark as they are.

    Attributes:
        whole: all along, letters beside it disregarded.
        free: where no text stands; negative where there is no such place.
        ends: the paler of the two ends, where text never reaches.
        least: the palest third of it.
    """

    whole: float
    free: float
    ends: float
    least: float

    @property
    def is_strong(self) -> bool:
        """Drawn beyond doubt: dark all along and joined to the rules across."""
        return self.whole >= 0.75 and self.ends >= 0.4 and (self.free < 0 or self.free >= 0.6)

    @property
    def is_weak(self) -> bool:
        """As a dotted, faded or broken rule looks; characters may look so, too."""
        return self.free >= 0.35 and self.whole >= 0.4 if self.free >= 0 else self.whole >= 0.6

    @property
    def is_faint(self) -> bool:
        """As little as is left of a hairline; only between edges that are drawn."""
        return self.is_weak or (self.free >= 0.2 and self.whole >= 0.2 and self.least >= 0.12)


def _traces(direction: _Direction, edge: Rule, line: float) -> _Traces | None:
    corner = min(round(line * 0.25), max(3, round(direction.thickness / 2 + 2)))
    start, end = round(edge.start) + corner, round(edge.end) - corner
    if end - start < _LEAST_SEEN:
        return None
    dark = _darkness(direction.grey, edge.at, start, end, line)
    if not dark.size:
        return None
    free = np.ones(end - start, dtype=np.bool_)
    for left, right in _covered(edge, direction.cores):
        free[max(0, round(left) - start) : max(0, round(right) - start)] = False
    dark = np.clip(dark / direction.contrast, 0.0, 1.0)
    tip = max(2, round(line * 0.1))
    return _Traces(
        whole=float(dark.mean()),
        free=float(dark[free].mean()) if free.sum() >= _LEAST_SEEN else -1.0,
        least=min(float(third.mean()) for third in np.array_split(dark, 3)),
        ends=min(float(dark[:tip].min()), float(dark[-tip:].min())),
    )


def _darkness(grey: Grey, at: float, start: int, end: int, line: float) -> NDArray[np.float32]:
    """How much darker than the lighter side of it a rule is, place by place.

    Letters may stand hard by it on the other side. Empty at the page's edge.
    """
    band, beside = max(2, round(line * 0.1)), max(3, round(line * 0.14))
    top, bottom = round(at) - band - beside, round(at) + band + beside + 1
    if top < 0 or bottom > grey.shape[0] or start < 0 or end > grey.shape[1]:
        return np.zeros(0, dtype=np.float32)
    levels = cv2.blur(grey[top:bottom, start:end], (3, 1)).astype(np.float32)
    lighter = np.maximum(levels[: -2 * beside], levels[2 * beside :])
    return np.asarray((lighter - levels[beside:-beside]).max(axis=0), dtype=np.float32)
