"""The index follows the store; whatever happens to it, the next call repairs it."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from govreport_search.columns import Columns
from govreport_search.domain import Identity, Place, Report, Section
from govreport_search.engines.scan import ScanEngine
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.query.request import Request
from govreport_search.services.archive import Archive
from govreport_search.services.search import search
from govreport_search.services.synchronise import (
    Outcome,
    bring_up,
    is_current,
    rebuild,
    synchronise,
    synchronise_columns,
)
from govreport_search.store import NewReport, ReadFile, SourceFile, Store


def put(store, name, text):
    report = Report(
        Identity(agency=name), "", (Section("overview", "", text, Place(1, 1)),), (), (), ()
    )
    new = NewReport(name, text, report, (ReadFile(text, "text", "utf-8", text),))
    with store.writing() as writer:
        writer.put(new, [SourceFile(f"/{name}", name, text, 1)])


def copied(store, path):
    """A copy of the file with everything that has been written."""
    with store._database.reading() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return shutil.copy(store.path, path)


def reports_with(store, engine, phrase):
    keys = [s.report_key for s in store.sections_by_key(engine.find(phrase).sections)]
    return [head.id for head in store.reports_by_key(keys)]


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "reports.sqlite", create=True) as opened:
        yield opened


@pytest.fixture(params=["whoosh", "scan"])
def engine(request, tmp_path):
    made = WhooshEngine(tmp_path / "whoosh") if request.param == "whoosh" else ScanEngine()
    yield made
    made.close()


def test_every_change_reaches_the_index(store, engine):
    assert synchronise(store, engine) is Outcome.REBUILT
    put(store, "a", "旧话")
    put(store, "b", "旧话")
    assert not is_current(store, engine)
    assert synchronise(store, engine) is Outcome.UPDATED
    assert reports_with(store, engine, "旧话") == ["a", "b"]
    assert synchronise(store, engine) is Outcome.CURRENT
    put(store, "a", "新话")
    with store.writing() as writer:
        writer.remove(["b"])
    assert synchronise(store, engine) is Outcome.UPDATED
    assert len(engine.find("旧话").sections) == 0
    assert reports_with(store, engine, "新话") == ["a"]
    assert is_current(store, engine)


def test_an_index_of_another_store_is_built_anew(store, engine, tmp_path):
    with Store(tmp_path / "other.sqlite", create=True) as other:
        put(other, "x", "别处的话")
        synchronise(other, engine)
    put(store, "a", "这里的话")
    assert synchronise(store, engine) is Outcome.REBUILT
    assert len(engine.find("别处").sections) == 0
    assert reports_with(store, engine, "这里") == ["a"]


def test_an_index_ahead_of_its_store_is_built_anew(store, engine, tmp_path):
    put(store, "a", "先前的话")
    backup = copied(store, tmp_path / "backup.sqlite")
    put(store, "b", "后来的话")
    synchronise(store, engine)
    with Store(backup) as restored:
        assert synchronise(restored, engine) is Outcome.REBUILT
        assert len(engine.find("后来").sections) == 0
        assert reports_with(restored, engine, "先前") == ["a"]


@pytest.mark.parametrize("commits", [1, 2])
def test_a_store_put_back_and_written_to_is_told_from_the_history_that_was_lost(
    store, tmp_path, commits
):
    """It may write as many commits as were lost, or more, and give out the same keys again."""
    columns = Columns(tmp_path / "columns")
    engine = WhooshEngine(tmp_path / "whoosh")
    put(store, "a", "先前的话")
    backup = copied(store, tmp_path / "backup.sqlite")
    put(store, "b", "后来丢失的话")
    bring_up(store, engine, columns)
    with Store(backup) as restored:
        for number in range(commits):
            put(restored, f"c{number}", "另写的话")
        bring_up(restored, engine, columns)
        assert len(engine.find("丢失").sections) == 0
        assert len(engine.find("另写").sections) == commits
        assert reports_with(restored, engine, "先前") == ["a"]
        assert sorted(columns.snapshot().ids.tolist()) == ["a", *(f"c{n}" for n in range(commits))]
    columns.close()


@pytest.mark.parametrize("attribute", ["schema", "fold"])
def test_an_index_of_another_version_is_built_anew(store, tmp_path, monkeypatch, attribute):
    put(store, "a", "话")
    engine = WhooshEngine(tmp_path / "whoosh")
    with monkeypatch.context() as older:
        if attribute == "schema":
            older.setattr(WhooshEngine, "schema", WhooshEngine.schema + 1)
        else:
            older.setattr("govreport_search.services.synchronise.FOLD_VERSION", 0)
        synchronise(store, engine)
    engine.close()
    again = WhooshEngine(tmp_path / "whoosh")
    assert synchronise(store, again) is Outcome.REBUILT
    assert reports_with(store, again, "话") == ["a"]
    again.close()


def test_an_index_of_the_first_layout_is_built_anew(store, tmp_path, monkeypatch):
    """Its files cannot be read at all: they say version 1, and had a directory for each block."""
    put(store, "a", "话")
    engine = WhooshEngine(tmp_path / "whoosh")
    with monkeypatch.context() as older:
        older.setattr(WhooshEngine, "schema", 1)
        older.setattr("govreport_search.engines.whoosh.segment_file.LAYOUT_VERSION", 1)
        synchronise(store, engine)
    engine.close()
    again = WhooshEngine(tmp_path / "whoosh")
    assert again.manifest().schema == 1
    assert not is_current(store, again)
    assert synchronise(store, again) is Outcome.REBUILT
    assert again.manifest().schema == WhooshEngine.schema > 1
    assert reports_with(store, again, "话") == ["a"]
    again.close()


def test_a_damaged_or_deleted_index_is_built_anew(store, tmp_path):
    put(store, "a", "话")
    engine = WhooshEngine(tmp_path / "whoosh")
    synchronise(store, engine)
    engine.close()
    for path in (tmp_path / "whoosh").rglob("*"):
        if path.is_file() and "LOCK" not in path.name and path.name != "CURRENT":
            path.write_bytes(path.read_bytes()[:10])
    engine = WhooshEngine(tmp_path / "whoosh")
    assert synchronise(store, engine) is Outcome.REBUILT
    assert reports_with(store, engine, "话") == ["a"]
    engine.close()
    shutil.rmtree(tmp_path / "whoosh")
    engine = WhooshEngine(tmp_path / "whoosh")
    assert synchronise(store, engine) is Outcome.REBUILT
    assert reports_with(store, engine, "话") == ["a"]
    engine.close()


def test_a_rebuild_changes_nothing_that_can_be_found(store, engine):
    for name in "abc":
        put(store, name, f"共同的话{name}")
    synchronise(store, engine)
    before = engine.find("共同的话").sections.tolist()
    assert rebuild(store, engine) is Outcome.REBUILT
    assert engine.find("共同的话").sections.tolist() == before
    assert is_current(store, engine)


CRASH = """
import os, sys
from pathlib import Path
from govreport_search.services import synchronise as module
from govreport_search.settings import Settings
from indexer import ledger
from indexer.build import build
stage = sys.argv[3]
if stage == "before":
    ledger.follow = lambda *_: os._exit(9)
else:
    whole = module._texts
    def torn(store, keys):
        for text in whole(store, keys):
            yield text
            os._exit(9)
    module._texts = torn
build([sys.argv[1]], Settings(Path(sys.argv[2])))
"""


@pytest.mark.parametrize("stage", ["before", "amid"])
def test_a_crash_after_the_store_s_commit_is_repaired(tmp_path, stage):
    source = tmp_path / "a.txt"
    source.write_text(
        "云溪县档案局2012年政府信息公开年度报告\n一、主动公开政府信息的情况\n独特的说法。\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(source), str(tmp_path / "index"), stage], check=False
    )
    assert done.returncode == 9
    with Store(tmp_path / "index" / "reports.sqlite") as store:
        (head,) = store.iter_reports()
        engine = WhooshEngine(tmp_path / "index" / "whoosh")
        assert not is_current(store, engine)
        synchronise(store, engine)
        assert reports_with(store, engine, "独特的说法") == [head.id]
        engine.close()


def columns_files(columns_path):
    return sorted(columns_path.glob("*.arr"))


def damage(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 4] ^= 0x41
    path.write_bytes(data)


def test_columns_follow_every_change(store, tmp_path):
    columns = Columns(tmp_path / "columns")
    for name in "abc":
        put(store, name, f"话{name}")
        assert synchronise_columns(store, columns).column("agency").values[-1] == name
    with store.writing() as writer:
        writer.remove(["b"])
    snapshot = synchronise_columns(store, columns)
    assert snapshot.column("agency").values == ("a", "c")
    assert snapshot.manifest.sequence == store.sequence()
    assert synchronise_columns(store, columns) is snapshot


def test_columns_of_another_store_or_ahead_of_theirs_are_made_anew(store, tmp_path):
    columns = Columns(tmp_path / "columns")
    with Store(tmp_path / "other.sqlite", create=True) as other:
        for name in "xyz":
            put(other, name, "别处的话")
        assert len(synchronise_columns(other, columns)) == 3
    put(store, "a", "话")
    assert synchronise_columns(store, columns).ids.tolist() == ["a"]
    ahead = columns.snapshot().manifest.sequence + 7
    columns.rebuild([], store.store_id, ahead)
    assert synchronise_columns(store, columns).ids.tolist() == ["a"]


@pytest.mark.parametrize("what", ["manifest", "cut", "deleted", "merge"])
def test_damaged_columns_are_made_anew(store, tmp_path, what):
    path = tmp_path / "columns"
    put(store, "a", "话")
    synchronise_columns(store, Columns(path))
    (file,) = columns_files(path)
    if what == "manifest":
        damage(path / "CURRENT.json")
    elif what == "cut":
        file.write_bytes(file.read_bytes()[:-3])
    elif what == "deleted":
        file.unlink()
    else:  # found only when the next commit merges the segment
        damage(file)
        put(store, "b", "又一句话")
    snapshot = synchronise_columns(store, Columns(path))
    assert snapshot.ids.tolist() == (["a", "b"] if what == "merge" else ["a"])
    assert snapshot.year.tolist() == [0] * len(snapshot)


@pytest.mark.parametrize("part", ["columns/*.arr", "whoosh/g*/*.grm"])
def test_damage_that_a_question_finds_is_repaired(store, tmp_path, part):
    """Parts are checked when they are first read, which may be long after opening."""
    for number in range(30):
        put(store, f"局{number}", f"共同的话，第{number}句")
    archive = Archive(store, WhooshEngine(tmp_path / "whoosh"), Columns(tmp_path / "columns"))
    truth = search(archive, Request("共同的话 -第3句", limit=50))
    assert truth.total_hits == 29
    repaired = 0
    (original,) = tmp_path.glob(part)
    for position in range(5, original.stat().st_size, max(original.stat().st_size // 12, 1)):
        (file,) = tmp_path.glob(part)
        data = bytearray(file.read_bytes())
        data[position % len(data)] ^= 0x41
        file.write_bytes(data)
        again = Archive(store, WhooshEngine(tmp_path / "whoosh"), Columns(tmp_path / "columns"))
        page = search(again, Request("共同的话 -第3句", limit=50))
        assert [hit.report for hit in page.hits] == [hit.report for hit in truth.hits]
        assert page.facets == truth.facets
        repaired += file not in tmp_path.glob(part)
    assert repaired > 3
