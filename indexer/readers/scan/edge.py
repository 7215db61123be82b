"""The rules of tables on a page that was scanned.

Streaks that may be rules are found first, over-eagerly. Then each edge between two crossings is
looked at on its own: what is drawn must also be drawn where no text stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.readers.rule import Rule
from indexer.readers.ruled import merged
from indexer.readers.scan.engine import Quad
from indexer.readers.scan.streak import CONTRAST, Grey, streaks, thickness
from indexer.readers.scan.trace import (
    LEAST_SEEN,
    Direction,
    Traces,
    covered,
    darkness,
    free_of,
    traces,
)

_MARGIN = 0.12
"""Of the height of a found piece of text, on each side: the detector takes some paper along."""

_THROUGH_TEXT = 0.5
"""A streak inside characters for this part of its length is made of their strokes."""

_TALL_ENOUGH = 1.6
"""Lines of text; a streak this long that is also dark beside the characters is a rule."""

_BESIDE = 0.6
"""How dark such a streak is all along, and where no characters stand, of 1 for a rule."""

_MEASURED = 20
"""So many of the longest streaks say how dark the page's rules are."""

_LONG_RUN = 4.0
"""Lines of text; dots in a row over this length are a rule by themselves."""

_DOTTED = 0.3
"""Share of such a row that is dark."""

_JOINED = 0.1
"""How dark its ends are at least: digits below each other leave paper at every rule across."""

_CLOSEST = 0.5
"""Lines of text; between rules closer than this nothing can stand."""

_BEYOND = 2
"""So many edges farther than it is seen a rule may go on."""

_OPEN = 0.8
"""Lines of text; an end so far from every rule across is open, and such ends so near each other
are side by side: no row of text is lower."""

_DANGLING = 3
"""So many rules that end side by side are a table that goes on, on the next page."""


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
    rows = across.rules + open_ends(across.rules, down.rules, line)
    upright = _drawn(down, rows, line)
    level = _drawn(across, upright, line)
    return Rules(
        level + open_ends(level, upright, line),
        _drawn(down, rows, line),
        max(across.thickness, down.thickness),
    )


def tolerance(line: float) -> float:
    """Within this distance two rules are one."""
    return max(3.0, line * 0.25)


def _look(grey: Grey, cores: NDArray[np.float64], line: float) -> Direction:
    found = _outside(grey, streaks(grey, line), cores, line)
    longest = sorted(found, key=lambda rule: rule.start - rule.end)[:_MEASURED]
    # Short ones are strokes and seals as often as rules: a rule counts for as much as it is long.
    seen = [darkness(grey, rule.at, int(rule.start), int(rule.end), line) for rule in longest]
    typical = np.concatenate([*seen, np.zeros(0, dtype=np.float32)])
    contrast = max(CONTRAST, float(np.median(typical)) if typical.size else 0.0)
    thick = float(np.median([thickness(grey, rule, line) for rule in longest] or [1.0]))
    lying = _without_doubles(merged(found, max(2.0, 0.1 * line)), line)
    return Direction(grey, cores, lying, contrast, thick, line)


def _without_doubles(found: list[Rule], line: float) -> list[Rule]:
    """Without those all along which a longer one lies closer than a line of text needs.

    The flank of a thick rule, or strokes hard by it, would make a row of blank cells.
    """
    kept: list[Rule] = []
    reach = tolerance(line)
    for rule in sorted(found, key=lambda rule: rule.start - rule.end):
        if not any(
            abs(other.at - rule.at) < _CLOSEST * line
            and other.start - reach <= rule.start
            and rule.end <= other.end + reach
            for other in kept
        ):
            kept.append(rule)
    return sorted(kept)


def _cores(quads: Sequence[Quad]) -> NDArray[np.float64]:
    """Left, top, right, bottom of the characters of each piece, without the margin around it."""
    found = np.zeros((len(quads), 4))
    for index, quad in enumerate(quads):
        (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
        margin = _MARGIN * min(right - left, bottom - top)
        found[index] = left + margin, top + margin, right - margin, bottom - margin
    return found


def _outside(grey: Grey, pieces: list[Rule], cores: NDArray[np.float64], line: float) -> list[Rule]:
    """Those that do not run through text for most of their length, or not only through text.

    Labels that stand hard by a rule, or on both sides of it, are found together with it.
    """
    kept = []
    for piece in pieces:
        taken = covered(piece, cores)
        length = piece.end - piece.start
        shared = sum(end - start for start, end in taken)
        if shared < _THROUGH_TEXT * length or (
            length >= _TALL_ENOUGH * line and _goes_on(grey, piece, taken, line)
        ):
            kept.append(piece)
    return kept


def _goes_on(grey: Grey, piece: Rule, taken: Sequence[tuple[float, float]], line: float) -> bool:
    """Whether a streak is as dark between the lines of text as in them."""
    dark = darkness(grey, piece.at, int(piece.start), int(piece.end), line)
    free = free_of(int(piece.start), int(piece.end), taken)
    if not dark.size or free.sum() < LEAST_SEEN:
        return False
    dark = np.clip(dark / max(CONTRAST, float(np.percentile(dark, 90))), 0.0, 1.0)
    return min(float(dark.mean()), float(dark[free].mean())) >= _BESIDE


def open_ends(rules: list[Rule], crossing: list[Rule], line: float) -> list[Rule]:
    """A rule to add where several that cross the others end side by side in the open.

    Args:
        rules, crossing: those of the one direction, and of the other.
        line: height of a line of text in pixels.
    """
    added: list[Rule] = []
    reach = tolerance(line)
    for side in (1, 2):
        loose: list[tuple[float, float]] = []
        for rule in crossing:
            met = [o.at for o in rules if o.start - reach <= rule.at <= o.end + reach]
            if not any(rule.start - reach <= at <= rule.end + reach for at in met):
                continue
            is_met = min(abs(rule[side] - at) for at in met) <= _OPEN * line
            if not is_met and not _continued(rule, side, crossing, line):
                loose.append((rule[side], rule.at))
        group: list[tuple[float, float]] = []
        for end in [*sorted(loose), (float("inf"), 0.0)]:
            if group and end[0] - group[-1][0] > _OPEN * line:
                if len(group) >= _DANGLING:
                    places = [at for _, at in group]
                    # Noise draws single ones out.
                    edge = float(np.median([at for at, _ in group]))
                    added.append(Rule(edge, min(places), max(places)))
                group = []
            group.append(end)
    return added


def _continued(rule: Rule, side: int, others: Sequence[Rule], line: float) -> bool:
    """Whether a rule goes on past its end as another piece: it was broken, it does not end."""
    end, reach = rule[side], tolerance(line)
    before, after = (2, 1) if side == 1 else (1, 2)
    way = 1 if side == 2 else -1
    return any(
        abs(other.at - rule.at) <= reach
        and (other[before] - end) * way <= _OPEN * line
        and (other[after] - end) * way > _OPEN * line
        for other in others
    )


def _drawn(direction: Direction, crossing: Sequence[Rule], line: float) -> list[Rule]:
    """The rules, each as far as its edges between the crossing ones are drawn."""
    reach = tolerance(line)
    kept: list[Rule] = []
    for rule in direction.rules:
        marks = sorted(o.at for o in crossing if o.start - reach <= rule.at <= o.end + reach)
        edges = _near([Rule(rule.at, a, b) for a, b in pairwise(marks) if b - a > reach], rule)
        for run in _runs([(edge, traces(direction, edge)) for edge in edges], reach):
            kept += _bridged(_kept(run, line), reach)
    return _without_doubles(merged(kept, max(2.0, 0.1 * line)), line)


def _bridged(edges: Sequence[Rule], reach: float) -> list[Rule]:
    """Edges joined over what was too short to look at: two rules across that may be one."""
    joined: list[Rule] = []
    for edge in edges:
        if joined and edge.start - joined[-1].end <= reach:
            joined[-1] = Rule(edge.at, joined[-1].start, edge.end)
        else:
            joined.append(edge)
    return joined


def _near(edges: list[Rule], streak: Rule) -> list[Rule]:
    """Those a streak reaches into, and a few beyond: far away it says nothing."""
    reached = [i for i, e in enumerate(edges) if e.start < streak.end and e.end > streak.start]
    if not reached:
        return []
    return edges[max(0, reached[0] - _BEYOND) : reached[-1] + _BEYOND + 1]


Run = list[tuple[Rule, Traces]]
"""Edges that follow each other, with what is seen along each."""


def _runs(seen: Sequence[tuple[Rule, Traces | None]], reach: float) -> list[Run]:
    """Edges that hang together and of which something is left."""
    runs: list[Run] = []
    last = float("-inf")
    for edge, trace in seen:
        if trace is None or not (trace.is_strong or trace.is_faint):
            continue
        if edge.start - last > reach:
            runs.append([])
        runs[-1].append((edge, trace))
        last = edge.end
    return runs


def _kept(run: Run, line: float) -> list[Rule]:
    """Those edges of a run that are drawn.

    Faded ones count beside one drawn beyond doubt, hardly visible ones between two; and all of
    a run so long, and on the whole so dark where no text stands, that nothing else looks so.
    """
    free = [(edge.end - edge.start, trace.level) for edge, trace in run if trace.free >= 0]
    length = sum(part for part, _ in free)
    joined = all(trace.tips >= _JOINED for _, trace in run)
    if joined and length >= _LONG_RUN * line and sum(a * b for a, b in free) >= _DOTTED * length:
        return [edge for edge, _ in run]
    strong = [index for index, (_, trace) in enumerate(run) if trace.is_strong]
    if not strong:
        return []
    return [
        edge
        for index, (edge, trace) in enumerate(run)
        if trace.is_strong
        or (trace.is_weak and _is_backed(run, index, strong, sides=1))
        or _is_backed(run, index, strong, sides=2)
    ]


def _is_backed(run: Run, index: int, strong: Sequence[int], *, sides: int) -> bool:
    """Whether a faded edge goes on up to strong ones, over no paler edges than itself."""
    before = max((at for at in strong if at < index), default=-1)
    after = min((at for at in strong if at > index), default=-1)
    found = 0
    for nearest in (before, after):
        if nearest >= 0:
            between = run[min(nearest, index) + 1 : max(nearest, index)]
            found += sides == 2 or all(trace.is_weak for _, trace in between)
    return found >= sides
