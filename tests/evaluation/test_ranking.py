"""Our ranking of word questions, measured beside plain BM25 on jieba's words.

The table is printed with ``-s``; docs/decisions/ranking.md holds one of it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean

import pytest
from measure import DEPTH, ndcg, reciprocal_rank
from plain import Plain
from planted import Judged, Key, fill, judged

from govreport_search.columns import Columns
from govreport_search.engines.rank import LENGTH
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.library import Library
from govreport_search.query.request import Request
from govreport_search.query.typed import quoted
from govreport_search.services.archive import Archive
from govreport_search.services.search import search
from govreport_search.services.section_weight import SHORT, WEIGHTS
from govreport_search.settings import Settings
from govreport_search.store import Store
from indexer.build import build

SHARED = Path(__file__).parents[3] / "shared"
SEED, COUNT = 4, 150

Ranking = Callable[[str], Sequence[Key]]


def ours(archive: Archive, *, synonyms: bool = False) -> Ranking:
    def ask(question: str) -> list[Key]:
        query = f"分词:{quoted(question)}"
        page = search(archive, Request(query, limit=DEPTH, synonyms=synonyms))
        return [(hit.report, hit.section or "") for hit in page.hits]

    return ask


def figures(ranking: Ranking, questions: Sequence[Judged]) -> tuple[float, float]:
    orders = [ranking(question.ask) for question in questions]
    both = list(zip(orders, questions, strict=True))
    return (
        mean(ndcg(order, question.grades) for order, question in both),
        mean(reciprocal_rank(order, question.grades) for order, question in both),
    )


def table(title: str, rows: dict[str, tuple[float, float]]) -> None:
    print(f"\n{title}\n| ranking | nDCG@{DEPTH} | MRR |\n|---|---|---|")  # noqa: T201
    for name, (gain, rank) in rows.items():
        print(f"| {name} | {gain:.3f} | {rank:.3f} |")  # noqa: T201


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, dict[Key, str]]]:
    folder = tmp_path_factory.mktemp("ranking")
    store = Store(folder / "reports.sqlite", create=True)
    texts = fill(store, SEED, COUNT)
    engine, columns = WhooshEngine(folder / "whoosh"), Columns(folder / "columns")
    yield Archive(store, engine, columns), texts
    columns.close()
    engine.close()
    store.close()


def test_ours_is_not_below_plain_bm25_on_generated_reports(
    generated: tuple[Archive, dict[Key, str]],
) -> None:
    archive, texts = generated
    questions = judged(texts)
    assert len(questions) >= 60
    assert len({question.ask for question in questions}) == len(questions)
    assert all(max(question.grades.values(), default=0) == 3 for question in questions)
    plain, alike = Plain(texts), Plain(texts, LENGTH)
    rows = {
        "plain BM25, jieba's words": figures(lambda q: plain.search(q, DEPTH), questions),
        f"the same, b = {LENGTH}": figures(lambda q: alike.search(q, DEPTH), questions),
        "ours": figures(ours(archive), questions),
        "ours, with synonyms": figures(ours(archive, synonyms=True), questions),
    }
    table(f"{len(questions)} questions, {len(texts)} sections of {COUNT} generated reports", rows)
    for baseline in list(rows.values())[:2]:
        assert rows["ours"][0] >= baseline[0]
        assert rows["ours"][1] >= baseline[1]


def test_page_headers_are_not_what_a_common_word_finds_first(
    generated: tuple[Archive, dict[Key, str]],
) -> None:
    archive, texts = generated
    assert sum("公开" in text for (_, section), text in texts.items() if section in WEIGHTS) > 12
    short = [text for text in texts.values() if len(text) < SHORT and "公开" in text]
    assert len(short) > 12
    hits = search(archive, Request("公开", limit=12)).hits
    assert not {hit.section for hit in hits} & set(WEIGHTS)
    assert all(len(texts[hit.report, hit.section or ""]) >= SHORT for hit in hits)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside this clone")
def test_ours_is_not_below_plain_bm25_on_published_reports(tmp_path: Path) -> None:
    """Known items: what expected.json says stands in a section is asked for as words."""
    expected = json.loads((SHARED / "seeds" / "expected.json").read_text(encoding="utf-8"))
    paths = [*sorted((SHARED / "seeds").glob("*.txt")), *sorted((SHARED / "real").glob("*.txt"))]
    build(paths, Settings(tmp_path / "built"), jobs=1)
    with Library(Settings(tmp_path / "built")) as library:
        sections = list(library.sections())
        texts = {(s["report"], s["section"]): s["printed"] for s in sections}
        by_source = {Path(s["source"]).name: s["report"] for s in sections}
        questions = [
            Judged(text, {(by_source[name], section): 3})
            for name, known in expected["reports"].items()
            for section, held in known["section_contains"].items()
            for text in held
            if len(text) > 2
        ]
        assert len(questions) >= 8
        plain = Plain(texts)

        def ask(question: str) -> list[Key]:
            page = library.search(f"分词:{quoted(question)}", limit=DEPTH)
            return [(hit.report, hit.section or "") for hit in page.hits]

        rows = {
            "plain BM25, jieba's words": figures(lambda q: plain.search(q, DEPTH), questions),
            "ours": figures(ask, questions),
        }
    table(f"{len(questions)} known items, {len(texts)} sections of published reports", rows)
    assert rows["ours"][0] >= rows["plain BM25, jieba's words"][0]


def test_the_measures_are_those_of_the_books() -> None:
    grades = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], grades) == 1
    assert ndcg([], grades) == 0
    turned = (1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3))
    assert ndcg(["b", "a"], grades) == pytest.approx(turned)
    assert reciprocal_rank(["b", "a"], grades) == 1 / 2
    assert reciprocal_rank(["b"], grades) == 0
