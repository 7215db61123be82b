"""Lines of labels to rows of values: a label of several lines stands around or beside its value."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from indexer.readers.typeset import TextLine

_OFF = 0.3
"""A label's position may differ from its value's by this share of the distance of lines."""

_PITCH = 1.35
"""Lines of one label are no further apart than this times the usual distance."""

_MOST = 12
"""Clamp for the lines of one label."""

_ALONE, _AT_END, _FREE = 1.0, 0.3, 0.02
"""Costs of a line that is of no label: anywhere, before and behind all rows, at a page break."""

_NAMELESS, _NUMBER_INSIDE = 1.5, 0.6
"""Costs of a row without a label, and of a label that has a number within."""

_MARGIN = 0.45
"""Two ways to give out lines are alike where their costs differ by less."""

_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,2}[)）.．、]")
_INFINITE = float("inf")
_MOST_LINES = 300


class Side(Enum):
    """Which of a label's lines stands beside its value."""

    MIDDLE = "middle"
    TOP = "top"
    BOTTOM = "bottom"


class Labels(NamedTuple):
    """Which lines are whose label.

    Attributes:
        blocks: for each row of values the index of its first line and of the one behind its
            last; equal where it has no label.
        cost: how badly all of them fit; 0 is perfect.
        unclear: indexes of rows that other lines would fit nearly as well.
    """

    blocks: tuple[tuple[int, int], ...]
    cost: float
    unclear: frozenset[int] = frozenset()


def labels_of(
    lines: Sequence[TextLine],
    rows: Sequence[float],
    breaks: Sequence[float],
    ends: tuple[bool, bool],
) -> Labels:
    """The lines of each row's label, as they fit best on any one side.

    Args:
        lines: of labels, from top to bottom.
        rows: middle of each row's values, from top to bottom.
        breaks: where horizontal rules part labels.
        ends: whether the first and the last lines may be of labels on other pages.
    """
    if len(lines) > _MOST_LINES or len(rows) > _MOST_LINES or not lines:
        return Labels(tuple((0, 0) for _ in rows), _INFINITE)
    found = [_fitted(lines, rows, breaks, side, ends) for side in Side]
    return min(found, key=lambda labels: labels.cost)


def middle(line: TextLine) -> float:
    """The height at which a line stands."""
    return (line.region.top + line.region.bottom) / 2


def pitch_of(lines: Sequence[TextLine]) -> float:
    """The usual distance of two lines of one label."""
    heights = [line.region.bottom - line.region.top for line in lines]
    size = median(heights)
    gaps = [middle(b) - middle(a) for a, b in pairwise(lines)]
    near = sorted(gap for gap in gaps if 0.6 * size < gap < 2.2 * size)
    return near[len(near) // 4] if near else 1.3 * size


def _fitted(
    lines: Sequence[TextLine],
    rows: Sequence[float],
    breaks: Sequence[float],
    side: Side,
    ends: tuple[bool, bool],
) -> Labels:
    steps = _steps(lines, rows, breaks, side, ends)
    goal = (len(lines), len(rows))
    behind: dict[tuple[int, int], float] = {goal: 0.0}
    for step in reversed(steps):
        cost = step.cost + behind.get(step.end, _INFINITE)
        behind[step.begin] = min(behind.get(step.begin, _INFINITE), cost)
    before: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for step in steps:
        cost = before.get(step.begin, _INFINITE) + step.cost
        before[step.end] = min(before.get(step.end, _INFINITE), cost)
    whole = behind.get((0, 0), _INFINITE)
    through = [
        (before.get(s.begin, _INFINITE) + s.cost + behind.get(s.end, _INFINITE), s) for s in steps
    ]
    blocks = [(0, 0)] * len(rows)
    likely: list[set[tuple[int, int]]] = [set() for _ in rows]
    at = (0, 0)
    while at != goal:
        step = min((s for s in _from(steps, at)), key=lambda s: s.cost + behind[s.end])
        if step.row >= 0:
            blocks[step.row] = (step.begin[0], step.end[0])
        at = step.end
    for cost, step in through:
        if step.row >= 0 and cost <= whole + _MARGIN:
            likely[step.row].add((step.begin[0], step.end[0]))
    unclear = frozenset(row for row, options in enumerate(likely) if len(options) > 1)
    return Labels(tuple(blocks), whole, unclear)


class _Step(NamedTuple):
    """One label given to a row of values, or a line or a row left alone.

    Attributes:
        begin, end: how many lines and rows are settled before and behind it.
        cost: how badly it fits.
        row: index of the row, -1 for a line alone.
    """

    begin: tuple[int, int]
    end: tuple[int, int]
    cost: float
    row: int


def _from(steps: Sequence[_Step], at: tuple[int, int]) -> list[_Step]:
    first = bisect_left(steps, at, key=lambda step: step.begin)
    end = bisect_right(steps, at, key=lambda step: step.begin)
    return list(steps[first:end])


def _steps(
    lines: Sequence[TextLine],
    rows: Sequence[float],
    breaks: Sequence[float],
    side: Side,
    ends: tuple[bool, bool],
) -> list[_Step]:
    """Every step, in the order in which they begin."""
    pitch = pitch_of(lines)
    at = [middle(line) for line in lines]
    gaps = list(pairwise(at))
    parted = [b - a > _PITCH * pitch or any(a < y < b for y in breaks) for a, b in gaps]
    numbered = [bool(_NUMBERED.match(line.text)) for line in lines]
    steps: list[_Step] = []
    for line in range(len(lines) + 1):
        for row in range(len(rows) + 1):
            here = (line, row)
            if row < len(rows):
                steps.append(_Step(here, (line, row + 1), _NAMELESS, row))
            if line == len(lines):
                continue
            free = (ends[0] and row == 0) or (ends[1] and row == len(rows))
            at_end = row in (0, len(rows))
            steps.append(
                _Step(here, (line + 1, row), _FREE if free else _AT_END if at_end else _ALONE, -1)
            )
            if row == len(rows) or abs(at[line] - rows[row]) > _MOST * pitch:
                continue
            inside = 0.0
            for end in range(line + 1, min(len(lines), line + _MOST) + 1):
                if end - 1 > line:
                    if parted[end - 2]:
                        break
                    inside += _NUMBER_INSIDE * numbered[end - 1]
                away = abs(_stand(at[line], at[end - 1], side) - rows[row]) / pitch
                if away <= _OFF:
                    steps.append(_Step(here, (end, row + 1), away * away + inside, row))
    return steps


def _stand(first: float, last: float, side: Side) -> float:
    """Where the value of a label with these first and last lines stands."""
    if side is Side.TOP:
        return first
    return last if side is Side.BOTTOM else (first + last) / 2
