"""The cache is kept within its bound."""

from __future__ import annotations

import os

import pytest

from govreport_search.errors import UserError
from govreport_search.settings import DEFAULT_CACHE_MEGABYTES, Settings
from indexer.build import build
from indexer.trim import trim


def test_what_was_not_used_for_longest_goes_first(tmp_path):
    for name, used in (("a/new", 400), ("a/old", 100), ("b/read-lately", 300), ("b/older", 200)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (used, 50 if "read" in name else used))
    trim(tmp_path, 400)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 4
    trim(tmp_path, 250)
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["new", "read-lately"]
    trim(tmp_path / "nothing", 0)


def test_a_run_leaves_no_more_than_was_allowed(tmp_path, write):
    settings = Settings(tmp_path / "index", cache_megabytes=1)
    kept = settings.cache_path / "ocr"
    kept.mkdir(parents=True)
    for number in range(4):
        (kept / str(number)).write_bytes(bytes(400_000))
    build([write("a.txt")], settings)
    assert len(list(kept.iterdir())) == 2


def test_the_bound_is_a_setting():
    assert Settings.load("x", {}).cache_megabytes == DEFAULT_CACHE_MEGABYTES
    assert Settings.load("x", {"GOVREPORT_CACHE_MB": "5"}).cache_megabytes == 5
    with pytest.raises(UserError, match="GOVREPORT_CACHE_MB"):
        Settings.load("x", {"GOVREPORT_CACHE_MB": "5 GB"})
