"""What a question without a hit is answered with: similar sections, and what may be meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sample_world import SampleIndex

from govreport_search.library import Library
from govreport_search.query.request import Request
from govreport_search.settings import Settings
from govreport_search.text import fold


@pytest.fixture(scope="module")
def library(sample_index: SampleIndex) -> Iterator[Library]:
    with Library(Settings(sample_index.index_dir)) as opened:
        yield opened


NOWHERE = "公开网站的群众考核培训"


def test_similar_sections_are_shown_apart_and_not_counted(library: Library) -> None:
    page = library.search(NOWHERE)
    assert page.total_hits == page.total_reports == 0
    assert page.hits == ()
    assert not any(value.count for values in page.facets.values() for value in values)
    assert 0 < len(page.similar) <= 10
    assert page.similar_query == f'words:"{NOWHERE}"'
    for hit in page.similar:
        assert hit.section
        assert hit.count
        marked = {fold(hit.snippet[start:end]) for start, end in hit.spans}
        assert marked <= {"公开", "网站", "群众", "考核", "培训"}
        assert marked
    again = library.search(page.similar_query, limit=10)
    assert [(h.report, h.section) for h in again.hits] == [
        (h.report, h.section) for h in page.similar
    ]


def test_what_else_is_asked_still_holds_of_similar_sections(library: Library) -> None:
    page = library.search(f"{NOWHERE} 且 年份:2020", section="overview")
    assert page.total_hits == 0
    assert page.similar
    assert {(hit.year, hit.section) for hit in page.similar} == {(2020, "overview")}


def test_nothing_is_similar_to_a_hit_or_to_one_word(library: Library) -> None:
    assert library.search("公开").similar == ()
    word = library.search("龘")
    assert (word.total_hits, word.similar, word.similar_query) == (0, (), "")
    assert library.search(NOWHERE, limit=0).similar == ()


def test_synonyms_are_looked_for_only_on_request(library: Library) -> None:
    exact = library.search("公开指南")
    wide = library.search("公开指南", synonyms=True)
    assert wide.total_hits >= exact.total_hits
    assert [one.kind for one in exact.expanded] == ["offered"]
    assert [one.kind for one in wide.expanded] == ["synonyms"]
    either = library.search("公开指南 或 信息公开指南 或 政府信息公开指南")
    assert wide.total_hits == either.total_hits


def test_a_mistyped_term_is_put_right_with_the_count_it_has(library: Library) -> None:
    page = library.search("不于公开")
    assert page.total_hits == 0
    ways = [way for way in page.suggestions if "您是不是要查“不予公开”" in way.message]
    assert len(ways) == 1
    again = library.ask(Request(ways[0].query, ways[0].filters))
    assert again.total_reports == ways[0].reports > 0


def test_pinyin_initials_of_a_term_are_understood(library: Library) -> None:
    assert library.search("bygk").total_hits == 0
    queries = [way.query for way in library.search("bygk").suggestions]
    assert '"不予公开"' in queries


def test_what_has_no_hit_is_not_suggested(library: Library) -> None:
    for asked in ("不于公开", "行政复义", "双遂机"):
        for way in library.search(asked).suggestions:
            assert library.ask(Request(way.query, way.filters)).total_reports == way.reports > 0
