"""The search over arrays against the oracle that goes report by report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
import services_oracle as oracle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from services_world import CELLS, ONLY_2019, RATE, SUM, World

from govreport_search.domain import Answer, CellId, Section, State
from govreport_search.forms.lookup import cell_labels
from govreport_search.query.request import FACET_FIELDS, UNITS, Filters, Request
from govreport_search.query.result import Hit
from govreport_search.query.tree import (
    And,
    Comparison,
    FieldFilter,
    Near,
    Node,
    Not,
    Op,
    Or,
    Phrase,
    Printed,
    Regex,
    SameReport,
    StateIs,
    Wildcard,
)
from govreport_search.query.typed import typed
from govreport_search.query.undecided import undecided_request
from govreport_search.services.archive import Archive
from govreport_search.services.search import search
from govreport_search.text import fold

VALUES = {
    "year": ("2019", "2020", "2020..2021", "..2019", "2021..", "none", "2035"),
    "region": ("云省", "云", "霞市", "云省/霞市", "虹", "岚县", "national", "none", "无此地"),
    "agency": ("霞市甲局", "甲局", "甲", "岚县人民政府", "none", "无此机关"),
    "level": ("province", "county", "none"),
    "kind": ("department", "none"),
    "section": ("front", "overview", "problems", "none"),
    "form": ("2019", "2021", "none"),
    "finding": ("balance", "row_total", *Answer, "none"),
}
WORDS = ("甲", "乙", "甲乙", "不予公开", "新收", "12", "a", "，", "戊", "丙甲")

phrases: st.SearchStrategy[Node] = st.one_of(
    st.sampled_from(WORDS).map(Phrase),
    st.sampled_from(WORDS).map(Phrase),
    st.sampled_from(("甲*乙", "甲?乙", "不予…新", "甲??", "1?a", "乙*甲*丙")).map(Wildcard),
    st.builds(Near, st.sampled_from(WORDS), st.sampled_from(WORDS), st.integers(0, 4)),
    st.builds(
        lambda one, other, distance: Or((Near(one, other, distance), Near(other, one, distance))),
        st.sampled_from(WORDS),
        st.sampled_from(WORDS),
        st.integers(0, 4),
    ),
    st.sampled_from(("甲.{0,2}乙", "[12]+", "不予|新收", "^甲")).map(Regex),
    st.sampled_from(
        (
            *map(Phrase, ("不予公开", "新收", "12", "１２", "a", "A", "A A", "丙甲")),
            *map(Wildcard, ("甲*Ａ", "不予…A", "甲?１")),
            *(Near(one, "A", 3) for one in ("a", "甲", "１２")),
            *map(Regex, ("[１２]+", "[A-Z]", "甲.A")),
        )
    ).map(Printed),
)
cells = st.sampled_from((*CELLS, ONLY_2019, SUM, RATE))
numbers = st.sampled_from((Decimal(0), Decimal(1), Decimal(2), Decimal("0.5")))


def _comparison(cell: CellId, op: Op, value: Decimal, upper: Decimal | None) -> Comparison:
    if cell == RATE:  # a share above 1 is refused
        value, upper = min(value, Decimal(1)), upper and Decimal(1)
    if op is not Op.BETWEEN:
        upper = None
    elif upper is not None:
        upper = max(value, upper)
    return Comparison(cell, op, value, upper)


comparisons = st.builds(
    _comparison, cells, st.sampled_from(Op), numbers, st.sampled_from((Decimal(2), None))
)
states = st.builds(StateIs, cells, st.sampled_from(State))
fields = st.sampled_from(
    [
        FieldFilter(name, (value,))
        for name, values in [
            *VALUES.items(),
            ("function", ("教育", "none")),
        ]
        for value in values
    ]
)
conditions: st.SearchStrategy[Node] = st.one_of(comparisons, comparisons, states, fields)
leaves: st.SearchStrategy[Node] = st.one_of(phrases, phrases, comparisons, states, fields)


def _trees(leaf: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            inner.map(Not),
            inner.map(SameReport),
            st.lists(inner, min_size=2, max_size=3).map(lambda c: And(tuple(c))),
            st.lists(inner, min_size=2, max_size=3).map(lambda c: Or(tuple(c))),
        ),
        max_leaves=5,
    )


trees = st.one_of(st.just(And(())), _trees(leaves), _trees(leaves))
wheres = st.lists(_trees(conditions), max_size=2)
filters = st.builds(
    Filters,
    **{
        name: st.one_of(
            st.just(()), st.just(()), st.lists(st.sampled_from(v), max_size=2).map(tuple)
        )
        for name, v in VALUES.items()
    },
    **{
        f"not_{name}": st.one_of(
            st.just(()), st.just(()), st.lists(st.sampled_from(v), max_size=1).map(tuple)
        )
        for name, v in VALUES.items()
    },
)


@pytest.mark.parametrize("engine", ["scan", "whoosh"])
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_search_answers_as_the_oracle_does(
    worlds: list[World], engine: str, data: st.DataObject
) -> None:
    world = data.draw(st.sampled_from(worlds))
    tree, where, chosen = data.draw(trees), data.draw(wheres), data.draw(filters)
    chosen = replace(chosen, where=tuple(typed(node) for node in where))
    request = Request(query=typed(tree), filters=chosen, limit=10_000)
    page = search(Archive(world.store, world.engines[engine], world.columns), request)

    whole = And((tree, *where)) if where else tree
    expected = oracle.answer(world.reports, whole, chosen)
    found = [(hit.report, hit.section, hit.count) for hit in page.hits]
    assert sorted(found, key=str) == sorted(expected.hits.elements(), key=str)
    assert page.total_hits == len(found)
    assert page.whole_reports == sum(section is None for _, section, _ in found)
    assert page.total_reports == len(expected.reports)
    assert page.outside_form == expected.unknown.pop(oracle.OUTSIDE, 0)
    assert {s: n for s, n in page.unknown.items() if n} == dict(expected.unknown)
    assert list(page.unknown) == [s.value for s in State if s is not State.NUMBER]
    under = [made for made in world.reports if oracle.passes(made, chosen, world.reports)]
    assert page.searched == len(under)
    assert page.without_text == sum(not any(map(_has_text, m.report.sections)) for m in under)
    for name in FACET_FIELDS:
        counted = {value.value: value.count for value in page.facets[name] if value.count}
        assert counted == oracle.facet(world.reports, whole, chosen, name), name
    for hit in page.hits:
        assert [cell.state for cell in hit.cells] == _states(world, hit.report, whole)
        for start, end in hit.spans:
            shown = hit.snippet[start:end]
            assert any(oracle.holds(node, shown) for node in oracle.texts(whole))
        if hit.count:
            assert hit.spans
    if page.total_hits:
        assert page.suggestions == ()
    for suggestion in page.suggestions:
        loosened = Request(query=suggestion.query, filters=suggestion.filters, limit=0)
        again = search(Archive(world.store, world.engines[engine], world.columns), loosened)
        assert again.total_reports == suggestion.reports > 0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_is_undecided_is_found_by_its_state(worlds: list[World], data: st.DataObject) -> None:
    world = data.draw(st.sampled_from(worlds))
    cell = data.draw(cells)
    bounds = (st.sampled_from(Op), numbers, st.sampled_from((Decimal(2), None)))
    asked_of_it = st.builds(partial(_comparison, cell), *bounds)
    parts = st.one_of(phrases, fields, asked_of_it, asked_of_it.map(Not))
    tree = And(tuple(data.draw(st.lists(parts, min_size=2, max_size=3))))
    where = data.draw(st.lists(st.one_of(fields, asked_of_it), max_size=2))
    chosen = replace(data.draw(filters), where=tuple(typed(node) for node in where))
    unit = data.draw(st.sampled_from(UNITS))
    archive = Archive(world.store, world.engines["whoosh"], world.columns)
    page = search(archive, Request(query=typed(tree), filters=chosen, unit=unit, limit=0))
    why: list[tuple[State | None, int]] = [
        *((State(state), count) for state, count in page.unknown.items()),
        (None, page.outside_form),
    ]
    for state, count in why:
        if count:
            which = undecided_request(page.request, state)
            assert which is not None
            assert search(archive, which).total_reports == count
            assert (which.unit, which.filters.year) == (unit, chosen.year)


@pytest.mark.parametrize(
    ("query", "where", "expected", "expected_where"),
    [
        ("甲 新收>=0 乙", (), '"甲" AND requests.new.total is blank AND "乙"', ()),
        ("非 新收=0", (), "requests.new.total is blank", ()),
        ("甲", ("新收>0", "年份:2020"), '"甲"', ("requests.new.total is blank", "year:2020")),
        ("新收>0 新收<9", ("新收!=3",), "requests.new.total is blank", ()),
    ],
)
def test_only_the_condition_makes_room_for_the_state(
    query: str, where: tuple[str, ...], expected: str, expected_where: tuple[str, ...]
) -> None:
    found = undecided_request(Request(query, Filters(where=where), offset=20), State.BLANK)
    assert found == Request(expected, Filters(where=expected_where))


@pytest.mark.parametrize(
    "query",
    ["甲", "新收=0 或 甲", "新收=0 上年结转=0", "同一报告:(新收=0 甲)", "甲 (乙 或 新收=0)"],
)
def test_no_search_is_offered_that_would_find_others(query: str) -> None:
    assert undecided_request(Request(query), State.BLANK) is None


def _has_text(section: Section) -> bool:
    return bool(fold(section.printed))


def _states(world: World, report: str, tree: Node) -> list[str]:
    made = next(made for made in world.reports if made.id == report)
    conditions = [n for n in oracle.walk(tree) if isinstance(n, Comparison | StateIs)]
    named = dict.fromkeys(condition.cell for condition in conditions)
    return [made.cells[cell].state.value if cell in made.cells else "missing" for cell in named]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_rows_are_counted_under_the_filters(worlds: list[World], data: st.DataObject) -> None:
    world = data.draw(st.sampled_from(worlds))
    words, chosen = data.draw(st.lists(st.sampled_from(WORDS), min_size=1)), data.draw(filters)
    query = " OR ".join(f'"{word}"' for word in words)
    page = search(
        Archive(world.store, world.engines["whoosh"], world.columns),
        Request(query, chosen, limit=0),
    )
    expected: dict[str, int] = {}
    for made in world.reports:
        if oracle.passes(made, chosen, world.reports):
            for row in made.report.rows:
                label = cell_labels(CellId(row.table, row.row, "total"))[0]
                if any(fold(w) in fold(row.label) or fold(w) in fold(label) for w in words):
                    expected[f"{row.table}.{row.row}"] = (
                        expected.get(f"{row.table}.{row.row}", 0) + 1
                    )
    assert {row.id: row.reports for row in page.rows} == expected


SORTS = ["relevance", "year", "-year", "agency", "count", "requests.new.total", "-新收"]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", ["甲 或 乙", "新收>=0", "甲 或 新收=0", ""])
def test_pages_put_together_are_the_whole_in_order(
    worlds: list[World], sort: str, query: str
) -> None:
    for world in worlds:
        archive = Archive(world.store, world.engines["whoosh"], world.columns)
        whole = search(archive, Request(query, sort=sort, limit=10_000)).hits
        parts = [
            hit
            for offset in range(0, len(whole) + 3, 3)
            for hit in search(archive, Request(query, sort=sort, limit=3, offset=offset)).hits
        ]
        assert tuple(parts) == whole
        keys = [_sort_key(world, sort, hit) for hit in whole]
        assert keys == sorted(keys)


def _sort_key(world: World, sort: str, hit: Hit) -> object:
    year, agency = hit.year, hit.agency
    if sort == "year":
        return (year is None, year or 0)
    if sort == "-year":
        return (year is None, -(year or 0))
    if sort == "agency":
        return (agency == "", agency)
    if sort == "count":
        return -hit.count
    if sort == "relevance":
        return hit.count == 0  # what holds no phrase comes last
    made = next(made for made in world.reports if made.id == hit.report)
    quantity = made.cells.get(CELLS[0])
    if quantity is None:
        return (len(State) if made.report.form else list(State).index(State.MISSING), 0)
    number = quantity.value or 0
    return (list(State).index(quantity.state), -number if sort.startswith("-") else number)
