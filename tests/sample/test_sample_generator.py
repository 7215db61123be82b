"""The generator's own promises: repeatable, consistent, invented, and varied enough."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from govreport_search.domain import CellId, State
from govreport_search.forms import form
from govreport_search.regions import divisions
from indexer.sample import SampleReport, generate
from indexer.sample.body import every_place
from indexer.sample.deviation import PLANTS
from indexer.sample.layout.catalogue import LAYOUTS

MODERN = ("2019", "2021")
TOUCHES_NUMBERS = {"wrong_total", "wrong_result_total", "wrong_carry"}


@pytest.fixture(scope="module")
def reports() -> list[SampleReport]:
    return list(generate(seed=7, count=300))


def number(report: SampleReport, cell: CellId) -> Decimal | None:
    return report.cells[cell].value


def test_the_same_seed_gives_the_same_reports() -> None:
    assert [r.data for r in generate(3, 25)] == [r.data for r in generate(3, 25)]
    assert [r.data for r in generate(3, 25)] != [r.data for r in generate(4, 25)]


def test_a_longer_run_begins_with_the_shorter_one() -> None:
    assert [r.text for r in generate(5, 40)][:15] == [r.text for r in generate(5, 15)]


def test_no_invented_place_exists() -> None:
    real = divisions()
    assert real.named("河南省"), "the look-up itself works"
    assert [place for place in every_place() if real.named(place)] == []


def test_every_layout_and_every_deviation_occurs(reports: list[SampleReport]) -> None:
    assert {report.layout for report in reports} == set(LAYOUTS)
    planted = {plant.code for report in reports for plant in report.planted}
    assert planted == {*PLANTS, "no_disputes", "second_report"}


def test_truth_names_every_cell_of_the_form(reports: list[SampleReport]) -> None:
    for report in reports:
        expected = set(form(report.form).cells()) if report.form else set()
        assert set(report.cells) == expected, report.name


def test_the_official_arithmetic_holds_unless_planted_otherwise(
    reports: list[SampleReport],
) -> None:
    checked = 0
    for report in reports:
        if report.form not in MODERN or {p.code for p in report.planted} & TOUCHES_NUMBERS:
            continue
        for rule in form(report.form).rules:
            table = form(report.form).table(rule.table)
            for left, right in instances(table, rule):
                values = [number(report, cell) for cell in (*left, *right)]
                if None not in values:
                    sides = [sum(number(report, c) or 0 for c in side) for side in (left, right)]
                    assert sides[0] == sides[1], (report.name, rule.id)
                    checked += 1
    assert checked > 2_000


def instances(table, rule):  # type: ignore[no-untyped-def] # rows and columns by turns
    if rule.each == "row":
        for row in table.data_rows:
            yield tuple(
                [CellId(table.id, row.id, c) for c in side] for side in (rule.left, rule.right)
            )
    else:
        for column in table.columns:
            yield tuple(
                [CellId(table.id, r, column.id) for r in side] for side in (rule.left, rule.right)
            )


def test_unfinished_applications_are_carried_into_the_next_year(
    reports: list[SampleReport],
) -> None:
    new, out = CellId("requests", "carried_in", "total"), CellId("requests", "carried_out", "total")
    followed = 0
    for before, after in pairwise(reports):
        same = before.body == after.body and before.year + 1 == after.year
        codes = {p.code for r in (before, after) for p in r.planted}
        modern = before.form in MODERN and after.form in MODERN
        if not (same and modern) or codes & TOUCHES_NUMBERS:
            continue
        left, taken = number(before, out), number(after, new)
        if left is not None and taken is not None:
            assert left == taken, after.name
            followed += left > 0
    assert followed > 20


def test_the_printed_text_shows_every_certain_number(reports: list[SampleReport]) -> None:
    """The truth is of this text: a number that nobody printed cannot be read."""
    for report in reports[:60]:
        digits = report.text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        digits = digits.replace(",", "")
        for cell, true in report.cells.items():
            if true.state is State.NUMBER and true.value is not None:
                shown = format(true.value.normalize(), "f").lstrip("-")
                assert shown in digits, (report.name, str(cell))


def test_narratives_are_of_realistic_length(reports: list[SampleReport]) -> None:
    lengths = [sum(len(p) for s in r.sections for p in s.paragraphs) for r in reports]
    assert min(lengths) >= 600
    assert max(lengths) >= 1_500
    distinct = Counter(p for r in reports for s in r.sections for p in s.paragraphs if len(p) > 40)
    assert len(distinct) > len(reports) * 3


def test_the_demo_has_five_values_in_every_facet_and_something_to_find() -> None:
    demo = list(generate(seed=1, count=72))
    assert len({r.year for r in demo}) >= 5
    assert len({r.body.name for r in demo}) >= 5
    assert len({r.body.level for r in demo}) == 5
    assert len({r.body.kind for r in demo}) >= 5
    assert len({r.body.region[:1] for r in demo}) >= 4
    assert {r.form for r in demo} == {"", "2008", "2014", "2019", "2021"}
    assert len({s.id for r in demo for s in r.sections}) >= 8
    codes = {p.code for r in demo for p in r.planted}
    assert {"wrong_total", "text_mismatch", "blank_cells", "lost_rows", "unfit_form"} <= codes
    new = [number(r, CellId("requests", "new", "total")) for r in demo if r.form in MODERN]
    assert new.count(Decimal(0)) >= 5
    denied = [
        true.value
        for r in demo
        for cell, true in r.cells.items()
        if cell.row.startswith("denied.") and cell.column == "total" and true.value
    ]
    assert len(denied) >= 20
