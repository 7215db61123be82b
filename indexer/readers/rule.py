"""The cells that lie between ruled lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_DRAWN = 0.6
"""Share of a cell's edge that must be drawn to part it from its neighbour."""


class Rule(NamedTuple):
    """A straight line along one axis.

    Attributes:
        at: its position across: y of a horizontal rule, x of a vertical one.
        start, end: where it begins and ends along its axis.
    """

    at: float
    start: float
    end: float


class Region(NamedTuple):
    """A rectangle of a page."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A rectangle between rules.

    Attributes:
        row, column: 0-based position of its top left corner.
        rows, columns: how many rows and columns it spans.
        region: where it stands.
    """

    row: int
    column: int
    rows: int
    columns: int
    region: Region


def cells_between(
    across: Sequence[Rule],
    down: Sequence[Rule],
    ys: list[float],
    xs: list[float],
    tolerance: float,
) -> list[RuledCell]:
    """Squares between all positions, joined where no edge is drawn; open ones are left out.

    Args:
        across, down: horizontal and vertical rules.
        ys, xs: all their positions, sorted.
        tolerance: see ``ruled.find_tables``.
    """
    top = _drawn(across, ys, xs, tolerance)
    left = _drawn(down, xs, ys, tolerance)
    _close_outside(top, left)
    _close_outside(left, top)
    height, width = len(ys) - 1, len(xs) - 1
    owner = [[-1] * width for _ in range(height)]
    cells: list[RuledCell] = []
    for row in range(height):
        for column in range(width):
            if owner[row][column] >= 0:
                continue
            squares = _flood(row, column, top, left, owner, len(cells))
            if squares is None:
                continue
            for r, c, rows, columns in _rectangles(squares):
                region = Region(xs[c], ys[r], xs[c + columns], ys[r + rows])
                cells.append(RuledCell(r, c, rows, columns, region))
    return _compact(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _drawn(
    rules: Sequence[Rule], positions: list[float], marks: list[float], tolerance: float
) -> list[list[bool]]:
    """For each position, which intervals between the marks have a rule along them."""
    index = {at: i for i, at in enumerate(positions)}
    covered = [[0.0] * (len(marks) - 1) for _ in positions]
    for at, start, end in rules:
        line = covered[index[at]]
        first = max(bisect_left(marks, start - tolerance) - 1, 0)
        for j in range(first, len(marks) - 1):
            low, high = marks[j], marks[j + 1]
            if low >= end:
                break
            line[j] += max(min(high, end) - max(low, start), 0.0)
    return [
        [length >= _DRAWN * (marks[j + 1] - marks[j]) for j, length in enumerate(line)]
        for line in covered
    ]


def _close_outside(edges: list[list[bool]], crossing: list[list[bool]]) -> None:
    """Close cells at the outer edge that both neighbours reach: a merged one cut by the page."""
    for outer, last in ((0, 0), (len(edges) - 1, len(edges) - 2)):
        for j, drawn in enumerate(edges[outer]):
            if not drawn and crossing[j][last] and crossing[j + 1][last]:
                edges[outer][j] = True


def _flood(
    row: int,
    column: int,
    top: list[list[bool]],
    left: list[list[bool]],
    owner: list[list[int]],
    number: int,
) -> list[tuple[int, int]] | None:
    """The squares reached without crossing an edge; ``None`` if they reach the outside."""
    height, width = len(owner), len(owner[0])
    owner[row][column] = number
    squares, at, closed = [(row, column)], 0, True
    while at < len(squares):
        r, c = squares[at]
        at += 1
        for drawn, y, x in (
            (top[r][c], r - 1, c),
            (top[r + 1][c], r + 1, c),
            (left[c][r], r, c - 1),
            (left[c + 1][r], r, c + 1),
        ):
            if drawn:
                continue
            if not (0 <= y < height and 0 <= x < width):
                closed = False
            elif owner[y][x] < 0:
                owner[y][x] = number
                squares.append((y, x))
    return squares if closed else None


def _rectangles(squares: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """A region of squares as rectangles: one where it is one, else runs of equal width."""
    rows = [r for r, _ in squares]
    columns = [c for _, c in squares]
    r0, c0 = min(rows), min(columns)
    height, width = max(rows) - r0 + 1, max(columns) - c0 + 1
    if len(squares) == height * width:
        return [(r0, c0, height, width)]
    runs: list[tuple[int, int, int, int]] = []
    for r, c in sorted(squares):
        if runs and runs[-1][0] == r and runs[-1][1] + runs[-1][3] == c:
            runs[-1] = (r, runs[-1][1], 1, runs[-1][3] + 1)
        else:
            runs.append((r, c, 1, 1))
    tall: list[tuple[int, int, int, int]] = []
    for r, c, _, columns_ in runs:
        for i, (above, column, count, width_) in enumerate(tall):
            if column == c and width_ == columns_ and above + count == r:
                tall[i] = (above, column, count + 1, width_)
                break
        else:
            tall.append((r, c, 1, columns_))
    return tall


def _compact(cells: list[RuledCell]) -> list[RuledCell]:
    """Rows and columns in which no cell begins are dropped."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    return [
        RuledCell(
            row := bisect_left(rows, cell.row),
            column := bisect_left(columns, cell.column),
            bisect_left(rows, cell.row + cell.rows) - row,
            bisect_left(columns, cell.column + cell.columns) - column,
            cell.region,
        )
        for cell in cells
    ]
