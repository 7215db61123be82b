"""Derived indicators: sums, rates, proofs for blanks, and what blocks them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from forms_world import cell, consistent, damaged, facts, quantity, zeros
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport_search.domain import CellId, Correction, Fact, Place, State
from govreport_search.forms import form
from govreport_search.forms.derive import DerivedFact, derive, derived_indicators
from govreport_search.forms.derived import sum_parts, term_cell

NEW, OLD = form("2021"), form("2019")
DENIED = [row.id for row in NEW.table("requests").children("denied")]


def derived(form_id: str, values: dict[CellId, int | State]) -> dict[str, DerivedFact]:
    return {str(fact.cell): fact for fact in derive(form(form_id), facts(values))}


def distinct(form_id: str) -> dict[CellId, int | State]:
    """Every cell another number, no rule heeded."""
    return {c: n for n, c in enumerate(form(form_id).cells(), start=3)}


def test_a_sum_adds_its_parts_column_by_column() -> None:
    values = distinct("2021")
    found = derived("2021", values)
    for column in ("natural_person", "other_org", "total"):
        parts = [values[CellId("requests", row, column)] for row in DENIED]
        assert found[f"requests.denied.{column}"].quantity.value == sum(parts)
        assert len(set(parts)) == 8


def test_litigation_adds_both_kinds() -> None:
    values = zeros(NEW)
    values |= {
        cell("disputes.litigation_direct.pending"): 4,
        cell("disputes.litigation_after_review.pending"): 9,
    }
    assert derived("2021", values)["disputes.litigation.pending"].quantity.value == 13


def test_the_2019_form_prints_other_so_nothing_is_derived_there() -> None:
    found = derived("2019", distinct("2019"))
    assert "requests.other.total" not in found
    assert "requests.denied.total" in found
    other = found["rate.other.total"]
    assert cell("requests.other.total") in other.parts


def test_how_names_every_part_with_its_number() -> None:
    values = zeros(NEW)
    values |= {
        cell("requests.unable.not_held.total"): 12,
        cell("requests.unable.needs_creation.total"): 5,
    }
    how = derived("2021", values)["requests.unable.total"].how
    assert "本机关不掌握相关政府信息 12" in how
    assert "没有现成信息需要另行制作 5" in how
    assert "补正后申请内容仍不明确 0" in how


def test_a_number_printed_in_the_group_row_wins_over_its_parts() -> None:
    printed = Fact(cell("requests.denied.total"), quantity(21), Place(9, 9), "不予公开")
    found = {str(f.cell): f for f in derive(NEW, [*facts(distinct("2021")), printed])}
    fact = found["requests.denied.total"]
    assert fact.quantity == printed.quantity
    assert fact.parts == (printed.cell,)
    assert "直接印有" in fact.how


def test_an_unsplit_group_row_stands_for_its_missing_parts() -> None:
    values = zeros(NEW)
    for row in NEW.table("requests").children("other"):
        for column in row.columns:
            values[CellId("requests", row.id, column)] = State.MISSING
    group = {CellId("requests", "other", c): 6 for c in ("natural_person", "total")}
    found = derived("2021", values | group)
    assert found["requests.other.total"].quantity.value == 6
    assert found["requests.other.research"].quantity.state is State.MISSING


@pytest.mark.parametrize("state", [State.BLANK, State.NOT_APPLICABLE])
def test_a_blank_is_zero_where_the_row_total_proves_it(state: State) -> None:
    values = zeros(NEW)
    values[cell("requests.denied.third_party.natural_person")] = 3
    values[cell("requests.denied.third_party.total")] = 3
    values[cell("requests.result_total.total")] = 50  # the column rule proves nothing
    values[cell("requests.denied.third_party.research")] = state
    fact = derived("2021", values)["requests.denied.research"]
    assert fact.quantity.value == 0
    assert "计0" in fact.how
    assert "每行总计" in fact.how


def test_a_blank_is_zero_where_the_column_total_proves_it() -> None:
    values = zeros(NEW)
    values[cell("requests.granted.total")] = 8
    values[cell("requests.result_total.total")] = 8
    values[cell("requests.not_processed.repeat.total")] = State.BLANK
    values[cell("requests.not_processed.repeat.natural_person")] = State.MISSING
    fact = derived("2021", values)["requests.not_processed.total"]
    assert fact.quantity.value == 0
    assert "（七）总计" in fact.how


def test_proofs_chain() -> None:
    """Only the totals are printed and all are zero: row by row every blank is zero."""
    values = {c: (0 if c.column == "total" else State.BLANK) for c in NEW.cells()}
    found = derived("2021", values)
    assert found["requests.denied.research"].quantity.value == 0
    assert found["disputes.litigation.corrected"].quantity.value == 0


def test_a_blank_without_proof_leaves_the_sum_unknown() -> None:
    values = zeros(NEW)
    values[cell("requests.denied.admin_query.total")] = State.BLANK
    values[cell("requests.denied.admin_query.natural_person")] = 2
    values[cell("requests.result_total.total")] = 2
    fact = derived("2021", values)["requests.denied.total"]
    assert fact.quantity.state is State.BLANK
    assert fact.quantity.value is None
    assert "属于行政查询事项" in fact.how


def test_proofs_that_contradict_each_other_prove_nothing() -> None:
    """The row says the blank is zero, its column says it is not."""
    values = zeros(NEW)
    values[cell("requests.denied.process_info.research")] = State.BLANK
    values[cell("requests.result_total.research")] = 4
    values[cell("requests.new.research")] = 4
    fact = derived("2021", values)["requests.denied.research"]
    assert fact.quantity.state is State.BLANK


def test_a_negative_number_proves_nothing() -> None:
    values = zeros(NEW)
    values[cell("requests.denied.third_party.natural_person")] = 3
    values[cell("requests.denied.third_party.commercial")] = -3
    values[cell("requests.denied.third_party.research")] = State.BLANK
    values[cell("requests.new.research")] = State.UNREADABLE
    values[cell("requests.result_total.research")] = State.UNREADABLE
    fact = derived("2021", values)["requests.denied.research"]
    assert fact.quantity.state is State.BLANK


def test_an_unverified_rule_proves_nothing() -> None:
    from govreport_search.forms.proof import proven_zeros

    old = form("2014")
    values = zeros(old)
    values[cell("statistics.apply.fax.value")] = State.BLANK
    by_cell = {fact.cell: fact for fact in facts(values)}
    assert proven_zeros(old, by_cell) == {}


def test_the_worst_state_blocks_in_the_order_of_the_states() -> None:
    order = [State.MISSING, State.UNREADABLE, State.TEXT, State.BLANK, State.NOT_APPLICABLE]
    for first in range(len(order)):
        values = distinct("2021")
        for row, state in zip(reversed(DENIED), order[first:], strict=False):
            values[CellId("requests", row, "commercial")] = state
        fact = derived("2021", values)["requests.denied.commercial"]
        assert fact.quantity.state is order[first]


def test_a_rate_is_its_fraction() -> None:
    values = zeros(NEW)
    values |= {
        cell("requests.denied.state_secret.total"): 1,
        cell("requests.denied.enforcement_file.total"): 2,
        cell("requests.result_total.total"): 7,
        cell("requests.carried_out.total"): 5,
        cell("requests.new.total"): 9,
        cell("requests.carried_in.total"): 3,
    }
    found = derived("2021", values)
    assert found["rate.denied.total"].quantity.value == Decimal("0.428571")
    assert found["rate.carried_out.total"].quantity.value == Decimal("0.416667")


def test_pending_cases_stand_in_no_denominator() -> None:
    values = zeros(NEW)
    values |= {
        cell("disputes.review.upheld"): 6,
        cell("disputes.review.corrected"): 2,
        cell("disputes.review.pending"): 30,
        cell("disputes.litigation_direct.corrected"): 1,
        cell("disputes.litigation_after_review.other_result"): 3,
    }
    found = derived("2021", values)
    assert found["rate.corrected.total"].quantity.value == Decimal("0.25")
    assert found["rate.litigation_corrected.total"].quantity.value == Decimal("0.25")


def test_a_zero_denominator_makes_a_rate_not_applicable() -> None:
    fact = derived("2021", zeros(NEW))["rate.granted.total"]
    assert fact.quantity.state is State.NOT_APPLICABLE
    assert "分母为0" in fact.how


def test_a_rate_above_one_is_no_number() -> None:
    values = zeros(NEW)
    values |= {cell("requests.granted.total"): 12, cell("requests.result_total.total"): 5}
    fact = derived("2021", values)["rate.granted.total"]
    assert fact.quantity.state is State.UNREADABLE
    assert "12" in fact.how


def test_rates_of_the_2014_form_have_ids_of_their_own() -> None:
    old = form("2014")
    values = zeros(old)
    values |= {
        cell("statistics.apply.denied.value"): 3,
        cell("statistics.apply.replied.value"): 12,
    }
    found = derived("2014", values)
    assert found["rate.reply_denied.total"].quantity.value == Decimal("0.25")
    assert "rate.denied.total" not in found


def test_every_definition_is_in_words_and_has_its_columns() -> None:
    ids = [d.id for d in derived_indicators()]
    assert len(ids) == len(set(ids))
    assert {"requests.denied", "requests.other", "disputes.litigation", "rate.denied"} <= set(ids)
    for d in derived_indicators():
        assert ("÷" in d.definition) == d.is_rate
        assert d.columns
        assert d.forms


@settings(max_examples=60, deadline=None)
@given(data=st.data(), old=st.booleans())
def test_on_whole_tables_sums_and_rates_equal_brute_force(data: st.DataObject, old: bool) -> None:
    f = OLD if old else NEW
    truth = data.draw(consistent(f))
    found = {fact.cell: fact for fact in derive(f, facts(truth))}

    def true_value(c: CellId) -> int:
        rows = sum_parts(f, c.indicator)
        return sum(truth[CellId(c.table, r.id, c.column)] for r in rows) if rows else truth[c]

    for d in derived_indicators():
        for column in d.columns if f.id in d.forms else ():
            quantity = found[d.cell(column)].quantity
            if not d.is_rate:
                assert quantity.value == true_value(d.cell(column))
                continue
            top = sum(true_value(term_cell(t, column)) for t in d.numerator)
            bottom = sum(true_value(term_cell(t, column)) for t in d.denominator)
            if bottom == 0:
                assert quantity.state is State.NOT_APPLICABLE
            else:
                assert quantity.value is not None
                error = abs(Fraction(quantity.value) - Fraction(top, bottom))
                assert error <= Fraction(1, 2_000_000)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), old=st.booleans())
def test_a_derived_number_is_never_wrong_whatever_is_lost(data: st.DataObject, old: bool) -> None:
    """Proofs are sound: what the damaged table still yields is true of the whole one."""
    f = OLD if old else NEW
    truth, values = data.draw(damaged(f))
    whole = {fact.cell: fact.quantity for fact in derive(f, facts(truth))}
    for fact in derive(f, facts(values)):
        if fact.quantity.state is State.NUMBER:
            assert fact.quantity.value == whole[fact.cell].value, fact.how
        for part in fact.parts:
            if values.get(part) in (State.MISSING, State.UNREADABLE, State.TEXT):
                assert fact.quantity.state is not State.NUMBER, fact.how


def test_what_rests_on_a_corrected_cell_says_on_which() -> None:
    """Sums of it, shares of those sums, and blanks that only a corrected total proves zero."""
    values: dict[CellId, int | State] = zeros(NEW)
    part = cell("requests.denied.state_secret.total")
    values[cell("requests.unable.not_held.natural_person")] = State.BLANK

    def said(*wanted: CellId, confirmed: bool = False) -> dict[str, tuple[CellId, ...]]:
        by = Correction(1, "张三", "2024-01-01", "", confirmed)
        marked = [replace(f, correction=by if f.cell in wanted else None) for f in facts(values)]
        return {str(f.cell): f.corrected for f in derive(NEW, marked) if f.corrected}

    assert said() == said(part, confirmed=True) == {}
    found = said(part)
    assert found["requests.denied.total"] == (part,)
    assert found["rate.denied.total"] == (part,)
    assert "requests.denied.natural_person" not in found
    assert "requests.unable.total" not in found
    blank = derive(NEW, facts(values))
    how = next(f.how for f in blank if str(f.cell) == "requests.unable.natural_person")
    assert "空白计0的依据" in how
    parts = next(f.parts for f in blank if str(f.cell) == "requests.unable.natural_person")
    grounds = said(*(c for c in values if c not in parts))
    assert "requests.unable.natural_person" in grounds
