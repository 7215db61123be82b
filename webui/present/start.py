"""The start page: what the archive holds, and questions that it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from govreport_search.query.request import EMPTY_VALUE, Request
from govreport_search.query.result import FacetValue, Page
from govreport_search.query.value import NATIONAL
from webui.language import N_
from webui.present.filters import REGION_SEPARATOR

Count = Callable[[Request], int]
"""How many reports a request finds."""


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question in a reader's words, and how it is asked."""

    label: str
    request: Request


QUESTIONS = (
    Question(N_("零申请的单位"), Request("新收=0", unit="reports")),
    Question(N_("不予公开最多的单位"), Request("不予公开>0", sort="-requests.denied.total")),
    Question(N_("不予公开率最高的单位"), Request("不予公开率>0", sort="-rate.denied")),
    Question(
        N_("合计对不上的报告"),
        Request("核查:总计不是各栏之和,收支不平,结果总计不是各项之和,复议诉讼总计不符"),
    ),
    Question(N_("正文与表格不符的报告"), Request("核查:正文与表格不符")),
    Question(N_("有行政复议或行政诉讼"), Request("行政复议>0 或 行政诉讼>0")),
    Question(N_("复议被纠正"), Request("行政复议.结果纠正>0")),
    Question(N_("没有印出新收数的报告"), Request("新收 is 缺失 或 新收 is 空白")),
)

EXAMPLES = (
    "“不予公开” 新收>0",
    "培训 或 考核",
    "收到*申请",
    "公开 近邻 收费",
    "“第三方” -商业秘密",
    "新收=100..",
)
"""Queries of different kinds; the start page shows those that find something."""

SHOWN_EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """A question that finds something, how it is written, and how many reports it finds."""

    label: str
    query: str
    reports: int
    request: Request


def question_items(count: Count) -> tuple[QuestionItem, ...]:
    """The questions with an answer in this archive."""
    counted = [(question, count(question.request)) for question in QUESTIONS]
    return tuple(
        QuestionItem(question.label, question.request.query, reports, question.request)
        for question, reports in counted
        if reports
    )


def example_items(count: Count) -> tuple[QuestionItem, ...]:
    """Some queries with an answer in this archive."""
    found: list[QuestionItem] = []
    for query in EXAMPLES:
        asked = Request(query)
        if len(found) < SHOWN_EXAMPLES and (reports := count(asked)):
            found.append(QuestionItem("", query, reports, asked))
    return tuple(found)


def holding(page: Page, *, bodies: int) -> tuple[tuple[str, str], ...]:
    """Amounts and what they count.

    Args:
        page: all reports, with as many values of the facets as there can be.
        bodies: that wrote them.
    """
    known = {name: _known(values) for name, values in page.facets.items()}
    provinces = [
        value
        for value in known["region"]
        if REGION_SEPARATOR not in value.value and value.value != NATIONAL
    ]
    years = sorted(int(value.value) for value in known["year"])
    amounts = [
        (str(page.searched), N_("份报告")),
        (str(bodies), N_("个机关")),
        (str(len(provinces)), N_("个省级地区")),
    ]
    if years:
        span = f"{years[0]}–{years[-1]}" if years[0] < years[-1] else str(years[0])
        amounts.insert(1, (span, N_("年")))
    return tuple(amounts)


def _known(values: Sequence[FacetValue]) -> list[FacetValue]:
    return [value for value in values if value.value != EMPTY_VALUE]
