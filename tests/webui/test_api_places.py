"""One body and one region by JSON: as described, and the same numbers as a comparison."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

BASE = "/api/v1"


def get(client: FlaskClient, path: str, **parameters: Any) -> Any:
    return client.get(f"{BASE}/{path}", query_string=parameters)


def check(client: FlaskClient, answer: Any, schema: str) -> None:
    described = get(client, "openapi.json").json
    reference = {"$ref": f"#/components/schemas/{schema}", "components": described["components"]}
    assert list(Draft202012Validator(reference).iter_errors(answer)) == []


def every_row(client: FlaskClient, **parameters: Any) -> Any:
    return get(client, "compare", limit=1000, cell="新收", **parameters).json["rows"]


def test_a_body_has_the_numbers_of_the_comparison(sample: FlaskClient) -> None:
    rows = every_row(sample)
    assert len({row["key"] for row in rows}) == len(rows) > 3
    for row in rows:
        answer = get(sample, f"agencies/{quote(row['key'])}", cell="新收")
        assert answer.status_code == 200
        check(sample, answer.json, "Agency")
        found = answer.json
        assert (found["key"], found["agency"]) == (row["key"], row["agency"])
        own = {year["year"]: year for year in found["row"]["years"]}
        compared = {year["year"]: year for year in row["years"] if year["reports"]}
        assert {at: year for at, year in own.items() if year["reports"]} == compared
        assert set(found["missing"]) == set(found["years"]) - set(compared)
        assert found["years"] == list(range(min(compared), found["years"][-1] + 1))
        ids = {line["id"] for line in found["report_list"]}
        assert {report for year in compared.values() for report in year["reports"]} <= ids
        assert len(found["report_list"]) == found["reports"]


def test_findings_of_each_report_are_counted(world: FlaskClient) -> None:
    (row,) = (one for one in every_row(world) if one["agency"] == "云溪县教育局")
    found = get(world, f"agencies/{quote(row['key'])}").json
    by_year = {line["year"]: line for line in found["report_list"]}
    assert by_year[2022]["findings"]["contradiction"] >= 1
    records = world.get(f"{BASE}/findings", query_string={"q": "年份:2022", "format": "jsonl"})
    counted = sum(by_year[2022]["findings"].values())
    assert counted == len(get(world, f"reports/{by_year[2022]['id']}").json["findings"])
    assert records.status_code == 200


def test_a_name_alone_is_enough_where_it_is_the_only_one(world: FlaskClient) -> None:
    whole = get(world, "agencies/云溪县教育局").json
    assert whole["agency"] == "云溪县教育局"
    assert get(world, f"agencies/{quote(whole['key'])}").json == whole
    missing = get(world, "agencies/没有的机关")
    assert (missing.status_code, missing.json["error"]["code"]) == (404, "not_found")
    assert get(world, "agencies/云溪县教育局@national").status_code == 404
    assert get(world, "agencies/云溪县教育局", cells="x").status_code == 400


def test_a_region_adds_bodies_of_one_level_and_kind(sample: FlaskClient) -> None:
    rows = every_row(sample)
    path = next(row["region"][:1] for row in rows if row["region"])
    found = get(sample, f"regions/{quote('/'.join(path))}", cell="新收").json
    check(sample, found, "Region")
    inside = [row for row in rows if row["region"] and row["region"][:1] == path]
    assert found["bodies"] == len(inside)
    level, kind = found["level"], found["kind"]
    sums = every_row(sample, by="region", depth=1, region=path[0], level=level, kind=kind)
    assert found["row"] == sums[0]
    assert sum(unit["reports"] for unit in found["units"]) <= found["reports"]
    below = found["units"][0]["path"]
    deeper = get(sample, f"regions/{quote('/'.join(below))}").json
    assert deeper["bodies"] == found["units"][0]["bodies"]
    assert deeper["reports"] == found["units"][0]["reports"]


def test_each_group_can_be_chosen(sample: FlaskClient) -> None:
    path = quote(next(row["region"][0] for row in every_row(sample) if row["region"]))
    every = get(sample, f"regions/{path}").json["groups"]
    groups = [group for group in every if group["level"] and group["kind"]]
    assert len(groups) > 1
    for group in groups:
        chosen = {"level": group["level"], "kind": group["kind"]}
        answer = get(sample, f"regions/{path}", **chosen).json
        assert (answer["level"], answer["kind"]) == (group["level"], group["kind"])
        counts = {str(year["year"]): year["bodies"] for year in answer["row"]["years"]}
        assert {year: n for year, n in counts.items() if n} == group["by_year"]


@pytest.mark.parametrize("path", ["没有的地方", "national/x"])
def test_a_region_nobody_reports_of_is_not_found(sample: FlaskClient, path: str) -> None:
    assert get(sample, f"regions/{path}").status_code == 404
