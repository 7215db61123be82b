"""Findings narrowed down by years, places and kinds, as on the search page."""

from __future__ import annotations

import re

import pytest
from browser_world import follow
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def total(page: Page) -> int:
    found = re.search(r"共 (\d+) 条", page.locator("#totals").inner_text())
    return int(found[1]) if found else 0


@BOTH
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_findings_of_some_years_without_one_kind(visit, sample_url, script, width) -> None:
    window = visit(sample_url, width=width, script=script)
    page = window.open("/findings")
    every = total(page)
    code = page.locator('[data-field="code"]')
    out = code.get_by_role("link", name=re.compile("^不含")).first
    kind = out.inner_text().strip().removeprefix("不含")
    follow(out)
    expect(page.locator(".chip.out")).to_contain_text(kind)
    expect(code.locator(".tick.out")).to_contain_text(f"{kind}不含")
    some = total(page)
    assert 0 < some < every
    page.get_by_label("从", exact=True).select_option("2020")
    page.get_by_label("到", exact=True).select_option("2022")
    follow(page.get_by_role("button", name="只看这些年"))
    expect(page.locator(".chip", has_text="年份")).to_contain_text("2020 至 2022")
    expect(page.locator(".chip.out")).to_contain_text(kind)
    assert 0 < total(page) < some
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    window.picture(f"findings-facets-{width}")


@BOTH
def test_a_place_of_findings_is_found_by_its_name(visit, sample_url, script) -> None:
    page = visit(sample_url, width=360, script=script).open("/findings?facet_find=region:没有的")
    every = total(page)
    region = page.locator('[data-field="region"]')
    expect(region.get_by_role("status")).to_contain_text("0 个")
    region.get_by_label("名称里的字").clear()
    region.get_by_label("名称里的字").press_sequentially("泽")
    if not script:
        region.get_by_role("button", name="找").click()
    expect(region.get_by_role("status")).to_contain_text("名称里有“泽”的")
    follow(region.locator("a.tick").first)
    expect(page.locator(".chip", has_text="地区")).to_contain_text("泽")
    assert 0 < total(page) <= every


def test_a_span_of_years_of_findings_is_drawn_with_the_mouse(visit, sample_url) -> None:
    page = visit(sample_url, width=1440).open("/findings")
    bars = page.locator(".years li")
    bars.first.scroll_into_view_if_needed()
    last = bars.count() - 1
    years = [bars.nth(at).get_attribute("data-year") for at in (last - 3, last - 1)]
    start, end = bars.nth(last - 3).bounding_box(), bars.nth(last - 1).bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + 20, steps=5)
    with page.expect_navigation():
        page.mouse.up()
    expect(page.locator(".chip", has_text="年份")).to_contain_text(f"{years[0]} 至 {years[1]}")
    assert page.url.partition("?")[0].endswith("/findings")
