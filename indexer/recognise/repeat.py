"""A row or a whole table that is printed twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from govreport_search.domain import Fact, Finding, Place, Quantity, Severity, State
from govreport_search.forms import Row, Table
from govreport_search.sentence import say
from indexer.recognise.event import Values
from indexer.recognise.readout import Readout
from indexer.recognise.stretch import Stretch

_FEWEST_REPEATED = 3
_WHOLE = 0.75  # a table with fewer of the rows another one has is a fragment


def table_repeated(table: Table, place: Place) -> Finding:
    """The finding for a second table of a kind, which is not read."""
    return Finding(
        code="table_repeated",
        severity=Severity.WARNING,
        message=say(
            "“%(table)s”印了两张，数字不同；只读取较完整的第一张，此处的一张未读取",
            table=table.title,
        ),
        table=table.id,
        place=place,
    )


@dataclass
class _Run:
    """Rows printed in the form's order: their values as printed, and the lines they take."""

    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)


def second_tables(table: Table, found: Sequence[Stretch]) -> list[tuple[int, int]]:
    """First and last lines, by index, of tables that print the rows of another with other values.

    Of several the first is the report's, unless it is a fragment. A row or two printed again,
    as at the top of a page, are no table.
    """
    named = [v for s in found for v in s.values if v.row is not None and v.row[0] == table.id]
    return second_runs(
        table,
        [
            (v.row[1], tuple(cell.raw for cell in v.vector.cells if cell.raw), _lines(v))
            for v in named
            if v.row is not None
        ],
    )


def second_runs(
    table: Table, printed: Sequence[tuple[str, tuple[str, ...], Sequence[int]]]
) -> list[tuple[int, int]]:
    """The same of rows in printed order, each with its id, its values and its lines."""
    runs = _runs(table, printed)
    if len(runs) < 2:
        return []
    most = max(len(run.rows) for run in runs)
    best = next(run for run in runs if len(run.rows) >= _WHOLE * most)
    order = [row.id for row in table.rows]
    others = [run for run in runs if run is not best and _differs(run, best, order)]
    return [(min(run.lines), max(run.lines)) for run in others]


def _runs(
    table: Table, printed: Sequence[tuple[str, tuple[str, ...], Sequence[int]]]
) -> list[_Run]:
    order = {row.id: position for position, row in enumerate(table.rows)}
    runs: list[_Run] = []
    last = len(order)
    for row, values, lines in printed:
        if order[row] <= last:
            runs.append(_Run())
        last = order[row]
        runs[-1].rows[row] = values
        runs[-1].lines.extend(lines)
    return runs


def _lines(values: Values) -> list[int]:
    label = [p.line for p in values.label.pieces] if values.label is not None else []
    return [*label, *(cell.line for cell in values.vector.cells)]


def _differs(run: _Run, best: _Run, order: Sequence[str]) -> bool:
    """Whether most rows both print differ, and it is a table, not a row printed again.

    Three rows are; fewer are only among rows that all stand within the other table.
    """
    both = [row for row in run.rows if row in best.rows]
    differing = sum(1 for row in both if run.rows[row] != best.rows[row])
    mine, others = (sorted(map(order.index, each.rows)) for each in (run, best))
    within = len(mine) > 1 and others[0] <= mine[0] and mine[-1] <= others[-1]
    return 2 * differing > len(both) and (within or len(both) >= _FEWEST_REPEATED)


def merged(earlier: Readout, later: Readout, table: Table, row: Row) -> Readout:
    """The readable one of two readings; cells in which two readable ones differ are unreadable."""
    if not readable(later):
        return earlier
    if not readable(earlier):
        return later
    others = {fact.cell: fact for fact in later.facts}
    facts = [_one(fact, others.get(fact.cell)) for fact in earlier.facts]
    differing = [f for f, old in zip(facts, earlier.facts, strict=True) if f is not old]
    if not differing:
        return earlier
    finding = Finding(
        code="row_repeated",
        severity=Severity.WARNING,
        message=say("“%(row)s”印了两次，两次的数字不同，无法确定以哪一次为准", row=row.label),
        table=table.id,
        row=row.id,
        place=later.facts[0].place,
    )
    return Readout(facts, [*earlier.findings, finding])


def readable(out: Readout) -> bool:
    """Whether a number was read in any of its cells."""
    return any(fact.quantity.state is State.NUMBER for fact in out.facts)


def _one(fact: Fact, other: Fact | None) -> Fact:
    if other is None or (fact.quantity.state, fact.quantity.value) == (
        other.quantity.state,
        other.quantity.value,
    ):
        return fact
    note = say("另一处印为“%(printed)s”", printed=other.quantity.raw)
    return replace(fact, quantity=Quantity(State.UNREADABLE, raw=fact.quantity.raw, note=note))
