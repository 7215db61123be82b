"""What must not be added over years, and that one cell means one thing in every form."""

from __future__ import annotations

from itertools import combinations

from govreport_search.domain import CellId
from govreport_search.forms.concordance import is_comparable
from govreport_search.forms.loader import all_forms
from govreport_search.forms.stock import stock_note, stocks


def test_every_entry_means_a_cell_of_some_form() -> None:
    cells = [cell for form in all_forms() for cell in form.cells()]
    assert [one for one in stocks() if not any(map(one.includes, cells))] == []


def test_what_stands_at_the_end_of_a_year_is_a_stock_and_what_happens_is_not() -> None:
    stock = ("disclosure.regulations.in_force", "requests.carried_out.total")
    flow = ("disclosure.regulations.issued", "requests.new.total", "disputes.review.corrected")
    assert all(stock_note(CellId.parse(name)) for name in stock)
    assert not any(stock_note(CellId.parse(name)) for name in flow)


def test_a_cell_that_two_forms_have_may_be_added_over_them() -> None:
    # Comparisons add a cell over reports of several forms; where that would be wrong the
    # forms have cells of other names.
    shared = [
        cell
        for first, second in combinations(all_forms(), 2)
        for cell in {*first.cells()} & {*second.cells()}
    ]
    assert shared
    assert all(is_comparable(cell.indicator, cell.column) for cell in shared)
