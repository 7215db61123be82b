"""What a question without a hit is answered with: similar sections, and what may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sample_world import SampleIndex

from govreport_search.engines import analysis
from govreport_search.library import Library
from govreport_search.query.request import FACET_FIELDS, Filters, Request
from govreport_search.query.tree import And, Node, Phrase
from govreport_search.services.largest import MOST_ASKED, Largest
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
    assert set(page.facets) == set(FACET_FIELDS)
    assert not any(page.facets.values())
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


def test_kinds_of_ways_out_are_told_apart(library: Library) -> None:
    ways = library.search("不于公开 且 年份:2020").suggestions
    assert [way.words for way in ways if way.kind == "meant"] == ["不予公开"]
    assert ways[0].kind == "meant"
    for way in ways:
        said, comma, count = way.message.rpartition("，")
        assert count == f"有 {way.reports} 份报告"
        assert comma
        assert way.kind == "meant" or way.words == said


@pytest.mark.parametrize("asked", ["总体情况", "一、总体情况", "行政复议、行政诉讼情况"])
def test_a_part_of_a_heading_leads_to_its_section(library: Library, asked: str) -> None:
    page = library.search(asked)
    assert page.total_hits == 0
    (way,) = (way for way in page.suggestions if way.kind == "heading")
    section = "overview" if "总体" in asked else "disputes"
    assert way.query == f"section:{section}"
    again = library.search(way.query)
    assert again.total_reports == way.reports > 0
    assert f"章节标题里有“{asked}”" in way.message


def test_an_id_of_a_section_or_one_character_is_no_heading(library: Library) -> None:
    for asked in ("overview", "龘", "三龘"):
        assert not [way for way in library.search(asked).suggestions if way.kind == "heading"]


def test_a_part_of_a_phrase_is_not_what_was_meant(library: Library) -> None:
    asked = "政府信息工开"
    found = [way.words for way in library.search(asked).suggestions if way.kind == "meant"]
    assert "政府信息公开" in found
    assert not any(words in asked for words in found)


def test_the_range_of_a_share_is_said_in_tenths_of_a_percent(library: Library) -> None:
    (way,) = (
        way for way in library.search("不予公开率>99.99%").suggestions if "印出的范围" in way.words
    )
    numbers = re.findall(r"([\d.]+)%", way.words)
    assert numbers
    assert all(len(number.partition(".")[2]) <= 1 for number in numbers)
    printed = library.search("不予公开率 is 数字").total_reports
    assert library.search(way.query).total_reports == way.reports == printed


def test_no_dictionary_is_loaded_where_no_word_could_be_cut(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load() -> None:
        raise AssertionError("loaded")

    monkeypatch.setattr(analysis, "_tokenizer", load)
    assert library.search("龘龘").total_hits == 0
    assert library.search("公开网站的群众", year="1949").total_hits == 0
    assert library.search("新收=987654").total_hits == 0
    assert library.search(NOWHERE, limit=0, year="1949").total_hits == 0
    with pytest.raises(AssertionError):
        library.search(NOWHERE)


@pytest.mark.parametrize(
    ("asked", "filters", "expected"),
    [
        ("龘龘 新收>=0 年份:1949", {}, {"requests.new.total>=0"}),
        ("龘 年份:1949", {"year": "1949"}, {""}),
        ("龘 公开", {"year": "1949", "level": "county"}, {'"公开" level=county'}),
        ("（龘 公开） 或 （龘龘 年份:1949）", {}, {'"公开"'}),
        ("同一报告:（龘 公开 年份:1949）", {}, {'same_report:("公开")'}),
        ("龘 近邻 公开", {}, {'"公开"'}),
        ("原样:（龘 公开 龘龘）", {}, {'printed:"公开"'}),
        ("龘龘 或 龘", {}, {""}),
    ],
)
def test_where_one_part_less_does_not_help_the_largest_parts_do(
    library: Library, asked: str, filters: dict[str, str], expected: set[str]
) -> None:
    page = library.search(asked, **filters)
    assert page.total_hits == 0
    found = set()
    for way in page.suggestions:
        again = library.ask(Request(way.query, way.filters))
        assert again.total_reports == way.reports > 0
        level = "level=county" if way.filters.level else ""
        found.add(" ".join(filter(None, (way.query, level))))
    assert found == expected


def test_three_parts_that_exclude_one_another_are_each_offered(library: Library) -> None:
    page = library.search("年份:2020 年份:2021 年份:2022")
    assert page.total_hits == 0
    assert {way.query for way in page.suggestions} == {"year:2020", "year:2021", "year:2022"}


def test_a_long_question_without_hits_is_answered_by_few_others() -> None:
    asked: list[Node] = []

    def finds(tree: Node, _: Filters) -> bool:
        asked.append(tree)
        return tree == Phrase("甲7")

    tree = And(tuple(Phrase(f"甲{number}") for number in range(300)))
    assert [rest.tree for rest in Largest(finds).rests(tree, Filters())] == [Phrase("甲7")]
    assert len(asked) <= MOST_ASKED


def test_a_number_that_some_report_has_is_not_said_to_be_nowhere(library: Library) -> None:
    assert library.search("新收=0").total_reports
    page = library.search("新收=0 新收>100000000")
    said = [way.words for way in page.suggestions if "没有这样的数字" in way.words]
    assert all(
        "requests.new.total=0 " in way.query for way in page.suggestions if way.words in said
    )
    page = library.search("新收=0 新收>0")
    assert page.total_hits == 0
    assert {way.query for way in page.suggestions} == {
        "requests.new.total=0",
        "requests.new.total>0",
    }
