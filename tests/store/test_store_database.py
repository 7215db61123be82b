"""The file: versions, damage, other tools, threads and processes."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from stored import numbers, section_lengths

from govreport_search.domain import CellId, Correction, Quantity, State
from govreport_search.errors import StoreError
from govreport_search.forms import form
from govreport_search.forms.derive import derive
from govreport_search.store import Store
from govreport_search.store.doubt import doubtful_cells
from govreport_search.store.migrations import MIGRATIONS, bring_up_to_date, current_version
from govreport_search.store.views import column_name, wide_cells

VERSION_1 = Path(__file__).with_name("version_1.sql")


def sql(path, statement):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


@pytest.fixture
def version_1(tmp_path):
    """A file as version 1 of the schema wrote it, with one report in it."""
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    connection.close()
    return path


def test_a_file_of_version_1_is_read(version_1):
    with Store(version_1) as store:
        head = store.report("aaaaaaaaaaaa")
        assert (head.identity.agency, head.identity.year) == ("甲县教育局", 2022)
        assert head.source == "reports/aaaaaaaaaaaa.txt"
        assert len(store.facts_of(head.id)) == 30
        assert numbers(store, CellId("requests", "denied", "total")) == [548]
        assert [s.section.id for s in store.sections_of(head.id)] == ["overview", "other"]
    assert sql(version_1, "SELECT value FROM meta WHERE name = 'schema_version'") == [
        (str(current_version()),)
    ]


def test_a_later_step_changes_an_old_file_once(version_1):
    def step(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE reports ADD COLUMN note TEXT DEFAULT 'n'")

    with Store(version_1) as store:
        for _ in range(2):
            with store._database.writing() as connection:
                bring_up_to_date(connection, [*MIGRATIONS, step])
    assert sql(version_1, "SELECT report, note FROM reports") == [("aaaaaaaaaaaa", "n")]
    assert sql(version_1, "SELECT value FROM meta WHERE name = 'schema_version'") == [
        (str(current_version() + 1),)
    ]
    assert sql(version_1, "SELECT count(*) FROM reports_wide") == [(1,)]


def test_a_step_that_fails_changes_nothing(version_1):
    def step(connection: Connection) -> None:
        connection.exec_driver_sql("DROP TABLE findings")
        connection.exec_driver_sql("SELECT nonsense FROM nowhere")

    with Store(version_1) as store:
        with pytest.raises(StoreError), store._database.writing() as connection:
            bring_up_to_date(connection, [*MIGRATIONS, step])
        assert len(store.findings_of("aaaaaaaaaaaa")) == 2


def test_a_newer_file_is_refused_with_a_remedy(version_1):
    connection = sqlite3.connect(version_1)
    connection.execute("UPDATE meta SET value = '99' WHERE name = 'schema_version'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="请升级") as caught:
        Store(version_1)
    assert caught.value.code == "store_too_new"
    assert "99" in caught.value.message


def test_a_missing_store_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(StoreError, match="govreport index") as caught:
        Store(tmp_path / "no.sqlite")
    assert caught.value.code == "store_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "index").write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="--index-dir"):
        Store(tmp_path / "index" / "reports.sqlite", create=True)


@pytest.mark.parametrize("content", [b"not a database at all, but long enough" * 9, None])
def test_a_file_of_something_else_is_refused(tmp_path, content):
    path = tmp_path / "other.sqlite"
    if content is None:
        sql(path, "CREATE TABLE t (a)")
    else:
        path.write_bytes(content)
    with pytest.raises(StoreError):
        Store(path)


def test_text_folded_by_an_older_fold_is_folded_again(store, put):
    put("a", text="ＡＢ")
    before = [s.text for s in store.sections_of("a")]
    with store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE sections SET text = 'old', text_length = 3")
        connection.exec_driver_sql("UPDATE meta SET value = '0' WHERE name = 'fold_version'")
    sequence = store.sequence()
    with Store(store.path) as again:
        assert [s.text for s in again.sections_of("a")] == before
        assert section_lengths(again) == [len(text) for text in before]
        assert again.sequence() > sequence


def test_views_show_numbers_and_states_apart(store, put):
    from decimal import Decimal

    from govreport_search.domain import Quantity, State

    put("zero", year=2020, new=Quantity(State.NUMBER, Decimal(0), "0"))
    put("blank", year=2021, new=Quantity(State.BLANK, raw=""))
    put("lost", year=2022, new=Quantity(State.MISSING))
    columns = "report, source, city, requests_new_total"
    assert sql(store.path, f"SELECT {columns} FROM reports_wide ORDER BY year") == [
        ("zero", "reports/zero.txt", "洛阳市", 0.0),
        ("blank", "reports/blank.txt", "洛阳市", None),
        ("lost", "reports/lost.txt", "洛阳市", None),
    ]
    states = sql(store.path, "SELECT requests_new_total FROM reports_wide_states ORDER BY year")
    assert states == [("number",), ("blank",), ("missing",)]
    named = sql(
        store.path,
        "SELECT label, column_label, state, value FROM facts_named"
        " WHERE cell = 'requests.new.total' ORDER BY year",
    )
    assert [row[2:] for row in named] == [("number", 0.0), ("blank", None), ("missing", None)]
    assert named[0][0].endswith("新收政府信息公开申请数量")
    assert sql(store.path, "SELECT code, agency, year FROM findings_named WHERE year = 2020") == [
        ("row_total", "甲县教育局", 2020),
        ("form_year", "甲县教育局", 2020),
    ]
    assert sql(store.path, "SELECT count(*) FROM derived_facts_named WHERE how = ''") == [(0,)]
    assert sql(store.path, "SELECT section FROM sections_named WHERE year = 2020") == [
        ("overview",),
        ("other",),
    ]


def test_the_wide_view_has_a_column_for_every_indicator_once():
    names = [column_name(cell) for cell in wide_cells()]
    assert len(names) == len(set(names))
    assert {"requests_new_total", "requests_denied_total", "rate_denied_total"} <= set(names)
    assert "disclosure_regulations_issued" in names


def test_readers_see_whole_commits_while_a_writer_is_at_work(store, make, file):
    torn = []
    stop = threading.Event()

    def look():
        with Store(store.path) as mine:
            while not stop.is_set():
                rows = [rows for rows, _ in mine.bulk_rows()]
                reports = sum(len(each.reports) for each in rows)
                sections = sum(len(each.sections) for each in rows)
                if reports % 2 or sections != 2 * reports:
                    torn.append((reports, sections))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for pair in range(6):
        with store.writing() as writer:
            for half in range(2):
                name = f"r{pair}{half}"
                writer.put(make(name, year=2000 + 2 * pair + half), [file(name)])
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []


def test_a_transaction_that_is_killed_leaves_the_last_commit(store, put):
    put("a")
    sequence = store.sequence()
    script = (
        "import os, sys; from pathlib import Path; from govreport_search.store import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "with store.writing() as writer:\n"
        "    writer.remove(['a']); os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(store.path)], check=False)
    assert done.returncode == 9
    assert store.report("a").id == "a"
    assert store.sequence() == sequence


def outline(path):
    """Columns of every table and view, and what every index covers."""
    names = sql(path, "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {
        (kind, name): sql(
            path, f"PRAGMA {'index_info' if kind == 'index' else 'table_info'}({name})"
        )
        for kind, name in names
    }


def test_a_migrated_file_is_built_like_a_new_one(version_1, tmp_path):
    with Store(version_1), Store(tmp_path / "new.sqlite", create=True):
        pass
    old, new = outline(version_1), outline(tmp_path / "new.sqlite")
    assert sorted(old) == sorted(new)
    for thing, columns in new.items():
        # An added column stands last, and SQLite quotes its default otherwise.
        shapes = [
            sorted((name, kind, needed, key) for _, name, kind, needed, _, key in made)
            if thing[0] != "index"
            else made
            for made in (old[thing], columns)
        ]
        assert shapes[0] == shapes[1], thing


def test_a_migrated_file_takes_new_reports_and_corrections(version_1, make, file):
    with Store(version_1) as store:
        with store.writing() as writer:
            writer.put(make("b"), [file("b")])
            stood = writer.stored("aaaaaaaaaaaa")
            writer.revise(stood)
            assert writer.stored("aaaaaaaaaaaa") == stood
        assert store.report("aaaaaaaaaaaa").source == "reports/aaaaaaaaaaaa.txt"
        assert [head.id for head in store.iter_reports()] == ["b", "aaaaaaaaaaaa"]


def corrected(new):
    """The report with the total of one row put right, and another row's only confirmed."""
    facts = {str(fact.cell): fact for fact in new.report.facts}
    for at, (name, confirmed) in enumerate(
        (("requests.new.total", False), ("requests.granted.total", True)), 1
    ):
        said = Correction(at, "张三", "2026-01-02", "", confirmed)
        facts[name] = replace(facts[name], correction=said, read=facts[name])
    report = replace(new.report, facts=tuple(facts.values()))
    return replace(new, report=report, derived=derive(form("2021"), report.facts))


def test_a_file_of_version_2_learns_what_rests_on_corrections(store, make, file):
    """What the step computes is what the writer writes; the indexes by cell are gone."""
    new = corrected(make("a"))
    with store.writing() as writer:
        for at, action in ((1, "set"), (2, "confirm")):
            writer._connection.exec_driver_sql(
                f"INSERT INTO corrections VALUES ({at}, 'a', 'sha-a', 'x', '{action}', '1', NULL,"
                " NULL, NULL, '张三', '2026', '', NULL, '')"
            )
        writer.put(new, [file("a")])
        writer.put(make("b"), [file("b")])
    resting = sql(store.path, "SELECT * FROM corrected_derived ORDER BY 1, 2")
    marked = sql(
        store.path, "SELECT cell, corrected_parts FROM derived_facts_named WHERE report = 'a'"
    )
    assert {cell: parts for cell, parts in marked if parts} == {
        str(fact.cell): json.dumps(list(map(str, fact.corrected)), separators=(",", ":"))
        for fact in new.derived
        if fact.corrected
    }
    assert 0 < len(resting) < len(marked)
    assert store.derived_of("a") == new.derived
    store.close()
    connection = sqlite3.connect(store.path)
    connection.executescript(
        "DROP TABLE corrected_derived; DROP INDEX facts_without_number; DROP TABLE commits;"
        "CREATE INDEX facts_by_cell ON facts (cell_key, state_code, value, report_key);"
        "CREATE INDEX derived_facts_by_cell"
        " ON derived_facts (cell_key, state_code, value, report_key);"
        "CREATE INDEX printed_rows_by_label"
        " ON printed_rows (label_key, table_id, row_id, report_key);"
        "UPDATE meta SET value = '2' WHERE name = 'schema_version';"
    )
    connection.close()
    with Store(store.path) as again:
        assert again.derived_of("a") == new.derived
    assert sql(store.path, "SELECT * FROM corrected_derived ORDER BY 1, 2") == resting
    indexes = {row[0] for row in sql(store.path, "SELECT name FROM sqlite_master")}
    assert "facts_without_number" in indexes
    assert not indexes & {"facts_by_cell", "derived_facts_by_cell", "printed_rows_by_label"}


def test_states_are_counted_and_doubts_found_without_reading_all_cells(store, put):
    put("a", new=Quantity(State.UNREADABLE, raw="?"))
    put("b", new=Quantity(State.BLANK, raw=""), year=2021)
    counts = store.counts()
    assert counts.facts_by_state == {
        "number": counts.facts - 2,
        "blank": 1,
        "unreadable": 1,
    }
    with store._database.reading() as connection:
        plans = []

        def note(connection, cursor, statement, parameters, context, executemany):
            if statement.startswith("SELECT") and " facts" in statement:
                plans.extend(cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

        event.listen(store._database._engine, "before_cursor_execute", note)
        assert [cell for _, cell in doubtful_cells(connection)] == [
            CellId("requests", "new", "total")
        ]
        event.remove(store._database._engine, "before_cursor_execute", note)
    assert len(plans) > 1
    assert not any(str(plan[-1]) == "SCAN facts" for plan in plans), plans
