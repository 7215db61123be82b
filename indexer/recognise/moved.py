"""Rows that lost a value and were filled up at their end: their values stand in wrong columns.

Converters give every row of a table the same number of cells. A row that lost one gets a blank
one at its end, and looks like a row whose total is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from govreport_search.domain import State
from govreport_search.forms import Form, Table
from indexer.grid import Cell
from indexer.recognise.fit import TOO_SHORT, Fit
from indexer.recognise.quantity import read_quantity

_EMPTY = (State.BLANK, State.NOT_APPLICABLE)

Pair = tuple[str, str]
"""A row and a column, by id."""

_Sum = tuple[tuple[int, ...], tuple[int, ...]]


def unless_moved(fitted: Fit, pairs: Sequence[Pair], form: Form, table: Table) -> Fit:
    """The same; no cells where the row ends blank and its sums may only hold with a value lost.

    Without a sum over the row nothing tells a lost value from one that was never printed, and
    blanks are what they look like.

    Args:
        fitted: the cells of one printed row.
        pairs: for each cell the row and column of the form it was taken for.
        form, table: whose sums they are.
    """
    cells = fitted.cells
    if cells is None or len(cells) != len(pairs) or cells[-1].raw:
        return fitted
    numbers = [_number(table, column, cell) for (_, column), cell in zip(pairs, cells, strict=True)]
    known = [number for number in numbers if number is not None]
    sums = list(_sums(pairs, form, table))
    if len(known) < len(numbers) or not sums or _may_hold(sums, numbers):
        return fitted
    blank = next(n for n, cell in enumerate(reversed(cells)) if cell.raw or n == len(cells) - 1)
    for lost in range(1, blank + 1):
        kept = known[: len(known) - lost]
        for at in range(len(kept)):
            if _may_hold(sums, [*kept[:at], *[None] * lost, *kept[at:]]):
                return Fit(None, TOO_SHORT)
    return fitted


def settle_order(
    fitted: Fit, orders: Sequence[Sequence[str]], row: str, form: Form, table: Table
) -> tuple[Sequence[str], Fit]:
    """The one of two orders of columns in which a row adds up, and its cells.

    No cells where it adds up in both, or in neither: then nothing tells which order is printed.
    """
    usual, other = orders
    cells = fitted.cells
    if cells is None or len({cell.raw for cell in cells}) == 1:
        return usual, fitted
    held = [_adds_up(cells, [(row, column) for column in each], form, table) for each in orders]
    if held[0] == held[1]:
        return usual, Fit(None, TOO_SHORT)
    return (usual if held[0] else other), fitted


def _adds_up(cells: Sequence[Cell], pairs: Sequence[Pair], form: Form, table: Table) -> bool:
    numbers = [_number(table, column, cell) for (_, column), cell in zip(pairs, cells, strict=True)]
    return None not in numbers and _may_hold(list(_sums(pairs, form, table)), numbers)


def _number(table: Table, column: str, cell: Cell) -> Decimal | None:
    read = read_quantity(cell.raw, table.column(column).value_type).quantity
    return Decimal(0) if read.state in _EMPTY else read.value


def _sums(pairs: Sequence[Pair], form: Form, table: Table) -> Iterator[_Sum]:
    """The sums over single rows, as positions among the pairs."""
    at = {pair: position for position, pair in enumerate(pairs)}
    for rule in form.rules:
        if rule.table != table.id or rule.each != "row":
            continue
        for row in dict.fromkeys(row for row, _ in pairs):
            left, right = ([(row, name) for name in side] for side in (rule.left, rule.right))
            if {*left, *right} <= set(at):
                yield tuple(at[pair] for pair in left), tuple(at[pair] for pair in right)


def _may_hold(sums: Sequence[_Sum], numbers: Sequence[Decimal | None]) -> bool:
    """Whether all sums hold for some counts in place of the unknown numbers."""
    return all(_holds([[numbers[i] for i in side] for side in one]) for one in sums)


def _holds(sides: Sequence[Sequence[Decimal | None]]) -> bool:
    left, right = (sum((n for n in side if n is not None), Decimal(0)) for side in sides)
    less, more = (None in side for side in sides)  # a side with an unknown number may be larger
    return (left <= right or more) if less else (right <= left if more else left == right)
