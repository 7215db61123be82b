"""The cells that lie between ruled lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple


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


class RuledCell(NamedTuple):
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
) -> list[RuledCell]:
    """Squares between all positions, joined where no edge is drawn; open ones are left out.

    Args:
        across, down: horizontal and vertical rules; each ends on rules of the other kind.
        ys, xs: all their positions, sorted.
    """
    top, left = _drawn(across, ys, xs), _drawn(down, xs, ys)
    _close_outside(top, left)
    _close_outside(left, top)
    height, width = len(ys) - 1, len(xs) - 1
    taken = [[False] * width for _ in range(height)]
    cells: list[RuledCell] = []
    for row in range(height):
        for column in range(width):
            if taken[row][column]:
                continue
            end, bottom = column + 1, row + 1
            while end < width and not left[end][row]:
                end += 1
            while bottom < height and not top[bottom][column]:
                bottom += 1
            if _is_closed(top, left, row, column, bottom, end):
                for r in range(row, bottom):
                    taken[r][column:end] = [True] * (end - column)
                found = [(row, column, bottom - row, end - column)]
            else:
                found = _rectangles(_flood(row, column, top, left, taken))
            for r, c, rows, columns in found:
                region = Region(xs[c], ys[r], xs[c + columns], ys[r + rows])
                cells.append(RuledCell(r, c, rows, columns, region))
    return _compact(sorted(cells))


def _drawn(rules: Sequence[Rule], positions: list[float], marks: list[float]) -> list[list[bool]]:
    """For each position, which intervals between the marks have a rule along them."""
    index = {at: i for i, at in enumerate(positions)}
    mark = {at: i for i, at in enumerate(marks)}
    edges = [[False] * (len(marks) - 1) for _ in positions]
    for at, start, end in rules:
        first, last = mark[start], mark[end]
        edges[index[at]][first:last] = [True] * (last - first)
    return edges


def _close_outside(edges: list[list[bool]], crossing: list[list[bool]]) -> None:
    """Close cells at the outer edge that both neighbours reach: a merged one cut by the page."""
    for outer, last in ((0, 0), (len(edges) - 1, len(edges) - 2)):
        for j, drawn in enumerate(edges[outer]):
            if not drawn and crossing[j][last] and crossing[j + 1][last]:
                edges[outer][j] = True


def _is_closed(
    top: list[list[bool]], left: list[list[bool]], row: int, column: int, bottom: int, end: int
) -> bool:
    """Whether a rectangle of squares is one cell: edges all around it, none inside."""
    outside = (
        all(top[row][column:end])
        and all(top[bottom][column:end])
        and all(left[column][row:bottom])
        and all(left[end][row:bottom])
    )
    if not outside or (bottom - row == 1 and end - column == 1):
        return outside
    return not (
        any(any(left[c][row:bottom]) for c in range(column + 1, end))
        or any(any(top[r][column:end]) for r in range(row + 1, bottom))
    )


def _flood(
    row: int,
    column: int,
    top: list[list[bool]],
    left: list[list[bool]],
    taken: list[list[bool]],
) -> list[tuple[int, int]]:
    """The squares reached without crossing an edge; none if they reach the outside."""
    height, width = len(taken), len(taken[0])
    taken[row][column] = True
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
            elif not taken[y][x]:
                taken[y][x] = True
                squares.append((y, x))
    return squares if closed else []


def _rectangles(squares: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """A region of squares as rectangles: one where it is one, else runs of equal width."""
    if not squares:
        return []
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
    height = max((cell.row + cell.rows for cell in cells), default=0)
    width = max((cell.column + cell.columns for cell in cells), default=0)
    if len(rows) == height and len(columns) == width:
        return cells
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
