"""Tasks of page 3: hits one by one, a cell on its page, other years, on paper."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from browser_world import SHIFTS, follow, served
from optional_part import needs_ocr
from original_world import (
    DOCUMENT,
    FILES,
    GONE,
    PDF,
    SHEET,
    WORD,
    OriginalWorld,
    build_original_world,
    ids_of,
)
from PIL import Image
from playwright.sync_api import Page, expect
from web_world import AGENCY

from govreport_search.settings import Settings
from indexer.build import build
from indexer.original import measure
from indexer.readers.pdf.picture import render_page

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
WIDTHS = pytest.mark.parametrize("width", [360, 768, 1440])
CELL = "requests.new.total"


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> OriginalWorld:
    return build_original_world(tmp_path_factory.mktemp("beside"))


@pytest.fixture(scope="module")
def originals_url(originals: OriginalWorld) -> Iterator[str]:
    with served(originals.settings) as url:
        yield url


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine takes longer to start a worker than readers wait."""
    monkeypatch.setattr(measure, "WAIT", 100.0)


def number(page: Page, cell: str = CELL):
    return page.locator(f'[id="c-{cell}"]').get_by_role("link").first


def wait_for_image(page: Page, nth: int = 0) -> None:
    image = page.locator(".paper img").nth(nth)
    page.wait_for_function(
        "image => image.complete && image.naturalWidth > 0", arg=image.element_handle()
    )


@BOTH
@WIDTHS
def test_hits_are_read_one_after_the_other(visit, originals_url, originals, script, width) -> None:
    window = visit(originals_url, width=width, script=script)
    page = window.open(f"/reports/{originals.reports[PDF]}?q=公开")
    expect(page.locator(".hit-bar")).to_contain_text("共 3 处")
    page.locator(".hit-bar").get_by_role("link", name="下一处").click()
    first = page.locator("#hit-1")
    expect(first).to_be_in_viewport()
    where = page.locator(".hit-bar" if script else ".step:visible")
    expect(where).to_contain_text("第 1 处，共 3 处")
    where.get_by_role("link", name="下一处").click()
    expect(page.locator("#hit-2")).to_be_in_viewport()
    expect(where).to_contain_text("第 2 处，共 3 处")
    where.get_by_role("link", name="上一处").click()
    where.get_by_role("link", name="上一处").click()
    expect(where).to_contain_text("第 3 处，共 3 处")
    window.picture(f"hits-{width}-{'script' if script else 'plain'}")


@pytest.mark.parametrize("name", [DOCUMENT, WORD, GONE])
def test_the_source_beside_goes_along_with_the_hits(visit, originals_url, originals, name) -> None:
    """Of a web page, a Word file and what is left of a file that is gone; keys go on working."""
    page = visit(originals_url, width=1440).open(f"/reports/{originals.reports[name]}?q=公开")
    total = page.locator("mark[id^=hit]").count()
    assert total > 1
    seen = []
    for number in range(1, total + 1):
        page.keyboard.press("n")
        expect(page.locator(".hit-count")).to_contain_text(f"第 {number} 处")
        link = page.locator(".hit-bar .way")
        expect(link).to_have_text(re.compile(r"^原文第 \d+ [行页段]$"))
        seen.append(link.get_attribute("href"))
        marked = page.frame_locator("iframe").locator(".target")
        expect(marked).to_contain_text(page.locator(f"#hit-{number}").inner_text())
        expect(marked).to_be_in_viewport()
        expect(page.locator(f"#hit-{number}")).to_be_in_viewport()
    assert len(set(seen)) > 1
    expect(page.locator("iframe")).not_to_be_focused()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_hit_leads_to_its_line_without_a_script(visit, originals_url, originals, width) -> None:
    page = visit(originals_url, width=width, script=False).open(
        f"/reports/{originals.reports[GONE]}?q=公开"
    )
    page.locator(".hit-bar").get_by_role("link", name="下一处").click()
    way = page.locator(".step:visible .way")
    expect(way).to_have_text(re.compile(r"^原文第 \d+ 页$"))
    line = re.search(r"line=(\d+)", way.get_attribute("href") or "")
    assert line is not None
    follow(way)
    expect(page.locator(".source .target")).to_contain_text("公开")
    expect(page.locator(".source .target")).to_have_id(f"L{line[1]}")
    expect(page.locator(".source .target")).to_be_in_viewport()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_hit_leads_to_its_paragraph_without_a_script(
    visit, originals_url, originals, width
) -> None:
    page = visit(originals_url, width=width, script=False).open(
        f"/reports/{originals.reports[WORD]}?q=公开"
    )
    page.locator(".hit-bar").get_by_role("link", name="下一处").click()
    way = page.locator(".step:visible .way")
    expect(way).to_have_text(re.compile(r"^原文第 \d+ 段$"))
    follow(way)
    marked = page.frame_locator("iframe").locator("p.target")
    expect(marked).to_contain_text("公开")
    expect(marked).to_be_in_viewport()


@pytest.mark.parametrize("name", [PDF, DOCUMENT, WORD, SHEET, GONE])
def test_a_number_found_is_marked_in_its_source(visit, originals_url, originals, name) -> None:
    """From the list of hits, with one click: the cell, and beside it its place in the file."""
    page = visit(originals_url, width=1440).open("/?q=新收>=0&limit=50")
    found = page.locator(f'.cells a[href*="{originals.reports[name]}"]')
    printed = found.inner_text()
    follow(found)
    cell = page.locator(f'[id="c-{CELL}"]')
    expect(cell).to_be_in_viewport()
    expect(cell.get_by_role("link").first).to_have_text(printed)
    if name == PDF:
        mark = page.locator(".marks rect.shown")
        assert f"#{mark.get_attribute('id')}" == number(page).get_attribute("href")
    else:
        mark = page.frame_locator("iframe").locator(".target")
        expect(mark).to_contain_text(printed)
    expect(mark).to_be_in_viewport()
    expect(page.get_by_role("link", name="← 检索")).to_have_attribute("href", re.compile("q="))


@pytest.mark.parametrize("width", [360, 1440])
def test_a_number_found_is_two_links_from_its_page_without_a_script(
    visit, originals_url, originals, width
) -> None:
    page = visit(originals_url, width=width, script=False).open("/?q=新收>=0&limit=50")
    follow(page.locator(f'.cells a[href*="{originals.reports[PDF]}"]'))
    expect(page.locator(f'[id="c-{CELL}"]')).to_be_in_viewport()
    number(page).click()
    expect(page.locator(".marks rect:target")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "script"), [(360, False), (1440, True)])
def test_a_place_on_a_page_is_seen_by_itself(
    visit, originals_url, originals, width, script
) -> None:
    """Where findings lead, which stand on no report's page."""
    report = originals.reports[PDF]
    window = visit(originals_url, width=width, script=script)
    link = number(window.open(f"/reports/{report}"))
    at = (link.get_attribute("href") or "").removeprefix("#at-0-").split("-")
    page = window.open(
        f"/reports/{report}/source?view=page&page={at[0]}&box={','.join(at[1:])}&line=1#at"
    )
    wait_for_image(page)
    expect(page.locator("figcaption")).to_contain_text(f"第 {at[0]} 页")
    mark = page.locator(".marks rect")
    expect(mark).to_be_in_viewport()
    if script:
        assert mark.evaluate(_INK) > 0.01
    window.picture(f"place-on-page-{width}")


@BOTH
@WIDTHS
def test_a_result_opens_at_its_first_hit(visit, originals_url, originals, script, width) -> None:
    window = visit(originals_url, width=width, script=script)
    page = window.open("/?q=公开 新收>=0&limit=50&unit=sections")
    title = page.locator(f'.hits h3 a[href*="{originals.reports[PDF]}"]').last
    anchor = (title.get_attribute("href") or "").rpartition("#first-")[2]
    follow(title)
    hit = page.locator(f"#section-{anchor} mark").first
    at = (hit.get_attribute("id") or "").removeprefix("hit-")
    total = page.locator("mark[id]").count()
    where = page.locator(".hit-bar" if script else ".step:visible")
    expect(where).to_contain_text(f"第 {at} 处，共 {total} 处")
    expect(hit).to_be_in_viewport()
    if script:
        page.keyboard.press("n")
        expect(where).to_contain_text(f"第 {int(at) % total + 1} 处")
    else:
        over = where.evaluate(_COVERED)
        assert over == [], "nothing of the text lies beneath it"
    window.picture(f"first-hit-{width}-{'script' if script else 'plain'}")


def test_keys_lead_from_hit_to_hit_and_can_be_switched_off(visit, originals_url, originals) -> None:
    page = visit(originals_url, width=1440).open(f"/reports/{originals.reports[PDF]}?q=公开")
    told = page.locator(".hit-count")
    for key, words in (("n", "第 1 处"), ("j", "第 2 处"), ("p", "第 1 处"), ("k", "第 3 处")):
        page.keyboard.press(key)
        expect(told).to_contain_text(words)
    page.keyboard.press("Control+n")
    expect(told).to_contain_text("第 3 处")
    page.get_by_label("键跳转").uncheck()
    page.keyboard.press("n")
    page.reload()
    expect(page.get_by_label("键跳转")).not_to_be_checked()
    expect(told).to_contain_text("第 3 处")


@BOTH
@WIDTHS
def test_a_number_is_seen_on_its_page(visit, originals_url, originals, script, width) -> None:
    window = visit(originals_url, width=width, script=script)
    page = window.open(f"/reports/{originals.reports[PDF]}")
    link = number(page)
    mark = page.locator(f'[id="{link.get_attribute("href").removeprefix("#")}"]')
    link.click()
    expect(mark).to_be_in_viewport()
    if width > 1024:
        expect(page.locator(f'[id="c-{CELL}"]')).to_be_in_viewport()
    wait_for_image(page)
    stroke = mark.evaluate("mark => getComputedStyle(mark).stroke")
    assert stroke not in ("none", "")
    window.picture(f"cell-on-page-{width}-{'script' if script else 'plain'}")
    if script:
        mark.click(force=True)
        expect(page.locator(f'[id="c-{CELL}"]')).to_be_in_viewport()


def test_the_mark_lies_where_the_number_is_printed(visit, originals_url, originals) -> None:
    """Around the cell's rectangle there is ink, a ruled border, on the image itself."""
    page = visit(originals_url, width=1440).open(f"/reports/{originals.reports[PDF]}")
    wait_for_image(page)
    link = number(page)
    mark = page.locator(f'[id="{link.get_attribute("href").removeprefix("#")}"]')
    dark = mark.evaluate(_INK)
    assert dark > 0.01
    box, paper = mark.bounding_box(), page.locator(".paper").first.bounding_box()
    assert box is not None
    assert paper is not None
    assert paper["x"] < box["x"] < box["x"] + box["width"] < paper["x"] + paper["width"]


@BOTH
def test_a_cell_of_a_web_page_is_seen_in_it(visit, originals_url, originals, script) -> None:
    page = visit(originals_url, width=1440, script=script).open(
        f"/reports/{originals.reports[DOCUMENT]}"
    )
    number(page, "requests.granted.total").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#at")).to_have_text("3")
    expect(frame.locator("#at")).to_be_in_viewport()
    if script:
        expect(page.locator('[id="c-requests.granted.total"]')).to_be_in_viewport()


@BOTH
@WIDTHS
@pytest.mark.parametrize("name", [WORD, SHEET])
def test_a_cell_of_an_office_file_is_seen_in_its_table(
    visit, originals_url, originals, name, script, width
) -> None:
    window = visit(originals_url, width=width, script=script)
    page = window.open(f"/reports/{originals.reports[name]}")
    link = number(page)
    printed = link.inner_text()
    expect(link).to_have_attribute("title", re.compile("原文(表 2 第 4 行第 8 格|工作表“.+”K31)"))
    if width > 1024 and script:
        link.click()
        expect(page.locator(f'[id="c-{CELL}"]')).to_be_in_viewport()
    else:
        follow(link)
    frame = page.frame_locator("iframe")
    marked = frame.locator("td.target")
    expect(marked).to_have_text(printed)
    expect(marked).to_be_in_viewport()
    row = frame.locator("tr", has=frame.locator("td.target"))
    expect(row).to_contain_text("新收政府信息公开申请数量")
    window.picture(f"office-{Path(name).suffix[1:]}-{width}-{'script' if script else 'plain'}")


def test_a_section_of_a_word_file_is_seen_where_it_begins(visit, originals_url, originals) -> None:
    page = visit(originals_url, width=1440).open(f"/reports/{originals.reports[WORD]}")
    heading = page.locator("#section-requests h2")
    heading.get_by_role("link", name="原文").click()
    marked = page.frame_locator("iframe").locator("p.target")
    expect(marked).to_contain_text("收到和处理政府信息公开申请情况")
    expect(marked).to_be_in_viewport()
    expect(heading).to_be_in_viewport()


@pytest.mark.parametrize(("width", "script"), [(360, True), (768, False), (1440, True)])
def test_the_next_year_is_one_click_away(visit, world_url, script, width) -> None:
    page = visit(world_url, width=width, script=script).open(f"/?q=机关:{AGENCY} 年份:2022&limit=1")
    follow(page.locator(".hits h3 a"))
    follow(page.get_by_role("link", name="后一年"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023 年")
    follow(page.get_by_role("navigation", name="其他年份").get_by_role("link", name="2022 年").last)
    expect(page.get_by_role("heading", level=1)).to_contain_text("2022 年")


@BOTH
def test_a_label_says_what_it_means_by_keyboard(visit, originals_url, originals, script) -> None:
    page = visit(originals_url, script=script).open(f"/reports/{originals.reports[PDF]}")
    label = page.locator("summary", has_text="1.属于国家秘密")
    label.focus()
    page.keyboard.press("Enter")
    told = page.locator(".told:visible")
    expect(told).to_contain_text("国家秘密")
    follow(told.get_by_role("link", name="第十四条"))
    expect(page.locator("#article-14")).to_be_in_viewport()


def test_on_paper_there_is_the_report_and_its_address(visit, originals_url, originals) -> None:
    window = visit(originals_url, width=1440)
    page = window.open(f"/reports/{originals.reports[PDF]}?q=公开")
    page.emulate_media(media="print")
    for hidden in (".side-contents", ".beside", ".hit-bar", ".top nav"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#section-requests table")).to_be_visible()
    expect(page.locator(".top .on-paper")).to_contain_text(
        f"/reports/{originals.reports[PDF]}?q=公开"
    )
    cut = page.locator(".sheet").evaluate_all(
        "sheets => sheets.filter(s => getComputedStyle(s).overflowX !== 'visible').length"
    )
    assert cut == 0
    window.picture("report-print", whole=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@WIDTHS
def test_nothing_scrolls_sideways_beside_the_source(
    visit, originals_url, originals, width, scheme
) -> None:
    window = visit(originals_url, width=width, scheme=scheme)
    for name in (PDF, DOCUMENT, WORD, SHEET):
        page = window.open(f"/reports/{originals.reports[name]}?q=公开")
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide == 0, name
        window.picture(f"beside-{Path(name).suffix[1:]}-{width}-{scheme}")


def landscape(source: Path, made: Path) -> None:
    """A PDF whose pages lie, as those with wide tables do."""
    document = pypdfium2.PdfDocument(source)
    for page in document:
        page.set_mediabox(0, 0, 1191, 842)
    document.save(made)


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_jumps_when_pages_that_are_not_a4_come_in(visit, tmp_path, width) -> None:
    """The first view ever: nothing was drawn before, no worker has begun."""
    pages = tmp_path / "reports"
    pages.mkdir()
    landscape(FILES / PDF, pages / PDF)
    settings = Settings(tmp_path / "built")
    assert build([pages], settings, jobs=1).indexed == 1
    with served(settings) as url:
        window = visit(url, width=width)
        page = window.open(f"/reports/{ids_of(settings)[PDF]}")
        papers = page.locator(".paper")
        before = [papers.nth(nth).bounding_box() for nth in range(papers.count())]
        assert len(before) == 2
        assert all(box["width"] > 1.3 * box["height"] for box in before), "wider than high"
        for nth in range(len(before)):
            papers.nth(nth).scroll_into_view_if_needed()
            wait_for_image(page, nth)
        assert page.evaluate(SHIFTS) == 0
        after = [papers.nth(nth).bounding_box() for nth in range(papers.count())]
        for old, new in zip(before, after, strict=True):
            assert old["width"] == new["width"]
            assert abs(old["height"] - new["height"]) < 1
        window.picture(f"landscape-{width}")


@needs_ocr
@pytest.mark.usefixtures("patience")
def test_a_scan_is_seen_beside_what_was_read(visit, tmp_path) -> None:
    """One page of a printed report as an image: read by recognition, shown as it is."""
    pages = tmp_path / "reports"
    pages.mkdir()
    printed = (FILES / "kind-pdf-libreoffice.pdf").read_bytes()
    printed_page = render_page(printed, 1, 1400)
    table = Image.new("RGB", (1900, printed_page.height), "white")  # wider than any A4
    table.paste(printed_page, (250, 0))
    table.save(pages / "scan.png")
    settings = Settings(tmp_path / "built")
    assert build([pages], settings, jobs=1).indexed == 1
    with served(settings) as url:
        window = visit(url, width=1440)
        page = window.open(f"/reports/{ids_of(settings)['scan.png']}?q=公开")
        before = page.locator(".paper").bounding_box()
        wait_for_image(page)
        assert page.evaluate(SHIFTS) == 0
        after = page.locator(".paper").bounding_box()
        assert before["height"] < before["width"] * 1.1, "not A4"
        assert abs(before["height"] - after["height"]) < 1
        page.locator(".hit-bar").get_by_role("link", name="下一处").click()
        mark = page.locator(".marks rect.hit").first
        assert mark.evaluate(_INK) > 0.01
        window.picture("scan-1440")
    shutil.rmtree(pages)


_INK = """mark => {
  const image = mark.closest(".paper").querySelector("img");
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const paint = canvas.getContext("2d");
  paint.drawImage(image, 0, 0);
  const at = (name, whole) => Math.round(Number(mark.getAttribute(name)) / 10000 * whole);
  const seen = paint.getImageData(at("x", canvas.width), at("y", canvas.height),
    Math.max(1, at("width", canvas.width)), Math.max(1, at("height", canvas.height))).data;
  let dark = 0;
  for (let i = 0; i < seen.length; i += 4) dark += seen[i] < 140;
  return dark / (seen.length / 4);
}"""

_COVERED = """step => {
  const room = step.getBoundingClientRect(), covered = [];
  const texts = document.createTreeWalker(step.closest(".prose"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (texts.currentNode.parentElement.closest(".step")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const line of range.getClientRects()) {
      const across = Math.min(line.right, room.right) - Math.max(line.left, room.left);
      const down = Math.min(line.bottom, room.bottom) - Math.max(line.top, room.top);
      if (across > 2 && down > 6) covered.push(texts.currentNode.data);
    }
  }
  return covered;
}"""
