"""Labels and values that come from different parts of a page: only the order tells.

The converter of such reports found some rows as tables of their own, and printed the labels of
the others as text before or behind them, with pieces of the vertical group labels between.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from recognise_layouts import Numbers, block_values, numbers, report, values

from govreport_search.domain import State
from govreport_search.forms import Form, form
from indexer.readers import read_document
from indexer.recognise import Reading, understand

PRINTED = """申请人情况
（本列数据的勾稽关系为：第一项加第二项法人或其他组织
之和，等于第三项加第四项之和）
自然人总计
商业企科研机社会公法律服
其他
本年
| 业 | 构 | 益组织 | 务机构 |  |  |  |  |  |
|---|---|---|---|---|---|---|---|---|
| 一、本年新收政府信息公开申请数量 | {new} |  |
| 二、上年结转政府信息公开申请数量 | {carried_in} |  |
| 三、 | （一）予以公开 | {granted} |
| {partial} |
|---|---|---|---|---|---|---|

（二）部分公开（区分处理的，只
度办
理结计这一情形，不计其他情形）
果
2.其他法律行政法规禁
止公开
| 1.属于国家秘密 | {denied.state_secret} |
|---|---|---|---|---|---|---|---|
| {denied.law_forbidden} |
|---|---|---|---|---|---|---|
| 3.危及“三安全一稳定” | {denied.safety_stability} |
| 4.保护第三方合法权益 | {denied.third_party} |

（三）不
予公开
5.属于三类内部事务信
息
1.本机关不掌握相关政
府信息
| {denied.internal_affairs} |
|---|---|---|---|---|---|---|
| 6.属于四类过程性信息 | {denied.process_info} |
|---|---|---|---|---|---|---|---|
| 7.属于行政执法案卷 | {denied.enforcement_file} |
| 8.属于行政查询事项 | {denied.admin_query} |
| {unable.not_held} |
|---|---|---|---|---|---|---|

（四）无2.没有现成信息需要另
法提供行制作
3.补正后申请内容仍不
明确
| {unable.needs_creation} |
|---|---|---|---|---|---|---|
| {unable.still_unclear} |
|---|---|---|---|---|---|---|
| 1.信访举报投诉类申请 | {not_processed.petition} |
| 2.重复申请 | {not_processed.repeat} |
| 3.要求提供公开出版物 | {not_processed.publication} |

（五）不
予处理4.无正当理由大量反复
申请
5.要求行政机关确认或
重新出具已获取信息
1.申请人无正当理由逾
期不补正、行政机关不
再处理其政府信息公开
申请
| {not_processed.excessive} |
|---|---|---|---|---|---|---|
| {not_processed.reconfirm} |
|---|---|---|---|---|---|---|
| {other.no_correction} |
|---|---|---|---|---|---|---|

（六）其
他处理
2.申请人逾期未按收费
通知要求缴纳费用、行
政机关不再处理其政府
信息公开申请
1
| {other.fee_unpaid} |
|---|---|---|---|---|---|---|
| 3.其他 | {other.else} |
| （七）总计 | {result_total} |
| 四、结转下年度继续办理 | {carried_out} |
"""


def detached(shape: Form, cells: Numbers) -> str:
    table = shape.table("requests")
    requests = PRINTED
    for row in table.data_rows:
        requests = requests.replace(f"{{{row.id}}}", " | ".join(values(table, row, cells)))
    disclosure = []
    for row in shape.table("disclosure").rows:
        printed = [] if row.is_group else values(shape.table("disclosure"), row, cells)
        disclosure.append(" | ".join([row.label, *printed]) + (" |" if printed else ""))
    disputes = "| " + " | ".join(block_values(shape.table("disputes"), cells)) + " |"
    header = "行政复议行政诉讼\n未经复议直接起诉复议后起诉\n结果结果其他尚未\n总计\n总计总计\n"
    return report(
        shape,
        {
            "disclosure": "\n".join(disclosure).replace("规章", "本年制发件数\n规章", 1),
            "requests": requests,
            "disputes": header + "维持纠正结果审结维持纠正结果审结\n" + disputes,
        },
    )


def read(text: str) -> Reading:
    return understand(read_document(text.encode(), "report.md").lines)


SHAPE = form("2021")
CELLS = numbers(SHAPE)
TEXT = detached(SHAPE, CELLS)


def numbers_read(reading: Reading) -> Numbers:
    return {f.cell: f.quantity.value for f in reading.facts if f.quantity.value is not None}


def test_every_cell_is_read_by_the_order_of_the_rows() -> None:
    assert numbers_read(read(TEXT)) == CELLS


def test_a_printed_blank_at_the_end_is_a_blank() -> None:
    row = SHAPE.table("requests").row("carried_out")
    last = values(SHAPE.table("requests"), row, CELLS)[-1]
    reading = read(TEXT.replace(f" | {last} |", " |  |"))
    states = [f.quantity.state for f in reading.facts if f.cell.row == "carried_out"]
    assert states == [*[State.NUMBER] * 6, State.BLANK]


@pytest.mark.parametrize("lost", [i for i, line in enumerate(TEXT.split("\n")) if line.strip()])
def test_no_lost_line_makes_a_wrong_number(lost: int) -> None:
    lines = TEXT.split("\n")
    got = numbers_read(read("\n".join(lines[:lost] + lines[lost + 1 :])))
    assert {c: v for c, v in got.items() if CELLS.get(c) != v} == {}


def test_vectors_that_could_be_either_row_are_not_read() -> None:
    row = SHAPE.table("requests").row("unable.needs_creation")
    line = " | ".join(values(SHAPE.table("requests"), row, CELLS))
    reading = read(TEXT.replace(f"| {line} |\n", ""))
    got = {f.cell.row: f.quantity for f in reading.facts if f.cell.row.startswith("unable.")}
    assert {q.state for q in got.values()} <= {State.UNREADABLE, State.MISSING}
    assert all(isinstance(v, Decimal) for v in numbers_read(reading).values())
