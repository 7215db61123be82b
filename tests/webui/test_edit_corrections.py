"""Cells and bodies put right on the pages: the same as by command, with history and undo."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from cli_world import run
from edit_world import Person
from flask import Flask
from jsonschema import Draft202012Validator
from web_reading import foreign_words, words
from web_world import AGENCY, build_web_world
from werkzeug.test import TestResponse

from govreport_search.settings import Settings
from govreport_search.store import HistoryEntry
from webui.api.description import description

NEW = "requests.new.total"
LOST = "requests.granted.total"
WHY = "<b>看图</b>核对"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return build_web_world(tmp_path_factory.mktemp("corrections"))


@pytest.fixture
def settings(built: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(built.index_dir, tmp_path / "built")
    return Settings(tmp_path / "built")


@pytest.fixture
def report(person: Person) -> str:
    """The report with blank, unreadable and lost cells."""
    hits = person.client.get("/api/v1/search?year=2022").json["hits"]
    return str(hits[0]["report"])


def fact(person: Person, report: str, cell: str = NEW) -> dict:
    facts = person.client.get(f"/api/v1/reports/{report}").json["facts"]
    parts = [(one, f"{one['table']}.{one['row']}.{one['column']}") for one in facts]
    return next(one for one, name in parts if name == cell)


def history(person: Person, report: str) -> list[HistoryEntry]:
    lines = person.client.application.extensions["library"].corrections(report)
    return [line.entry for line in lines]


def address(report: str, cell: str = NEW) -> str:
    return f"/edit/reports/{report}/cells/{cell}"


def put(person: Person, url: str, **fields: str) -> TestResponse:
    """Look at a form, fill it in, send it."""
    person.see(url)
    return person.send(url, **fields)


def test_the_source_stands_beside_the_form(person: Person, report: str) -> None:
    page = person.see(address(report, "requests.granted.total"))
    assert page.status_code == 200
    shown = words(page.text)
    assert "无法识读" in shown
    assert "a&<i>b.txt" in shown
    assert '<li value="' in page.text
    assert "<mark>" in page.text
    assert "<i>b.txt" not in page.text


def test_a_number_is_corrected_and_every_output_knows(person: Person, report: str) -> None:
    person.see(address(report))
    done = put(person, address(report), notation="number", value="9", why=WHY, do="set")
    assert done.status_code == 303
    now = fact(person, report)
    assert (now["value"], now["corrected_by"], now["corrected_why"]) == (9, "张三", WHY)
    page = person.see(address(report))
    assert "已记下：" in words(page.text)
    assert "由 7 更正为 9" in words(page.text)
    assert WHY not in page.text, "a reason is text"
    assert person.client.get("/api/v1/search?q=新收=9").json["total_reports"] == 1


@pytest.mark.parametrize(
    ("notation", "value", "state"),
    [
        ("blank", "", "blank"),
        ("/", "", "not_applicable"),
        ("unreadable", "", "unreadable"),
        ("missing", "", "missing"),
        ("text", "见附件", "text"),
        ("number", "7730.28", "number"),
        ("blank", "5", "blank"),
    ],
)
def test_all_six_states_can_be_said(
    person: Person, report: str, notation: str, value: str, state: str
) -> None:
    person.see(address(report))
    assert put(person, address(report), notation=notation, value=value).status_code == 303
    assert fact(person, report)["state"] == state


@pytest.mark.parametrize(
    ("notation", "value", "cause"),
    [
        ("number", "", "请写这一格里的内容"),
        ("number", "三", "不是数字"),
        ("number", "blank", "不是数字"),
        ("number", "1,234", "不写千位分隔"),
        ("number", "1.2.3", "不能作为格子的内容"),
        ("number", "1" * 16, "最多 15 位"),
        ("text", "", "请写这一格里的内容"),
        ("text", "x" * 501, "最多 500 个字"),
        ("text", "a\u202eb", "看不见的字符"),
        ("zero", "0", "请选这一格里是什么"),
        ("", "", "请选这一格里是什么"),
    ],
)
def test_what_is_no_value_is_refused_and_stays_in_the_form(
    person: Person, report: str, notation: str, value: str, cause: str
) -> None:
    person.see(address(report))
    refused = put(person, address(report), notation=notation, value=value, why="看过")
    assert refused.status_code == 400
    assert cause in words(refused.text)
    assert 'value="看过"' in refused.text
    assert fact(person, report)["value"] == 7
    assert history(person, report) == []


def test_a_cell_is_confirmed_and_undone(person: Person, report: str) -> None:
    person.see(address(report))
    put(person, address(report), do="confirm", notation="number", value="ignored")
    assert fact(person, report)["confirmed"] is True
    put(person, address(report), notation="number", value="9")
    assert fact(person, report)["value"] == 9
    entries = history(person, report)
    assert [entry.action for entry in entries] == ["confirm", "set"]
    undone = person.send(f"/edit/corrections/{entries[1].id}/undo", why="看错了", back="cell")
    assert undone.headers["Location"] == address(report)
    now = fact(person, report)
    assert (now["value"], now["confirmed"]) == (7, True)
    again = person.send(f"/edit/corrections/{entries[1].id}/undo")
    assert again.status_code == 400
    assert "已经撤销过" in words(again.text)
    log = words(person.see("/edit/corrections").text)
    assert "撤销第" in log
    assert "看错了" in log


def test_pages_and_command_are_one_way(person: Person, report: str, settings: Settings) -> None:
    person.see(address(report))
    put(person, address(report), notation="number", value="9", why="页面")
    listed = run(settings.index_dir, "corrections", "--format", "csv").stdout
    assert "页面" in listed
    run(settings.index_dir, "correct", report, f"{NEW}=8", "--by", "李四", "--why", "命令行")
    assert fact(person, report)["value"] == 8
    page = words(person.see(address(report)).text)
    assert "命令行" in page
    assert "已被后来的更正取代" in page


def test_body_and_year_are_corrected_together(person: Person, report: str) -> None:
    url = f"/edit/reports/{report}/body"
    assert f'value="{AGENCY}"' in person.see(url).text
    fields = {"agency": AGENCY, "region": "星河省/星河市/云溪县", "year": "2024"}
    assert put(person, url, **fields, why="封面").status_code == 303
    record = person.client.get(f"/api/v1/reports/{report}").json
    assert (record["year"], record["region"]) == (2024, ["星河省", "星河市", "云溪县"])
    assert {entry.subject for entry in history(person, report)} == {"region", "year"}
    assert put(person, url, **fields).status_code == 400, "nothing was changed"
    put(person, url, **fields, confirm="agency")
    shown = words(person.see(url).text)
    assert "核对无误" in shown
    put(person, url, **{**fields, "region": "全国"})
    assert person.client.get(f"/api/v1/reports/{report}").json["region"] == []
    assert 'value="全国"' in person.see(url).text, "it is written as it is read"
    put(person, url, **fields)
    bad = put(person, url, **{**fields, "year": "二〇二〇"})
    assert bad.status_code == 400
    assert 'value="二〇二〇"' in bad.text
    assert put(person, url, **{**fields, "year": "9" * 5000}).status_code == 400


def test_nobody_overwrites_what_another_has_just_said(app: Flask, report: str) -> None:
    one, other = Person(app, "甲"), Person(app, "乙")
    url = f"/edit/reports/{report}/body"
    for person in (one, other):
        person.sign_in()
        person.see(url)
    fields = {"agency": AGENCY, "region": "", "year": "2022"}
    assert other.send(url, **{**fields, "year": "2015"}).status_code == 303
    assert one.send(url, **{**fields, "agency": "云溪县教育体育局"}).status_code == 303
    record = one.client.get(f"/api/v1/reports/{report}").json
    assert (record["agency"], record["year"]) == ("云溪县教育体育局", 2015)
    assert [(entry.by, entry.subject) for entry in history(one, report)] == [
        ("乙", "year"),
        ("甲", "agency"),
    ]
    late = other.send(url, **{**fields, "agency": "另一个名字"})
    assert late.status_code == 400
    assert "别人刚刚改过" in words(late.text)
    assert 'value="2015"' in late.text, "what nobody typed shows what stands"
    one.see(address(report))
    put(other, address(report), notation="number", value="9")
    refused = one.send(address(report), do="confirm", notation="number", value="7")
    assert refused.status_code == 400
    assert fact(one, report)["value"] == 9


def test_what_was_never_shown_does_not_fill_the_cookie(person: Person, report: str) -> None:
    for value in range(12):
        person.see(address(report))
        sent = person.send(address(report), notation="text", value=f"{value}" * 400)
        assert len(sent.headers["Set-Cookie"]) < 2000


def test_the_worklist_leads_from_cell_to_cell(person: Person) -> None:
    before = person.client.application.extensions["library"].worklist()
    assert len(before) > 2
    first = person.client.get("/edit/worklist/0").headers["Location"]
    assert str(before[0].fact.cell) in first
    page = person.see(first)
    assert "/edit/worklist/1" in page.text
    done = person.send(first.partition("?")[0], notation="number", value="4", task="0")
    assert done.headers["Location"] == "/edit/worklist/0"
    second = person.client.get("/edit/worklist/0").headers["Location"]
    assert str(before[1].fact.cell) in second
    skipped = person.client.get("/edit/worklist/1").headers["Location"]
    assert str(before[2].fact.cell) in skipped
    assert person.client.get("/edit/worklist/9999").headers["Location"] == "/edit/worklist"
    listed = words(person.see("/edit/worklist").text)
    assert "印有" in listed


def test_what_does_not_exist_is_not_found(person: Person, report: str) -> None:
    for url in (
        address("nothing"),
        address(report, "requests.nothing.total"),
        address(report, "requests.denied_rate.total"),
        "/edit/reports/nothing/body",
    ):
        assert person.see(url).status_code == 404, url
    assert person.send("/edit/corrections/999/undo").status_code == 404


def test_corrections_need_a_session_and_a_token(app: Flask, person: Person, report: str) -> None:
    stranger = Person(app)
    said = {"notation": "number", "value": "1"}
    assert stranger.send(address(report), **said).headers["Location"] == "/edit/sign-in"
    person.token = "made-up"
    assert person.send(address(report), **said).status_code == 403
    assert person.send("/edit/corrections/1/undo").status_code == 403
    assert fact(person, report)["value"] == 7


def test_english_pages_leave_no_chinese_unmarked(person: Person, report: str) -> None:
    person.client.set_cookie("language", "en")
    person.see(address(report))
    put(person, address(report), notation="number", value="9", why="看图")
    assert foreign_words(put(person, address(report), notation="number", value="x").text) == []
    urls = (address(report), "/edit/", "/edit/corrections", f"/edit/reports/{report}/body")
    for url in (*urls, "/edit/worklist"):
        page = person.see(url).text
        assert "Sign out" in page
        assert foreign_words(page) == [], url


def test_pages_and_api_show_the_same(person: Person, report: str) -> None:
    person.see(address(report))
    put(person, address(report), notation="number", value="9", why="看图")
    client = person.client
    described = description()
    for name in ("worklist", "corrections"):
        data = client.get(f"/api/v1/{name}").json
        answer = described["paths"][f"/{name}"]["get"]["responses"]["200"]
        schema = answer["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": described["components"]}).validate(data)
        page = client.get(f"/edit/{name}").text
        assert page.count("<li>") >= len(data[name]) > 0
        table = client.get(f"/api/v1/{name}?format=csv").text.strip().splitlines()
        assert len(table) > len(data[name])
        book = client.get(f"/api/v1/{name}?format=xlsx").data
        assert book[:2] == b"PK"
        assert client.get(f"/api/v1/{name}?nothing=1").status_code == 400
    cells = [task["cell"] for task in client.get("/api/v1/worklist").json["worklist"]]
    linked = re.findall(r'/cells/([^"?]+)\?task', client.get("/edit/worklist").text)
    assert list(dict.fromkeys(linked)) == list(dict.fromkeys(cells))
    assert client.get(f"/api/v1/corrections?report={report}").json["corrections"][0]["by"] == "张三"
    assert client.get("/api/v1/corrections?report=nothing").status_code == 404
