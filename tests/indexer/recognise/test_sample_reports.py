"""Generated reports: labels, order and noise that were not chosen by the reader's makers."""

from __future__ import annotations

import pytest

from govreport_search.domain import State
from indexer.readers import read_document
from indexer.recognise import understand
from indexer.sample import SampleReport, generate

REPORTS = list(generate(seed=2024, count=60))


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: f"{r.form or 'prose'}-{r.layout}")
def test_no_number_is_wrong_and_every_certain_cell_is_read(report: SampleReport) -> None:
    reading = understand(read_document(report.data, report.name).lines)
    assert reading.form == report.form
    truth = report.cells
    for fact in reading.facts:
        known = truth.get(fact.cell)
        quantity = fact.quantity
        if quantity.state is State.NUMBER:
            assert known is not None, fact.cell
            assert quantity.value == known.value, fact.cell
        elif known is not None and known.certain:
            assert quantity.state is known.state, fact.cell


@pytest.mark.parametrize("report", REPORTS[:20], ids=lambda r: f"{r.form or 'prose'}-{r.layout}")
def test_chapters_are_found_in_order(report: SampleReport) -> None:
    reading = understand(read_document(report.data, report.name).lines)
    expected = [section.id for section in report.sections if section.id != "front"]
    assert [s.id for s in reading.sections if s.id != "front"] == expected
