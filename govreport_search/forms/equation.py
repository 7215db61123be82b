"""A form's rules written out for one report: sum of cells == sum of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from govreport_search.domain import CellId, Fact, State
from govreport_search.forms.model import Form, Rule, Table


@dataclass(frozen=True, slots=True)
class Equation:
    """One rule in one row or column of one report: sum(left) == sum(right)."""

    rule: Rule
    left: tuple[CellId, ...]
    right: tuple[CellId, ...]

    @property
    def cells(self) -> tuple[CellId, ...]:
        """All its terms."""
        return self.left + self.right

    @property
    def total(self) -> CellId:
        """The cell a breach is reported at: the single printed total, where there is one."""
        return self.left[0] if len(self.left) == 1 else self.right[0]


def equations(form: Form, facts: Mapping[CellId, Fact]) -> Iterator[Equation]:
    """Every rule of the form in every row or column it holds in, printed group rows included.

    Where a report left a group unsplit (it prints numbers in the group row and none of the
    rows under it), the group row stands in the rule for its parts.
    """
    for rule in form.rules:
        table = form.table(rule.table)
        if rule.each == "row":
            yield from _by_row(table, rule, facts)
        else:
            yield from _by_column(table, rule, facts)


def known(facts: Mapping[CellId, Fact], cells: tuple[CellId, ...]) -> Decimal:
    """Sum of those cells that hold numbers."""
    return sum((value_of(facts, cell) or Decimal(0) for cell in cells), Decimal(0))


def value_of(facts: Mapping[CellId, Fact], cell: CellId) -> Decimal | None:
    """The cell's number, ``None`` in any other state."""
    return facts[cell].quantity.value if cell in facts else None


def state_of(facts: Mapping[CellId, Fact], cell: CellId) -> State:
    """The cell's state; a cell without a fact is missing."""
    return facts[cell].quantity.state if cell in facts else State.MISSING


def _by_row(table: Table, rule: Rule, facts: Mapping[CellId, Fact]) -> Iterator[Equation]:
    needed = (*rule.left, *rule.right)
    for row in table.rows:
        printed = any(CellId(table.id, row.id, column) in facts for column in needed)
        if set(needed) <= set(row.columns) and (printed or not row.is_group):
            yield Equation(
                rule,
                tuple(CellId(table.id, row.id, column) for column in rule.left),
                tuple(CellId(table.id, row.id, column) for column in rule.right),
            )


def _by_column(table: Table, rule: Rule, facts: Mapping[CellId, Fact]) -> Iterator[Equation]:
    for column in table.columns:
        yield Equation(
            rule,
            _terms(table, rule.left, column.id, facts),
            _terms(table, rule.right, column.id, facts),
        )


def _terms(
    table: Table, rows: tuple[str, ...], column: str, facts: Mapping[CellId, Fact]
) -> tuple[CellId, ...]:
    unsplit = {
        row.parent for row in table.rows if row.id in rows and _is_unsplit(table, row.parent, facts)
    }
    terms = (table.row(row).parent if table.row(row).parent in unsplit else row for row in rows)
    return tuple(CellId(table.id, row, column) for row in dict.fromkeys(terms))


def _is_unsplit(table: Table, group: str, facts: Mapping[CellId, Fact]) -> bool:
    """Whether the group row prints a number of its own and no row under it is printed."""
    if not group or not table.row(group).is_group:
        return False
    columns = [column.id for column in table.columns]
    return any(
        value_of(facts, CellId(table.id, group, column)) is not None for column in columns
    ) and all(
        state_of(facts, CellId(table.id, child.id, column)) is State.MISSING
        for child in table.children(group)
        for column in columns
    )
