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

    ours, sections = made
    assert len(sections) == 6 * REPORTS
    peers = (Scan(sections), Fts5(tmp_path / "fts5.sqlite", sections))
    totals = []
    for question in QUESTIONS:
        answer = ours.ask(question)
        totals.append(answer.total)
        assert [answer.differs(peer.ask(question)) for peer in peers] == ["", ""], question.name
    assert totals[0] > totals[1] > totals[-1] > 0


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
