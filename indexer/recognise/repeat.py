"""A row that is printed twice: one reading of both."""

from __future__ import annotations

from dataclasses import replace

from govreport_search.domain import Fact, Finding, Quantity, Severity, State
from govreport_search.forms import Row, Table
from indexer.recognise.readout import Readout


def merged(earlier: Readout, later: Readout, table: Table, row: Row) -> Readout:
    """The readable one of two readings; cells in which two readable ones differ are unreadable."""
    if not _readable(later):
        return earlier
    if not _readable(earlier):
        return later
    others = {fact.cell: fact for fact in later.facts}
    facts = [_one(fact, others.get(fact.cell)) for fact in earlier.facts]
    differing = [f for f, old in zip(facts, earlier.facts, strict=True) if f is not old]
    if not differing:
        return earlier
    finding = Finding(
        code="row_repeated",
        severity=Severity.WARNING,
        message=f"“{row.label}”印了两次，两次的数字不同，无法确定以哪一次为准",
        table=table.id,
        row=row.id,
        place=later.facts[0].place,
    )
    return Readout(facts, [*earlier.findings, finding])


def _readable(out: Readout) -> bool:
    return any(fact.quantity.state is State.NUMBER for fact in out.facts)


def _one(fact: Fact, other: Fact | None) -> Fact:
    if other is None or (fact.quantity.state, fact.quantity.value) == (
        other.quantity.state,
        other.quantity.value,
    ):
        return fact
    note = f"另一处印为“{other.quantity.raw}”"
    return replace(fact, quantity=Quantity(State.UNREADABLE, raw=fact.quantity.raw, note=note))
