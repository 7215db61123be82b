"""A writer commits in the middle of an answer: the answer does not see it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from services_world import Made, World, add, make_world

from govreport_search.domain import Place, Section, State
from govreport_search.errors import UserError
from govreport_search.query.request import Request
from govreport_search.services import scan
from govreport_search.services.archive import Archive
from govreport_search.services.export import COLUMNS, export
from govreport_search.services.search import pages, search
from govreport_search.services.statistics import statistics
from govreport_search.store import Store
from govreport_search.store.stale import StaleError

WORD = "处处都有"
COUNT = 7


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = make_world(tmp_path, seed=78, size=8)
    with world.store.writing() as writer:
        writer.remove([made.id for made in world.reports])
    write(world, 0)
    return world


def known(world: World) -> Made:
    """A report that prints numbers."""
    return next(made for made in world.reports if number_of(made))


def number_of(made: Made) -> str:
    """A cell of a statutory row that holds a number, if there is any."""
    facts = (fact for fact in made.report.facts if fact.quantity.state is State.NUMBER)
    return next((str(fact.cell) for fact in facts if fact.cell.table == "requests"), "")


def archive_of(world: World) -> Archive:
    return Archive(world.store, world.engines["whoosh"], world.columns)


def write(world: World, version: int) -> None:
    """All reports anew, so that not one of their keys is left."""
    place = Place(line=1, end_line=1)
    with world.store.writing() as writer:
        for number in range(COUNT):
            section = Section("overview", "一、总体情况", f"{WORD}{version}", place, (place,))
            made = known(world)
            report = replace(made.report, sections=(section,))
            name = f"处/{number}-{version}.txt"
            add(writer, Made(f"everywhere{number:02d}", report, made.cells, name))


@pytest.fixture
def between(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Lets another writer commit once, just before the store is read in the way named."""

    def set_up(name: str) -> list[str]:
        read, done = getattr(Store, name), list[str]()

        def reading(store: Store, *arguments: Any, **more: Any) -> Any:
            if not done:
                done.append(name)
                write(world, 1)
            return read(store, *arguments, **more)

        monkeypatch.setattr(Store, name, reading)
        return done

    return set_up


@pytest.mark.parametrize("unit", ["sections", "reports", "rows"])
@pytest.mark.parametrize("name", ["shown", "cells_of", "printed_rows_of", "printed_cells_of"])
def test_cells_are_of_the_moment_of_the_hits(
    world: World, between: Callable[[str], list[str]], unit: str, name: str
) -> None:
    archive = archive_of(world)
    cell = number_of(known(world))
    question = Request(f"{cell}>=0 且 不予公开率 is not 空白", unit=unit, limit=100)
    before = search(archive, question)
    between(name)
    page = search(archive, question)
    assert [hit.cells for hit in page.hits] == [hit.cells for hit in before.hits]
    assert [hit.values for hit in page.hits] == [hit.values for hit in before.hits]
    assert page.total_hits == before.total_hits > 0


@pytest.mark.parametrize(("query", "name"), [(f"正则:{WORD}.", "section_texts")])
def test_texts_are_read_at_the_moment_of_the_question(
    world: World, between: Callable[[str], list[str]], query: str, name: str
) -> None:
    archive = archive_of(world)
    committed = between(name)
    page = search(archive, Request(query))
    assert committed == [name]
    assert page.total_hits == COUNT
    assert page.scanned is not None
    assert page.scanned.is_whole
    assert statistics(archive, Request(query), "year").reports == COUNT


@pytest.mark.parametrize("name", COLUMNS)
def test_an_export_is_of_one_moment_however_slowly_it_is_read(world: World, name: str) -> None:
    archive = archive_of(world)
    expected = list(export(archive, name, Request(WORD)))
    records = export(archive, name, Request(WORD))
    write(world, 1)
    assert search(archive, Request(f"{WORD}1")).total_hits == COUNT, "others see the new state"
    assert list(records) == expected
    assert {record["source"] for record in expected} == {f"处/{n}-0.txt" for n in range(COUNT)}


def test_exports_read_half_way_do_not_keep_others_waiting(world: World) -> None:
    archive = archive_of(world)
    begun = [export(archive, "facts", Request(WORD)) for _ in range(40)]
    assert all(next(records) for records in begun)
    assert search(archive, Request(WORD)).total_hits == COUNT
    pool = world.store._database._engine.pool
    assert pool.checkedout() == 40
    begun.clear()
    gc.collect()
    assert pool.checkedout() == 0


def test_pages_of_a_download_are_of_one_moment(world: World) -> None:
    archive = archive_of(world)
    listed = pages(archive, Request(WORD, limit=3))
    first = next(listed)
    write(world, 1)
    rest = list(listed)
    assert [len(page.hits) for page in (first, *rest)] == [3, 3, 1]
    sources = [hit.source for page in (first, *rest) for hit in page.hits]
    assert sorted(sources) == [f"处/{n}-0.txt" for n in range(COUNT)]
    assert [page.request.offset for page in rest] == [3, 6]
    assert next(pages(archive, Request("没有这几个字"))).total_hits == 0


def test_a_download_that_could_not_read_everything_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(world)
    monkeypatch.setattr(scan, "MOST_SECONDS_WHOLE", 0.0)
    with pytest.raises(UserError) as caught:
        next(pages(archive, Request(f"正则:{WORD}.")))
    assert caught.value.code == "scan_cut_off"


def test_a_moment_that_has_passed_is_refused_by_its_first_read(world: World) -> None:
    sequence = world.store.sequence()
    passed = world.store.moment(sequence)
    write(world, 1)
    with passed, pytest.raises(StaleError):
        world.store.counts()
    held = world.store.moment()
    with held:
        before = world.store.sequence()
        write(world, 2)
        assert world.store.sequence() == before
    assert world.store.sequence() > before
    with held:
        assert world.store.sequence() == before
    held.close()
