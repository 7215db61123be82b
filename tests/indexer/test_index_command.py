"""``govreport index`` as users start it: its own process, its exit codes, its last line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.services.synchronise import is_current
from govreport_search.store import Store

COMMAND = [sys.executable, "-c", "from govreport_search.start import main; main()"]


def start(settings, *arguments, **how):
    return subprocess.Popen(
        [*COMMAND, "--index-dir", str(settings.index_dir), "index", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        **how,
    )


def run(settings, *arguments):
    process = start(settings, *arguments)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def last_line(out):
    return json.loads(out.splitlines()[-1])


def test_piped_output_is_one_json_line(settings, write, reports):
    write("a.txt")
    (reports / "table.csv").write_text("x", encoding="utf-8")
    code, out, err = run(settings, reports)
    assert code == 0
    assert len(out.splitlines()) == 1
    record = last_line(out)
    assert list(record) == ["read", "indexed", "unchanged", "rejected", "findings", "kinds"]
    assert record["kinds"] == {"text": 1}
    assert (record["read"], record["indexed"], record["unchanged"]) == (1, 1, 0)
    assert record["rejected"] == []
    assert "table.csv" in err, "what was passed over is named"


def test_a_rejection_is_exit_code_1_and_says_why(settings, write, reports):
    write("a.txt")
    (reports / "other.txt").write_text("今天天气很好。", encoding="utf-8")
    code, out, _ = run(settings, "--format", "json", reports)
    assert code == 1
    record = last_line(out)
    assert record["read"] == record["indexed"] + record["unchanged"] + len(record["rejected"])
    (rejected,) = record["rejected"]
    assert rejected["source"].endswith("other.txt")
    assert rejected["code"] == "not_a_report"
    assert "other.txt" in rejected["reason"]


def test_the_table_for_people(settings, write, reports):
    write("a.txt")
    code, out, _ = run(settings, "--format", "table", reports, reports / "[bold].txt")
    assert code == 1
    assert "新建或更新 1" in out
    assert "[bold].txt" in out, "a file name is no markup"


@pytest.mark.parametrize("arguments", [(), ("--jobs", "0", "x"), ("--format", "xml", "x")])
def test_wrong_usage_is_exit_code_2(settings, arguments):
    code, out, err = run(settings, *arguments)
    assert code == 2
    assert out == ""
    assert err
    assert not settings.index_dir.exists()


def test_a_bad_manifest_is_one_clear_message(settings, write, tmp_path):
    manifest = tmp_path / "m.csv"
    manifest.write_text("path,year\na.txt,abc\n", encoding="utf-8")
    code, _, err = run(settings, "--manifest", manifest, write("a.txt"))
    assert code == 1
    assert "第 2 行" in err
    assert "Traceback" not in err


def test_two_processes_at_once_lose_nothing(settings, write, reports):
    halves = []
    for half in ("x", "y"):
        halves.append(
            [write(f"{half}/{year}.txt", year=year, words=half) for year in range(2010, 2016)]
        )
    both = [start(settings, *half) for half in halves]
    for process in both:
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        assert last_line(out)["indexed"] == 6
    with Store(settings.store_path) as store:
        assert store.counts().reports == 12
        engine = WhooshEngine(settings.engine_path)
        assert is_current(store, engine)
        assert len(engine.find("x").sections) == len(engine.find("y").sections) == 6
        engine.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to whole consoles only")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_stops_cleanly(settings, write, reports, jobs):
    # So many that they cannot all be read before Ctrl-C, however busy the machine is.
    for number in range(2000):
        write(f"{number}.txt", agency=f"第{number}档案局")
    process = start(settings, "--jobs", jobs, reports, start_new_session=True)
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and not _has_reports(settings):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    record = last_line(out)
    assert 0 < record["indexed"] < 2000
    with Store(settings.store_path) as store:
        assert store.counts().reports == record["indexed"]
        engine = WhooshEngine(settings.engine_path)
        assert is_current(store, engine)
        engine.close()


def _has_reports(settings):
    if not settings.store_path.exists():
        return False
    try:
        with Store(settings.store_path) as store:
            return store.counts().reports > 0
    except Exception:
        return False
