"""Originals shown again: pages as images, web pages as markup, checked and bounded."""

from __future__ import annotations

import io
import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest
from original_world import FILES, PDF
from PIL import Image

from govreport_search.errors import BusyError, NotFoundError, UnreadableSourceError
from govreport_search.services.original import Look, Originals, Presence, Way, open_originals
from govreport_search.settings import Settings
from govreport_search.store import Original
from indexer.office import Conversions
from indexer.original import keep, measure, show
from indexer.original.keep import Kept
from indexer.pipeline import sha256_of

PAGE = "kind-html.html"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine takes longer to start a worker than readers wait."""
    monkeypatch.setattr(measure, "WAIT", 100.0)


@pytest.fixture
def shower(tmp_path: Path) -> Iterator[Originals]:
    opened = open_originals(Settings(tmp_path / "index"))
    assert opened is not None
    yield opened
    opened.close()


def original(path: Path, kind: str, pages: int = 0) -> Original:
    data = path.read_bytes()
    return Original((str(path),), sha256_of(data), len(data), kind, pages)


def copied(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes((FILES / name).read_bytes())
    return path


def test_a_page_of_a_pdf_is_an_image_of_it(shower: Originals, tmp_path: Path) -> None:
    file = original(copied(tmp_path, PDF), "pdf", 2)
    image = Image.open(io.BytesIO(shower.page(file, 1)))
    assert (image.format, image.width) == ("PNG", 1240)
    width, height = shower.sizes(file)[0]
    assert abs(image.height / image.width - height / width) < 0.01
    dark = sum(level < 128 for level in image.convert("L").tobytes())
    assert 0.005 < dark / (image.width * image.height) < 0.3
    with pytest.raises(NotFoundError, match="没有第 3 页"):
        shower.page(file, 3)


def test_pages_are_measured_while_another_is_drawn(tmp_path: Path) -> None:
    shower = show.Shower(Kept(tmp_path / "shown", most=10**8), Conversions(tmp_path / "converted"))
    shower.begin()
    lying = tmp_path / "lying.png"
    Image.new("1", (800, 300)).save(lying)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"\x00" * 500)
    try:
        with shower._one_at_a_time:  # as if a page took long
            assert shower.sizes(original(lying, "image", 1)) == ((800, 300),)
            ((width, height), second) = shower.sizes(original(copied(tmp_path, PDF), "pdf", 2))
            assert abs(height / width - 297 / 210) < 0.01
            assert second == (width, height)
            assert shower.sizes(original(broken, "pdf", 1)) == ()
    finally:
        shower.close()


@pytest.mark.parametrize("damaged", [b"\0\0", b"[[1, 2", b"[[0, 0]]", b"[]", b"7", b"[[1]]"])
def test_damaged_sizes_are_measured_again(tmp_path: Path, damaged: bytes) -> None:
    kept = Kept(tmp_path / "shown", most=10**8)
    shower = show.Shower(kept, Conversions(tmp_path / "converted"))
    path = tmp_path / "lying.png"
    Image.new("1", (800, 300)).save(path)
    file = original(path, "image", 1)
    kept.put(file, "sizes.json", damaged)
    try:
        assert shower.sizes(file) == ((800, 300),)
        assert kept.get(file, "sizes.json") == b"[[800, 300]]"
    finally:
        shower.close()


def test_a_worker_that_could_not_be_started_is_started_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shower = show.Shower(Kept(tmp_path / "shown", most=10**8), Conversions(tmp_path / "converted"))
    file = original(copied(tmp_path, PDF), "pdf", 2)
    try:
        with monkeypatch.context() as here:
            here.setattr(sys, "executable", str(tmp_path / "nothing"))
            assert shower.sizes(file) == ()
            with pytest.raises(BusyError):
                shower.page(file, 1)
        assert shower.page(file, 1).startswith(b"\x89PNG")
    finally:
        shower.close()


def test_pages_of_images_are_shown_turned_and_in_order(shower: Originals, tmp_path: Path) -> None:
    path = tmp_path / "scan.tiff"
    first, second = Image.new("RGB", (300, 400), "red"), Image.new("L", (500, 200), 255)
    first.save(path, save_all=True, append_images=[second])
    file = original(path, "image", 2)
    shown = [Image.open(io.BytesIO(shower.page(file, page))).convert("RGB") for page in (1, 2)]
    assert [image.getpixel((5, 5)) for image in shown] == [(255, 0, 0), (255, 255, 255)]
    assert shower.sizes(file) == ((300, 400), (500, 200))


def test_a_web_page_is_written_out_with_places_and_without_the_rest(
    shower: Originals, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    rows = "".join(f"<tr><td colspan='2'>第{n}行政府信息公开</td></tr>" for n in range(30))
    path.write_text(
        "<body onload='run()'><h1>甲县2022年政府信息公开工作年度报告</h1>"
        f"<p>一、总体情况<script>run()</script></p><table>{rows}</table>"
        "<p>a &lt;b&gt; &amp;</p><img src='x.png' alt='图\"一'><p style='display:none'>暗</p>",
        encoding="utf-8",
    )
    markup = shower.markup(original(path, "html"))
    assert 'data-path="html/body/table[1]/tbody[1]/tr[30]/td[1]" colspan="2">第29行' in markup
    assert "〔图：图&quot;一〕" in markup
    assert "a &lt;b&gt; &amp;" in markup
    for lost in ("run", "onload", "暗", "<img", "<script"):
        assert lost not in markup


def test_what_has_changed_or_gone_is_not_shown(shower: Originals, tmp_path: Path) -> None:
    path = copied(tmp_path, PDF)
    file = original(path, "pdf", 2)
    assert shower.look(file) == Look(Way.PAGES, Presence.THERE)
    shower.page(file, 1)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    assert shower.look(file) == Look(Way.TEXT, Presence.CHANGED)
    with pytest.raises(NotFoundError, match="原文件在读过之后变了") as changed:
        shower.page(file, 2)
    assert changed.value.code == "original_changed"
    path.unlink()
    assert shower.look(file) == Look(Way.TEXT, Presence.GONE)
    with pytest.raises(NotFoundError, match="原文件不在原处了") as gone:
        shower.page(file, 1)  # what was drawn before is of no file any more
    assert gone.value.code == "original_gone"


def test_a_file_of_equal_size_and_times_is_looked_into_by_a_server_that_has_just_started(
    shower: Originals, tmp_path: Path
) -> None:
    """Nothing about a file but its bytes says that they are those that were read."""
    path = copied(tmp_path, PDF)
    file, before = original(path, "pdf", 2), path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (file.size, before.st_mtime_ns)
    assert shower.look(file) == Look(Way.TEXT, Presence.CHANGED)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("within", ["", "!/a.pdf"])
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(
    shower: Originals, tmp_path: Path, within: str
) -> None:
    path = copied(tmp_path, PDF)
    file = replace(original(path, "pdf", 2), locations=(f"{path}{within}",))
    path.unlink()
    os.mkfifo(path)
    assert shower.look(file) == Look(Way.TEXT, Presence.CHANGED)
    with pytest.raises(NotFoundError, match="原文件在读过之后变了"):
        shower.page(file, 1)
    assert shower.sizes(file) == ()


def test_a_file_is_read_once_for_being_looked_at(shower: Originals, tmp_path: Path) -> None:
    file = original(copied(tmp_path, PDF), "pdf", 2)
    assert shower.look(file).presence is Presence.THERE
    read: list[str] = []
    sys.addaudithook(
        lambda event, about: read.append(event) if str(tmp_path) in str(about) else None
    )
    assert shower.look(file).presence is Presence.THERE
    assert "open" not in read
    Path(file.locations[0]).touch()
    assert shower.look(file).presence is Presence.THERE
    assert "open" in read


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_kept_of_a_changed_file_of_the_same_size_is_not_shown(
    shower: Originals, tmp_path: Path, packed: bool
) -> None:
    path = copied(tmp_path, PAGE)
    data = path.read_bytes()
    changed = data.replace(b"<td>4<", b"<td>5<")
    assert len(changed) == len(data) != 0
    assert changed != data
    place = tmp_path / "a.zip" if packed else path

    def put(content: bytes) -> None:
        if packed:
            with zipfile.ZipFile(place, "w") as archive:
                archive.writestr(PAGE, content)
        else:
            place.write_bytes(content)
        clock = next(moments)
        os.utime(place, ns=(clock, clock))

    moments = iter(range(10**18, 10**18 + 10**12, 10**9))
    put(data)
    location = f"{place}!/{PAGE}" if packed else str(place)
    file = Original((location,), sha256_of(data), len(data), "html", 0)
    shown = shower.markup(file)
    assert shower.markup(file) == shown
    put(changed)
    assert shower.look(file) == Look(Way.TEXT, Presence.CHANGED)
    with pytest.raises(NotFoundError, match="原文件在读过之后变了"):
        shower.markup(file)
    put(data)
    assert shower.look(file) == Look(Way.DOCUMENT, Presence.THERE)
    assert shower.markup(file) == shown


def test_a_file_is_found_wherever_its_bytes_still_are(shower: Originals, tmp_path: Path) -> None:
    data = (FILES / PDF).read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("年报/b.pdf", data)
    gone, held = str(tmp_path / "gone.pdf"), f"{tmp_path / 'a.zip'}!/年报/b.pdf"
    file = Original((gone, held), sha256_of(data), len(data), "pdf", 2)
    assert shower.look(file).presence is Presence.THERE
    assert shower.page(file, 1).startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_refused_and_the_next_is_shown(
    shower: Originals, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"\x00" * 500)
    with pytest.raises(UnreadableSourceError):
        shower.page(original(broken, "pdf", 1), 1)
    bomb = tmp_path / "bomb.png"
    Image.new("1", (30_000, 30_000)).save(bomb)
    with pytest.raises(UnreadableSourceError, match="太大"):
        shower.page(original(bomb, "image", 1), 1)
    assert shower.page(original(copied(tmp_path, PDF), "pdf", 2), 2)


def test_what_was_drawn_is_kept_within_a_bound(tmp_path: Path) -> None:
    folder = tmp_path / "shown"
    kept = Kept(folder, most=150_000)
    shower = show.Shower(kept, Conversions(tmp_path / "converted"))
    try:
        file = original(copied(tmp_path, PDF), "pdf", 2)
        drawn = shower.page(file, 1)
        assert shower.page(file, 1) == drawn
        (drawing,) = folder.rglob("1.png")
        another = png()
        drawing.write_bytes(another)
        assert shower.page(file, 1) == another, "it is drawn once"
        for damaged in (bytes(len(drawn)), drawn[:-1], b"\0" + drawn[1:]):
            drawing.write_bytes(damaged)
            assert shower.page(file, 1) == drawn
            assert drawing.read_bytes() == drawn
        drawing.unlink()
        for number in range(2 * keep.TRIMMED_EVERY):
            other = replace(file, sha256=f"{number:064x}")
            kept.put(other, "1.png", b"0" * 10_000)
        held = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        assert held <= 150_000 + keep.TRIMMED_EVERY * 10_000
    finally:
        shower.close()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("L", (3, 2)).save(out, "PNG")
    return out.getvalue()


def test_who_asks_for_too_much_at_once_is_sent_away(tmp_path: Path) -> None:
    shower = show.Shower(Kept(tmp_path / "shown", most=10**8), Conversions(tmp_path / "converted"))
    file = original(copied(tmp_path, PDF), "pdf", 2)
    answers: Queue[str] = Queue()

    def ask() -> None:
        try:
            shower.page(file, 2)
            answers.put("shown")
        except BusyError as error:
            answers.put(error.code)

    threads = [threading.Thread(target=ask) for _ in range(show.MOST_WAITING + 1)]
    with shower._one_at_a_time:  # as if a page took long
        for thread in threads:
            thread.start()
        assert answers.get(timeout=60) == "busy"
    for thread in threads:
        thread.join()
    assert [answers.get() for _ in threads[1:]] == ["shown"] * show.MOST_WAITING
    shower.close()
