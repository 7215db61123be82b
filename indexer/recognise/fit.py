"""Values of a printed row to the columns of the form.

A row with more or fewer values than columns is read only where every alignment that keeps
the order gives the same reading. Blanks count as values where their place is certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.blocks import Line
from indexer.grid import Cell, Vector, is_furniture

EXACT, TOO_LONG, TOO_SHORT, APART = "", "row_too_long", "row_too_short", "value_apart"


@dataclass(frozen=True)
class Fit:
    """Cells in column order, or ``None`` where they cannot be told; and what was wrong."""

    cells: tuple[Cell, ...] | None
    code: str = EXACT


@dataclass
class Habit:
    """How the rows of one table are printed, learnt from those that are complete.

    Attributes:
        spacers: numbers of structural blank cells (before, behind) the values of a full row,
            by the row's geometry: its number of cells and that of its first value.
        gaps: numbers of empty lines between two cells that are printed one a line.
        columns: how often complete rows printed one value a line leave the same empty lines.
        broken: for rows that fit nowhere, how often each count of values occurs.
    """

    spacers: dict[tuple[int, int | None], set[tuple[int, int]]] = field(default_factory=dict)
    gaps: Counter[int] = field(default_factory=Counter)
    columns: Counter[tuple[int, ...]] = field(default_factory=Counter)
    broken: Counter[int] = field(default_factory=Counter)


def printed(vector: Vector) -> int:
    """How many of a vector's cells are not blank."""
    return sum(1 for cell in vector.cells if cell.raw)


def edges(vector: Vector) -> tuple[int, int]:
    """Blank cells before the first value and behind the last."""
    filled = [i for i, cell in enumerate(vector.cells) if cell.raw]
    if not filled:
        return len(vector.cells), 0
    return filled[0], len(vector.cells) - 1 - filled[-1]


def is_complete(vector: Vector, columns: int) -> bool:
    """Whether a vector has a value for each column and blanks only at its edges."""
    return printed(vector) == columns and len(vector.cells) - sum(edges(vector)) == columns


def learn(rows: Sequence[tuple[Vector, int]], lines: Sequence[Line]) -> Habit:
    """The habit of a table, from its vectors and the number of columns of each row."""
    habit = Habit()
    for vector, columns in rows:
        if is_complete(vector, columns):
            habit.spacers.setdefault(_geometry(vector), set()).add(edges(vector))
            if vector.is_column:
                gaps = _gaps(vector, lines)
                habit.gaps.update(gaps)
                habit.columns[tuple(gaps[1:])] += 1
    for vector, spacers in _common_edges(rows):
        habit.spacers.setdefault(_geometry(vector), set()).add(spacers)
    for vector, columns in rows:
        if not is_complete(vector, columns) and not _by_blanks(vector, columns, habit):
            habit.broken[printed(vector)] += 1
    return habit


def _common_edges(
    rows: Sequence[tuple[Vector, int]],
) -> Iterator[tuple[Vector, tuple[int, int]]]:
    """Spacers of rows of one width whose last cells are the values, though none is complete.

    One row at least must show it, with just as many cells as columns, the first and the last
    filled; and no row of that width may print anything before its last cells.
    """
    by_width: dict[tuple[int, int], list[Vector]] = {}
    for vector, columns in rows:
        if vector.start is not None:
            by_width.setdefault((vector.width, columns), []).append(vector)
    for (width, columns), vectors in by_width.items():
        first = width - columns
        before = [(vector, first - (vector.start or 0)) for vector in vectors]
        exact = any(n == 0 and v.cells[0].raw and v.cells[-1].raw for v, n in before)
        if exact and all(
            n >= 0 and not any(c.raw for c in v.cells[:n]) and _is_level(v, n, columns)
            for v, n in before
        ):
            yield from ((vector, (n, 0)) for vector, n in before)


def _is_level(vector: Vector, before: int, columns: int) -> bool:
    """Whether a row that is complete by itself has its values in the last cells as well."""
    return not is_complete(vector, columns) or edges(vector) == (before, 0)


def fit(vector: Vector, columns: int, habit: Habit, lines: Sequence[Line]) -> Fit:
    """Cells for the columns of one row."""
    if is_complete(vector, columns):
        if has_value_apart(vector, habit, lines):
            return Fit(None, APART)
        first = edges(vector)[0]
        return Fit(vector.cells[first : first + columns])
    cells = vector.cells
    if vector.is_blank:
        return Fit(cells[:columns]) if len(cells) >= columns else Fit(None, TOO_SHORT)
    readings = _by_blanks(vector, columns, habit)
    if len(readings) == 1:
        reading = readings[0]
        at_edge = not (reading[0].raw and reading[-1].raw)
        if not (at_edge and habit.broken[printed(vector)]):
            return Fit(reading)
    if printed(vector) > columns or (len(cells) > columns and not readings):
        return Fit(_same_everywhere(cells, columns), TOO_LONG)
    placed = _by_empty_lines(vector, columns, habit, lines)
    return Fit(placed) if placed else Fit(None, TOO_SHORT)


def _by_blanks(vector: Vector, columns: int, habit: Habit) -> list[tuple[Cell, ...]]:
    """Different readings of a row with printed blanks, by the spacers of complete rows."""
    cells = vector.cells
    if vector.start is None or printed(vector) >= columns or len(cells) < columns:
        return []
    readings: dict[tuple[str, ...], tuple[Cell, ...]] = {}
    known = habit.spacers.get(_geometry(vector))
    everywhere = set().union(*habit.spacers.values()) or {(0, 0)}
    for before, behind in known or everywhere:
        core = cells[before : len(cells) - behind]
        dropped = (*cells[:before], *cells[len(cells) - behind :])
        if len(core) != columns or any(cell.raw for cell in dropped):
            continue
        if known is None and (
            (not core[0].raw and any(b for b, _ in everywhere))
            or (not core[-1].raw and any(b for _, b in everywhere))
        ):
            continue  # a blank at this edge may as well be structural
        readings[tuple(cell.raw for cell in core)] = core
    return list(readings.values())


def _geometry(vector: Vector) -> tuple[int, int | None]:
    return vector.width, vector.start


def _same_everywhere(cells: tuple[Cell, ...], columns: int) -> tuple[Cell, ...] | None:
    """The first ``columns`` cells if every choice of as many cells in order reads the same."""
    filled = [i for i, cell in enumerate(cells) if cell.raw]
    if len(filled) >= columns:  # blanks at the edges are structural, there are values enough
        cells = cells[filled[0] : filled[-1] + 1]
    surplus = len(cells) - columns
    if surplus > max(1, columns // _SURPLUS):
        return None  # another table's row
    for column in range(columns):
        if len({cell.raw for cell in cells[column : column + surplus + 1]}) > 1:
            return None
    return cells[:columns]


def _gaps(vector: Vector, lines: Sequence[Line]) -> list[int]:
    """Empty lines before each value that is printed on a line of its own."""
    ends = (vector.lead, *(cell.line for cell in vector.cells))
    return [
        sum(1 for line in lines[above + 1 : below] if not line.text.strip())
        for above, below in pairwise(ends)
    ]


def has_value_apart(vector: Vector, habit: Habit, lines: Sequence[Line]) -> bool:
    """Whether one of the values printed one a line is set off from the others, as a page number is.

    Where several rows of the table leave the same empty lines it is their layout.
    """
    gaps = tuple(_gaps(vector, lines)[1:]) if vector.is_column and not vector.width else ()
    if len(gaps) < _FEWEST_GAPS or habit.columns[gaps] > 1:
        return False
    usual = Counter(gaps).most_common(1)[0][0]
    above, below = (usual + 1, *gaps), (*gaps, usual + 1)
    return any(
        a > usual and b > usual and not _is_furniture_between(vector, index, lines)
        for index, (a, b) in enumerate(zip(above, below, strict=True))
    )


def _is_furniture_between(vector: Vector, index: int, lines: Sequence[Line]) -> bool:
    """Whether a page number with its marks stands beside a value and explains the gap."""
    first = vector.cells[max(0, index - 1)].line
    end = vector.cells[min(len(vector.cells) - 1, index + 1)].line
    return any(is_furniture(lines[i].text) for i in range(first, end))


def _by_empty_lines(
    vector: Vector, columns: int, habit: Habit, lines: Sequence[Line]
) -> tuple[Cell, ...] | None:
    """Blank cells put where lines are empty, if exactly as many are as cells are lacking.

    Only where complete rows of the table, if there are any, print no stray empty lines.
    """
    lacking = columns - len(vector.cells)
    if not vector.is_column or vector.width or lacking <= 0 or len(habit.gaps) > 1:
        return None
    usual = next(iter(habit.gaps), None)
    gaps = _gaps(vector, lines)
    if usual is None:
        usual = _usual_gap(vector, lines)
    surplus = [gap - usual for gap in gaps]
    for each in {1, usual + 1}:
        if (
            min(surplus) >= 0
            and sum(surplus) == lacking * each
            and all(extra % each == 0 for extra in surplus)
        ):
            cells: list[Cell] = []
            for cell, extra in zip(vector.cells, surplus, strict=True):
                cells.extend(Cell("", cell.line) for _ in range(extra // each))
                cells.append(cell)
            return tuple(cells)
    return None


def _usual_gap(vector: Vector, lines: Sequence[Line]) -> int:
    """Empty lines between the printed lines above a row, where no row of it is complete."""
    above = [i for i in range(vector.lead + 1) if lines[i].text.strip()][-_LINES_ABOVE:]
    between = Counter(b - a - 1 for a, b in pairwise(above))
    return between.most_common(1)[0][0] if between else 0


_SURPLUS = 4
"""A row may have one cell too many for each so many columns."""

_LINES_ABOVE = 12
_FEWEST_GAPS = 3
