"""What a reader does with a list of results, as they see it: facets, places, years, citations."""

from __future__ import annotations

import re

import pytest
from browser_world import follow
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
WIDTHS = pytest.mark.parametrize("width", [360, 768, 1440])


def total(page: Page) -> int:
    found = re.search(r"共 (\d+) 份报告", page.locator("#totals").inner_text())
    return int(found[1]) if found else 0


@BOTH
@WIDTHS
def test_a_value_is_kept_out_and_let_in_again(visit, sample_url, script, width) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/?q=公开")
    every = total(page)
    level = page.locator('[data-field="level"]')
    follow(level.get_by_role("link", name="不含县级"))
    assert 0 < total(page) < every
    expect(page.locator(".chip.out")).to_contain_text("不含县级")
    expect(level.locator(".tick.out")).to_contain_text("县级不含")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    window.picture(f"without-{width}")
    follow(level.locator(".tick.out"))
    assert total(page) == every


@BOTH
@WIDTHS
def test_a_place_is_opened_and_chosen_inside(visit, sample_url, script, width) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/")
    region = page.locator('[data-field="region"]')
    every = total(page)
    opener = region.get_by_role("link", name=re.compile("^展开")).first
    province = opener.inner_text().strip().removeprefix("展开")
    opener.focus()
    page.keyboard.press("Enter")
    expect(region.get_by_role("link", name=f"收起{province}")).to_be_visible()
    if script:  # nothing else of the page has come anew, and the keyboard is where it was
        expect(region.get_by_role("link", name=f"收起{province}")).to_be_focused()
        assert "facet_open=" in page.url
    inner = region.locator("li li .tick").first
    window.picture(f"places-{width}")
    follow(inner)
    assert 0 < total(page) < every
    expect(region.locator(".tick.on")).to_have_count(1)
    expect(region).to_contain_text(province)


@BOTH
def test_a_body_is_found_by_part_of_its_name(visit, sample_url, script) -> None:
    page = visit(sample_url, width=360, script=script).open("/?q=公开&facet_find=agency:政府")
    every = total(page)
    agency = page.locator('[data-field="agency"]')
    agency.get_by_label("名称里的字").clear()
    agency.get_by_label("名称里的字").press_sequentially("局")
    if not script:
        agency.get_by_role("button", name="找").click()
    expect(agency.get_by_role("status")).to_contain_text("名称里有“局”的")
    assert "q=" in page.url
    names = [text for text in agency.locator(".tick > span").all_inner_texts() if text]
    assert names
    assert all("局" in name for name in names)
    assert total(page) == every
    if script:
        expect(agency.get_by_label("名称里的字")).to_be_focused()
    follow(agency.locator(".tick").first)
    assert 0 < total(page) < every


@BOTH
@WIDTHS
def test_a_span_of_years_is_chosen_by_two_fields(visit, sample_url, script, width) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/?q=公开")
    page.get_by_label("从", exact=True).select_option("2019")
    page.get_by_label("到", exact=True).select_option("2021")
    follow(page.get_by_role("button", name="只看这些年"))
    expect(page.locator(".chip", has_text="年份")).to_contain_text("2019 至 2021")
    chosen = page.locator(".years li.on").all()
    assert [bar.get_attribute("data-year") for bar in chosen] == ["2019", "2020", "2021"]
    window.picture(f"years-{width}")


def test_a_span_of_years_is_drawn_with_the_mouse(visit, sample_url) -> None:
    page = visit(sample_url, width=1440).open("/?q=公开")
    bars = page.locator(".years li")
    last = bars.count() - 1
    start, end = bars.nth(last - 3).bounding_box(), bars.nth(last - 1).bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + 20, steps=5)
    years = [bars.nth(at).get_attribute("data-year") for at in (last - 3, last - 1)]
    with page.expect_navigation():
        page.mouse.up()
    expect(page.locator(".chip", has_text="年份")).to_contain_text(f"{years[0]} 至 {years[1]}")


@BOTH
def test_a_hit_is_cited(visit, world_url, script) -> None:
    window = visit(world_url, width=360, script=script)
    page = window.open("/?q=不予公开")
    hit = page.locator(".hits > li").first
    hit.get_by_text("引用", exact=True).click()
    cited = hit.locator(".cite p")
    expect(cited).to_be_visible()
    expect(cited).to_contain_text(re.compile(r"SHA-256 [0-9a-f]{64}"))
    expect(cited).to_contain_text("行")
    window.picture("citation-360")
    if script:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        hit.get_by_role("button", name="复制").click()
        expect(hit.get_by_role("button", name="已复制")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == cited.inner_text()


@BOTH
@WIDTHS
def test_hits_are_set_more_closely(visit, sample_url, script, width) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/?q=公开")
    roomy = page.locator(".hits").bounding_box()["height"]
    follow(page.get_by_role("link", name="紧凑"))
    assert page.locator(".hits").bounding_box()["height"] < roomy * 0.8
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    window.picture(f"compact-{width}")
    follow(page.get_by_role("link", name="下一页"))
    expect(page.get_by_role("link", name="紧凑")).to_have_attribute("aria-current", "true")


def test_the_picker_explains_the_row_that_is_chosen(visit, world_url) -> None:
    page = visit(world_url).open("/")
    page.get_by_text("按表格里的数筛选").click()
    page.get_by_label("表格行", exact=True).select_option("requests.new")
    expect(page.locator("#indicator-meaning")).to_contain_text("申请")


@BOTH
@WIDTHS
def test_the_start_page_is_a_box_examples_and_questions(visit, sample_url, script, width) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    window.picture(f"start-{width}")
    follow(page.get_by_role("link", name="合计对不上的报告"))
    found = total(page)
    assert found > 0
    expect(page.locator(".chip").first).to_contain_text("核查")


@BOTH
@WIDTHS
def test_words_near_one_another_are_asked_by_a_form(visit, sample_url, script, width) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/")
    page.get_by_text("用表单查词句").click()
    page.get_by_label("一个词句", exact=True).fill("公开")
    page.get_by_label("另一个词句", exact=True).fill("申请")
    page.get_by_label("中间最多几个字").fill("3")
    window.picture(f"words-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    follow(page.get_by_role("button", name="加到检索式"))
    assert total(page) > 0
    expect(page.get_by_label("检索式", exact=True)).to_have_value('"公开" 近邻/3 "申请"')
    expect(page.locator(".chip").first).to_contain_text("公开")
