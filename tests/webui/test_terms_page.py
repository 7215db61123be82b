"""The page of term lists: every count leads to just so much, and nothing is kept."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from web_reading import attributes, links, words

from govreport_search.services.pasted import MOST_BYTES
from webui.posted_list import LONGEST_ADDRESS

TERMS = "公开\n校车安排\n没有这个词\n<b>\n"
LONG = "公开\n" + "\n".join(f"从来没有人写过的词{number}" for number in range(200))


def posted(client: FlaskClient, **fields: Any) -> Any:
    return client.post("/terms", data=fields, content_type="multipart/form-data")


def counts(html: str) -> list[tuple[int, str]]:
    """Each count of the table with the search it leads to."""
    return [(int(label), href) for label, href in links(html) if label.isdigit()]


@pytest.mark.parametrize("by", ["agency", "region", "year", "report"])
@pytest.mark.parametrize(
    ("count", "key"),
    [("sections", "total_hits"), ("reports", "total_reports"), ("hits", "")],
)
def test_every_count_leads_to_just_so_much(
    world: FlaskClient, by: str, count: str, key: str
) -> None:
    asked = {"terms": TERMS, "by": by, "count": count, "year": "2021..2023"}
    html = world.get("/terms", query_string=asked).text
    found = counts(html)
    assert len(found) > 3
    for number, href in found:
        data = world.get(href.replace("/?", "/api/v1/search?", 1) + "&limit=1000").json
        assert data is not None
        shown = data[key] if key else sum(hit["count"] for hit in data["hits"])
        assert shown == number, href


def test_terms_found_nowhere_stand_first(world: FlaskClient) -> None:
    html = world.get("/terms", query_string={"terms": TERMS}).text
    said = words(html)
    assert "哪里都没有的词：1 个 没有这个词" in said
    assert said.index("没有这个词") < said.index("机关 × 词")
    head = re.findall(r'<th scope="col" class="number".*?</th>', html, re.DOTALL)
    assert not any("没有这个词" in cell for cell in head)
    assert "&lt;b&gt;" in html


def test_page_and_api_show_the_same_numbers(sample: FlaskClient) -> None:
    asked = {
        "terms": "公开\n土地征收\n人工智能",
        "level": "county",
        "by": "region",
        "count": "hits",
    }
    said = words(sample.get("/terms", query_string=asked).text)
    data = sample.get("/api/v1/terms", query_string=asked).json
    assert data is not None
    total = sum(term["hits"] for term in data["terms"])
    assert f"{len(data['terms'])} 个词，在 {data['searched']} 份报告里共 {total} 处" in said
    assert f"共 {len(data['groups'])} 行" in said
    if data["absent"]:
        assert f"哪里都没有的词：{len(data['absent'])} 个" in said


def test_a_short_list_is_posted_into_the_address(world: FlaskClient) -> None:
    response = posted(world, terms=TERMS, year="2021..2023", level="county", by="year")
    assert response.status_code == 303
    address = response.headers["Location"]
    assert quote("校车安排") in address
    assert "by=year" in address
    assert world.get(address).status_code == 200


def test_a_long_list_is_answered_at_once_and_carried_on(world: FlaskClient) -> None:
    html = posted(world, terms=LONG, file=(io.BytesIO("公告".encode("gb18030")), "词.txt")).text
    assert "哪里都没有的词：200 个" in words(html)
    assert not [href for _, href in links(html) if len(href) > LONGEST_ADDRESS]
    held = [one for one in attributes(html, "form") if one.get("id") == "again"]
    assert held[0]["method"] == "post"
    views = {one["value"] for one in attributes(html, "button") if one.get("name") == "view"}
    by_year = next(view for view in views if view == "by=year")
    again = posted(world, terms=LONG, view=by_year).text
    assert "年份 × 词" in words(again)
    assert "2022" in words(again)
    download = next(one for one in attributes(html, "button") if one.get("formaction"))
    whole = world.post(
        download["formaction"], data={"terms": LONG}, content_type="multipart/form-data"
    )
    assert whole.status_code == 200
    assert whole.text.splitlines()[0].count("从来没有人写过的词") == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"terms": "公开", "colour": "red"},
        {"terms": "公开", "by": "weather"},
        {"terms": "公开" * 200},
        {"file": (io.BytesIO(b"\0\1\2\xff"), "list.xlsx")},
    ],
)
def test_what_is_no_list_is_refused_readably(world: FlaskClient, fields: Any) -> None:
    response = posted(world, **fields)
    if response.status_code == 303:
        response = world.get(response.headers["Location"])
    assert response.status_code == 400
    assert 'role="alert"' in response.text


def test_a_list_beyond_the_limits_is_refused(world: FlaskClient) -> None:
    many = {f"field{number}": "x" for number in range(300)}
    assert posted(world, terms="公开", **many).status_code == 400
    assert posted(world, terms="公开", view="&".join(["by=year"] * 300)).status_code == 400
    file = io.BytesIO(b"a" * (MOST_BYTES + 200_000))
    too_large = posted(world, file=(file, "list.txt"))
    assert too_large.status_code == 400
    assert "超过上限" in too_large.text


def test_rows_are_sorted_by_the_term_that_is_chosen(sample: FlaskClient) -> None:
    html = sample.get("/terms", query_string={"terms": "公开\n主动公开", "sort": "2"}).text
    body = html[html.index("<tbody>") :]
    values = [
        int(re.findall(r'class="number">(?:<a[^>]*>)?(?:<span[^>]*>)?(\d+)', row)[2])
        for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    ]
    assert len(values) > 3
    assert values == sorted(values, reverse=True)


def test_pasted_terms_do_not_hide_the_heading_of_a_file(world: FlaskClient) -> None:
    file = (io.BytesIO("备注,关键词\nx,申请\ny,公开\n".encode()), "词.csv")
    response = posted(world, terms="公告", file=file)
    assert response.status_code == 303
    asked = parse_qs(urlsplit(response.headers["Location"]).query)
    assert asked["terms"] == ["公告\n申请\n公开"]
