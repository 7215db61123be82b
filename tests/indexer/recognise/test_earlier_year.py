"""Other years' tables in kinds that are read as lines: their numbers are never this year's."""

from __future__ import annotations

import pytest
from recognise_layouts import WRITERS, Numbers, numbers

from govreport_search.forms import Form, form
from indexer.readers import read_document
from indexer.recognise import Reading, understand

CHAPTERS = ("disclosure", "requests", "disputes")
CAPTIONS = [
    ("附：上年数据（供对照）", ""),
    ("2019年办理情况", "2020年办理情况"),
    ("表1 2019年度\n单位：件", "表2 2020年度\n单位：件"),
    ("2019年，全镇共收到申请若干件，办理情况如下：", "2020年，办理情况如下："),
]


def read(text: str, writer: str) -> Reading:
    name = "report.md" if writer == "markdown" else "report.txt"
    return understand(read_document(text.encode(), name).lines)


def chapter(shape: Form, text: str, section: str) -> tuple[int, int]:
    """Where the text of a chapter begins and ends."""
    heads = [f"{each.no}、{each.title}\n" for each in shape.sections]
    index = [each.id for each in shape.sections].index(section)
    return text.index(heads[index]) + len(heads[index]), text.index(heads[index + 1])


def wrong(reading: Reading, cells: Numbers) -> list[str]:
    read = [f for f in reading.facts if f.quantity.value is not None]
    return [str(f.cell) for f in read if f.quantity.value != cells.get(f.cell)]


def unread(reading: Reading) -> list[str]:
    return [str(f.cell) for f in reading.facts if f.quantity.value is None]


@pytest.mark.parametrize("section", CHAPTERS)
@pytest.mark.parametrize("writer", WRITERS)
def test_last_years_table_before_or_behind_the_own_one(writer: str, section: str) -> None:
    shape = form("2021")
    cells, old = numbers(shape), numbers(shape, 7001)
    text, other = WRITERS[writer](shape, cells), WRITERS[writer](shape, old)
    start, end = chapter(shape, text, section)
    start_other, end_other = chapter(shape, other, section)
    table = other[start_other:end_other].strip()
    own_table = text[start:end].rstrip()
    past, own = CAPTIONS[0]
    every = [f"{text[:start]}\n{own}\n{own_table}\n\n{past}\n\n{table}\n\n{text[end:]}"]
    for past, own in CAPTIONS:
        every.append(f"{text[:start]}\n{past}\n\n{table}\n\n{own}\n{text[start:]}")
    for printed in every:
        reading = read(printed, writer)
        assert wrong(reading, cells) == []
        assert unread(reading) == []


ANNEX = "| 统计指标 | 单位 | 统计数 |\n|---|---|---|\n{rows}"


def test_two_annexes_of_2014() -> None:
    shape = form("2014")
    cells, old = numbers(shape), numbers(shape, 7001)
    table = shape.tables[0]

    def printed(values: Numbers) -> str:
        rows = [
            f"| {row.label} | {row.unit} | {values[next(c for c in cells if c.row == row.id)]} |"
            for row in table.data_rows
        ]
        return ANNEX.format(rows="\n".join(rows))

    text = (
        "云岭县青禾镇人民政府2016年政府信息公开工作年度报告\n\n一、概述\n\n本镇做好公开工作。\n\n"
        f"附件1\n2015年政府信息公开情况统计表\n\n{printed(old)}\n\n"
        f"附件2\n2016年政府信息公开情况统计表\n\n{printed(cells)}\n"
    )
    reading = read(text, "markdown")
    assert wrong(reading, cells) == []
    assert unread(reading) == []


COMPARED = ["规章", "行政规范性文件", "行政许可", "行政处罚"]


@pytest.mark.parametrize("header", ["项目 2019年 2020年 增减", "项目 上年 本年 增减"])
@pytest.mark.parametrize("separator", [" ", " | ", "\t"])
def test_a_comparison_over_years(header: str, separator: str) -> None:
    shape = form("2021")
    cells = numbers(shape)
    text = WRITERS["page_layout"](shape, cells)
    start, _ = chapter(shape, text, "disclosure")
    rows = [f"{name} {8000 + n} {8100 + n} {8200 + n}" for n, name in enumerate(COMPARED)]
    printed = "\n".join(line.replace(" ", separator) for line in (header, *rows))
    reading = read(f"{text[:start]}\n{printed}\n\n{text[start:]}", "")
    assert wrong(reading, cells) == []
    assert unread(reading) == []


def test_the_only_table_is_read_whatever_its_caption_says() -> None:
    shape = form("2021")
    cells = numbers(shape)
    text = WRITERS["page_layout"](shape, cells)
    start, _ = chapter(shape, text, "requests")
    reading = read(f"{text[:start]}\n2019年办理情况\n\n{text[start:]}", "")
    assert wrong(reading, cells) == []
    assert unread(reading) == []
