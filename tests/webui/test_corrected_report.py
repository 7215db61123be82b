"""What people corrected is marked on pages and in the API; every place is named."""

from __future__ import annotations

import csv
import html as markup
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cli_world import run
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from web_reading import words
from web_world import STRANGE_ROWS, build_web_world

from govreport_search.domain import Box, Place
from govreport_search.services.editing import Wish
from govreport_search.settings import Settings
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


def test_compared_and_ranked_numbers_say_so(client: tuple[FlaskClient, str]) -> None:
    browser, report = client
    derived = browser.get(f"/api/v1/reports/{report}").get_json()["derived"]
    names = {f"{f['table']}.{f['row']}.{f['column']}": f for f in derived if f["value"] is not None}
    rests = next(name for name, fact in names.items() if fact["corrected_parts"])
    read = next(name for name, fact in names.items() if not fact["corrected_parts"])
    asked = {
        "cell": ["requests.new.total", "requests.new.natural_person", rests, read],
        "limit": 50,
    }
    description = browser.get("/api/v1/openapi.json").get_json()
    found = browser.get("/api/v1/compare", query_string=asked).get_json()
    reference = {**description, "$ref": "#/components/schemas/Comparison"}
    Draft202012Validator(reference).validate(found)
    marked = {
        (cell["id"], cell["corrected"])
        for row in found["rows"]
        for year in row["years"]
        for cell in year["cells"]
        if report in year["reports"]
    }
    # What was only confirmed stands as it was read.
    confirmed = "requests.new.natural_person"
    assert marked == {("requests.new.total", 1), (confirmed, 0), (rests, 1), (read, 0)}
    every = [c for row in found["rows"] for year in row["years"] for c in year["cells"]]
    assert sum(cell["corrected"] for cell in every) == 2
    totals = [total for row in found["rows"] for total in row["totals"]]
    assert sum(total["corrected"] for total in totals) == 2
    lines = browser.get("/api/v1/compare", query_string={**asked, "format": "csv"}).text
    head, *rows = list(csv.reader(lines.removeprefix("\ufeff").splitlines()))
    assert head[-1] == "corrected"
    at = head.index("reports"), head.index("cell")
    assert {tuple(row[i] for i in at) for row in rows if row[-1] == "1"} == {
        (report, "requests.new.total"),
        (report, rests),
    }
    page = browser.get("/compare", query_string=asked).text
    cells = re.findall(r'<td class="number [^"]*">.*?</td>', page, re.DOTALL)
    mine = {
        name: words(next(c for c in cells if re.search(rf"/{report}[^\"]*#[cd]-{name}\"", c)))
        for name in asked["cell"]
    }
    assert re.match(r"9\s+更正", mine["requests.new.total"].strip())
    assert "据更正推算" in mine[rests]
    assert "更正" not in mine[read] + mine[confirmed]
    drawn = re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
    titles = [re.findall(r"<title>[^<]*：([^<]*更正[^<]*)</title>", one) for one in drawn]
    # Chart by chart, in the order asked: what was put right, confirmed, computed, and read.
    assert titles[0] == ["9 件（更正）"]
    assert [len(one) for one in titles] == [1, 0, 1, 0]
    assert titles[2][0].endswith("（据更正推算）")
    assert [one.count('class="frame"') for one in drawn] == [1, 0, 1, 0]
    assert words(page).count("加方框：经人更正，或据更正的格子推算") == 2
    for name, mark in (("requests.new.total", "更正"), (rests, "据更正推算"), (read, "")):
        answer = browser.get("/api/v1/rank", query_string={"cell": name, "limit": 50}).get_json()
        reference = {**description, "$ref": "#/components/schemas/Ranking"}
        Draft202012Validator(reference).validate(answer)
        shown = {one["reports"][0] for one in answer["ranked"] if one["corrected"]}
        assert shown == ({report} if mark else set())
        peers = [one["corrected"] for one in answer["spreads"] if one["year"] == 2020]
        assert peers == [1 if mark else 0]
        table = browser.get("/rank", query_string={"cell": name}).text
        marks = re.findall(r'<small class="corrected">(\S+?)</small>', table)
        assert marks == ([mark] if mark else [])
        assert ("其中 1 个据更正" in words(table)) == bool(mark)


def test_pages_of_body_and_region_and_commands_say_so(
    client: tuple[FlaskClient, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, report = client
    monkeypatch.setenv("COLUMNS", "300")
    with Store(Settings(tmp_path / "built").store_path) as store:
        correct(store, [Wish(report, "region", "河南省/洛阳市", "张三")])
    (row,) = (
        one
        for one in browser.get("/api/v1/compare?cell=requests.new.total").get_json()["rows"]
        if any(report in year["reports"] for year in one["years"])
    )
    key, path = row["key"], "/".join(row["region"])
    for place, mark in (
        (f"/agencies/{key}?cell=requests.new.total", "更正"),
        (f"/regions/{path}?cell=requests.new.total", "据更正推算"),
    ):
        record = browser.get(f"/api/v1{place}").get_json()["row"]
        counts = {year["year"]: year["cells"][0]["corrected"] for year in record["years"]}
        assert {year for year, count in counts.items() if count} == {2020}
        assert record["totals"][0]["corrected"] == 1
        marks = re.findall(r'<small class="corrected">(\S+?)</small>', browser.get(place).text)
        assert marks[0] == mark
    for command, words_said in (
        (("compare", "--cell", "新收"), "9；更正"),
        (("rank", "--cell", "新收"), "9；更正"),
        (("statistics", "--cell", "新收"), "更正或据更正推算 1"),
    ):
        shown = run(tmp_path / "built", *command, "--format", "table").stdout
        assert words_said in shown, command


def test_sums_say_how_many_of_their_numbers(client: tuple[FlaskClient, str]) -> None:
    browser, report = client
    new = "requests.new.total"
    description = browser.get("/api/v1/openapi.json").get_json()
    found = browser.get("/api/v1/statistics", query_string={"cell": new}).get_json()
    reference = {**description, "$ref": "#/components/schemas/Statistics"}
    Draft202012Validator(reference).validate(found)
    by_year = {group["value"]: group["cells"][0]["corrected"] for group in found["groups"]}
    assert {year for year, count in by_year.items() if count} == {"2020"}
    assert found["whole"]["cells"][0]["corrected"] == by_year["2020"] == 1
    held = browser.get(f"/api/v1/reports/{report}").get_json()
    alike = {"level": held["level"], "kind": held["kind"], "by": "region", "depth": 0}
    (row,) = browser.get("/api/v1/compare", query_string={"cell": new, **alike}).get_json()["rows"]
    counts = {year["year"]: year["cells"][0]["corrected"] for year in row["years"]}
    assert {year for year, count in counts.items() if count} == {2020}
    page = browser.get("/compare", query_string={"cell": new, **alike}).text
    assert re.search(r"<a?[^>]*>9<.{0,60}据更正推算", page, re.DOTALL)
