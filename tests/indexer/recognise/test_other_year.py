"""Tables of another year beside the report's own: their numbers are never its facts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grid_drawing import (
    Drawing,
    Drawn,
    draw,
    every_table_of,
    facts_of,
    lay,
    report,
    truth_of,
    unread,
    wrong,
)

from govreport_search.domain import Place
from govreport_search.forms import all_forms, form
from indexer.blocks import Grid, Line, laid_out
from indexer.recognise import Reading, understand

FORMS = [f.id for f in all_forms()]


def read_with(form_id: str, drawing: Drawing, caption: str, *, before: str) -> Reading:
    """A whole report with one more grid before the first line that begins so."""
    chosen = form(form_id)
    truth = truth_of(chosen)
    names = every_table_of(chosen)
    drawings = [each for n in names for each in (None, draw(chosen, chosen.table(n), truth))]
    lines, grids = report(chosen, drawings)
    at = next(i for i, line in enumerate(lines) if line.text.startswith(before))
    grid, rows = lay(drawing, at + 1)
    added = [Line(caption, Place()), *rows]
    moved: list[Grid] = [
        replace(g, first=g.first + len(added)) if g.first >= at else g for g in grids
    ]
    every = sorted([*moved, grid], key=lambda g: g.first)
    numbered, placed, _ = laid_out([*lines[:at], *added, *lines[at:]], every)
    return understand(numbered, placed)


def last_year(form_id: str, table: str) -> Drawing:
    chosen = form(form_id)
    return draw(chosen, chosen.table(table), truth_of(chosen, start=7001))


def all_read(form_id: str, reading: Reading) -> None:
    chosen = form(form_id)
    truth = truth_of(chosen)
    printed = [cell for cell in truth if cell.table in every_table_of(chosen)]
    assert wrong(reading, truth) == []
    assert unread(reading, truth, printed) == []


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("caption", ["附：上年数据（供对照）", "去年同期"])
def test_last_years_table_before_the_own_one(name: str, caption: str) -> None:
    chosen = form(name)
    for table in every_table_of(chosen):
        drawing = last_year(name, table)
        first = drawing[0][0].text
        all_read(name, read_with(name, drawing, caption, before=first))


COMPARED = ["规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "予以公开", "其他处理"]


@pytest.mark.parametrize("names", [("2019年", "2020年", "增减"), ("上年", "本年", "增减")])
def test_a_comparison_over_years_is_no_table_of_the_form(names: tuple[str, ...]) -> None:
    drawing = [[Drawn("项目"), *map(Drawn, names)]]
    drawing += [
        [Drawn(label), *(Drawn(str(8000 + 10 * n + m)) for m in range(3))]
        for n, label in enumerate(COMPARED)
    ]
    reading = read_with("2021", drawing, "对照如下：", before="二、")
    all_read("2021", reading)
    assert "8000" in "".join(section.printed for section in reading.sections)


def test_results_of_one_kind_in_the_overview_do_not_hide_the_table() -> None:
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    drawing = [[*map(Drawn, names)], [Drawn(str(9101 + n)) for n in range(5)]]
    reading = read_with("2021", drawing, "复议情况：", before="二、")
    assert not any("910" in (f.quantity.raw or "") for f in facts_of(reading).values())
    all_read("2021", reading)
