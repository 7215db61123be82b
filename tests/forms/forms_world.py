"""Tables with known truth for the tests of the forms: consistent counts, then damage."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import strategies as st

from govreport_search.domain import CellId, Fact, Place, Quantity, State
from govreport_search.forms import Form

RAW = {State.BLANK: "", State.NOT_APPLICABLE: "/", State.TEXT: "若干", State.UNREADABLE: "□"}


def cell(dotted: str) -> CellId:
    table, _, rest = dotted.partition(".")
    row, _, column = rest.rpartition(".")
    return CellId(table, row, column)


def quantity(value: int | str | State) -> Quantity:
    """A quantity from a count or a state."""
    if isinstance(value, State):
        return Quantity(value, raw=RAW.get(value))
    return Quantity(State.NUMBER, Decimal(value), str(value))


def facts(values: Mapping[CellId, int | State]) -> list[Fact]:
    """One fact for each cell, each on a line of its own."""
    return [
        Fact(c, quantity(v), Place(n, n) if v is not State.MISSING else None)
        for n, (c, v) in enumerate(values.items(), start=1)
    ]


def zeros(form: Form) -> dict[CellId, int | State]:
    return dict.fromkeys(form.cells(), 0)


@st.composite
def consistent(draw: st.DrawFn, form: Form) -> dict[CellId, int]:
    """Every cell of the 2019 or 2021 form, all official rules holding; many zeros."""
    count = st.one_of(st.just(0), st.integers(0, 400))
    values: dict[CellId, int] = {}
    requests = form.table("requests")
    outcomes = [row.id for row in requests.data_rows if row.parent and row.id != "result_total"]
    applicants = [column.id for column in requests.columns if column.id != "total"]
    for column in applicants:
        results = [draw(count) for _ in outcomes]
        carried_out = draw(count)
        carried_in = draw(st.integers(0, sum(results) + carried_out))
        column_values = dict(zip(outcomes, results, strict=True))
        column_values["result_total"] = sum(results)
        column_values["carried_out"] = carried_out
        column_values["carried_in"] = carried_in
        column_values["new"] = sum(results) + carried_out - carried_in
        for row, value in column_values.items():
            values[CellId("requests", row, column)] = value
    for row in requests.data_rows:
        parts = (values[CellId("requests", row.id, column)] for column in applicants)
        values[CellId("requests", row.id, "total")] = sum(parts)
    for row in form.table("disputes").data_rows:
        four = {c: draw(count) for c in ("upheld", "corrected", "other_result", "pending")}
        values |= {CellId("disputes", row.id, c): v for c, v in four.items()}
        values[CellId("disputes", row.id, "total")] = sum(four.values())
    return {c: values.get(c, 7) for c in form.cells()}


@st.composite
def damaged(draw: st.DrawFn, form: Form) -> tuple[dict[CellId, int], dict[CellId, int | State]]:
    """A consistent table, and the same with cells lost in every way."""
    truth = draw(consistent(form))
    lost = draw(
        st.dictionaries(
            st.sampled_from(list(truth)),
            st.sampled_from([s for s in State if s is not State.NUMBER]),
            max_size=60,
        )
    )
    if draw(st.booleans()):  # the usual case: zeros left blank
        lost |= {c: State.BLANK for c, v in truth.items() if v == 0 and draw(st.booleans())}
    return truth, {**truth, **lost}
