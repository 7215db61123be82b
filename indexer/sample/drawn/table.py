"""A statutory table as it is drawn: cells with spans, headers and row labels of several levels.

The drawing follows the annexes of 国办公开办函〔2021〕30号 and 〔2019〕60号 and of 国办发〔2014〕
32号: where a label covers several rows or columns, one merged cell holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from govreport_search.domain import CellId
from govreport_search.forms import Layout
from indexer.sample.sheet import RowKind, Sheet, SheetRow

LABELS = 3
"""Label columns of the table of requests: 三、…, （三）…, 1.…"""


class Role(Enum):
    """What a cell is for."""

    HEADER = auto()
    LABEL = auto()
    VALUE = auto()


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One cell: its lines joined by ``\\n``, its corner and its size.

    Attributes:
        cell: which value it holds; ``None`` for headers, labels and local additions.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    role: Role = Role.VALUE
    cell: CellId | None = None


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A grid of cells in reading order; no two overlap.

    Attributes:
        id: of the statutory table.
        header: how many of the first rows are column headers.
    """

    id: str
    rows: int
    columns: int
    cells: tuple[DrawnCell, ...]
    header: int = 0

    def row(self, number: int) -> tuple[DrawnCell, ...]:
        """The cells that begin in a row."""
        return tuple(cell for cell in self.cells if cell.row == number)

    def sorted(self, cells: Sequence[DrawnCell], rows: int, columns: int = 0) -> DrawnTable:
        """The same table with other cells, put into reading order."""
        ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
        return replace(self, rows=rows, columns=columns or self.columns, cells=ordered)


def column_weights(table: DrawnTable) -> list[int]:
    """How wide each column is beside the others: labels take more room than values."""
    valued = {
        column
        for cell in table.cells
        if cell.role is Role.VALUE
        for column in range(cell.column, cell.column + cell.columns)
    }
    labels = [column for column in range(table.columns) if column not in valued]
    if len(labels) == 1:
        return [6 if column in labels else 2 for column in range(table.columns)]
    # 三、… stands upright in a narrow column, the innermost label in a wide one.
    ends = {labels[0]: 1, labels[-1]: 6} if labels else {}
    return [2 if column in valued else ends.get(column, 3) for column in range(table.columns)]


def draw(sheet: Sheet) -> DrawnTable:
    """A table's lines as the form draws them."""
    if sheet.table.layout is Layout.GROUPED:
        return _draw_grouped(sheet)
    if sheet.table.layout is Layout.SINGLE_LINE:
        return _draw_single_line(sheet)
    return _draw_requests(sheet) if sheet.table.corner else _draw_rows(sheet)


def _ids(row: SheetRow) -> list[CellId | None]:
    """The cell of each value: of none where a value is one too many, or where one is lost."""
    over = len(row.values) - len(row.cells)
    return [None] * len(row.values) if over < 0 else [*row.cells, *([None] * over)]


def _draw_grouped(sheet: Sheet) -> DrawnTable:
    """Blocks under 第二十条第（…）项: fewer columns share the width of the widest block."""
    widest = max(len(row.values) for row in sheet.rows if row.kind is RowKind.HEADER)
    cells: list[DrawnCell] = []
    for at, row in enumerate(sheet.rows):
        if row.kind is RowKind.CAPTION:
            cells.append(DrawnCell(row.label, at, 0, columns=widest, role=Role.LABEL))
            continue
        role = Role.HEADER if row.kind is RowKind.HEADER else Role.VALUE
        first, texts = row.label, [value.raw for value in row.values]
        if role is Role.HEADER:
            first, *texts = texts
        cells.append(
            DrawnCell(first, at, 0, role=Role.LABEL if role is Role.VALUE else Role.HEADER)
        )
        ids = _ids(row) if role is Role.VALUE else [None] * len(texts)
        spans = _shares(widest - 1, len(row.cells) or len(texts))
        column = 1
        for text, cell, span in zip(texts, ids, spans, strict=False):
            cells.append(DrawnCell(text, at, column, columns=span, role=role, cell=cell))
            column += span
    return DrawnTable(sheet.table.id, len(sheet.rows), widest, tuple(cells))


def _shares(width: int, count: int) -> list[int]:
    """Columns for each of ``count`` cells; the last ones take what is over."""
    each, over = divmod(width, count)
    return [each] * (count - over) + [each + 1] * over


def _draw_requests(sheet: Sheet) -> DrawnTable:
    first, second, third, *data = sheet.rows
    corner, applicants = (value.raw for value in first.values)
    person, organisations, total = (value.raw for value in second.values)
    width = LABELS + 2 + len(third.values)
    cells = [
        DrawnCell(corner, 0, 0, rows=3, columns=LABELS, role=Role.HEADER),
        DrawnCell(applicants, 0, LABELS, columns=width - LABELS, role=Role.HEADER),
        DrawnCell(person, 1, LABELS, rows=2, role=Role.HEADER),
        DrawnCell(organisations, 1, LABELS + 1, columns=len(third.values), role=Role.HEADER),
        DrawnCell(total, 1, width - 1, rows=2, role=Role.HEADER),
    ]
    for at, value in enumerate(third.values):
        cells.append(DrawnCell(value.raw, 2, LABELS + 1 + at, role=Role.HEADER))
    for at, row in enumerate(data, start=3):
        cells += _request_labels(row, at, _run(data, at - 3))
        for column, (value, cell) in enumerate(zip(row.values, _ids(row), strict=True)):
            cells.append(DrawnCell(value.raw, at, LABELS + column, cell=cell))
    widest = max(LABELS + len(row.values) for row in data)
    table = DrawnTable(sheet.table.id, len(sheet.rows), max(width, widest), (), header=3)
    return table.sorted(cells, len(sheet.rows))


def _run(data: Sequence[SheetRow], at: int) -> list[int]:
    """For each label of a row, over how many rows it goes on (an empty one continues it)."""
    row, runs = data[at], []
    for level in range(len(row.labels) - 1):
        run = 1
        for later in data[at + 1 :]:
            if len(later.labels) <= level + 1 or any(later.labels[: level + 1]):
                break
            run += 1
        runs.append(run)
    return [*runs, 1]


def _request_labels(row: SheetRow, at: int, runs: list[int]) -> list[DrawnCell]:
    last = len(row.labels) - 1
    return [
        DrawnCell(label, at, level, runs[level], LABELS - level if level == last else 1, Role.LABEL)
        for level, label in enumerate(row.labels)
        if label or level == last
    ]


def _draw_rows(sheet: Sheet) -> DrawnTable:
    """统计指标 | 单位 | 统计数 and the local annexes: one row of headers, no merged cell."""
    cells: list[DrawnCell] = []
    for at, row in enumerate(sheet.rows):
        if row.kind is RowKind.HEADER:
            cells += [
                DrawnCell(value.raw, at, column, role=Role.HEADER)
                for column, value in enumerate(row.values)
            ]
            continue
        cells += [
            DrawnCell(label, at, column, role=Role.LABEL) for column, label in enumerate(row.labels)
        ]
        left = len(row.labels)
        for column, (value, cell) in enumerate(zip(row.values, _ids(row), strict=True), left):
            cells.append(DrawnCell(value.raw, at, column, cell=cell))
    width = max(cell.column for cell in cells) + 1
    return DrawnTable(sheet.table.id, len(sheet.rows), width, tuple(cells), header=1)


def _draw_single_line(sheet: Sheet) -> DrawnTable:
    """行政复议 | 行政诉讼, under the latter 未经复议直接起诉 | 复议后起诉, one row of values."""
    first, second, third, values = sheet.rows
    blocks = [value.raw for value in first.values]
    count = len(third.values) // 2
    plain, later = second.values[:count], second.values[count:]
    cells = [
        DrawnCell(blocks[0], 0, 0, columns=count, role=Role.HEADER),
        DrawnCell(blocks[1], 0, count, columns=2 * count, role=Role.HEADER),
    ]
    for at, value in enumerate(plain):
        cells.append(DrawnCell(value.raw, 1, at, rows=2, role=Role.HEADER))
    for at, value in enumerate(later):
        cells.append(DrawnCell(value.raw, 1, count * (1 + at), columns=count, role=Role.HEADER))
    for at, value in enumerate(third.values):
        cells.append(DrawnCell(value.raw, 2, count + at, role=Role.HEADER))
    for at, (value, cell) in enumerate(zip(values.values, _ids(values), strict=True)):
        cells.append(DrawnCell(value.raw, 3, at, cell=cell))
    table = DrawnTable(sheet.table.id, 4, max(3 * count, len(values.values)), (), header=3)
    return table.sorted(cells, 4)
