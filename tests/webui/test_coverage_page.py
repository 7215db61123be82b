"""The page of coverage and that of holdings: the API's numbers, a sign and a word in each cell."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from web_reading import attributes, link, links, words
from web_world import AGENCY

from govreport_search.services.coverage_record import COVERAGE_COLUMNS

LIST = f"机关,地区\n{AGENCY},\n云溪县公安局,\n没有这个机关,没有省\n"
YEARS = {"year": "2021..2023"}


def posted(client: FlaskClient, **fields: Any) -> str:
    response = client.post("/coverage", data=fields, content_type="multipart/form-data")
    if response.status_code == 303:
        response = client.get(response.headers["Location"])
    assert response.status_code == 200, response.text
    return response.text


def cells(html: str) -> dict[str, list[str]]:
    """The words of each body's row."""
    body = html[html.rindex("<tbody>") : html.rindex("</tbody>")]
    rows = re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    return {
        words(re.findall(r"<th.*?</th>", row, re.DOTALL)[0]): [
            words(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in rows
    }


def test_published_and_missing_are_told_by_sign_and_word(world: FlaskClient) -> None:
    found = cells(posted(world, list=LIST, **YEARS))
    assert found[AGENCY] == ["— 没有", "✓ 已收录", "✓ 已收录"]
    assert found["云溪县公安局"] == ["✓ 已收录", "— 没有", "— 没有"]
    assert found["没有这个机关 没有省"] == ["— 没有"] * 3


def test_page_and_api_show_the_same_numbers(world: FlaskClient) -> None:
    html = posted(world, list=LIST, **YEARS)
    data = world.post("/api/v1/coverage?year=2021..2023", data=LIST.encode()).json
    assert data is not None
    said = words(html)
    assert f"{len(data['rows'])} 个机关，{len(data['years'])} 年" in said
    assert data["by_year"]["published"] == [1, 1, 1]
    assert "全部机关：已收录111" in said.replace(" ", "")
    assert data["counts"] == {"published": 3, "unreadable": 0, "missing": 6, "ambiguous": 0}
    assert "没有省" in said
    assert "menu.txt" in said
    whole = world.get(unescape(link(html, "XLSX"))).data
    assert whole.startswith(b"PK")


def test_buttons_of_one_row_give_one_table(world: FlaskClient) -> None:
    html = posted(world, list=LIST, **YEARS)
    names = [label for label, href in links(html) if "/api/v1/coverage" in href]
    assert names == ["CSV", "XLSX", "JSON", "CSV（每年一列）"]
    (csv,) = {href for label, href in links(html) if label == "CSV"}
    lines = world.get(csv).text.lstrip("\ufeff").splitlines()
    (xlsx,) = {href for label, href in links(html) if label == "XLSX"}
    with zipfile.ZipFile(io.BytesIO(world.get(xlsx).data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == len(lines)
    assert len(lines[0].split(",")) == len(COVERAGE_COLUMNS)
    assert sheet.partition("</row>")[0].count("<c ") == len(COVERAGE_COLUMNS)


def test_a_pasted_list_does_not_hide_the_heading_of_a_file(world: FlaskClient) -> None:
    file = (io.BytesIO("地区,备注,机关\n没有省,x,没有这个机关\n".encode("gb18030")), "名单.csv")
    assert list(cells(posted(world, list=AGENCY, file=file, **YEARS))) == [
        AGENCY,
        "没有这个机关 没有省",
    ]


def test_a_cell_leads_to_its_report(world: FlaskClient) -> None:
    html = posted(world, list=LIST, **YEARS)
    addresses = [href for label, href in links(html) if label == "✓ 已收录"]
    assert len(addresses) == 3
    for address in addresses:
        assert address.startswith("/reports/")
        assert world.get(address).status_code == 200


def test_only_bodies_with_a_gap_are_shown_on_request(world: FlaskClient) -> None:
    html = posted(world, list=LIST, year="2022", state="published")
    assert list(cells(html)) == [AGENCY]
    assert "共 1 个" in words(html)


def test_the_rows_come_from_the_divisions_and_are_paged(world: FlaskClient) -> None:
    html = world.get("/coverage?region=河南省&year=2021").text
    assert "2023 年" in words(html)
    first = cells(html)
    assert "河南省人民政府" in " ".join(first)
    assert len(first) == 50
    second = cells(world.get(link(html, "下一页")).text)
    assert len(second) == 50
    assert not set(first) & set(second)
    assert 'list="' not in link(html, "下一页")


def test_who_is_not_in_the_list_of_governments_is_counted_by_kind(sample: FlaskClient) -> None:
    data = sample.get("/api/v1/coverage").json
    said = words(sample.get("/coverage").text)
    assert data is not None
    assert data["other_kinds"] > 0
    assert f"馆藏里有而名单里没有的政府、开发区、街道：{len(data['others'])} 个" in said
    assert f"另有 {data['other_kinds']} 个部门等，这份名单不列。" in said
    everyone = sample.get("/api/v1/coverage?list=没有这个机关").json
    assert everyone is not None
    # No body of the archive is dropped in silence: one way or the other each is counted.
    known = {body["agency"] for row in data["rows"] for body in row["bodies"]}
    assert len(everyone["others"]) == len(data["others"]) + data["other_kinds"] + len(known)
    listed = words(posted(sample, list="没有这个机关"))
    assert f"馆藏里有而名单里没有的机关：{len(everyone['others'])} 个" in listed
    assert "部门等，这份名单不列" not in listed


def test_a_long_list_is_carried_by_its_form(world: FlaskClient) -> None:
    listed = "\n".join(f"第{number}个机关" for number in range(400))
    html = posted(world, list=f"{AGENCY}\n{listed}", **YEARS)
    views = [one["value"] for one in attributes(html, "button") if one.get("name") == "view"]
    following = next(view for view in views if "offset=50" in view)
    again = posted(world, list=f"{AGENCY}\n{listed}", view=following)
    assert "第 51 至 100 个，共 401 个" in words(again)


@pytest.mark.parametrize("address", ["/coverage?state=lost", "/coverage?year=x", "/coverage?lst=a"])
def test_what_cannot_be_understood_is_told(world: FlaskClient, address: str) -> None:
    response = world.get(address)
    assert response.status_code == 400
    assert 'role="alert"' in response.text


def test_the_holdings_are_those_of_the_api(sample: FlaskClient) -> None:
    html, data = sample.get("/status").text, sample.get("/api/v1/status").json
    assert data is not None
    said = words(html)
    for number, what in (
        (data["reports"], "份报告"),
        (data["bodies"], "个机关"),
        (data["sections"], "个章节"),
        (data["facts"], "个表格格子"),
        (data["findings"], "条核查结果"),
        (data["files"], "个来源文件"),
    ):
        assert f"{number} {what}" in said
    assert f"{data['bodies']} 个机关" in words(sample.get("/").text), "one number on both pages"
    assert sum(year["reports"] for year in data["years"]) == data["reports"]
    for year in data["years"]:
        label = "年份不详" if year["year"] is None else str(year["year"])
        found = sample.get(link(html, label)).text
        assert f"共 {year['reports']} 份报告" in words(found), year
        if year["with_findings"]:
            wanted = "none" if year["year"] is None else year["year"]
            page = sample.get(f"/api/v1/findings?format=json&year={wanted}").json
            assert page is not None
            assert page["reports"] == year["with_findings"]


def test_what_was_not_taken_in_is_listed_with_its_reason(world: FlaskClient) -> None:
    html, data = world.get("/status").text, world.get("/api/v1/status").json
    assert data is not None
    assert data["rejected_by_code"] == {"not_a_report": 1}
    assert (data["rejected_total"], len(data["rejected"])) == (1, 1)
    assert "menu.txt" in words(html)
    assert "不是年度报告 1" in words(html)
    assert "menu.txt" in words(world.get(link(html, "不是年度报告")).text)
    assert "没有这样的文件" in words(world.get("/status?file=nothing_like_it").text)
    none = world.get("/api/v1/status?code=damaged").json
    assert none is not None
    assert (none["rejected_total"], none["rejected"]) == (0, [])
