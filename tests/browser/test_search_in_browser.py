"""Searching as a reader does it: with and without scripts, on a phone and at a desk."""

from __future__ import annotations

import re

import pytest
from browser_world import compose, follow
from playwright.sync_api import Page, expect
from web_world import AGENCY, PHRASE

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
WIDTHS = pytest.mark.parametrize("width", [360, 768, 1440])


def total(page: Page) -> int:
    found = re.search(r"共 (\d+) 份报告", page.locator("#totals").inner_text())
    return int(found[1]) if found else 0


@BOTH
@WIDTHS
def test_a_phrase_is_found_and_marked(visit, world_url, script, width) -> None:
    window = visit(world_url, width=width, script=script)
    page = window.open("/")
    page.get_by_label("检索式", exact=True).fill(PHRASE)
    follow(page.get_by_role("button", name="检索"))
    expect(page.locator("#totals")).to_have_text("共 1 份报告、1 个章节")
    marked = page.locator(".snippet mark").all_inner_texts()
    assert ["".join(text.split()) for text in marked] == [PHRASE.strip("“”")]
    window.picture(f"search-{width}")


@BOTH
def test_zero_and_unknown_are_told_apart(visit, world_url, script) -> None:
    page = visit(world_url, script=script).open("/?q=上年结转%3D0")
    expect(page.locator("#totals")).to_have_text("共 2 份报告")
    expect(page.locator(".undecided")).to_have_text("另有 1 份报告无法判断：1 份该行缺失。")
    values = page.locator(".cells .value").all_inner_texts()
    assert values == ["0", "0"]


@BOTH
@WIDTHS
def test_filters_combine_and_come_off(visit, sample_url, script, width) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/?q=公开")
    every = total(page)
    level = page.locator('[data-field="level"]')
    follow(level.get_by_role("link").first)
    one = total(page)
    assert 0 < one < every
    follow(page.locator('[data-field="year"] .years a').last)
    two = total(page)
    assert 0 < two <= one
    assert page.locator(".chip:not(.clear, .add)").count() == 3
    assert page.locator(".tick.on").count() == 2
    window.picture(f"filters-{width}")
    follow(page.locator(".chip", has_text="层级"))
    assert page.locator(".chip:not(.clear, .add)").count() == 2
    follow(page.locator('[data-field="year"] .years li.on a'))
    assert total(page) == every


@BOTH
@WIDTHS
def test_a_number_is_filtered_by_the_form(visit, sample_url, script, width) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/?q=公开")
    page.get_by_text("按表格里的数筛选").click()
    page.get_by_label("表格行", exact=True).select_option("requests.new")
    page.get_by_label("栏", exact=True).select_option("natural_person")
    page.get_by_label("关系").select_option(">=")
    page.get_by_label("数", exact=True).fill("1")
    window.picture(f"picker-{width}")
    follow(page.get_by_role("button", name="加上条件"))
    chip = page.locator(".chip", has_text="自然人")
    expect(chip).to_contain_text("本年新收政府信息公开申请数量（自然人）不小于 1")
    shown = page.locator(".cells .value").all_inner_texts()
    assert shown
    assert all(int(value) >= 1 for value in shown)
    follow(page.get_by_role("link", name="再加一个条件"))
    expect(page.get_by_label("表格行", exact=True)).to_be_visible()
    assert "公开" in page.locator(".snippet mark").first.inner_text()


@BOTH
def test_a_state_is_filtered_by_the_form(visit, world_url, script) -> None:
    page = visit(world_url, script=script).open("/")
    page.get_by_text("按表格里的数筛选").click()
    page.get_by_label("表格行", exact=True).select_option("requests.new")
    page.get_by_label("栏", exact=True).select_option("commercial")
    page.get_by_label("关系").select_option("is:blank")
    follow(page.get_by_role("button", name="加上条件"))
    expect(page.locator("#totals")).to_have_text("共 1 份报告")
    expect(page.locator(".cells")).to_contain_text("空白")


def test_the_picker_offers_only_columns_that_the_row_has(visit, world_url) -> None:
    page = visit(world_url).open("/")
    page.get_by_text("按表格里的数筛选").click()
    page.get_by_label("表格行", exact=True).select_option("disclosure.fees")
    offered = page.locator("#column option:not([hidden])").all_inner_texts()
    assert any("收费金额" in label for label in offered)
    assert not any("自然人" in label for label in offered)


@BOTH
def test_a_faulty_query_is_repaired_by_one_click(visit, world_url, script) -> None:
    window = visit(world_url, script=script)
    page = window.open("/")
    page.get_by_label("检索式", exact=True).fill("“不予公开")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("引号没有成对")
    assert page.locator(".fault").inner_text() == "“"
    window.picture("fault-1280")
    follow(page.get_by_role("link", name="“不予公开”"))
    expect(page.locator("#totals")).to_have_text("共 2 份报告、2 个章节")


@BOTH
def test_an_empty_result_says_what_to_drop(visit, world_url, script) -> None:
    page = visit(world_url, script=script).open("/?q=不予公开&year=2022")
    expect(page.locator("#totals")).to_have_text("没有找到符合的报告")
    follow(page.locator(".nothing").get_by_role("link").first)
    assert total(page) == 2


@BOTH
def test_sorting_and_paging(visit, sample_url, script) -> None:
    page = visit(sample_url, script=script).open("/?q=新收>0&limit=3")
    page.get_by_label("排序").select_option("-requests.new.total")
    follow(page.get_by_role("button", name="应用"))
    values = [int(v) for v in page.locator(".cells .value").all_inner_texts()]
    follow(page.get_by_role("link", name="下一页"))
    values += [int(v) for v in page.locator(".cells .value").all_inner_texts()]
    assert len(values) == 6
    assert values == sorted(values, reverse=True)
    follow(page.get_by_role("link", name="上一页"))
    assert [int(v) for v in page.locator(".cells .value").all_inner_texts()] == values[:3]


@BOTH
def test_the_whole_result_downloads_as_csv(visit, world_url, script) -> None:
    page = visit(world_url, script=script).open("/?q=不予公开")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert waiting.value.suggested_filename == "search.csv"
    assert len(text.strip().splitlines()) == 3


def test_the_keyboard_alone_is_enough(visit, world_url) -> None:
    page = visit(world_url).open("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("检索式", exact=True)).to_be_focused()
    page.keyboard.type(f"机关:{AGENCY}")
    page.keyboard.press("Enter")
    expect(page.locator("#totals")).to_have_text("共 2 份报告")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.hits h3 a')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(AGENCY)


@BOTH
def test_bad_addresses_are_readable(visit, world_url, script) -> None:
    page = visit(world_url, script=script).open("/?yaer=2020")
    expect(page.get_by_role("alert")).to_contain_text("“yaer”不存在")
    follow(page.get_by_role("link", name="回到检索页"))
    assert total(page) == 3


@WIDTHS
def test_a_completion_is_chosen_by_keys_alone(visit, sample_url, width) -> None:
    window = visit(sample_url, width=width)
    page = window.open("/")
    box = page.get_by_role("combobox", name="检索式")
    box.click()
    page.keyboard.type("新收>=0 xxgk")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator('.completions [aria-selected="true"]')
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    window.picture(f"completions-{width}")
    name = chosen.locator("span").inner_text()
    page.keyboard.press("Enter")
    expect(box).to_have_value(f"新收>=0 {name}")
    expect(page.locator(".completions")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".meaning")).to_contain_text(name)


def test_escape_leaves_what_was_typed(visit, sample_url) -> None:
    page = visit(sample_url).open("/")
    page.get_by_role("combobox", name="检索式").click()
    page.keyboard.type("xxgk")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".completions")).to_be_hidden()
    expect(page.get_by_role("combobox", name="检索式")).to_have_value("xxgk")


@pytest.mark.parametrize("address", ["/?q=公开&", "/findings?"])
def test_a_place_is_found_as_its_name_is_composed(visit, sample_url, address) -> None:
    page = visit(sample_url).open(f"{address}facet_find=region:没有的")
    region = page.locator('[data-field="region"]')
    region.get_by_label("名称里的字").clear()
    compose(region.get_by_label("名称里的字"), "ze", "泽")
    expect(region.get_by_role("status")).to_contain_text("名称里有“泽”的")
    expect(region.locator("a.tick").first).to_contain_text("泽")


def test_completions_come_for_a_composed_word(visit, sample_url) -> None:
    page = visit(sample_url).open("/")
    compose(page.get_by_label("检索式", exact=True), "xin'shou", "新收")
    expect(page.locator(".completions [role=option]").first).to_contain_text("新收")


@WIDTHS
def test_the_keyboard_gets_to_the_filters_before_the_hits(visit, world_url, width) -> None:
    page = visit(world_url, width=width).open("/?q=公开")
    jump = page.locator(".to-facets")
    for _ in range(40):
        page.keyboard.press("Tab")
        if jump.evaluate("link => link === document.activeElement"):
            break
        assert not page.evaluate("() => !!document.activeElement.closest('.hits')")
    expect(jump).to_be_focused()
    box = jump.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24, "it is seen while it has the focus"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('#facets')")
