"""Reports and rows as units of hits, and the sorts, against going report by report."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
import services_oracle as oracle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from services_world import World
from test_search_oracle import comparisons, fields, filters, phrases, states, trees

from govreport_search.domain import PrintedRow
from govreport_search.errors import BadFilterError
from govreport_search.forms import all_forms
from govreport_search.forms.lookup import indicators
from govreport_search.query.request import FACET_FIELDS, Filters, Request
from govreport_search.query.result import Hit, Page
from govreport_search.query.tree import (
    And,
    FieldFilter,
    Node,
    Not,
    Or,
    Phrase,
    Printed,
    SameReport,
    Text,
)
from govreport_search.query.typed import typed
from govreport_search.services.archive import Archive
from govreport_search.services.finder import finder
from govreport_search.services.label import form_labels as known_labels
from govreport_search.services.label import holds
from govreport_search.services.search import search
from govreport_search.text import fold

QUICK = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
names: st.SearchStrategy[Node] = st.sampled_from(("行政", "公开", "一、")).map(Phrase)
rows_leaves = st.one_of(phrases, names, comparisons, states, fields)
rows_trees = st.recursive(
    rows_leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        inner.map(SameReport),
        st.lists(inner, min_size=2, max_size=3).map(lambda c: And(tuple(c))),
        st.lists(inner, min_size=2, max_size=3).map(lambda c: Or(tuple(c))),
    ),
    max_leaves=4,
)


def ask(world: World, request: Request) -> Page:
    return search(Archive(world.store, world.engines["whoosh"], world.columns), request)


@QUICK
@given(data=st.data())
def test_each_report_is_listed_once_with_all_that_it_holds(
    worlds: list[World], data: st.DataObject
) -> None:
    world = data.draw(st.sampled_from(worlds))
    tree, chosen = data.draw(trees), data.draw(filters)
    page = ask(world, Request(typed(tree), chosen, limit=10_000, unit="reports"))
    hits = list(oracle.answer(world.reports, tree, chosen).hits.elements())
    sections, counts = Counter[str](), Counter[str]()
    for report, section, count in hits:
        sections[report] += section is not None
        counts[report] += count
    found = {hit.report: (hit.sections, hit.count) for hit in page.hits}
    assert found == {report: (sections[report], counts[report]) for report, _, _ in hits}
    assert page.total_hits == page.total_reports == len(page.hits)
    assert {(h.report, h.section) for h in page.hits} <= {(r, s) for r, s, _ in hits}
    in_sections = ask(world, Request(typed(tree), chosen, limit=10_000))
    first: dict[str, str | None] = {}
    for hit in in_sections.hits:
        first.setdefault(hit.report, hit.section)
    assert {hit.report: hit.section for hit in page.hits} == first
    assert (page.facets, page.unknown) == (in_sections.facets, in_sections.unknown)


@QUICK
@given(data=st.data())
def test_rows_are_listed_as_their_names_and_reports_say(
    worlds: list[World], data: st.DataObject
) -> None:
    world = data.draw(st.sampled_from(worlds))
    tree, chosen = data.draw(rows_trees), data.draw(filters)
    request = Request(typed(tree), chosen, limit=10_000, unit="rows")
    page = ask(world, request)
    expected = row_hits(world, tree, chosen)
    assert {(hit.report, hit.row) for hit in page.hits} == expected
    assert page.total_hits == len(page.hits) == len(expected)
    assert page.total_reports == len({report for report, _ in expected})
    assert {row.id: row.reports for row in page.rows} == Counter(row for _, row in expected)
    for name in FACET_FIELDS:
        listed = {value.value: value.count for value in page.facets[name]}
        known = {value.value for value in ask(world, Request(limit=0)).facets[name]}
        for value in known | set(listed):
            other = replace(chosen, **{name: (value,), f"not_{name}": ()})
            reports = {report for report, _ in row_hits(world, tree, other)}
            assert listed.get(value, 0) == len(reports), (name, value)
    matching = {
        report for report, _ in row_hits(world, tree, replace(chosen, year=(), not_year=()))
    }
    years = Counter(
        str(m.report.identity.year or "none") for m in world.reports if m.id in matching
    )
    assert {v.value: v.count for v in page.facets["year"] if v.count} == years
    parts = [
        hit
        for offset in range(0, len(page.hits) + 2, 2)
        for hit in ask(world, replace(request, limit=2, offset=offset)).hits
    ]
    assert tuple(parts) == page.hits


def row_hits(world: World, tree: Node, chosen: Filters) -> set[tuple[str, str | None]]:
    return {
        (made.id, f"{row.table}.{row.row}")
        for made in world.reports
        if oracle.passes(made, chosen, world.reports)
        for row in made.report.rows
        if not chosen.section or row.table in chosen.section
        if row.table not in chosen.not_section
        if row_truth(tree, made, row, world) is True
    }


def row_truth(node: Node, made: oracle.Made, row: PrintedRow, world: World) -> oracle.Maybe:
    """Words are judged by the row's names; here a table and its section have one id."""
    if isinstance(node, Text):
        labels = [row.label, *form_labels(row)]
        return any(oracle.holds(node, label) for label in labels)
    if isinstance(node, FieldFilter) and node.field == "section":
        return row.table in node.values
    if isinstance(node, Not):
        inner = row_truth(node.child, made, row, world)
        return None if inner is None else not inner
    if isinstance(node, And | Or):
        parts = [row_truth(child, made, row, world) for child in node.children]
        decisive = isinstance(node, Or)
        return decisive if decisive in parts else None if None in parts else not decisive
    return oracle.truth(node, made, None, world.reports)


def form_labels(row: PrintedRow) -> list[str]:
    tables = [t for form in all_forms() for t in form.tables if t.id == row.table]
    return [table.row(row.row).label for table in tables if table.has_row(row.row)]


def test_a_row_comes_with_what_stands_in_its_cells(worlds: list[World]) -> None:
    seen = 0
    for world in worlds:
        made = {one.id: one for one in world.reports}
        for hit in ask(world, Request("公开 或 新收", limit=1000, unit="rows")).hits:
            cells = made[hit.report].cells
            for cell in hit.values:
                quantity = next(q for c, q in cells.items() if str(c) == f"{hit.row}.{cell.column}")
                assert (cell.state, cell.value) == (quantity.state.value, quantity.value)
                seen += 1
            known = next(ref.columns for ref in indicators() if ref.id == hit.row)
            has_row = made[hit.report].report.form in ("2019", "2021")
            assert [cell.column for cell in hit.values] == (list(known) if has_row else [])
            for start, end in hit.spans:
                assert fold(hit.snippet[start:end]) in ("公开", "新收")
    assert seen > 20


@pytest.mark.parametrize("unit", ["sections", "reports", "rows"])
@pytest.mark.parametrize("sort", ["-agency", "region", "-region", "count", "year"])
def test_sorts_go_both_ways_and_what_is_unknown_comes_last(
    worlds: list[World], unit: str, sort: str
) -> None:
    for world in worlds:
        hits = ask(world, Request("甲 或 公开", sort=sort, limit=1000, unit=unit)).hits
        assert len(hits) > 2
        keys = [_key(sort.removeprefix("-"), hit) for hit in hits]
        known = [key for key in keys if key is not None]
        assert keys == [*known, *[None] * (len(keys) - len(known))]
        assert known == sorted(known, reverse=sort in ("-agency", "-region", "count"))


def _key(field: str, hit: Hit) -> object:
    if field == "region":
        return None if hit.region is None else "/".join(hit.region)
    return getattr(hit, field) or (0 if field == "count" else None)


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_facets_list_the_largest_and_say_how_many_there_are(
    worlds: list[World], limit: int
) -> None:
    for world in worlds:
        whole = ask(world, Request(limit=0))
        page = ask(world, Request(limit=0, facet_limit=limit))
        for name in FACET_FIELDS:
            every = sorted((value.count for value in whole.facets[name]), reverse=True)
            listed = sorted((value.count for value in page.facets[name]), reverse=True)
            assert listed == every[:limit]
            assert page.facet_sizes[name] == len(every) == whole.facet_sizes[name]
        chosen = Request(filters=Filters(year=("2035",)), limit=0, facet_limit=limit)
        years = ask(world, chosen)
        assert [v.value for v in years.facets["year"] if v.selected] == ["2035"]
        assert years.facet_sizes["year"] == whole.facet_sizes["year"] + 1


def test_a_facet_is_searched_and_what_is_chosen_stays(worlds: list[World]) -> None:
    for world in worlds:
        whole = ask(world, Request(limit=0)).facets["agency"]
        part = next(value.label[:1] for value in whole if value.value != "none")
        stranger = next((v.value for v in whole if part not in v.label), "没有的机关")
        asked = Request(
            filters=Filters(not_agency=(stranger,)),
            limit=0,
            facet_limit=1,
            facet_find=(("agency", part),),
        )
        page = ask(world, asked)
        held = [value for value in whole if part in value.label]
        assert page.facet_found == {"agency": len(held)}
        free = [value for value in page.facets["agency"] if not value.excluded]
        assert [value.count for value in free] == [max(value.count for value in held)]
        assert [v.value for v in page.facets["agency"] if v.excluded] == [stranger]
        assert page.facets["year"] == ask(world, replace(asked, facet_find=())).facets["year"]


def test_an_opened_region_lists_its_parts_and_all_above(worlds: list[World]) -> None:
    seen = 0
    for world in worlds:
        every = [v.value for v in ask(world, Request(limit=0)).facets["region"]]
        roots = {value for value in every if "/" not in value}
        for opened in ("", *(value for value in every if value not in ("none", "national"))):
            asked = Request(limit=0, facet_limit=0, facet_open=(opened,))
            listed = {v.value for v in ask(world, asked).facets["region"]}
            names = opened.split("/") if opened else []
            above = ["/".join(names[: end + 1]) for end in range(len(names))]
            inside = {v for v in every if "/" in v and v.rpartition("/")[0] in above}
            assert listed == roots | inside
            for value in ask(world, asked).facets["region"]:
                held = [v for v in every if v.rpartition("/")[0] == value.value]
                assert value.parts == len(held)
            seen += bool(inside)
    assert seen


def test_a_unit_that_does_not_exist_is_refused(worlds: list[World]) -> None:
    with pytest.raises(BadFilterError, match="words"):
        ask(worlds[0], Request(unit="words"))


def test_the_name_that_a_form_gives_a_row_is_judged_as_the_form_prints_it() -> None:
    names = [
        name
        for form in all_forms()
        for table in form.tables
        for row in table.rows
        for name in known_labels(table.id, row.id)
        if "（不同" in name[1]
    ]
    assert names
    for name in names:
        assert holds(*name, finder(Phrase("(不同")))
        assert holds(*name, finder(Printed(Phrase("（不同"))))
        assert not holds(*name, finder(Printed(Phrase("(不同"))))
