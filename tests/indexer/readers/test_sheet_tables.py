"""Workbooks into lines and grids; XLSX as openpyxl writes it, XLS as LibreOffice does."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sheet_files import BOOKS, xlsx
from word_files import docx, p, packed

sys.path.insert(0, str(Path(__file__).parent.parent))
from office_files import all_saved_as, saved_as
from optional_part import needs_office

from govreport_search.errors import UnreadableSourceError
from indexer.blocks import Document, Grid
from indexer.readers import read_document


def drawn(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.rows, c.columns) for c in grid.cells]


def read(data: bytes, name: str = "a.xlsx") -> Document:
    return read_document(data, name)


Saved = Callable[[str], bytes]
BOTH = pytest.mark.parametrize(
    "saved", ["xlsx", pytest.param("xls", marks=needs_office)], indirect=True
)


@pytest.fixture(scope="module")
def old() -> dict[str, bytes]:
    """Every workbook as XLS, written by one start of LibreOffice."""
    return dict(zip(BOOKS, all_saved_as(list(BOOKS.values()), "xlsx", "xls"), strict=True))


@pytest.fixture
def saved(request: pytest.FixtureRequest) -> Saved:
    if request.param == "xlsx":
        return BOOKS.__getitem__
    books: dict[str, bytes] = request.getfixturevalue("old")
    return books.__getitem__


@BOTH
def test_title_and_notes_are_lines_and_the_block_is_a_grid(saved: Saved) -> None:
    document = read(saved("annex"))
    texts = [line.text for line in document.lines]
    assert texts[:2] == ["政府信息公开情况统计表", "填报单位：云溪县教育局\t单位：件"]
    assert texts[-1] == "注：含上年结转。"
    (grid,) = document.grids
    assert (grid.first, grid.rows, grid.columns) == (2, 5, 3)
    assert drawn(grid)[3:] == [
        ("一、主动公开情况", 1, 0, 1, 1),
        ("", 1, 1, 1, 1),
        ("", 1, 2, 1, 1),
        ("（一）主动公开政府信息数", 2, 0, 1, 1),
        ("条", 2, 1, 1, 1),
        ("1,234", 2, 2, 1, 1),
        ("其中：规范性文件", 3, 0, 1, 1),
        ("件", 3, 1, 1, 1),
        ("", 3, 2, 1, 1),
        ("（二）回应次数", 4, 0, 1, 1),
        ("次", 4, 1, 1, 1),
        ("", 4, 2, 1, 1),
    ]
    assert grid.cells[8].place.element == "附表!C5"
    assert document.lines[4].cells == ("（一）主动公开政府信息数", "条", "1,234")


@BOTH
def test_merged_headers(saved: Saved) -> None:
    (grid,) = read(saved("headers")).grids
    assert drawn(grid) == [
        ("行政复议", 0, 0, 1, 2),
        ("行政诉讼", 0, 2, 2, 1),
        ("维持", 1, 0, 1, 1),
        ("纠正", 1, 1, 1, 1),
        ("1", 2, 0, 1, 1),
        ("", 2, 1, 1, 1),
        ("3", 2, 2, 1, 1),
    ]


@BOTH
def test_what_is_hidden_is_not_printed(saved: Saved) -> None:
    document = read(saved("hidden"))
    assert [line.cells for line in document.lines] == [("甲", "1"), ("丙", "3")]
    assert document.grids[0].cells[3].place.element == "附表!C3"


@BOTH
def test_merges_over_hidden_rows_keep_to_what_is_seen(saved: Saved) -> None:
    (grid,) = read(saved("merged over hidden")).grids
    assert drawn(grid)[0] == ("新收", 0, 0, 2, 1)
    assert [cell.text for cell in grid.cells] == ["新收", "1", "3", "结转", "4"]


@BOTH
def test_one_table_for_each_sheet_and_each_block(saved: Saved) -> None:
    document = read(saved("blocks"))
    assert [(grid.first, grid.rows) for grid in document.grids] == [(0, 2), (2, 2), (4, 2)]
    assert document.grids[2].cells[3].place.element == "附表2!B2"


@BOTH
def test_errors_are_illegible(saved: Saved) -> None:
    (grid,) = read(saved("errors")).grids
    assert [cell.legible for cell in grid.cells] == [True, False, True, True]


def test_a_formula_without_a_result_is_illegible() -> None:
    (grid,) = read(xlsx([["甲", "=1+1"], ["乙", 2]])).grids
    assert [(cell.text, cell.legible) for cell in grid.cells][1] == ("", False)


@needs_office
def test_a_formula_with_its_result_is_read() -> None:
    data = saved_as(xlsx([["甲", 5], ["乙", "=B1+2"]]), "xlsx", "xlsx")
    assert read(data).grids[0].cells[3].text == "7"


@BOTH
def test_zeros_that_the_sheet_does_not_show_are_blank(saved: Saved) -> None:
    data = saved("no zeros")
    assert [cell.text for cell in read(data).grids[0].cells] == ["甲", "", "乙", "2"]


@BOTH
def test_dates_and_line_breaks(saved: Saved) -> None:
    (grid,) = read(saved("date")).grids
    assert [cell.text for cell in grid.cells][:2] == ["填报\n日期", "2023年3月15日"]


@BOTH
def test_blank_columns_that_are_drawn_are_cells_and_what_is_not_drawn_is_none(
    saved: Saved,
) -> None:
    (grid,) = read(saved("drawn")).grids
    assert [cell.text for cell in grid.cells if cell.row == 1] == ["甲", "1", ""]


@BOTH
def test_a_last_row_without_any_value_stays_in_its_table(saved: Saved) -> None:
    (grid,) = read(saved("last row")).grids
    assert drawn(grid)[-2:] == [("丙", 2, 0, 1, 1), ("", 2, 1, 1, 1)]


@BOTH
def test_a_whole_report_in_a_sheet(saved: Saved) -> None:
    document = read(saved("report"))
    assert [(grid.first, grid.rows) for grid in document.grids] == [(4, 3), (8, 2)]
    assert document.lines[3].text == "二、主动公开政府信息情况"
    assert document.lines[7].cells is None


def test_an_empty_workbook_is_empty() -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read(xlsx([[None]]))
    assert caught.value.code == "empty"


def rewritten(data: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for old, new in changes:
        files = {name: content.replace(old, new) for name, content in files.items()}
    return packed(files)


def test_the_strict_variant() -> None:
    data = rewritten(
        xlsx([["甲", 1], ["乙", 2]]),
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    assert [cell.text for cell in read(data).grids[0].cells] == ["甲", "1", "乙", "2"]


def test_styles_that_are_broken_do_no_harm() -> None:
    data = rewritten(xlsx([["甲", 1], ["乙", 2]]), (b"<fills", b"<fillz"), (b"</fills", b"</fillz"))
    assert [cell.text for cell in read(data).grids[0].cells] == ["甲", "1", "乙", "2"]


def test_how_characters_are_read_aloud_is_not_printed() -> None:
    aloud = b'<rPh sb="0" eb="1"><t>jing</t></rPh>'
    inline = b'<c r="A1" t="inlineStr"><is><t>' + "京".encode() + b"</t>" + aloud + b"</is></c>"
    data = xlsx([["x", 1], ["乙", 2]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    begin = sheet.index(b'<c r="A1"')
    end = sheet.index(b"</c>", begin) + 4
    assert read(rewritten(data, (sheet[begin:end], inline))).grids[0].cells[0].text == "京"


@pytest.mark.parametrize("place", ["A3000", "ZZ1"])
def test_a_sheet_too_large_is_refused(place: str) -> None:
    def far(sheet: Any) -> None:
        sheet[place] = 1

    with pytest.raises(UnreadableSourceError) as caught:
        read(xlsx([["甲", 1], ["乙", 2]], change=far))
    assert caught.value.code == "too_complex"


def test_entities_are_refused() -> None:
    head = b'<!DOCTYPE w [<!ENTITY x "99">]><worksheet'
    with pytest.raises(UnreadableSourceError) as caught:
        read(rewritten(xlsx([["甲", 1]]), (b"<worksheet", head)))
    assert caught.value.code == "damaged"


def test_merges_without_end_are_refused() -> None:
    merges = b"".join(b'<mergeCell ref="A1:GR%d"/>' % row for row in range(2, 2000))
    data = rewritten(
        xlsx([["甲", 1], ["乙", 2]], ["A1:A2"], change=lambda sheet: sheet.cell(2000, 200, 1)),
        (b'<mergeCell ref="A1:A2"/>', merges),
    )
    with pytest.raises(UnreadableSourceError) as caught:
        read(data)
    assert caught.value.code == "too_complex"


@needs_office
@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_an_xls_cut_off_is_damaged(old: dict[str, bytes], keep: float) -> None:
    data = old["long"]
    with pytest.raises(UnreadableSourceError) as caught:
        read(data[: int(len(data) * keep)], "年报.xls")
    assert caught.value.code == "damaged"


@BOTH
def test_a_sheet_embedded_in_a_word_file_stands_in_its_place(saved: Saved) -> None:
    data = saved("embedded")
    run = (
        '<w:r><w:object><v:shape><v:imagedata r:id="rId2"/></v:shape>'
        '<o:OLEObject Type="Embed" ProgID="Excel.Sheet" r:id="rId1"/></w:object></w:r>'
    )
    relations = {
        "rId1": ("package", "embeddings/sheet1.bin"),
        "rId2": ("image", "media/image1.emf"),
    }
    parts = {"word/embeddings/sheet1.bin": data, "word/media/image1.emf": b"emf"}
    document = read(docx(p("上") + p(run) + p("下"), parts, relations), "a.docx")
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells] == ["甲", "1", "乙", ""]
    assert document.unread_images == 0
    assert grid.cells[0].place.element == "p[2]/附表!A1"
    texts = [line.text for line in document.lines if line.text]
    assert texts[0] == "上"
    assert texts[-1] == "下"
