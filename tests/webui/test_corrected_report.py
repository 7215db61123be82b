"""What people corrected is marked on pages and in the API; every place is named."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from web_reading import words
from web_world import STRANGE_ROWS, build_web_world

from govreport_search.domain import Box, Place
from govreport_search.services.editing import Wish
from govreport_search.store import Store
from indexer.correct import correct
from webui.app import create_app

PAGE = Place(6, 6, 3, box=Box(1000, 2000, 3000, 2500))
HOSTILE_WHY = "<b>看图</b>核对"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[tuple[FlaskClient, str]]:
    """The strange report as a PDF would give it, corrected by a person; and its id."""
    settings = build_web_world(tmp_path)
    app = create_app(settings)  # made before: what is open follows what people say
    app.test_client().get("/", query_string={"q": "新收=7"})
    with Store(settings.store_path) as store:
        (report,) = (r.id for r in store.iter_reports() if r.identity.year == 2022)
        with store.writing() as writer:
            new = writer.stored(report)
            facts = tuple(
                replace(f, place=PAGE) if str(f.cell).startswith("requests.new.") else f
                for f in new.report.facts
            )
            writer.revise(replace(new, report=replace(new.report, facts=facts)))
        correct(
            store,
            [
                Wish(report, "requests.new.total", "9", "张三", HOSTILE_WHY, "2024-05-06T07:08:09"),
                Wish(report, "requests.carried_in.total", "2", "张三"),
                Wish(report, "requests.new.natural_person", None, "李四"),
                Wish(report, "year", "2020", "张三"),
            ],
        )
    yield app.test_client(), report
    app.extensions["library"].close()


def test_the_page_marks_what_people_said(client: tuple[FlaskClient, str]) -> None:
    browser, report = client
    assert STRANGE_ROWS["new"][-1] == "7"
    html = browser.get(f"/reports/{report}").text
    found = re.search(r'<td id="c-requests\.new\.total".*?</td>', html, re.DOTALL)
    assert found
    assert words(found[0]).split()[0] == "9"
    assert "更正" in words(found[0])
    assert 'title="原文第 3 页"' in found[0]
    text = words(html)
    assert re.search(r"更正 读作 7。张三 2024-05-06：<b>看图</b>核对", text)
    assert re.search(r"已核对 读作 7。李四", text)
    assert re.search(r"更正 读作 缺失。张三", text)
    assert HOSTILE_WHY not in html
    assert markup.escape(HOSTILE_WHY) in html
    assert "更正；读作：2022 年" in text


def test_search_and_api_say_it_too(client: tuple[FlaskClient, str]) -> None:
    browser, report = client
    hits = words(browser.get("/", query_string={"q": "新收=9", "year": "2020"}).text)
    assert re.search(r"总计：\s*9\s*件\s*更正", hits)
    description = browser.get("/api/v1/openapi.json").get_json()
    answer = browser.get(f"/api/v1/reports/{report}").get_json()
    schema = {**description, "$ref": "#/components/schemas/ReportDetail"}
    Draft202012Validator(schema).validate(answer)
    assert answer["corrected"] == "year"
    assert answer["corrections"]["year"]["old"] == {"value": 2022}
    named = {(f["row"], f["column"]): f for f in answer["facts"] if f["table"] == "requests"}
    fact = named["new", "total"]
    assert (fact["value"], fact["read_value"], fact["corrected_by"]) == (9, 7, "张三")
    assert (fact["page"], fact["box"]) == (3, [1000, 2000, 3000, 2500])
    assert named["new", "natural_person"]["confirmed"] is True
    page = browser.get("/api/v1/search", query_string={"q": "新收=9"}).get_json()
    Draft202012Validator({**description, "$ref": "#/components/schemas/Page"}).validate(page)
    (shown,) = page["hits"][0]["cells"]
    assert shown["corrected"]["old"] == {"state": "number", "value": 7, "raw": "7"}


def test_a_citation_says_what_the_file_does_not_print(client: tuple[FlaskClient, str]) -> None:
    browser, report = client
    for query, said in (
        ("新收=9", "9（更正，读作 7；张三，2024-05-06）"),
        ("上年结转=2", "2（更正，读作 缺失；张三，"),
        ("新收.自然人=7", "：7，"),
    ):
        page = browser.get("/api/v1/search", query_string={"q": query, "year": "2020"}).get_json()
        (cited,) = [hit["citation"] for hit in page["hits"] if hit["report"] == report]
        assert said in cited, query


def test_what_is_computed_from_a_corrected_cell_says_so(client: tuple[FlaskClient, str]) -> None:
    browser, report = client
    page = browser.get(f"/reports/{report}").text
    answer = browser.get(f"/api/v1/reports/{report}").get_json()
    resting = {
        f"{fact['table']}.{fact['row']}.{fact['column']}": fact["corrected_parts"]
        for fact in answer["derived"]
    }
    marked = {cell for cell, parts in resting.items() if parts}
    assert marked
    assert marked < set(resting), "what does not rest on it is not marked"
    for parts in resting.values():
        assert set(parts) <= {"requests.new.total", "requests.carried_in.total"}
    assert page.count("据更正推算") == len(marked)
    cell = sorted(marked)[0]
    found = browser.get("/api/v1/search", query_string={"q": f"{cell}>=0"}).get_json()
    shown = [c for hit in found["hits"] if hit["report"] == report for c in hit["cells"]]
    assert all(c["corrected_parts"] == resting[cell] for c in shown)
    assert all("（据更正推算）" in h["citation"] for h in found["hits"] if h["report"] == report)
