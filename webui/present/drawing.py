"""Statutory tables drawn as the form prints them: spans and labels, no values.

The outcome names each value cell by its id; the template looks up what it holds. So one
drawing serves every report on that form.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from govreport_search.domain import CellId
from govreport_search.forms import Column, Layout, Row, Table


@dataclass(frozen=True, slots=True)
class Box:
    """One drawn cell.

    Attributes:
        text: the label; empty in a value cell.
        cell: the statutory cell; ``None`` in a label.
        scope: of a label: col, row, colgroup or rowgroup; ``unit`` for a unit, ``none`` for
            an empty place.
        level: depth of an indented label, 0 for none.
        about: id of the row or column that a label names, empty where it names none.
    """

    text: str = ""
    cell: CellId | None = None
    scope: str = "row"
    colspan: int = 1
    rowspan: int = 1
    level: int = 0
    about: str = ""


Line = tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """A row that a report adds to the form: its id, printed label and columns."""

    row: str
    label: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines of the head and of the body; every line's spans fill the same width."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]


def draw(
    table: Table, printed: Collection[str] = (), extensions: Sequence[Extension] = ()
) -> Drawing:
    """The table as the form lays it out.

    Args:
        table: the form's table.
        printed: ids of group rows that hold values in this report all the same.
        extensions: rows beyond the form, drawn below it.
    """
    if table.layout is Layout.SINGLE_LINE:
        return _single_line(table)
    if table.layout is Layout.GROUPED:
        return _grouped(table, extensions)
    if any(table.children(row.id) for row in table.data_rows):
        return _indented(table, printed, extensions)
    return _merged(table, printed, extensions)


def row_text(row: Row) -> str:
    """A row's label with its printed number: 一、…, （一）…, 1.…"""
    if not row.no or row.no in row.label:
        return row.label
    return f"{row.no}、{row.label}" if row.no.isalpha() else f"{row.no}{row.label}"


def _values(table: Table, row_id: str, columns: Sequence[str]) -> Line:
    return tuple(Box(cell=CellId(table.id, row_id, column)) for column in columns)


def _filled(table: Table, extra: Extension) -> Line:
    """The values of an added row, and one empty box for the columns it does not have."""
    values = _values(table, extra.row, extra.columns)
    left = len(table.columns) - len(values)
    return (*values, Box(scope="none", colspan=left)) if left > 0 else values


def _column_box(column: Column) -> Box:
    return Box(column.label, scope="col", about=column.id)


def _column_head(table: Table, corner: Line) -> tuple[Line, ...]:
    """The head: one line, or two where columns share a super-header."""
    if not any(column.parent for column in table.columns):
        return ((*corner, *(_column_box(column) for column in table.columns)),)
    upper: list[Box] = [replace(box, rowspan=2) for box in corner]
    lower: list[Box] = []
    for column in table.columns:
        if not column.parent:
            upper.append(replace(_column_box(column), rowspan=2))
            continue
        lower.append(_column_box(column))
        if upper[-1].text == column.parent:
            upper[-1] = replace(upper[-1], colspan=upper[-1].colspan + 1)
        else:
            upper.append(Box(column.parent, scope="colgroup"))
    return (tuple(upper), tuple(lower))


def _merged(table: Table, printed: Collection[str], extensions: Sequence[Extension]) -> Drawing:
    """Group labels stand once, left of their rows, as in 三、本年度办理结果."""
    width = 1 + max(_depth(table, row) for row in table.rows)
    corner = (Box(table.corner or "项目", scope="col", colspan=width),)
    body = _merged_body(table, "", width, printed)
    body += [(Box(extra.label, colspan=width), *_filled(table, extra)) for extra in extensions]
    return Drawing(_column_head(table, corner), tuple(body))


def _depth(table: Table, row: Row) -> int:
    return 1 + _depth(table, table.row(row.parent)) if row.parent else 0


def _merged_body(table: Table, parent: str, width: int, printed: Collection[str]) -> list[Line]:
    """Lines of the rows under ``parent``; ``width`` label columns are left for them."""
    lines: list[Line] = []
    for row in table.children(parent):
        own = row.id in printed or not row.is_group
        below = _merged_body(table, row.id, width - 1, printed)
        if not below:
            values = _values(table, row.id, row.columns) if own else ()
            lines.append((Box(row_text(row), colspan=width, about=row.id), *values))
            continue
        if own:
            label = Box("（本行印出的数）", colspan=max(width - 1, 1))
            below.insert(0, (label, *_values(table, row.id, row.columns)))
        group = Box(row_text(row), scope="rowgroup", rowspan=len(below), about=row.id)
        lines += [(group, *below[0]), *below[1:]]
    return lines


def _indented(table: Table, printed: Collection[str], extensions: Sequence[Extension]) -> Drawing:
    """One line for each row, children indented, with a column for the unit."""
    full = 2 + len(table.columns)
    corner = (Box(table.corner or "统计指标", scope="col"), Box("单位", scope="col"))
    body: list[Line] = []
    for row in table.rows:
        level = _depth(table, row)
        if row.is_group and row.id not in printed:
            label = Box(row_text(row), scope="rowgroup", colspan=full, level=level, about=row.id)
            body.append((label,))
            continue
        unit = table.unit_of(row, table.column(row.columns[0]))
        body.append(
            (
                Box(row_text(row), level=level, about=row.id),
                Box(unit, scope="unit"),
                *_values(table, row.id, row.columns),
            )
        )
    body += [
        (Box(extra.label), Box("", scope="unit"), *_filled(table, extra)) for extra in extensions
    ]
    return Drawing(_column_head(table, corner), tuple(body))


def _grouped(table: Table, extensions: Sequence[Extension]) -> Drawing:
    """Sub-tables under their group's label, each with columns of its own."""
    width = max(len(row.columns) for row in table.rows)
    body: list[Line] = []
    for group in table.children(""):
        if group.is_group:
            label = Box(row_text(group), scope="colgroup", colspan=1 + width, about=group.id)
            body.append((label,))
        rows = table.children(group.id) if group.is_group else (group,)
        heads = [_column_box(table.column(c)) for c in group.columns]
        body.append((Box("信息内容", scope="col"), *_stretched(heads, width)))
        for row in rows:
            values = _values(table, row.id, row.columns)
            body.append((Box(row_text(row), about=row.id), *_stretched(values, width)))
    for extra in extensions:
        values = _values(table, extra.row, extra.columns)
        body.append((Box(extra.label), *_stretched(values, width)))
    return Drawing((), tuple(body))


def _stretched(boxes: Sequence[Box], width: int) -> Line:
    """The boxes over ``width`` columns; the last one takes what is left."""
    *first, last = boxes
    return (*first, replace(last, colspan=width - len(first)))


def _single_line(table: Table) -> Drawing:
    """Blocks side by side over one line of values."""
    depth = 1 + max(_depth(table, row) for row in table.rows)
    head: list[list[Box]] = [[] for _ in range(depth + 1)]
    for row in table.rows:
        level = _depth(table, row)
        leaves = _leaves(table, row)
        span = sum(len(leaf.columns) for leaf in leaves)
        height = depth - level if not row.is_group else 1
        head[level].append(
            Box(row.label, scope="colgroup", colspan=span, rowspan=height, about=row.id)
        )
    for row in table.data_rows:
        head[depth] += [_column_box(table.column(c)) for c in row.columns]
    values = [box for row in table.data_rows for box in _values(table, row.id, row.columns)]
    return Drawing(tuple(tuple(line) for line in head), (tuple(values),))


def _leaves(table: Table, row: Row) -> tuple[Row, ...]:
    below = table.children(row.id)
    return tuple(leaf for child in below for leaf in _leaves(table, child)) if below else (row,)
