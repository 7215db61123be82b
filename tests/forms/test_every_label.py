"""Every cell there is has a label in every form, be it printed there, computed or neither."""

from __future__ import annotations

from govreport_search.domain import CellId
from govreport_search.forms import all_forms
from govreport_search.forms.lookup import cell_labels, indicators


def test_every_column_of_every_indicator_has_a_label_in_every_form() -> None:
    for indicator in indicators():
        for column in indicator.columns:
            cell = CellId(indicator.table, indicator.row, column)
            for form in all_forms():
                row, name, unit = cell_labels(cell, form.id)
                assert row, (cell, form.id)
                assert name != column, (cell, form.id)
                assert isinstance(unit, str)


def test_what_one_form_computes_and_another_prints_keeps_its_own_columns() -> None:
    """行政诉讼 has 结果维持 in the forms of 2019 and 2021; in 2014 it is one computed number."""
    assert cell_labels(CellId.parse("disputes.litigation.upheld"), "2014")[1] == "结果维持"
