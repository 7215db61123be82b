"""Consistent numbers for one body over its years: sums hold and stocks roll forward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from govreport_search.domain import CellId
from govreport_search.forms import Form, Table, form
from indexer.sample.model import Body

Figures = dict[CellId, Decimal]

WEIGHTS = {"granted": 40, "partial": 8, "unable.not_held": 18, "unable.needs_creation": 5}
"""How often an application ends in a result; results not named here weigh 2."""


@dataclass(slots=True)
class Ledger:
    """What one year hands on to the next.

    Attributes:
        carried: unfinished applications by applicant column.
        in_force: normative documents in force.
        items: administrative items in the list, by row.
        cumulative: sums over the years, by row.
    """

    carried: dict[str, int] = field(default_factory=dict)
    in_force: int = 0
    items: dict[str, int] = field(default_factory=dict)
    cumulative: dict[str, int] = field(default_factory=dict)


def figures(rng: Random, body: Body, form_id: str, ledger: Ledger) -> Figures:
    """All numbers of one report; ``ledger`` is brought forward to the end of the year."""
    made: Figures = {}
    statutory = form(form_id)
    for table in statutory.tables:
        if table.id == "requests":
            made.update(_requests(rng, body, table, ledger))
        elif table.id == "disputes":
            made.update(_disputes(rng, body, table))
        elif table.id == "disclosure":
            made.update(_disclosure(rng, body, table, ledger))
    if form_id == "2014":
        made.update(_statistics(rng, body, statutory))
    elif form_id == "2008":
        made.update(_local(rng, body, statutory, ledger))
    return made


def _amount(rng: Random, scale: float) -> int:
    """A count around ``scale``, often none where the scale is small."""
    if scale < 1 and rng.random() > scale:
        return 0
    return int(scale * rng.uniform(0.4, 1.7) + rng.random())


def _split(rng: Random, total: int, names: Iterable[str]) -> dict[str, int]:
    """A total spread over names, the first ones taking most."""
    left, parts = total, {}
    names = tuple(names)
    for name in names[:-1]:
        parts[name] = rng.randint(0, left) if left else 0
        left -= parts[name]
    return {**parts, names[-1]: left}


def _requests(rng: Random, body: Body, table: Table, ledger: Ledger) -> Figures:
    columns = [c.id for c in table.columns if c.id != "total"]
    results = [r.id for r in table.data_rows if r.parent or "." in r.id]
    results = [r for r in results if r != "result_total"]
    rows: dict[str, dict[str, int]] = {r.id: dict.fromkeys(columns, 0) for r in table.data_rows}
    quiet = body.level == "township" and rng.random() < 0.7
    for column in columns:
        share = 0.85 if column == "natural_person" else 0.12 if column == "commercial" else 0.012
        new = 0 if quiet else _amount(rng, body.size * share)
        before = ledger.carried.get(column, 0)
        after = rng.randint(0, (new + before) // 9)
        rows["new"][column], rows["carried_in"][column] = new, before
        rows["carried_out"][column] = ledger.carried[column] = after
        weights = [WEIGHTS.get(r, 2) for r in results]
        for result in rng.choices(results, weights, k=new + before - after):
            rows[result][column] += 1
        rows["result_total"][column] = new + before - after
    return {
        CellId(table.id, row, column): Decimal(value)
        for row, values in rows.items()
        for column, value in (*values.items(), ("total", sum(values.values())))
    }


def _disputes(rng: Random, body: Body, table: Table) -> Figures:
    made: Figures = {}
    for row in table.data_rows:
        scale = body.size / (40 if row.id == "review" else 90)
        parts = {c: _amount(rng, scale / 4) for c in row.columns if c != "total"}
        for column, value in (*parts.items(), ("total", sum(parts.values()))):
            made[CellId(table.id, row.id, column)] = Decimal(value)
    return made


def _disclosure(rng: Random, body: Body, table: Table, ledger: Ledger) -> Figures:
    made: Figures = {}
    if not ledger.in_force:
        ledger.in_force = _amount(rng, 3 + body.size / 8)
    for row in table.data_rows:
        issued = _amount(rng, 0.6 + body.size / 60) if row.id == "normative_docs" else 0
        repealed = rng.randint(0, min(3, ledger.in_force)) if row.id == "normative_docs" else 0
        if row.id == "normative_docs":
            ledger.in_force += issued - repealed
        items = ledger.items.setdefault(row.id, _amount(rng, 2 + body.size / 3))
        delta = rng.randint(-min(items, 6), 9) if rng.random() < 0.6 else 0
        stock = ledger.in_force if row.id == "normative_docs" else 0
        values: dict[str, Decimal | int] = {
            "issued": issued,
            "made": issued,
            "published": issued,
            "repealed": repealed,
            "in_force": stock,
            "public_total": stock,
            "prev_items": items,
            "delta": delta,
            "decisions": _amount(rng, body.size * 3),
            "projects": _amount(rng, 1 + body.size / 10),
            "amount_wan": Decimal(rng.randint(0, 40_000_000) if body.size > 3 else 0) / 10_000,
        }
        if "prev_items" in row.columns:
            ledger.items[row.id] = items + delta
        for column in row.columns:
            made[CellId(table.id, row.id, column)] = Decimal(values[column])
    return made


def _statistics(rng: Random, body: Body, statutory: Form) -> Figures:
    """The annex of 2014: every total is the sum of what the form puts under it."""
    table = statutory.table("statistics")
    received = _amount(rng, body.size)
    values = {r.id: _amount(rng, 2 + body.size / 20) for r in table.data_rows}
    values |= {"apply.received": received, "apply.closed": received, "apply.replied": received}
    for rule in statutory.rules:
        for total in rule.left:
            values |= _split(rng, values[total], rule.right)
    money = {"fee", "capacity.budget"}
    return {
        CellId(table.id, row, "value"): Decimal(value) / (100 if row in money else 1)
        for row, value in values.items()
    }


def _local(rng: Random, body: Body, statutory: Form, ledger: Ledger) -> Figures:
    """One of the two local annexes known from the years of the first regulation."""
    table = statutory.tables[len(body.name) % len(statutory.tables)]
    received = _amount(rng, body.size)
    values = {r.id: _amount(rng, 3 + body.size / 10) for r in table.data_rows}
    values |= {"apply.received": received, "apply.replied": received}
    for total in ("apply.received", "apply.replied", "apply.denied"):
        parts = [r.id for r in table.data_rows if r.parent == total]
        if parts:
            values |= _split(rng, values[total], parts)
    made: Figures = {}
    first, second = (c.id for c in table.columns)
    for row, value in values.items():
        ledger.cumulative[row] = ledger.cumulative.get(row, 0) + value
        until = ledger.cumulative[row] if second == "cumulative" else value
        made[CellId(table.id, row, first)] = Decimal(value)
        made[CellId(table.id, row, second)] = Decimal(until)
    return made
