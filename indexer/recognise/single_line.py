"""A table of one line of values: block after block, each a row of ours.

Its header is nearly always scrambled in print; the number of values is the anchor.
"""

from __future__ import annotations

from collections.abc import Sequence

from govreport_search.domain import PrintedRow
from govreport_search.forms import Table
from indexer.blocks import Line
from indexer.grid import Vector, place_of
from indexer.recognise.fit import Fit, Habit, fit, printed
from indexer.recognise.readout import Readout, misfit, read_row
from indexer.recognise.stretch import Stretch
from indexer.recognise.unit import Unit

_LEAST_SHARE = 0.6


def read_single_line(
    table: Table,
    stretch: Stretch,
    rows: list[PrintedRow],
    read: dict[str, Readout],
    used: set[int],
    lines: Sequence[Line],
) -> None:
    """Read the line of values below the table's header, if this stretch has both.

    Adds to ``rows``, to ``read`` (by row id) and to ``used`` (indexes of lines).
    """
    header = [u for u in stretch.units if any(e.table == table.id and e.id for e in u.entries)]
    total = sum(len(row.columns) for row in table.data_rows)
    vector = _values(stretch, total)
    if vector is None and len({u.entries for u in header}) <= len(table.data_rows):
        return  # words of a sentence, not a header
    for unit in header:
        used.update(piece.line for piece in unit.pieces)
        _note_block(table, unit, rows, lines)
    if vector is None or read:
        return
    used.update(cell.line for cell in vector.cells)
    _read_blocks(table, vector, fit(vector, total, Habit(), lines), rows, read, lines)


def _note_block(table: Table, unit: Unit, rows: list[PrintedRow], lines: Sequence[Line]) -> None:
    names = {e.id for e in unit.entries if e.table == table.id and table.has_row(e.id)}
    if len(names) == 1 and not any(row.row in names for row in rows):
        place = place_of(lines, unit.pieces[0].line, unit.pieces[-1].line)
        rows.append(PrintedRow(table.id, names.pop(), unit.label, place))


def _values(stretch: Stretch, total: int) -> Vector | None:
    """The vector with most values, joined with those that directly follow, if it is long enough.

    A row of blanks counts only where it has a cell for each column.
    """
    best: Vector | None = None
    for index, values in enumerate(stretch.values):
        if values.row is not None:
            continue
        vector = values.vector
        for following in stretch.values[index + 1 :]:
            if following.label is not None or len(vector.cells) >= total:
                break
            if following.vector.line - vector.end_line > _NEAR or vector.start is not None:
                break
            cells = vector.cells + following.vector.cells
            vector = Vector(cells, vector.start, vector.width, vector.lead)
        enough = len(vector.cells) >= total if vector.is_blank else printed(vector) >= 1
        if enough and (best is None or len(vector.cells) > len(best.cells)):
            best = vector
    if best is None or len(best.cells) < _LEAST_SHARE * total:
        return None
    return best


_NEAR = 3


def _read_blocks(
    table: Table,
    vector: Vector,
    fitted: Fit,
    rows: list[PrintedRow],
    read: dict[str, Readout],
    lines: Sequence[Line],
) -> None:
    labels = {row.row: row.label for row in rows}
    start = 0
    for block in table.data_rows:
        end = start + len(block.columns)
        part = fitted.cells[start:end] if fitted.cells is not None else None
        label = labels.get(block.id, "")
        read[block.id] = read_row(table, block, block.columns, vector, Fit(part), label, lines)
        if block.id not in labels:
            place = place_of(lines, vector.line, vector.end_line)
            rows.append(PrintedRow(table.id, block.id, label, place))
        start = end
    if fitted.code:
        place = place_of(lines, vector.line, vector.end_line)
        first = table.data_rows[0].id
        read[first].findings.insert(0, misfit(table, "", table.title, start, vector, fitted, place))
