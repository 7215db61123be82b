from __future__ import annotations

import pytest

from govreport_search.forms import form
from govreport_search.forms.name import name_keys
from govreport_search.terms import (
    Group,
    Term,
    faults,
    groups,
    stop_words,
    synonyms,
    terms,
    usual_wording,
)
from govreport_search.terms.loader import parse_groups, parse_terms


def test_the_data_has_no_fault() -> None:
    assert faults(terms(), groups()) == ()
    assert len(terms()) > 200
    assert len(groups()) > 20


@pytest.mark.parametrize("form_id", ["2019", "2021"])
def test_names_of_rows_are_terms(form_id: str) -> None:
    """A row that a form gains must become a term, or a question for it is cut anywhere."""
    known = {term.text for term in terms()}
    ours = "requests", "disputes"
    names = {
        key
        for table in form(form_id).tables
        if table.id in ours
        for row in table.rows
        for key in name_keys(row.label)
        if 4 <= len(key) <= 10 and key.isalnum()
    }
    assert len(names) > 10
    assert names - known == set()


@pytest.mark.parametrize(
    ("listed", "grouped", "fault"),
    [
        (("甲乙", "甲 乙"), (), "term twice: 甲乙"),
        (("甲",), (), "term too short or too long: 甲"),
        (("甲，乙",), (), "not a word: 甲,乙"),
        ((), (("甲乙",),), "group of 1 words: ('甲乙',)"),
        ((), (("甲乙", "丙"),), "word too short: '丙'"),
        ((), (("甲乙", "丙丁"), ("戊己", "甲乙")), "word twice: 甲乙 in groups 1 and 2"),
    ],
)
def test_a_fault_is_found(
    listed: tuple[str, ...], grouped: tuple[tuple[str, ...], ...], fault: str
) -> None:
    made = [Group(words, "理由") for words in grouped]
    assert faults(parse_terms("\n".join(listed)), made) == (fault,)


def test_a_group_says_why() -> None:
    group = Group(("甲乙", "丙丁"), " ")
    assert faults((), (group,)) == ("group without a reason: ('甲乙', '丙丁')",)
    with pytest.raises(KeyError):
        parse_groups('[[group]]\nwords = ["甲乙", "丙丁"]')


def test_terms_are_read_with_their_pieces() -> None:
    assert parse_terms("# 说明\n\n政府 信息\n= 不予 公开\n") == (
        Term("政府信息", ("政府", "信息")),
        Term("不予公开", ("不予", "公开"), is_word=True),
    )


def test_synonyms_are_those_of_the_whole_text_folded() -> None:
    group = synonyms("政府信息公開申請")
    assert "依申请公开" in group
    assert "政府信息公开申请" not in group
    assert synonyms("政府信息公开申请情况") == ()
    assert {usual_wording(word) for word in (*group, "依申请公开")} == {"依申请公开"}
    assert usual_wording("情況") == "情况"


def test_stop_words_are_words() -> None:
    assert {"的", "哪些", "有没有"} <= stop_words()
    assert not stop_words() & {term.text for term in terms()}
