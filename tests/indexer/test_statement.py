"""Text against table: what is a contradiction, what another scope, what is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from govreport_search.domain import (
    Answer,
    CellId,
    Fact,
    Finding,
    Place,
    Quantity,
    Section,
    Severity,
    State,
)
from govreport_search.forms import form
from govreport_search.forms.derive import derive
from indexer.statement import check_statements
from indexer.statement.claim import find_claims, kinds

TABLE = {
    "requests.new.total": 48,
    "requests.new.natural_person": 41,
    "requests.carried_in.total": 6,
    "requests.granted.total": 17,
    "requests.partial.total": 5,
    "requests.denied.state_secret.total": 2,
    "requests.denied.process_info.total": 7,
    "requests.unable.not_held.total": 11,
    "requests.not_processed.repeat.total": 1,
    "requests.other.else.total": 3,
    "requests.result_total.total": 46,
    "requests.carried_out.total": 8,
    "disclosure.normative_docs.issued": 14,
    "disclosure.normative_docs.repealed": 4,
    "disclosure.normative_docs.in_force": 73,
    "disputes.review.upheld": 9,
    "disputes.review.corrected": 1,
    "disputes.review.pending": 3,
    "disputes.review.total": 13,
    "disputes.litigation_direct.upheld": 2,
    "disputes.litigation_direct.total": 2,
    "disputes.litigation_after_review.pending": 5,
    "disputes.litigation_after_review.total": 5,
}
"""Numbers that differ from one another, so that no statement agrees with the wrong cell."""


def facts(form_id: str = "2021", **changes: int | State) -> list[Fact]:
    values: dict[str, int | State] = {
        **TABLE,
        **{k.replace("__", "."): v for k, v in changes.items()},
    }
    made = []
    for cell in form(form_id).cells():
        value = values.get(str(cell), 0)
        if isinstance(value, State):
            made.append(Fact(cell, Quantity(value, raw=None if value is State.MISSING else "")))
        else:
            quantity = Quantity(State.NUMBER, Decimal(value), str(value))
            made.append(Fact(cell, quantity, Place(900, 900)))
    return made


def section(text: str, section_id: str = "overview", first: int = 1) -> Section:
    lines = text.split("\n")
    places = tuple(Place(first + n, first + n) for n in range(len(lines)))
    return Section(section_id, "", text, Place(first, first + len(lines) - 1), places)


def compared(
    sections: Sequence[Section], made: Sequence[Fact], form_id: str, **about: Any
) -> tuple[Finding, ...]:
    own = form(form_id)
    return check_statements(sections, made, own, derived=derive(own, made), **about)


def check(text: str, section_id: str = "overview", **changes: int | State) -> tuple[Finding, ...]:
    return compared([section(text, section_id)], facts(**changes), "2021")


def only(text: str, **changes: int | State) -> Finding:
    found = check(text, **changes)
    assert len(found) == 1, [f.message for f in found]
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        "全年共收到政府信息公开申请48件。",
        "本年度受理政府信息依申请公开 48 件，均按时办结。",
        "我局2023年新收公民、法人和其他组织提交的信息公开申请共计４８件。",
        "2023年收到48件政府信息公开申请。",
        "新收政府信息公开申请数量48件，上年结转政府信息公开申请数量6件。",
        "答复政府信息公开申请46件，其中予以公开17件、部分公开5件、不予公开9件，无法提供11件，"
        "不予处理1件，作其他处理3件，结转下年度继续办理8件。",
        "全年制发行政规范性文件14件，废止行政规范性文件4件，现行有效规范性文件73件。",
        "因政府信息公开被申请行政复议13件，行政诉讼7件。",
        "收办政府信息公开案件若干。",
    ],
)
def test_agreement_yields_no_finding(text: str) -> None:
    assert check(text) == ()


@pytest.mark.parametrize(
    ("text", "cell", "stated", "printed"),
    [
        ("全年共收到政府信息公开申请50件。", "requests.new.total", 50, 48),
        ("收到信息公开申请1,250件。", "requests.new.total", 1250, 48),
        ("没有收到政府信息公开申请。", "requests.new.total", 0, 48),
        ("全年未接到公众提出的依申请公开事项。", "requests.new.total", 0, 48),
        ("上年结转政府信息公开申请9件。", "requests.carried_in.total", 9, 6),
        ("公开申请中，予以公开18件。", "requests.granted.total", 18, 17),
        ("信息公开申请中，不予公开4件。", "requests.denied.total", 4, 9),
        ("对公开申请，予以公开及部分公开共17件。", "requests.granted.total", 17, 22),
        ("制定印发规范性文件9件。", "disclosure.normative_docs.issued", 9, 14),
        ("出台15件行政规范性文件。", "disclosure.normative_docs.issued", 15, 14),
        ("因信息公开引起的行政复议案件12件。", "disputes.review.total", 12, 13),
        ("涉及政府信息公开的行政诉讼案件 4 件。", "disputes.litigation.total", 4, 7),
    ],
)
def test_a_difference_is_a_contradiction_at_its_cell(
    text: str, cell: str, stated: int, printed: int
) -> None:
    finding = only(text)
    assert finding.code == "text_vs_table"
    assert finding.answer is Answer.CONTRADICTION
    assert finding.severity is Severity.WARNING
    assert str(CellId(finding.table, finding.row, finding.column)) == cell
    assert (finding.expected, finding.found) == (str(stated), str(printed))


@pytest.mark.parametrize("text", ["没有收到政府信息公开申请。", "收到政府信息公开申请0件。"])
def test_that_nothing_was_finished_explains_no_denial(text: str) -> None:
    finding = only(text, requests__result_total__total=0)
    assert finding.answer is Answer.CONTRADICTION


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("共受理政府信息公开申请54件（含上年结转6件）。", "上年结转"),
        ("受理并办结政府信息公开申请46件。", "办结"),
        ("收到自然人提出的信息公开申请41件。", "自然人"),
        ("办理政府信息公开申请48件。", "收到的申请"),
        ("因政府信息公开引发行政复议10件。", "尚未审结"),
        ("因政府信息公开引发行政诉讼2件。", "尚未审结"),
        ("涉及信息公开的行政诉讼5件。", "复议后起诉"),
        ("市政府办公室收到政府信息公开申请12件。", "本级或一个机构"),
        ("市水务局、市粮食局收到政府信息公开申请20件，数量居前。", "本级或一个机构"),
        ("全市各部门共收到政府信息公开申请480件。", "全域"),
        ("制发规范性文件73件。", "现行有效"),
    ],
)
def test_what_the_cells_explain_is_another_scope(text: str, reason: str) -> None:
    finding = only(text)
    assert finding.answer is Answer.OTHER_SCOPE
    assert finding.severity is Severity.INFO
    assert reason in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "收到网络申请20件，信函申请3件。",
        "受理低保申请300件，办理行政许可申请900件。政务公开栏已更新。",
        "收到政府信息公开申请50余件。",
        "收到政府信息公开申请3万件。",
        "2019年收到政府信息公开申请7件。2023年继续推进。2023年。2023年。",
        "较去年收到的政府信息公开申请5件有所增加。",
        "自条例施行以来收到政府信息公开申请999件。",
        "收到法人提出的信息公开申请2件。",
        "共收到申请，其中收到信息公开申请12件为网上提交。",
        "不予公开信息1200条，予以公开信息90条。",
        "复议机关受理行政复议案件300件。",
        "该行政复议案未被复议机关纠错，涉及信息公开。",
        "收到12345热线2500件，办结2500件，公开透明。",
        "本机关不掌握申请人所需信息，公开工作有序。",
        "无行政复议结果被纠正的情形，信息公开规范。",
        "转载公开规范性文件解读6篇。",
        "委员提案办理情况中，公开申请另计，不予公开的2件。",
        "政务公开栏里的工作文件，不予公开的2件。",
        "",
    ],
)
def test_sentences_about_something_else_are_left_alone(text: str) -> None:
    assert check(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "全年没有发生涉及政府信息公开的行政复议案、行政诉讼案。",
        "未发生因政务公开工作引起的举报、投诉、行政复议及行政诉讼。",
        "2023年未出现与政府信息公开有关的行政诉讼、行政复议情况。",
    ],
)
def test_a_denial_of_both_is_held_against_both(text: str) -> None:
    found = check(text)
    assert {(f.row, f.expected, f.found) for f in found} == {
        ("review", "0", "13"),
        ("litigation", "0", "7"),
    }


def test_a_sentence_about_disputes_in_their_own_section_needs_no_other_word() -> None:
    assert check("全年行政复议12件。") == ()
    assert [f.found for f in check("全年行政复议12件。", "disputes")] == ["13"]


def test_the_place_is_the_lines_of_the_sentence() -> None:
    text = "总的情况良好。\n本年度我办收到政府信\n息公开申请 5\n 件。"
    found = compared([section(text, first=31)], facts(), "2021")
    assert [f.place for f in found] == [Place(32, 34)]
    assert "收到政府信息公开申请5件" in found[0].message


def test_the_2019_form_compares_with_what_was_made() -> None:
    made = facts(
        "2019",
        disclosure__normative_docs__made=7,
        disclosure__normative_docs__published=6,
    )
    text = section("全年制作规范性文件8件，印发规范性文件6件。")
    found = compared([text], made, "2019")
    assert [(f.column, f.expected, f.answer) for f in found] == [
        ("made", "8", Answer.CONTRADICTION),
        ("made", "6", Answer.OTHER_SCOPE),
    ]


def test_the_2014_form_compares_with_its_own_rows() -> None:
    made = facts("2014", statistics__apply__received__value=30)
    found = compared([section("收到信息公开申请31件。")], made, "2014")
    assert [(f.table, f.row, f.column, f.found) for f in found] == [
        ("statistics", "apply.received", "value", "30")
    ]


@pytest.mark.parametrize("state", [State.MISSING, State.UNREADABLE, State.BLANK, State.TEXT])
def test_a_cell_without_a_number_contradicts_nothing(state: State) -> None:
    changes: dict[str, int | State] = {
        "requests__new__total": state,
        "requests__new__natural_person": 3,
    }
    assert check("收到政府信息公开申请50件。", **changes) == ()


def test_printed_parts_above_the_statement_contradict_it_without_a_total() -> None:
    changes: dict[str, int | State] = {
        "requests__granted__total": State.BLANK,
        "requests__granted__natural_person": 20,
        "requests__granted__commercial": 4,
    }
    finding = only("公开申请中，予以公开20件。", **changes)
    assert finding.answer is Answer.CONTRADICTION
    assert finding.found == "24"
    assert "不少于24" in finding.message


def test_a_wrong_total_of_reviews_does_not_make_the_text_wrong() -> None:
    finding = only("因信息公开被申请行政复议13件。", disputes__review__total=0)
    assert finding.answer is Answer.OTHER_SCOPE
    assert "总计另有出入" in finding.message


@pytest.mark.parametrize(
    ("agency", "who"),
    [
        ("某市人民政府办公室", "市政府办公室"),
        ("某县水务局", "县水务局"),
        ("某区水利委员会", "办公室"),
    ],
)
def test_an_office_that_reports_for_itself_has_no_narrower_scope(agency: str, who: str) -> None:
    text = section(f"{who}收到政府信息公开申请12件。")
    (finding,) = compared([text], facts(), "2021", agency=agency)
    assert finding.answer is Answer.CONTRADICTION


def test_the_year_given_decides_which_sentences_count() -> None:
    text = section("2022年收到政府信息公开申请12件，2023年收到政府信息公开申请48件。")
    assert compared([text], facts(), "2021", year=2023) == ()
    other = compared([text], facts(), "2021", year=2022)
    assert [f.expected for f in other] == ["12"]


def test_a_statement_is_told_once_per_line() -> None:
    line = "收到政府信息公开申请50件"
    assert len(check(f"{line}，即{line}。")) == 1
    assert len(check(f"{line}。\n又：{line}。")) == 2


def test_the_annex_is_no_narrative() -> None:
    assert check("收到政府信息公开申请50件。", "annex") == ()


def test_every_kind_of_statement_has_cells_in_some_form() -> None:
    from govreport_search.forms import all_forms
    from govreport_search.forms.derived import sum_parts

    known = {str(c) for f in all_forms() for c in f.cells()}
    for f in all_forms():
        for table in f.tables:
            for row in table.rows:
                if sum_parts(f, f"{table.id}.{row.id}"):
                    known |= {f"{table.id}.{row.id}.{c}" for c in row.columns}
    for kind in kinds():
        terms = [t for cells in kind.cells for t in cells]
        terms += [t.removeprefix("-") for scope in kind.scopes for t in scope.cells]
        assert set(terms) <= known, kind.id


def test_long_texts_are_searched_in_a_moment() -> None:
    import time

    text = "依法依规主动公开政府信息申请人申请的政府信息公开申请和行政复议行政诉讼案件情况" * 800
    start = time.process_time()
    find_claims([section(text)])
    assert time.process_time() - start < 3
