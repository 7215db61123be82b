"""Reading a report: states, both sides of a contradiction, the way back to the source."""

from __future__ import annotations

import pytest
from browser_world import follow
from playwright.sync_api import Page, expect
from web_world import AGENCY, PHRASE

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
WIDTHS = pytest.mark.parametrize("width", [360, 1280])

URLS = ("/", "/?q=公开", "/?q=新收>%3D0&sort=year", "/help", "/status", "/api", "/indicators")


def open_strange(window) -> Page:
    """The report of 2022, from the result list."""
    page = window.open(f"/?q=机关:{AGENCY} 年份:2022 {PHRASE}")
    follow(page.locator(".hits h3 a"))
    return page


def source_of(page: Page, script: bool, width: int = 1280):
    """Where a line of the source is shown: beside the report where there is room, else alone."""
    return page.frame_locator("iframe") if script and width > 1024 else page


def cell(page: Page, cell_id: str):
    return page.locator(f'[id="c-{cell_id}"]')


@BOTH
@WIDTHS
def test_both_sides_of_a_contradiction_are_in_sight(visit, world_url, script, width) -> None:
    window = visit(world_url, width=width, script=script)
    page = open_strange(window)
    finding = page.locator(".finding", has_text="相互矛盾")
    text, table = finding.locator(".side").all()
    expect(text).to_contain_text("全年收到政府信息公开申请9件")
    assert text.locator("mark").inner_text() == "9"
    assert table.locator(".number").inner_text() == "7"
    window.picture(f"report-{width}", whole=True)
    text.get_by_role("link", name="原文第 3 行").click()
    line = source_of(page, script, width).locator("#L3")
    expect(line).to_have_attribute("aria-current", "true")
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("申请9件")
    window.picture(f"source-{width}")


@BOTH
def test_states_are_told_apart_without_colour(visit, world_url, script) -> None:
    page = open_strange(visit(world_url, script=script))
    expect(cell(page, "requests.new.natural_person")).to_have_text("7")
    expect(cell(page, "requests.new.commercial")).to_contain_text("空白")
    expect(cell(page, "requests.new.research")).to_contain_text("不适用")
    expect(cell(page, "requests.granted.total")).to_contain_text("无法识读")
    expect(cell(page, "requests.carried_in.total")).to_contain_text("缺失")
    expect(cell(page, "requests.denied.state_secret.total")).to_have_text("0")
    legend = page.locator("#section-requests .legend").inner_text()
    for name in ("空白", "不适用", "无法识读", "缺失"):
        assert name in legend


@BOTH
def test_each_number_leads_to_its_line(visit, world_url, script) -> None:
    page = open_strange(visit(world_url, script=script))
    cell(page, "requests.new.total").get_by_role("link").first.click()
    marked = source_of(page, script).locator(".source .target")
    expect(marked).to_contain_text("本年新收政府信息公开申请数量")
    expect(marked).to_be_in_viewport()


@BOTH
def test_the_searched_phrase_is_marked_in_the_report(visit, world_url, script) -> None:
    page = open_strange(visit(world_url, script=script))
    marked = page.locator(".prose mark").all_inner_texts()
    assert "".join(marked[0].split()) == PHRASE.strip("“”")
    expect(page.locator("#section-overview")).to_be_in_viewport()


def test_nothing_of_a_report_is_run(visit, world_url) -> None:
    page = open_strange(visit(world_url))
    assert page.evaluate("window.ran") is None
    expect(page.locator(".prose")).to_contain_text(["<script>window.ran = 1</script>"])
    assert page.locator("img").count() == 0


@BOTH
def test_disputes_stand_as_three_blocks_of_five(visit, sample_url, script) -> None:
    page = visit(sample_url, script=script).open("/?q=格式:2021&limit=1")
    follow(page.locator(".hits h3 a").first)
    sheet = page.get_by_role("region", name="政府信息公开行政复议、行政诉讼情况")
    heads = sheet.locator("thead tr").last.locator("th").all_inner_texts()
    assert heads == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    assert sheet.locator("tbody td").count() == 15


@WIDTHS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways(visit, sample_url, width, scheme) -> None:
    window = visit(sample_url, width=width, scheme=scheme)
    page = window.open("/")
    report = page.locator(".hits h3 a").first.get_attribute("href")
    path = report.split("#")[0]
    urls = (*URLS, path, f"{path.split('?')[0]}/source?line=5", "/?q=“", "/nothing")
    for number, url in enumerate(urls):
        window.open(url)
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide == 0, url
        window.picture(f"page-{number}-{width}-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(visit, world_url, scheme) -> None:
    """WCAG AA: 4.5 to 1 for every text on the page, in both schemes."""
    window = visit(world_url, scheme=scheme)
    page = open_strange(window)
    for url in (page.url.removeprefix(world_url), "/?q=公开&year=2022", "/?q=“", "/status"):
        window.open(url)
        poor = page.evaluate(_CONTRAST)
        assert poor == [], url


def test_the_table_scrolls_in_its_own_box_by_keyboard(visit, sample_url) -> None:
    page = visit(sample_url, width=360).open("/?q=格式:2021&limit=1")
    follow(page.locator(".hits h3 a").first)
    box = page.locator('.sheet[aria-label^="收到和处理"]')
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=box.element_handle())


_CONTRAST = """() => {
  const parse = (css) => {
    const n = css.match(/[\\d.]+/g).map(Number);
    return n.length < 4 ? [...n, 1] : n;
  };
  const light = ([r, g, b]) => {
    const linear = (v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const c = [r, g, b].map((v) => linear(v / 255));
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour[3] > 0) return colour;
    }
    return [255, 255, 255, 1];
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || element.closest(".hidden, .skip, script") || !element.checkVisibility()) continue;
    const a = light(parse(getComputedStyle(element).color));
    const b = light(ground(element));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(element.className + ":" + element.textContent.trim().slice(0, 20)
      + " " + ratio.toFixed(2));
  }
  return poor;
}"""
