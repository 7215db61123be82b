"""Pages and tables of PDFs that are images: counted and reported, never read as empty."""

from __future__ import annotations

import pytest
from pdf_maker import Sheet, grid, pdf, text
from PIL import Image, ImageDraw

from govreport_search.errors import UnreadableSourceError
from indexer.readers.options import ReadOptions
from indexer.readers.pdf import read_pdf, render_page

PROSE = "".join(text(50, 800 - 15 * i, "本报告由某某区人民政府办公室编制，全文") for i in range(3))


def picture(*, ruled: bool) -> tuple[int, int, bytes]:
    image = Image.new("L", (300, 200), 255)
    draw = ImageDraw.Draw(image)
    if ruled:
        for y in range(10, 200, 45):
            draw.line((10, y, 290, y), fill=0, width=2)
        for x in range(10, 300, 70):
            draw.line((x, 10, x, 190), fill=0, width=2)
    else:
        for x in range(0, 300, 3):
            draw.ellipse((x, (x * 7) % 180, x + 30, (x * 7) % 180 + 20), fill=x % 256)
    return (*image.size, image.tobytes())


def sheet(words: str, *, ruled: bool = True, place: str = "400 0 0 250 90 300") -> Sheet:
    return Sheet(f"{words} q {place} cm /I Do Q\n", images={"I": picture(ruled=ruled)})


def test_a_table_that_is_an_image_is_reported_with_its_place() -> None:
    document = read_pdf(pdf(Sheet(PROSE), sheet(PROSE)), "甲.pdf")
    assert document.unread_images == 1
    (finding,) = document.findings
    assert finding.code == "table_is_image"
    assert finding.place is not None
    assert finding.place.page == 2
    box = finding.place.box
    assert box is not None
    assert abs(box.left - 90 / 595 * 10_000) < 5
    assert abs(box.bottom - (842 - 300) / 842 * 10_000) < 5


def test_a_photograph_is_counted_and_not_called_a_table() -> None:
    document = read_pdf(pdf(sheet(PROSE, ruled=False)), "甲.pdf")
    assert (document.unread_images, document.findings) == (1, ())


def test_an_image_announced_as_a_table_is_reported_whatever_it_shows() -> None:
    words = PROSE + text(50, 570, "二、主动公开政府信息情况")
    document = read_pdf(pdf(sheet(words, ruled=False)), "甲.pdf")
    assert [finding.code for finding in document.findings] == ["table_is_image"]
    assert document.findings[0].place is not None
    assert document.findings[0].place.box is not None


def test_seals_and_codes_are_no_images_to_read() -> None:
    document = read_pdf(pdf(sheet(PROSE, place="60 0 0 60 400 100")), "甲.pdf")
    assert (document.unread_images, document.findings) == (0, ())


def test_an_image_under_text_is_a_background() -> None:
    document = read_pdf(pdf(sheet(PROSE, place="595 0 0 842 0 0")), "甲.pdf")
    assert document.unread_images == 0


def test_a_page_of_image_among_pages_of_text_is_reported() -> None:
    document = read_pdf(pdf(Sheet(PROSE), sheet("", place="595 0 0 842 0 0")), "甲.pdf")
    assert document.unread_images == 1
    assert [finding.code for finding in document.findings] == ["table_is_image"]
    plain = read_pdf(pdf(Sheet(PROSE), sheet("", ruled=False, place="595 0 0 842 0 0")), "甲.pdf")
    assert [finding.code for finding in plain.findings] == ["page_is_image"]


@pytest.mark.parametrize(
    "scanned",
    [
        sheet("", place="595 0 0 842 0 0"),
        sheet(text(290, 30, "- 1 -"), place="595 0 0 842 0 0"),
        sheet(text(50, 700, "第一项", before="3 Tr"), place="595 0 0 842 0 0"),
        Sheet("50 50 m 200 400 300 500 400 100 c S"),
    ],
    ids=["image", "image_with_page_number", "image_with_hidden_text", "curves"],
)
def test_a_file_without_text_needs_ocr(scanned: Sheet) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read_pdf(pdf(scanned), "甲.pdf", ReadOptions())
    assert caught.value.code == "needs_ocr"
    assert caught.value.remedy


def test_a_page_is_drawn_as_it_is_displayed() -> None:
    image = render_page(pdf(Sheet("0 g 0 742 100 100 re f", "/Rotate 90")), 1, 421)
    assert image.size == (421, 298)
    assert image.getpixel((400, 10)) == (0, 0, 0)
    assert image.getpixel((10, 10)) == (255, 255, 255)


def test_rules_around_an_image_do_not_hide_it() -> None:
    document = read_pdf(pdf(sheet(PROSE + grid([80, 500], [290, 560]))), "甲.pdf")
    assert [finding.code for finding in document.findings] == ["table_is_image"]
