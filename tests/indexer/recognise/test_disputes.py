"""The table of one line: only below its own heading or words; blocks; two lines; repeats."""

from __future__ import annotations

import pytest

from govreport_search.domain import State
from govreport_search.forms import form
from indexer.readers import read_document
from indexer.recognise import Reading, understand

HEADING = "四、政府信息公开行政复议、行政诉讼情况"
LEAF = "结果维持 结果纠正 其他结果 尚未审结 总计"
HEADER = f"行政复议 行政诉讼\n{LEAF} 未经复议直接起诉 复议后起诉\n{LEAF} {LEAF}"
FIFTEEN = list(range(301, 316))
LINE = " ".join(map(str, FIFTEEN))
REQUESTS = """三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量 21 2 3 4 5 6 41
二、上年结转政府信息公开申请数量 22 2 3 4 5 6 42
（一）予以公开 23 2 3 4 5 6 43
"""
LAST = "四、结转下年度继续办理 27 2 3 4 5 6 47\n"


def read(text: str, name: str = "report.txt") -> Reading:
    return understand(read_document(text.encode(), name).lines)


def disputes(reading: Reading) -> list[int | None]:
    found = {fact.cell: fact.quantity.value for fact in reading.facts}
    values = [found[cell] for cell in form("2021").table("disputes").cells()]
    return [None if value is None else int(value) for value in values]


def five(start: int) -> str:
    return " ".join(map(str, FIFTEEN[start : start + 5]))


@pytest.mark.parametrize(
    "stray",
    [
        "61 62 63 64 65 66 67\n71 72 73 74 75 76 77\n9\n",
        "9\n61 62 63 64 65 66 67\n71 72 73 74 75 76 77\n",
        "61 62 63 64 65 66 67\n71 72 73 74 75 76 77\n",
        "61 62 63 64 65 66 67 68 71 72 73 74 75 76 77\n",
    ],
)
def test_bare_values_of_another_table_are_no_disputes(stray: str) -> None:
    text = f"{REQUESTS}无法辨认的行名\n{stray}（七）总计 26 2 3 4 5 6 46\n{LAST}"
    assert disputes(read(f"{text}\n{HEADING}\n{HEADER}\n{LINE}\n")) == FIFTEEN
    assert set(disputes(read(text))) == {None}
    without_heading = read(f"{text}\n{HEADER}\n{LINE}\n")
    assert disputes(without_heading) == FIFTEEN


@pytest.mark.parametrize(
    "printed",
    [
        LINE,
        f"{HEADER}\n{LINE}",
        f"{HEADER}\n{five(0)}\n{five(5)}\n{five(10)}",
        f"{HEADER}\n{' '.join(LINE.split()[:7])}\n{' '.join(LINE.split()[7:])}",
        "\n".join([HEADER, *LINE.split()]),
        f"{HEADER}\n行政复议 {five(0)}\n未经复议直接起诉 {five(5)}\n复议后起诉 {five(10)}",
        f"{HEADER}\n行政复议 {five(0)}\n- 5 -\n复议后起诉 {five(10)}\n未经复议直接起诉 {five(5)}",
        f"行政复议\n{LEAF}\n{five(0)}\n行政诉讼\n未经复议直接起诉\n{LEAF}\n{five(5)}\n"
        f"复议后起诉\n{LEAF}\n{five(10)}",
    ],
)
def test_values_below_the_heading_are_read_in_every_shape(printed: str) -> None:
    reading = read(f"{REQUESTS}{LAST}\n{HEADING}\n\n{printed}\n\n五、存在的主要问题及改进情况\n略")
    assert disputes(reading) == FIFTEEN
    assert reading.findings == ()
    sections = {section.id: section.printed for section in reading.sections}
    assert sections["disputes"] == ""


def test_labelled_rows_follow_their_own_header() -> None:
    rows = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    printed = [FIFTEEN[start : start + 5] for start in (0, 5, 10)]
    body = [
        f"| {label} | {values[4]} | {' | '.join(map(str, values[:4]))} |"
        for label, values in zip(rows, printed, strict=True)
    ]
    header = "| 类别 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 |\n" + "|---" * 6 + "|"
    text = "\n".join([REQUESTS, LAST, HEADING, "", header, *body])
    assert disputes(read(text, "report.md")) == FIFTEEN


@pytest.mark.parametrize("page", [f"{LINE.rsplit(' ', 1)[0]}\n8", f"8\n{LINE.split(' ', 1)[1]}"])
def test_a_page_number_does_not_complete_the_line(page: str) -> None:
    reading = read(f"{REQUESTS}{LAST}\n{HEADING}\n{HEADER}\n{page}\n")
    assert set(disputes(reading)) == {None}
    assert "row_too_short" in {finding.code for finding in reading.findings}


def test_two_lines_below_one_header_are_not_read_where_they_differ() -> None:
    other = LINE.replace("305", "395")
    reading = read(f"{REQUESTS}{LAST}\n{HEADING}\n{HEADER}\n{LINE}\n{other}\n")
    assert disputes(reading) == [*FIFTEEN[:4], None, *FIFTEEN[5:]]
    assert [(f.code, f.row) for f in reading.findings] == [("row_repeated", "review")]
    states = {str(f.cell): f.quantity.state for f in reading.facts}
    assert states["disputes.review.total"] is State.UNREADABLE


def test_a_second_table_of_disputes_is_kept_out() -> None:
    other = " ".join(str(value + 500) for value in FIFTEEN)
    text = f"{REQUESTS}{LAST}\n{HEADING}\n本级\n{HEADER}\n{LINE}\n全县\n{HEADER}\n{other}\n"
    reading = read(text)
    assert disputes(reading) == FIFTEEN
    assert [f.code for f in reading.findings] == ["table_repeated"]
    assert other in "\n".join(section.printed for section in reading.sections)
