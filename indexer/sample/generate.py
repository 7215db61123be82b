"""The generator's façade: bodies, their years, numbers, deviations, text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from random import Random

from govreport_search.domain import CellId
from govreport_search.forms import Form, all_forms, form
from indexer.sample.body import invent_body
from indexer.sample.deviation import (
    CELL_PLANTS,
    LINE_PLANTS,
    NUMBER_PLANTS,
    PLANTS,
    printed_cells,
)
from indexer.sample.draft import Draft, Plan
from indexer.sample.figure import Figures, Ledger, figures
from indexer.sample.layout.catalogue import LAYOUTS
from indexer.sample.misprint import FULL_WIDTH, MISPRINTS
from indexer.sample.model import Planted, SampleReport, SampleSection
from indexer.sample.render import render
from indexer.sample.sheet import Printed, Sheet, build_sheet
from indexer.sample.story import report_numbers, tell
from indexer.sample.wording import Wording

FIRST_YEARS = ((2019, 6), (2017, 6), (2020, 5), (2010, 4), (2018, 5), (2013, 5), (2021, 4))
"""First year and number of years of a body's series; bodies take them in turn."""

MODERN = ("2019", "2021")


def generate(
    seed: int, count: int, layouts: Sequence[str] = tuple(LAYOUTS)
) -> Iterator[SampleReport]:
    """Fictional reports, body by body and year by year, the same for the same seed.

    Args:
        seed: chooses everything.
        count: how many reports; a longer run begins with the shorter one's reports.
        layouts: keys of ``LAYOUTS`` to choose from.

    Yields:
        Reports with their truth. Now and then a body publishes a second, different report
        on the same year.
    """
    for rng, made in drafts(seed, count):
        yield print_text(rng, made, layouts)


def drafts(
    seed: int | str, count: int, plants: Sequence[str] = PLANTS
) -> Iterator[tuple[Random, Draft]]:
    """The reports of ``generate`` before any layout, each with the draws that follow it.

    Args:
        plants: deviations to plant, taken in turn by every second report on a modern form.
    """
    made = 0
    number = 0
    turns = cycle(plant for name in plants for plant in ("", name))
    while made < count:
        for drawn in _series(seed, number, made, turns):
            yield drawn
            made += 1
            if made == count:
                return
        number += 1


def _series(
    seed: int | str, number: int, made: int, plants: Iterator[str]
) -> Iterator[tuple[Random, Draft]]:
    """One body's reports; every second one that has modern tables gets a deviation."""
    rng = Random(f"{seed}/{number}")
    body = invent_body(rng, number)
    first, years = FIRST_YEARS[number % len(FIRST_YEARS)]
    ledger = Ledger()
    for year in range(first, first + years):
        plant = next(plants) if form_for(year) in MODERN else ""
        form_id = "2019" if plant == "mixed_form" else form_for(year, unfit=plant == "unfit_form")
        numbers = figures(Random(rng.random()), body, form_id, ledger)
        yield rng, draft(rng, Plan(body, year, form_id, plant, made), numbers)
        made += 1
    if number % 4 == 2:
        plant = "wrong_total" if form_id in MODERN else ""
        yield rng, draft(rng, Plan(body, year, form_id, plant, made, again=True), dict(numbers))


def form_for(year: int, *, unfit: bool = False) -> str:
    """The form in force in that year, or the one before it."""
    order = [known.id for known in all_forms()]
    at = max(i for i, known in enumerate(all_forms()) if known.first_year <= year)
    return order[at - 1] if unfit else order[at]


def draft(rng: Random, plan: Plan, made: Figures) -> Draft:
    """One report before its layout: plants the deviation, tells the story, words the tables."""
    statutory = form(plan.form)
    planted = [Planted("second_report")] if plan.again else []
    slots = _plant_numbers(rng, plan, made, planted)
    cells = printed_cells(made)
    misprints = {**CELL_PLANTS, **MISPRINTS}
    if plan.plant in misprints:
        planted.append(misprints[plan.plant](rng, cells))
    prose_only = plan.form == "2008" and rng.random() < 0.35
    slots["tables"] = " ".join(sorted({cell.table for cell in cells}))
    sections = tell(rng, plan.body, plan.year, "" if prose_only else plan.form, slots)
    sheets = {} if prose_only else _sheets(rng, statutory, cells)
    if plan.plant in LINE_PLANTS:
        table, damage = LINE_PLANTS[plan.plant]
        sheets[table], done = damage(rng, sheets[table])
        planted.append(done)
    return Draft(plan, tuple(sections), sheets, tuple(planted))


def print_text(rng: Random, made: Draft, layouts: Sequence[str] = tuple(LAYOUTS)) -> SampleReport:
    """A draft as a text file."""
    name = rng.choice(sorted(layouts))
    layout = LAYOUTS[name]
    plan = made.plan
    text = render(rng, plan.body, plan.year, list(made.sections), made.sheets, layout)
    return SampleReport(
        name=f"{plan.number:05d}-{plan.year}{layout.suffix}",
        body=plan.body,
        year=plan.year,
        form=made.form,
        layout=name,
        text=text.replace("\n", "\r\n") if rng.random() < 0.1 else text,
        encoding=rng.choice(("utf-8",) * 8 + ("utf-8-sig", "gb18030")),
        cells=made.truth(layout.keeps_blanks),
        sections=tuple(SampleSection(s.id, s.paragraphs) for s in made.sections),
        planted=made.planted,
    )


def _plant_numbers(
    rng: Random, plan: Plan, made: Figures, planted: list[Planted]
) -> dict[str, str]:
    """Deviations that stand before any printing; gives the numbers that the text repeats."""
    if plan.plant == "unfit_form":
        planted.append(Planted(plan.plant))
    if plan.plant in NUMBER_PLANTS:
        planted.append(NUMBER_PLANTS[plan.plant](rng, made))
    slots = report_numbers(made, plan.form)
    if plan.plant == "text_mismatch":
        # More than any scope explains: new applications and those carried in, and three.
        more = made[CellId("requests", "carried_in", "total")] + 3
        slots["new"] = str(int(slots["new"]) + int(more))
        planted.append(Planted(plan.plant, (CellId("requests", "new", "total"),)))
    return slots


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
