"""What waits: old Word files for the office, images for their recognition."""

from __future__ import annotations

import base64
import io
import shutil

import pytest
from hostile_office import compound
from optional_part import needs_ocr, needs_office
from PIL import Image, ImageDraw
from report_maker import report_text
from test_join import page

from govreport_search.errors import StoreError
from indexer.build import build


def counts(summary):
    return summary.indexed, summary.unchanged, len(summary.rejected)


def picture(words="2022 7 35"):
    image = Image.new("RGB", (700, 300), "white")
    draw = ImageDraw.Draw(image)
    draw.text((60, 100), words, fill="black", font_size=60)
    draw.rectangle((20, 40, 680, 260), outline="black", width=4)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def with_picture(source, text=None):
    body = page(text or report_text())
    return body.replace(b"</body>", b'<p><img src="%s"></p></body>' % source)


def embedded():
    return b"data:image/png;base64," + base64.b64encode(picture())


@needs_ocr
def test_a_file_whose_images_were_not_read_is_read_again_with_ocr(settings, reports):
    (reports / "a.html").write_bytes(with_picture(embedded()))
    (reports / "b.html").write_bytes(page(report_text(year=2020)))
    assert counts(build([reports], settings, ocr=False)) == (2, 0, 0)
    assert counts(build([reports], settings, ocr=False)) == (0, 2, 0)
    said = []
    summary = build([reports], settings, progress=lambda *now: said.append(now[:2]))
    assert counts(summary) == (1, 1, 0), "only the one with an image"
    assert said[-1] == (3, 3), "read twice: at once, then with its image"
    assert any((settings.cache_path / "ocr").iterdir())
    for ocr in (True, False):
        assert counts(build([reports], settings, ocr=ocr)) == (0, 2, 0)


@needs_ocr
def test_an_image_that_is_no_report_is_refused_once(settings, reports, write):
    write("good.txt")
    (reports / "a.png").write_bytes(picture())
    without = build([reports], settings, ocr=False)
    assert [r.code for r in without.rejected] == ["needs_ocr"]
    summary = build([reports], settings)
    assert counts(summary) == (0, 1, 1)
    assert summary.rejected[0].code in ("not_a_report", "empty")


@needs_ocr
def test_images_beside_a_saved_page_are_read_with_it(settings, reports):
    (reports / "a_files").mkdir()
    (reports / "a_files" / "x.png").write_bytes(picture())
    (reports / "a.html").write_bytes(with_picture(b"a_files/x.png"))
    assert counts(build([reports], settings)) == (1, 0, 0)
    assert counts(build([reports], settings)) == (0, 1, 0)
    (reports / "a_files" / "x.png").write_bytes(picture("99 98 97"))
    assert counts(build([reports], settings)) == (1, 0, 0), "another image, another reading"


@needs_office
def test_a_file_the_office_cannot_open_costs_only_itself(settings, reports, write):
    write("good.txt")
    (reports / "bad.doc").write_bytes(compound(["WordDocument"], data=b"\0" * 512))
    for expected in ((1, 0, 1), (0, 1, 1)):
        summary = build([reports], settings, ocr=False)
        assert counts(summary) == expected
        assert [r.code for r in summary.rejected] == ["damaged"]


@needs_office
def test_what_was_converted_is_kept(settings, reports, monkeypatch, rtf):
    (reports / "a.rtf").write_bytes(rtf(report_text()))
    shutil.copy(reports / "a.rtf", reports / "b.rtf")
    assert counts(build([reports], settings, ocr=False)) == (1, 1, 0)
    assert len(list((settings.cache_path / "converted").iterdir())) == 1
    monkeypatch.setattr("indexer.office.convert_batch", None)
    summary = build([reports / "a.rtf"], settings, ocr=False, force=True)
    assert (counts(summary), summary.kinds) == ((1, 0, 0), {"rtf": 1})


@needs_office
def test_a_cache_that_cannot_be_written_stops_the_run_with_its_cause(settings, reports, rtf):
    (reports / "a.rtf").write_bytes(rtf(report_text()))
    settings.cache_path.mkdir(parents=True)
    (settings.cache_path / "converted").write_bytes(b"a file, where a folder should be")
    with pytest.raises(StoreError) as caught:
        build([reports], settings, ocr=False)
    assert caught.value.code == "cache_unwritable"
    assert "converted" in str(caught.value)


@pytest.fixture
def rtf():
    def make(text):
        words = "".join(
            "\\par\n" if c == "\n" else c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text
        )
        return ("{\\rtf1\\ansi " + words.replace("\t", "\\tab ") + "}").encode("ascii")

    return make
