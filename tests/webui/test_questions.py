"""The questions a new user asks of the seed reports, answered by the pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from web_reading import link, links, words

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    path = SEEDS / "expected.json"
    if not path.exists():
        pytest.skip(f"the seed reports are not here: {SEEDS}")
    reports: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["reports"]
    return reports


def test_bodies_without_applications(seeds: FlaskClient, expected: dict[str, Any]) -> None:
    zero = {
        report["agency"]
        for report in expected.values()
        if report["requests"].get("new", {}).get("total") == 0
    }
    lost = len(expected) - len(zero)
    html = seeds.get("/?q=" + quote("新收=0")).text
    names = [text for text, href in links(html) if re.fullmatch(r"/reports/\w+\?.*", href)]
    # The title of a result and the number in it both lead into the report.
    shown = {name.split("\u3000")[0] for name in names if "\u3000" in name}
    assert shown == zero
    assert f"共 {len(zero)} 份报告" in words(html)
    assert f"另有 {lost} 份报告无法判断：{lost} 份该行缺失。" in words(html)


def test_text_says_two_and_the_table_says_none(
    seeds: FlaskClient, expected: dict[str, Any]
) -> None:
    name, report = next(iter(expected.items()))
    phrase = report["section_contains"]["overview"][0][-11:]
    html = seeds.get("/?q=" + quote(f"“{phrase}”")).text
    assert "共 1 份报告、1 个章节" in words(html)
    assert [re.sub(r"\s", "", m) for m in re.findall("(?s)<mark>(.*?)</mark>", html)] == [phrase]
    page = seeds.get(link(html, report["agency"] + "\u3000")).text
    assert name in words(page)
    block = words(page[page.index('id="contradictions"') : page.index('id="section-')])
    assert re.search(r"正文2.*表格 ?0 ?本年新收政府信息公开申请数量·总计", block)


def test_a_phrase_in_a_section_and_a_row_of_the_tables(
    seeds: FlaskClient, expected: dict[str, Any]
) -> None:
    html = seeds.get("/?q=" + quote("“不予公开”")).text
    assert "共 1 份报告、1 个章节" in words(html)
    assert list(expected.values())[4]["agency"] in words(html)
    assert "一、总体情况" in words(html)
    assert re.findall("<mark>(.*?)</mark>", html) == ["不予公开"]
    rows = html[html.index('id="rows"') :]
    assert "不予公开" in words(rows)


@pytest.mark.parametrize(
    ("url", "status", "says"),
    [
        ("/?q=天气:晴", 400, "没有“天气”这个字段"),
        ("/?q=“不予公开", 400, "引号没有成对"),
        ("/?q=不予公开&year=1949", 200, "没有找到符合的报告"),
        ("/?q=绝无此语", 200, "为什么没有结果"),
    ],
)
def test_what_goes_wrong_gets_an_answer_that_helps(
    seeds: FlaskClient, url: str, status: int, says: str
) -> None:
    response = seeds.get(url)
    assert response.status_code == status
    assert says in words(response.text)
