"""Answers about lists, posted or in the address, are what the description says."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from web_world import AGENCY
from werkzeug.test import TestResponse

from govreport_search.services.grouping import GROUPINGS
from webui.api.description import description

TERMS = "公开\n校车安排\n没有这个词\n"
LIST = f"机关,地区\n{AGENCY},\n没有这个机关,没有省\n"


def check(path: str, response: TestResponse, method: str = "get") -> Any:
    """Validates an answer against the description; gives its data."""
    assert response.status_code == 200, response.text
    content = description()["paths"][path][method]["responses"]["200"]["content"]
    schema = content["application/json"]["schema"]
    whole = {**schema, "components": description()["components"]}
    Draft202012Validator(whole).validate(response.json)
    return response.json


@pytest.mark.parametrize("by", GROUPINGS)
def test_terms_by_every_grouping(world: FlaskClient, by: str) -> None:
    address, asked = "/api/v1/terms", {"by": by, "all": 1}
    posted = world.post(address, query_string=asked, data=TERMS.encode())
    found = check("/terms", posted, "post")
    assert found == check("/terms", world.get(address, query_string={**asked, "terms": TERMS}))
    assert found["absent"] == ["没有这个词"]
    assert sum(len(group["counts"]) for group in found["groups"]) >= 2
    for group in found["groups"]:
        for count in group["counts"]:
            page = world.get("/api/v1/search", query_string={"q": count["query"]}).json
            assert page is not None
            assert page["total_hits"] == count["sections"], count["query"]
            assert page["total_reports"] == count["reports"], count["query"]


def test_coverage_of_a_list_and_of_the_divisions(world: FlaskClient) -> None:
    address = "/api/v1/coverage?year=2021..2023"
    found = check("/coverage", world.post(address, data=LIST.encode()), "post")
    school, nobody = found["rows"]
    assert [cell["state"] for cell in school["cells"]] == ["missing", "published", "published"]
    assert {cell["state"] for cell in nobody["cells"]} == {"missing"}
    assert found["unknown_regions"] == ["没有省"]
    assert [body["agency"] for body in found["others"]] == ["云溪县公安局"]
    assert [file["source"].rpartition("/")[2] for file in found["unassigned"]] == ["menu.txt"]
    provinces = check("/coverage", world.get("/api/v1/coverage"))
    assert len(provinces["rows"]) > 30


@pytest.mark.parametrize("address", ["terms", "coverage"])
def test_a_posted_list_that_is_no_text_is_refused(world: FlaskClient, address: str) -> None:
    response = world.post(f"/api/v1/{address}", data=b"\0\xff\0\xff")
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["error"]["code"] == "bad_filter"
    assert world.put(f"/api/v1/{address}").status_code == 405
