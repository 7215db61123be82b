"""The search page: what it says, and where its links lead."""

from __future__ import annotations

import csv
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from web_reading import asking, attributes, link, links, page, total, words
from web_world import AGENCY, PHRASE

from govreport_search.forms.lookup import indicators
from govreport_search.query.request import FACET_FIELDS
from govreport_search.services import scan
from webui.present.builder import OPERATORS, STATE_CHOICES


def test_totals_and_what_could_not_be_decided_are_said_in_words(world: FlaskClient) -> None:
    html = words(page(world, asking("上年结转=0")))
    assert "共 2 份报告" in html
    assert "另有 1 份报告无法判断：1 份该行缺失。" in html
    assert "检索了 3 份报告。" in html


def test_each_state_has_its_own_reason(world: FlaskClient) -> None:
    assert "1 份该格空白" in words(page(world, asking("新收.商业企业=0")))
    assert "1 份该格填“/”" in words(page(world, asking("新收.科研机构=0")))
    assert "1 份该格无法识读" in words(page(world, asking("予以公开=0")))
    assert "3 份所用的格式没有这一格" in words(page(world, asking("收到申请数=0")))


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("新收.商业企业=0", "1 份该格空白"),
        ("上年结转=0", "1 份该行缺失"),
    ],
)
def test_what_could_not_be_judged_is_a_link_to_these_reports(
    world: FlaskClient, query: str, why: str
) -> None:
    address = asking(query, form="2021")
    (found,) = re.findall(rf'<a href="([^"]+)"[^>]*>{why}</a>', page(world, address))
    url = unescape(found)
    assert url.endswith("&form=2021")  # the filters stay
    assert total(page(world, url)) == 1


def test_reports_of_a_form_without_the_cell_are_a_link(world: FlaskClient) -> None:
    html = page(world, asking("收到申请数=0"))
    (found,) = re.findall(r'<a href="([^"]+)"[^>]*>3 份所用的格式没有这一格</a>', html)
    assert total(page(world, unescape(found))) == 3


def test_of_two_cells_nobody_is_led_to_other_reports(world: FlaskClient) -> None:
    html = page(world, asking("新收>=0 上年结转=0"))
    assert "1 份该行缺失" in words(html)
    assert not re.search(r"<a [^>]*>1 份该行缺失", html)


def test_the_meaning_is_said(world: FlaskClient) -> None:
    html = words(page(world, asking("新收>=5")))
    assert "意思是：本年新收政府信息公开申请数量（总计）不小于 5。" in html


def test_the_highlighted_text_is_the_phrase(world: FlaskClient) -> None:
    marks = re.findall(r"(?s)<mark>(.*?)</mark>", page(world, asking(PHRASE)))
    assert [re.sub(r"\s", "", mark) for mark in marks] == ["校车安排&lt;b&gt;公示&lt;/b&gt;"]


def test_conditions_show_their_cells_with_their_place(world: FlaskClient) -> None:
    html = page(world, asking("新收=7"))
    assert "本年新收政府信息公开申请数量·总计：7 件" in words(html)
    source = next(href for text, href in links(html) if text == "7")
    assert words(world.get(source).text).count("新收")


def test_rows_stand_apart_from_hits(world: FlaskClient) -> None:
    html = page(world, asking("国家秘密"))
    assert "没有找到符合的报告" in words(html)
    rows = html[html.index('id="rows"') :]
    assert "属于国家秘密 收到和处理政府信息公开申请情况 · 3 份报告印有此行" in words(rows)
    numbers = page(world, link(rows, "属于国家秘密"))
    assert total(numbers) == 3
    assert words(numbers).index("属于国家秘密·总计：3 件") < words(numbers).index("总计：0 件")


@pytest.mark.parametrize("query", ["", "公开", "新收>0"])
def test_each_facet_link_finds_as_many_as_it_counts(sample: FlaskClient, query: str) -> None:
    html = page(sample, asking(query))
    ticks = re.findall(
        r'class="tick[^"]*" href="([^"]+)"[^>]*><span>(.*?)</span> <small>(\d+)', html, re.DOTALL
    )
    assert len(ticks) > 10
    for href, label, count in ticks:
        assert total(page(sample, href.replace("&amp;", "&"))) == int(count), label


def test_every_facet_is_there_and_labelled(sample: FlaskClient) -> None:
    fields = [s.get("data-field") for s in attributes(page(sample, "/"), "section")]
    assert [field for field in fields if field] == list(FACET_FIELDS)


def test_filters_combine_count_and_come_off(sample: FlaskClient) -> None:
    every = page(sample, "/")
    one = page(sample, link(_ticks(every, "level"), "县级"))
    two = page(sample, link(_ticks(one, "kind"), "工作部门"))
    assert 0 < total(two) <= total(one) < total(every)
    assert {"层级县级（去掉）", "类型工作部门（去掉）"} <= {text for text, _ in links(two)}
    back = page(sample, link(two, "类型工作部门"))
    assert total(back) == total(one)
    unticked = page(sample, link(_ticks(two, "kind"), "工作部门（已选，点击取消）"))
    assert total(unticked) == total(one)
    assert total(page(sample, link(two, "全部去掉"))) == total(every)


def test_a_second_value_of_one_field_adds(sample: FlaskClient) -> None:
    one = page(sample, "/?level=county")
    two = page(sample, link(_ticks(one, "level"), "乡级"))
    assert total(two) > total(one)


def test_one_year_out_of_a_range_leaves_the_others(sample: FlaskClient) -> None:
    html = page(sample, "/?year=2019..2021")
    less = link(_ticks(html, "year"), "2020（已选")
    assert re.findall(r"year=(\d+)", less) == ["2021", "2019"]


def test_a_place_replaces_the_place_around_it(sample: FlaskClient) -> None:
    province = next(
        href for text, href in links(_ticks(page(sample, "/"), "region")) if "省" in text
    )
    inside = page(sample, province)
    city = next(href for text, href in links(_ticks(inside, "region")) if "市" in text)
    assert city.count("region=") == 1
    assert "%2F" in city


def _ticks(html: str, field: str) -> str:
    """The values of a facet, without what keeps them out or opens them."""
    return "".join(re.findall(r'(?s)<a class="tick.*?</a>', _facet(html, field)))


def _facet(html: str, field: str) -> str:
    start = html.index(f'data-field="{field}"')
    return html[start : html.index("</section>", start)]


def test_pages_together_show_every_hit_once(sample: FlaskClient) -> None:
    url: str | None = asking("公开", limit="7")
    seen: list[str] = []
    html = ""
    while url:
        html = page(sample, url)
        seen += [href for text, href in links(html) if href.startswith("/reports/")]
        url = next((href for text, href in links(html) if text == "下一页"), None)
    hits = int(re.search(r"份报告、(\d+) 个章节", words(html))[1])
    assert len(seen) == len(set(seen)) == hits > 7
    assert "上一页" in words(html)


def test_beyond_the_last_page_the_way_back_is_shown(sample: FlaskClient) -> None:
    html = page(sample, asking("公开", offset="5000"))
    assert "这一页没有内容了" in words(html)
    assert total(page(sample, link(html, "回到第一页"))) == total(html) > 0
    assert "这一页没有内容了" not in words(page(sample, asking("公开", limit="0")))


def test_sorting_changes_the_order_not_the_result(sample: FlaskClient) -> None:
    up = page(sample, asking("新收>0", sort="requests.new.total"))
    down = page(sample, asking("新收>0", sort="-requests.new.total"))
    values = [
        [int(v) for v in re.findall(r"总计：.*?>(\d+)</a>", html, re.DOTALL)] for html in (up, down)
    ]
    assert values[0] == sorted(values[0])
    assert values[1] == sorted(values[1], reverse=True)
    assert total(up) == total(down)
    assert "本年新收政府信息公开申请数量·总计，大的在前" in words(up)


def test_the_picker_reaches_every_indicator_and_column(world: FlaskClient) -> None:
    html = page(world, "/")
    offered = {option["value"] for option in attributes(html, "option")}
    for ref in indicators():
        assert ref.id in offered
        for column in ref.columns:
            assert column in offered
            url = f"/condition?q=公开&indicator={ref.id}&column={column}&op=<=&value=1"
            response = world.get(url)
            assert response.status_code == 303, url
    assert {op for op, _ in (*OPERATORS, *STATE_CHOICES)} <= offered


@pytest.mark.parametrize("op", [op for op, _ in (*OPERATORS, *STATE_CHOICES)])
def test_the_picker_adds_one_condition_and_keeps_the_rest(world: FlaskClient, op: str) -> None:
    value = "1..9" if op == ".." else "" if op.startswith("is:") else "7"
    url = f"/condition?agency={AGENCY}&where=requests.carried_out=0&indicator=requests.new"
    response = world.get(f"{url}&column=total&op={quote(op)}&value={value}")
    assert response.status_code == 303
    html = page(world, response.location)
    texts = [text for text, _ in links(html)]
    assert any(text.startswith(f"机关{AGENCY}") for text in texts)
    assert sum(text.startswith("条件") for text in texts) == 2


def test_a_row_without_a_total_asks_for_the_column(world: FlaskClient) -> None:
    url = "/condition?indicator=disclosure.licensing&op==&value=0"
    html = page(world, url, 400)
    assert "要写明是哪一栏" in words(html)
    assert page(world, link(html, "disclosure.licensing.本年处理决定数量"))


def test_a_forgotten_number_is_asked_for(world: FlaskClient) -> None:
    html = page(world, "/condition?indicator=requests.new&op==", 400)
    assert "还没有填数" in words(html)
    selected = [o["value"] for o in attributes(html, "option") if "selected" in o]
    assert "requests.new" in selected


def test_a_faulty_query_is_underlined_and_repaired_by_a_link(world: FlaskClient) -> None:
    html = page(world, asking("公开 “不予"), 400)
    assert re.search(r'公开 <u class="fault">“</u>不予', html)
    assert "引号没有成对" in words(html)
    assert page(world, link(html, "公开 “不予”"))


def test_an_unknown_field_lists_what_exists(world: FlaskClient) -> None:
    html = page(world, asking("天气:晴"), 400)
    assert '<u class="fault">天气</u>:晴' in html
    assert "年份" in words(html)


def test_a_faulty_condition_keeps_the_query(world: FlaskClient) -> None:
    html = page(world, asking("公开", where="新收=="), 400)
    assert attributes(html, "input")[0]["value"] == "公开"
    assert '<u class="fault">' in html


def test_a_year_that_does_not_exist_says_so(world: FlaskClient) -> None:
    html = page(world, asking("公开", year="1999"))
    assert "没有一份报告符合这些筛选的组合" in words(html)
    assert total(page(world, link(html, "去掉年份"))) > 0


def test_an_empty_result_says_what_to_drop(world: FlaskClient) -> None:
    html = page(world, asking("公开 绝无此语"))
    assert "没有找到符合的报告" in words(html)
    assert "几个词要在同一章节里出现才算" in words(html)
    assert total(page(world, link(html, "绝无此语"))) > 0


def test_what_was_meant_stands_before_what_to_loosen(sample: FlaskClient) -> None:
    html = page(sample, asking("政府信息工开"))
    start = html.index('class="nothing"')
    said = words(html[start : html.index("没有一字不差的结果")])
    found = re.search(r"您是不是要查 政府信息公开 (\d+) 份报告", said)
    assert found is not None
    assert "没有一处" not in said[: said.index("为什么没有结果")]
    assert total(page(sample, link(html[start:], "政府信息公开"))) == int(found[1]) > 0


def test_more_rows_than_a_page_should_list_are_a_search_of_their_own(sample: FlaskClient) -> None:
    html = page(sample, asking("分词:政府信息公开申请数量"))
    rows = html[html.index('<aside class="rows"') : html.index("</aside>")]
    found = sample.get(f"/api/v1/search?q={quote('分词:政府信息公开申请数量')}").json
    assert found is not None
    assert len(found["rows"]) > 20
    assert len(attributes(rows, "li")) == 20
    assert f"另有 {len(found['rows']) - 20} 行" in words(rows)
    assert 'aria-current="true">表格行' in page(sample, link(rows, "按表格行查找"))


def test_sums_by_year_are_a_link_away(sample: FlaskClient) -> None:
    html = page(sample, asking("公开 新收>=0", year="2019..2023", sort="-year", unit="reports"))
    table = sample.get(link(html, "各年合计"))
    assert table.status_code == 200
    rows = list(csv.DictReader(table.text.removeprefix("\ufeff").splitlines()))
    assert {row["reports"] for row in rows if row["label"] == "全部"} == {str(total(html))}


@pytest.mark.parametrize("url", ["/?yaer=2020", "/?limit=x", "/?q=a&q=b", "/condition?op=bad"])
def test_bad_parameters_get_a_readable_page(world: FlaskClient, url: str) -> None:
    html = page(world, url, 400)
    assert "没有完成" in words(html)
    assert "回到检索页" in words(html)


def test_rows_are_seen_before_the_hits(sample: FlaskClient) -> None:
    html = page(sample, asking("不予公开"))
    assert html.index('id="rows"') < html.index('class="hits"')


def test_hits_of_one_body_and_year_are_told_apart(sample: FlaskClient) -> None:
    found = sample.get("/api/v1/search?limit=1000").json
    assert found is not None
    files: dict[tuple[str, int], set[str]] = {}
    for hit in found["hits"]:
        files.setdefault((hit["agency"], hit["year"]), set()).add(hit["source"])
    (agency, year), sources = next(item for item in files.items() if len(item[1]) > 1)
    html = page(sample, asking(f"机关:{agency}", year=str(year)))
    for source in sources:
        assert f"<span>文件 {Path(source).name}</span>" in html
    assert "<span>文件 " not in (page(sample, asking(f"机关:{agency}", limit="1")))


def test_the_way_back_from_a_report_keeps_the_search(sample: FlaskClient) -> None:
    asked = "/?q=公开&year=2019..2023&level=county&where=新收>=0&sort=-year&limit=3&offset=3"
    html = page(sample, asked)
    report = page(sample, next(href for _, href in links(html) if href.startswith("/reports/")))
    back = page(sample, link(report, "← 检索"))
    assert back.partition("<main")[2] == html.partition("<main")[2]


@pytest.mark.parametrize("name", ["year", "region", "agency", "where"])
def test_more_values_than_a_page_can_carry_are_refused(sample: FlaskClient, name: str) -> None:
    value = {"year": "{}", "where": "新收={}"}.get(name, "某{}")
    few = "&".join(f"{name}={value.format(1900 + n)}" for n in range(100))
    assert sample.get(f"/?{few}").status_code == 200
    html = page(sample, f"/?{few}&{name}={value.format(2000)}", 400)
    assert "最多 100 个" in words(html)
    again = "&".join(f"{name}={value.format(1900)}" for n in range(500))
    assert sample.get(f"/?{again}").status_code == 200


def test_json_and_csv_links_carry_the_whole_request(sample: FlaskClient) -> None:
    html = page(sample, "/?q=公开&year=2019..2023&where=新收>=0&sort=-year")
    found = sample.get(link(html, "JSON")).json
    assert found is not None
    assert found["total_reports"] == total(html)
    assert found["filters"] == {"year": ["2019..2023"], "where": ["新收>=0"]}
    assert "attachment" in sample.get(link(html, "CSV")).headers["Content-Disposition"]


def test_the_same_question_is_listed_by_sections_reports_and_rows(sample: FlaskClient) -> None:
    html = page(sample, asking("公开", year="2019..2023"))
    reports = page(sample, link(_units(html), "报告"))
    rows = page(sample, link(_units(html), "表格行"))
    assert total(reports) == total(html)
    assert "个章节，最相关的是“" in words(reports)
    assert re.search(r"共 \d+ 份报告、\d+ 行", words(rows))
    assert 'class="cells of-row"' in rows
    assert "year=2019..2023" in link(_units(rows), "章节")


def _units(html: str) -> str:
    start = html.index('<nav class="units"')
    return html[start : html.index("</nav>", start)]


def test_a_facet_says_what_it_does_not_list_and_leads_there(sample: FlaskClient) -> None:
    html = page(sample, asking("公开", facet_limit="2"))
    rest = re.search(r"其余 (\d+) 个没有列出", words(_facet(html, "agency")))
    assert rest is not None
    more = page(sample, link(_facet(html, "agency"), "列出更多"))
    assert len(links(_facet(more, "agency"))) > len(links(_facet(html, "agency")))
    for field in FACET_FIELDS:
        listed = len(links(_facet(more, field)))
        assert (listed > len(links(_facet(html, field)))) == (field == "agency"), field
    # What was widened stays so, whatever else is done on the page, until it is folded again.
    again = page(sample, link(_ticks(more, "year"), "2020"))
    assert len(links(_facet(again, "agency"))) > 2
    assert page(sample, link(_facet(more, "agency"), "收起")) == html
    assert "收起" not in words(_facet(html, "agency"))
    assert "没有列出" not in words(page(sample, asking("公开")))


def test_similar_sections_stand_apart_from_the_empty_answer(sample: FlaskClient) -> None:
    html = page(sample, asking("公开政府信息申请书"))
    assert total(html) == 0
    start = html.index('class="similar"')
    assert "没有一字不差的结果；按词查找最相近的" in words(html[start - 20 :])
    assert "<mark>" in html[start:]
    assert total(page(sample, link(html, "按词查找的全部结果"))) > 0


def test_other_wordings_are_switched_on_and_off(sample: FlaskClient) -> None:
    html = page(sample, asking("不予公开"))
    wider = page(sample, link(html, "也查这些说法"))
    assert "也查了同义的说法" in words(wider)
    assert total(wider) >= total(html)
    assert total(page(sample, link(wider, "只查原来的说法"))) == total(html)


def test_as_printed_is_switched_on_and_off(sample: FlaskClient) -> None:
    html = page(sample, asking("公开"))
    strict = page(sample, link(html, "原样查找"))
    assert "与印出的字完全相同才算" in words(strict)
    assert 0 < total(strict) <= total(html)
    assert total(page(sample, link(strict, "不计较全角半角"))) == total(html)


def test_how_far_a_search_for_an_expression_went_is_said(sample: FlaskClient) -> None:
    assert re.search(r"已逐个读过 (\d+)/\1 个章节。", words(page(sample, asking("正则:公.开?"))))


def test_a_search_that_was_cut_off_does_not_say_that_nothing_matches(
    sample: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = words(page(sample, asking("正则:公.开?")))
    of = int(re.search(r"已逐个读过 (\d+)/", whole)[1])
    monkeypatch.setattr(scan, "MOST_SECONDS", 0.0)
    cut = words(page(sample, asking("正则:公.开?")))
    assert "读过的章节里没有找到" in cut
    assert f"还有 {of} 个章节没有读到" in cut
    assert "缩小要读的范围" in cut
    assert "没有一个章节符合" not in cut
    assert "没有找到符合的报告" not in cut
    either = words(page(sample, asking("正则:公.开? 或 新收>=0")))
    assert re.search(r"至少 \d+ 份报告", either)
    assert re.search(r"共 \d+ 份报告", either) is None


@pytest.mark.parametrize("more", [{}, {"sort": "-year"}, {"offset": "5"}, {"limit": "0"}])
def test_totals_do_not_hang_on_the_hits_that_are_shown(
    sample: FlaskClient, more: dict[str, str]
) -> None:
    found = sample.get(f"/api/v1/search?limit=1000&q={quote('不予公开 或 新收>=0')}").json
    assert found is not None
    wholes = sum(hit["section"] is None for hit in found["hits"])
    assert 0 < wholes < found["total_hits"]
    said = f"：{found['total_hits'] - wholes} 个章节，{wholes} 份整份符合"
    assert said in words(page(sample, asking("不予公开 或 新收>=0", **more)))
    assert "个章节，" not in words(page(sample, asking("新收>=0", **more)))


def test_the_reason_of_an_empty_answer_fits_the_question(world: FlaskClient) -> None:
    together = "几个词要在同一章节里出现才算"
    assert together not in words(page(world, asking("绝无此语")))
    assert together not in words(page(world, asking("绝无此语 新收>=0")))
    assert together in words(page(world, asking("绝无此语 公开")))
    assert "没有一份符合全部条件" in words(page(world, asking("新收=123456")))
    assert "没有一个表格行的名称符合" in words(page(world, asking("绝无此语", unit="rows")))
