"""What a page of a PDF prints, however it is drawn: characters, and where they stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pdf_maker import Sheet, grid, pdf, text

from govreport_search.domain import Box
from govreport_search.errors import UnreadableSourceError
from indexer.blocks import Document
from indexer.readers import read_document
from indexer.readers.pdf import read_pdf
from indexer.readers.pdf.reference import read_reference
from indexer.readers.pdf.setting import UNREADABLE

RULES = grid([50, 150, 250], [700, 720, 740])
WORDS = text(60, 725, "规章") + text(160, 725, "12") + text(60, 705, "许可") + text(160, 705, "34")
TABLE = RULES + WORDS


def read(content: str, extra: str = "", **more: object) -> Document:
    return read_pdf(pdf(Sheet(content, extra, **more)), "甲.pdf")  # type: ignore[arg-type]


def cells(document: Document) -> list[str]:
    return [cell.text for grid in document.grids for cell in grid.cells]


def lines(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def test_a_pdf_is_dispatched_by_its_content() -> None:
    document = read_document(pdf(Sheet(TABLE)), "甲.txt")
    assert (document.kind, document.pages, document.text) == ("pdf", 1, "规章\t12\n许可\t34")


def test_every_line_and_cell_has_page_and_box() -> None:
    document = read_pdf(pdf(Sheet(text(50, 800, "标题")), Sheet(TABLE)), "甲.pdf")
    title, first, second = document.lines
    assert (title.place.line, title.place.page) == (1, 1)
    assert (first.place.line, first.place.page) == (2, 2)
    assert first.place.box == Box(840, 1211, 4202, 1449)
    assert second.place.box == Box(840, 1449, 4202, 1686)
    cell = document.grids[0].cells[3]
    assert (cell.text, cell.row, cell.column, cell.place.line) == ("34", 1, 1, 3)
    assert cell.place.box == Box(2521, 1449, 4202, 1686)
    assert title.place.box is not None
    assert 840 <= title.place.box.left < title.place.box.right <= 1200
    assert 300 < title.place.box.top < 500


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        (90, Box(8551, 840, 8789, 2521)),
        (180, Box(7479, 8551, 9160, 8789)),
        (270, Box(1211, 7479, 1449, 9160)),
    ],
)
def test_a_page_shown_turned_is_read_upright_and_marked_as_shown(turn: int, box: Box) -> None:
    document = read(TABLE, f"/Rotate {turn}")
    assert cells(document) == ["规章", "12", "许可", "34"]
    assert document.grids[0].cells[0].place.box == box


@pytest.mark.parametrize("matrix", ["0 1 -1 0 800 0", "-1 0 0 -1 595 842", "0 -1 1 0 -600 600"])
def test_a_page_drawn_turned_is_read_upright(matrix: str) -> None:
    turned = read(f"q {matrix} cm {TABLE} Q")
    assert cells(turned) == ["规章", "12", "许可", "34"]
    box = turned.grids[0].cells[1].place.box
    assert box is not None
    around = [b for b in (cell.place.box for cell in turned.grids[0].cells) if b is not None]
    assert len({(b.left, b.top) for b in around}) == 4
    upright = matrix.startswith("-1")
    wide, high = (box.right - box.left) * 595, (box.bottom - box.top) * 842
    assert (wide > high) == upright


def test_boxes_count_from_the_cropped_page() -> None:
    document = read(TABLE, "/CropBox [40 600 300 800]")
    assert document.grids[0].cells[0].place.box == Box(385, 3000, 4231, 4000)


def test_text_drawn_twice_counts_once() -> None:
    assert cells(read(TABLE + text(160.3, 725, "12") + text(160, 705, "34"))) == cells(read(TABLE))


def test_a_number_drawn_in_parts_is_one_number() -> None:
    parts = text(180, 725, "1") + text(185, 725, "3") + text(190, 725, "6")
    assert cells(read(RULES + parts))[1] == "136"


def test_a_number_too_wide_for_its_cell_stays_whole() -> None:
    assert cells(read(RULES + text(118, 725, "12765534")))[:2] == ["12765534", ""]


def test_numbers_that_nearly_touch_over_a_rule_are_two() -> None:
    near = text(139, 725, "12") + text(151, 725, "34")
    assert cells(read(RULES + near))[:2] == ["12", "34"]


def test_numbers_that_touch_over_a_rule_are_two_where_they_are_set_alike() -> None:
    rules = grid([100, 120, 140], [700, 720, 740])
    alike = text(100, 725, "4652") + text(120, 725, "4683")
    assert cells(read(rules + alike))[:2] == ["4652", "4683"]


def test_digits_one_by_one_over_a_rule_are_in_doubt_in_each_cell_below_them() -> None:
    rules = grid([100, 120, 140], [700, 720, 740])
    digits = "".join(text(103 + 5 * i, 725, digit) for i, digit in enumerate("46525"))
    table = read(rules + digits + text(105, 705, "12") + text(125, 705, "34")).grids[0]
    assert [cell.legible for cell in table.cells] == [False, False, True, True]
    assert not any(char.isdigit() for cell in table.cells[:2] for char in cell.text)


@pytest.mark.parametrize(
    "over",
    [
        text(160, 725, "34"),
        text(162.5, 725, "34"),
        text(160, 729, "2023"),
        text(156, 722, "2023", 15),
        "1 g 155 722 60 14 re f 0 g " + text(160, 725, "99"),
        text(190, 725, "34"),
    ],
    ids=["same", "half", "raised", "large", "covered", "apart"],
)
def test_two_numbers_in_one_cell_never_become_one(over: str) -> None:
    (_, cell, *_) = read(RULES + text(160, 725, "12") + over).grids[0].cells
    assert not cell.legible
    assert not cell.text.replace("\ufffd", "").strip()


def test_the_mark_of_a_note_is_none_of_the_digits() -> None:
    marked = text(160, 725, "12") + text(170, 729, "13", 5)
    assert cells(read(RULES + marked))[1] == "12¹³"


def test_digits_spread_in_their_cell_are_one_number() -> None:
    assert cells(read(RULES + text(160, 725, "1") + text(167, 725, "2")))[1] == "1 2"


def test_a_label_that_runs_into_the_next_cell_leaves_its_number_alone() -> None:
    rules = grid([100, 120, 160], [700, 720, 740])
    assert cells(read(rules + text(101, 725, "规章") + text(121, 725, "12")))[:2] == ["规章", "12"]
    over = text(105, 725, "规章") + text(125, 725, "12")
    assert cells(read(rules + over))[:2] == ["规章", "12"]


@pytest.mark.parametrize(
    "unseen",
    [
        text(180, 725, "99", before="3 Tr"),
        "1 g " + text(180, 725, "99") + " 0 g ",
        text(700, 725, "99"),
        text(60, 900, "99"),
    ],
)
def test_what_nobody_sees_is_not_read(unseen: str) -> None:
    assert lines(read(TABLE + unseen)) == ["规章\t12", "许可\t34"]


def test_white_text_on_a_dark_ground_is_seen() -> None:
    ground = "0 0 0.6 rg 150 720 100 20 re f 0 g "
    assert cells(read(ground + RULES + "1 g " + text(160, 725, "99") + " 0 g "))[1] == "99"


def test_a_slanted_watermark_is_not_read() -> None:
    mark = "水印文字水印".encode("utf-16-be").hex()
    slanted = f"BT /F1 40 Tf .7 .7 -.7 .7 60 650 Tm <{mark}> Tj ET\n"
    assert lines(read(slanted + TABLE)) == ["规章\t12", "许可\t34"]


def test_a_level_watermark_joins_no_number() -> None:
    mark = "水印2023".encode("utf-16-be").hex()
    over = f"BT /F1 30 Tf 1 0 0 1 95 703 Tm <{mark}> Tj ET\n"
    shown = lines(read(TABLE + over + text(50, 600, "正文") + text(50, 560, "落款")))
    assert shown == ["规章\t12", "许可\t34", "正文", "落款"]
    heading = "BT /F1 30 Tf 1 0 0 1 95 760 Tm <" + mark + "> Tj ET\n"
    assert lines(read(heading + TABLE))[0] == "水印2023"


def test_a_number_on_its_head_is_unreadable() -> None:
    usual = text(50, 600, "本报告由某某区人民政府办公室编制")
    headlong = "BT /F1 10 Tf -1 0 0 -1 190 734 Tm <00390036> Tj ET\n"
    cell = read(RULES + usual + headlong).grids[0].cells[1]
    assert not cell.legible
    assert not any(char.isdigit() for char in cell.text)


def test_text_and_rules_within_forms_stand_where_they_are_drawn() -> None:
    form = ("/BBox [0 0 595 842] /Matrix [1 0 0 1 5 5]", TABLE)
    document = read("q 1 0 0 1 10 20 cm /A Do Q", forms={"A": form})
    assert cells(document) == ["规章", "12", "许可", "34"]
    assert document.grids[0].cells[0].place.box == Box(1092, 914, 2773, 1152)


def test_a_form_that_draws_itself_ends() -> None:
    form = ("/BBox [0 0 595 842] /Resources << /XObject << /A SELF >> >>", "/A Do " + RULES)
    assert cells(read("/A Do " + WORDS, forms={"A": form})) == ["规章", "12", "许可", "34"]


def test_columns_of_single_characters_stay_in_their_cell() -> None:
    label = "".join(text(60, 735 - 9 * i, char, 8) for i, char in enumerate("本年度"))
    document = read(grid([50, 80, 250], [700, 750]) + label + text(160, 725, "12"))
    assert cells(document) == ["本\n年\n度", "12"]


def test_characters_without_a_meaning_are_no_text() -> None:
    codes = "".join(f"{code:04x}" for code in range(48, 90))
    with pytest.raises(UnreadableSourceError) as caught:
        read(f"BT /F2 10 Tf 50 700 Td <{codes}> Tj ET")
    assert caught.value.code == "needs_ocr"


def test_a_digit_without_a_meaning_makes_its_cell_unreadable() -> None:
    usual = text(50, 600, "本报告由某某区人民政府办公室编制，所列数据的统计期限自一月一日起")
    guess = "BT /F2 10 Tf 160 725 Td <00310032> Tj ET\n"
    found = read(RULES + usual + text(60, 725, "规章") + guess).grids[0].cells[1]
    assert not found.legible
    assert not any(char.isdigit() for char in found.text)


def test_radicals_stay_as_printed() -> None:
    assert lines(read(text(50, 700, "⼀、总体情况"))) == ["⼀、总体情况"]


def test_pale_digits_of_a_watermark_are_no_value() -> None:
    pale = "0.75 g " + text(160, 725, "2023", size=8) + " 0 g "
    words = text(60, 725, "规章") + text(60, 705, "许可") + text(160, 705, "34")
    shown = cells(read(RULES + words + pale + text(50, 600, "正文")))
    assert shown[1] == UNREADABLE * 4
    assert shown[3] == "34"


def test_a_table_printed_pale_throughout_is_read() -> None:
    assert lines(read("0.75 g " + TABLE)) == ["规章\t12", "许可\t34"]


def test_pale_digits_on_a_dark_ground_are_read() -> None:
    ground = "0 0 0.6 rg 150 720 100 20 re f 0 g "
    words = text(60, 725, "规章") + text(60, 705, "许可") + text(160, 705, "34")
    assert cells(read(ground + RULES + words + "0.8 g " + text(160, 725, "99")))[1] == "99"


FIELD = "/Subtype /Widget /FT /Tx /T (a) /F 4"


@pytest.mark.parametrize("kind", [FIELD, "/Subtype /FreeText /F 4", "/Subtype /Stamp /F 4"])
@pytest.mark.parametrize("read", [read_pdf, read_reference])
def test_what_a_field_or_a_typed_remark_shows_is_read(
    kind: str, read: Callable[[bytes, str], Document]
) -> None:
    content = RULES + text(60, 725, "规章") + text(60, 705, "许可") + text(160, 725, "12")
    sheet = Sheet(content, annotations=[(kind, text(160, 705, "34"))])
    assert cells(read(pdf(sheet), "甲.pdf")) == ["规章", "12", "许可", "34"]


def test_a_hidden_field_and_a_link_show_nothing() -> None:
    content = RULES + text(60, 725, "规章") + text(60, 705, "许可") + text(160, 725, "12")
    hidden = [("/Subtype /Widget /FT /Tx /T (a) /F 2", text(160, 705, "34"))]
    link = [("/Subtype /Link /F 4", text(160, 705, "56"))]
    for unseen in (hidden, link):
        sheet = Sheet(content, annotations=unseen)
        assert cells(read_pdf(pdf(sheet), "甲.pdf")) == ["规章", "12", "许可", ""]
