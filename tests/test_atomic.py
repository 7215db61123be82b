"""Files that are replaced whole, and what a reader does meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreport_search import atomic


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "PAUSE", 0)


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "pointer"
    atomic.put(path, b"old")
    with atomic.replacing(path) as file:
        file.write(b"ne")
        file.flush()
        assert path.read_bytes() == b"old"
        file.write(b"w")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_begun_and_failed_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "pointer"
    atomic.put(path, b"old")

    def write() -> None:
        with atomic.replacing(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_others_may_read_what_the_umask_lets_them(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    atomic.put(tmp_path / "pointer", b"")
    assert (tmp_path / "pointer").stat().st_mode == plain.stat().st_mode


def test_an_error_that_passes_is_waited_for() -> None:
    errors = [PermissionError(), FileNotFoundError()]

    def attempt() -> str:
        if errors:
            raise errors.pop()
        return "read"

    assert atomic.again(attempt) == "read"


def test_an_error_that_stays_is_raised_and_another_at_once() -> None:
    tries = []

    def busy() -> None:
        tries.append(1)
        raise PermissionError

    def broken() -> None:
        tries.append(1)
        raise IsADirectoryError

    with pytest.raises(PermissionError):
        atomic.again(busy)
    assert len(tries) == atomic.ATTEMPTS
    tries.clear()
    with pytest.raises(IsADirectoryError):
        atomic.again(broken)
    assert len(tries) == 1
