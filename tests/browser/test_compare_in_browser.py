"""Comparing, ranking, one body, one region: as a reader does it, with and without scripts."""

from __future__ import annotations

import re

import pytest
from browser_world import compose, follow
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WAYS = pytest.mark.parametrize(
    ("width", "script"), [(360, False), (360, True), (768, False), (1440, True)]
)
ALIKE = "level=county&kind=department"


def no_wider_than_the_window(page: Page) -> None:
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide == 0


@WAYS
def test_indicators_are_ticked_and_compared(visit, sample_url, width, script) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/compare")
    page.get_by_text("收到和处理政府信息公开申请情况", exact=False).first.click()
    page.get_by_label("本年新收政府信息公开申请数量", exact=True).check()
    page.get_by_label("县级", exact=True).check()
    page.get_by_label("工作部门", exact=True).check()
    follow(page.get_by_role("button", name="比较"))
    expect(
        page.get_by_role("heading", name=re.compile(r"\d+ 个机关，\d{4}–\d{4} 年"))
    ).to_be_visible()
    table = page.locator(".compared")
    expect(table).to_be_visible()
    expect(page.locator("figure .chart")).to_be_visible()
    no_wider_than_the_window(page)
    window.picture(f"compare-{width}-{script}", whole=True)
    number = table.locator("td.number a", has_text=re.compile(r"^\d+$")).first
    said = number.inner_text()
    follow(number)
    cell = page.locator('[id="c-requests.new.total"]')
    expect(cell).to_be_in_viewport()
    assert cell.inner_text().split()[0] == said


@WAYS
def test_a_column_is_chosen_without_typing_its_name(visit, sample_url, width, script) -> None:
    page = visit(sample_url, width=width, script=script).open("/compare")
    page.get_by_text("收到和处理政府信息公开申请情况", exact=False).first.click()
    page.get_by_text("各栏：本年新收政府信息公开申请数量").click()
    columns = page.get_by_role("group", name="各栏：本年新收政府信息公开申请数量", exact=True)
    columns.get_by_label("自然人", exact=True).check()
    follow(page.get_by_role("button", name="比较"))
    expect(page.get_by_role("heading", level=3)).to_have_text("本年新收政府信息公开申请数量·自然人")
    table = page.locator(".compared")
    shown = table.get_by_role("columnheader").last.bounding_box()
    box = table.bounding_box()
    assert width > 360 or table.evaluate("box => box.scrollWidth > box.clientWidth")
    assert shown["x"] + shown["width"] <= box["x"] + box["width"] + 1, "the newest are seen first"
    name = table.get_by_role("rowheader").first.bounding_box()
    assert abs(name["x"] - box["x"]) < 3, "names stay in sight"
    title = table.locator("caption span").bounding_box()
    assert 0 <= title["x"] - box["x"] < 30, "and so does the title"
    assert title["y"] >= box["y"]
    no_wider_than_the_window(page)


def test_pickers_narrow_while_one_types(visit, sample_url) -> None:
    page = visit(sample_url, width=360).open("/compare?cell=rate.denied&find=zf")
    field = page.get_by_label("找表格行或栏：名称的一部分")
    field.press_sequentially("第三方")
    row = page.get_by_label("保护第三方合法权益", exact=True)
    expect(row).to_be_visible()
    expect(page.locator(".choices li:visible")).to_have_count(1)
    expect(page.locator(".choices").get_by_role("status")).to_have_text("找到 1 行")
    row.check()
    field.fill("新收 自然人")
    expect(
        page.get_by_role("group", name=re.compile("新收")).get_by_label("自然人")
    ).to_be_visible()
    field.fill("没有的行")
    expect(page.locator(".choices").get_by_role("status")).to_have_text("没有这样的表格行")
    field.press("Enter")  # asks nothing
    field.fill("")
    expect(page.locator(".choices").get_by_role("status")).to_have_text("")
    expect(row).to_be_checked()
    expect(page.get_by_text("已选 1")).to_have_count(2)  # of two tables, with what was asked
    no_wider_than_the_window(page)


def test_bodies_are_found_while_one_types(visit, sample_url) -> None:
    page = visit(sample_url).open("/compare")
    find = page.get_by_label("找机关或地区：名称的一部分，或拼音")
    find.press_sequentially("jyj")
    found = page.locator("#found").get_by_label(re.compile("教育局"))
    expect(found.first).to_be_visible()
    expect(page.locator("#found").get_by_role("status")).to_contain_text("名称里有“jyj”的")
    found.first.check()
    find.fill("没有的地方")
    expect(page.locator("#found").get_by_role("status")).to_contain_text("没有名称里有")
    chosen = page.locator("#chosen").get_by_label(re.compile("教育局"))
    expect(chosen).to_be_checked()
    find.fill("")
    page.get_by_text("收到和处理政府信息公开申请情况", exact=False).first.click()
    page.get_by_label("本年新收政府信息公开申请数量", exact=True).check()
    follow(page.get_by_role("button", name="比较"))
    expect(page.get_by_role("heading", name=re.compile("1 个机关"))).to_be_visible()


@WAYS
def test_a_point_of_the_chart_leads_to_its_cell(visit, sample_url, width, script) -> None:
    page = visit(sample_url, width=width, script=script).open(f"/compare?cell=requests.new&{ALIKE}")
    point = page.locator("figure .series .point").first
    said = re.search(r"：(\d+) 件", point.get_attribute("aria-label") or "")
    assert said is not None
    point.locator(".dot").click(force=True)
    expect(page.locator('[id="c-requests.new.total"]')).to_contain_text(said[1])


@WAYS
def test_sums_are_refused_then_said_with_their_rule(visit, sample_url, width, script) -> None:
    page = visit(sample_url, width=width, script=script).open("/compare?cell=requests.new")
    page.get_by_text("改指标、机关、地区或年份").click()
    page.get_by_label("一个地区的合计").check()
    page.get_by_label("地区到").select_option("全部合为一行")
    follow(page.get_by_role("button", name="比较"))
    expect(page.get_by_role("alert")).to_contain_text("要选定一个层级和一个类型")
    page.get_by_label("县级", exact=True).check()
    page.get_by_label("工作部门", exact=True).check()
    follow(page.get_by_role("button", name="比较"))
    expect(page.locator(".rule")).to_contain_text("市的总数和它所辖各县的数字不放在一起相加")
    expect(page.get_by_role("heading", name=re.compile("1 个地区"))).to_be_visible()


@WAYS
def test_a_body_is_found_by_pinyin(visit, sample_url, width, script) -> None:
    page = visit(sample_url, width=width, script=script).open("/compare?cell=requests.new")
    page.get_by_text("改指标、机关、地区或年份").click()
    page.get_by_label("找机关或地区：名称的一部分，或拼音").fill("jyj")
    follow(page.get_by_role("button", name="找", exact=True))
    page.get_by_label(re.compile("教育局")).first.check()
    follow(page.get_by_role("button", name="比较"))
    expect(page.get_by_role("heading", name=re.compile("1 个机关"))).to_be_visible()
    expect(page.locator(".compared tbody th")).to_contain_text("教育局")


@WAYS
def test_a_ranking_leads_to_a_body_and_back(visit, sample_url, width, script) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/rank")
    page.get_by_text("收到和处理政府信息公开申请情况", exact=False).first.click()
    page.get_by_label("本年新收政府信息公开申请数量", exact=True).check()
    follow(page.get_by_role("button", name="排名"))
    first = page.locator(".ranked tbody tr").first
    expect(first).to_contain_text(re.compile(r"^\s*第 1"))
    expect(page.locator(".undecided")).to_contain_text("没有数字、不排名的：")
    no_wider_than_the_window(page)
    window.picture(f"rank-{width}-{script}", whole=True)
    name = first.locator("th a").inner_text()
    follow(first.locator("th a"))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("heading", name="历年的数字")).to_be_visible()
    no_wider_than_the_window(page)
    window.picture(f"agency-{width}-{script}", whole=True)
    follow(page.locator(".identity a").first)
    expect(page.get_by_role("heading", name="收录情况")).to_be_visible()
    expect(page.locator(".rule")).to_contain_text("只加同一层级、同一类型的机关")
    table = page.locator(".matrix table").first.bounding_box()
    head = page.locator(".matrix thead").first.bounding_box()
    assert head["y"] - table["y"] < 2, "a caption that is not seen leaves no strip"
    no_wider_than_the_window(page)
    window.picture(f"region-{width}-{script}", whole=True)


def test_what_is_downloaded_opens(visit, sample_url) -> None:
    page = visit(sample_url).open(f"/compare?cell=requests.new&{ALIKE}")
    for kind, start in (("CSV", b"\xef\xbb\xbfkey,"), ("XLSX", b"PK\x03\x04")):
        with page.expect_download() as started:
            page.get_by_role("link", name=kind, exact=True).click()
        assert started.value.path().read_bytes().startswith(start)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_are_told_apart_without_colour(visit, sample_url, scheme) -> None:
    window = visit(sample_url, width=1440, scheme=scheme)
    page = window.open("/compare?cell=requests.new")
    dashes = page.locator("figure .series .line").evaluate_all(
        "lines => lines.map(line => getComputedStyle(line).strokeDasharray)"
    )
    shapes = page.locator("figure .keys .dot").evaluate_all(
        "dots => dots.map(dot => dot.getAttribute('d'))"
    )
    assert len(set(shapes)) == len(shapes) > 1
    assert len(set(dashes)) > 1
    window.picture(f"compare-lines-{scheme}", whole=True)


def test_pickers_answer_a_composed_word(visit, sample_url) -> None:
    page = visit(sample_url).open("/compare")
    compose(page.get_by_label("找表格行或栏：名称的一部分"), "xin'shou", "新收")
    expect(page.locator(".choices").get_by_role("status")).to_contain_text("找到")
    compose(page.get_by_label("找机关或地区：名称的一部分，或拼音"), "jiao'yu", "教育")
    expect(page.locator("#found").get_by_role("status")).to_contain_text("名称里有“教育”的")
