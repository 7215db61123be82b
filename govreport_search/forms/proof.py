"""Which blank cells are zero: only those that the printed totals leave no room for.

Counts are not negative. So where one side of a rule is fully printed and the numbers on the
other side already add up to it, every blank on that other side is zero; a side that prints a
negative number proves nothing. A proven zero counts as a number in the next round, so proofs
chain. Where a rule would break with its blanks read as proven zeros, the proofs of those
blanks contradict each other and none of them is taken.
Rules of unverified evidence prove nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from govreport_search.domain import CellId, Fact, State
from govreport_search.forms.equation import Equation, equations, state_of, value_of
from govreport_search.forms.model import Evidence, Form, ValueType

EMPTY = frozenset({State.BLANK, State.NOT_APPLICABLE})
"""States that may stand for a zero."""


Proofs = Mapping[CellId, Equation]
"""Blank cells that are zero, each with the equation that leaves no room for more."""


def proven_zeros(form: Form, facts: Mapping[CellId, Fact]) -> Proofs:
    """Blank and "/" cells that must be zero, each with its proof."""
    usable = [
        equation
        for equation in equations(form, facts)
        if equation.rule.evidence is not Evidence.UNVERIFIED and _counts_only(form, equation)
    ]
    contested: set[CellId] = set()
    while True:
        proofs = _closure(usable, facts, contested)
        refuted = {
            cell
            for equation in usable
            if _is_broken(equation, facts, proofs)
            for cell in equation.cells
            if cell in proofs
        }
        if not refuted:
            return proofs
        contested |= refuted


def number_of(facts: Mapping[CellId, Fact], proofs: Proofs, cell: CellId) -> Decimal | None:
    """The printed number, zero for a proven blank, else ``None``."""
    return Decimal(0) if cell in proofs else value_of(facts, cell)


def _closure(
    usable: list[Equation], facts: Mapping[CellId, Fact], contested: set[CellId]
) -> dict[CellId, Equation]:
    proofs: dict[CellId, Equation] = {}
    size = -1
    while len(proofs) > size:
        size = len(proofs)
        for equation in usable:
            for cell in _proven(equation, facts, proofs):
                if cell not in contested:
                    proofs[cell] = equation
    return proofs


def _proven(equation: Equation, facts: Mapping[CellId, Fact], proofs: Proofs) -> list[CellId]:
    for known_side, open_side in (
        (equation.left, equation.right),
        (equation.right, equation.left),
    ):
        whole = [number_of(facts, proofs, cell) for cell in known_side]
        printed = [number_of(facts, proofs, cell) for cell in open_side]
        given = [value for value in whole if value is not None]
        if len(given) < len(whole) or any(value < 0 for value in printed if value):
            continue
        if sum(given) == sum(value for value in printed if value is not None):
            return [
                cell
                for cell, value in zip(open_side, printed, strict=True)
                if value is None and state_of(facts, cell) in EMPTY
            ]
    return []


def _is_broken(equation: Equation, facts: Mapping[CellId, Fact], proofs: Proofs) -> bool:
    left = [number_of(facts, proofs, cell) for cell in equation.left]
    right = [number_of(facts, proofs, cell) for cell in equation.right]
    if None in left or None in right:
        return False
    return sum(filter(None, left)) != sum(filter(None, right))


def _counts_only(form: Form, equation: Equation) -> bool:
    table = form.table(equation.rule.table)
    return all(table.column(c.column).value_type is ValueType.INTEGER for c in equation.cells)
