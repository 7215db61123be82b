"""The page of help: everything the language knows, and examples that can be asked."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import get_args
from urllib.parse import unquote_plus

import pytest
from flask.testing import FlaskClient

import webui
from govreport_search.domain import State
from govreport_search.query import words
from govreport_search.query.finding import FINDINGS
from govreport_search.query.parser import parse
from govreport_search.query.tree import (
    Comparison,
    FieldFilter,
    Node,
    Op,
    StateIs,
    Text,
    every_node,
)
from webui import language
from webui.present.example import groups

HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def page(world: FlaskClient) -> str:
    return html.unescape(world.get("/help").get_data(as_text=True))


def test_every_prefix_field_and_finding_is_listed(page: str) -> None:
    for word in (*words.PREFIXES, *words.FIELDS):
        assert all(f'<code lang="zh-CN">{name}:</code>' in page for name in word.names)
    near = [f'<code lang="zh-CN">{word.upper()}/20</code>' for word in words.NEAR_WORDS]
    assert all(one in page for one in near)
    assert all(f"<code>{code}</code> {name}" in page for code, name in FINDINGS.items())


def test_every_example_is_a_link_that_is_answered(world: FlaskClient, page: str) -> None:
    links = re.findall(r'<a [^>]*href="([^"]*[?]q=[^"]+)"><code>(.+?)</code>', page)
    usual = [one for _, group in groups() for one in group]
    asked = [query for _, query in links]
    changed = {one.field for one, query in zip(usual, asked, strict=True) if one.query != query}
    assert changed <= {"region", "agency", "finding", "report"}
    for link, query in links:
        answer = world.get(link)
        assert answer.status_code == 200, query
        box = re.search(r'<input[^>]*name="q"[^>]*value="([^"]*)"', answer.get_data(as_text=True))
        assert box
        assert html.unescape(box[1]) == query


def test_beside_every_example_stands_what_it_finds_here(world: FlaskClient) -> None:
    text = world.get("/help").text
    rows = re.findall(r'q=([^"]+)"><code>.*?<td class="found">(.*?)</td>', text, re.DOTALL)
    assert len(rows) == sum(len(group) for _, group in groups())
    for query, shown in rows:
        answer = world.get(f"/api/v1/search?limit=0&q={query}").json
        assert answer is not None
        found = answer["total_reports"]
        said = html.unescape(re.sub("<[^>]*>", "", shown))
        if unquote_plus(query).startswith(("正则:", "原样:")):
            assert said == "逐章读，点开才数"
            continue
        assert said == (f"{found} 份报告" if found else "这里 0 份"), query
    sent = world.get("/api/v1/help").json
    assert sent is not None
    told = [one["reports"] for group in sent["examples"] for one in group["queries"]]
    assert len(told) == len(rows)
    for (_, shown), number in zip(rows, told, strict=True):
        assert number is None or f"{number} 份" in shown
    report = next(shown for query, shown in rows if query.startswith("%E6%8A%A5%E5%91%8A:"))
    assert report == "1 份报告"


def test_everything_the_language_has_is_in_an_example() -> None:
    """Seen in what the examples are parsed to, so that none is there in name only."""
    queries = [example.query for _, group in groups() for example in group]
    nodes = [node for query in queries for node in every_node(parse(query))]
    kinds = {type(node) for node in nodes}
    assert kinds == set(get_args(Node)) >= set(get_args(Text))
    assert {node.op for node in nodes if isinstance(node, Comparison)} == set(Op)
    assert {node.state for node in nodes if isinstance(node, StateIs)} == set(State)
    fields = {node.field for node in nodes if isinstance(node, FieldFilter)}
    assert fields == {field.name for field in words.FIELDS}
    for spelling in ("且", "或", "非", "-", "?", "*", "…", " is not ", "近邻/", "近邻 "):
        assert any(spelling in query for query in queries), spelling


def test_the_glossary_explains_and_cites(sample: FlaskClient) -> None:
    page = html.unescape(sample.get("/glossary").get_data(as_text=True))
    answer = sample.get("/api/v1/glossary").json
    assert answer is not None
    rows = {row["id"]: row for table in answer["tables"] for row in table["rows"]}
    assert rows["requests.denied.process_info"]["rests_on"] == [
        {
            "regulation": "2019",
            "clause": "第十六条第二款",
            "clause_en": "Article 16, paragraph 2",
        }
    ]
    for row in rows.values():
        assert f'id="{row["id"]}"' in page
        assert row["text"] in page
        assert row["label"] in page
    quoted = {clause["text"] for one in answer["regulations"] for clause in one["clauses"]}
    assert all(line in page for text in quoted for line in text.splitlines())
    for anchor in set(re.findall(r'href="#([^"]+)"', page)) - {"main"}:
        assert page.count(f'id="{anchor}"') == 1, anchor


def test_the_glossary_speaks_english(sample: FlaskClient) -> None:
    answer = sample.get("/api/v1/glossary").json
    assert answer is not None
    entries = [entry for table in answer["tables"] for entry in (*table["rows"], *table["columns"])]
    clauses = [clause for one in answer["regulations"] for clause in one["clauses"]]
    told = {
        english
        for one in (*answer["terms"], *answer["tables"], *entries, *clauses, *answer["regulations"])
        for key, english in one.items()
        if key.endswith("_en")
    }
    assert [text for text in told if not text or HAN.search(text)] == []
    sample.set_cookie(language.COOKIE, language.ENGLISH)
    page = " ".join(html.unescape(sample.get("/glossary").text).split())
    assert [text for text in told for line in text.splitlines() if line not in page] == []
    assert all(line in page for one in clauses for line in one["text"].splitlines())
    picked = "/condition?indicator=requests.denied.safety_stability&explain=1"
    meaning = sample.get(picked, follow_redirects=True).text.partition('id="indicator-meaning"')[2]
    assert "“three securities”" in meaning.partition("</p>")[0]
    assert not HAN.search(meaning.partition("</p>")[0])


def test_privacy_says_what_the_pages_keep(sample: FlaskClient) -> None:
    page = html.unescape(sample.get("/privacy").get_data(as_text=True))
    answer = sample.get("/api/v1/privacy").json
    assert answer is not None
    for matter in answer["matters"]:
        assert matter["title"] in page
        assert all(paragraph in page for paragraph in matter["paragraphs"])
    kept = {one["name"]: one["kind"] for one in answer["kept"]}
    assert kept == {"language": "cookie", "govreport_edit": "cookie", "report-keys": "localStorage"}
    scripts = (Path(webui.__file__).parent / "static" / "js").glob("*.js")
    stored = [text for path in scripts if "Storage" in (text := path.read_text(encoding="utf-8"))]
    assert all("report-keys" in text for text in stored)
    assert "Set-Cookie" not in sample.get("/?q=公开").headers
