"""Answers while somebody writes: always of one moment, never of two."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from services_world import Made, World, add, make_world

from govreport_search.domain import Place, Section
from govreport_search.errors import EngineError
from govreport_search.query.request import Request
from govreport_search.query.result import Page
from govreport_search.services.archive import Archive
from govreport_search.services.search import search
from govreport_search.store import Store
from govreport_search.store.stale import StaleError

EVERYWHERE = "处处都有"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path, seed=77, size=1)


def _speaking(made: Made, number: int) -> Made:
    """The same report under another id, with one section that holds a known phrase."""
    place = Place(line=1, end_line=1)
    section = Section("overview", "一、总体情况", EVERYWHERE, place, (place,))
    report = replace(made.report, sections=(section,))
    return Made(f"speaking{number:04d}", report, made.cells, f"说/{number}.txt")


def test_searches_beside_a_writer_see_whole_commits(world: World) -> None:
    archive = Archive(world.store, world.engines["whoosh"], world.columns)
    reports = [_speaking(world.reports[0], number) for number in range(12)]
    with world.store.writing() as writer:
        writer.remove([world.reports[0].id])
    done, pages, failures = Event(), list[Page](), list[BaseException]()

    def ask() -> None:
        try:
            while not (done.is_set() and pages):
                pages.append(search(archive, Request(EVERYWHERE, limit=100)))
        except BaseException as failure:
            failures.append(failure)

    askers = [Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for at, made in enumerate(reports):
        with world.store.writing() as writer:
            add(writer, made)
            if at % 3 == 2:  # a changed reading replaces the one just stored
                changed = replace(reports[at - 1], source=f"{reports[at - 1].source}.neu")
                add(writer, changed)
    done.set()
    for asker in askers:
        asker.join()
    assert failures == []
    assert pages
    for page in pages:
        assert page.total_hits == page.total_reports == page.searched == len(page.hits)
    last = search(archive, Request(EVERYWHERE, limit=100))
    assert {hit.report for hit in last.hits} == {made.id for made in reports}


def test_an_index_left_behind_is_brought_up_by_the_next_question(world: World) -> None:
    archive = Archive(world.store, world.engines["whoosh"], world.columns)
    assert search(archive, Request(EVERYWHERE)).total_hits == 0
    with world.store.writing() as writer:
        add(writer, _speaking(world.reports[0], 1))
    assert search(archive, Request(EVERYWHERE)).total_hits == 1


def test_a_question_that_never_finds_a_quiet_moment_says_so(world: World) -> None:
    archive = Archive(world.store, world.engines["scan"], world.columns)

    def never(_: object) -> None:
        raise StaleError

    with pytest.raises(EngineError) as caught:
        archive.ask(never)
    assert caught.value.code == "engine_busy"


def test_a_question_reads_nothing_of_the_files_while_nobody_writes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted: the state of store, index and columns is looked at once, not with each question."""
    asked: list[str] = []
    sequence = Store.sequence

    def counting(store: Store) -> int:
        asked.append("sequence")
        return sequence(store)

    monkeypatch.setattr(Store, "sequence", counting)
    archive = Archive(world.store, world.engines["whoosh"], world.columns)
    archive.ask(len)
    assert asked
    asked.clear()
    assert [archive.ask(len) for _ in range(5)] == [1] * 5
    assert asked == []
    with Store(world.store.path) as elsewhere, elsewhere.writing() as writer:
        add(writer, _speaking(world.reports[0], 1))
    assert archive.ask(len) == 2
    assert asked
