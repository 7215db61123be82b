"""The rows of all grids of a report, one after the other, cut into labels and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govreport_search.domain import Place, spanning
from govreport_search.text.label import plain_key
from indexer.blocks import Grid, GridCell, in_one_line
from indexer.grid import is_value
from indexer.recognise.event import UNIT_CELLS
from indexer.recognise.gridded.label import RowLabel
from indexer.recognise.gridded.top import Top

RowName = tuple[str, str]


@dataclass
class Strip:
    """One row of a grid; two of them where a page break cuts the row.

    Attributes:
        grid: index of its grid.
        lines: indexes of its lines; one, or two where it is cut.
        own: the cells that begin in it, from left to right.
        above: the cells that reach into it from above.
        width: how many columns its grid has.
        sure: whether the grid's columns are drawn or marked up.
        labels, values: its own cells, cut between label and values.
        label: what the labels say, ``None`` in a row without any.
        top: the header in force, of this grid or of one before it.
        is_header: whether the row is part of a header.
        is_guess: whether the row's name is that of a misprinted or lost label.
        name: the row of the form it is, as (table, row id).
    """

    grid: int
    lines: tuple[int, ...]
    own: tuple[GridCell, ...]
    above: tuple[GridCell, ...]
    width: int
    sure: bool
    labels: tuple[GridCell, ...] = ()
    values: tuple[GridCell, ...] = ()
    label: RowLabel | None = None
    top: Top | None = None
    is_header: bool = False
    is_guess: bool = False
    name: RowName | None = None
    groups: tuple[RowName, ...] = field(default=())

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed in any of its own cells."""
        return all(is_blank(cell) for cell in self.own)

    @property
    def has_values(self) -> bool:
        """Whether something is printed in its value cells."""
        return any(not is_blank(cell) for cell in self.values)

    @property
    def printed(self) -> str:
        """Its label as printed; empty where it has none."""
        return self.label.text if self.label is not None else ""

    @property
    def place(self) -> Place:
        """Where its label stands; that of its cells where it has none."""
        filled = [cell.place for cell in self.labels if not is_blank(cell)]
        return spanning(filled or [cell.place for cell in self.own or self.above])


def is_blank(cell: GridCell) -> bool:
    """Whether a cell is printed blank; what cannot be read is not."""
    return cell.legible and not cell.text.strip()


def has_value(cell: GridCell) -> bool:
    """Whether a cell prints a value, or something that cannot be read."""
    return not cell.legible or (not is_blank(cell) and is_value(in_one_line(cell.text)))


def is_unit(cell: GridCell) -> bool:
    """Whether a cell prints nothing but a unit."""
    return bool(cell.text.strip()) and plain_key(cell.text) in UNIT_CELLS


def right(cell: GridCell) -> int:
    """The column behind a cell."""
    return cell.column + cell.columns


def strips(grids: Sequence[Grid]) -> Iterator[Strip]:
    """Every row of every grid in printed order."""
    for index, grid in enumerate(grids):
        own: list[list[GridCell]] = [[] for _ in range(grid.rows)]
        above: list[list[GridCell]] = [[] for _ in range(grid.rows)]
        for cell in grid.cells:
            own[cell.row].append(cell)
            for row in range(cell.row + 1, min(cell.row + cell.rows, grid.rows)):
                above[row].append(cell)
        for row in range(grid.rows):
            yield Strip(
                grid=index,
                lines=(grid.first + row,),
                own=tuple(sorted(own[row], key=lambda cell: cell.column)),
                above=tuple(sorted(above[row], key=lambda cell: cell.column)),
                width=grid.columns,
                sure=grid.sure,
            )


def cut_by_text(own: Sequence[GridCell]) -> int:
    """How many of a row's cells are its label: up to the last that prints words or a unit."""
    last = -1
    for index, cell in enumerate(own):
        is_word = not is_blank(cell) and not is_value(in_one_line(cell.text)) and cell.legible
        if is_word or (is_unit(cell) and last >= 0):
            last = index
    return last + 1


def cut_by_column(own: Sequence[GridCell], first: int) -> int:
    """How many of a row's cells begin left of the first column of values."""
    return sum(1 for cell in own if cell.column < first)
