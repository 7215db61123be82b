"""The page of findings: the numbers of the API, each finding at its place."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from web_reading import attributes, link, links, words
from werkzeug.datastructures import MultiDict
from workbook_reading import sheets_of

from govreport_search.services.finding_page_record import FINDING_COLUMNS
from webui.api.description import description

QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"code": "text_vs_table"},
    {"answer": "contradiction", "sort": "-year"},
    {"answer": "none", "severity": ["warning", "info"], "limit": 3, "offset": 2},
    {"q": "公开", "year": "2021..2023", "level": "county"},
    {"not_code": ["text_vs_table", "balance"], "not_severity": "info"},
    {"facet_find": "agency:局", "not_year": "2020"},
    {"code": "balance", "year": "1990"},
)


def page_and_data(client: FlaskClient, asked: dict[str, Any]) -> tuple[str, Any]:
    page = client.get("/findings", query_string=asked)
    data = client.get("/api/v1/findings", query_string={**asked, "format": "json"})
    assert (page.status_code, data.status_code) == (200, 200), page.text
    return page.text, data.json


@pytest.mark.parametrize("asked", QUESTIONS)
def test_page_and_api_show_the_same_numbers(sample: FlaskClient, asked: dict[str, Any]) -> None:
    html, data = page_and_data(sample, asked)
    schema = description()["components"]["schemas"]["FindingPage"]
    Draft202012Validator({**schema, "components": description()["components"]}).validate(data)
    if not data["total"]:
        assert "没有这样的核查结果" in html
        return
    said = words(html)
    assert f"共 {data['total']} 条，在 {data['reports']} 份报告里" in said
    assert f"看过 {data['searched']} 份报告" in said
    shown = re.findall(r'<div class="finding ', html)
    assert len(shown) == len(data["findings"])
    for one in data["findings"]:
        assert one["text"] in said
    for name, values in data["facets"].items():
        for value in values[:3] if name != "region" else ():
            plain = re.sub("（已选，点击取消）|不含（点击取消）", "", said)
            assert f"{value['label']} {value['count']}" in plain


def test_a_facet_leads_to_as_many_as_it_says(sample: FlaskClient) -> None:
    html = sample.get("/findings").text
    followed = 0
    for label, href in links(html):
        told = re.search(r"(\d+) 条核查结果\s*$", label)
        if told and href.startswith("/findings?"):
            found = re.search(r"共 (\d+) 条", words(sample.get(href).text))
            assert found is not None, href
            assert found[1] == told[1], href
            followed += 1
    assert followed > 20


def test_what_is_kept_out_is_told_and_taken_back(sample: FlaskClient) -> None:
    whole = sample.get("/api/v1/findings?format=json").json
    assert whole is not None
    level = whole["facets"]["level"][0]
    html, data = page_and_data(sample, {"not_level": level["value"]})
    assert data["total"] == whole["total"] - level["count"]
    assert f"层级 不含 {level['label']}" in words(html)
    back = [href for label, href in links(html) if label.startswith(f"{level['label']}不含")]
    assert [href.partition("?")[2] for href in back] == [""]


@pytest.mark.parametrize("name", ["code", "answer", "severity"])
def test_what_findings_are_is_kept_out_and_let_in(sample: FlaskClient, name: str) -> None:
    whole, data = page_and_data(sample, {})
    value = data["facets"][name][0]
    out = link(whole, f"不含{value['label']}")
    assert parse_qs(urlsplit(out).query) == {f"not_{name}": [value["value"]]}
    html = sample.get(out).text
    said = words(html)
    assert f"共 {data['total'] - value['count']} 条" in said
    assert f"不含 {value['label']}" in said
    back = [href for label, href in links(html) if label.startswith(f"{value['label']}不含")]
    assert back == ["/findings"]
    # What is kept out is no longer wanted.
    chosen = sample.get("/findings", query_string={name: value["value"]}).text
    assert link(chosen, f"不含{value['label']}") == out


def test_years_are_bars_and_a_span_of_them_is_chosen(sample: FlaskClient) -> None:
    html, data = page_and_data(sample, {"severity": "warning"})
    counts = {
        int(one["value"]): one["count"] for one in data["facets"]["year"] if one["value"].isdigit()
    }
    bars = re.findall(
        r'<li[^>]* data-year="(\d+)">.*?title="\1 年，(\d+) 条核查结果"', html, re.DOTALL
    )
    first, last = min(counts), max(counts)
    assert {int(year): int(count) for year, count in bars} == {
        year: counts.get(year, 0) for year in range(first, last + 1)
    }
    kept = dict(hidden_fields(html, "/findings/years"))
    assert kept == {"severity": "warning"}
    sent = {**kept, "from": str(last), "to": str(last - 3)}
    moved = sample.get("/findings/years", query_string=sent)
    assert moved.headers["Location"] == (
        f"/findings?severity=warning&year={last - 3}..{last}#facet-year"
    )
    wanted = sum(n for year, n in counts.items() if year >= last - 3)
    assert f"共 {wanted} 条" in words(sample.get(moved.headers["Location"]).text)


def test_values_are_looked_for_in_a_long_facet(sample: FlaskClient) -> None:
    _, data = page_and_data(sample, {"not_severity": "info"})
    html = sample.get("/findings?not_severity=info&facet_find=region:没有这个地方").text
    assert "名称里有“没有这个地方”的：0 个" in words(html)
    kept = hidden_fields(html, "/findings/facet")
    assert kept == [("not_severity", "info")]
    sent = MultiDict([*kept, ("field", "region"), ("find", "泽")])
    moved = sample.get("/findings/facet", query_string=sent)
    assert moved.headers["Location"].endswith("&facet_find=region%3A%E6%B3%BD#facet-region")
    found = sample.get(moved.headers["Location"]).text
    facet = found[found.index('id="facet-region"') :]
    facet = facet[: facet.index("</section>")]
    held = {one["label"]: one["count"] for one in data["facets"]["region"] if "泽" in one["label"]}
    assert held
    assert f"名称里有“泽”的：{len(held)} 个" in words(facet)
    told = [re.fullmatch(r"(.+?) (\d+) 条核查结果", label) for label, _ in links(facet)]
    assert {one[1]: int(one[2]) for one in told if one} == held
    assert f"共 {data['total']} 条" in words(found)
    assert "facet_find" not in link(facet, "不再找")
    assert sample.get("/findings/facet?field=nothing&find=x").status_code == 400


def hidden_fields(html: str, action: str) -> list[tuple[str, str]]:
    """What the first form with an action carries along, its own field's name left out."""
    form = html[html.index(f'action="{action}"') :]
    form = form[: form.index("</form>")]
    return [
        (one["name"], one["value"])
        for one in attributes(form, "input")
        if one.get("type") == "hidden" and one["name"] != "field"
    ]


def test_a_year_of_a_span_that_is_kept_out_is_taken_back_alone(sample: FlaskClient) -> None:
    whole = sample.get("/api/v1/findings?format=json").json
    assert whole is not None
    first, second, *_, last = sorted(
        one["value"] for one in whole["facets"]["year"] if one["value"].isdigit()
    )
    html, data = page_and_data(sample, {"not_year": f"{first}..{last}"})
    out = {value["value"] for value in data["facets"]["year"] if value["excluded"]}
    assert len(out) > 2
    back = [href for label, href in links(html) if label.startswith(f"{second}不含")]
    assert [set(parse_qs(urlsplit(href).query)["not_year"]) for href in back] == [out - {second}]


def test_values_are_kept_out_and_marked_as_on_the_search_page(sample: FlaskClient) -> None:
    kept_out: dict[str, list[str]] = {}
    for address in ("/findings", "/"):
        html = sample.get(f"{address}?not_level=county").text
        facet = html[html.index('id="facet-level"') :]
        facet = facet[: facet.index("</section>")]
        marked = [tag for tag in attributes(facet, "a") if "out" in tag["class"].split()]
        assert [tag["href"] for tag in marked] == [address]
        assert '<span class="not">不含</span>' in facet
        assert attributes(facet, "a")[0]["class"].startswith("tick")
        kept_out[address] = [href for label, href in links(facet) if label.startswith("不含")]
    said = [[parse_qs(urlsplit(href).query) for href in one] for one in kept_out.values()]
    assert said[0]
    for one in said[0]:
        assert one["not_level"][0] == "county"
        assert len(one["not_level"]) == 2
    assert said[0] == [one for one in said[1] if one in said[0]]


def test_places_open_and_close_without_losing_the_question(sample: FlaskClient) -> None:
    html, data = page_and_data(sample, {"severity": "warning"})
    province = next(one for one in data["facets"]["region"] if one["parts"])
    opened = sample.get(link(html, f"展开{province['label']}")).text
    inside = sample.get(
        "/api/v1/findings",
        query_string={
            "format": "json",
            "severity": "warning",
            "facet_limit": 0,
            "facet_open": province["value"],
        },
    ).json
    assert inside is not None
    parts = [
        one
        for one in inside["facets"]["region"]
        if one["value"].rpartition("/")[0] == province["value"]
    ]
    assert len(parts) == province["parts"]
    for one in parts:
        found = sample.get(link(opened, f"{one['label']} {one['count']}")).text
        assert f"共 {one['count']} 条" in words(found)
    assert link(opened, f"收起{province['label']}") == "/findings?severity=warning#facet-region"


def test_both_sides_of_a_contradiction_lead_to_their_places(world: FlaskClient) -> None:
    html = world.get("/findings?code=text_vs_table").text
    said = words(html)
    assert "全年收到政府信息公开申请9件" in said
    sentence = next(href for label, href in links(html) if label == "原文第 3 行")
    assert "申请9件" in world.get(sentence).text
    cell = link(html, "表中这一格")
    report, _, place = cell.partition("#")
    assert f'id="{place}"' in world.get(report).text
    assert "<script>window" not in html


def test_downloads_hold_every_finding_that_is_chosen(sample: FlaskClient) -> None:
    html, data = page_and_data(sample, {"severity": "warning", "limit": 2})
    text = sample.get(link(html, "CSV")).text
    assert len(text.strip().splitlines()) == data["total"] + 1
    (rows,) = sheets_of(io.BytesIO(sample.get(link(html, "XLSX")).data)).values()
    assert tuple(rows[0]) == FINDING_COLUMNS
    assert len(rows) == data["total"] + 1


def test_pages_follow_one_another(sample: FlaskClient) -> None:
    seen: list[str] = []
    address, total = "/findings?limit=7", 0
    while address:
        html = sample.get(address).text
        found = re.search(r"共 (\d+) 条", words(html))
        assert found is not None
        total = int(found[1])
        seen += map(unescape, re.findall(r"</strong>　(.*?)</p>", html, re.DOTALL))
        following = [href for label, href in links(html) if label == "下一页"]
        address = following[0] if following else ""
    whole = sample.get("/api/v1/findings?format=json&limit=1000").json
    assert whole is not None
    assert seen == [one["text"] for one in whole["findings"]]
    assert len(seen) == total > 7


@pytest.mark.parametrize(
    "address", ["/findings?code=nothing", "/findings?sort=relevance", "/findings?q=“"]
)
def test_what_cannot_be_understood_is_told(world: FlaskClient, address: str) -> None:
    response = world.get(address)
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert world.get("/findings?cod=balance").status_code == 400


def test_the_row_of_totals_is_told_from_the_column(sample: FlaskClient) -> None:
    html, data = page_and_data(sample, {"code": "balance"})
    assert any(one["label"] == one["column_label"] == "总计" for one in data["findings"])
    names = [label for label, href in links(html) if "#c-" in href]
    assert "（七）总计·总计" in names
    assert [name for name in names if name in ("总计", "总计·总计", "总计·")] == []


def test_another_report_of_the_same_year_is_a_link(sample: FlaskClient) -> None:
    html, data = page_and_data(sample, {"code": "same_agency_and_year"})
    assert data["findings"]
    others = [href for label, href in links(html) if label == "另一份报告"]
    assert others == [f"/reports/{one['found']}" for one in data["findings"]]
