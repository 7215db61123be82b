from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from govreport_search.store.ingest import WITHIN
from indexer.discover import discover, found_file, location_of, told_from


def sources(found):
    return [file.source for file in found.files]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.md", "sub/c.TXT", "sub/deep/d.txt", "e.csv", ".hidden.txt"):
        path = Path("reports") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (Path("reports") / ".git").mkdir()
    (Path("reports") / ".git" / "f.txt").write_text("x", encoding="utf-8")
    return Path("reports")


def test_a_folder_gives_its_texts_in_order_and_names_the_rest(folder):
    found = discover(["reports"])
    assert sources(found) == [
        "reports/a.txt",
        "reports/b.md",
        "reports/sub/c.TXT",
        "reports/sub/deep/d.txt",
    ]
    assert found.passed_over == ["reports/e.csv"]
    assert found.refused == []


def test_a_file_named_by_itself_is_tried_whatever_its_kind(folder):
    assert sources(discover(["reports/e.csv", "./reports//a.txt"])) == [
        "reports/e.csv",
        "reports/a.txt",
    ]


def test_a_quoted_glob_is_expanded(folder):
    assert sources(discover(["reports/*.txt"])) == ["reports/a.txt"]
    assert sources(discover(["reports/**/*.txt"])) == ["reports/a.txt", "reports/sub/deep/d.txt"]
    (refused,) = discover(["reports/*.docx"]).refused
    assert (refused.source, refused.code) == ("reports/*.docx", "not_found")


def test_a_file_whose_name_looks_like_a_glob_is_a_file(folder):
    (folder / "[2020].txt").write_text("x", encoding="utf-8")
    assert sources(discover(["reports/[2020].txt"])) == ["reports/[2020].txt"]


def test_one_file_named_in_two_ways_is_read_once(folder):
    found = discover(["reports/a.txt", str(folder.resolve() / "a.txt"), "reports"])
    assert len(found.files) == 4
    assert sources(found)[0] == "reports/a.txt"


def test_what_does_not_exist_is_refused_and_the_rest_found(folder):
    found = discover(["nothing.txt", "reports/a.txt"])
    assert sources(found) == ["reports/a.txt"]
    assert [(r.source, r.code) for r in found.refused] == [("nothing.txt", "not_found")]


def test_links_are_followed_but_not_in_circles(folder):
    try:
        (folder / "sub" / "up").symlink_to(folder.resolve(), target_is_directory=True)
        (folder / "broken.txt").symlink_to(folder / "nowhere.txt")
    except OSError:
        pytest.skip("this system lets only administrators make links")
    found = discover(["reports"])
    assert sources(found) == [
        "reports/a.txt",
        "reports/b.md",
        "reports/sub/c.TXT",
        "reports/sub/deep/d.txt",
    ]
    assert "reports/broken.txt" in found.passed_over
    assert discover(["reports/broken.txt"]).refused[0].code == "not_a_file"


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders on Windows")
def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe.txt")
    assert discover(["reports/pipe.txt"]).refused[0].code == "not_a_file"
    assert "reports/pipe.txt" not in sources(discover(["reports"]))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets names be no Unicode")
def test_a_name_that_is_no_unicode_is_refused_in_words(folder):
    Path(os.fsdecode(b"reports/\xb1\xa8.txt")).write_text("x", encoding="utf-8")
    found = discover(["reports"])
    assert len(found.files) == 4
    assert found.refused[0].code == "bad_file_name"
    found.refused[0].reason.encode("utf-8")


def test_locations_are_absolute_and_without_dots(folder):
    assert location_of("reports/sub/../a.txt") == location_of(folder.resolve() / "a.txt")


def test_files_of_ours_are_named_from_home(tmp_path: Path) -> None:
    """What a name shows to every reader is no path of the server."""
    home, folder = tmp_path / "built", tmp_path / "built" / "uploads"
    inside, beside = folder / "一" / "A.txt", tmp_path / "built" / "uploads-2" / "b.txt"
    for path in (inside, beside):
        path.parent.mkdir(parents=True)
        path.write_text("x", encoding="utf-8")
    found = [told_from(home, folder, file) for file in discover([inside, beside]).files]
    assert [file.source for file in found] == ["uploads/一/A.txt", beside.as_posix()]
    assert [file.location for file in found] == [location_of(inside), location_of(beside)]
    member = told_from(home, folder, found_file(f"{folder}/c.zip{WITHIN}in/d.txt"))
    assert member.source == f"uploads/c.zip{WITHIN}in/d.txt"
