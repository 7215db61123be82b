"""The generator's façade: bodies, their years, numbers, deviations, text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from random import Random

from govreport_search.domain import CellId, State
from govreport_search.forms import Form, form
from indexer.sample.body import invent_body
from indexer.sample.deviation import (
    CELL_PLANTS,
    LINE_PLANTS,
    NUMBER_PLANTS,
    PLANTS,
    printed_cells,
)
from indexer.sample.figure import Figures, Ledger, figures
from indexer.sample.layout.catalogue import LAYOUTS
from indexer.sample.model import Body, Planted, SampleReport, SampleSection, TrueCell
from indexer.sample.render import render
from indexer.sample.sheet import Printed, Sheet, build_sheet, truth_of
from indexer.sample.story import DraftSection, report_numbers, tell
from indexer.sample.wording import Wording

FIRST_YEARS = ((2019, 6), (2017, 6), (2020, 5), (2010, 4), (2018, 5), (2013, 5), (2021, 4))
"""First year and number of years of a body's series; bodies take them in turn."""

MODERN = ("2019", "2021")

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def generate(seed: int, count: int) -> Iterator[SampleReport]:
    """Fictional reports, body by body and year by year, the same for the same seed.

    Args:
        seed: chooses everything.
        count: how many reports; a longer run begins with the shorter one's reports.

    Yields:
        Reports with their truth. Now and then a body publishes a second, different report
        on the same year.
    """
    made = 0
    number = 0
    plants = cycle(plant for name in PLANTS for plant in ("", name))
    while made < count:
        for report in _series(seed, number, made, plants):
            yield report
            made += 1
            if made == count:
                return
        number += 1


def _series(seed: int, number: int, made: int, plants: Iterator[str]) -> Iterator[SampleReport]:
    """One body's reports; every second one that has modern tables gets a deviation."""
    rng = Random(f"{seed}/{number}")
    body = invent_body(rng, number)
    first, years = FIRST_YEARS[number % len(FIRST_YEARS)]
    ledger = Ledger()
    for offset in range(years):
        year = first + offset
        plant = next(plants) if form_for(year) in MODERN else ""
        form_id = form_for(year, "unfit" if plant == "unfit_form" else "")
        before = figures(Random(rng.random()), body, form_id, ledger)
        yield compose(rng, body, year, form_id, before, plant, made)
        made += 1
    if number % 4 == 2:
        corrected = dict(before)
        plant = "wrong_total" if form_id in MODERN else ""
        yield compose(rng, body, year, form_id, corrected, plant, made, "second_report")


def form_for(year: int, fit: str = "") -> str:
    """The form in force in that year, or with ``unfit`` the one before it."""
    order = ("2008", "2014", "2019", "2021")
    at = max(i for i, form_id in enumerate(order) if form(form_id).first_year <= year)
    return order[max(0, at - 1)] if fit == "unfit" else order[at]


def compose(
    rng: Random,
    body: Body,
    year: int,
    form_id: str,
    made: Figures,
    plant: str,
    number: int,
    *marks: str,
) -> SampleReport:
    """One report: plants the deviation, words the tables, renders, and notes the truth."""
    statutory = form(form_id)
    planted = [Planted(mark) for mark in marks]
    if plant == "unfit_form" and not statutory.includes_year(year):
        planted.append(Planted(plant))
    slots = report_numbers(made, form_id)
    usable = form_id in MODERN
    if plant == "text_mismatch" and usable:
        slots["new"] = str(int(slots["new"]) + 2)
        planted.append(Planted(plant, (CellId("requests", "new", "total"),)))
    if plant in NUMBER_PLANTS and usable:
        planted.append(NUMBER_PLANTS[plant](rng, made))
    cells = printed_cells(made)
    if plant in CELL_PLANTS and usable:
        planted.append(CELL_PLANTS[plant](rng, cells))
    prose_only = form_id == "2008" and rng.random() < 0.35
    slots["tables"] = " ".join(sorted({cell.table for cell in cells}))
    sections = tell(rng, body, year, "" if prose_only else form_id, slots)
    sheets = {} if prose_only else _sheets(rng, statutory, cells)
    if plant in LINE_PLANTS and usable:
        table, damage = LINE_PLANTS[plant]
        sheets[table], done = damage(rng, sheets[table])
        planted.append(done)
    name = rng.choice(sorted(LAYOUTS))
    layout = LAYOUTS[name]
    text = render(rng, body, year, sections, sheets, layout)
    return SampleReport(
        name=f"{number:05d}-{year}{layout.suffix}",
        body=body,
        year=year,
        form="" if prose_only else form_id,
        layout=name,
        text=text.replace("\n", "\r\n") if rng.random() < 0.1 else text,
        encoding=rng.choice(("utf-8",) * 8 + ("utf-8-sig", "gb18030")),
        cells=_truth(statutory, sheets, layout.keeps_blanks) if sheets else {},
        sections=_sections(sections),
        planted=tuple(planted),
    )


def _sheets(rng: Random, statutory: Form, cells: dict[CellId, Printed]) -> dict[str, Sheet]:
    words = Wording.draw(rng)
    if rng.random() < 0.08:
        cells = {
            cell: Printed(p.raw.translate(FULL_WIDTH), p.state, p.value)
            for cell, p in cells.items()
        }
    present = {cell.table for cell in cells}
    return {
        table.id: build_sheet(table, cells, words)
        for table in statutory.tables
        if table.id in present
    }


def _truth(statutory: Form, sheets: dict[str, Sheet], keeps_blanks: bool) -> dict[CellId, TrueCell]:
    """Every cell of the form: what the printed rows show, the others missing."""
    truth = dict.fromkeys(statutory.cells(), TrueCell(State.MISSING))
    for sheet in sheets.values():
        for row in sheet.rows:
            truth.update(truth_of(row, keeps_blanks))
    return truth


def _sections(sections: list[DraftSection]) -> tuple[SampleSection, ...]:
    return tuple(SampleSection(section.id, section.paragraphs) for section in sections)
