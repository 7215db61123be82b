"""Statutory tables drawn as grids for the tests: every form, every cell with its own number.

A table is drawn as rows of cells with spans, as a web page writes it. A drawing can be changed
(split over pages, merged, damaged) before it is laid out, so that what is lost moves the cells
behind it, as it does in print.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from govreport_search.domain import CellId, Fact, Place, State
from govreport_search.forms import Form, Layout, Row, Table, ValueType
from indexer.blocks import Grid, GridCell, Line, laid_out, row_line
from indexer.recognise import Reading, understand

TITLE = "云岭县青禾镇人民政府2020年政府信息公开工作年度报告"


@dataclass(frozen=True)
class Drawn:
    """A cell of a drawing; ``is_hole`` is a position that has no cell."""

    text: str
    columns: int = 1
    rows: int = 1
    cell: CellId | None = None
    is_label: bool = False
    is_hole: bool = False
    legible: bool = True


Drawing = list[list[Drawn]]
Truth = dict[CellId, str]


def truth_of(form: Form, start: int = 101) -> Truth:
    """Another number for each cell; amounts have decimals."""
    result: Truth = {}
    for offset, cell in enumerate(form.cells()):
        column = form.table(cell.table).column(cell.column)
        decimals = ".25" if column.value_type is ValueType.DECIMAL else ""
        result[cell] = f"{start + offset}{decimals}"
    return result


def with_blanks(truth: Truth, rng: random.Random, share: float) -> Truth:
    """The same with some cells blank."""
    return {cell: "" if rng.random() < share else text for cell, text in truth.items()}


def every_table_of(form: Form) -> list[str]:
    """The tables that a report prints: of two variants with one section only one."""
    sections: dict[str, str] = {}
    for table in form.tables:
        sections.setdefault(table.section, table.id)
    return list(sections.values())


def value_cells(table: Table, row: Row, truth: Truth) -> list[Drawn]:
    names = [CellId(table.id, row.id, column) for column in row.columns]
    return [Drawn(truth[name], cell=name) for name in names]


def label_of(row: Row) -> str:
    """A row's label with its number."""
    if row.label.startswith(row.no):
        return row.label
    return f"{row.no}{'、' if row.no in '一二三四五六七八九' else ''}{row.label}"


def draw(form: Form, table: Table, truth: Truth) -> Drawing:
    """A table as its form prints it."""
    if table.layout is Layout.GROUPED:
        return _grouped(table, truth)
    if table.layout is Layout.SINGLE_LINE:
        return _single_line(table, truth)
    if any(column.parent for column in table.columns):
        return _with_groups(table, truth)
    return _plain(table, truth)


def _plain(table: Table, truth: Truth) -> Drawing:
    drawing = [
        [Drawn("统计指标"), Drawn("单位"), *(Drawn(column.label) for column in table.columns)]
    ]
    for row in table.rows:
        values = (
            [Drawn("") for _ in table.columns] if row.is_group else value_cells(table, row, truth)
        )
        unit = Drawn("——" if row.is_group else row.unit)
        drawing.append([Drawn(label_of(row), is_label=True), unit, *values])
    return drawing


def _grouped(table: Table, truth: Truth) -> Drawing:
    width = 12
    drawing: Drawing = []
    for group in (row for row in table.rows if row.is_group):
        share = width // len(group.columns)
        drawing.append([Drawn(group.label, columns=width + 1, is_label=True)])
        names = [table.column(column).label for column in group.columns]
        drawing.append([Drawn("信息内容"), *(Drawn(name, columns=share) for name in names)])
        for row in table.children(group.id):
            values = [replace(cell, columns=share) for cell in value_cells(table, row, truth)]
            drawing.append([Drawn(row.label, is_label=True), *values])
    return drawing


def _single_line(table: Table, truth: Truth) -> Drawing:
    names = [column.label for column in table.columns]
    values = [cell for row in table.data_rows for cell in value_cells(table, row, truth)]
    return [
        [Drawn("行政复议", columns=5), Drawn("行政诉讼", columns=10)],
        [
            *(Drawn(name, rows=2) for name in names),
            Drawn("未经复议直接起诉", columns=5),
            Drawn("复议后起诉", columns=5),
        ],
        [Drawn(name) for name in names * 2],
        values,
    ]


def _with_groups(table: Table, truth: Truth) -> Drawing:
    inner = [column for column in table.columns if column.parent]
    outer = [column for column in table.columns if not column.parent]
    drawing: Drawing = [
        [Drawn(table.corner, columns=3, rows=3), Drawn("申请人情况", columns=len(table.columns))],
        [
            Drawn(outer[0].label, rows=2),
            Drawn(inner[0].parent, columns=len(inner)),
            Drawn(outer[1].label, rows=2),
        ],
        [Drawn(column.label) for column in inner],
    ]
    waiting: list[Drawn] = []
    for row in table.rows:
        depth = _depth(table, row)
        if row.is_group:
            below = _below(table, row)
            waiting.append(Drawn(label_of(row), rows=below, is_label=True))
            continue
        label = Drawn(label_of(row), columns=3 - depth, is_label=True)
        drawing.append([*waiting, label, *value_cells(table, row, truth)])
        waiting = []
    return drawing


def _depth(table: Table, row: Row) -> int:
    return 0 if not row.parent else 1 + _depth(table, table.row(row.parent))


def _below(table: Table, group: Row) -> int:
    children = table.children(group.id)
    return sum(_below(table, child) if child.is_group else 1 for child in children)


def lay(drawing: Drawing, first: int, *, sure: bool = True) -> tuple[Grid, list[Line]]:
    """The grid of a drawing, its cells pushed behind those that reach down from above."""
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for row, drawn in enumerate(drawing):
        column = 0
        for cell in drawn:
            while (row, column) in taken:
                column += 1
            rows = min(cell.rows, len(drawing) - row)
            taken.update(
                (row + down, column + across)
                for down in range(rows)
                for across in range(cell.columns)
            )
            if not cell.is_hole:
                place = Place(element=f"table/tr[{row + 1}]/td[{column + 1}]")
                cells.append(
                    GridCell(cell.text, row, column, place, rows, cell.columns, cell.legible)
                )
            column += cell.columns
    lines = [row_line([c for c in cells if c.row == row], Place()) for row in range(len(drawing))]
    width = max((column for _, column in taken), default=0) + 1
    return Grid(first, len(drawing), width, tuple(cells), sure), lines


def cut(drawing: Drawing, at: int, repeat: str) -> tuple[Drawing, Drawing]:
    """A drawing cut before a row; labels cut in two are ``same``, ``empty`` or ``absent`` below."""
    above = [list(row) for row in drawing[:at]]
    below = [list(row) for row in drawing[at:]]
    broken: dict[int, Drawn] = {}
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(drawing[: at + 1]):
        column = 0
        for position, cell in enumerate(row):
            while (index, column) in taken:
                column += 1
            for down in range(cell.rows):
                taken.update((index + down, column + across) for across in range(cell.columns))
            if index == at:
                broken[column] = cell
            elif index + cell.rows > at:
                rest = index + cell.rows - at
                above[index][position] = replace(cell, rows=at - index)
                text = cell.text if repeat == "same" else ""
                hole = repeat == "absent"
                broken[column] = replace(cell, text=text, rows=rest, is_hole=hole)
            column += cell.columns
    if below:
        below[0] = [broken[column] for column in sorted(broken)]
    return above, below


def report(
    form: Form, drawings: Iterable[Drawing | None], *, sure: bool = True, between: str = ""
) -> tuple[tuple[Line, ...], tuple[Grid, ...]]:
    """The lines and grids of a report; ``None`` begins the next chapter that has a table."""
    with_tables = {table.section for table in form.tables}
    sections = list(form.sections)
    lines = [Line(TITLE, Place())]
    grids: list[Grid] = []

    def chapters_to_table() -> None:
        while sections:
            section = sections.pop(0)
            number = f"{section.no}、" if section.no else ""
            lines.append(Line(f"{number}{section.title}", Place()))
            if section.id in with_tables:
                return
            lines.append(Line("本年度各项工作按计划推进，未发生重大变化。", Place()))

    for drawing in drawings:
        if drawing is None:
            chapters_to_table()
            continue
        if between and grids:
            lines.append(Line(between, Place()))
        grid, rows = lay(drawing, len(lines), sure=sure)
        grids.append(grid)
        lines.extend(rows)
    chapters_to_table()
    numbered, placed, _ = laid_out(lines, grids)
    return numbered, placed


def read(form: Form, drawings: Sequence[Drawing | None], **options: object) -> Reading:
    lines, grids = report(form, drawings, **options)  # type: ignore[arg-type]
    return understand(lines, grids)


def facts_of(reading: Reading) -> dict[CellId, Fact]:
    return {fact.cell: fact for fact in reading.facts}


def wrong(reading: Reading, truth: Truth) -> list[str]:
    """Cells that hold another number than is printed, or a blank where a number is."""
    found = []
    for cell, fact in facts_of(reading).items():
        if cell.row.startswith("extension."):
            continue
        text = truth.get(cell)
        value = fact.quantity.value
        if value is not None and (not text or value != Decimal(text)):
            found.append(f"{cell}: {value} for {text!r}")
        if fact.quantity.state is State.BLANK and text != "":
            found.append(f"{cell}: blank, not {text!r}")
    return found


def unread(reading: Reading, truth: Truth, cells: Iterable[CellId]) -> list[str]:
    """Cells that do not hold what is printed."""
    facts = facts_of(reading)
    found = []
    for cell in cells:
        quantity, text = facts[cell].quantity, truth[cell]
        right = quantity.value == Decimal(text) if text else quantity.state is State.BLANK
        if not right:
            found.append(f"{cell}: {quantity} for {text!r}")
    return found
