"""A table as lines to print, before any layout: captions, headers, rows with their cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

from govreport_search.domain import CellId, State
from govreport_search.forms import Layout, Table
from indexer.sample.body import sample_data
from indexer.sample.model import TrueCell
from indexer.sample.wording import Wording


class RowKind(Enum):
    """What a line of a table is."""

    CAPTION = auto()
    HEADER = auto()
    DATA = auto()


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell as it will be printed and what it means."""

    raw: str
    state: State
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of a table.

    Attributes:
        labels: label cells from left to right; an empty one continues the group above.
        values: printed values, or header labels.
        cells: what the values are; more or fewer values than cells is a damaged row.
        depth: how many label columns the table has at this place.
    """

    kind: RowKind
    labels: tuple[str, ...]
    values: tuple[Printed, ...] = ()
    cells: tuple[CellId, ...] = ()
    depth: int = 1

    @property
    def label(self) -> str:
        """The innermost label."""
        return self.labels[-1] if self.labels else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table's lines, from its first caption or header to its last row."""

    table: Table
    rows: tuple[SheetRow, ...]

    def damaged(self, rows: tuple[SheetRow, ...]) -> Sheet:
        """The same table with other rows."""
        return replace(self, rows=rows)


def build_sheet(table: Table, cells: dict[CellId, Printed], words: Wording) -> Sheet:
    """The undamaged table with that content."""
    build = {Layout.GROUPED: _grouped, Layout.ROWS: _rows, Layout.SINGLE_LINE: _single_line}
    return Sheet(table, tuple(build[table.layout](table, cells, words)))


def truth_of(row: SheetRow, keeps_blanks: bool) -> dict[CellId, TrueCell]:
    """What a reader can know of a printed row.

    Args:
        keeps_blanks: whether the layout shows where a blank cell stands.
    """
    if not row.cells:
        return {}
    lost = not keeps_blanks and any(p.state is State.BLANK for p in row.values)
    if len(row.values) > len(row.cells):
        only = row.values[0]
        if any((p.state, p.value) != (only.state, only.value) for p in row.values):
            raise ValueError("a row with too many values must repeat one value")
        return {cell: TrueCell(only.state, only.value) for cell in row.cells}
    if len(row.values) < len(row.cells):
        return {cell: TrueCell(State.UNREADABLE) for cell in row.cells}
    return {
        cell: TrueCell(printed.state, printed.value, certain=not lost)
        for cell, printed in zip(row.cells, row.values, strict=True)
    }


def _word(name: str) -> str:
    text: str = sample_data("labels.toml")["headers"][name]
    return text


def _header(*texts: str) -> SheetRow:
    return SheetRow(RowKind.HEADER, (), tuple(Printed(t, State.TEXT) for t in texts))


def _grouped(table: Table, cells: dict[CellId, Printed], words: Wording) -> list[SheetRow]:
    lines: list[SheetRow] = []
    for row in table.rows:
        if row.is_group:
            lines.append(SheetRow(RowKind.CAPTION, (words.caption(row.label),)))
            headings = (words.header(table.column(c).label) for c in row.columns)
            lines.append(_header(_word("grouped"), *headings))
        else:
            ids = tuple(CellId(table.id, row.id, c) for c in row.columns)
            values = tuple(cells[c] for c in ids)
            lines.append(SheetRow(RowKind.DATA, (words.label(table, row),), values, ids))
    return lines


def _rows(table: Table, cells: dict[CellId, Printed], words: Wording) -> list[SheetRow]:
    lines = _requests_header(table, words) if table.corner else [_plain_header(table)]
    has_units = any(row.unit for row in table.rows)
    depth = 3 if table.corner else 1 + has_units
    open_groups: list[str] = []
    for row in table.rows:
        label = words.label(table, row)
        ids = tuple(CellId(table.id, row.id, c) for c in row.columns)
        printed = any(cell in cells for cell in ids)
        if not row.is_group and not printed:
            continue
        if row.is_group and table.corner and not printed:
            open_groups = [*open_groups[: 1 if row.parent else 0], label]
            continue
        units = (row.unit or _word("no_unit"),) if has_units else ()
        blank = Printed("", State.BLANK)
        empty = row.is_group and not table.corner
        values = tuple(blank for _ in ids) if empty else tuple(cells[c] for c in ids)
        ids = () if empty else ids
        level = _level(table, row.parent) if table.corner else 0
        path = [*([""] * (level - len(open_groups))), *open_groups, label][-level - 1 :]
        lines.append(SheetRow(RowKind.DATA, (*path, *units), values, ids, depth))
        open_groups = [""] * level
    return lines


def _level(table: Table, parent: str) -> int:
    """How many group rows stand above a row."""
    return 0 if not parent else 1 + _level(table, table.row(parent).parent)


def _plain_header(table: Table) -> SheetRow:
    units = (_word("unit"),) if any(row.unit for row in table.rows) else ()
    return _header(_word("indicator"), *units, *(column.label for column in table.columns))


def _requests_header(table: Table, words: Wording) -> list[SheetRow]:
    first, *middle, last = table.columns
    return [
        _header(table.corner, _word("applicants")),
        _header(first.label, middle[0].parent, last.label),
        _header(*(words.header(column.label) for column in middle)),
    ]


def _single_line(table: Table, cells: dict[CellId, Printed], words: Wording) -> list[SheetRow]:
    columns = [words.header(column.label) for column in table.columns]
    blocks = [row for row in table.rows if not row.is_group]
    ids = tuple(CellId(table.id, row.id, c) for row in blocks for c in row.columns)
    first, *later = (row.label for row in blocks)
    return [
        _header(first, *(row.label for row in table.rows if row.is_group)),
        _header(*columns, *later),
        _header(*(columns * len(later))),
        SheetRow(RowKind.DATA, (), tuple(cells[c] for c in ids), ids),
    ]
