"""Computes the derived indicators of one report, and says how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from govreport_search.domain import CellId, Fact, Quantity, State
from govreport_search.forms.derived import (
    DerivedIndicator,
    derived_indicators,
    sum_parts,
    term_cell,
)
from govreport_search.forms.equation import state_of
from govreport_search.forms.lookup import cell_labels
from govreport_search.forms.model import Form, Layout
from govreport_search.forms.proof import Proofs, number_of, proven_zeros

__all__ = ["DerivedFact", "DerivedIndicator", "derive", "derived_indicators"]

RATE_DIGITS = Decimal("0.000001")
"""Rates are rounded to six decimals, half to even."""

_BLOCKING = (
    State.MISSING,
    State.UNREADABLE,
    State.TEXT,
    State.BLANK,
    State.NOT_APPLICABLE,
)
_STATE_WORDS = {
    State.MISSING: "缺行",
    State.UNREADABLE: "无法识读",
    State.TEXT: "不是数字",
    State.BLANK: "空白，且总计不能证明其为0",
    State.NOT_APPLICABLE: "印作“/”，且总计不能证明其为0",
}


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """A derived cell of one report.

    Attributes:
        cell: sums keep the group row's id; rates stand in table ``rate``.
        quantity: a number, or the state of the part that blocks it.
        how: one Chinese sentence: the parts or the printed source, each blank that counts as
            zero with its proof, or what blocks.
        parts: the cells it was computed from.
        corrected: those it rests on, whether as parts or as proofs of blanks, where a person
            put what was read right.
    """

    cell: CellId
    quantity: Quantity
    how: str
    parts: tuple[CellId, ...]
    corrected: tuple[CellId, ...] = ()


@dataclass(frozen=True)
class _Reading:
    """One report's facts with what follows from them."""

    form: Form
    facts: Mapping[CellId, Fact]
    proofs: Proofs

    def number(self, cell: CellId) -> Decimal | None:
        return number_of(self.facts, self.proofs, cell)

    def name(self, cell: CellId) -> str:
        """The row's label; in a table of single-line blocks also the column's."""
        label, column, _ = cell_labels(cell, self.form.id)
        row = label.partition("（")[0]
        return row + column if cell.table in self._blocks else row

    def term(self, cell: CellId, value: Decimal) -> str:
        blank = ""
        if cell in self.proofs:
            blank = "空白计" if state_of(self.facts, cell) is State.BLANK else "“/”计"
        return f"{self.name(cell)} {blank}{value}"

    def proof_words(self, cells: Iterable[CellId]) -> str:
        """Why the blanks among these cells count as zero; empty where none is blank."""
        rules = dict.fromkeys(self.proofs[cell].rule.words for cell in cells if cell in self.proofs)
        return f"；空白计0的依据：{'；'.join(rules)}，而印出的数字已足此数" if rules else ""

    def corrected(self, parts: Iterable[CellId]) -> tuple[CellId, ...]:
        """Cells that a person put right, among these and those that prove their blanks zero."""
        grounds: dict[CellId, None] = {}
        waiting = list(parts)
        while waiting:
            cell = waiting.pop()
            if cell not in grounds:
                grounds[cell] = None
                waiting += self.proofs[cell].cells if cell in self.proofs else ()
        return tuple(cell for cell in self.facts if cell in grounds and cell in self.put_right)

    @cached_property
    def put_right(self) -> frozenset[CellId]:
        """What was only confirmed stands as it was read."""
        said = ((cell, fact.correction) for cell, fact in self.facts.items())
        return frozenset(cell for cell, by in said if by is not None and not by.confirmed)

    @cached_property
    def _blocks(self) -> frozenset[str]:
        return frozenset(t.id for t in self.form.tables if t.layout is Layout.SINGLE_LINE)


def derive(form: Form, facts: Iterable[Fact]) -> tuple[DerivedFact, ...]:
    """Every derived cell of the form, sums first; unknown ones too, with what blocks them.

    A number printed in the group row wins over a computed one. A blank part counts as zero
    only where the printed totals prove it (see ``proof``).
    """
    by_cell = {fact.cell: fact for fact in facts}
    reading = _Reading(form, by_cell, proven_zeros(form, by_cell))
    mine = [d for d in derived_indicators() if form.id in d.forms]
    sums = [_sum(reading, d.cell(c)) for d in mine if not d.is_rate for c in d.columns]
    known = {fact.cell: fact for fact in sums}
    rates = [_rate(reading, known, d, c) for d in mine if d.is_rate for c in d.columns]
    if not reading.put_right:
        return (*sums, *rates)
    return tuple(_marked(reading, known, fact) for fact in (*sums, *rates))


def _marked(
    reading: _Reading, sums: Mapping[CellId, DerivedFact], fact: DerivedFact
) -> DerivedFact:
    """With the corrected cells it rests on; a share of sums rests on what they rest on."""
    below = (sums[part].parts if part in sums else (part,) for part in fact.parts)
    corrected = reading.corrected(cell for parts in below for cell in parts)
    return replace(fact, corrected=corrected) if corrected else fact


def _sum(reading: _Reading, cell: CellId) -> DerivedFact:
    printed = reading.facts.get(cell)
    if printed is not None and printed.quantity.value is not None:
        how = f"报告在“{reading.name(cell)}”一行直接印有此数，未作推算"
        return DerivedFact(cell, printed.quantity, how, (cell,))
    parts = tuple(
        CellId(cell.table, row.id, cell.column) for row in sum_parts(reading.form, cell.indicator)
    )
    values = {part: reading.number(part) for part in parts}
    blocked = {p: state_of(reading.facts, p) for p, value in values.items() if value is None}
    if blocked:
        if printed is not None and set(blocked.values()) == {State.MISSING}:
            how = f"报告只印“{reading.name(cell)}”一行，{_STATE_WORDS[printed.quantity.state]}"
            return DerivedFact(cell, printed.quantity, how, (cell,))
        return _unknown(reading, cell, parts, blocked)
    numbers = {part: value for part, value in values.items() if value is not None}
    terms = "＋".join(reading.term(part, value) for part, value in numbers.items())
    how = f"由{len(parts)}项相加：{terms}{reading.proof_words(parts)}"
    return DerivedFact(cell, Quantity(State.NUMBER, sum(numbers.values(), Decimal(0))), how, parts)


def _rate(
    reading: _Reading, sums: Mapping[CellId, DerivedFact], indicator: DerivedIndicator, column: str
) -> DerivedFact:
    cell = indicator.cell(column)
    above = tuple(term_cell(term, column) for term in indicator.numerator)
    below = tuple(term_cell(term, column) for term in indicator.denominator)
    parts = tuple(dict.fromkeys(above + below))
    values: dict[CellId, Decimal] = {}
    blocked: dict[CellId, State] = {}
    for part in parts:
        value = sums[part].quantity.value if part in sums else None
        if value is None:
            value = reading.number(part)
        if value is None:
            held = sums[part].quantity.state if part in sums else None
            blocked[part] = held or state_of(reading.facts, part)
        else:
            values[part] = value
    if blocked:
        return _unknown(reading, cell, parts, blocked)
    numerator = sum((values[part] for part in above), Decimal(0))
    denominator = sum((values[part] for part in below), Decimal(0))
    fraction = (
        f"（{'＋'.join(reading.term(part, values[part]) for part in above)}）÷"
        f"（{'＋'.join(reading.term(part, values[part]) for part in below)}）"
        f"{reading.proof_words(parts)}"
    )
    if not denominator:
        quantity = Quantity(State.NOT_APPLICABLE)
        return DerivedFact(cell, quantity, f"分母为0，比率无意义：{fraction}", parts)
    if not 0 <= numerator <= denominator:
        why = f"印出的数字互相矛盾，比率不成立：{fraction}"
        return DerivedFact(cell, Quantity(State.UNREADABLE, note=why), why, parts)
    value = (numerator / denominator).quantize(RATE_DIGITS)
    return DerivedFact(cell, Quantity(State.NUMBER, value), fraction, parts)


def _unknown(
    reading: _Reading, cell: CellId, parts: tuple[CellId, ...], blocked: Mapping[CellId, State]
) -> DerivedFact:
    worst = min(blocked.values(), key=_BLOCKING.index)
    part = next(part for part, state in blocked.items() if state is worst)
    how = f"不能推算：“{reading.name(part)}”{_STATE_WORDS[worst]}"
    return DerivedFact(cell, Quantity(worst, note=how), how, parts)
