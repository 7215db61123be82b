"""Worker processes: order, bounded memory, limits, and workers that die."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from govreport_search.store import NewReport
from indexer import crew
from indexer.limit import GIB, QUICK, Limits
from indexer.pipeline import Input, sha256_of
from indexer.worker import Failure, Task, read_task

GOOD = "云溪县档案局{}年政府信息公开年度报告\n一、主动公开政府信息的情况\n公开信息5条。\n"
TIGHT = Limits(GIB, seconds=2, per_megabyte=0, most=2, resident=GIB)
STAND_IN = "stand_in_parsers:read"


def task(name: str, text: str) -> Task:
    data = text.encode("utf-8")
    return Task((Input(name, data, sha256_of(data)),), None)


def tasks(*names):
    return [(name, task(name, GOOD.format(2010 + i))) for i, name in enumerate(names)]


def read(*names, jobs=2, limits=QUICK):
    readings = crew.read_all(tasks(*names), jobs, limits, STAND_IN)
    return [(tag, reading.outcome) for tag, reading in readings]


def codes(outcomes):
    return [getattr(outcome, "code", "") for _, outcome in outcomes]


@pytest.mark.parametrize("bad", ["killer.txt", "crash.txt"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_dying_worker_costs_only_its_own_file(bad, jobs):
    outcomes = read("a.txt", bad, "b.txt", "c.txt", jobs=jobs)
    assert codes(outcomes) == ["", "reader_died", "", ""]
    assert bad in outcomes[1][1].reason
    assert [tag for tag, _ in outcomes] == ["a.txt", bad, "b.txt", "c.txt"]
    years = [o.report.identity.year for _, o in outcomes if isinstance(o, NewReport)]
    assert years == [2010, 2012, 2013], "in the order of the tasks"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no processor time")
def test_too_much_processor_time_ends_a_file():
    outcomes = read("a.txt", "busy.txt", "b.txt", jobs=1, limits=TIGHT)
    assert codes(outcomes) == ["", "too_slow", ""]
    assert "busy.txt" in outcomes[1][1].reason


def test_a_worker_that_waits_for_ever_is_ended_by_the_clock(monkeypatch):
    long = len(GOOD.encode()) * 10
    monkeypatch.setattr(Limits, "clock", lambda self, size: 1.0 if size > long else 600.0)
    given = [*tasks("a.txt"), ("asleep.txt", task("asleep.txt", GOOD * 20)), *tasks("b.txt")]
    readings = crew.read_all(given, 2, QUICK, STAND_IN)
    assert codes((tag, reading.outcome) for tag, reading in readings) == ["", "too_slow", ""]


def test_the_time_a_worker_takes_to_start_is_no_files_fault(monkeypatch):
    monkeypatch.setattr(Limits, "clock", lambda self, size: 1.0)
    readings = crew.read_all(tasks("a.txt"), 1, QUICK, "slow_to_start:read")
    assert codes((tag, reading.outcome) for tag, reading in readings) == [""]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_too_much_memory_ends_a_file():
    outcomes = read("a.txt", "hungry.txt", "b.txt", jobs=1, limits=TIGHT)
    assert codes(outcomes) == ["", "too_much_memory", ""]


def test_what_parsers_print_does_not_disturb():
    assert codes(read("talker.txt", "b.txt", jobs=1)) == ["", ""]


def test_files_are_taken_only_as_fast_as_they_are_read(monkeypatch):
    unread = []

    class Watched(crew.Crew):
        def take(self, tag, given):
            super().take(tag, given)
            unread.append(sum(not future.done() for _, _, future in self.flying))
            assert len(self.flying) <= crew.WAITING

    monkeypatch.setattr(crew, "Crew", Watched)
    monkeypatch.setattr(crew, "WAITING", 20)
    names = [f"{number}.txt" for number in range(60)]
    assert codes(read(*names)) == [""] * 60
    assert 2 < max(unread) <= 2 * crew.AHEAD


def test_bytes_in_flight_are_bounded(monkeypatch):
    monkeypatch.setattr(crew, "AHEAD_BYTES", 300)
    most = 0

    class Watched(crew.Crew):
        def take(self, tag, given):
            nonlocal most
            super().take(tag, given)
            most = max(most, sum(s for _, s, future in self.flying if not future.done()))

    monkeypatch.setattr(crew, "Crew", Watched)
    assert codes(read(*(f"{n}.txt" for n in range(12)), jobs=2)) == [""] * 12
    assert 0 < most <= 300


def test_a_handful_of_texts_starts_no_worker(monkeypatch):
    monkeypatch.setattr(crew.subprocess, "Popen", None)
    given = tasks(*(f"{n}.txt" for n in range(5)))
    outcomes = [reading.outcome for _, reading in crew.read_all(given, 2)]
    assert all(isinstance(outcome, NewReport) for outcome in outcomes)


def test_closing_early_leaves_no_process_behind():
    readings = crew.read_all(tasks("a.txt", "asleep.txt", "asleep.md"), 3, QUICK, STAND_IN)
    next(readings)
    begin = time.monotonic()
    readings.close()
    assert time.monotonic() - begin < 500, "the one asleep wakes after a thousand seconds"


def test_a_script_without_a_main_guard_may_read(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from indexer.crew import read_all\n"
        "from indexer.worker import Task\n"
        "from indexer.pipeline import Input\n"
        "given = (Input('a.txt', b'x' * 200_000, '00' * 32),)\n"
        "tasks = [(n, Task(given, None)) for n in range(3)]\n"
        "print([reading.outcome.code for _, reading in read_all(tasks, 2)])\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=300, check=False
    )
    assert run.stdout.strip() == str(["not_a_report"] * 3), run.stderr


def test_an_unexpected_error_names_file_and_place():
    failure = read_task(Task((Input("x.txt", None, "00"),), None)).outcome
    assert isinstance(failure, Failure)
    assert failure.code == "internal_error"
    assert "x.txt" in failure.reason
