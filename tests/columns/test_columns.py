"""Columns say what was put in, after any sequence of writes, and are never silently wrong."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from columns_world import CELL_NAMES, Model, Row, assert_says, segment
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from govreport_search.columns import Columns
from govreport_search.columns.array_file import ArrayFile, write_arrays
from govreport_search.columns.manifest import ColumnManifest
from govreport_search.columns.snapshot import ColumnSnapshot
from govreport_search.errors import EngineError

NAMES = st.sampled_from(["", "甲", "乙局", "z", "\ud800"])
CELL = st.tuples(st.integers(0, 5), st.sampled_from([None, 0.0, 1.0, 2.5]))
CELLS = st.dictionaries(st.sampled_from(sorted(CELL_NAMES)), CELL)
ROWS = st.builds(
    Row,
    year=st.sampled_from([None, 2019, 2020]),
    names=st.tuples(NAMES, NAMES, NAMES, NAMES),
    region=st.sampled_from([None, "", "云省", "云省/霞市"]),
    form=st.sampled_from(["", "2021"]),
    sections=st.lists(
        st.tuples(st.sampled_from(["front", "overview"]), st.integers(0, 99)), max_size=3
    ).map(tuple),
    cells=CELLS,
    computed=CELLS,
    labels=st.lists(
        st.sampled_from([("t", "new", "一、新收"), ("t", "new", "新\x1f收"), ("u", "old", "")]),
        max_size=3,
    ).map(tuple),
)


class ColumnMachine(RuleBasedStateMachine):
    """Any sequence of writes against a dictionary; earlier snapshots stay as they were."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.columns = Columns(Path(self.folder.name) / "columns")
        self.model: Model = {}
        self.key = self.sequence = 0
        self.earlier: list[tuple[ColumnSnapshot, Model]] = []
        assert self.columns.snapshot() is None
        self.columns.rebuild([], "store", 0)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.columns.close()
            self.earlier.clear()
            self.folder.cleanup()

    def made(self, rows: list[Row]) -> Model:
        """Reports of a store: keys grow and are never used twice."""
        start, self.key = self.key + 1, self.key + len(rows)
        return dict(enumerate(rows, start))

    @rule(parts=st.lists(st.lists(ROWS, max_size=3), max_size=3), data=st.data())
    def update(self, parts: list[list[Row]], data: st.DataObject) -> None:
        gone = data.draw(st.lists(st.sampled_from([*sorted(self.model), 10**9]), max_size=4))
        fresh = [self.made(rows) for rows in parts]
        self.sequence += 1
        base = self.current().manifest
        self.columns.update(base, (segment(part) for part in fresh), gone, self.sequence)
        self.model = {key: row for key, row in self.model.items() if key not in gone}
        for part in fresh:
            self.model |= part

    @rule(size=st.integers(1, 4))
    def rebuild(self, size: int) -> None:
        self.sequence += 1
        keys = sorted(self.model)
        parts = [
            {key: self.model[key] for key in keys[at : at + size]}
            for at in range(0, len(keys), size)
        ]
        self.columns.rebuild(map(segment, parts), "store", self.sequence)

    @rule()
    def remember(self) -> None:
        self.earlier.append((self.current(), dict(self.model)))

    @rule()
    def reopen(self) -> None:
        self.columns.close()
        self.columns = Columns(Path(self.folder.name) / "columns")

    @rule(rows=st.lists(ROWS, max_size=2))
    def fail(self, rows: list[Row]) -> None:
        def broken() -> Iterator[dict[str, np.ndarray]]:
            yield segment(dict(enumerate(rows, 10**6)))
            raise RuntimeError("the store went away")

        base = self.current().manifest
        with pytest.raises(RuntimeError, match="went away"):
            self.columns.update(base, broken(), list(self.model), 99)
        with pytest.raises(RuntimeError, match="went away"):
            self.columns.rebuild(broken(), "other", 99)

    def current(self) -> ColumnSnapshot:
        snapshot = self.columns.snapshot()
        assert snapshot is not None
        return snapshot

    @invariant()
    def exact(self) -> None:
        if not hasattr(self, "columns"):
            return
        snapshot = self.current()
        assert (snapshot.manifest.store_id, snapshot.manifest.sequence) == ("store", self.sequence)
        assert_says(snapshot, self.model)
        for before, model in self.earlier:
            assert_says(before, model)
        on_disk = {path.name for path in Path(self.folder.name).glob("columns/*.arr")}
        assert on_disk == set(snapshot.manifest.segments)
        assert len(on_disk) <= 1 + math.log2(len(self.model) + 1)


TestColumns = ColumnMachine.TestCase
TestColumns.settings = settings(
    max_examples=30, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)


def row(number: int, labels: int = 2) -> Row:
    return Row(
        year=2000 + number % 20,
        names=("province", "department", "", f"第{number}局"),
        region="云省",
        form="2021",
        sections=(("overview", number), ("other", 7)),
        cells={1: (0, float(number)), 2: (1, None)},
        computed={3: (0, 0.5)},
        labels=tuple(("t", f"r{at}", f"第{at}行") for at in range(labels)),
    )


def reports(keys: range) -> Model:
    return {key: row(key) for key in keys}


def built(path: Path) -> Model:
    """Two segments, removed reports in the older one."""
    columns = Columns(path)
    columns.rebuild([segment(reports(range(1, 40)))], "store", 1)
    add(columns, range(40, 45), [3, 4])
    snapshot = columns.snapshot()
    assert snapshot is not None
    assert len(snapshot.segments) == 2
    columns.close()
    return {key: one for key, one in reports(range(1, 45)).items() if key not in (3, 4)}


def add(columns: Columns, keys: range, remove: list[int] | None = None) -> None:
    snapshot = columns.snapshot()
    assert snapshot is not None
    base = snapshot.manifest
    columns.update(base, [segment(reports(keys))], remove or [], base.sequence + 1)


def damages(size: int) -> Iterator[tuple[str, int]]:
    for position in sorted({0, 1, size // 2, size - 9, size - 1} & set(range(size))):
        yield "cut", position
    for position in {*range(0, size, max(size // 80, 1)), *range(max(size - 40, 0), size)}:
        yield "flip", position


def damage(path: Path, kind: str, position: int) -> None:
    data = bytearray(path.read_bytes())
    if kind == "cut":
        del data[position:]
    else:
        data[position] ^= 0x41
    path.write_bytes(data)


def refusal(path: Path, model: Model) -> EngineError | None:
    try:
        snapshot = Columns(path).snapshot()
        assert snapshot is not None
        assert_says(snapshot, model)
    except EngineError as error:
        return error
    return None


def test_damage_is_an_error_and_never_a_wrong_answer(tmp_path: Path) -> None:
    sound = tmp_path / "sound"
    model = built(sound)
    refused = tried = 0
    for original in sorted([*sound.glob("*.arr"), sound / "CURRENT.json"]):
        for kind, position in damages(original.stat().st_size):
            copy = tmp_path / "copy"
            shutil.copytree(sound, copy)
            damage(copy / original.name, kind, position)
            tried += 1
            error = refusal(copy, model)
            if error is not None:
                refused += 1
                assert error.code == "columns_damaged"
                assert "govreport rebuild" in (error.remedy or "")
            shutil.rmtree(copy)
    assert refused > tried * 0.8


def test_a_missing_file_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govreport_search.atomic.PAUSE", 0.001)
    built(tmp_path)
    next(tmp_path.glob("*.arr")).unlink()
    with pytest.raises(EngineError) as caught:
        Columns(tmp_path).snapshot()
    assert caught.value.code == "columns_damaged"


@pytest.mark.parametrize("damaged", ["CURRENT.json", "*.arr"])
def test_a_damaged_folder_can_be_made_anew(tmp_path: Path, damaged: str) -> None:
    built(tmp_path)
    for path in tmp_path.glob(damaged):
        damage(path, "cut", 5)
    columns = Columns(tmp_path)
    columns.rebuild([segment(reports(range(5, 9)))], "store", 3)
    snapshot = columns.snapshot()
    assert snapshot is not None
    assert_says(snapshot, reports(range(5, 9)))
    assert {p.name for p in tmp_path.glob("*.arr")} == set(snapshot.manifest.segments)


@pytest.mark.parametrize("version", ["LAYOUT_VERSION", "FOLD_VERSION"])
def test_another_version_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    with monkeypatch.context() as older:
        older.setattr(f"govreport_search.columns.folder.{version}", 0)
        columns = Columns(tmp_path)
        columns.rebuild([segment(reports(range(1, 3)))], "store", 1)
    assert Columns(tmp_path).snapshot() is None


CRASH = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from columns_world import segment
from test_columns import reports
from govreport_search.columns import Columns, folder
columns = Columns(Path(sys.argv[1]))
base = columns.snapshot().manifest
if sys.argv[2] == "before the manifest":
    folder.write_manifest = lambda *_: os._exit(3)
def parts():
    yield segment(reports(range(100, 190)))
    if sys.argv[2] == "between segments":
        os._exit(3)
columns.update(base, parts(), [1, 2], 7)
"""


@pytest.mark.parametrize("moment", ["between segments", "before the manifest"])
def test_a_crash_leaves_whole_commits_and_the_next_write_cleans_up(
    tmp_path: Path, moment: str
) -> None:
    model = built(tmp_path)
    here = str(Path(__file__).parent)
    done = subprocess.run([sys.executable, "-c", CRASH, str(tmp_path), moment, here], check=False)
    assert done.returncode == 3
    columns = Columns(tmp_path, lock_timeout=1)
    snapshot = columns.snapshot()
    assert snapshot is not None
    assert len(list(tmp_path.glob("*.arr"))) > len(snapshot.manifest.segments)
    assert_says(snapshot, model)
    add(columns, range(45, 46))
    after = columns.snapshot()
    assert after is not None
    assert_says(after, model | reports(range(45, 46)))
    assert {p.name for p in tmp_path.glob("*.arr")} == set(after.manifest.segments)
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix != ".arr") == [
        "CURRENT.json",
        "WRITELOCK",
    ]


def test_a_writer_that_comes_too_late_changes_nothing(tmp_path: Path) -> None:
    """Two writers bring the columns up from the same commit: the second one's work is done."""
    model = built(tmp_path)
    one, other = Columns(tmp_path), Columns(tmp_path)
    snapshot = other.snapshot()
    assert snapshot is not None
    add(one, range(45, 50))
    other.update(snapshot.manifest, [segment(reports(range(45, 50)))], [], 3)
    now = other.snapshot()
    assert now is not None
    assert_says(now, model | reports(range(45, 50)))


def test_a_second_writer_waits_and_then_gives_up(tmp_path: Path) -> None:
    built(tmp_path)
    inside, leave = threading.Event(), threading.Event()

    def slow() -> Iterator[dict[str, np.ndarray]]:
        inside.set()
        leave.wait(30)
        yield segment(reports(range(1, 3)))

    writer = threading.Thread(target=Columns(tmp_path).rebuild, args=(slow(), "store", 9))
    writer.start()
    assert inside.wait(30)
    with pytest.raises(EngineError) as caught:
        Columns(tmp_path, lock_timeout=0.1).rebuild([], "store", 10)
    assert caught.value.code == "engine_locked"
    leave.set()
    writer.join(30)
    snapshot = Columns(tmp_path).snapshot()
    assert snapshot is not None
    assert_says(snapshot, reports(range(1, 3)))


def test_readers_see_whole_commits_while_others_write(tmp_path: Path) -> None:
    """Commit n holds the reports 1 to 3 n; the manifest says which one it is."""
    writer = Columns(tmp_path)
    writer.rebuild([segment(reports(range(1, 4)))], "store", 1)
    failures: list[object] = []
    stop = threading.Event()

    def read() -> None:
        columns = Columns(tmp_path)
        while not stop.is_set():
            try:
                snapshot = columns.snapshot()
                assert snapshot is not None
                number = snapshot.manifest.sequence
                assert_says(snapshot, reports(range(1, 3 * number + 1)))
            except BaseException as error:
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(2, 20):
        add(writer, range(3 * number - 2, 3 * number + 1))
        if number % 5 == 0:
            whole = reports(range(1, 3 * number + 1))
            writer.rebuild([segment(whole)], "store", number)
    stop.set()
    for reader in readers:
        reader.join(30)
    assert failures == []


def test_a_small_update_writes_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in reports written: +100 into 5,000, time after time."""
    written: list[int] = []

    def counting(path: Path, arrays: Iterator[tuple[str, np.ndarray]]) -> None:
        every = dict(arrays)
        written.append(len(every["key"]))
        write_arrays(path, every.items())

    monkeypatch.setattr("govreport_search.columns.folder.write_arrays", counting)
    columns = Columns(tmp_path)
    columns.rebuild([segment(reports(range(1, 5001)))], "store", 1)
    first = columns.snapshot()
    assert first is not None
    large = first.segments[0].name
    written.clear()
    add(columns, range(5001, 5101), [7])
    assert written == [100]
    for start in range(5101, 8001, 100):
        add(columns, range(start, start + 100))
        now = columns.snapshot()
        assert now is not None
        assert large in now.manifest.segments
        assert len(now.manifest.segments) <= 7
    assert sum(written) <= 3000 * (1 + math.log2(30)), "each is rewritten once in a doubling"


def test_what_is_half_removed_is_written_anew(tmp_path: Path) -> None:
    columns = Columns(tmp_path)
    columns.rebuild([segment(reports(range(1, 101)))], "store", 1)
    add(columns, range(101, 102), [*range(1, 50)])
    now = columns.snapshot()
    assert now is not None
    assert len(now.manifest.removed) == 49
    add(columns, range(102, 103), [*range(50, 60)])
    now = columns.snapshot()
    assert now is not None
    assert now.manifest.removed == ()
    assert_says(now, reports(range(60, 103)))


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "columns"
    path.write_text("no folder", encoding="utf-8")
    with pytest.raises(EngineError, match="无法写入"):
        Columns(path).rebuild([], "store", 1)
    with pytest.raises(EngineError, match="无法读取"):
        Columns(path).snapshot()


def test_arrays_are_used_as_they_lie(tmp_path: Path) -> None:
    """One segment without removed reports is mapped, not copied."""
    columns = Columns(tmp_path)
    columns.rebuild([segment(reports(range(1, 50)))], "store", 1)
    snapshot = columns.snapshot()
    assert snapshot is not None
    arrays = (snapshot.key, snapshot.year, snapshot.section_key, snapshot.section_report)
    for array in (*arrays, *snapshot.cell("requests.new.total"), snapshot.column("level").codes):
        assert not array.flags.owndata
        assert not array.flags.writeable
        assert array.ctypes.data % 8 == 0


def test_a_manifest_keeps_what_it_is_given(tmp_path: Path) -> None:
    file = tmp_path / "x.arr"
    write_arrays(file, [("a", np.arange(3)), ("b", np.empty((0, 2))), ("c", np.ones((2, 2)))])
    stored = ArrayFile(file)
    assert list(stored) == ["a", "b", "c"]
    assert stored["a"].tolist() == [0, 1, 2]
    assert stored["b"].shape == (0, 2)
    assert stored["c"].tolist() == [[1, 1], [1, 1]]
    assert ColumnManifest(1, 1, "s", 2).removed == ()
