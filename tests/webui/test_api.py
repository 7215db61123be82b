"""Every answer of the API, errors included, is what its own description says."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from web_world import AGENCY, PHRASE
from werkzeug.test import TestResponse
from workbook_reading import sheets_of

from govreport_search.query.request import Request
from govreport_search.query.words import MAX_LENGTH
from webui import args
from webui.api.description import description

BASE = "/api/v1"


def schema_of(path: str, status: int, content_type: str) -> dict[str, Any]:
    responses = description()["paths"][path]["get"]["responses"]
    key = str(status) if str(status) in responses else f"{status // 100}XX"
    content = responses[key]["content"]
    assert content_type in content, f"{path} {status} answers {content_type}"
    found: dict[str, Any] = content[content_type]["schema"]
    return found


def check(path: str, response: TestResponse) -> Any:
    """Validates an answer against the description; gives its data."""
    schema = schema_of(path, response.status_code, response.mimetype)
    whole = {**schema, "components": description()["components"]}
    validator = Draft202012Validator(whole)
    if response.mimetype == "text/csv":
        return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    if response.mimetype == "application/x-ndjson":
        records = [json.loads(line) for line in response.text.splitlines()]
        for record in records:
            validator.validate(record)
        return records
    validator.validate(response.json)
    return response.json


def ask(client: FlaskClient, path: str, **parameters: Any) -> Any:
    return check(path, client.get(BASE + path, query_string=parameters))


def test_the_description_is_openapi_3_1_and_served() -> None:
    found = description()
    assert found["openapi"].startswith("3.1.")
    for schema in found["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_route_is_described_and_nothing_else(world_app: Flask) -> None:
    routes = {
        re.sub(r"<[^>]+>", "{id}", rule.rule.removeprefix(BASE))
        for rule in world_app.url_map.iter_rules()
        if rule.rule.startswith(BASE)
    }
    assert routes == {re.sub("{[^}]+}", "{id}", path) for path in description()["paths"]}


@pytest.mark.parametrize("path", [p for p in description()["paths"] if "{" not in p])
def test_an_unknown_parameter_is_an_error_everywhere(world: FlaskClient, path: str) -> None:
    response = world.get(BASE + path, query_string={"yaer": "2020"})
    assert response.status_code == 400
    error = check(path, response)["error"]
    assert error["code"] == "unknown_parameter"
    assert error["name"] == "yaer"


@pytest.mark.parametrize("path", [p for p in description()["paths"] if "{" not in p])
def test_every_described_parameter_is_accepted(world: FlaskClient, path: str) -> None:
    operation = description()["paths"][path]["get"]
    given = [
        description()["components"]["parameters"][p["$ref"].rsplit("/", 1)[1]] if "$ref" in p else p
        for p in operation["parameters"]
    ]
    asked = {p["name"]: "新收" if p.get("required") else "" for p in given}
    response = world.get(BASE + path, query_string=asked)
    assert response.status_code == 200
    check(path, response)


@pytest.mark.parametrize("app_name", ["world", "sample"])
def test_all_answers_fit_the_description(app_name: str, request: pytest.FixtureRequest) -> None:
    client: FlaskClient = request.getfixturevalue(app_name)
    page = ask(client, "/search", q="公开", where="requests.new.total>=0", limit=5)
    assert page["hits"]
    assert page["hits"][0]["cells"]
    for name in ("reports", "facts", "sections", "findings"):
        lines = ask(client, f"/{name}")
        assert lines
        as_table = ask(client, f"/{name}", format="csv")
        assert len(as_table) == len(lines)
    for report in ask(client, "/reports")[:3]:
        detail = check("/reports/{id}", client.get(f"{BASE}/reports/{report['report']}"))
        assert detail["facts"] == ask(client, "/facts", q=f"report:{report['report']}")
    for unit in ("reports", "rows"):
        listed = ask(client, "/search", q="公开", unit=unit, limit=5)
        assert listed["hits"]
        rows = ask(client, "/search", q="公开", unit=unit, format="csv")
        assert len(rows) == listed["total_hits"]
    assert ask(client, "/search", q="正则:公开")["scanned"]["of"]
    assert ask(client, "/complete", q="新收=0 不予")["completions"]
    whole = ask(client, "/statistics", by="region", synonyms="1")
    assert len(whole["cells"]) > 100
    lines = ask(client, "/statistics", cell=["新收", "rate.denied"], format="csv")
    assert len(lines) == 2 * (len(ask(client, "/statistics")["groups"]) + 1)
    ask(client, "/status")
    for path in ("/indicators", "/glossary", "/help", "/privacy"):
        ask(client, path)
    ask(client, "/openapi.json")


def test_described_limits_are_the_real_ones() -> None:
    given = {n: p["schema"] for n, p in description()["components"]["parameters"].items()}
    assert given["limit"]["maximum"] == args.MAX_LIMIT
    assert given["limit"]["default"] == Request().limit
    assert given["offset"]["maximum"] == args.MAX_OFFSET
    assert given["q"]["maxLength"] == MAX_LENGTH
    assert {s["maxItems"] for s in given.values() if s["type"] == "array"} == {args.MAX_VALUES}


def test_spans_name_the_searched_characters(world: FlaskClient) -> None:
    (hit,) = ask(world, "/search", q=PHRASE)["hits"]
    ((start, end),) = hit["spans"]
    assert re.sub(r"\s", "", hit["snippet"][start:end]) == PHRASE.strip("“”")


@pytest.mark.parametrize("path", ["/search", "/facts", "/sections", "/reports", "/findings"])
def test_a_workbook_is_the_csv_with_numbers_as_numbers(sample: FlaskClient, path: str) -> None:
    asked = {"q": "公开", "where": ["新收 is 数字 或 新收 is not 数字"], "year": ["2019..2021"]}
    lines = ask(sample, path, **asked, format="csv")
    response = sample.get(BASE + path, query_string={**asked, "format": "xlsx"})
    schema_of(path, response.status_code, response.mimetype)
    assert response.headers["Content-Disposition"] == f"attachment; filename={path[1:]}.xlsx"
    [(name, [header, *rows])] = sheets_of(io.BytesIO(response.data)).items()
    assert name == "数据"
    assert len(rows) == len(lines) > 0
    assert header == list(lines[0])
    for row, line in zip(rows, lines, strict=True):
        held = [*row, *[None] * (len(header) - len(row))]
        for value, written in zip(held, line.values(), strict=True):
            if isinstance(value, float):
                assert value == float(written)
            else:
                assert str(value or "") == written.removeprefix("'")


def test_the_csv_is_the_same_result_whole(sample: FlaskClient) -> None:
    page = ask(sample, "/search", q="公开", sort="year", limit=1000)
    rows = ask(sample, "/search", q="公开", sort="year", limit=3, offset=3, format="csv")
    assert len(rows) == page["total_hits"] > 3
    assert [r["report"] for r in rows] == [h["report"] for h in page["hits"]]


def test_a_syntax_error_names_place_and_repair(world: FlaskClient) -> None:
    response = world.get(f"{BASE}/search", query_string={"q": "公开 “不予"})
    assert response.status_code == 400
    error = check("/search", response)["error"]
    assert error["code"] == "query_syntax"
    assert error["query"][error["position"]] == "“"
    assert error["repair"] == "公开 “不予”"


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"year": "abcd"}, "bad_filter"),
        ({"limit": "many"}, "bad_filter"),
        ({"level": "galaxy"}, "unknown_field"),
        ({"where": "没有的指标=1"}, "unknown_field"),
        ({"sort": "colour"}, "bad_filter"),
        ({"format": "xml"}, "bad_filter"),
        ({"q": "天气:晴"}, "unknown_field"),
    ],
)
def test_bad_values_are_400_in_one_shape(
    world: FlaskClient, parameters: dict[str, str], code: str
) -> None:
    response = world.get(f"{BASE}/search", query_string=parameters)
    assert response.status_code == 400
    error = check("/search", response)["error"]
    assert error["code"] == code
    assert error["message"]


def test_errors_of_exports_come_before_the_first_line(world: FlaskClient) -> None:
    response = world.get(f"{BASE}/facts", query_string={"year": "abcd"})
    assert response.status_code == 400
    check("/facts", response)


def test_a_report_that_does_not_exist_is_404(world: FlaskClient) -> None:
    response = world.get(f"{BASE}/reports/aaaaaaaaaaaa")
    assert response.status_code == 404
    assert check("/reports/{id}", response)["error"]["code"] == "not_found"


def test_other_addresses_and_methods_answer_in_the_same_shape(world: FlaskClient) -> None:
    assert world.get(f"{BASE}/nothing").json["error"]["code"] == "not_found"
    response = world.post(f"{BASE}/search")
    assert response.status_code == 405
    assert response.json["error"]["code"] == "method_not_allowed"
    assert "GET" in response.headers["Allow"]


def test_an_export_without_reports_is_empty_not_an_error(world: FlaskClient) -> None:
    assert ask(world, "/facts", year="1999") == []


@pytest.mark.parametrize(
    ("parameter", "query"), [({"fold": "0"}, "规范性文件"), ({"synonyms": "1"}, "依申请公开")]
)
def test_words_mean_the_same_in_exports(
    sample: FlaskClient, parameter: dict[str, str], query: str
) -> None:
    def exported(**more: str) -> set[str]:
        return {report["report"] for report in ask(sample, "/reports", q=query, **more)}

    def found(**more: str) -> set[str]:
        page = ask(sample, "/search", q=query, unit="reports", limit="1000", **more)
        return {hit["report"] for hit in page["hits"]}

    assert exported(**parameter) == found(**parameter) != found() == exported()


def test_filters_mean_the_same_in_exports(world: FlaskClient) -> None:
    reports = ask(world, "/reports", agency=AGENCY)
    assert {r["year"] for r in reports} == {2022, 2023}
    assert {f["report"] for f in ask(world, "/facts", agency=AGENCY)} == {
        r["report"] for r in reports
    }


def test_page_and_api_say_the_same(sample: FlaskClient) -> None:
    for query in ("公开", "新收>0", "新收=0 公开"):
        page = ask(sample, "/search", q=query)
        html = sample.get("/?q=" + quote(query)).text
        assert f"共 {page['total_reports']} 份报告" in html


def test_a_completion_fits_behind_what_is_kept(sample: FlaskClient) -> None:
    typed = "𠮷 年份:2020 （xxg"
    for one in ask(sample, "/complete", q=typed)["completions"]:
        assert typed[: one["start"]] == "𠮷 年份:2020 （"
        assert ask(sample, "/search", q=one["insert"], limit=0)
    assert ask(sample, "/complete", q="") == {"completions": []}
