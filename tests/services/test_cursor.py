"""Pages got by a cursor: the same hits in the same order, whatever comes before them."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from services_world import World
from test_search_oracle import filters, trees

from govreport_search.errors import BadFilterError
from govreport_search.query.continuation import continuation
from govreport_search.query.request import UNITS, Request
from govreport_search.query.result import Hit, Page
from govreport_search.query.typed import typed
from govreport_search.services.archive import Archive
from govreport_search.services.search import search

WORDS = "公开 或 甲 或 新收>=0"


def ask(world: World, request: Request) -> Page:
    return search(Archive(world.store, world.engines["whoosh"], world.columns), request)


def by_cursor(world: World, request: Request) -> Iterator[Hit]:
    """All hits, each page got by the cursor of the one before."""
    passed = 0
    while True:
        page = ask(world, request)
        assert page.start == passed
        yield from page.hits
        passed += len(page.hits)
        assert bool(page.next) == (passed < page.total_hits)
        if not page.next:
            return
        request = replace(request, cursor=page.next)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("sort", ["relevance", "-year", "region", "count", "-requests.new.total"])
def test_pages_by_cursor_are_those_by_offset(worlds: list[World], unit: str, sort: str) -> None:
    for world in worlds:
        asked = Request(WORDS, sort=sort, unit=unit, limit=1000)
        whole = ask(world, asked).hits
        assert len(whole) > 3
        assert tuple(by_cursor(world, replace(asked, limit=3))) == whole


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_so_it_is_for_any_question(worlds: list[World], data: st.DataObject) -> None:
    world = data.draw(st.sampled_from(worlds))
    unit = data.draw(st.sampled_from(UNITS))
    asked = Request(typed(data.draw(trees)), data.draw(filters), unit=unit, limit=1000)
    assert tuple(by_cursor(world, replace(asked, limit=4))) == ask(world, asked).hits


def test_it_goes_on_behind_its_hit_whatever_stands_before(worlds: list[World]) -> None:
    for world in worlds:
        every = Request(WORDS, unit="reports", sort="year", limit=1000)
        hits = ask(world, every).hits
        fewer = replace(every, query=f"({WORDS}) -报告:{hits[0].report}")
        onward = replace(fewer, cursor=continuation(fewer, hits[1]))
        assert [hit.report for hit in ask(world, onward).hits] == [hit.report for hit in hits[2:]]
        assert ask(world, onward).start == 1
        lost = replace(fewer, cursor=continuation(fewer, hits[0]))
        with pytest.raises(BadFilterError) as refused:
            ask(world, lost)
        assert refused.value.code == "cursor_gone"


NESTED = urlsafe_b64encode(b"[" * 100_000).decode()


@pytest.mark.parametrize(
    "cursor", ["喵", "WzJd", "e30", "W10", "WzEsIjEiLDEsMV0", "====", "a", NESTED]
)
def test_what_is_no_cursor_is_refused(worlds: list[World], cursor: str) -> None:
    with pytest.raises(BadFilterError) as refused:
        ask(worlds[0], Request("公开", cursor=cursor))
    assert refused.value.code == "bad_cursor"


@pytest.mark.parametrize("change", [{"query": "公开"}, {"sort": "year"}, {"unit": "rows"}])
def test_a_cursor_belongs_to_its_question(worlds: list[World], change: dict[str, str]) -> None:
    asked = Request(WORDS, limit=1)
    further = ask(worlds[0], asked).next
    assert further
    with pytest.raises(BadFilterError) as refused:
        ask(worlds[0], replace(asked, cursor=further, **change))
    assert refused.value.code == "cursor_of_another_question"
    with pytest.raises(BadFilterError, match="不能同时"):
        ask(worlds[0], replace(asked, cursor=further, offset=1))


def test_a_hit_says_how_it_is_cited(worlds: list[World]) -> None:
    for world in worlds:
        for hit in ask(world, Request("公开", limit=5)).hits:
            assert (hit.file, bool(hit.sha256)) == (hit.source, True)
