"""Reads for search: aligned arrays, states told apart, caches that follow the commits."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from govreport_search.domain import CellId, Quantity, State
from govreport_search.store import NO_YEAR, OUTSIDE_FORM, STATE_CODES

NEW = CellId("requests", "new", "total")


def test_properties_are_aligned_and_the_unknown_is_told_apart(store, put):
    put("a", agency="甲局", year=None, region=None)
    put("b", agency="国家乙局", region=())
    columns = store.columns()
    assert columns.id.tolist() == ["a", "b"]
    assert columns.year.tolist() == [NO_YEAR, 2022]
    assert columns.region.tolist() == [None, ()]
    assert columns.agency.tolist() == ["甲局", "国家乙局"]
    assert columns.has_text.tolist() == [True, True]
    assert columns.positions(np.array([columns.key[1], 999, columns.key[0]])).tolist() == [1, -1, 0]


def test_an_empty_store_gives_empty_arrays(store):
    assert len(store.columns()) == 0
    assert len(store.section_index().key) == 0
    assert len(store.cell(NEW).report_key) == 0
    assert store.columns().positions(np.array([1])).tolist() == [-1]
    assert store.printed_labels() == ()


def test_six_states_are_told_apart(store, put):
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
    column = store.cell(NEW)
    assert column.state.tolist() == [STATE_CODES[q.state] for q in quantities.values()]
    assert column.value[0] == 0
    assert np.isnan(column.value[1:]).all()


def test_a_cell_outside_the_form_is_not_missing(store, put):
    put("a")
    old = CellId("disclosure", "regulations", "made")
    state, value = store.cell(old).aligned(store.columns().key)
    assert state.tolist() == [OUTSIDE_FORM]
    assert np.isnan(value).all()


def test_a_derived_cell_reads_like_a_printed_one(store, put):
    new = put("a")
    denied = CellId("requests", "denied", "total")
    expected = next(d.quantity.value for d in new.derived if d.cell == denied)
    assert store.cell(denied).value.tolist() == [float(expected)]
    key = store.report("a").key
    cells = store.cells_of([key], [denied, NEW])
    assert cells[key, denied].quantity.value == expected
    assert cells[key, NEW] in new.report.facts


def test_section_index_leads_from_section_to_report(store, put):
    put("a")
    put("b", year=2021)
    index = store.section_index()
    assert index.section.tolist() == ["overview", "other"] * 2
    keys = store.columns().key
    assert index.report_key.tolist() == [keys[0], keys[0], keys[1], keys[1]]
    backwards = index.key[::-1].tolist()
    assert [s.key for s in store.sections_by_key(backwards)] == backwards
    assert [s.key for s in store.sections_by_key(index.key)] == index.key.tolist()
    assert [head.key for head in store.reports_by_key(keys)] == keys.tolist()
    assert len(store.cells_of(keys, [NEW])) == len(keys)
    assert index.positions(index.key[[2]]).tolist() == [2]


def test_labels_lead_to_the_reports_that_print_them(store, put):
    put("a")
    put("b", year=2021)
    (label,) = store.printed_labels()
    assert (label.table, label.row, label.label) == ("requests", "new", "一、本年新收")
    assert label.report_keys.tolist() == store.columns().key.tolist()


def test_arrays_are_shared_until_something_is_committed(store, put):
    put("a")
    before, cell = store.columns(), store.cell(NEW)
    assert store.columns() is before
    assert store.cell(NEW) is cell
    put("b", year=2021)
    assert store.columns().id.tolist() == ["a", "b"]
    assert before.id.tolist() == ["a"]
    assert len(store.cell(NEW).report_key) == 2


def test_a_key_is_never_given_out_twice(store, put):
    put("a")
    first = store.report("a").key
    sections = set(store.section_index().key.tolist())
    put("a", text="改过的文字")
    assert store.report("a").key != first
    assert not sections & set(store.section_index().key.tolist())
    changes = store.changes_since(1)
    assert changes.removed == (first,)
    assert changes.changed == (store.report("a").key,)
