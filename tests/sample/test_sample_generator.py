"""The generator's own promises: repeatable, consistent, invented, and varied enough."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from govreport_search.domain import CellId, State
from govreport_search.forms import form
from govreport_search.regions import divisions
from indexer.sample import SampleReport, generate
from indexer.sample.body import every_place, sample_data
from indexer.sample.deviation import PLANTS
from indexer.sample.layout.catalogue import LAYOUTS

MODERN = ("2019", "2021")
THEMES = ("执行异议", "信息公开指南", "依申请公开平台", "政策解读", "土地征收", "招标采购")
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


def instances(table, rule):  # rows and columns by turns
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


def narrative(report: SampleReport) -> str:
    return "\n".join(p for section in report.sections for p in section.paragraphs)


def test_narratives_are_of_realistic_length(reports: list[SampleReport]) -> None:
    lengths = sorted(len(narrative(report)) for report in reports)
    assert lengths[0] >= 600
    assert lengths[-1] <= 4_500
    tenth, middle, ninth = (lengths[len(lengths) * n // 10] for n in (1, 5, 9))
    assert 800 <= tenth <= 1_300
    assert 1_400 <= middle <= 2_200
    assert 2_500 <= ninth <= 4_000


def test_hardly_a_paragraph_of_the_demo_is_printed_twice() -> None:
    demo = list(generate(seed=1, count=72))
    long = [p for r in demo for s in r.sections for p in s.paragraphs if len(p) > 60]
    assert len(long) > len(demo) * 5
    assert len(set(long)) > 0.9 * len(long)


def test_every_theme_is_told_and_none_everywhere(reports: list[SampleReport]) -> None:
    """By a piece of each theme's first sentence that neither a choice nor a slot changes."""
    texts = [narrative(report) for report in reports]
    for theme in sample_data("themes.toml")["theme"]:
        fixed = max(re.split(r"\[[^]]*\]|\{[^}]*\}", theme["sentences"][0]), key=len)
        told = sum(fixed in text for text in texts)
        assert 0 < told < 0.6 * len(texts), (told, fixed)


@pytest.mark.parametrize("words", THEMES)
def test_what_a_journalist_looks_for_stands_in_some_reports_of_the_demo(words: str) -> None:
    demo = list(generate(seed=1, count=72))
    found = [report for report in demo if words in narrative(report)]
    assert 0.1 * len(demo) <= len(found) <= 0.45 * len(demo)
    sections = {s.id for r in found for s in r.sections if words in "".join(s.paragraphs)}
    assert len(sections) >= 2


def test_denial_stands_in_a_fifth_of_the_reports_and_in_many_sections() -> None:
    demo = list(generate(seed=1, count=72))
    found = [report for report in demo if "不予公开" in narrative(report)]
    assert 0.15 * len(demo) <= len(found) <= 0.3 * len(demo)
    sections = {s.id for r in found for s in r.sections if "不予公开" in "".join(s.paragraphs)}
    assert len(sections) >= 4


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
