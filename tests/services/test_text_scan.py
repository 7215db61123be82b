"""Searches that read texts: what they read, and what a search that was cut off may say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from services_world import World

from govreport_search.errors import UserError
from govreport_search.query.describe import scanned_words
from govreport_search.query.parser import parse
from govreport_search.query.request import Request
from govreport_search.query.result import Page
from govreport_search.services import finder, scan
from govreport_search.services.archive import Archive
from govreport_search.services.array import Positions
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.export import export
from govreport_search.services.search import search


def _ask(world: World, query: str, *, fold: bool = True) -> Page:
    archive = Archive(world.store, world.engines["whoosh"], world.columns)
    return search(archive, Request(query, limit=1000, fold=fold))


def _sections(world: World) -> int:
    return sum(len(made.report.sections) for made in world.reports)


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every reading of texts is cut off before the first."""
    monkeypatch.setattr(scan, "MOST_SECONDS", -1.0)


def test_an_expression_reads_every_section_once(worlds: list[World]) -> None:
    for world in worlds:
        page = _ask(world, "正则:甲+ 或 -正则:乙 或 正则:丙")
        assert page.scanned is not None
        assert page.scanned.is_whole
        assert page.scanned.of == _sections(world)


def test_only_sections_in_which_the_rest_of_the_query_may_hold_are_read(
    worlds: list[World],
) -> None:
    for world in worlds:
        words, wanted = _ask(world, "乙"), _ask(world, "乙 正则:甲+")
        assert wanted.scanned is not None
        assert wanted.scanned.of == words.total_hits < _sections(world)


def test_for_printed_characters_only_what_the_fold_finds_is_read(worlds: list[World]) -> None:
    for world in worlds:
        folded, printed = _ask(world, "12"), _ask(world, "原样:12 或 原样:１２")
        assert printed.scanned is not None
        assert printed.scanned.of == folded.total_hits
        assert printed.total_hits == folded.total_hits
        assert _ask(world, "原样:12").total_hits == 0
        assert _ask(world, "a").total_hits == _ask(world, "原样:A").total_hits > 0
        assert _ask(world, "原样:a").total_hits == 0


def test_without_the_fold_every_word_is_looked_for_as_printed(worlds: list[World]) -> None:
    for world in worlds:
        for query in ("A", "不予公开", "甲*A", "12", "甲 近邻 A", "正则:[A-Z]", "-A 甲"):
            apart = _ask(world, f"原样:({query})")
            assert _ask(world, query, fold=False).hits == apart.hits


@pytest.mark.usefixtures("no_time")
def test_what_was_not_read_is_no_hit_and_is_told(worlds: list[World]) -> None:
    for world in worlds:
        for query in ("正则:甲", "-正则:甲", "原样:A", "-(原样:A 或 正则:甲)", "-同一报告:正则:甲"):
            page = _ask(world, query)
            assert page.scanned is not None
            assert (page.scanned.sections, page.scanned.is_whole) == (0, False)
            of_reports = {hit.report for hit in page.hits if hit.section}
            assert not of_reports, query


@pytest.mark.usefixtures("no_time")
def test_what_no_reading_can_change_is_found_all_the_same(worlds: list[World]) -> None:
    for world in worlds:
        assert _ask(world, "甲 或 正则:乙").total_hits >= _ask(world, "甲").total_hits > 0


def test_what_stands_in_another_section_of_the_report_counts_where_asked(
    worlds: list[World],
) -> None:
    """The section with the word is not the one that the expression must be looked for in."""
    for world in worlds:
        whole = {hit.report for hit in _ask(world, "同一报告:(甲 乙)").hits}
        assert {hit.report for hit in _ask(world, "同一报告:(甲 正则:乙)").hits} == whole
        assert {hit.report for hit in _ask(world, "同一报告:甲 同一报告:正则:乙").hits} == whole
        here = {hit.report for hit in _ask(world, "甲 同一报告:正则:乙").hits}
        assert here == whole


def test_what_cannot_say_how_far_it_read_reads_all_or_nothing(
    worlds: list[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(worlds[0].store, worlds[0].engines["whoosh"], worlds[0].columns)
    found = {hit.report for hit in _ask(worlds[0], "正则:甲+").hits}
    rows = list(export(archive, "reports", Request("正则:甲+")))
    assert {row["report"] for row in rows} == found
    monkeypatch.setattr(scan, "MOST_SECONDS_WHOLE", -1.0)
    with pytest.raises(UserError) as caught:
        list(export(archive, "reports", Request("正则:甲+")))
    assert caught.value.code == "scan_cut_off"


class Clock:
    """A second passes whenever somebody looks."""

    def __init__(self) -> None:
        self.looks = 0

    def monotonic(self) -> float:
        self.looks += 1
        return float(self.looks)


def test_all_that_is_read_for_one_question_shares_one_time(
    worlds: list[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question itself, similar sections, and what is counted for suggestions."""
    taken: list[int] = []
    texts = Corpus.texts

    def counted(corpus: Corpus, sections: Positions) -> Iterator[tuple[int, str]]:
        for unit, text in texts(corpus, sections):
            taken.append(unit)
            yield unit, text

    monkeypatch.setattr(scan, "time", Clock())
    monkeypatch.setattr(Corpus, "texts", counted)
    page = _ask(worlds[0], "正则:甲zz 或 不予公平公正新收")
    assert page.scanned is not None
    assert 0 < page.scanned.sections < page.scanned.of
    assert not page.hits
    assert not page.similar
    assert len(taken) <= scan.MOST_SECONDS / 2 + 1  # each takes two looks


def test_a_budget_is_what_scans_have_left(worlds: list[World]) -> None:
    archive = Archive(worlds[0].store, worlds[0].engines["whoosh"], worlds[0].columns)
    corpus = archive.ask(lambda corpus: corpus)
    budget = scan.Budget(60.0)
    for _ in range(3):
        left = budget.left
        Evaluation(corpus, parse("正则:甲+"), budget)
        assert budget.left < left
    budget.left = 0.0
    cut = Evaluation(corpus, parse("正则:甲+"), budget)
    assert cut.scanned is not None
    assert (cut.scanned.sections, cut.scanned.seconds) == (0, 60.0)


@pytest.mark.usefixtures("no_time")
def test_nothing_is_suggested_that_was_not_counted(worlds: list[World]) -> None:
    for world in worlds:
        page = _ask(world, "正则:甲 年份:1949")
        assert not page.hits
        for suggestion in page.suggestions:
            assert "正则" not in suggestion.query


def test_an_expression_that_is_too_slow_for_one_text_says_so(
    worlds: list[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other texts are read all the same, and nobody is told that all the time is up."""
    monkeypatch.setattr(finder, "SECONDS_A_TEXT", 1e-9)
    page = _ask(worlds[0], "正则:甲.*乙.*甲.*zz")
    assert page.scanned is not None
    assert 0 < page.scanned.given_up == page.scanned.unread
    said = scanned_words(page.scanned)
    assert f"{page.scanned.given_up} 个章节查得太慢" in said
    assert "5 秒" not in said
    archive = Archive(worlds[0].store, worlds[0].engines["whoosh"], worlds[0].columns)
    with pytest.raises(UserError, match="太慢"):
        list(export(archive, "reports", Request("正则:甲.*乙.*甲.*zz")))
