"""Tables of PDFs without rules: every value under its own column, or none at all."""

from __future__ import annotations

from random import Random

import pytest
from pdf_maker import Sheet, line, pdf, text

from indexer.blocks import Document, Grid
from indexer.readers.options import ReadOptions
from indexer.readers.pdf.reader import read_pdf

SIZE = 10


def read(*contents: str) -> Document:
    return read_pdf(pdf(*map(Sheet, contents)), "表.pdf", ReadOptions(aligned=True))


def rows_of(grid: Grid) -> list[dict[int, str]]:
    """Each row's texts by column; what cannot be read has a question mark."""
    rows: list[dict[int, str]] = [{} for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text if cell.legible else f"?{cell.text}"
    return rows


def drawn(y: float, *words: tuple[float, str]) -> str:
    return "".join(text(x, y, word, SIZE) for x, word in words if word)


HEADER = drawn(700, (60, "信息内容"), (300, "制发数"), (400, "废止数"))


def test_a_blank_cell_stays_under_its_header() -> None:
    content = HEADER + drawn(680, (60, "规章"), (310, "3"))
    content += drawn(660, (60, "规范性文件"), (310, "12"), (410, "4"))
    (grid,) = read(content).grids
    assert not grid.sure
    assert rows_of(grid) == [
        {0: "信息内容", 1: "制发数", 2: "废止数"},
        {0: "规章", 1: "3", 2: ""},
        {0: "规范性文件", 1: "12", 2: "4"},
    ]


def test_a_column_that_prints_no_value_is_known_by_its_header() -> None:
    content = HEADER + drawn(680, (60, "规章"), (410, "3")) + drawn(660, (60, "文件"), (410, "4"))
    (grid,) = read(content).grids
    assert rows_of(grid)[1:] == [{0: "规章", 1: "", 2: "3"}, {0: "文件", 1: "", 2: "4"}]


def test_without_a_header_a_missing_value_is_no_blank_cell() -> None:
    content = drawn(680, (60, "规章"), (310, "3"))
    content += drawn(660, (60, "文件"), (310, "1"), (410, "4"))
    content += drawn(640, (60, "公告"), (310, "1"), (410, "4"))
    (grid,) = read(content).grids
    assert rows_of(grid)[0] == {0: "规章", 1: "3"}


@pytest.mark.parametrize("beside", [0, 1, 2])
def test_a_label_of_three_lines_stands_around_its_value(beside: int) -> None:
    content, y = HEADER, 680.0
    for label in (("第一行", "之续", "其末"), ("第二行",), ("第三行", "之续", "其末")):
        for index, part in enumerate(label):
            at = beside if len(label) == 3 else 0
            content += drawn(y, (60, part), *(((310, "7"), (410, "8")) if index == at else ()))
            y -= 13
    (grid,) = read(content).grids
    assert [row[0] for row in rows_of(grid)[1:]] == [
        "第一行\n之续\n其末",
        "第二行",
        "第三行\n之续\n其末",
    ]


def test_halves_of_a_number_broken_over_two_lines_are_never_numbers() -> None:
    content = HEADER
    for index in range(4):
        content += drawn(680 - 30 * index, (60, f"第{'一二三四'[index]}类"), (310, "1"), (410, "2"))
    content += (
        drawn(566, (310, "12")) + drawn(560, (60, "末类"), (410, "2")) + drawn(554, (310, "3"))
    )
    (grid,) = read(content).grids
    texts = [row.get(1, "") for row in rows_of(grid)]
    assert "12" not in texts
    assert "3" not in texts
    assert "123" not in texts


def test_values_between_two_columns_make_no_table() -> None:
    content = HEADER + drawn(680, (60, "规章"), (310, "3"), (410, "4"))
    content += drawn(660, (60, "文件"), (300, "12345678901234567890123"))
    assert not any(
        "1234" in cell.text for grid in read(content).grids for cell in grid.cells if cell.legible
    )


def test_prose_with_numbers_stays_prose() -> None:
    content = "".join(
        drawn(700 - 15 * i, (60, f"全年收到申请 {i} 件，都已答复，最快的当天就答复了。"))
        for i in range(8)
    )
    document = read(content)
    assert not document.grids
    assert len(document.lines) == 8


def test_a_table_that_goes_on_keeps_its_columns() -> None:
    first = HEADER + drawn(680, (60, "规章"), (310, "3"), (410, "5"))
    first += drawn(660, (60, "文件"), (310, "3"), (410, "5"))
    second = drawn(780, (60, "公告"), (412, "9")) + drawn(760, (60, "通知"), (310, "1"), (410, "2"))
    grids = read(first, second).grids
    assert rows_of(grids[1])[0] == {0: "公告", 1: "", 2: "9"}


def test_a_page_number_is_no_value() -> None:
    content = HEADER + drawn(40, (310, "77"))
    for index in range(31):
        content += drawn(680 - 20 * index, (60, f"文件{index}"), (310, "3"), (410, "5"))
    (grid,) = read(content).grids
    assert grid.rows == 32
    assert all(cell.text != "77" for cell in grid.cells)


def test_rules_between_rows_part_labels() -> None:
    content = HEADER
    for index, label in enumerate(("甲类文件", "乙类文件", "丙类文件")):
        y = 680 - 13 * index
        content += drawn(y, (60, label), (310, "1"), (410, "2")) + line(50, y - 3, 450, y - 3)
    (grid,) = read(content).grids
    assert [row[0] for row in rows_of(grid)[1:]] == ["甲类文件", "乙类文件", "丙类文件"]


@pytest.mark.parametrize("seed", range(40))
def test_no_random_table_yields_a_number_in_another_place(seed: int) -> None:
    """Widths, alignment, label lengths, distances and blanks at random."""
    random = Random(seed)
    count, rows = random.randint(1, 6), random.randint(2, 12)
    widths = [random.randint(36, 80) for _ in range(count)]
    lefts = [200 + sum(widths[:i]) for i in range(count)]
    align = [random.choice((0.0, 0.5, 1.0)) for _ in range(count)]
    padding = random.choice((0, 4, 8))

    def placed(column: int, word: str) -> tuple[float, str]:
        free = widths[column] - 8 - SIZE * sum(0.5 if c.isascii() else 1 for c in word)
        return lefts[column] + 4 + align[column] * free, word

    y = 780.0
    content = drawn(y, (60, "指标"), *(placed(i, f"列{'甲乙丙丁戊己'[i]}") for i in range(count)))
    y -= 13 + padding
    truth: dict[str, list[str]] = {}
    for index in range(rows):
        label = [
            f"行{chr(0x4E00 + 20 * index + k)}{'字' * random.randint(1, 8)}"
            for k in range(random.randint(1, 4))
        ]
        values = [
            str(random.choice((0, 7, 1234, 56))) if random.random() < 0.8 else ""
            for _ in range(count)
        ]
        truth["\n".join(label)] = values
        middle = y - 13 * (len(label) - 1) / 2
        for k, part in enumerate(label):
            content += drawn(y - 13 * k, (60, part))
        content += drawn(middle, *(placed(i, v) for i, v in enumerate(values)))
        y -= 13 * len(label) + padding
    for grid in read(content).grids:
        printed = rows_of(grid)
        whole = len(printed[0]) == count + 1 and printed[0][0] == "指标"
        for row in printed[1:]:
            values = [row.get(i + 1) for i in range(count)]
            if whole and row[0] in truth:
                for value, true in zip(values, truth[row[0]], strict=True):
                    assert value is None or value.startswith("?") or value == true


def test_a_number_that_is_a_line_of_a_label_is_no_value() -> None:
    """计 / 1 / 次: the middle line of a label in a narrow column."""
    content = HEADER + drawn(680, (60, "公告"), (310, "3"), (410, "4"))
    content += drawn(662, (60, "同一热点计")) + drawn(649, (60, "1")) + drawn(636, (60, "次的回应"))
    content += drawn(655, (310, "7"), (410, "8"))
    content += drawn(618, (60, "通知"), (310, "5"), (410, "6"))
    (grid,) = read(content).grids
    texts = [row.get(column, "") for row in rows_of(grid) for column in (1, 2)]
    assert texts[:2] == ["制发数", "废止数"]
    assert "1" not in texts


def test_digits_of_one_number_set_apart_are_one_value_under_a_whole_header() -> None:
    content = HEADER + drawn(680, (60, "规章"), (300, "3"), (310, "0"), (320, "2"), (410, "4"))
    content += drawn(660, (60, "文件"), (310, "7"), (405, "1"), (415, "6"))
    (grid,) = read(content).grids
    assert [list(row.values()) for row in rows_of(grid)[1:]] == [
        ["规章", "3 0 2", "4"],
        ["文件", "7", "1 6"],
    ]


def test_digits_set_apart_without_a_header_are_not_read() -> None:
    content = ""
    for index in range(4):
        content += drawn(680 - 20 * index, (60, f"第{index}类"), (300, "3"), (310, "2"), (410, "4"))
    for grid in read(content).grids:
        assert all(cell.text != "3 2" or not cell.legible for cell in grid.cells)


def test_zeros_side_by_side_are_never_one_number() -> None:
    content = HEADER + drawn(680, (60, "规章"), (300, "0"), (310, "0"), (410, "4"))
    for grid in read(content).grids:
        assert all(" " not in cell.text or not cell.legible for cell in grid.cells)


def test_the_last_line_of_a_label_over_two_columns_is_no_group() -> None:
    """Groups stand left of the labels, in a pile; the end of a wide label stands below it."""
    content = HEADER
    content += drawn(680, (60, "一、本年新收政府信息公开申")) + drawn(674, (310, "1"), (410, "2"))
    content += drawn(667, (110, "请数量"))
    for index, word in enumerate(("三、", "本年", "办理", "结果")):
        content += drawn(640 - 20 * index, (60, word), (160, f"{index}. 甲乙丙丁"))
        content += drawn(640 - 20 * index, (310, f"{index}"), (410, f"{index}"))
    (grid,) = read(content).grids
    assert "一、本年新收政府信息公开申\n请数量" in [row[0] for row in rows_of(grid)]


def test_groups_beside_centred_labels_are_no_part_of_them() -> None:
    content = HEADER
    labels = (
        "属于国家秘密",
        "保护第三方合法权益",
        "属于行政执法案卷",
        "重复申请",
        "要求提供公开出版物",
    )
    for index, (group, label) in enumerate(
        zip(("", "不予", "公开", "情形", ""), labels, strict=True)
    ):
        y, x = 680 - 20 * index, 200 - 5 * len(label)
        content += drawn(y, (70, group), (x, label), (310, f"{index}"), (410, "5"))
    (grid,) = read(content).grids
    assert [row[0] for row in rows_of(grid)] == ["信息内容", "不予公开情形", *labels]


def test_labels_whose_letters_are_set_apart_lose_none() -> None:
    content = HEADER + drawn(600, (60, "行政机关规范性文件"), (310, "8"), (410, "5"))
    for index, (first, second) in enumerate(("规章", "其他", "总计", "合计")):
        y, x = 680 - 20 * index, 60 + 4 * index
        content += drawn(y, (x, first), (x + 20, second), (310, f"{index}"), (410, "5"))
    (grid,) = read(content).grids
    labels = [row[0].replace(" ", "") for row in rows_of(grid)]
    assert labels[1:] == ["规章", "其他", "总计", "合计", "行政机关规范性文件"]


def test_a_heading_in_the_middle_is_no_label_of_the_row_above() -> None:
    content = HEADER + drawn(680, (60, "规章"), (410, "4")) + drawn(665, (60, "文件"), (410, "6"))
    content += drawn(650, (200, "第二十条第（五）项"))
    content += drawn(635, (60, "信息内容"), (340, "处理决定数量")) + drawn(
        620, (60, "许可"), (370, "9")
    )
    first = read(content).grids[0]
    assert rows_of(first)[1:] == [{0: "规章", 1: "", 2: "4"}, {0: "文件", 1: "", 2: "6"}]


def test_long_numbers_close_to_each_other_are_still_two() -> None:
    content = HEADER + drawn(680, (60, "规章"), (380, "579"), (400, "2126"))
    content += drawn(660, (60, "文件"), (310, "12"), (400, "4"))
    header = drawn(700, (60, "信息内容"), (300, "制发数"), (370, "废止"), (400, "总计"))
    document = read(content.replace(HEADER, header))
    assert {0: "规章", 1: "", 2: "579", 3: "2126"} in rows_of(document.grids[0])


def test_a_number_in_groups_of_thousands_is_never_two() -> None:
    content = HEADER + drawn(680, (60, "规章"), (300, "12"), (315, "345"), (410, "4"))
    content += drawn(660, (60, "文件"), (310, "1"), (410, "4"))
    for grid in read(content).grids:
        texts = [cell.text for cell in grid.cells if cell.legible]
        assert "345" not in texts
        assert "12" not in texts


def test_a_short_label_that_stands_where_groups_do_is_still_one() -> None:
    content = HEADER
    labels = (
        "属于国家秘密",
        "保护第三方合法权益",
        "属于行政执法案卷",
        "重复申请",
        "要求提供公开出版物",
    )
    for index, (group, label) in enumerate(
        zip(("", "不予", "公开", "情形", ""), labels, strict=True)
    ):
        y, x = 680 - 20 * index, 200 - 5 * len(label)
        content += drawn(y, (70, group), (x, label), (310, f"{index}"), (410, "5"))
    content += drawn(580, (70, "（七）总计"), (310, "9"), (410, "25"))
    (grid,) = read(content).grids
    assert {0: "（七）总计", 1: "9", 2: "25"} in rows_of(grid)
