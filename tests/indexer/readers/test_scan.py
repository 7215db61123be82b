"""Scans through the real recogniser; four drawn pages, skipped where the extra is missing."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from optional_part import FONT, needs_font, needs_ocr
from PIL import Image, ImageDraw, ImageFont

from govreport_search.errors import UnreadableSourceError
from indexer.blocks import Grid
from indexer.readers import read_document
from indexer.readers.options import ReadOptions
from indexer.readers.scan import read_image
from indexer.sample.scan import ScanHabit, scan_bytes, scanned

pytestmark = [needs_ocr, needs_font]

ROWS = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "1", "12"),
    ("行政规范性文件", "36", "", "1104"),
    ("行政许可", "7", "0", "598"),
    ("行政处罚", "—", "20", "3"),
    ("行政强制", "0", "/", "41"),
)
Rows = tuple[tuple[str, ...], ...]
LEFT, TOP, WIDE, HIGH = 80, 130, 190, 46
DASHES = str.maketrans("—－", "--")
TITLE = "第二十条第一项政府信息主动公开情况"


def _drawn(rows: Rows = ROWS) -> Image.Image:
    page = Image.new("RGB", (920, 520), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), 24)
    pen.text((LEFT, 60), TITLE, "black", font)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            x, y = LEFT + column * WIDE, TOP + row * HIGH
            pen.rectangle((x, y, x + WIDE, y + HIGH), outline="black", width=2)
            pen.text((x + WIDE / 2, y + HIGH / 2), text, "black", font, anchor="mm")
    return page


def _habit() -> ScanHabit:
    return ScanHabit(angle=1.5, noise=6, blur=0.4, quality=60, shadow=0.3, specks=20, stamp=True)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recognised")


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    return scanned([_drawn()], _habit(), Random(3))[0]


def _texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


def _check(grid: Grid, rows: Rows = ROWS) -> None:
    """No number is wrong, and none but what a seal covers is unread."""
    assert (grid.rows, grid.columns) == (len(rows), len(rows[0]))
    unread = 0
    for cell in grid.cells:
        printed = rows[cell.row][cell.column]
        if cell.legible:
            assert cell.text == printed, (cell.row, cell.column)
        unread += not cell.legible
    assert unread <= 1


def test_a_crooked_stamped_scan_is_read_offline_and_without_a_word(
    scan: Image.Image,
    cache: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the recogniser must not use the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    lines, grids = read_image(scan, 7, ReadOptions(ocr=True, ocr_cache=str(cache)))
    assert capfd.readouterr() == ("", "")
    assert lines[0].text == TITLE
    (grid,) = grids
    _check(grid)
    assert lines[grid.first].cells == ROWS[0]
    corner = next(cell for cell in grid.cells if (cell.row, cell.column) == (2, 3))
    box = corner.place.box
    assert corner.place.page == 7
    assert box is not None
    # Where the cell stood before the page lay crooked, give or take what a turn moves it.
    assert abs(box.left / 10_000 * 920 - (LEFT + 3 * WIDE)) < 20
    assert abs(box.top / 10_000 * 520 - (TOP + 2 * HIGH)) < 20


def test_what_was_recognised_is_kept_and_a_damaged_entry_ignored(
    scan: Image.Image, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ReadOptions(ocr=True, ocr_cache=str(cache))
    first = read_image(scan, 1, options)
    (entry,) = cache.glob("*.json")
    from indexer.readers.scan.engine import Engine

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "find", None)
        patch.setattr(Engine, "read", None)
        assert read_image(scan, 1, options) == first
    entry.write_text('{"layout": 1, "found": {"x": [[1, 2]]}, "read": {}}', encoding="utf-8")
    assert read_image(scan, 1, options) == first
    assert not list(cache.glob("*.part"))


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
def test_a_turned_page_is_read_upright(turn: Image.Transpose) -> None:
    few = ROWS[:3]  # a turn is the same for all
    lines, (grid,) = read_image(_drawn(few).transpose(turn), 1, ReadOptions(ocr=True))
    assert lines[0].text == TITLE
    _check(grid, few)


def test_marks_for_none_are_never_blank_and_few_digits_turn_no_page() -> None:
    """Thin and pale as a blurred copy at 150 dpi shows them, in a table without long lines."""
    rows = (("项目", "甲", "乙", "丙"), ("许可", "-", "—", "/"), ("处罚", "－", "0", "-"))
    rows += (("强制", "", "-12", "—"),)
    page = Image.new("RGB", (860, 300), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 16)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            x, y = 60 + column * 185, 50 + row * 46
            pen.rectangle((x, y, x + 185, y + 46), outline="black", width=1)
            pen.text((x + 92, y + 23), text, "black", font, anchor="mm")
    habit = ScanHabit(angle=0.5, blur=0.6, fade=0.4, quality=60, mode="grey")
    _, (grid,) = read_image(scanned([page], habit, Random(2))[0], 1, ReadOptions(ocr=True))
    for cell in grid.cells:
        printed = rows[cell.row][cell.column]
        if not printed:
            assert (cell.text, cell.legible) == ("", True)
        elif cell.legible:
            assert cell.text.replace("—", "-") in (printed, printed.translate(DASHES))
    assert sum(not cell.legible for cell in grid.cells) <= 3


def test_every_page_of_a_tiff_is_read_with_its_number() -> None:
    pages = scanned([_drawn().crop((0, 40, 920, 110))] * 2, ScanHabit(mode="bilevel"), Random(1))
    data = scan_bytes(pages, "tiff")
    document = read_document(data, "年报.tif", ReadOptions(ocr=True))
    assert document.pages == 2
    assert [line.text for line in document.lines] == [TITLE, TITLE]
    assert [line.place.page for line in document.lines] == [1, 2]
    assert [line.place.line for line in document.lines] == [1, 2]


def test_icons_and_empty_pages_say_nothing() -> None:
    options = ReadOptions(ocr=True)
    assert read_image(Image.new("RGB", (16, 16), "red"), 1, options) == ([], [])
    assert read_image(Image.new("L", (900, 900), 250), 1, options) == ([], [])


def test_a_page_without_text_is_an_error() -> None:
    target = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(target, "PNG")
    with pytest.raises(UnreadableSourceError, match="没有认出文字") as caught:
        read_document(target.getvalue(), "a.png", ReadOptions(ocr=True))
    assert caught.value.code == "empty"


def test_the_runtime_leaves_no_statistics_of_use_and_sends_none(tmp_path: Path) -> None:
    told = (
        "import numpy; from indexer.readers.scan.engine import Engine; "
        "Engine().read([numpy.full((48, 96, 3), 255, numpy.uint8)])"
    )
    places = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR")}
    command = [sys.executable, "-c", told]
    subprocess.run(command, env={**os.environ, **places}, check=True, timeout=120)
    assert list(tmp_path.rglob("*")) == []
