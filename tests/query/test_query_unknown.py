"""Names that do not exist: what is offered instead, and what a condition may hold."""

from __future__ import annotations

import pytest

from govreport_search.errors import QuerySyntaxError, UnknownFieldError
from govreport_search.query.parser import parse, parse_condition
from govreport_search.query.tree import (
    FieldFilter,
    Or,
)

# query -> code, name, position, a candidate
UNKNOWN = {
    "甲 形式:PDF": ("unknown_field", "形式", 2, "格式"),
    "yeer:2020": ("unknown_field", "yeer", 0, "年份"),
    "新收件数量=0": ("unknown_field", "新收件数量", 0, "本年新收政府信息公开申请数量"),
    "甲 其他=0": ("ambiguous_indicator", "其他", 2, "requests.other.else"),
    "总计>1": ("ambiguous_indicator", "总计", 0, "requests.result_total"),
    "规章>1": ("column_needed", "规章", 0, "规章.本年制发件数"),
    "新收.外星人=0": ("unknown_column", "新收.外星人", 0, "新收.自然人"),
    "章节:第九十九章": ("unknown_field", "第九十九章", 3, "总体情况"),
    "层级:村": ("unknown_field", "村", 3, "乡级"),
    "格式:2030": ("unknown_field", "2030", 3, "2021"),
    "finding:balence": ("unknown_field", "balence", 8, "balance"),
    "核查:正文与表格": ("unknown_field", "正文与表格", 3, "正文与表格不符"),
    "核查:balance,无此": ("unknown_field", "无此", 11, "收支不平"),
    "格式:2021、 1": ("unknown_field", "1", 9, "2021"),
    "核查:,「甲」": ("unknown_field", "甲", 5, "收支不平"),
    "同一报道:甲": ("unknown_field", "同一报道", 0, "同一报告"),
}


@pytest.mark.parametrize("query", UNKNOWN)
def test_an_unknown_name_gets_candidates(query: str) -> None:
    code, name, position, candidate = UNKNOWN[query]
    with pytest.raises(UnknownFieldError) as caught:
        parse(query)
    error = caught.value
    assert (error.code, error.name, error.position) == (code, name, position)
    assert candidate in error.candidates
    assert error.remedy
    assert error.query == query


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("新受=0", "新收"),
        ("新受.自然人=0", "新收.自然人"),
        ("新收自然人=0", "新收.自然人"),
        ("新收.自燃人=0", "新收.自然人"),
        ("不与公开>0", "不予公开"),
        ("行政复意>0", "行政复议"),
        ("requests.nwe=0", "requests.new"),
        ("层级:县级别", "县级"),
        ("层级:countie", "county"),
        ("章节:行政复意", "政府信息公开行政复议"),
        ("核查:收支", "收支不平"),
    ],
)
def test_the_nearest_name_comes_first_as_people_write_it(query: str, first: str) -> None:
    with pytest.raises(UnknownFieldError) as caught:
        parse(query)
    error = caught.value
    assert error.candidates[0] == first
    end = error.position + len(error.name)
    for candidate in error.candidates:
        assert _code(query[: error.position] + candidate + query[end:]) in ("", "column_needed")


def _code(query: str) -> str:
    """How a query is refused; empty where it is not."""
    try:
        parse(query)
    except UnknownFieldError as error:
        return error.code
    return ""


def test_an_unknown_field_puts_the_likeliest_first() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        parse("机构:甲")
    assert caught.value.candidates[0] == "机关"


def test_a_condition_holds_no_phrase() -> None:
    assert parse_condition("新收=0 或 年份:2020") == Or(
        (parse("新收=0"), FieldFilter("year", ("2020",)))
    )
    with pytest.raises(QuerySyntaxError) as caught:
        parse_condition("新收=0 非 甲")
    assert (caught.value.position, caught.value.length) == (7, 1)


@pytest.mark.parametrize(
    ("text", "repair"), [("(新收=0", "(新收=0)"), ('"甲 AND 新收=0', ""), ('"新收', "")]
)
def test_a_condition_is_mended_to_a_condition(text: str, repair: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_condition(text)
    assert caught.value.repair == repair


@pytest.mark.parametrize(
    ("query", "words_"),
    [
        ("原样:甲", "甲"),
        ("-甲 near 乙", "甲"),
        ("正则:甲+", "甲+"),
        ("分词:乙", "乙"),
        ("乙*", "乙*"),
    ],
)
def test_a_condition_holds_no_text_of_any_kind(query: str, words_: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_condition(f"新收=0 {query}")
    assert caught.value.position == f"新收=0 {query}".index(words_)


def test_few_findings_are_offered_and_the_empty_one() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        parse("核查:收支")
    assert caught.value.candidates[0] == "收支不平"
    assert len(caught.value.candidates) < 10
    assert "none" in caught.value.remedy
