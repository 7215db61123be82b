"""docs/json-api.md says what the API does: every address, parameter, key and error code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from webui import args, errors
from webui.api.description import description

TEXT = (Path(__file__).parents[2] / "docs" / "json-api.md").read_text(encoding="utf-8")


def cells(heading: str) -> list[list[str]]:
    """Rows of the table under a heading."""
    part = TEXT[TEXT.index(f"## {heading}") :].split("\n## ", 1)[0]
    lines = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line] for line in lines[1:]]


def test_every_address_is_described() -> None:
    named = {re.sub(r"`|/api/v1", "", row[0]) for row in cells("地址")}
    assert named == set(description()["paths"])


def test_every_parameter_is_described_in_both_places() -> None:
    named = [row[0].strip("`") for row in cells("参数")]
    assert named == [*args.PARAMETERS, "format"]
    assert set(named) - {"format"} == set(description()["components"]["parameters"])


def test_what_repeats_is_said_truly(world: FlaskClient) -> None:
    for name, repeats, _ in cells("参数"):
        name = name.strip("`")
        response = world.get("/api/v1/search", query_string=[(name, "1"), (name, "2")])
        answer = response.json or {}
        refused = "只能出现一次" in answer.get("error", {}).get("message", "")
        assert refused == (repeats == "否"), name


def test_every_key_of_a_search_is_named() -> None:
    for name in description()["components"]["schemas"]["Page"]["properties"]:
        assert f"`{name}`" in TEXT


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("search?q=“", "query_syntax"),
        ("search?q=天气:晴", "unknown_field"),
        ("search?q=其他=1", "ambiguous_indicator"),
        ("search?q=disclosure.licensing=1", "column_needed"),
        ("search?yaer=1", "unknown_parameter"),
        ("search?limit=x", "bad_filter"),
        ("reports/aaaaaaaaaaaa", "not_found"),
    ],
)
def test_codes_come_with_their_status(world: FlaskClient, url: str, code: str) -> None:
    response = world.get(f"/api/v1/{url}")
    assert response.json is not None
    assert response.json["error"]["code"] == code
    (status,) = [row[0] for row in cells("错误") if f"`{code}`" in row[1]]
    assert response.status_code == int(status)


def test_the_example_of_an_error_is_real(world: FlaskClient) -> None:
    example = json.loads(TEXT.split("```json\n")[1].split("```")[0])
    asked = {"q": example["error"]["query"]}
    assert world.get("/api/v1/search", query_string=asked).json == example


def test_codes_of_our_edge_are_described() -> None:
    for code, _, _ in errors.HTTP_MESSAGES.values():
        assert f"`{code}`" in TEXT
