"""What only an engine with files can get wrong: damage, locks, crashes, merging."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from govreport_search.engines.protocol import Manifest, ReportTexts
from govreport_search.engines.scan import ScanEngine
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.errors import EngineError

PHRASES = ("公开", "0", "不予公开", "公", "件,0", "行政复议1", "无此词")


def manifest(sequence: int = 1) -> Manifest:
    return Manifest(WhooshEngine.schema, 1, "store", sequence)


def reports(keys: range, word: str = "不予公开") -> list[ReportTexts]:
    return [
        ReportTexts(
            key,
            [
                (key * 10, f"{word}{key}件,{'0,' * (key % 3)}主动公开"),
                (key * 10 + 1, f"行政复议{key}件"),
            ],
        )
        for key in keys
    ]


def fill(engine: WhooshEngine | ScanEngine) -> None:
    """Two segments, deletions in the older one."""
    engine.update(reports(range(1, 30)), [], manifest(1))
    engine.update(reports(range(27, 33), "部分公开"), [3, 4], manifest(2))


def answers(engine: WhooshEngine | ScanEngine) -> list[tuple[list[int], list[int]]]:
    matches = [engine.find(phrase) for phrase in PHRASES]
    return [(m.sections.tolist(), m.counts.tolist()) for m in matches]


@pytest.fixture(scope="module")
def truth() -> list[tuple[list[int], list[int]]]:
    oracle = ScanEngine()
    fill(oracle)
    return answers(oracle)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "whoosh"
    engine = WhooshEngine(path)
    fill(engine)
    assert len(engine.snapshot().segments) == 2
    engine.close()
    return path


def damages(size: int) -> Iterator[tuple[str, int]]:
    for position in {0, 1, size // 2, size - 9, size - 1} & set(range(size)):
        yield "cut", position
    step = max(size // 60, 1)
    for position in range(0, size, step):
        yield "flip", position


def damage(path: Path, kind: str, position: int) -> None:
    data = bytearray(path.read_bytes())
    if kind == "cut":
        del data[position:]
    else:
        data[position] ^= 0x41
    path.write_bytes(data)


def refusal(act: Callable[..., None], *arguments: object) -> EngineError | None:
    try:
        act(*arguments)
    except EngineError as error:
        return error
    return None


def assert_answers(engine: WhooshEngine, truth: list[tuple[list[int], list[int]]]) -> None:
    assert answers(engine) == truth


def index_files(path: Path, pattern: str) -> list[Path]:
    return sorted(path.glob(f"g*/{pattern}"))


@pytest.mark.parametrize("pattern", ["*.grm", "*.sym", "*.toc", "../CURRENT"])
def test_damage_is_an_error_and_never_a_wrong_answer(
    built: Path, truth: list[tuple[list[int], list[int]]], tmp_path: Path, pattern: str
) -> None:
    refused = tried = 0
    for original in index_files(built, pattern):
        for kind, position in damages(original.stat().st_size):
            copy = tmp_path / "whoosh"
            shutil.copytree(built, copy)
            damage(copy / original.relative_to(built), kind, position)
            engine = WhooshEngine(copy)
            tried += 1
            error = refusal(assert_answers, engine, truth)
            if error is not None:
                refused += 1
                assert error.code == "engine_damaged"
                assert "govreport rebuild" in error.remedy
            engine.close()
            shutil.rmtree(copy)
    assert tried > 5
    assert refused > tried / 3


@pytest.mark.parametrize("pattern", ["*.col", "*.trm", "*.pst", "*.grm", "*.sym"])
def test_merging_damaged_segments_is_an_error_or_right(
    built: Path, tmp_path: Path, pattern: str
) -> None:
    oracle = ScanEngine()
    fill(oracle)
    oracle.update(reports(range(40, 80)), [], manifest(3))
    files = index_files(built, pattern)
    assert files
    for original in files:
        for kind, position in damages(original.stat().st_size):
            copy = tmp_path / "whoosh"
            shutil.copytree(built, copy)
            damage(copy / original.relative_to(built), kind, position)
            engine = WhooshEngine(copy)
            error = refusal(engine.update, reports(range(40, 80)), [], manifest(3))
            if error is None:
                assert len(engine.snapshot().segments) == 1
                assert answers(engine) == answers(oracle), (kind, position)
            else:
                assert error.code == "engine_damaged"
                assert engine.manifest() == manifest(2)
            engine.close()
            shutil.rmtree(copy)


@pytest.mark.parametrize("pattern", ["*.grm", "*.sym", "*.toc"])
def test_a_lost_file_is_an_error(built: Path, tmp_path: Path, pattern: str) -> None:
    copy = shutil.copytree(built, tmp_path / "whoosh")
    index_files(copy, pattern)[0].unlink()
    with pytest.raises(EngineError) as caught:
        WhooshEngine(copy).find("公开")
    assert caught.value.code == "engine_damaged"


def test_a_damaged_index_can_be_rebuilt(built: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(built, tmp_path / "whoosh")
    for file in index_files(copy, "*"):
        damage(file, "cut", 0)
    engine = WhooshEngine(copy)
    engine.rebuild(reports(range(1, 3)), manifest(9))
    assert engine.manifest() == manifest(9)
    assert engine.find("不予公开").sections.tolist() == [10, 20]


def test_merging_keeps_deleted_sections_out_and_the_number_of_segments_small(
    tmp_path: Path,
) -> None:
    engine, oracle = WhooshEngine(tmp_path / "whoosh"), ScanEngine()
    for step in range(40):
        for each in (engine, oracle):
            each.update(reports(range(step, step + 3)), [step - 2], manifest(step))
        assert answers(engine) == answers(oracle)
        assert len(engine.snapshot().segments) <= 7
    engine.update([], range(100), manifest(99))
    assert engine.snapshot().segments == ()
    assert engine.find("公开").sections.tolist() == []


def test_a_small_update_leaves_large_segments_alone(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "whoosh")
    engine.update(reports(range(100)), [], manifest(1))
    large = engine.snapshot().segments[0].name
    engine.update(reports(range(98, 103)), [5], manifest(2))
    assert large in [segment.name for segment in engine.snapshot().segments]


def test_a_segment_of_many_blocks_answers_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govreport_search.engines.whoosh.codec.BLOCK_CHARACTERS", 50)
    engine, oracle = WhooshEngine(tmp_path / "whoosh"), ScanEngine()
    for each in (engine, oracle):
        each.rebuild(reports(range(60)), manifest(1))
        each.update(reports(range(3)), [7, 8, 20], manifest(2))
    assert len(engine.snapshot().segments[0].parts) == 1
    assert answers(engine) == answers(oracle)


def test_a_second_writer_waits_and_then_gives_up(tmp_path: Path) -> None:
    path = tmp_path / "whoosh"
    inside, leave = threading.Event(), threading.Event()

    def slow() -> Iterator[ReportTexts]:
        inside.set()
        leave.wait(30)
        yield from reports(range(2))

    first = WhooshEngine(path)
    writer = threading.Thread(target=first.rebuild, args=(slow(), manifest(1)))
    writer.start()
    assert inside.wait(30)
    with pytest.raises(EngineError) as caught:
        WhooshEngine(path, lock_timeout=0.2).update([], [], manifest(2))
    assert caught.value.code == "engine_locked"

    patient = WhooshEngine(path, lock_timeout=30)
    second = threading.Thread(target=patient.update, args=(reports(range(5, 6)), [], manifest(2)))
    second.start()
    leave.set()
    writer.join(30)
    second.join(30)
    assert first.find("不予公开").sections.tolist() == [0, 10, 50]


def test_readers_see_whole_commits_while_others_write(tmp_path: Path) -> None:
    """Every commit holds five reports with the word of its number, or none of them."""
    path = tmp_path / "whoosh"
    WhooshEngine(path).rebuild(reports(range(5), "第0次"), manifest(0))
    failures: list[object] = []
    stop = threading.Event()

    def read() -> None:
        engine = WhooshEngine(path)
        while not stop.is_set():
            snapshot = engine.snapshot()
            number = snapshot.manifest.store_sequence
            found = snapshot.find(f"第{number}次").sections.tolist()
            if found != [0, 10, 20, 30, 40]:
                failures.append((number, found))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    writer = WhooshEngine(path)
    for number in range(1, 25):
        change = writer.rebuild if number % 5 == 0 else writer.update
        arguments = [reports(range(5), f"第{number}次"), manifest(number)]
        if number % 5:
            arguments.insert(1, [])
        change(*arguments)
    stop.set()
    for reader in readers:
        reader.join(30)
    assert failures == []


CRASH = """
import os, sys
from pathlib import Path
from govreport_search.engines.protocol import Manifest, ReportTexts
from govreport_search.engines.whoosh import WhooshEngine
def texts():
    yield ReportTexts(90, [(900, "公开")])
    os._exit(3)
engine = WhooshEngine(Path(sys.argv[1]))
write = {"update": lambda: engine.update(texts(), [1], Manifest(engine.schema, 1, "store", 7)),
         "rebuild": lambda: engine.rebuild(texts(), Manifest(engine.schema, 1, "store", 7))}
write[sys.argv[2]]()
"""


@pytest.mark.parametrize("kind", ["update", "rebuild"])
def test_a_crash_leaves_the_last_commit_and_the_next_write_cleans_up(
    built: Path, truth: list[tuple[list[int], list[int]]], tmp_path: Path, kind: str
) -> None:
    copy = shutil.copytree(built, tmp_path / "whoosh")
    done = subprocess.run([sys.executable, "-c", CRASH, str(copy), kind], check=False)
    assert done.returncode == 3
    engine = WhooshEngine(copy)
    assert engine.manifest() == manifest(2)
    assert answers(engine) == truth
    engine.update(reports(range(200, 201)), [], manifest(3))
    engine.rebuild(reports(range(1)), manifest(4))
    assert [path.name for path in sorted(copy.iterdir())][:2] == ["CURRENT", "WRITELOCK"]
    assert len(list(copy.glob("g*"))) == 1
    assert not list(copy.rglob("*.tmp"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder we cannot write")
def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EngineError, match="无法写入"):
        WhooshEngine(tmp_path / "whoosh").rebuild([], manifest())


def test_too_little_memory_is_no_damage(tmp_path: Path) -> None:
    """What is called damaged is built anew, which takes even more."""

    def greedy() -> Iterator[ReportTexts]:
        yield ReportTexts(1, Greedy())

    class Greedy(list[tuple[int, str]]):
        def __iter__(self) -> Iterator[tuple[int, str]]:
            raise MemoryError

    engine = WhooshEngine(tmp_path / "whoosh")
    engine.rebuild(reports(range(2)), manifest(1))
    with pytest.raises(EngineError) as caught:
        engine.update(greedy(), [], manifest(2))
    assert caught.value.code == "engine_memory"
    assert engine.manifest() == manifest(1)


def test_a_path_that_is_a_file_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "whoosh"
    path.write_text("no folder", encoding="utf-8")
    with pytest.raises(EngineError, match="无法写入"):
        WhooshEngine(path).rebuild([], manifest())


def test_an_index_deleted_and_made_anew_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "whoosh"
    reader = WhooshEngine(path)
    for word in ("不予公开", "主动公开"):
        shutil.rmtree(path, ignore_errors=True)
        assert reader.manifest() is None
        WhooshEngine(path).rebuild([ReportTexts(1, [(10, word)])], manifest())
        assert reader.find(word).sections.tolist() == [10]


def test_an_index_of_another_layout_is_outdated(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "whoosh")
    old = Manifest(engine.schema + 1, 1, "store", 1)
    engine.rebuild(reports(range(2)), old)
    assert engine.manifest() == old
    with pytest.raises(EngineError) as caught:
        engine.find("公开")
    assert caught.value.code == "engine_outdated"


def test_the_file_can_be_used_as_it_lies(built: Path) -> None:
    """Little-endian arrays on multiples of eight bytes: what memory mapping needs."""
    segments = WhooshEngine(built).snapshot().segments
    assert any(segment.parts for segment in segments)
    for segment in segments:
        for part in segment.parts:
            postings = part.postings
            for checked in (part.sections, part.reports, postings.keys, postings.positions):
                array = checked.whole()
                assert array.ctypes.data % 8 == 0
                assert array.dtype.newbyteorder("<") == array.dtype
                assert not array.flags.owndata
            assert np.all(np.diff(postings.keys.whole().astype(object)) > 0)


def touched(engine: WhooshEngine) -> int:
    return sum(part.postings.touched for s in engine.snapshot().segments for part in s.parts)


def test_a_search_touches_about_as_much_as_its_rarest_pair(tmp_path: Path) -> None:
    """Counted work: a rare pair of characters beside ones that stand everywhere."""
    engine = WhooshEngine(tmp_path / "whoosh")
    common = "政府信息公开工作年度报告" * 20
    texts = [ReportTexts(key, [(key * 10, common)]) for key in range(300)]
    texts.append(ReportTexts(300, [(3000, common + "政府信息公开工作霁月")]))
    engine.rebuild(texts, manifest())
    for phrase, most in (("公开工作霁月", 10), ("信息公开工作霁", 10), ("霁月政府信息", 10)):
        before = touched(engine)
        engine.find(phrase)
        assert touched(engine) - before <= most, phrase
    before = touched(engine)
    assert len(engine.find("政府信息公开").sections) == 301
    frequent = touched(engine) - before
    assert frequent >= 6000
    assert frequent <= 3 * 6100, "each pair looks up no more than the rarest one holds"


def test_a_commit_leaves_no_files_of_its_own_making(built: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(built, tmp_path / "whoosh")
    done = subprocess.run([sys.executable, "-c", CRASH, str(copy), "update"], check=False)
    assert done.returncode == 3
    engine = WhooshEngine(copy)
    engine.update(reports(range(200, 201)), [], manifest(3))
    segments = {segment.name for segment in engine.snapshot().segments}
    left = {path.name.partition(".")[0] for path in copy.glob("g*/*.[gs][ry]m*")}
    assert left == segments
    assert not list(copy.rglob("*.tmp"))
