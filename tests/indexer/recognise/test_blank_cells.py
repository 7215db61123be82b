"""Rows of cells with blanks in each of them: the common width shows where values begin."""

from __future__ import annotations

from govreport_search.domain import State
from indexer.readers import read_document
from indexer.recognise import understand

TITLE = "三、收到和处理政府信息公开申请情况"
HEADER = [
    "申请人情况\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计",
    "\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t",
]
ROWS = [
    "一、本年新收政府信息公开申请数量\t\t\t61\t13\t\t\t\t\t74",
    "二、上年结转政府信息公开申请数量\t\t\t12\t\t\t\t\t\t12",
    "三、本年度办理结果\t（一）予以公开\t\t25\t\t\t\t\t\t25",
    "\t（二）部分公开\t\t\t14\t\t\t\t\t14",
    "\t（三）不予公开\t1.属于国家秘密\t\t\t\t\t\t\t",
    "\t\t2.其他法律行政法规禁止公开\t8\t\t\t\t\t\t8",
    "\t（七）总计\t\t58\t14\t\t\t\t\t72",
    "四、结转下年度继续办理\t\t\t\t\t\t\t\t9\t9",
]


def read(rows: list[str]) -> dict[str, list[int | None]]:
    text = "\n".join([TITLE, *HEADER, *rows])
    found: dict[str, list[int | None]] = {}
    for fact in understand(read_document(text.encode(), "report.txt").lines).facts:
        if fact.cell.table == "requests" and fact.quantity.state is not State.MISSING:
            value = fact.quantity.value
            found.setdefault(fact.cell.row, []).append(None if value is None else int(value))
    return found


def test_the_first_value_column_is_learnt_from_the_common_width() -> None:
    none = [None] * 7
    assert read(ROWS) == {
        "new": [61, 13, None, None, None, None, 74],
        "carried_in": [12, None, None, None, None, None, 12],
        "granted": [25, None, None, None, None, None, 25],
        "partial": [None, 14, None, None, None, None, 14],
        "denied.state_secret": none,
        "denied.law_forbidden": [8, None, None, None, None, None, 8],
        "result_total": [58, 14, None, None, None, None, 72],
        "carried_out": [None, None, None, None, None, 9, 9],
    }


def test_one_row_that_breaks_the_width_leaves_it_in_doubt() -> None:
    shifted = "\t（七）总计\t58\t14\t\t\t\t\t72\t"
    found = read([*ROWS[:6], shifted, ROWS[7]])
    assert found["new"] == [None] * 7
    assert found["result_total"][:2] != [14, None]
