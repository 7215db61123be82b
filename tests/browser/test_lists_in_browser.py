"""Lists of terms, findings, coverage and holdings: the tasks of a morning, on three widths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser_world import follow
from playwright.sync_api import Locator, Page, expect
from web_world import AGENCY

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
WIDTHS = pytest.mark.parametrize("width", [360, 768, 1440])

TERMS = "公开\n校车安排\n没有这个词"


def stands_in_the_page(page: Page) -> bool:
    """Whether nothing but the boxes of tables scrolls sideways."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def number(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found is not None, text
    return int(found[0])


@BOTH
@WIDTHS
def test_a_list_of_terms_is_pasted_and_every_count_followed(
    visit, world_url, script, width
) -> None:
    window = visit(world_url, width=width, script=script)
    page = window.open("/terms")
    page.get_by_label("词，每行一个").fill(TERMS)
    follow(page.get_by_role("button", name="数一数"))
    expect(page.locator(".absent")).to_contain_text("哪里都没有的词：1 个")
    expect(page.locator(".absent li")).to_have_text("没有这个词")
    table = page.get_by_role("table")
    expect(table.locator("thead th")).to_contain_text(["机关", "报告", "公开", "校车安排", "合计"])
    window.picture(f"terms-{width}", whole=True)
    if script:
        assert stands_in_the_page(page)
    follow(page.get_by_role("link", name="章节数"))
    row = page.locator("tbody tr", has_text=AGENCY)
    cell = row.locator("td").get_by_role("link").first
    told = number(cell.inner_text())
    follow(cell)
    expect(page.locator("#totals")).to_contain_text(f"{told} 个章节")
    page.go_back()
    permalink = page.url
    page.goto(permalink)
    expect(page.locator("tbody tr", has_text=AGENCY)).to_be_visible()


@BOTH
def test_a_list_of_terms_is_uploaded_and_filtered(visit, world_url, script, tmp_path) -> None:
    file: Path = tmp_path / "词.csv"
    file.write_bytes("机关,词\n甲,公开\n乙,公告\n".encode("gb18030"))
    page = visit(world_url, script=script).open("/terms")
    page.get_by_label("或者交一个文件").set_input_files(file)
    page.get_by_text("筛选：年份").click()
    page.get_by_label("年份", exact=True).fill("2022")
    follow(page.get_by_role("button", name="数一数"))
    expect(page.locator("#totals")).to_contain_text("2 个词，在 1 份报告里")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith("公开,公告")


@BOTH
def test_a_long_list_is_carried_from_page_to_page(visit, world_url, script) -> None:
    page = visit(world_url, script=script).open("/terms")
    many = "\n".join(f"从来没有人写过的词{number}" for number in range(120))
    page.get_by_label("词，每行一个").fill(f"公开\n{many}")
    follow(page.get_by_role("button", name="数一数"))
    expect(page.locator(".absent")).to_contain_text("哪里都没有的词：120 个")
    follow(page.get_by_role("button", name="年份", exact=True))
    expect(page.locator("tbody th").first).to_have_text("2021")
    expect(page.locator(".absent")).to_contain_text("哪里都没有的词：120 个")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="XLSX").click()
    assert waiting.value.suggested_filename == "terms.xlsx"


@BOTH
@WIDTHS
def test_findings_are_narrowed_down_and_seen_at_their_place(
    visit, world_url, script, width
) -> None:
    window = visit(world_url, width=width, script=script)
    page = window.open("/findings")
    every = number(page.locator("#totals").inner_text())
    facet: Locator = page.locator('[data-field="code"]')
    wanted = facet.locator("a.tick", has_text="正文与表格不符")
    told = number(wanted.locator("small").inner_text())
    follow(wanted)
    expect(page.locator("#totals")).to_contain_text(f"共 {told} 条")
    assert told < every
    sides = page.locator(".finding").first.locator(".side")
    expect(sides.first).to_contain_text("申请9件")
    expect(sides.last.locator(".number")).to_have_text("7")
    window.picture(f"findings-{width}", whole=True)
    if script:
        assert stands_in_the_page(page)
    follow(page.get_by_role("link", name="表中这一格"))
    cell = page.locator(":target")
    expect(cell).to_contain_text("7")
    page.go_back()
    follow(page.locator(".chip", has_text="核查项目"))
    assert number(page.locator("#totals").inner_text()) == every


@BOTH
@WIDTHS
def test_coverage_of_a_list_tells_what_is_missing(visit, world_url, script, width) -> None:
    window = visit(world_url, width=width, script=script)
    page = window.open("/coverage")
    page.get_by_text("用自己的名单").click()
    page.get_by_label("机关，每行一个").fill(f"{AGENCY}\n没有这个机关")
    page.get_by_label("年份", exact=True).fill("2021..2023")
    follow(page.get_by_role("button", name="查看"))
    row = page.locator("tbody tr", has_text=AGENCY).locator("td")
    assert [" ".join(text.split()) for text in row.all_inner_texts()] == [
        "— 没有",
        "✓ 已收录",
        "✓ 已收录",
    ]
    expect(page.locator("tr", has_text="没有这个机关").locator("td")).to_have_count(3)
    window.picture(f"coverage-{width}", whole=True)
    if script:
        assert stands_in_the_page(page)
    follow(row.get_by_role("link").last)
    expect(page.get_by_role("heading", level=1)).to_contain_text(AGENCY)
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023")


@BOTH
def test_the_holdings_lead_to_reports_and_reasons(visit, world_url, script) -> None:
    window = visit(world_url, width=360, script=script)
    page = window.open("/status")
    follow(page.get_by_role("link", name="不是年度报告"))
    expect(page.get_by_role("table").last).to_contain_text("menu.txt")
    window.picture("status-360", whole=True)
    follow(page.get_by_role("link", name="2022"))
    expect(page.locator("#totals")).to_contain_text("共 1 份报告")


@WIDTHS
def test_head_and_first_column_stay_in_sight(visit, sample_url, width) -> None:
    window = visit(sample_url, width=width)
    page = window.open("/terms?by=report&terms=" + "%0A".join(("公开", "申请", "政府", "网站")))
    page.set_viewport_size({"width": width, "height": 360})
    box = page.locator(".matrix")
    box.evaluate("box => { box.scrollTop = 400; box.scrollLeft = 120 }")
    frame = box.bounding_box()
    head = page.locator("thead th").first.bounding_box()
    assert frame is not None
    assert head is not None
    assert abs(head["x"] - frame["x"]) < 3
    assert 0 <= head["y"] - frame["y"] < 3
    box.focus()
    assert box.evaluate("box => document.activeElement === box")
