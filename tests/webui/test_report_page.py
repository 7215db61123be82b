"""The report page and the source page: tables as printed, every number back to its line."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html import unescape
from urllib.parse import quote

import pytest
from flask import Flask, render_template, url_for
from flask.testing import FlaskClient
from web_reading import attributes, link, links, words
from web_world import AGENCY, HOSTILE, PHRASE

from govreport_search.domain import CellId, Fact, Place, Quantity, State
from govreport_search.forms import all_forms, form
from govreport_search.text import fold
from webui.present.beside import Beside
from webui.present.report import web_address
from webui.present.sheet import is_unsure, sheets
from webui.present.words import STATES

MARK = r"(?s)<mark(?: id=\"hit-\d+\")?>(.*?)</mark>"
STRANGE = f"机关:{AGENCY} 年份:2022"


def report_id(client: FlaskClient, query: str) -> str:
    found = client.get("/api/v1/search", query_string={"q": query}).json
    assert found is not None
    return str(found["hits"][0]["report"])


def report(client: FlaskClient, query: str, q: str = "") -> str:
    response = client.get(f"/reports/{report_id(client, query)}", query_string={"q": q})
    assert response.status_code == 200
    return response.text


def cell(html: str, cell_id: str) -> str:
    """Markup of one statutory cell."""
    found = re.search(rf'<td id="c-{re.escape(cell_id)}".*?</td>', html, re.DOTALL)
    assert found, cell_id
    return found[0]


def test_the_head_says_who_when_and_from_where(world: FlaskClient) -> None:
    html = report(world, STRANGE)
    text = words(html)
    assert f"{AGENCY} 2022 年" in text
    for part in ("机关", "地区", "层级", "类型", "年份", "2021 年格式", "a&<i>b.txt", "把握"):
        assert part in text


def test_the_head_leads_to_the_body_its_region_and_its_years(sample: FlaskClient) -> None:
    found = sample.get("/api/v1/search?q=层级:县级&limit=1").json
    assert found is not None
    (hit,) = found["hits"]
    html = sample.get(f"/reports/{hit['report']}").text
    addresses = dict(links(html))
    for address in (addresses[hit["agency"]], addresses[hit["region"][0]]):
        assert sample.get(address).status_code == 200
    told = sample.get(f"/api/v1/reports/{hit['report']}").json
    assert told is not None
    offered = [year["report"] for year in told["years"] if year["report"] != hit["report"]]
    for report in offered:
        assert any(href.startswith(f"/reports/{report}") for href in addresses.values())


def test_states_are_told_apart_by_sign_and_word(world: FlaskClient) -> None:
    html = report(world, STRANGE)
    assert words(cell(html, "requests.new.natural_person")).endswith("7")
    assert "空（空白）" in words(cell(html, "requests.new.commercial"))
    assert "／（不适用）" in words(cell(html, "requests.new.research"))
    assert "？（无法识读）" in words(cell(html, "requests.granted.total"))
    assert "缺（缺失）" in words(cell(html, "requests.carried_in.total"))
    assert words(cell(html, "requests.denied.state_secret.total")).strip() == "0"


def test_the_searched_phrase_is_marked_where_it_stands(world: FlaskClient) -> None:
    html = report(world, PHRASE, PHRASE)
    assert "查找的词句在正文中出现 1 处" in words(html)
    marks = re.findall(MARK, html[html.index('id="section-overview"') :])
    assert [re.sub(r"\s", "", mark) for mark in marks][:1] == ["校车安排&lt;b&gt;公示&lt;/b&gt;"]


def test_text_and_table_stand_side_by_side(world: FlaskClient) -> None:
    html = report(world, STRANGE)
    block = html[html.index('id="contradictions"') : html.index('id="section-')]
    text = words(block)
    assert "相互矛盾" in text
    assert re.search(r"正文9全年收到政府信息公开申请9件。 ?原文第 3 行.*表格 ?7 ?本年新收", text)
    assert 'href="#c-requests.new.total"' in block
    assert "<mark>9</mark>" in block
    source = world.get(link(block, "原文第 3 行")).text
    assert "申请9件" in words(_marked_line(source))


def test_flagged_cells_carry_a_sign(world: FlaskClient) -> None:
    html = report(world, STRANGE)
    assert "（有核查结果）" in cell(html, "requests.new.total")
    assert "（有核查结果）" not in cell(html, "requests.denied.state_secret.total")


def test_nothing_in_a_report_is_run(world: FlaskClient) -> None:
    name = report_id(world, STRANGE)
    for url in (f"/reports/{name}", f"/reports/{name}/source", "/?q=onerror", "/status", "/?q=<b>"):
        html = world.get(url).text
        assert HOSTILE not in html
        assert "<b>" not in html
        assert "<i>" not in html
        scripts = {s.get("src", "") for s in attributes(html, "script")}
        assert all(re.fullmatch(r"/static/js/[\w-]+\.js\?v=\w+", script) for script in scripts)
        assert not attributes(html, "img")
        assert not re.search(r"<[^>]+\son\w+=", html)
    assert "window.ran" in words(world.get(f"/reports/{name}").text)


@pytest.mark.parametrize("app_name", ["world", "sample", "seeds"])
def test_every_printed_value_leads_to_its_line(
    app_name: str, request: pytest.FixtureRequest
) -> None:
    client: FlaskClient = request.getfixturevalue(app_name)
    reports = client.get("/api/v1/search?limit=1000").json
    assert reports is not None
    checked = 0
    for hit in reports["hits"][:8]:
        detail = client.get(f"/api/v1/reports/{hit['report']}").json
        assert detail is not None
        html = client.get(f"/reports/{hit['report']}").text
        source = client.get(f"/reports/{hit['report']}/source").text
        lines = [words(line) for line in re.findall(r"(?s)<code>(.*?)</code>", source)]
        for fact in detail["facts"]:
            if not fact["raw"] or fact["state"] == "unreadable":
                continue
            printed = " ".join(lines[fact["line"] - 1 : fact["line"] + 2])
            assert re.sub(r"\s", "", fact["raw"]) in re.sub(r"\s", "", printed), fact
            where = f"line={fact['line']}#L{fact['line']}"
            if detail["files"][0]["kind"] in ("html", "mhtml"):
                where = quote(f"view=document&at={fact['element']}", safe="=&")
            assert where in cell(html, f"{fact['table']}.{fact['row']}.{fact['column']}")
            checked += 1
    assert checked > 100 or app_name == "world"


def test_the_source_page_marks_the_line(world: FlaskClient) -> None:
    html = world.get(f"/reports/{report_id(world, STRANGE)}/source?line=3").text
    assert 'id="L3" class="target" aria-current="true"' in html
    assert html.count('class="target"') == 1
    assert "申请9件" in words(_marked_line(html))


def _marked_line(html: str) -> str:
    found = re.search(r'<li id="L\d+" class="target".*?</li>', html, re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("query", ["part=7", "line=x", "line=-1", "colour=red"])
def test_bad_places_are_refused(world: FlaskClient, query: str) -> None:
    response = world.get(f"/reports/{report_id(world, STRANGE)}/source?{query}")
    assert response.status_code == 400
    assert "没有完成" in words(response.text)


@pytest.mark.parametrize("url", ["/reports/aaaaaaaaaaaa", "/reports/x/source", "/nothing"])
def test_what_does_not_exist_is_a_readable_404(world: FlaskClient, url: str) -> None:
    response = world.get(url)
    assert response.status_code == 404
    assert "回到检索页" in words(response.text)


def test_other_years_of_the_same_body_are_offered(world: FlaskClient) -> None:
    html = report(world, STRANGE)
    assert words(world.get(link(html, f"{AGENCY}　2023 年")).text).count("2023 年")


def test_derived_values_say_how(world: FlaskClient) -> None:
    text = words(report(world, "机关:云溪县公安局"))
    assert re.search(r"不予公开·总计 ?3 ?由8项相加", text)
    assert "25%" in text


def test_contents_lead_to_every_section(sample: FlaskClient) -> None:
    html = report(sample, "格式:2021")
    targets = {
        a["id"] for tag in ("section", "h2", "aside") for a in attributes(html, tag) if "id" in a
    }
    anchors = {href[1:] for _, href in links(html) if href.startswith("#")} - {"main"}
    cells = {a["id"] for a in attributes(html, "td") if "id" in a}
    assert len(anchors) >= 6
    assert anchors <= targets | cells


@pytest.mark.parametrize("form_id", [f.id for f in all_forms()])
def test_every_form_is_drawn_from_real_reports(sample: FlaskClient, form_id: str) -> None:
    html = report(sample, f"格式:{form_id}")
    drawn = {a["id"] for a in attributes(html, "td") if "id" in a}
    assert {f"c-{c}" for c in form(form_id).cells()} <= drawn


def test_all_six_states_have_sign_word_and_legend(world_app: Flask) -> None:
    """No report of ours holds a cell in words, so the table is drawn from facts."""
    table = form("2021").table("requests")
    row = table.row("new")
    held = (
        Quantity(State.NUMBER, Decimal(0), "0"),
        Quantity(State.BLANK, raw=""),
        Quantity(State.NOT_APPLICABLE, raw="/"),
        Quantity(State.TEXT, raw="若干<件>"),
        Quantity(State.UNREADABLE, raw="1 2"),
    )
    facts = [
        Fact(CellId("requests", row.id, column), quantity, Place(line=7), row.label, 0.87)
        for column, quantity in zip(row.columns, held, strict=False)
    ]
    sheet = next(s for s in sheets(form("2021"), facts, ()) if s.table is table)
    with world_app.test_request_context():
        html = render_template(
            "report/sheet.html",
            sheet=sheet,
            is_unsure=is_unsure,
            beside=Beside((), (), (), {}, lambda place, in_document: url_for("pages.help")),
        )
    text = words(html)
    for sign in ("空（空白）", "／（不适用）", "？（无法识读）", "缺（缺失）"):
        assert sign in text
    assert "若干<件>（文字）" in text.replace(" ", "")
    assert "由图像识别，把握 87%" in words(cell(html, f"requests.new.{row.columns[0]}"))
    assert "由图像识别" not in words(cell(html, f"requests.new.{row.columns[4]}")), "unreadable"
    assert "请与旁边的图像对照" in text
    for state in State:
        if state is not State.NUMBER:
            assert STATES[state].meaning in text
            assert f"st-{state}" in html


@pytest.mark.parametrize(
    ("url", "follows"),
    [
        ("https://example.gov.cn/a?b=1&c=%22x", True),
        ("http://example.gov.cn/", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt://x/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("//example.gov.cn/", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, follows: bool) -> None:
    assert web_address(url) == (url if follows else "")


def covered(text: str, wordings: set[str]) -> bool:
    """Whether every character of a text stands in one of the wordings that it holds."""
    held = {
        at
        for wording in wordings
        for start in range(len(text) - len(wording) + 1)
        if text.startswith(wording, start)
        for at in range(start, start + len(wording))
    }
    return len(held) == len(text)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"q": '分词:"收到的政府信息公开申请"'}, "words"),
        ({"q": '分词:"收到的政府信息公开申请"', "fold": "0"}, "words"),
        ({"q": '非 绝无此语 分词:"主动公开和培训工作"'}, "words"),
        ({"q": "依申请公开", "synonyms": "1"}, "synonyms"),
        ({"q": "不予公开 或 依申请公开", "synonyms": "1"}, "synonyms"),
    ],
)
def test_words_and_synonyms_are_marked_in_the_report(
    sample: FlaskClient, asked: dict[str, str], kind: str
) -> None:
    """Each wording that was looked for, wherever it stands, and nothing else."""
    answer = sample.get("/api/v1/search", query_string=asked).json
    assert answer is not None
    expanded = [one for one in answer["expanded"] if one["kind"] == kind]
    wordings = {fold(word) for one in expanded for word in one["alternatives"]}
    if kind == "synonyms":
        wordings |= {fold(one["term"]) for one in expanded}
        wordings |= {word for word in ("不予公开",) if word in asked["q"]}
    assert len(wordings) > 1
    seen: set[str] = set()
    for report in {hit["report"] for hit in answer["hits"]}:
        html = sample.get(f"/reports/{report}", query_string=asked).get_data(as_text=True)
        marks = [fold(unescape(mark)) for mark in re.findall(MARK, html)]
        assert marks
        assert all(covered(mark, wordings) for mark in marks), marks
        held = sample.get("/api/v1/sections", query_string={"q": f"报告:{report}"})
        texts = [json.loads(line)["text"] for line in held.get_data(as_text=True).splitlines()]
        standing = {word for word in wordings if any(word in text for text in texts)}
        assert standing == {word for word in wordings if any(word in mark for mark in marks)}
        seen |= standing
    assert len(seen) > 1, "more than one wording was met"
