"""Official arithmetic: every rule, blanks, certainty, unverified rules, the form of the year."""

from __future__ import annotations

import pytest
from forms_world import cell, consistent, damaged, facts, quantity, zeros
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport_search.domain import Answer, CellId, Fact, Finding, Place, Severity, State
from govreport_search.forms import form
from govreport_search.forms.check import check_arithmetic, form_year_mismatch

NEW, OLD = form("2021"), form("2019")


def check(values: dict[CellId, int | State], form_id: str = "2021") -> tuple[Finding, ...]:
    return check_arithmetic(form(form_id), facts(values))


def codes(values: dict[CellId, int | State], form_id: str = "2021") -> list[str]:
    return sorted(f.code for f in check(values, form_id) if f.answer is Answer.CONTRADICTION)


def test_a_table_that_adds_up_yields_nothing() -> None:
    values = zeros(NEW)
    for column in ("natural_person", "total"):
        values[CellId("requests", "new", column)] = 8
        values[CellId("requests", "carried_in", column)] = 3
        values[CellId("requests", "unable.not_held", column)] = 9
        values[CellId("requests", "result_total", column)] = 9
        values[CellId("requests", "carried_out", column)] = 2
    assert check(values) == ()


def test_a_wrong_row_total_is_named_with_both_numbers_and_its_place() -> None:
    values = zeros(NEW)
    values |= {
        cell("disputes.review.upheld"): 10,
        cell("disputes.review.corrected"): 4,
    }
    (finding,) = check(values)
    assert finding.code == "block_total"
    assert finding.answer is Answer.CONTRADICTION
    assert finding.severity is Severity.ERROR
    assert (finding.table, finding.row, finding.column) == ("disputes", "review", "total")
    assert (finding.expected, finding.found) == ("14", "0")
    line = list(values).index(cell("disputes.review.total")) + 1
    assert finding.place == Place(line, line)
    assert "应为14（10＋4），印作0" in finding.message


def test_a_sum_of_one_number_is_that_number() -> None:
    values = zeros(NEW) | {cell("disputes.review.upheld"): 10}
    (finding,) = check(values)
    assert "按印出的数字应为10，印作0" in finding.message


def test_each_rule_of_the_requests_table_has_its_own_code() -> None:
    values = zeros(OLD)
    values[cell("requests.carried_out.research")] = 6
    values[cell("requests.carried_out.total")] = 6
    assert codes(values, "2019") == ["balance", "balance"]
    values = zeros(OLD)
    values[cell("requests.other.research")] = 6
    assert codes(values, "2019") == ["result_sum", "row_total"]


def test_the_balance_says_what_comes_in_and_what_goes_out() -> None:
    values = zeros(NEW)
    values |= {
        cell("requests.new.research"): 5,
        cell("requests.carried_in.research"): 2,
        cell("requests.carried_out.research"): 4,
    }
    finding = next(f for f in check(values) if f.code == "balance")
    assert (finding.expected, finding.found) == ("7", "4")
    assert "“科研机构”列" in finding.message


def test_blanks_that_count_as_zero_are_told_once_per_rule() -> None:
    values = zeros(NEW)
    for row in ("granted", "partial", "carried_out"):
        values[CellId("requests", row, "research")] = State.BLANK
    findings = check(values)
    assert {f.code for f in findings} == {"blank_as_zero"}
    row_note = next(f for f in findings if "每行总计" in f.message)
    assert "3处" in row_note.message
    assert "3个空白" in row_note.message
    assert row_note.answer is Answer.AGREES


def test_a_gap_that_a_blank_may_fill_is_no_contradiction() -> None:
    values = zeros(NEW)
    values[cell("requests.new.natural_person")] = State.BLANK
    values[cell("requests.new.total")] = 5
    values[cell("requests.carried_out.total")] = 5
    values[cell("requests.carried_out.natural_person")] = 5
    findings = check(values)
    assert {f.code for f in findings} == {"blank_gap"}
    assert all(f.answer is None for f in findings)


@pytest.mark.parametrize("state", [s for s in State if s is not State.NUMBER])
def test_parts_above_their_total_contradict_it_whatever_else_is_unknown(state: State) -> None:
    values = zeros(NEW)
    values[cell("disputes.review.upheld")] = 6
    values[cell("disputes.review.pending")] = state
    values[cell("disputes.review.total")] = 2
    (finding,) = [f for f in check(values) if f.answer is Answer.CONTRADICTION]
    assert finding.code == "block_total"
    assert (finding.expected, finding.found) == ("6", "2")


def test_a_missing_part_leaves_the_rule_undecided() -> None:
    values = zeros(NEW)
    values[cell("disputes.review.pending")] = State.MISSING
    values[cell("disputes.review.total")] = 2
    assert check(values) == ()


def test_an_empty_row_says_nothing() -> None:
    values = zeros(NEW)
    for column in NEW.table("disputes").columns:
        values[CellId("disputes", "review", column.id)] = State.BLANK
    assert check(values) == ()


def test_an_unverified_rule_is_only_noted() -> None:
    old = form("2014")
    values = zeros(old)
    values[cell("statistics.apply.received.value")] = 9
    values[cell("statistics.apply.fax.value")] = 4
    (finding,) = check_arithmetic(old, facts(values))
    assert finding.code == "sum_unverified"
    assert finding.severity is Severity.INFO
    assert finding.answer is None


def test_a_printed_group_row_must_equal_its_rows() -> None:
    values = zeros(NEW)
    group = Fact(cell("requests.denied.total"), quantity(3), Place(40, 40))
    findings = check_arithmetic(NEW, [*facts(values), group])
    assert [(f.code, f.expected, f.found, f.place) for f in findings] == [
        ("group_sum", "0", "3", Place(40, 40))
    ]


def test_an_unsplit_group_row_takes_its_place_in_the_sum() -> None:
    values: dict[CellId, int | State] = zeros(NEW)
    for row in NEW.table("requests").children("other"):
        for column in row.columns:
            values[CellId("requests", row.id, column)] = State.MISSING
    for column in NEW.table("requests").columns:
        here = 5 if column.id in ("natural_person", "total") else 0
        for row_id in ("other", "result_total", "new"):
            values[CellId("requests", row_id, column.id)] = here
    assert check(values) == ()
    values[cell("requests.other.natural_person")] = 6
    assert codes(values) == ["result_sum", "row_total"]


def test_the_form_must_fit_the_year() -> None:
    assert form_year_mismatch(NEW, 2023) is None
    assert form_year_mismatch(NEW, None) is None
    late = form_year_mismatch(OLD, 2022)
    assert late is not None
    assert (late.code, late.severity) == ("form_year_mismatch", Severity.WARNING)
    assert (late.expected, late.found) == ("2021", "2019")


def test_in_2019_an_older_form_was_still_allowed() -> None:
    early = form_year_mismatch(form("2014"), 2019)
    assert early is not None
    assert early.severity is Severity.INFO
    for form_id, year in (("2014", 2013), ("2008", 2016), ("2014", 2020)):
        other = form_year_mismatch(form(form_id), year)
        assert other is not None
        assert other.severity is Severity.WARNING


@settings(max_examples=100, deadline=None)
@given(data=st.data(), old=st.booleans())
def test_lost_cells_never_make_a_contradiction(data: st.DataObject, old: bool) -> None:
    f = OLD if old else NEW
    truth, values = data.draw(damaged(f))
    assert check_arithmetic(f, facts(truth)) == ()
    for finding in check_arithmetic(f, facts(values)):
        assert finding.answer is not Answer.CONTRADICTION, finding.message


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_one_misprint_in_a_whole_table_is_always_seen(data: st.DataObject) -> None:
    values: dict[CellId, int | State] = dict(data.draw(consistent(NEW)))
    ruled = [c for c in values if c.table != "disclosure"]
    wrong = data.draw(st.sampled_from(ruled))
    right = values[wrong]
    values[wrong] = data.draw(st.integers(0, 900).filter(lambda n: n != right))
    assert codes(values)
