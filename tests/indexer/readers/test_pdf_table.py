"""Tables of PDFs: the ways in which producers draw rules, and what page breaks do to rows."""

from __future__ import annotations

import pytest
from pdf_maker import Sheet, grid, line, pdf, text

from indexer.blocks import Document
from indexer.readers.pdf import read_pdf

XS, YS = [50, 150, 250], [700, 720, 740]
WORDS = text(60, 725, "规章") + text(160, 725, "12") + text(60, 705, "许可") + text(160, 705, "34")
BOXES = [(x, y, 100, 20) for x in XS[:2] for y in YS[:2]]


def read(*contents: str) -> Document:
    return read_pdf(pdf(*map(Sheet, contents)), "甲.pdf")


def shape(document: Document) -> list[tuple[int, int, list[str]]]:
    return [(g.rows, g.columns, [cell.text for cell in g.cells]) for g in document.grids]


WHOLE = [(2, 2, ["规章", "12", "许可", "34"])]


@pytest.mark.parametrize(
    "rules",
    [
        grid(XS, YS),
        "".join(f"{x} {y} {w} {h} re S\n" for x, y, w, h in BOXES),
        "".join(f"{x} {y} {w} {h} re " for x, y, w, h in BOXES) + "S\n",
        "".join(f"{x} {y - 0.4} 100 0.8 re f {x} {y + 19.6} 100 0.8 re f\n" for x, y, _, _ in BOXES)
        + "".join(f"{x - 0.4} {y} 0.8 20 re f\n" for x in XS for y in YS[:2]),
        "".join(f"50 {y - 0.4} 200 0.8 re " for y in YS)
        + "".join(f"{x - 0.4} 700 0.8 40 re " for x in XS)
        + "f\n",
        "[3 2] 0 d " + grid(XS, YS) + "[] 0 d\n",
        "".join(line(x, y, x + 2.5, y) for y in YS for x in range(50, 250, 5))
        + "".join(line(x, 700, x, 740) for x in XS),
        grid(XS, YS) + "49 699 202 42 re S\n",
        ".9 .9 .8 rg 50 720 200 20 re f 0 g " + grid(XS, YS),
        "50 700 200 40 re 51 701 198 38 re f* "
        + line(50, 720, 250, 720)
        + line(150, 700, 150, 740),
        "q 2 0 0 2 -100 -700 cm " + grid([75, 125, 175], [700, 710, 720]) + "Q\n",
    ],
    ids=[
        "strokes",
        "rectangles",
        "one_path",
        "thin_areas",
        "thin_areas_in_one_path",
        "dash_pattern",
        "dashes",
        "double_frame",
        "ground",
        "frame_as_area",
        "scaled",
    ],
)
def test_rules_are_found_however_they_are_drawn(rules: str) -> None:
    assert shape(read(rules + WORDS)) == WHOLE


def test_areas_without_rules_are_no_table() -> None:
    grounds = "".join(f"0.{8 + (x + y) % 2} g {x} {y} 100 20 re f\n" for x, y, _, _ in BOXES)
    document = read(grounds + "0 g " + WORDS)
    assert shape(document) == []
    assert [row.text for row in document.lines] == ["规章 12", "许可 34"]


def test_a_frame_and_a_layout_around_prose_stay_lines() -> None:
    prose = "本报告由某某区人民政府办公室编制，全文包括总体情况等六个部分，" * 4
    body = "".join(text(60, 600 - 12 * i, prose[i * 20 : i * 20 + 20]) for i in range(6))
    for rules in (grid([40, 560], [500, 700]), grid([40, 300, 560], [500, 700])):
        document = read(rules + body)
        assert document.grids == ()
        assert "".join(row.text for row in document.lines) == prose[:120]


def test_an_underlined_label_is_one_cell() -> None:
    assert shape(read(grid(XS, YS) + WORDS + line(60, 722, 140, 722))) == WHOLE


def test_lines_and_tables_come_in_reading_order() -> None:
    document = read(
        text(50, 800, "二、主动公开") + text(50, 650, "三、收到和处理") + grid(XS, YS) + WORDS
    )
    assert [row.text for row in document.lines] == [
        "二、主动公开",
        "规章\t12",
        "许可\t34",
        "三、收到和处理",
    ]
    assert document.grids[0].first == 1


OPEN_END = "".join(line(50, y, 250, y) for y in (120, 100)) + "".join(
    line(x, 80, x, 120) for x in (50, 150, 250)
)
OPEN_START = "".join(line(50, y, 250, y) for y in (780, 760)) + "".join(
    line(x, 760, x, 800) for x in (50, 150, 250)
)
FIRST = text(60, 105, "规章") + text(160, 105, "12")
LAST = text(60, 765, "处罚") + text(160, 765, "56")


def test_a_row_broken_by_the_page_is_one_row_of_the_first_page() -> None:
    upper = OPEN_END + FIRST + text(60, 88, "行政规范") + text(160, 88, "34")
    lower = OPEN_START + LAST + text(60, 785, "性文件")
    document = read(upper + text(290, 40, "- 1 -"), lower)
    assert shape(document) == [
        (2, 2, ["规章", "12", "行政规范\n性文件", "34"]),
        (1, 2, ["处罚", "56"]),
    ]
    assert [row.text for row in document.lines] == [
        "规章\t12",
        "行政规范 性文件\t34",
        "- 1 -",
        "处罚\t56",
    ]


def test_the_values_of_a_broken_row_may_stand_in_its_lower_half() -> None:
    upper = OPEN_END + FIRST + text(60, 88, "行政规范")
    lower = OPEN_START + LAST + text(60, 785, "性文件") + text(160, 785, "34")
    assert shape(read(upper, lower))[0] == (2, 2, ["规章", "12", "行政规范\n性文件", "34"])


def test_no_row_is_lost_where_only_one_page_leaves_it_open() -> None:
    upper = OPEN_END + FIRST + text(60, 88, "许可") + text(160, 88, "34")
    assert shape(read(upper, text(50, 700, "五、存在的主要问题"))) == [
        (2, 2, ["规章", "12", "许可", "34"])
    ]


def test_rows_closed_on_both_sides_of_the_break_stay_two() -> None:
    upper = grid([50, 150, 250], [80, 100, 120]) + FIRST + text(60, 88, "许可")
    lower = grid([50, 150, 250], [760, 780, 800]) + LAST + text(160, 785, "34")
    assert [g[0] for g in shape(read(upper, lower))] == [2, 2]


HEAD = ("统计指标", "单位", "统计数")


def closed(ys: list[float], rows: list[tuple[str, str, str]]) -> str:
    xs = [50, 250, 320, 400]
    words = "".join(
        text(x + 5, y - 14, word)
        for y, row in zip(ys, rows, strict=False)
        for x, word in zip(xs, row, strict=False)
    )
    return grid(xs, ys) + words


def broken(*lower: tuple[str, str, str], header: bool = True) -> Document:
    upper = [HEAD, ("收到申请数", "件", "12"), ("不同意公开答", "件", "3")]
    below = [HEAD, *lower] if header else list(lower)
    return read(
        closed([120, 100, 80, 60], upper) + text(290, 30, "- 1 -"),
        closed([800 - 20 * i for i in range(len(below) + 1)], below),
    )


@pytest.mark.parametrize("header", [True, False])
def test_a_row_closed_on_both_sides_is_whole_where_it_goes_on(header: bool) -> None:
    document = broken(("复数", "", ""), ("其他", "件", "0"), header=header)
    assert [row.text for row in document.lines if row.cells] == [
        "统计指标\t单位\t统计数",
        "收到申请数\t件\t12",
        "不同意公开答 复数\t件\t3",
        *(["统计指标\t单位\t统计数"] if header else []),
        "其他\t件\t0",
    ]


@pytest.mark.parametrize(
    "lower",
    [
        ("举报投诉数量", "件", "4"),
        ("（二）其他", "", ""),
        ("举报投诉数量", "", "4"),
    ],
    ids=["filled", "numbered", "two_values"],
)
def test_a_row_of_its_own_after_the_break_stays_one(lower: tuple[str, str, str]) -> None:
    assert len([row for row in broken(lower, HEAD).lines if row.cells]) == 6


def test_blank_cells_say_nothing_in_a_table_full_of_them() -> None:
    document = broken(("复数", "", ""), ("其他", "", ""), ("其他", "", ""))
    assert len([row for row in document.lines if row.cells]) == 7


def test_columns_that_do_not_match_are_not_joined() -> None:
    lower = OPEN_START.replace("150 760", "170 760").replace("150 800", "170 800")
    document = read(OPEN_END + FIRST + text(60, 88, "甲"), lower + LAST + text(60, 785, "乙"))
    assert [g[0] for g in shape(document)] == [2, 2]


def test_a_merged_label_that_ends_unevenly_makes_no_row() -> None:
    rules = "".join(line(100, y, 400, y) for y in (700, 720, 740, 760))
    rules += line(50, 760, 100, 760) + line(50, 733, 100, 733) + line(50, 700, 100, 700)
    rules += "".join(line(x, 700, x, 760) for x in (50, 100, 200, 300, 400))
    words = "".join(
        text(x, y + 5, f"{x // 100}{(y - 700) // 20}")
        for x in (110, 210, 310)
        for y in (700, 720, 740)
    )
    document = read(rules + words + text(55, 715, "丙"))
    assert [(g.rows, g.columns) for g in document.grids] == [(3, 4)]
    assert [row.cells for row in document.lines] == [
        ("", "12", "22", "32"),
        ("丙", "11", "21", "31"),
        ("10", "20", "30"),
    ]
