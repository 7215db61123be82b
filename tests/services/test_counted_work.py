"""What a question costs, counted: texts folded, statements, findings asked for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from services_world import World, add, make_world
from sqlalchemy import event

from govreport_search.domain import Finding, Severity
from govreport_search.query.request import Request
from govreport_search.services import order
from govreport_search.services import present as presenting
from govreport_search.services.archive import Archive
from govreport_search.services.match import matching_reports
from govreport_search.services.search import search
from govreport_search.store import Store
from govreport_search.store.stale import StaleError
from govreport_search.text import Folded


def _archive(world: World) -> Archive:
    return Archive(world.store, world.engines["whoosh"], world.columns)


def _statements(world: World, request: Request) -> tuple[int, list[str]]:
    """Hits of a page, and the statements that its answer took."""
    archive = _archive(world)
    search(archive, Request())  # what is read once for each commit
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    engine = world.store._database._engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        hits = len(search(archive, request).hits)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return hits, [statement for statement in said if "SELECT" in statement]


def test_a_page_takes_as_many_statements_as_tables(worlds: list[World]) -> None:
    few, for_few = _statements(worlds[0], Request("甲", limit=1))
    many, for_many = _statements(worlds[0], Request("甲", limit=20))
    # Which moment, reports, their files, sections; and how many files were not taken in.
    assert (few, len(for_few)) == (1, 5)
    assert many > 5
    assert len(for_many) == len(for_few)
    assert not any("evidence" in statement for statement in for_many)


def test_computed_cells_take_no_statement_for_each_report(worlds: list[World]) -> None:
    every = "requests.denied.total is 数字 或 requests.denied.total is not 数字"
    _, for_few = _statements(worlds[1], Request(every, limit=1))
    many, for_many = _statements(worlds[1], Request(every, limit=20))
    assert many > 2
    assert len(for_many) == len(for_few)


def test_the_texts_of_a_page_are_folded_in_one_go(
    worlds: list[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: list[int] = []
    fold_each = presenting.fold_each_with_offsets

    def counting(texts: Sequence[str]) -> list[Folded]:
        folded.append(len(texts))
        return fold_each(texts)

    monkeypatch.setattr(presenting, "fold_each_with_offsets", counting)
    page = search(_archive(worlds[0]), Request("甲 或 乙 或 公开", limit=20))
    assert len(page.hits) > 5
    assert folded == [len(page.hits)]


def test_findings_are_of_the_moment_of_the_columns(tmp_path: Path) -> None:
    world = make_world(tmp_path, seed=5, size=3)
    with closing(world.store):
        archive = _archive(world)
        before, unasked = (_archive(world).ask(lambda corpus: corpus) for _ in range(2))
        assert matching_reports(before, "finding", ["row_too_long"]).sum() == 0
        with Store(world.store.path) as elsewhere, elsewhere.writing() as writer:
            made = world.reports[0]
            found = Finding("row_too_long", Severity.WARNING, "值太多")
            object.__setattr__(made.report, "findings", (found,))
            add(writer, made)
        with pytest.raises(StaleError):
            matching_reports(unasked, "finding", ["balance"])
        known = matching_reports(before, "finding", ["row_too_long"])
        assert known.sum() == 0  # known before anybody wrote
        assert search(archive, Request("核查结果:row_too_long")).total_reports == 1


def test_every_row_is_listed_where_nothing_is_asked(worlds: list[World]) -> None:
    world = worlds[2]
    page = search(_archive(world), Request(unit="rows", limit=1000))
    printed = {
        (made.id, f"{row.table}.{row.row}") for made in world.reports for row in made.report.rows
    }
    assert {(hit.report, hit.row) for hit in page.hits} == printed
    assert page.total_hits == len(printed) > 0


def test_relevance_computed_in_blocks_is_the_same(
    worlds: list[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request("甲 或 乙 或 公开", limit=100)
    whole = search(_archive(worlds[0]), request).hits
    monkeypatch.setattr(order, "_BLOCK", 3)
    assert len(whole) > 6
    assert search(_archive(worlds[0]), request).hits == whole
