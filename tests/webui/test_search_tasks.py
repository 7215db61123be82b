"""What the list of results lets a reader do, without a script: every step is a link or a form."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from web_reading import asking, attributes, link, links, page, total, words
from web_world import AGENCY
from workbook_reading import sheets_of

from govreport_search.query.request import FACET_FIELDS


def facet(html: str, field: str) -> str:
    start = html.index(f'data-field="{field}"')
    return html[start : html.index("</section>", start)]


def counts(html: str, field: str) -> dict[str, int]:
    """Count of each value of a facet, by its label."""
    ticks = re.findall(
        r'(?s)<a class="tick[^>]*><span>(.*?)</span> <small>(\d+)', facet(html, field)
    )
    return {re.sub(r"<.*", "", label, flags=re.DOTALL).strip(): int(n) for label, n in ticks}


@pytest.mark.parametrize("field", FACET_FIELDS)
def test_a_value_is_kept_out_stays_in_sight_and_comes_back(sample: FlaskClient, field: str) -> None:
    html = page(sample, asking("公开"))
    name, out = next((t, h) for t, h in links(facet(html, field)) if t.startswith("不含"))
    value = name.removeprefix("不含")
    without = page(sample, out)
    assert f"not_{field}=" in out
    if field != "section":
        assert total(without) == total(html) - counts(html, field)[value]
    assert counts(without, field)[value] == counts(html, field)[value]
    assert any(text.endswith(f"不含{value}（去掉）") for text, _ in links(without))
    back = next(h for t, h in links(facet(without, field)) if t.startswith(f"{value}不含"))
    assert page(sample, back) == html


def test_what_is_wanted_is_not_kept_out_as_well(sample: FlaskClient) -> None:
    html = page(sample, "/?level=county")
    out = next(h for t, h in links(facet(html, "level")) if t == "不含县级")
    assert "level=county" in out.replace("not_level=county", "") or "&level=" not in out
    assert out.count("level=county") == 1
    wanted = page(sample, "/?not_level=county")
    again = next(h for t, h in links(facet(wanted, "level")) if t.startswith("县级不含"))
    assert "level" not in again


def test_a_value_that_begins_with_a_minus_is_a_value(world: FlaskClient) -> None:
    assert total(page(world, "/?agency=-局")) == 0
    assert total(page(world, "/?not_agency=-局")) == 3


def test_values_are_found_by_part_of_their_name_and_totals_stay(sample: FlaskClient) -> None:
    html = page(sample, asking("公开"))
    response = sample.get("/facet", query_string={"q": "公开", "field": "agency", "find": "局"})
    assert response.status_code == 303
    found = page(sample, response.location.partition("#")[0])
    assert total(found) == total(html)
    names = counts(found, "agency")
    assert names
    assert all("局" in name for name in names)
    every = page(sample, asking("公开", facet_limit="1000"))
    assert set(names) <= {name for name in counts(every, "agency") if "局" in name}
    assert f"名称里有“局”的：{sum('局' in n for n in counts(every, 'agency'))} 个" in words(found)
    chosen = page(sample, next(h for t, h in links(facet(found, "agency")) if "局" in t))
    assert "名称里有“局”的" in words(chosen)  # the list stays as it was narrowed
    assert page(sample, link(facet(found, "agency"), "不再找").partition("#")[0]) == html


def test_places_open_level_by_level_and_close_again(sample: FlaskClient) -> None:
    html = page(sample, "/")
    provinces = counts(html, "region")
    assert not any(name.endswith("市") for name in provinces)
    name, opener = next((t, h) for t, h in links(facet(html, "region")) if t.startswith("展开"))
    province = name.removeprefix("展开")
    opened = page(sample, opener.partition("#")[0])
    inside = set(counts(opened, "region")) - set(provinces)
    assert inside
    assert sum(counts(opened, "region")[name] for name in inside) <= provinces[province]
    deeper = next(
        h for t, h in links(facet(opened, "region")) if t[:2] == "展开" and t[2:] in inside
    )
    assert len(counts(page(sample, deeper.partition("#")[0]), "region")) > len(
        counts(opened, "region")
    )
    closed = link(facet(opened, "region"), f"收起{province}")
    assert page(sample, closed.partition("#")[0]) == html


def test_a_chosen_place_is_seen_with_all_that_it_lies_in(sample: FlaskClient) -> None:
    region = sample.get("/api/v1/search?limit=1&level=township").get_json()["hits"][0]["region"]
    html = page(sample, "/?region=" + "/".join(region))
    assert set(region) <= set(counts(html, "region"))


def test_years_are_bars_and_a_span_is_chosen(sample: FlaskClient) -> None:
    html = page(sample, asking("公开"))
    bars = attributes(facet(html, "year"), "rect")
    years = counts(html, "year")
    assert len(bars) >= len(years) > 3
    assert max(int(bar["height"]) for bar in bars) == 40
    first, last = sorted(years)[1:3]
    form = {"q": "公开", "from": last, "to": first}  # in whichever order
    response = sample.get("/years", query_string=form)
    assert response.status_code == 303
    chosen = page(sample, response.location.partition("#")[0])
    assert f"年份{first} 至 {last}" in words(chosen)
    span = [year for year in years if first <= year <= last]
    assert counts(chosen, "year") == years
    assert total(chosen) == total(page(sample, "/?q=公开&" + "&".join(f"year={y}" for y in span)))
    selected = [o["value"] for o in attributes(facet(chosen, "year"), "option") if "selected" in o]
    assert selected == [first, last]


def test_each_part_of_the_query_is_a_chip_that_comes_off(world: FlaskClient) -> None:
    html = page(world, asking("不予公开 新收>=0 年份:2020..2023"))
    chips = [(t, h) for t, h in links(html) if t.endswith("（去掉）")]
    assert [t for t, _ in chips] == [
        "词句含“不予公开”（去掉）",
        "条件本年新收政府信息公开申请数量（总计）不小于 0（去掉）",
        "条件年份为 2020 至 2023（去掉）",
    ]
    for at, (_, href) in enumerate(chips):
        left = [t for t, _ in links(page(world, href)) if t.endswith("（去掉）")]
        assert left == [t for n, (t, _) in enumerate(chips) if n != at]


def test_what_to_do_with_blanks_is_said_in_words(world: FlaskClient) -> None:
    url = "/condition?indicator=requests.new&column=commercial&op==&value=0"
    plain = world.get(url)
    assert total(page(world, plain.location)) == 2
    assert "1 份该格空白" in words(page(world, plain.location))
    both = page(world, world.get(f"{url}&blank=or").location)
    assert total(both) == 3
    assert "等于 0 或 本年新收政府信息公开申请数量（商业企业）的状态是“空白”" in words(both)
    only = page(world, world.get(f"{url}&blank=only").location)
    assert total(only) == 1
    refused = world.get(f"{url}&blank=maybe")
    assert refused.status_code == 400


def test_the_chosen_row_is_explained_without_a_script(world: FlaskClient) -> None:
    html = page(world, "/condition?indicator=requests.new&explain=1&q=公开")
    told = re.search(r'(?s)id="indicator-meaning"[^>]*>(.*?)</p>', html)
    assert told is not None
    assert "申请" in told[1]
    assert total(html) == total(page(world, asking("公开")))


def test_density_stays_in_every_address(sample: FlaskClient) -> None:
    html = page(sample, asking("公开", density="compact"))
    assert "answer compact" in html
    facets = html[html.index('id="facets"') :]
    ours = [h for _, h in links(facets) if h.startswith("/?")]
    assert ours
    assert all("density=compact" in href for href in ours)
    assert total(page(sample, link(html, "宽松"))) == total(html)
    assert "compact" not in link(html, "宽松")
    assert sample.get("/?density=tight").status_code == 400


def test_every_hit_is_cited_on_the_page_as_in_the_json(world: FlaskClient) -> None:
    html = page(world, asking("不予公开"))
    shown = [
        unescape(c) for c in re.findall(r'(?s)<details class="cite">.*?<p[^>]*>(.*?)</p>', html)
    ]
    hits = world.get("/api/v1/search?q=不予公开").get_json()["hits"]
    assert shown == [hit["citation"] for hit in hits]
    for hit in hits:
        assert re.fullmatch("[0-9a-f]{64}", hit["sha256"])
        for part in (hit["agency"], f"{hit['year']} 年", hit["section_title"], hit["sha256"]):
            assert part in hit["citation"]
        assert f"第 {hit['line']} 行" in hit["citation"]


def test_a_condition_is_cited_with_its_cell_and_state(world: FlaskClient) -> None:
    (hit,) = world.get("/api/v1/search?q=新收.商业企业 is 空白").get_json()["hits"]
    assert "本年新收政府信息公开申请数量（商业企业）：空白" in hit["citation"]


def test_a_computed_number_is_not_cited_as_if_it_were_printed(sample: FlaskClient) -> None:
    url = "/api/v1/search?q=不予公开率>0 或 不予公开>0"
    cells = [
        (hit["citation"], c) for hit in sample.get(url).get_json()["hits"] for c in hit["cells"]
    ]
    computed = [(text, cell) for text, cell in cells if cell["derivation"] and cell["raw"] is None]
    assert computed
    for text, cell in computed:
        how = f"（报告没有印；{cell['derivation']}）"
        assert how in text
        if cell["line"]:
            assert f"{how}，算式里的一个数在第 {cell['line']} 行" in text


def test_files_and_alternates_hold_the_same_answer(world: FlaskClient) -> None:
    html = page(world, asking("不予公开"))
    alternates = {
        one["type"]: one["href"] for one in attributes(html, "link") if one["rel"] == "alternate"
    }
    sent = world.get(alternates["application/json"]).get_json()
    assert sent["total_reports"] == total(html)
    workbook = next(href for kind, href in alternates.items() if "spreadsheet" in kind)
    assert workbook == link(html, "XLSX")
    rows = sheets_of(io.BytesIO(world.get(workbook).data))["数据"]
    assert len(rows) == 1 + sent["total_hits"]
    assert rows[0][-1] == "citation"


def test_files_that_were_not_taken_in_are_said_with_the_answer(world: FlaskClient) -> None:
    html = page(world, asking("不予公开"))
    assert "检索了 3 份报告。 另有 1 个文件读不出或不是年报，没有收录。" in words(html)
    assert world.get("/api/v1/search?q=不予公开").get_json()["unread_files"] == 1


def test_pages_beyond_the_first_ten_thousand_are_got_by_a_cursor(
    sample: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.pages.search.MOST_OFFSET", 4)
    url, seen, kinds = asking("公开", limit="3"), [], []
    while url:
        html = page(sample, url)
        seen += re.findall(r'(?s)<h3><a href="(/reports/[^"?]+)[^#]*(#[^"]*)"', html)
        after = [href for text, href in links(html) if text == "下一页"]
        url = after[0] if after else ""
        kinds.append("cursor" if "cursor=" in url else "offset" if url else "end")
    assert kinds[:2] == ["offset", "cursor"]
    assert set(kinds[1:-1]) == {"cursor"}
    whole = page(sample, asking("公开", limit="1000"))
    assert seen == re.findall(r'(?s)<h3><a href="(/reports/[^"?]+)[^#]*(#[^"]*)"', whole)


def test_a_cursor_of_another_question_is_told_and_leads_on(sample: FlaskClient) -> None:
    further = sample.get("/api/v1/search?q=公开&limit=3").get_json()["next"]
    html = page(sample, asking("公开", limit="3", sort="year", cursor=further), 400)
    assert "这个 cursor 是另一个问题的" in words(html)


@pytest.mark.parametrize(
    "query", ["“不予公开", "(公开", "公开)", "公开 且", "新收>", ">5", "年份:2019-2021"]
)
def test_a_faulty_query_is_underlined_and_mostly_repaired(world: FlaskClient, query: str) -> None:
    html = page(world, asking(query), 400)
    assert re.search(r'<u class="fault">.+?</u>', html)
    repairs = [h for t, h in links(html[html.index('class="problem"') :]) if h.startswith("/?")]
    for href in repairs:
        assert world.get(href).status_code == 200
    assert repairs or "请" in words(html)


def test_the_start_page_shows_examples_that_find_something(world: FlaskClient) -> None:
    html = page(world, "/")
    start = html[html.index('class="examples"') : html.index('class="holding"')]
    assert 1 <= len(links(start)) <= 4
    for _, href in links(start):
        assert total(page(world, href)) > 0
    assert AGENCY in words(html)
    assert "1 个文件没有收录" in words(html)
