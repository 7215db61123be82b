"""A worksheet into lines and grids: each block of cells a grid, what stands alone a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport_search.domain import Place
from govreport_search.sentence import say
from indexer.blocks import Grid, GridCell, Line, in_one_line, row_line
from indexer.readers.sheet.model import (
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    Shown,
    column_name,
    too_complex,
)

_BLANK = Shown("")
_BESIDE = re.compile(r".*[：:].*|[（(].{1,12}[）)]")
"""What stands beside others above or below a table: 填报单位：…, 单位：件, （盖章）."""

_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、.{0,12}(?:政府信息|信息公开|行政复议|总体情况|存在的|需要报告)"
)
_BAND = re.compile(r"第.{1,6}条")
"""A row over the whole width that belongs to its table: 第二十条第（一）项."""

_NOTE = re.compile(r"(?:备注|注|说明|填表说明|填报|制表|单位负责人|审核人|联系)[^\d]*")

_PROSE = 120
"""Characters beyond which a cell that stands alone in its row is prose."""


@dataclass(frozen=True, slots=True)
class _Cell:
    shown: Shown
    row: int
    column: int
    rows: int
    columns: int
    at: str

    @property
    def is_filled(self) -> bool:
        return bool(self.shown.text.strip()) or not self.shown.legible

    @property
    def end(self) -> int:
        return self.column + self.columns


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed row.

    Attributes:
        cells: those that begin in it, blank ones included.
        drawn: the column after the last one that is filled, bordered or merged.
    """

    index: int
    cells: tuple[_Cell, ...]
    drawn: int

    @property
    def filled(self) -> list[_Cell]:
        return [cell for cell in self.cells if cell.is_filled]

    @property
    def alone(self) -> _Cell | None:
        """Its only filled cell."""
        filled = self.filled
        return filled[0] if len(filled) == 1 else None


def sheet_blocks(sheet: Sheet, name: str) -> tuple[list[Line], list[Grid]]:
    """The lines and grids of a sheet; ``first`` of its grids counts its own lines.

    Args:
        sheet: what is in it.
        name: of the file, for messages.

    Raises:
        UnreadableSourceError: ``too_complex``, beyond the clamps.
    """
    lines: list[Line] = []
    grids: list[Grid] = []
    for part, is_table in _parts(_rows(sheet, name)):
        if is_table:
            _put_grid(part, lines, grids)
        else:
            for row in part:
                lines += _text_lines(row)
    return lines, grids


def _rows(sheet: Sheet, name: str) -> list[_Row]:
    """The printed rows from the first to the last that holds something."""
    filled = [
        place for place, shown in sheet.cells.items() if shown.text.strip() or not shown.legible
    ]
    printed_rows = {row for row, _ in filled} - sheet.hidden_rows
    printed_columns = {column for _, column in filled} - sheet.hidden_columns
    for top, left, bottom, right in sheet.merged:
        if (top, left) in sheet.cells and sheet.cells[top, left].text:
            printed_rows |= set(range(top, min(bottom, top + MOST_ROWS) + 1)) - sheet.hidden_rows
            width = min(right, left + MOST_COLUMNS)
            printed_columns |= set(range(left, width + 1)) - sheet.hidden_columns
    if not printed_rows or not printed_columns:
        return []
    if max(printed_rows) - min(printed_rows) - len(sheet.hidden_rows) > MOST_ROWS:
        raise too_complex(
            name, say("的工作表“%(sheet)s”超过 %(rows)s 行", sheet=sheet.name, rows=MOST_ROWS)
        )
    if max(printed_columns) - min(printed_columns) - len(sheet.hidden_columns) > MOST_COLUMNS:
        raise too_complex(
            name,
            say("的工作表“%(sheet)s”超过 %(columns)s 列", sheet=sheet.name, columns=MOST_COLUMNS),
        )
    rows = [
        r for r in range(min(printed_rows), max(printed_rows) + 1) if r not in sheet.hidden_rows
    ]
    columns = [
        c
        for c in range(min(printed_columns), max(printed_columns) + 1)
        if c not in sheet.hidden_columns
    ]
    return _placed(sheet, rows, columns, name)


def _placed(sheet: Sheet, rows: Sequence[int], columns: Sequence[int], name: str) -> list[_Row]:
    row_at = {row: at for at, row in enumerate(rows)}
    column_at = {column: at for at, column in enumerate(columns)}
    merged: dict[tuple[int, int], _Cell] = {}
    covered: set[tuple[int, int]] = set()
    looked_at = 0
    for top, left, bottom, right in sheet.merged:
        down = [row_at[r] for r in range(top, min(bottom, rows[-1]) + 1) if r in row_at]
        across = [column_at[c] for c in range(left, min(right, columns[-1]) + 1) if c in column_at]
        looked_at += len(down) * len(across)
        if looked_at > MOST_ROWS * MOST_COLUMNS:
            raise too_complex(
                name, say("的工作表“%(sheet)s”里合并的区域互相重叠", sheet=sheet.name)
            )
        places = {(r, c) for r in down for c in across}
        if places and not places & covered:
            covered |= places
            shown = sheet.cells.get((top, left), _BLANK)
            at = _address(sheet, top, left)
            merged[down[0], across[0]] = _Cell(
                shown, down[0], across[0], len(down), len(across), at
            )
    found = []
    for row, row_index in row_at.items():
        cells: list[_Cell] = []
        drawn = 0
        for column, column_index in column_at.items():
            place = row_index, column_index
            if place in merged:
                cells.append(merged[place])
            elif place not in covered:
                shown = sheet.cells.get((row, column), _BLANK)
                cells.append(_Cell(shown, *place, 1, 1, _address(sheet, row, column)))
                if not (shown.bordered or cells[-1].is_filled):
                    continue
            drawn = column_index + 1
        found.append(_Row(row_index, tuple(cells), drawn))
    return found


def _address(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name}!{column_name(column)}{row + 1}"


def _parts(rows: Sequence[_Row]) -> Iterator[tuple[list[_Row], bool]]:
    """The rows cut into tables and rows of text, each with whether it is a table."""
    block: list[_Row] = []
    open_until = -1
    for row in rows:
        inside = row.index <= open_until
        apart = not inside and _stands_apart(row)
        if apart or (not inside and not row.drawn):
            yield from _trimmed(block)
            block = []
            if apart:
                yield [row], False
        else:
            block.append(row)
        open_until = max([open_until, *(cell.row + cell.rows - 1 for cell in row.filled)])
    yield from _trimmed(block)


def _stands_apart(row: _Row) -> bool:
    if row.alone is None:
        return False
    text = "".join(row.alone.shown.text.split())
    return len(text) > _PROSE or bool(_HEADING.match(text))


def _trimmed(block: list[_Row]) -> Iterator[tuple[list[_Row], bool]]:
    """A table without the rows of text at its head and foot, which come as parts of their own."""
    filled = [row for row in block if row.filled]
    if not filled:
        return
    left = min(cell.column for row in filled for cell in row.filled)
    right = max(cell.end for row in filled for cell in row.filled)
    drawn = any(cell.shown.bordered for row in filled for cell in row.filled)
    first, last = 0, len(block)
    while first < last and _is_text(block[first], left, right, drawn, at_head=True):
        first += 1
    while last > first and _is_text(block[last - 1], left, right, drawn, at_head=False):
        last -= 1
    table = block[first:last]
    if len(table) == 1 and len(table[0].filled) < 2:
        first = last = len(block)
        table = []
    if first:
        yield block[:first], False
    if table:
        yield table, True
    if block[last:]:
        yield block[last:], False


def _is_text(row: _Row, left: int, right: int, drawn: bool, at_head: bool) -> bool:
    """Whether a row at a table's head or foot only says something about it."""
    if not row.filled or any(cell.rows > 1 for cell in row.filled):
        return not row.filled
    if row.alone is None:
        return all(_BESIDE.fullmatch(cell.shown.text.strip()) for cell in row.filled)
    text = row.alone.shown.text.strip()
    if _BAND.search(text):
        return False
    if row.alone.column <= left and row.alone.end >= right:
        return True
    if drawn:
        return row.drawn <= row.alone.end
    return at_head or bool(_NOTE.match(text))


def _text_lines(row: _Row) -> list[Line]:
    filled = row.filled
    if len(filled) > 1:
        texts = tuple(in_one_line(cell.shown.text) for cell in filled)
        return [Line("\t".join(texts), Place(element=filled[0].at), texts)]
    return [
        Line(text.strip(), Place(element=cell.at))
        for cell in filled
        for text in cell.shown.text.split("\n")
        if text.strip()
    ]


def _put_grid(part: Sequence[_Row], lines: list[Line], grids: list[Grid]) -> None:
    """Add a table's rows as lines, and its grid; what is blank inside it is a cell, too."""
    filled = [cell for row in part for cell in row.filled]
    left = min(cell.column for cell in filled)
    right = max(cell.end for cell in filled)
    drawn = any(cell.shown.bordered for cell in filled)
    first, top = len(lines), part[0].index
    cells: list[GridCell] = []
    for row in part:
        end = min(row.drawn, right) if drawn else right
        here = [
            GridCell(
                cell.shown.text.strip(),
                row.index - top,
                cell.column - left,
                Place(element=cell.at),
                min(cell.rows, len(part) - (row.index - top)),
                min(cell.end, right) - cell.column,
                cell.shown.legible,
            )
            for cell in row.cells
            if left <= cell.column < end
        ]
        cells += here
        lines.append(row_line(here, Place(element=here[0].place.element if here else "")))
    grids.append(Grid(first, len(part), right - left, tuple(cells)))
