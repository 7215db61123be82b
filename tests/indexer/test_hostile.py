"""Hostile and broken files in one batch with good ones: each is refused once, in words, in time.

Every row of the published table of such files is here, and more of our own. The batch runs as
users run it, through ``build``: worker processes, limits, store.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

import hostile_office
import hostile_paper
import hostile_text
import pytest
from optional_part import needs_ocr

from indexer.build import build
from indexer.limit import GIB, Limits

LIMITS = Limits(int(1.5 * GIB), seconds=20, per_megabyte=5, most=60, resident=GIB // 2)
"""Narrower than in use: what comes near is found here first."""

GOOD = 6


def run(settings, reports, write, files, **options):
    """Rejections by file name, after a batch of these files among good ones."""
    for number in range(GOOD):
        write(f"{'acegik'[number]}-good.txt", year=2012 + number)
    for name, (data, _) in files.items():
        (reports / name).write_bytes(data)
    begin = time.monotonic()
    summary = build([reports], settings, jobs=2, limits=LIMITS, **options)
    took = time.monotonic() - begin
    rejected = {}
    for rejection in summary.rejected:
        name = rejection.source.rpartition("reports/")[2].partition("!/")[0]
        rejected.setdefault(name, []).append(rejection)
    assert summary.indexed == GOOD, "the good ones are read, whatever lies beside them"
    return rejected, took


def judge(files, rejected):
    wrong = {}
    for name, (_, codes) in files.items():
        found = rejected.pop(name, [])
        if "!" not in name and len(found) != 1:
            wrong[name] = f"{len(found)} rejections"
        elif not {one.code for one in found} <= codes:
            wrong[name] = f"{found[0].code}: {found[0].reason[:160]}"
        elif not all(said(one, name) for one in found):
            wrong[name] = f"unclear: {found[0].reason}"
    assert wrong == {}
    assert rejected == {}, "nothing else is refused"


def said(rejection, name):
    """The file, the cause and what to do, in Chinese."""
    words = rejection.reason
    return name in words and "。" in words and len(re.findall(r"[\u4e00-\u9fff]", words)) >= 8


SETS = (
    hostile_office.documents,
    hostile_office.workbooks,
    hostile_office.archives,
    hostile_paper.papers,
    hostile_paper.images,
    hostile_text.pages,
    hostile_text.texts,
)


def test_hostile_files_cost_only_themselves(settings, reports, write):
    """All in one batch: a worker that one has weakened reads the next."""
    sets = [make() for make in SETS]
    files = {name: file for some in sets for name, file in some.items()}
    assert len(files) == sum(map(len, sets)) >= 100, "no name twice"
    rejected, took = run(settings, reports, write, files, ocr=False)
    judge(files, rejected)
    assert took < 15 + 6 * len(files), "bounded time"


@needs_ocr
def test_hostile_images_cost_only_themselves_when_they_are_recognised(settings, reports, write):
    files = hostile_paper.images()
    rejected, took = run(settings, reports, write, files)
    judge(
        {name: (data, codes | {"not_a_report"}) for name, (data, codes) in files.items()}, rejected
    )
    assert took < 240


def test_a_bomb_in_an_archive_costs_only_itself(settings, reports, write):
    inside = {"good.txt": write("x.txt", year=2001).read_bytes(), "bomb.txt": bytes(50_000_000)}
    (reports / "x.txt").unlink()
    bomb = hostile_office.packed(inside | {"more.txt": os.urandom(900_000)})
    (reports / "b.zip").write_bytes(bomb)
    summary = build([reports], settings)
    assert summary.indexed == 1
    assert {r.source.partition("!/")[2]: r.code for r in summary.rejected} == {
        "bomb.txt": "too_large",
        "more.txt": "not_text",
    }


@pytest.mark.skipif(sys.platform != "linux", reason="names and links as Linux allows them")
def test_odd_names_and_links(settings, reports, write):
    write("good.txt")
    write("line\nbreak.txt", year=2001)
    write("escape\x1b[31m.txt", year=2002)
    (reports / "loop").symlink_to(reports, target_is_directory=True)
    (reports / "self.txt").symlink_to(reports / "self.txt")
    (reports / "gone.txt").symlink_to(reports / "nowhere.txt")
    os.mkfifo(reports / "pipe.txt")
    Path(os.fsdecode(os.fsencode(reports) + b"/\xff\xfe.txt")).write_bytes(b"x")
    deep = reports
    for _ in range(80):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_bytes(b"x")
    summary = build([reports], settings)
    assert summary.indexed == 3
    assert [r.code for r in summary.rejected] == ["bad_file_name"]
