"""``govreport correct``, ``corrections`` and ``worklist`` as users start them, and the marks in
every output."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from govreport_search.domain import Box, CellId, Place, Quantity, State
from govreport_search.store import Store
from indexer.build import build

COMMAND = [sys.executable, "-c", "from govreport_search.cli import main; main()"]
NEW = "requests.new.total"
WHO = ("--by", "张三", "--why", "看图核对")


@pytest.fixture
def run(settings):
    def start(*arguments):
        done = subprocess.run(
            [*COMMAND, "--index-dir", str(settings.index_dir), *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            env={**os.environ, "COLUMNS": "240"},
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return start


@pytest.fixture
def indexed(settings, write, reports):
    write("a.txt")
    build([reports], settings)
    with Store(settings.store_path) as store:
        (head,) = store.iter_reports()
    return head.id


def test_every_output_marks_a_correction(run, indexed):
    code, out, _ = run("correct", indexed, f"{NEW}=9", "--year", "2021", *WHO)
    assert code == 0
    made = json.loads(out)["made"]
    assert [entry["subject"] for entry in made] == [NEW, "year"]
    assert (made[0]["old_value"], made[0]["by"], made[0]["why"]) == (7, "张三", "看图核对")

    shown = json.loads(run("show", indexed, "--format", "json")[1])
    (fact,) = (fact for fact in shown["facts"] if fact["id"] == NEW)
    assert fact["value"] == 9
    assert fact["corrected"]["old"] == {"state": "number", "value": 7, "raw": "7"}
    assert (fact["corrected"]["by"], fact["corrected"]["confirmed"]) == ("张三", False)
    assert shown["corrected"]["year"]["old"] == {"value": 2022}
    assert all(other["corrected"] is None for other in shown["facts"] if other["id"] != NEW)

    table = run("show", indexed, "--format", "table")[1]
    assert "9*" in table
    assert "张三" in table

    found = json.loads(run("search", "新收=9", "--format", "json")[1])
    assert found["hits"][0]["year"] == 2021
    assert found["hits"][0]["cells"][0]["corrected"]["id"] == made[0]["id"]
    rows = list(csv.DictReader(io.StringIO(run("search", "新收=9", "--format", "csv")[1])))
    assert rows[0]["corrected"] == NEW
    assert "；更正" in run("search", "新收=9", "--format", "table")[1].replace("\n", "")

    facts = list(csv.DictReader(io.StringIO(run("export", "facts")[1].lstrip("\ufeff"))))
    (row,) = (r for r in facts if (r["table"], r["row"], r["column"]) == tuple(NEW.split(".")))
    assert (row["value"], row["corrected_by"], row["read_value"]) == ("9", "张三", "7")
    assert (row["confirmed"], row["read_state"]) == ("False", "number")
    reports = list(csv.DictReader(io.StringIO(run("export", "reports")[1].lstrip("\ufeff"))))
    assert reports[0]["corrected"] == "year"


def test_the_value_that_was_read_is_said_to_be_no_correction(run, indexed):
    code, out, _ = run("correct", indexed, f"{NEW}=7", "--year", "2022", *WHO)
    assert code == 0
    assert json.loads(out) == {
        "made": [],
        "unchanged": 2,
        "as_read": [
            {"report": indexed, "subject": NEW, "value": "7"},
            {"report": indexed, "subject": "year", "value": "2022"},
        ],
    }
    code, out, _ = run("correct", indexed, f"{NEW}=7", *WHO, "--format", "table")
    assert code == 0
    assert f"--confirm {NEW}" in out.replace("\n", "")
    assert json.loads(run("corrections")[1])["corrections"] == []


def test_history_confirmation_and_undo(run, indexed):
    run("correct", indexed, f"{NEW}=9", *WHO)
    code, out, _ = run("correct", indexed, "--confirm", "requests.carried_in.total", "--by", "李四")
    assert code == 0
    code, out, _ = run("corrections", "--format", "json")
    lines = json.loads(out)["corrections"]
    assert [(line["action"], line["standing"]) for line in lines] == [
        ("set", "standing"),
        ("confirm", "standing"),
    ]
    code, out, _ = run(
        "correct", "--undo", str(lines[0]["id"]), "--by", "李四", "--format", "table"
    )
    assert code == 0
    assert "撤销" in out
    code, out, _ = run("corrections", indexed, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["standing"] for row in rows] == ["undone", "standing", "undo"]
    assert "已撤销" in run("corrections", "--format", "table")[1]
    shown = json.loads(run("show", indexed, "--format", "json")[1])
    assert next(f for f in shown["facts"] if f["id"] == NEW)["value"] == 7


def test_a_list_from_a_file(run, indexed, tmp_path):
    listing = tmp_path / "c.csv"
    listing.write_text(f"report,cell,value,by\n{indexed},{NEW},/,王五\n", encoding="utf-8")
    code, out, _ = run("correct", "--from", listing)
    assert code == 0
    assert json.loads(out)["made"][0]["by"] == "王五"
    listing.write_text(f"report,cell,value,by\n{indexed},{NEW},三,王五\n", encoding="utf-8")
    code, _, err = run("correct", "--from", listing)
    assert code == 2
    assert "三" in err
    listing.write_text("report,cell\n", encoding="utf-8")
    assert run("correct", "--from", listing)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nowhere", "新收=1", "--by", "a"), 1, "nowhere"),
        (("REPORT", "新收=三", "--by", "a"), 2, "三"),
        (("REPORT", "没有这种=1", "--by", "a"), 2, "没有这种"),
        (("REPORT", "新收", "--by", "a"), 2, "="),
        (("REPORT", "新收=1"), 2, "--by"),
        (("REPORT", "--by", "a"), 2, "更正"),
        (("REPORT", "--year", "203", "--by", "a"), 2, "203"),
        (("--undo", "7", "--by", "a"), 1, "7"),
        ((), 2, "--from"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(run, indexed, arguments, code, words):
    given = [indexed if argument == "REPORT" else argument for argument in arguments]
    got, _, err = run("correct", *given)
    assert got == code, err
    assert words in err
    assert json.loads(run("corrections")[1])["corrections"] == []


@pytest.fixture
def doubtful(settings, indexed):
    """The report with cells as a scan gives them: unsure, unreadable, differing readings."""
    page = Place(9, 9, 2, box=Box(1, 2, 3, 4))

    def as_scanned(fact):
        match str(fact.cell):
            case "requests.new.natural_person":
                return replace(fact, confidence=0.75, place=page)
            case "requests.carried_in.total":
                unread = Quantity(State.UNREADABLE, raw="0?", note="墨迹")
                return replace(fact, quantity=unread, confidence=0.5, place=page)
        return fact

    with Store(settings.store_path) as store, store.writing() as writer:
        new = writer.stored(indexed)
        facts = tuple(map(as_scanned, new.report.facts))
        writer.revise(replace(new, report=replace(new.report, facts=facts)))
    return indexed


def test_the_work_list_puts_the_worst_first_and_loses_what_is_settled(run, doubtful):
    code, out, _ = run("worklist", "--format", "json")
    assert code == 0
    tasks = json.loads(out)["worklist"]
    assert [task["cell"] for task in tasks[:1]] == ["requests.carried_in.total"]
    assert tasks[0]["score"] == 1.5
    scores = {task["cell"]: task["score"] for task in tasks}
    assert scores["requests.new.natural_person"] == 0.25
    # The text announces a table that it does not print; nothing of it was made out.
    lost = [score for cell, score in scores.items() if cell.startswith("disclosure.")]
    assert set(lost) == {0.3}
    assert [task["score"] for task in tasks] == sorted(scores.values(), reverse=True)
    first = tasks[0]
    assert (first["page"], first["box"], first["raw"]) == (2, [1, 2, 3, 4], "0?")
    assert "墨迹" in first["reasons"][0]
    assert first["source"].endswith("a.txt")
    assert "第 2 页" in run("worklist", "--format", "table")[1]

    run("correct", doubtful, "requests.carried_in.total=0", *WHO)
    run("correct", doubtful, "--confirm", "requests.new.natural_person", *WHO)
    settled = json.loads(run("worklist")[1])["worklist"]
    assert "requests" not in {task["cell"].partition(".")[0] for task in settled}

    run("correct", doubtful, f"{NEW}=9", *WHO)
    again = json.loads(run("worklist")[1])["worklist"]
    assert NEW not in {task["cell"] for task in again}, "a person has settled the total"


def test_a_broken_identity_is_on_the_work_list(run, settings, write, reports):
    path = write("b.txt")
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "\t7\t0\t0\t0\t0\t0\t7", "\t7\t0\t0\t0\t0\t0\t8", 1
        ),
        encoding="utf-8",
    )
    build([reports], settings)
    code, out, _ = run("worklist", "--limit", "1", "--format", "csv")
    assert code == 0
    (task,) = csv.DictReader(io.StringIO(out))
    assert task["score"] == "0.8"
    assert CellId.parse(task["cell"]).table == "requests"
    assert task["reasons"]
