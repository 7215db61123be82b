"""The data files: equal to the domain material, clean under the linter, documented."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from govreport_search.forms import Evidence, Form, all_forms, form
from govreport_search.forms.concordance import is_comparable, link_of, links
from govreport_search.forms.document import document
from govreport_search.forms.lint import (
    lint,
    lint_concordance,
    lint_derived,
    lint_form,
    lint_tell_tales,
    lint_vocabulary,
    lint_years,
)
from govreport_search.forms.loader import FORM_IDS, read_data

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT.parent / "shared" / "domain" / "forms.json"
LOCAL = {"stat_local_dingxi": "local_period", "stat_local_putian2009": "local_cumulative"}
# Aliases that name a row of an older form with another meaning, or that are no label at all.
NOT_KEPT = {
    "2014": {"2.政府公报", "1.政府网站", "电子邮件申请数", "否决公开答复总数", "行政申诉数"},
    "2019": {"规范性文件（…说明…）"},
}


@pytest.fixture(scope="module")
def material() -> dict[str, Any]:
    if not DOMAIN.exists():
        pytest.skip("../shared/domain/forms.json is not here")
    data: dict[str, Any] = json.loads(DOMAIN.read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_every_row_and_column_is_as_in_the_domain_material(
    material: dict[str, Any], form_id: str
) -> None:
    theirs = next(f for f in material["forms"] if f["id"] == form_id)
    ours = form(form_id)
    assert [ours.first_year, ours.last_year] == theirs["report_years"]
    for table in theirs["tables"]:
        mine = ours.table(LOCAL.get(table["id"], table["id"]))
        printed = [row for row in mine.rows if table["id"] != "disputes" or not row.is_group]
        assert [row.label for row in printed] == [row["label"] for row in table["rows"]]
        for row, theirs_row in zip(printed, table["rows"], strict=True):
            if table["id"] not in LOCAL:
                assert row.id == theirs_row["id"]
                assert row.no == (theirs_row.get("no") or "")
            assert row.evidence == theirs_row.get("evidence", "verbatim")
            assert row.unit == (theirs_row.get("unit") or "").strip("—")
            assert row.is_group == (theirs_row.get("kind") == "group")
            lost = set(theirs_row.get("aliases", ())) - set(row.aliases) - {row.label}
            assert lost <= NOT_KEPT.get(form_id, set())
            _compare_columns(mine, theirs_row.get("columns", ()))
        if table["id"] not in LOCAL:
            _compare_columns(mine, table.get("columns", ()))


def _compare_columns(table: Any, columns: Any) -> None:
    kinds = {"signed integer": "signed", "decimal": "decimal"}
    for theirs in columns:
        column = table.column(theirs["id"])
        assert column.label == theirs["label"]
        assert set(theirs.get("aliases", ())) <= set(column.aliases)
        assert column.value_type == kinds.get(theirs.get("value_type", ""), "integer")
        assert column.parent == (theirs.get("parent") or "")


@pytest.mark.parametrize("form_id", ["2019", "2021"])
def test_every_rule_is_as_in_the_domain_material(material: dict[str, Any], form_id: str) -> None:
    theirs = {r["id"]: r for f in material["forms"] if f["id"] == form_id for r in f["rules"]}
    for rule in form(form_id).rules:
        formula = theirs[rule.id]["formula"]
        terms = re.findall(r"\[[rb]\]\.(\w+)", formula) or re.findall(
            r"requests\.([\w.]+)\[c\]", formula
        )
        assert [*rule.left, *rule.right] == terms


def test_disclosure_columns_differ_by_row() -> None:
    old, new = form("2019").table("disclosure"), form("2021").table("disclosure")
    assert old.row("fees").columns == ("prev_items", "delta")
    assert old.row("procurement").columns == ("projects", "amount_wan")
    assert new.row("fees").columns == ("amount_wan",)
    assert new.row("licensing").columns == ("decisions",)
    assert old.column("delta").value_type == "signed"
    assert sum(1 for _ in form("2019").cells()) == 3 * 2 + 4 * 3 + 2 + 2 + 23 * 7 + 15
    assert sum(1 for _ in form("2021").cells()) == 3 * 2 + 3 + 1 + 25 * 7 + 15


def test_articles_stand_only_where_the_clause_is_certain() -> None:
    rows = {r.id: r.article for r in form("2021").table("requests").rows}
    assert rows["denied.state_secret"] == "第十四条"
    assert rows["denied.third_party"] == "第十五条"
    assert rows["other.else"] == ""
    docs = form("2019").table("disclosure")
    assert docs.row("normative_docs").article == "第二十条第（一）项"
    for f in all_forms():
        for table in f.tables:
            for row in table.rows:
                assert re.fullmatch(r"(第.{1,3}条(第（?.（?）?[款项]|第（.）项)?)?", row.article)


def test_the_linter_finds_no_fault() -> None:
    assert lint() == ()


def damaged(form_id: str = "2021") -> dict[str, Any]:
    return copy.deepcopy(read_data(f"{form_id}.toml"))


def table_of(data: dict[str, Any], table_id: str) -> dict[str, Any]:
    table: dict[str, Any] = next(t for t in data["tables"] if t["id"] == table_id)
    return table


def test_the_linter_sees_faults_inside_a_form() -> None:
    data = damaged()
    requests = table_of(data, "requests")
    requests["rows"][0]["aliases"].append("上年结转")
    requests["rows"][1]["aliasses"] = ["错"]
    requests["rows"][2]["parent"] = "carried_out"
    requests["columns"].append(dict(requests["columns"][0]))
    data["rules"][0]["right"][0] = "nobody"
    data["rules"][2]["right"].append("granted")
    table_of(data, "disputes")["section"] = "nowhere"
    faults = "\n".join(lint_form(data))
    for words in (
        "上年结转 names both new and carried_in",
        "row carried_in: unknown key aliasses",
        "its parent carried_out does not stand before it",
        "column natural_person stands 2 times",
        "rule requests.row_total: no such terms ['nobody']",
        "term granted stands 2 times",
        "table disputes: no section nowhere",
    ):
        assert words in faults


def test_the_linter_lets_shared_aliases_pass_only_where_they_are_declared() -> None:
    data = damaged("2019")
    assert list(lint_form(data)) == []
    del table_of(data, "disclosure")["shared_aliases"]
    assert any("本年新 names both" in fault for fault in lint_form(data))


def test_the_linter_lets_no_verified_rule_rest_on_unverified_rows() -> None:
    data = damaged("2014")
    denied = next(rule for rule in data["rules"] if rule["id"] == "s.denied")
    denied["evidence"] = "verbatim"
    assert any("rests on unverified rows" in fault for fault in lint_form(data))


def test_the_linter_sees_faults_between_forms() -> None:
    from dataclasses import replace

    forms = list(all_forms())
    late = [*forms[:2], replace(forms[2], last_year=2021), forms[3]]
    assert len(list(lint_years(late))) == 1
    shared = [*forms[:3], replace(forms[3], tell_tale=("行政许可",))]
    assert any("also stands in 2019" in fault for fault in lint_tell_tales(shared))
    nowhere = [*forms[:3], replace(forms[3], tell_tale=("从无此语",))]
    assert any("stands in no label" in fault for fault in lint_tell_tales(nowhere))


def test_the_linter_sees_faults_in_the_other_files() -> None:
    forms = {f.id: f for f in all_forms()}
    every = list(forms.values())
    derived = copy.deepcopy(read_data("derived.toml"))
    derived["sums"].append({"indicator": "requests.new"})
    derived["rates"][0]["numerator"] = ["requests.nothing"]
    assert len(list(lint_derived(every, derived))) == 2
    concordance = copy.deepcopy(read_data("concordance.toml"))
    concordance["links"][0]["columns"] = ["made"]
    concordance["links"][1]["successors"] = ["disclosure.nothing"]
    assert len(list(lint_concordance(forms, concordance))) == 2
    vocabulary = copy.deepcopy(read_data("sections.toml"))
    vocabulary["order"].remove("fees")
    assert list(lint_vocabulary(every, vocabulary)) == [
        "sections.toml: section fees is missing from order"
    ]


def test_the_concordance_says_what_may_be_compared() -> None:
    assert not is_comparable("disclosure.normative_docs", "made")
    assert not is_comparable("disclosure.fees", "amount_wan")
    assert is_comparable("disclosure.licensing", "decisions")
    assert is_comparable("requests.new", "total")
    assert is_comparable("requests.other", "research")
    assert not is_comparable("requests.other.else", "total")
    other = link_of("requests.other.fee_unpaid")
    assert other is not None
    assert len(other.successors) == 3
    assert any(not link.successors for link in links())


def test_rows_that_changed_columns_are_all_in_the_concordance() -> None:
    """A row whose columns differ between the forms cannot be the same without a word."""
    old, new = form("2019"), form("2021")
    listed = {link.indicator for link in links()}
    for table in old.tables:
        for row in table.data_rows:
            indicator = f"{table.id}.{row.id}"
            same = _columns(old, indicator) == _columns(new, indicator)
            assert same != (indicator in listed), indicator


def _columns(f: Form, indicator: str) -> tuple[str, ...] | None:
    table_id, _, row_id = indicator.partition(".")
    table = f.table(table_id)
    if not table.has_row(row_id) or table.row(row_id).is_group:
        return None
    return table.row(row_id).columns


def test_the_documentation_is_up_to_date() -> None:
    page = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m govreport_search.forms.document"


def test_the_documentation_names_every_row_and_rule() -> None:
    page = document()
    for f in all_forms():
        for table in f.tables:
            for row in table.rows:
                assert f"`{table.id}.{row.id}`" in page
        for rule in f.rules:
            assert rule.words in page
        assert all(rule.evidence in Evidence for rule in f.rules)
