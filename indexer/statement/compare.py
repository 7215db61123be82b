"""Text against table: three answers, so that a mere difference of scope is no alarm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govreport_search.domain import Answer, CellId, Fact, Finding, Section, Severity
from govreport_search.forms import Form
from govreport_search.forms.derive import DerivedFact
from govreport_search.forms.derived import sum_parts
from govreport_search.forms.lookup import cell_labels
from govreport_search.sentence import listed, say, template
from indexer.statement.claim import Claim, find_claims, wording

_DIFFERENCES = {
    (False, False): template("正文称“%(printed)s”，表中%(cells)s为%(found)s"),
    (False, True): template("正文称“%(printed)s”，表中%(cells)s不少于%(found)s"),
    (True, False): template("正文称“%(printed)s”，表中%(cells)s合计为%(found)s"),
    (True, True): template("正文称“%(printed)s”，表中%(cells)s合计不少于%(found)s"),
}
"""By whether several cells are added up, and whether some of them have no number."""


@dataclass(frozen=True)
class _Table:
    """What the report's tables say, sums of rows included."""

    form: Form
    numbers: Mapping[CellId, Decimal]
    facts: Mapping[CellId, Fact]

    def has(self, terms: Sequence[str]) -> bool:
        cells = [_cell(term) for term in terms]
        return all(self.form.has_cell(c) or bool(sum_parts(self.form, c.indicator)) for c in cells)

    def least(self, terms: Sequence[str]) -> Decimal:
        """The least that the cells can hold: their parts, where a total is not printed."""
        return sum((self._least(_cell(term)) for term in terms), Decimal(0))

    def _least(self, cell: CellId) -> Decimal:
        if cell in self.numbers:
            return self.numbers[cell]
        rows = sum_parts(self.form, cell.indicator)
        parts = [CellId(cell.table, row.id, cell.column) for row in rows]
        if rows:
            return sum((self._least(part) for part in parts), Decimal(0))
        parts = [
            CellId(cell.table, cell.row, column)
            for rule in self.form.rules
            if rule.table == cell.table and rule.left == (cell.column,) and rule.each == "row"
            for column in rule.right
        ]
        return sum((self.numbers.get(part, Decimal(0)) for part in parts), Decimal(0))

    def sum(self, terms: Sequence[str]) -> Decimal | None:
        """Sum of the cells, those after a minus taken away; ``None`` if one is unknown."""
        total = Decimal(0)
        for term in terms:
            value = self.numbers.get(_cell(term))
            if value is None:
                return None
            total += -value if term.startswith("-") else value
        return total


def check_statements(
    sections: Sequence[Section],
    facts: Iterable[Fact],
    form: Form,
    *,
    derived: Iterable[DerivedFact],
    year: int | None = None,
    agency: str = "",
) -> tuple[Finding, ...]:
    """Compares the numbers that the narrative states with the statutory cells.

    Agreement yields no finding. A difference that the cells themselves explain (carried-over
    applications, pending cases, one office against the whole district) is ``other_scope``;
    any other is a ``contradiction``, placed at the line of the sentence and naming the cell.
    A cell that holds no number contradicts nothing, unless its printed parts already exceed
    what the text says.

    Args:
        derived: what ``forms.derive`` makes of the facts: sums of rows count like printed cells.
        year: the report year, if known; statements about other years are not compared.
        agency: the body, if known: an office that reports for itself has no narrower scope.
    """
    by_cell = {fact.cell: fact for fact in facts}
    numbers = {c: f.quantity.value for c, f in by_cell.items() if f.quantity.value is not None}
    for sum_or_rate in derived:
        if sum_or_rate.quantity.value is not None:
            numbers.setdefault(sum_or_rate.cell, sum_or_rate.quantity.value)
    table = _Table(form, numbers, by_cell)
    found = [_compare(claim, table, agency) for claim in find_claims(sections, year)]
    return tuple(finding for finding in found if finding is not None)


def _compare(claim: Claim, table: _Table, agency: str) -> Finding | None:
    terms = next((cells for cells in claim.kind.cells if table.has(cells)), None)
    if terms is None:
        return None
    whole = table.sum(terms)
    printed = table.least(terms) if whole is None else whole
    if printed == claim.value or (whole is None and claim.value > printed):
        return None
    scope = _same_sum(claim, table) or _scope_words(claim, printed, agency)
    return _finding(claim, table, terms, printed, scope, is_least=whole is None)


def _same_sum(claim: Claim, table: _Table) -> str:
    """What the statement counts instead, where other cells add up to it; else empty."""
    for scope in claim.kind.scopes:
        if scope.some and not claim.value:
            continue
        if scope.when.search(claim.printed) and table.sum(scope.cells) == claim.value:
            return scope.words
    return ""


def _scope_words(claim: Claim, printed: Decimal, agency: str) -> str:
    """Why the sentence may count something narrower or wider than the table; empty if not."""
    scope = wording()["scope"]
    narrower = re.search(scope["office"], claim.sentence)
    if claim.value < printed and narrower and not re.search(scope["own_office"], agency):
        return say("正文说的是本级或一个机构，表格范围可能更大")
    if claim.value > printed and re.search(scope["whole"], claim.sentence):
        return say("正文说的是全域或各部门合计，表格范围可能更小")
    return ""


def _finding(
    claim: Claim,
    table: _Table,
    terms: Sequence[str],
    printed: Decimal,
    scope: str,
    *,
    is_least: bool,
) -> Finding:
    cell = _cell(terms[0])
    names = listed("、", (_name(_cell(term), table.form) for term in terms))
    message = say(
        _DIFFERENCES[len(terms) > 1, is_least], printed=claim.printed, cells=names, found=printed
    )
    if scope:
        message = say("%(reason)s：口径不同（%(scope)s）", reason=message, scope=scope)
    return Finding(
        code="text_vs_table",
        severity=Severity.INFO if scope else Severity.WARNING,
        message=message,
        answer=Answer.OTHER_SCOPE if scope else Answer.CONTRADICTION,
        table=cell.table,
        row=cell.row,
        column=cell.column,
        expected=str(claim.value),
        found=str(printed),
        place=claim.place,
    )


def _name(cell: CellId, form: Form) -> str:
    label, column, _ = cell_labels(cell, form.id)
    row = label.partition("（")[0]
    if row == column:  # the row and the column of totals
        return say("“%(row)s”", row=row)
    return say("“%(row)s”的“%(column)s”", row=row, column=column)


def _cell(term: str) -> CellId:
    return CellId.parse(term.removeprefix("-"))
