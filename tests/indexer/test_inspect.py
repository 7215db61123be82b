"""``govreport inspect`` as users start it: what each stage saw, as words, JSON and a picture."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from optional_part import needs_ocr
from PIL import Image, ImageDraw

from govreport_search.domain import BOX_UNIT, Box, Place, State
from govreport_search.errors import UnreadableSourceError
from indexer.blocks import Document, Grid, GridCell, Line
from indexer.inspect import Inspection, inspect_file, stage_record
from indexer.inspect.look import Sheet
from indexer.inspect.picture import CELL, ILLEGIBLE, STATE_COLOURS, draw
from indexer.limit import GIB, Limits
from indexer.original.draw import WIDTH
from indexer.readers.options import USUAL, ReadOptions
from indexer.readers.sniff import Kind
from indexer.worker import Failure

COMMAND = [sys.executable, "-c", "from govreport_search.cli import main; main()", "inspect"]
PUBLISHED = sorted((Path(__file__).parents[3] / "shared" / "real").glob("*.pdf"))

pdf = pytest.mark.skipif(not PUBLISHED, reason="needs a published PDF beside the repository")


def run(*arguments, cwd=None):
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        cwd=cwd,
    )
    return done.returncode, done.stdout, done.stderr


def record(*arguments):
    code, out, err = run("--format", "json", *arguments)
    assert code == 0, err
    return json.loads(out)


def test_every_stage_of_a_text(write):
    path = write("a.txt")
    blocks = record(path, "--stage", "blocks")
    assert (blocks["kind"], blocks["pages"]) == ("text", 0)
    assert blocks["blocks"][0]["line"] == 1
    assert blocks["blocks"][0]["text"].startswith("云溪县教育局")
    header = next(line for line in blocks["blocks"] if line["cells"])
    assert header["cells"][1] == "自然人"
    facts = record(path)
    assert facts["form"] == "2021"
    held = {fact["cell"]: fact for fact in facts["facts"]}
    assert held["requests.new.total"]["value"] == 7
    assert held["requests.new.total"]["line"] == 8
    sections = record(path, "--stage", "sections")["sections"]
    assert {"overview", "requests", "other"} <= {s["section"] for s in sections}
    code, out, _ = run(path, "--format", "table")
    assert code == 0
    assert "requests" in out
    for stage in ("blocks", "grids", "sections"):
        assert run(path, "--format", "table", "--stage", stage)[0] == 0


def test_no_index_is_needed_or_made(write, tmp_path):
    path = write("a.txt")
    before = sorted(tmp_path.rglob("*"))
    assert run(path, cwd=tmp_path)[0] == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_in_an_archive(write, reports):
    path = write("a.txt")
    archive = reports / "a.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(path, "里面/b.txt")
    inside = record(f"{archive}!/里面/b.txt")
    assert inside["file"].endswith("a.zip!/里面/b.txt")
    assert any(fact["value"] == 7 for fact in inside["facts"])


def test_a_grid_is_drawn_with_its_spans(tmp_path):
    page = tmp_path / "a.html"
    page.write_text(
        "<html><body><p>一、总体情况</p><table><tr><th colspan=2>合并</th><th>丙</th></tr>"
        "<tr><td rowspan=2>甲</td><td>1</td><td></td></tr><tr><td>2</td><td>3</td></tr></table>",
        encoding="utf-8",
    )
    (grid,) = record(page, "--stage", "grids")["grids"]
    assert grid["drawn"] == [["合并", "←", "丙"], ["甲", "1", ""], ["↑", "2", "3"]]
    assert grid["cells"][0]["columns"] == 2
    assert all(cell["element"] for cell in grid["cells"])
    code, out, _ = run(page, "--stage", "grids", "--format", "table")
    assert code == 0
    assert "←" in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("no.txt",), 1, "no.txt"),
        (("TEXT", "--image", "p.png"), 2, "没有页面图像"),
        (("TEXT", "--image", "p.txt"), 2, ".png"),
        (("TEXT", "--stage", "nothing"), 2, "blocks"),
        (("NEWS",), 1, "不像"),
        (("BROKEN",), 1, "broken.pdf"),
        ((), 2, "FILE"),
    ],
)
def test_what_cannot_be_shown_is_said(write, reports, tmp_path, arguments, code, words):
    write("a.txt")
    (reports / "news.txt").write_text("今天天气很好。", encoding="utf-8")
    (reports / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    named = {"TEXT": "a.txt", "NEWS": "news.txt", "BROKEN": "broken.pdf"}
    given = [str(reports / named[a]) if a in named else a for a in arguments]
    got, _, err = run(*given, cwd=tmp_path)
    assert (got, words in err) == (code, True), err
    assert "Traceback" not in err
    assert not (tmp_path / "p.png").exists()


def test_blocks_of_what_is_no_report_are_shown_all_the_same(reports):
    news = reports / "news.txt"
    news.write_text("今天天气很好。", encoding="utf-8")
    assert record(news, "--stage", "blocks")["blocks"][0]["text"] == "今天天气很好。"


@pdf
def test_a_page_with_its_rules_cells_and_facts(tmp_path):
    target = tmp_path / "page.png"
    whole = record(PUBLISHED[0])
    numbers = [fact for fact in whole["facts"] if fact["state"] == "number"]
    page = numbers[0]["page"]
    found = record(PUBLISHED[0], "--page", page, "--image", target)
    assert 0 < len(found["facts"]) < len(whole["facts"])
    assert {fact["page"] for fact in found["facts"]} == {page}
    with Image.open(target) as image:
        drawn = image.convert("RGB")
    left, top, right, _ = numbers[0]["box"]
    frame = drawn.getpixel(
        (round((left + right) / 2 * drawn.width / BOX_UNIT), round(top * drawn.height / BOX_UNIT))
    )
    green = tuple(bytes.fromhex(STATE_COLOURS[State.NUMBER][1:]))
    assert frame == green
    code, _, err = run(PUBLISHED[0], "--page", "999", "--image", target)
    assert (code, "第 999 页" in err) == (2, True)


@pdf
def test_the_states_of_facts_are_told_apart():
    colours = [STATE_COLOURS[state] for state in State if state is not State.MISSING]
    assert len(set(colours)) == len(colours)
    inspection = inspect_file(str(PUBLISHED[0]), USUAL)
    places = [fact.place for fact in inspection.report.report.facts if fact.place]
    page = places[0].page
    assert page is not None
    inspection = inspect_file(str(PUBLISHED[0]), USUAL, page=page)
    plain, marked = (draw(inspection, page, stage) for stage in ("grids", "facts"))
    assert plain.size == marked.size
    assert plain.tobytes() != marked.tobytes()


def test_cells_on_an_image_are_drawn_where_they_stand():
    """A blank page as an image file; one cell of it could be read, one could not."""
    paper = Image.new("L", (WIDTH, 800), 255)
    places = [
        Place(1, 1, 1, box=Box(1000, 2000, 4000, 5000)),
        Place(1, 1, 1, box=Box(5000, 2000, 8000, 5000)),
    ]
    cells = (GridCell("3", 0, 0, places[0]), GridCell("8?", 0, 1, places[1], legible=False))
    lines = (Line("3\t8?", places[0], ("3", "8?")),)
    document = Document(lines, Kind.IMAGE, "", "3", (Grid(0, 1, 2, cells),), pages=1)
    none = Failure("not_a_report", "p.png 不像年度报告")
    inspection = Inspection("p.png", Kind.IMAGE, document, none, Sheet(paper))
    shown = draw(inspection, 1, "grids")
    assert shown.size == (WIDTH, 800)
    for cell, colour in zip(cells, (CELL, ILLEGIBLE), strict=True):
        box = cell.place.box
        middle = (round((box.left + box.right) / 2 * shown.width / BOX_UNIT), 160)
        assert shown.getpixel(middle) == tuple(bytes.fromhex(colour[1:]))
    (grid,) = stage_record(inspection, "grids")["grids"]
    assert grid["drawn"] == [["3", "？8?"]]
    assert stage_record(inspection, "grids", page=2)["grids"] == []


def test_an_archive_or_folder_asks_for_one_of_its_files(reports):
    with zipfile.ZipFile(reports / "a.zip", "w") as archive:
        archive.writestr("x/b.txt", "一、总体情况")
    code, _, err = run("a.zip", cwd=reports)
    assert code == 1
    assert "govreport inspect 'a.zip!/x/b.txt'" in err
    code, _, err = run(".", cwd=reports)
    assert code == 1
    assert "文件夹" in err


@needs_ocr
def test_an_image_file_is_drawn_or_given_up_by_the_limits_of_a_worker(tmp_path):
    image = Image.new("L", (620, 400), 255)
    ImageDraw.Draw(image).text((60, 100), "2022 7 35", fill=0, font_size=60)
    image.save(tmp_path / "a.png")
    inspection = inspect_file(str(tmp_path / "a.png"), ReadOptions(ocr=True), page=1)
    assert draw(inspection, 1, "blocks").size == (WIDTH, 800)
    tight = Limits(6 * GIB, seconds=0, per_megabyte=0, most=0, resident=GIB)
    with pytest.raises(UnreadableSourceError) as caught:
        inspect_file(str(tmp_path / "a.png"), ReadOptions(ocr=True), limits=tight)
    assert caught.value.code == "too_slow", "loading the models takes longer than that"
    assert "a.png" in str(caught.value)
