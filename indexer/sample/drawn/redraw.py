"""Other ways to draw the same table: what publishers make of the official drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from govreport_search.domain import CellId
from indexer.sample.drawn.paper import Paper
from indexer.sample.drawn.table import LABELS, DrawnCell, DrawnTable, Role

Cells = tuple[CellId, ...]


def _change(paper: Paper, name: str, change: Callable[[DrawnTable], DrawnTable]) -> None:
    paper.blocks = [
        change(block) if isinstance(block, DrawnTable) and block.id == name else block
        for block in paper.blocks
    ]


def fine_grid(rng: Random, paper: Paper) -> Cells:
    """Cells span columns of a finer grid, as editors leave it after much dragging of borders."""
    paper.blocks = [
        _refined(block, [rng.choice((1, 1, 2, 3)) for _ in range(block.columns)])
        if isinstance(block, DrawnTable)
        else block
        for block in paper.blocks
    ]
    return ()


def _refined(table: DrawnTable, widths: list[int]) -> DrawnTable:
    starts = [sum(widths[:column]) for column in range(table.columns + 1)]
    cells = [
        replace(
            cell,
            column=starts[cell.column],
            columns=starts[cell.column + cell.columns] - starts[cell.column],
        )
        for cell in table.cells
    ]
    return table.sorted(cells, table.rows, starts[-1])


def unmerged_labels(rng: Random, paper: Paper) -> Cells:
    """Merged labels are taken apart: the cells below the first are blank or repeat it."""
    again = rng.random() < 0.5

    def take_apart(table: DrawnTable) -> DrawnTable:
        cells: list[DrawnCell] = []
        for cell in table.cells:
            if cell.role is not Role.LABEL or cell.rows == 1:
                cells.append(cell)
                continue
            for row in range(cell.row, cell.row + cell.rows):
                text = cell.text if again or row == cell.row else ""
                cells.append(replace(cell, row=row, rows=1, text=text))
        return table.sorted(cells, table.rows)

    _change(paper, "requests", take_apart)
    return ()


def one_label_column(rng: Random, paper: Paper) -> Cells:
    """All labels stand in one column; a group has a row of its own, its cells blank or merged."""
    merged = rng.random() < 0.5
    _change(paper, "requests", lambda table: _flattened(table, merged))
    return ()


def _flattened(table: DrawnTable, merged: bool) -> DrawnTable:
    columns = table.columns - LABELS + 1
    cells: list[DrawnCell] = []
    at = 0
    for row in range(table.rows):
        labels = [c for c in table.row(row) if c.role is Role.LABEL]
        for group in labels[:-1]:
            cells.append(
                DrawnCell(group.text, at, 0, columns=columns if merged else 1, role=Role.LABEL)
            )
            if not merged:
                cells += [DrawnCell("", at, column) for column in range(1, columns)]
            at += 1
        for cell in table.row(row):
            if cell.role is Role.LABEL and cell is not labels[-1]:
                continue
            column = max(0, cell.column - LABELS + 1)
            width = 1 if column == 0 else cell.columns
            cells.append(replace(cell, row=at, column=column, columns=width))
        at += 1
    return table.sorted(cells, at, columns)


def disputes_as_rows(_rng: Random, paper: Paper) -> Cells:
    """行政复议, 未经复议直接起诉 and 复议后起诉 stand in three rows under the same five headers."""

    def turn(table: DrawnTable) -> DrawnTable:
        values = [cell for cell in table.row(table.rows - 1) if cell.cell is not None]
        headers = [cell.text for cell in table.cells if cell.row == 1 and cell.rows == 2]
        groups = [cell.text for cell in table.row(0)] + [
            cell.text for cell in table.row(1) if cell.columns > 1
        ]
        count = len(headers)
        if len(values) != 3 * count or len(groups) != 4:
            return table
        review, litigation, direct, after = groups
        cells = [DrawnCell("类别", 0, 0, columns=2, role=Role.HEADER)]
        cells += [DrawnCell(text, 0, 2 + at, role=Role.HEADER) for at, text in enumerate(headers)]
        cells.append(DrawnCell(review, 1, 0, columns=2, role=Role.LABEL))
        cells.append(DrawnCell(litigation, 2, 0, rows=2, role=Role.LABEL))
        cells.append(DrawnCell(direct, 2, 1, role=Role.LABEL))
        cells.append(DrawnCell(after, 3, 1, role=Role.LABEL))
        for at, cell in enumerate(values):
            cells.append(replace(cell, row=1 + at // count, column=2 + at % count))
        return replace(table.sorted(cells, 4, 2 + count), header=1)

    _change(paper, "disputes", turn)
    return ()


def empty_rows(rng: Random, paper: Paper) -> Cells:
    """Rows of blank cells stand at the end of a table, as editors leave them."""
    count = rng.randint(1, 3)

    def add(table: DrawnTable) -> DrawnTable:
        blank = [
            DrawnCell("", table.rows + row, column)
            for row in range(count)
            for column in range(table.columns)
        ]
        return table.sorted([*table.cells, *blank], table.rows + count)

    for name in ("disclosure", "requests"):
        _change(paper, name, add)
    return ()


def without_captions(_rng: Random, paper: Paper) -> Cells:
    """The lines 第二十条第（…）项 are left out of the table of published information."""

    def take_out(table: DrawnTable) -> DrawnTable:
        captions = {cell.row for cell in table.cells if cell.columns == table.columns}
        rows = [row for row in range(table.rows) if row not in captions]
        cells = [
            replace(cell, row=rows.index(cell.row))
            for cell in table.cells
            if cell.row not in captions
        ]
        return table.sorted(cells, len(rows))

    _change(paper, "disclosure", take_out)
    return ()


REDRAWN = (
    fine_grid,
    unmerged_labels,
    one_label_column,
    disputes_as_rows,
    empty_rows,
    without_captions,
)
