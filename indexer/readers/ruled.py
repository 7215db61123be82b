"""Ruled lines into tables of cells: pure geometry, for pages drawn and pages scanned.

Positions are in any one unit, x to the right and y downwards. Rules may be drawn in pieces,
twice beside each other, or a little too short or too long; the tolerance says how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.readers.rule import Region, Rule, RuledCell, cells_between

MOST_CROSSINGS = 2_500
"""Clamp for the rows times columns of one table; the largest statutory table has about 600."""

MOST_RULES = 20_000
"""Clamp for the pieces of rules on a page; a table drawn cell by cell has about 2,000."""

_DANGLING = 3
"""So many rules that end together in the open mean a table that goes on: it is closed there."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Cells whose rules hang together.

    Attributes:
        rows, columns: its size; cells begin in each.
        cells: in reading order, none overlaps another; where rules leave a place open there
            is no cell.
        region: where it stands.
        open_top, open_bottom: its first or last row had no rule there and was closed.
    """

    rows: int
    columns: int
    cells: tuple[RuledCell, ...]
    region: Region
    open_top: bool = False
    open_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules of a page make.

    Attributes:
        tables: from top to bottom; frames around other tables are none.
        too_dense: where rules cross more often than in any table (a chart, a pattern, an
            attack); nothing is read from them.
    """

    tables: tuple[RuledTable, ...]
    too_dense: tuple[Region, ...] = ()


def find_tables(horizontal: Sequence[Rule], vertical: Sequence[Rule], tolerance: float) -> Ruling:
    """The tables that rules make.

    Where three or more rules, or all of a table, end together without a rule across (a row
    broken by the end of the page, a table without its outer rules), the table is closed there.

    Args:
        horizontal, vertical: every rule of the page.
        tolerance: two rules nearer than this are one; smaller than any row or column.
    """
    if len(horizontal) + len(vertical) > MOST_RULES:
        return Ruling((), (_around(horizontal, vertical),))
    across, down = merged(horizontal, tolerance), merged(vertical, tolerance)
    if len(across) * len(down) > MOST_CROSSINGS * 100:
        return Ruling((), (_around(across, down),))
    found: list[RuledTable] = []
    dense: list[Region] = []
    for part in _components(across, down, tolerance):
        # Of other tables' rules nearly in line with its own none moves them.
        own_across = _own(horizontal, [across[i] for i in part[0]], tolerance)
        own_down = _own(vertical, [down[i] for i in part[1]], tolerance)
        table = _table(own_across, own_down, tolerance)
        if isinstance(table, Region):
            dense.append(table)
        elif table is not None:
            found.append(table)
    inner = [t for t in found if not any(_holds(t, other) for other in found)]
    return Ruling(tuple(sorted(inner, key=lambda t: (t.region.top, t.region.left))), tuple(dense))


def _own(rules: Sequence[Rule], found: Sequence[Rule], tolerance: float) -> list[Rule]:
    """The rules of which those found were made, made one once more without all others."""
    drawn = np.array(rules, dtype=np.float64)[:, None, :]
    whole = np.array(found, dtype=np.float64)[None, :, :]
    inside = (drawn[..., 1] >= whole[..., 1] - 1e-6) & (drawn[..., 2] <= whole[..., 2] + 1e-6)
    near = np.abs(drawn[..., 0] - whole[..., 0]) <= 1.5 * tolerance
    return merged(
        [rules[i] for i in np.flatnonzero((near & inside).any(axis=1)).tolist()], tolerance
    )


def merged(rules: Sequence[Rule], tolerance: float) -> list[Rule]:
    """Rules beside each other and pieces of one rule as one, sorted by position."""
    result: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        apart = group and (
            rule.at - group[-1].at > tolerance or rule.at - group[0].at > 1.5 * tolerance
        )
        if apart:
            result += _joined(group, tolerance)
            group = []
        group.append(rule)
    return result + (_joined(group, tolerance) if group else [])


def _joined(group: list[Rule], tolerance: float) -> list[Rule]:
    """Pieces at one position: what overlaps or nearly touches becomes one rule."""
    length = sum(rule.end - rule.start for rule in group)
    at = (
        sum(rule.at * (rule.end - rule.start) for rule in group) / length
        if length > 0
        else group[0].at
    )
    group.sort(key=lambda rule: rule.start)
    pieces: list[Rule] = []
    _, start, end = group[0]
    for rule in group[1:]:
        if rule.start - end <= 1.5 * tolerance:
            end = max(end, rule.end)
        else:
            pieces.append(Rule(at, start, end))
            start, end = rule.start, rule.end
    pieces.append(Rule(at, start, end))
    return [piece for piece in pieces if piece.end - piece.start > tolerance]


def _touching(across: Sequence[Rule], down: Sequence[Rule], tolerance: float) -> NDArray[np.bool_]:
    """Which horizontal rule meets which vertical one."""
    if not across or not down:
        return np.zeros((len(across), len(down)), dtype=np.bool_)
    h = np.array(across, dtype=np.float64)[:, None, :]
    v = np.array(down, dtype=np.float64)[None, :, :]
    on_v = (h[..., 0] >= v[..., 1] - tolerance) & (h[..., 0] <= v[..., 2] + tolerance)
    on_h = (v[..., 0] >= h[..., 1] - tolerance) & (v[..., 0] <= h[..., 2] + tolerance)
    return np.asarray(on_v & on_h, dtype=np.bool_)


def _components(
    across: Sequence[Rule], down: Sequence[Rule], tolerance: float
) -> list[tuple[list[int], list[int]]]:
    """Rules that hang together, as indices of horizontal and vertical ones."""
    touching = _touching(across, down, tolerance)
    left: NDArray[np.bool_] = np.ones(len(across), dtype=np.bool_)
    parts = []
    for seed in range(len(across)):
        if not left[seed] or not touching[seed].any():
            continue
        rows: NDArray[np.bool_] = np.zeros(len(across), dtype=np.bool_)
        rows[seed] = True
        while True:
            columns = touching[rows].any(axis=0)
            grown: NDArray[np.bool_] = np.asarray(touching[:, columns].any(axis=1))
            if (grown == rows).all():
                break
            rows = grown
        left &= ~rows
        parts.append((np.flatnonzero(rows).tolist(), np.flatnonzero(columns).tolist()))
    return parts


def _table(across: list[Rule], down: list[Rule], tolerance: float) -> RuledTable | Region | None:
    """The table of rules that hang together; where it is too dense, its region."""
    if len(_positions(across)) * len(_positions(down)) > MOST_CROSSINGS:
        return _around(across, down)
    closed, reached = _closing(across, down, tolerance)
    sides, beside = _closing(down, across, tolerance)
    across, down = across + closed + reached, down + sides + beside
    across, down = _trimmed(across, down, tolerance)
    ys, xs = _positions(across), _positions(down)
    if len(ys) < 2 or len(xs) < 2:
        return None
    cells = cells_between(across, down, ys, xs)
    if not cells:
        return None
    region = Region(xs[0], ys[0], xs[-1], ys[-1])
    ends = [rule.at for rule in closed]
    return RuledTable(
        max(cell.row + cell.rows for cell in cells),
        max(cell.column + cell.columns for cell in cells),
        tuple(cells),
        region,
        open_top=any(abs(at - region.top) <= tolerance for at in ends),
        open_bottom=any(abs(at - region.bottom) <= tolerance for at in ends),
    )


def _closing(
    rules: Sequence[Rule], crossing: Sequence[Rule], tolerance: float
) -> tuple[list[Rule], list[Rule]]:
    """Rules to add among ``rules`` where those that cross them end in the open.

    First those where three or more end together, or all there are; then longer outermost
    rules, where fewer end just beside one: a merged cell is cut by the page, its neighbours
    are closed there.
    """
    added: list[Rule] = []
    longer: list[Rule] = []
    for end, side in ((1, min), (2, max)):
        outermost = side(rules)
        group: list[tuple[float, float]] = []
        for found in [*_open_ends(rules, crossing, end, tolerance), (float("inf"), 0.0)]:
            if group and found[0] - group[-1][0] > 2 * tolerance:
                places = [at for _, at in group]
                at = side(position for position, _ in group)
                if len(group) >= _DANGLING or 1 < len(group) == len(crossing):
                    added.append(Rule(at, min(places), max(places)))
                elif abs(at - outermost.at) <= 2 * tolerance:
                    start, stop = min(*places, outermost.start), max(*places, outermost.end)
                    longer.append(Rule(outermost.at, start, stop))
                group = []
            group.append(found)
    return added, longer


def _open_ends(
    rules: Sequence[Rule], crossing: Sequence[Rule], end: int, tolerance: float
) -> list[tuple[float, float]]:
    """Where crossing rules begin (1) or end (2) without a rule across, and at which place."""
    across = np.array(rules, dtype=np.float64)[:, None, :]
    down = np.array(crossing, dtype=np.float64)[None, :, :]
    held = (np.abs(down[..., end] - across[..., 0]) <= tolerance) & (
        (across[..., 1] - tolerance <= down[..., 0]) & (down[..., 0] <= across[..., 2] + tolerance)
    )
    return sorted(
        (crossing[i][end], crossing[i].at) for i in np.flatnonzero(~held.any(axis=0)).tolist()
    )


def _trimmed(
    across: list[Rule], down: list[Rule], tolerance: float
) -> tuple[list[Rule], list[Rule]]:
    """Each rule from the first to the last rule it meets; one that meets fewer than two goes."""
    while True:
        touching = _touching(across, down, 2 * tolerance)
        kept = _cut(across, [rule.at for rule in down], touching)
        stood = _cut(down, [rule.at for rule in across], touching.T)
        cut_across = [rule for rule in kept if rule is not None]
        cut_down = [rule for rule in stood if rule is not None]
        if len(cut_across) == len(across) and len(cut_down) == len(down):
            return cut_across, cut_down
        across = [rule for rule, cut in zip(across, kept, strict=True) if cut is not None]
        down = [rule for rule, cut in zip(down, stood, strict=True) if cut is not None]


def _cut(
    rules: Sequence[Rule], positions: Sequence[float], touching: NDArray[np.bool_]
) -> list[Rule | None]:
    """Each rule between the outermost of the positions it meets, if it meets two."""
    if not rules or not positions:
        return [None] * len(rules)
    places = np.array(positions)
    first = np.where(touching, places, np.inf).min(axis=1).tolist()
    last = np.where(touching, places, -np.inf).max(axis=1).tolist()
    return [
        Rule(rule.at, start, end) if start < end else None
        for rule, start, end in zip(rules, first, last, strict=True)
    ]


def _positions(rules: Sequence[Rule]) -> list[float]:
    return sorted({rule.at for rule in rules})


def _around(across: Sequence[Rule], down: Sequence[Rule]) -> Region:
    return Region(
        min([*(r.start for r in across), *(r.at for r in down)]),
        min([*(r.at for r in across), *(r.start for r in down)]),
        max([*(r.end for r in across), *(r.at for r in down)]),
        max([*(r.at for r in across), *(r.end for r in down)]),
    )


def _holds(outer: RuledTable, inner: RuledTable) -> bool:
    """Whether a whole table stands inside one cell of another."""
    place = inner.region
    return outer is not inner and any(
        cell.region.left < place.left
        and cell.region.top < place.top
        and cell.region.right > place.right
        and cell.region.bottom > place.bottom
        for cell in outer.cells
    )
