"""Sample files of every kind: repeatable, with their truth printed in them, none alike."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from decimal import Decimal
from email import message_from_bytes

import openpyxl
import pytest

from govreport_search.domain import State
from govreport_search.forms import form
from indexer.sample.archive import zip_bytes
from indexer.sample.demo import demo_reports
from indexer.sample.drawn.deviation import DRAWN_PLANTS
from indexer.sample.drawn.paper import lay_out
from indexer.sample.drawn.table import DrawnTable
from indexer.sample.file import ALL_PLANTS, KINDS, LEFT_OUT, SampleFile, sample_files
from indexer.sample.generate import MODERN, drafts, generate

FEW = 12
MANY = 180


@pytest.fixture(scope="module")
def pages() -> list[SampleFile]:
    return list(sample_files("html", 1, MANY))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_bytes(kind: str) -> None:
    first, again, other = (list(sample_files(kind, seed, FEW)) for seed in (3, 3, 4))
    assert [(f.name, f.data, f.beside) for f in first] == [
        (f.name, f.data, f.beside) for f in again
    ]
    assert [f.data for f in first] != [f.data for f in other]


@pytest.mark.parametrize("kind", KINDS)
def test_truth_names_every_cell_of_the_form(kind: str) -> None:
    for sample in sample_files(kind, 2, FEW):
        expected = set(form(sample.form).cells()) if sample.form else set()
        assert expected <= set(sample.cells), sample.name


def test_every_deviation_occurs_in_web_pages(pages: list[SampleFile]) -> None:
    planted = {plant.code for page in pages for plant in page.planted}
    assert planted >= set(ALL_PLANTS)


def test_a_kind_leaves_out_only_deviations_that_there_are() -> None:
    assert {plant for plants in LEFT_OUT.values() for plant in plants} <= set(ALL_PLANTS)
    assert set(LEFT_OUT) <= set(KINDS)


def test_no_two_cells_of_a_drawn_table_overlap() -> None:
    checked: Counter[str] = Counter()
    for rng, made in drafts("overlap", 80):
        for table in lay_out(rng, made).tables:
            assert_whole(table)
            checked[table.id] += 1
    assert checked["requests"] > 20
    assert set(checked) >= {"disclosure", "requests", "disputes", "statistics", "local_period"}


@pytest.mark.parametrize("plant", DRAWN_PLANTS)
def test_a_deviation_leaves_no_two_cells_in_one_place(plant: str) -> None:
    for rng, made in drafts(f"overlap/{plant}", 12, [plant]):
        paper = lay_out(rng, made)
        if paper.form in MODERN:
            DRAWN_PLANTS[plant](rng, paper)
            for table in paper.tables:
                assert_whole(table)


def assert_whole(table: DrawnTable) -> None:
    taken = [
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert len(taken) == len(set(taken)), table.id
    assert max(row for row, _ in taken) < table.rows
    assert max(column for _, column in taken) < table.columns


def test_every_number_of_the_truth_is_printed(pages: list[SampleFile]) -> None:
    """The truth is of this page: a number that nobody printed cannot be read."""
    checked = 0
    for page in pages:
        encoding = page.style.split(" ")[1].split("/")[0]
        text = page.data.decode(encoding)
        if {"spaced_digits", "units", "wrapped_numbers"} & {
            p.code for p in page.planted
        } or "word" in page.style:
            continue
        plain = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        plain = plain.replace(",", "").replace("，", "")
        for cell, true in page.cells.items():
            if true.state is State.NUMBER and true.value is not None:
                shown = format(true.value.normalize(), "f").lstrip("-")
                assert f"{shown}" in plain, (page.name, str(cell))
                checked += 1
    assert checked > 5_000


def test_blanks_and_zeros_are_told_apart(pages: list[SampleFile]) -> None:
    states = Counter(true.state for page in pages for true in page.cells.values())
    zeros = sum(true.value == Decimal(0) for page in pages for true in page.cells.values())
    assert states[State.BLANK] > 100
    assert states[State.NOT_APPLICABLE] > 5
    assert zeros > 1_000


def test_workbooks_open_with_another_library() -> None:
    for sample in sample_files("xlsx", 5, FEW):
        book = openpyxl.load_workbook(io.BytesIO(sample.data), data_only=True)
        cells = {str(cell) for sheet in book for row in sheet.values for cell in row}
        printed = {
            format(true.value.normalize(), "f")
            for true in sample.cells.values()
            if true.state is State.NUMBER and true.value is not None
        }
        dressed = ("spaced_digits", "units", "thousands", "full_width_digits", "dressed_numbers")
        if not {*dressed, "wrapped_numbers"} & {plant.code for plant in sample.planted}:
            plain = {
                text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
                for text in cells
            }
            assert printed <= {text.removesuffix(".0") for text in plain}, sample.name


def test_a_saved_page_is_a_mime_message() -> None:
    for sample in sample_files("mhtml", 5, FEW):
        message = message_from_bytes(sample.data)
        first, *_ = message.get_payload()
        assert message.get_content_type() == "multipart/related"
        assert first.get_content_type() == "text/html"
        assert b"table" in first.get_payload(decode=True).replace(b"\0", b"")


def test_charsets_vary_and_lie_now_and_then(pages: list[SampleFile]) -> None:
    told = {page.style.split(" ")[1] for page in pages}
    assert {"utf-8/gb2312", "gb18030/utf-8", "utf-16/utf-16", "utf-8-sig/gb2312"} <= told


def test_an_archive_has_names_as_chinese_windows_writes_them() -> None:
    data = zip_bytes({"年报/霓溟镇.txt": b"x"}, gbk=True)
    assert "年报/霓溟镇.txt".encode("gbk") in data
    with zipfile.ZipFile(io.BytesIO(data), metadata_encoding="gbk") as archive:
        assert archive.namelist() == ["年报/霓溟镇.txt"]
    assert zip_bytes({"a": b"x"}, gbk=False) == zip_bytes({"a": b"x"}, gbk=False)


def test_the_demo_has_other_kinds_and_the_same_numbers() -> None:
    plain, demo = list(generate(1, 72)), list(demo_reports(1, 72))
    other = [(a, b) for a, b in zip(plain, demo, strict=True) if b.written]
    assert {b.name.rsplit(".", 1)[1] for _, b in other} >= {"html", "docx", "xlsx"}
    for a, b in other:
        certain = {cell for cell, true in a.cells.items() if true.certain}
        assert {c: a.cells[c].value for c in certain} == {c: b.cells[c].value for c in certain}
    kept = [(a, b) for a, b in zip(plain, demo, strict=True) if not b.written]
    assert all(a == b for a, b in kept)
