"""Worker processes: order, bounded memory, and one that dies."""

from __future__ import annotations

import os

from govreport_search.store import NewReport
from indexer import worker
from indexer.pipeline import Input, sha256_of

GOOD = "云溪县档案局{}年政府信息公开年度报告\n一、主动公开政府信息的情况\n公开信息5条。\n"


def task(name: str, text: str) -> worker.Task:
    data = text.encode("utf-8")
    return worker.Task((Input(name, data, sha256_of(data)),), None)


def dying(given: worker.Task) -> worker.Outcome:
    """Stands in for a parser that takes its whole process down."""
    if given.inputs[0].name == "killer.txt":
        os._exit(9)
    return read_task(given)


read_task = worker.read_task


def test_a_dying_worker_costs_only_its_own_file(monkeypatch):
    monkeypatch.setattr(worker, "read_task", dying)
    names = ["a.txt", "killer.txt", "b.txt", "c.txt"]
    tasks = [task(name, GOOD.format(2010 + i)) for i, name in enumerate(names)]
    outcomes = list(worker.read_all(tasks, 2))
    assert [getattr(o, "code", "") for o in outcomes] == ["", "reader_died", "", ""]
    assert "killer.txt" in outcomes[1].reason
    years = [o.report.identity.year for o in outcomes if isinstance(o, NewReport)]
    assert years == [2010, 2012, 2013], "in the order of the tasks"


def test_files_are_taken_only_as_fast_as_they_are_read():
    taken = []

    def tasks():
        for number in range(20):
            taken.append(number)
            yield task(f"{number}.txt", "今天天气很好。")

    outcomes = worker.read_all(tasks(), 2)
    assert next(outcomes).code == "not_a_report"
    assert len(taken) <= 2 * worker.AHEAD
    outcomes.close()


def test_an_unexpected_error_names_file_and_place():
    failure = worker.read_task(worker.Task((Input("x.txt", None, "00"),), None))
    assert failure.code == "internal_error"
    assert "x.txt" in failure.reason
