"""What the columns are made from: every report whole, states told apart, keys that never return."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from stored import numbers

from govreport_search.columns import Columns
from govreport_search.columns.segment import NO_YEAR, OUTSIDE_FORM, UNKNOWN_REGION
from govreport_search.domain import CellId, Quantity, State
from govreport_search.services.synchronise import synchronise_columns
from govreport_search.store import STATE_CODES

NEW = CellId("requests", "new", "total")
DENIED = CellId("requests", "denied", "total")


@pytest.fixture
def columns_of(tmp_path):
    columns = Columns(tmp_path / "columns")
    yield lambda store: synchronise_columns(store, columns)
    columns.close()


def decoded(column):
    return [column.values[code] for code in column.codes]


def test_properties_are_aligned_and_the_unknown_is_told_apart(store, put, columns_of):
    put("a", agency="甲局", year=None, region=None)
    put("b", agency="国家乙局", region=())
    columns = columns_of(store)
    assert columns.ids.tolist() == ["a", "b"]
    assert columns.year.tolist() == [NO_YEAR, 2022]
    assert decoded(columns.column("region")) == [UNKNOWN_REGION, ""]
    assert decoded(columns.column("agency")) == ["甲局", "国家乙局"]


def test_an_empty_store_gives_empty_arrays(store, columns_of):
    columns = columns_of(store)
    assert len(columns) == len(columns.key) == len(columns.section_key) == 0
    assert len(columns.cell(str(NEW))[0]) == 0
    assert columns.labels == ()
    assert list(store.bulk_rows()) == []


def test_six_states_are_told_apart(store, put, columns_of):
    quantities = {
        "number": Quantity(State.NUMBER, Decimal(0), "0"),
        "blank": Quantity(State.BLANK, raw=""),
        "slash": Quantity(State.NOT_APPLICABLE, raw="/"),
        "text": Quantity(State.TEXT, raw="无此项"),
        "unreadable": Quantity(State.UNREADABLE, raw="0 0 0"),
        "missing": Quantity(State.MISSING),
    }
    for year, (name, quantity) in enumerate(quantities.items(), start=2000):
        put(name, new=quantity, year=year)
        assert next(f.quantity for f in store.facts_of(name) if f.cell == NEW) == quantity
    states, values = columns_of(store).cell(str(NEW))
    assert states.tolist() == [STATE_CODES[q.state] for q in quantities.values()]
    assert values[0] == 0
    assert np.isnan(values[1:]).all()


def test_a_cell_outside_the_form_is_not_missing(store, put, columns_of):
    put("a")
    states, values = columns_of(store).cell(str(CellId("disclosure", "regulations", "made")))
    assert states.tolist() == [OUTSIDE_FORM]
    assert np.isnan(values).all()


def test_a_derived_cell_reads_like_a_printed_one(store, put, columns_of):
    new = put("a")
    expected = next(d.quantity.value for d in new.derived if d.cell == DENIED)
    assert columns_of(store).cell(str(DENIED))[1].tolist() == [float(expected)]
    assert numbers(store, DENIED) == [expected]
    key = store.report("a").key
    assert store.cells_of([key], [NEW])[key, NEW] in new.report.facts


def test_sections_lead_to_their_report(store, put, columns_of):
    put("a")
    put("b", year=2021)
    columns = columns_of(store)
    assert decoded(columns.section_id) == ["overview", "other"] * 2
    assert columns.section_report.tolist() == [0, 0, 1, 1]
    backwards = columns.section_key[::-1].tolist()
    assert [s.key for s in store.sections_by_key(backwards)] == backwards
    assert [s.key for s in store.sections_by_key(columns.section_key)] == backwards[::-1]
    assert [head.key for head in store.reports_by_key(columns.key)] == columns.key.tolist()
    lengths = [len(section.text) for section in store.sections_by_key(columns.section_key)]
    assert columns.section_length.tolist() == lengths


def test_labels_lead_to_the_reports_that_print_them(store, put, columns_of):
    put("a")
    put("b", year=2021)
    (label,) = columns_of(store).labels
    assert (label.table, label.row, label.label) == ("requests", "new", "一、本年新收")
    assert label.reports.tolist() == [0, 1]


def test_arrays_are_shared_until_something_is_committed(store, put, columns_of):
    put("a")
    before = columns_of(store)
    assert columns_of(store) is before
    put("b", year=2021)
    assert columns_of(store).ids.tolist() == ["a", "b"]
    assert before.ids.tolist() == ["a"]


def test_reports_are_read_some_at_a_time(store, put, monkeypatch):
    monkeypatch.setattr("govreport_search.store.store.BULK", 2)
    for name in "abc":
        put(name, year=2000 + ord(name))
    keys = [[row[0] for row in rows.reports] for rows, _ in store.bulk_rows()]
    assert [len(part) for part in keys] == [2, 1]
    last = keys[1]
    assert [rows.reports[0][1] for rows, _ in store.bulk_rows(last)] == ["c"]


def test_a_key_is_never_given_out_twice(store, put, columns_of):
    put("a")
    first = store.report("a").key
    sections = set(columns_of(store).section_key.tolist())
    put("a", text="改过的文字")
    assert store.report("a").key != first
    assert not sections & set(columns_of(store).section_key.tolist())
    changes = store.changes_since(1)
    assert changes.removed == (first,)
    assert changes.changed == (store.report("a").key,)


def test_reports_are_found_by_their_ids(store, put):
    for report in "abc":
        put(report)
    assert [head.id for head in store.reports_by_id(["c", "nobody", "b"])] == ["b", "c"]
