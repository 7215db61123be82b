"""Whether the cells of one row add up, as the form says they do."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from govreport_search.domain import State
from govreport_search.forms import Form, Table
from indexer.blocks import GridCell, in_one_line
from indexer.recognise.quantity import read_quantity


def adds_up(form: Form, table: Table, cells: Mapping[str, GridCell]) -> bool | None:
    """Whether every rule on single rows holds, blank cells counted as zero.

    Returns:
        ``None`` where no rule is about these columns, or a cell is neither number nor blank.
    """
    rules = [r for r in form.rules if r.table == table.id and r.each == "row"]
    rules = [r for r in rules if {*r.left, *r.right} <= set(cells)]
    values = {column: _number(table, column, cell) for column, cell in cells.items()}
    if not rules or None in values.values():
        return None
    known = {column: value for column, value in values.items() if value is not None}
    return all(sum(known[c] for c in r.left) == sum(known[c] for c in r.right) for r in rules)


def _number(table: Table, column: str, cell: GridCell) -> Decimal | None:
    read = read_quantity(in_one_line(cell.text), table.column(column).value_type).quantity
    if not cell.legible:
        return None
    return Decimal(0) if read.state is State.BLANK else read.value
