"""The search benchmark compares like with like: every exact engine gives the same answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
REPORTS = 40


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from search.archive import archive
        from search.ours import Ours

        ours = Ours(archive(1, REPORTS, tmp_path_factory.mktemp("archive")))
        yield ours, list(ours.sections())
        ours.close()
    finally:
        sys.path.remove(str(BENCHMARKS))


def test_engines_agree(made: Any, tmp_path: Path) -> None:
    from search.fts5_peer import Fts5
    from search.question import QUESTIONS
    from search.scan_peer import Scan
    from search.whoosh_peer import Whoosh

    ours, sections = made
    assert len(sections) == 6 * REPORTS
    scan, stock = Scan(sections), Whoosh(tmp_path / "whoosh", sections)
    peers = (scan, Fts5(tmp_path / "fts5.sqlite", sections), stock)
    totals = []
    for question in QUESTIONS:
        answer = ours.ask(question)
        totals.append(answer.total)
        assert [answer.differs(peer.ask(question)) for peer in peers] == [""] * 3, question.name
        true = ours.hits(question)
        assert len(true) == answer.total
        assert set(answer.top) <= true
        assert [peer.hits(question) for peer in (scan, stock)] == [true, true], question.name
    stock.close()
    assert totals[0] > totals[1] > totals[-1] > 0


def test_tantivy_agrees(made: Any, tmp_path: Path) -> None:
    pytest.importorskip("tantivy", reason="the extra bench is not installed")
    from search.question import QUESTIONS
    from search.tantivy_peer import Tantivy, TantivyWords

    ours, sections = made
    peer = Tantivy(tmp_path / "grams", sections)
    words = TantivyWords(tmp_path / "words", sections)
    for question in QUESTIONS:
        true = ours.hits(question)
        assert ours.ask(question).differs(peer.ask(question)) == "", question.name
        assert peer.hits(question) == true
        assert words.hits(question) <= true
        assert words.ask(question).total <= len(true)
    # Its words are whole, so that a piece of one is not found.
    text = next(s.text for s in sections if "政府信息公开" in s.text)
    piece = text[text.index("政府信息公开") + 1 :][:4]
    assert len(words.hits(_phrase(piece))) < len(ours.hits(_phrase(piece)))


def _phrase(phrase: str) -> Any:
    from search.question import Question

    return Question(phrase, (phrase,))


def test_words_of_stock_whoosh_lose_phrases(made: Any, tmp_path: Path) -> None:
    from search.question import QUESTIONS
    from search.whoosh_peer import WhooshWords

    ours, sections = made
    words = WhooshWords(tmp_path / "words", sections)
    assert words.ask(QUESTIONS[0]).total == len(words.hits(QUESTIONS[0]))
    assert len(words.hits(QUESTIONS[0])) < ours.ask(QUESTIONS[0]).total
    # Its words alone it does find.
    assert words.ask(_phrase("公开")).total > 0
    words.close()


def test_kept_indexes_are_used_again(made: Any, tmp_path: Path) -> None:
    from search.peers import peers
    from search.question import QUESTIONS
    from search.results import Results

    ours, sections = made
    first, second = Results(REPORTS), Results(REPORTS)
    built = peers(tmp_path, sections, ("fts5",), first)
    again = peers(tmp_path, (), ("fts5",), second)
    assert built.keys() == again.keys() == set(second.kept)
    assert first.kept == []
    assert first.rates == second.rates
    answer = ours.ask(QUESTIONS[0])
    assert [answer.differs(one.ask(QUESTIONS[0])) for one in again.values()] == [""]


def test_what_is_built_beside_an_archive_is_current(made: Any, tmp_path: Path) -> None:
    from search.building import build
    from search.ours import Ours
    from search.question import QUESTIONS

    from govreport_search.services.synchronise import is_current
    from govreport_search.settings import Settings

    ours, sections = made
    told = build(ours.settings, tmp_path)
    settings = Settings(tmp_path)
    settings.store_path.symlink_to(ours.settings.store_path)
    assert told["rate"] * told["seconds"] == pytest.approx(sum(len(s.text) for s in sections))
    assert 0 < told["private"] <= told["resident"]
    files = sorted(path.name for path in tmp_path.rglob("*"))
    beside = Ours(settings)
    assert is_current(beside.store, beside.engine)
    assert sorted(path.name for path in tmp_path.rglob("*") if "sqlite-" not in path.name) == files
    assert ours.ask(QUESTIONS[0]).differs(beside.ask(QUESTIONS[0])) == ""
    beside.close()


def test_a_difference_is_noticed(made: Any) -> None:
    from dataclasses import replace

    from search.question import QUESTIONS

    answer = made[0].ask(QUESTIONS[0])
    moved = ({"1999": answer.total}, *answer.facets[1:])
    assert answer.differs(replace(answer, total=answer.total + 1)).startswith("total")
    assert answer.differs(replace(answer, facets=moved)).startswith("facet year")
    assert answer.differs(replace(answer, top=answer.top[1:])).endswith("best hits, not 19")


def test_every_report_has_its_cells(made: Any) -> None:
    store = made[0].store
    counts = store.counts()
    assert counts.reports == REPORTS
    assert counts.facts > 50 * REPORTS
