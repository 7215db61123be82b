"""Every row and column is explained; every clause that is cited is quoted."""

from __future__ import annotations

import copy

import pytest

from govreport_search.forms import all_forms
from govreport_search.forms.explanation import (
    CURRENT,
    chinese_number,
    citation,
    column_explanation,
    explanation,
    regulations,
    terms,
)
from govreport_search.forms.lint_explanation import lint_explanations
from govreport_search.forms.loader import read_data
from govreport_search.forms.lookup import indicators


def test_every_indicator_and_column_is_explained() -> None:
    assert [ref.id for ref in indicators() if explanation(ref.id) is None] == []
    for form in all_forms():
        for table in form.tables:
            for row in table.rows:
                told = explanation(f"{table.id}.{row.id}")
                assert told is not None
                assert told.text.endswith("。"), told.id
            assert all(column_explanation(table.id, column.id) for column in table.columns)


@pytest.mark.parametrize(
    ("ground", "label"),
    [
        ("state_secret", "第十四条"),
        ("law_forbidden", "第十四条"),
        ("safety_stability", "第十四条"),
        ("third_party", "第十五条"),
        ("internal_affairs", "第十六条第一款"),
        ("process_info", "第十六条第二款"),
        ("enforcement_file", "第十六条第二款"),
    ],
)
def test_each_ground_of_refusal_rests_on_its_clause(ground: str, label: str) -> None:
    told = explanation(f"requests.denied.{ground}")
    assert told is not None
    assert [one.label for one in told.rests_on] == [label]
    assert told.rests_on[0].clause.regulation == CURRENT


def test_where_the_form_names_no_clause_none_is_claimed() -> None:
    told = explanation("requests.denied.admin_query")
    assert told is not None
    assert told.rests_on == ()
    assert [one.label for one in told.see] == ["第三十六条第（七）项"]
    local = explanation("local_period.apply.denied.exempt_3")
    assert local is not None
    assert (local.rests_on, local.see) == ((), ())


def test_old_forms_rest_on_the_old_regulation_and_new_ones_on_the_new() -> None:
    for form in all_forms():
        for table in form.tables:
            for row in table.rows:
                told = explanation(f"{table.id}.{row.id}")
                assert told is not None
                cited = {one.clause.regulation for one in (*told.rests_on, *told.see)}
                assert cited <= {CURRENT if form.id in ("2019", "2021") else "2007"}, told.id


def test_an_item_that_is_cited_stands_in_its_clause() -> None:
    every = [*terms(), *(explanation(ref.id) for ref in indicators())]
    for told in every:
        assert told is not None
        for one in (*told.rests_on, *told.see):
            item = one.label.partition("第（")[2].rstrip("项").rstrip("）")
            paragraphs = one.clause.text.splitlines()
            assert not item or any(line.startswith(f"（{item}）") for line in paragraphs), told.id
            if one.label.endswith("款"):
                ordinal = "一二三四五".index(one.label[-2])
                assert ordinal < len(paragraphs), told.id


def test_clauses_are_numbered_as_printed_and_have_anchors_of_their_own() -> None:
    printed = {2: "二", 10: "十", 14: "十四", 20: "二十", 36: "三十六"}
    assert {n: chinese_number(n) for n in printed} == printed
    clauses = [clause for regulation in regulations() for clause in regulation.clauses]
    assert len({clause.anchor for clause in clauses}) == len(clauses)
    assert citation("2019 第十四条").clause.anchor == "article-14"
    assert citation("2007 第十四条第四款").clause.anchor == "article-2007-14"


def test_each_clause_is_translated_line_by_line() -> None:
    for regulation in regulations():
        for clause in regulation.clauses:
            lines, english = clause.text.splitlines(), clause.english.splitlines()
            assert len(lines) == len(english), clause.anchor
            assert all(line.isascii() and line.endswith((".", ";", ":")) for line in english)


def test_each_quoted_clause_is_cited() -> None:
    every = [
        *terms(),
        *(explanation(f"{t.id}.{r.id}") for f in all_forms() for t in f.tables for r in t.rows),
    ]
    cited = {one.clause for told in every if told for one in (*told.rests_on, *told.see)}
    quoted = {clause for regulation in regulations() for clause in regulation.clauses}
    assert {(c.regulation, c.no) for c in quoted - cited} <= {("2019", 10), ("2019", 13)}


def test_the_linter_sees_each_fault() -> None:
    data = read_data("explanations.toml")
    assert list(lint_explanations(all_forms(), data)) == []
    broken = copy.deepcopy(data)
    broken["rows"][0]["indicators"] = ["disclosure.nothing"]
    broken["rows"][1]["rests_on"] = ["2019 第九十条"]
    broken["columns"].append(dict(broken["columns"][0]))
    broken["terms"][0]["txt"] = ""
    faults = "\n".join(lint_explanations(all_forms(), broken))
    for fault in (
        "row disclosure.art20_1 is not explained",
        "no row disclosure.nothing",
        "第九十条 is not quoted",
        "requests.natural_person is explained twice",
        "unknown key txt",
        "rests on 第二十条第（一）项 by form",
    ):
        assert fault in faults
