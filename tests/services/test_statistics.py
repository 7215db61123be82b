"""Sums and states against plain Python over the reports that went in."""

from __future__ import annotations

from decimal import Decimal

import pytest
import services_oracle as oracle
from services_world import CELLS, ONLY_2019, RATE, SUM, Made, World

from govreport_search.domain import CellId, State
from govreport_search.errors import UserError
from govreport_search.query.parser import parse
from govreport_search.query.request import Filters, Request
from govreport_search.services.archive import Archive
from govreport_search.services.statistic_group import CellStatistic
from govreport_search.services.statistics import GROUPINGS, statistics
from govreport_search.text import fold

QUERIES = ("", "甲", "新收=0 或 乙", "年份:2020", "非 甲", "无此词")
NAMED = (*CELLS, ONLY_2019, SUM, RATE)


def groups_of(made: Made, by: str) -> list[str]:
    if by == "region":
        region = made.report.identity.region
        if not region:
            return ["none" if region is None else "national"]
        return ["/".join(region[:end]) for end in range(1, len(region) + 1)]
    held = made.report.form if by == "form" else getattr(made.report.identity, by)
    return [str(held or "none")]


def standing(made: Made, cell: CellId) -> tuple[str, Decimal | None]:
    quantity = made.cells.get(cell)
    if quantity is None:
        return ("outside" if made.report.form else "missing"), None
    return quantity.state.value, quantity.value


def once(reports: list[Made]) -> list[list[Made]]:
    """The reports of one known body and year together, every other by itself."""
    found = dict[object, list[Made]]()
    for made in reports:
        who = made.report.identity
        own = (who.region, fold(who.agency), who.year) if who.agency and who.year else made.id
        found.setdefault(own, []).append(made)
    return list(found.values())


def is_mixed(reports: list[Made]) -> bool:
    kinds = {(made.report.identity.level, made.report.identity.kind) for made in reports}
    return len(once(reports)) > 1 and (len(kinds) > 1 or not all(map(all, kinds)))


def expected(reports: list[Made], cell: CellId) -> CellStatistic:
    states = {state.value: 0 for state in State}
    outside, differs, numbers = 0, 0, list[Decimal]()
    for together in once(reports):
        said = {standing(made, cell) for made in together}
        if len(said) > 1:
            differs += 1
            continue
        ((state, value),) = said
        if state == "outside":
            outside += 1
            continue
        states[state] += 1
        if value is not None:
            numbers.append(value)
    total = sum(numbers, Decimal(0))
    mixed = numbers and cell != RATE and is_mixed(reports)
    return CellStatistic(
        cell,
        pytest.approx(float(total)) if numbers and cell != RATE and not mixed else None,
        pytest.approx(float(total / len(numbers))) if numbers else None,
        states,
        outside,
        differs,
        0,
        "层级、类型混在一起，不相加：上级机关的数字可能已含下级" if mixed else "",
    )


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("query", QUERIES)
def test_sums_and_states_are_those_of_plain_python(
    worlds: list[World], query: str, by: str
) -> None:
    chosen = Filters(level=("county", "none"))
    for world in worlds:
        archive = Archive(world.store, world.engines["whoosh"], world.columns)
        found = statistics(archive, Request(query, chosen), by, list(map(str, NAMED)))
        ids = oracle.answer(world.reports, parse(query), chosen).reports
        matching = [made for made in world.reports if made.id in ids]
        assert found.reports == found.whole.reports == len(matching)
        assert [one.cell for one in found.cells] == list(NAMED)
        assert list(found.whole.cells) == [expected(matching, cell) for cell in NAMED]
        values = {value for made in matching for value in groups_of(made, by)}
        assert {group.value for group in found.groups} == values
        for group in found.groups:
            own = [made for made in matching if group.value in groups_of(made, by)]
            assert group.reports == len(own)
            assert group.counted == len(once(own))
            assert group.mixed is is_mixed(own)
            assert list(group.cells) == [expected(own, cell) for cell in NAMED]


def test_without_names_every_cell_that_a_report_has_is_summed(worlds: list[World]) -> None:
    for world in worlds:
        archive = Archive(world.store, world.engines["scan"], world.columns)
        found = statistics(archive, Request())
        held = {cell for made in world.reports for cell in made.cells}
        assert {one.cell for one in found.cells} == held
        for one, sums in zip(found.cells, found.whole.cells, strict=True):
            if not one.is_share:
                assert sums == expected(world.reports, one.cell)
        years = [group.value for group in found.groups]
        assert years == sorted(years, key=lambda year: (year == "none", year))


@pytest.mark.parametrize(("by", "cells"), [("title", None), ("year", ["没有这一项"])])
def test_what_cannot_be_summed_is_said(
    worlds: list[World], by: str, cells: list[str] | None
) -> None:
    archive = Archive(worlds[0].store, worlds[0].engines["scan"], worlds[0].columns)
    with pytest.raises(UserError):
        statistics(archive, Request(), by, cells)
