"""An index folder that may only be read (shared, on a disc) answers like any other."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path, PureWindowsPath
from urllib.parse import quote

import pytest
from sample_world import SampleIndex
from sqlalchemy import event

import govreport_search as g
from govreport_search.errors import StoreError
from govreport_search.settings import Settings
from govreport_search.store import SourceFile, Store
from govreport_search.store.database import _address
from indexer.build import build


@pytest.fixture
def only_reading(sample_index: SampleIndex, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample index to a process that may not write: root, who runs tests, always may."""
    allowed = os.access

    def access(path: str | Path, mode: int) -> bool:
        return not mode & os.W_OK and allowed(path, mode)

    monkeypatch.setattr(os, "access", access)
    return sample_index.index_dir


def test_a_folder_that_may_only_be_read_is_searched_and_left_alone(
    only_reading: Path, sample_index: SampleIndex
) -> None:
    before = sorted(path.name for path in only_reading.iterdir())
    with g.open(only_reading) as library:
        assert library.search("公开").total_hits > 0
        assert len(list(library.reports())) == len(sample_index.reports)
        assert sorted(path.name for path in only_reading.iterdir()) == before
        with pytest.raises(StoreError) as caught:
            library.remove([library.search("公开").hits[0].report])
    assert caught.value.code == "store_read_only"
    assert sorted(path.name for path in only_reading.iterdir()) == before


def test_a_new_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    with Store(tmp_path / "new" / "reports.sqlite", create=True) as store:
        assert store.sequence() == 0


def test_any_folder_can_hold_a_store(tmp_path: Path) -> None:
    path = tmp_path / "馆藏 100% #1?a=b&mode=ro" / "reports.sqlite"
    Store(path, create=True).close()
    with Store(path) as store, store.writing():
        assert store.version() > 0
    assert [one.name for one in tmp_path.iterdir()] == [path.parent.name]
    share = PureWindowsPath(r"\\机器\共享 1\reports.sqlite")
    assert _address(share) == f"file:////{quote('机器/共享 1/reports.sqlite')}"


def test_a_full_disk_is_called_one(tmp_path: Path) -> None:
    path = tmp_path / "reports.sqlite"
    with Store(path, create=True) as store:
        event.listen(
            store._database._engine,
            "connect",
            lambda connection, _: connection.execute("PRAGMA max_page_count = 1"),
        )
        store._database._engine.dispose()

        def fill() -> None:
            with store.writing() as writer:
                for number in range(2_000):
                    file = SourceFile(f"/{number}", str(number), "", 0)
                    writer.reject(file, "empty", "空" * 1_000)

        with pytest.raises(StoreError) as caught:
            fill()
    assert caught.value.code == "store_full"
    assert "删除" not in caught.value.remedy


@pytest.mark.parametrize("left", [0, 4096])
def test_a_store_that_lost_everything_is_refused_and_left_alone(
    sample_index: SampleIndex, tmp_path: Path, left: int
) -> None:
    """A power failure may leave a file of no length, or of a first page that holds nothing."""
    folder = tmp_path / "index"
    shutil.copytree(sample_index.index_dir, folder)
    for path in folder.glob("reports.sqlite*"):
        path.unlink()
    path = folder / "reports.sqlite"
    path.touch()
    if left:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    before = contents(folder)
    assert before["reports.sqlite"] == path.read_bytes()
    assert len(before["reports.sqlite"]) == left
    for _ in range(2):
        with pytest.raises(StoreError, match="备份") as caught:
            g.open(folder)
        assert caught.value.code == "store_empty"
    with pytest.raises(StoreError) as caught:
        build([folder / "nothing.txt"], Settings(index_dir=folder))
    assert caught.value.code == "store_empty"
    assert contents(folder) == before


def test_a_folder_in_which_nothing_was_built_yet_is_begun(tmp_path: Path) -> None:
    """What a run leaves that was ended before it made the first table."""
    (tmp_path / "reports.sqlite").touch()
    build([tmp_path / "nothing.txt"], Settings(index_dir=tmp_path))
    with Store(tmp_path / "reports.sqlite") as store:
        assert store.counts().reports == 0


def test_a_store_that_goes_while_it_is_open_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "reports.sqlite"
    Store(path, create=True).close()
    with Store(path) as store:
        store._database._engine.dispose()
        for one in tmp_path.glob("reports.sqlite*"):
            one.unlink()
        with pytest.raises(StoreError):
            store.counts()
    assert not path.exists()


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
