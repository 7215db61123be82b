"""Two readings of one report: what is kept, adopted, left open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from govreport_search.domain import (
    Box,
    CellId,
    Fact,
    Place,
    PrintedRow,
    Quantity,
    State,
)
from govreport_search.domain.quantity import MISSING
from govreport_search.forms import form
from indexer.blocks import Document, Line
from indexer.recognise import Reading
from indexer.recognise.gridded.readout import ILLEGIBLE
from indexer.second_reading import Candidate, is_doubtful, settled

FORM = form("2021")
HERE = Place(line=7, end_line=7, page=2, box=Box(1000, 2000, 1500, 2100))
THERE = replace(HERE, line=40, end_line=40)
GONE = Quantity(State.UNREADABLE, raw="", note="看不清")


def number(value: int) -> Quantity:
    return Quantity(State.NUMBER, Decimal(value), str(value))


def cell(row: str, column: str) -> CellId:
    return CellId("requests", row, column)


def candidate(changes: dict[CellId, Quantity], place: Place = HERE, pages: int = 3) -> Candidate:
    """A report of zeros, apart from the changes; every sum of zeros holds."""
    facts = tuple(
        Fact(one, quantity, None if quantity.state is State.MISSING else place, "某行")
        for one in FORM.cells()
        for quantity in [changes.get(one, number(0))]
    )
    rows = tuple(
        PrintedRow(table.id, row.id, row.label, place)
        for table in FORM.tables
        for row in table.rows
    )
    line = Line("某行\t0", place)
    document = Document((line,), "pdf", pages=pages)
    reading = Reading(FORM.id, 1.0, (), facts, rows, ())
    return Candidate((document,), document, reading)


def fact(of: Candidate, one: CellId) -> Fact:
    return next(f for f in of.reading.facts if f.cell == one)


def test_a_whole_reading_whose_sums_hold_is_not_doubtful() -> None:
    assert not is_doubtful(candidate({}))
    assert is_doubtful(candidate({cell("new", "total"): GONE}))
    assert is_doubtful(candidate({cell("new", "total"): MISSING}))
    assert is_doubtful(candidate({cell("new", "total"): number(5)})), "a broken sum"


def test_very_long_files_are_not_read_twice_unasked() -> None:
    assert not is_doubtful(candidate({cell("new", "total"): GONE}, pages=101))


def test_what_only_the_other_reading_has_is_adopted_at_its_place_in_the_kept_text() -> None:
    kept = candidate({cell("new", "research"): GONE})
    other = candidate({cell("granted", "research"): GONE, cell("partial", "total"): GONE}, THERE)
    settled_fact = fact(settled(kept, other), cell("new", "research"))
    assert settled_fact.quantity == number(0)
    assert settled_fact.place is not None
    assert (settled_fact.place.line, settled_fact.place.page) == (7, 2)


def test_the_row_of_an_adopted_cell_is_seen() -> None:
    lost = {one: MISSING for one in FORM.cells() if one.row == "new"}
    kept = candidate(lost)
    rows = tuple(row for row in kept.reading.rows if row.row != "new")
    kept = replace(kept, reading=replace(kept.reading, rows=rows))
    other = candidate({one: GONE for one in FORM.cells() if one.table == "disclosure"}, THERE)
    seen = {row.row: row.place for row in settled(kept, other).reading.rows}
    assert seen["new"].line == HERE.line


def test_the_better_reading_is_kept_whichever_comes_first() -> None:
    whole = candidate({}, THERE)
    holes = candidate({cell("new", "research"): GONE})
    assert settled(holes, whole).reading == whole.reading
    assert settled(whole, holes).reading == whole.reading


def test_a_second_reading_that_sees_no_table_is_never_kept() -> None:
    holes = candidate({cell("new", "research"): GONE, cell("new", "total"): number(4)})
    empty = replace(holes, reading=Reading("", 0.0, (), (), (), ()))
    assert settled(holes, empty) is holes
    nothing = candidate(dict.fromkeys(FORM.cells(), MISSING), THERE)
    assert settled(holes, nothing).whole is holes.whole


def test_a_number_that_would_break_a_sum_is_not_adopted() -> None:
    kept = candidate({cell("new", "research"): MISSING})
    other = candidate({cell("new", "research"): number(4), cell("new", "total"): number(4)}, THERE)
    result = settled(kept, other)
    assert fact(result, cell("new", "research")).quantity.state is State.MISSING


def test_different_numbers_without_a_proof_are_unreadable() -> None:
    """Both rows stand in no sum that decides."""
    one = CellId("disclosure", "fees", "amount_wan")
    result = settled(candidate({one: number(12)}), candidate({one: number(1)}, THERE))
    assert fact(result, one).quantity.state is State.UNREADABLE
    (finding,) = result.reading.findings
    assert (finding.code, finding.found, finding.expected) == ("readings_differ", "12", "1")
    assert finding.place == HERE


def test_a_blank_against_a_number_is_a_difference() -> None:
    one = CellId("disclosure", "fees", "amount_wan")
    blank = Quantity(State.BLANK, raw="")
    result = settled(candidate({one: blank}), candidate({one: number(1)}, THERE))
    assert fact(result, one).quantity.state is State.UNREADABLE


def test_sums_decide_between_different_numbers() -> None:
    right = candidate({})
    wrong = candidate({cell("new", "research"): number(3)}, THERE)
    result = settled(right, wrong)
    assert fact(result, cell("new", "research")).quantity == number(0)
    assert [finding.code for finding in result.reading.findings] == ["readings_differ"]


def test_readings_on_different_forms_are_not_mixed() -> None:
    kept = candidate({cell("new", "research"): GONE})
    other = candidate({cell("new", "total"): GONE, cell("new", "research"): GONE})
    other = replace(other, reading=replace(other.reading, form="2019"))
    assert settled(kept, other) is kept


DOUBTED = Quantity(State.UNREADABLE, raw="\ufffd\ufffd", note=ILLEGIBLE)


def test_print_that_the_first_reading_doubted_is_not_taken_from_the_other() -> None:
    one, blank = CellId("disclosure", "fees", "amount_wan"), Quantity(State.BLANK, raw="")
    for theirs in (number(4777), blank):
        first, second = candidate({one: DOUBTED}), candidate({one: theirs}, THERE)
        assert fact(settled(first, second), one).quantity == DOUBTED
        more = candidate({one: DOUBTED, cell("new", "research"): MISSING})
        assert fact(settled(more, second), one).quantity == DOUBTED


def test_print_that_was_doubted_is_read_where_a_sum_proves_it() -> None:
    first = candidate({cell("new", "research"): DOUBTED})
    result = settled(first, candidate({}, THERE))
    assert fact(result, cell("new", "research")).quantity == number(0)


def test_a_sum_that_the_other_breaks_elsewhere_decides_nothing() -> None:
    """The kept row has no total that was read, so nothing speaks for its number."""
    one, total = cell("new", "research"), cell("new", "total")
    first = candidate({one: number(4777), total: MISSING})
    second = candidate({one: number(47777), total: number(9), cell("denied", "total"): MISSING})
    assert fact(settled(first, second), one).quantity.state is State.UNREADABLE


def test_what_two_readings_left_open_is_not_settled_by_a_third_without_a_proof() -> None:
    """A third reading shares its recogniser with the first; no sum tells a blank from a zero."""
    one = cell("new", "research")
    blank = Quantity(State.BLANK, raw="")
    first = settled(candidate({one: blank}), candidate({}, THERE))
    assert fact(first, one).quantity.state is State.UNREADABLE
    assert fact(settled(first, candidate({}, THERE)), one).quantity.state is State.UNREADABLE
