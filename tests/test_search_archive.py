"""The archive of the search benchmark is what the store's own writer would have written."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from govreport_search.store import Store

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
REPORTS = 20
OF_ITS_OWN = ("finding_key", "indexed_at", "sequence")
"""Columns in which two stores of the same reports differ; a commit's number has a random step."""

Rows = list[tuple[object, ...]]


@pytest.fixture(autouse=True)
def importable() -> Iterator[None]:
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


def written(path: Path) -> dict[str, Rows]:
    """All that a store holds, but when and under which surrogate key; and how it is laid out."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        held: dict[str, Rows] = {"": database.execute("SELECT * FROM sqlite_master").fetchall()}
        held[""] = sorted((row[0], row[1], row[2], row[4]) for row in held[""])
        for kind, name, *_ in held[""]:
            if kind != "table" or name in ("meta", "sqlite_sequence"):
                continue
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
            named = ", ".join(c for c in columns if c not in OF_ITS_OWN) or "count(*)"
            rows = database.execute(f"SELECT {named} FROM {name}").fetchall()
            held[str(name)] = sorted(rows, key=repr)
    return held


def test_copied_tables_are_those_that_the_writer_writes(tmp_path: Path) -> None:
    from search.archive import add, copy_tables, make, put

    numbers = of_one_body()
    with Store(tmp_path / "copied.sqlite", create=True) as store:
        add(store, 1, numbers, len(numbers), variants=1)
    before = written(tmp_path / "copied.sqlite")
    copy_tables(tmp_path / "copied.sqlite", variants=1)
    with Store(tmp_path / "whole.sqlite", create=True) as store:
        # Of one kind, reports have the numbers of the first.
        put(store, [make(1, number, len(numbers), variants=1) for number in numbers], numbers[0])
    copied, whole = written(tmp_path / "copied.sqlite"), written(tmp_path / "whole.sqlite")
    assert copied.keys() == whole.keys()
    for name in whole:
        assert copied[name] == whole[name], name
    for name in ("facts", "derived_facts", "printed_rows"):
        assert len(before[name]) < len(whole[name])
    codes = {row[2] for row in whole["findings"]}
    assert "same_agency_and_year" in codes
    assert len(codes) > 1


def of_one_body() -> list[int]:
    """Numbers of twenty reports, among them two of one body and year, which the store finds."""
    from search.archive import YEARS, make

    seen: dict[tuple[object, ...], int] = {}
    for number in count(0):
        identity = make(1, number, 1).report.identity
        body = identity.agency, identity.region, identity.year
        if body in seen:
            first, second = (at - at % YEARS for at in (seen[body], number))
            return [
                *range(REPORTS - YEARS),
                *range(first, first + YEARS),
                *range(second, number + 1),
            ]
        seen[body] = number
    raise AssertionError
