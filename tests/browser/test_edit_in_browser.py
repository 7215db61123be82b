"""Bringing files and putting readings right as people do it, with and without scripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser_world import faults, follow
from playwright.sync_api import Page, expect
from web_world import build_web_world, quiet_text

from govreport_search.settings import Settings
from webui.app import create_app
from webui.edit.private import Private
from webui.server import create_server

pytestmark = pytest.mark.browser

PASSWORD = "eleven quiet herons"
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
WIDTHS = pytest.mark.parametrize("width", [360, 768, 1440])
WAYS = pytest.mark.parametrize(
    ("width", "script"),
    [(360, True), (768, True), (1440, True), (360, False)],
    ids=["360", "768", "1440", "360-no-script"],
)
YEARS = {360: 2001, 768: 2002, 1440: 2003}
"""Of the reports that are brought: each test brings its own."""

READ = 90_000
"""Milliseconds that reading a few small files may take on a busy machine."""


@pytest.fixture(scope="module")
def desk_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = build_web_world(tmp_path_factory.mktemp("desk"))
    yield from _served(settings)


def _served(settings: Settings) -> Iterator[str]:
    Private(settings).set_password(PASSWORD)
    app = create_app(settings, editing=True)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)
    app.extensions["reading"].close()
    app.extensions["library"].close()


SIGNED: dict[tuple[str, str], Any] = {}
"""Cookies by server and name: who signs in as often as these tests do is refused."""


def sign_in(page: Page, name: str = "张三") -> None:
    known = (urlsplit(page.url).netloc, name)
    if known in SIGNED:
        page.context.add_cookies(SIGNED[known])
        page.reload()
    if page.get_by_label("密码").is_visible():
        page.get_by_label("您的名字").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="进入").click()
    expect(page.get_by_text(f"署名 {name}")).to_be_visible()
    SIGNED[known] = page.context.cookies()


def files(folder: Path, year: int) -> list[Path]:
    """A report of that year, a menu, and an empty file."""
    texts = {f"{year}年报.txt": quiet_text().replace("2023", str(year)), "菜单.txt": "白米饭\n"}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "空.pdf").write_bytes(b"")
    return sorted(folder.iterdir())


def until_read(page: Page) -> None:
    expect(page.locator("#progress:not([data-busy])")).to_be_visible(timeout=READ)


def file_card(page: Page, name: str):
    return page.locator(".file", has=page.get_by_role("heading", name=name))


@WAYS
def test_files_are_added_each_with_its_end_and_taken_out_again(
    visit, desk_url, script, width, tmp_path
) -> None:
    year = YEARS[width] + 10 * script
    window = visit(desk_url, width=width, script=script)
    page = window.open("/")
    follow(page.get_by_role("link", name="录入"))
    sign_in(page)
    window.picture(f"edit-home-{width}")
    page.get_by_label("选择文件").set_input_files(files(tmp_path, year))
    page.locator("#drop").get_by_role("button", name="录入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 个文件")
    until_read(page)
    added = file_card(page, f"{year}年报.txt")
    expect(added).to_contain_text("已收录")
    expect(file_card(page, "菜单.txt")).to_contain_text("没有收录")
    expect(file_card(page, "菜单.txt")).to_contain_text("请确认文件内容")
    expect(file_card(page, "空.pdf")).to_contain_text("文件是空的。请重新下载")
    window.picture(f"edit-read-{width}", whole=True)
    follow(added.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(year))
    page.go_back()
    page.get_by_role("link", name="撤销这次录入").click()
    expect(page.locator(".ask")).to_contain_text("将移出 1 份报告")
    page.get_by_role("button", name="撤销录入").click()
    expect(page.get_by_role("status").first).to_contain_text("移出 1 份报告")
    expect(window.open(f"/?year={year}").get_by_text("没有找到符合的报告")).to_be_visible()


_DROP = """(texts) => {
  const data = new DataTransfer();
  for (const [name, text] of texts) data.items.add(new File([text], name));
  const frame = document.getElementById("drop");
  frame.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true }));
  frame.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
}"""


@pytest.mark.parametrize("width", [360, 1440])
def test_files_are_dragged_in(visit, desk_url, width) -> None:
    year = YEARS[width] + 30
    page = visit(desk_url, width=width).open("/edit/")
    sign_in(page)
    expect(page.get_by_text("或者把文件拖到这里")).to_be_visible()
    text = quiet_text().replace("2023", str(year))
    page.evaluate(_DROP, [[f"{year}.txt", text], ["菜单.txt", "白米饭"]])
    expect(page.locator("#chosen li")).to_contain_text([f"{year}.txt", "菜单.txt"])
    page.locator("#drop").get_by_role("button", name="录入").click()
    until_read(page)
    expect(file_card(page, f"{year}.txt")).to_contain_text("已收录")
    page.get_by_text("补充说明").first.click()
    page.get_by_label("报告年份").first.fill("2019")
    follow(page.get_by_role("button", name="存下并重读").first)
    until_read(page)
    expect(file_card(page, f"{year}.txt")).to_contain_text("2019 年")


def test_what_is_too_large_is_told_before_it_is_sent(visit, desk_url) -> None:
    page = visit(desk_url).open("/edit/")
    sign_in(page)
    page.evaluate("document.getElementById('drop').dataset.file = '0.001'")
    page.evaluate("document.getElementById('drop').dataset.request = '0.002'")
    page.evaluate(_DROP, [["a.txt", "x" * 3000]])
    expect(page.locator("#chosen")).to_contain_text("不会收")
    expect(page.locator("#chosen")).to_contain_text("请分几次交")
    expect(page.locator("#files:invalid")).to_have_count(1)
    page.locator("#drop").get_by_role("button", name="录入").click()
    expect(page.locator("#chosen")).to_be_visible()
    assert urlsplit(page.url).path == "/edit/"


@WAYS
def test_a_cell_is_corrected_from_the_report_and_the_correction_undone(
    visit, desk_url, script, width
) -> None:
    window = visit(desk_url, width=width, script=script)
    page = window.open("/?year=2022")
    follow(page.locator(".hits h3 a").first)
    report = urlsplit(page.url).path
    follow(page.locator('[id="c-requests.new.total"]').get_by_role("link", name="更正"))
    sign_in(page)
    expect(page.locator(".around mark")).to_contain_text("7")
    page.get_by_label("数字或文字").fill("七")
    page.get_by_role("button", name="更正这一格").click()
    expect(page.get_by_role("alert")).to_contain_text("“七”不是数字")
    expect(page.get_by_label("数字或文字")).to_have_value("七")
    page.get_by_label("数字或文字").fill("9")
    page.get_by_label("根据").fill("看图核对")
    window.picture(f"edit-cell-{width}", whole=True)
    page.get_by_role("button", name="更正这一格").click()
    expect(page.get_by_role("status")).to_contain_text("由 7 更正为 9")
    window.open(report)
    expect(page.locator('[id="c-requests.new.total"]')).to_contain_text("9")
    window.open(f"/edit{report}/cells/requests.new.total")
    page.locator(".history summary").first.click()
    page.get_by_role("button", name="撤销第").first.click()
    expect(page.locator(".history .badge").nth(1)).to_have_text("已撤销")
    window.open(report)
    expect(page.locator('[id="c-requests.new.total"]')).to_contain_text("7")


@BOTH
def test_the_worklist_leads_on(visit, desk_url, script) -> None:
    window = visit(desk_url, script=script)
    page = window.open("/edit/worklist")
    sign_in(page)
    first = page.locator(".tasks a").nth(0).inner_text()
    second = page.locator(".tasks a").nth(1).inner_text()
    page.get_by_role("link", name="从第一格开始").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    page.get_by_role("button", name="读得对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(second)
    expect(page.get_by_role("status")).to_contain_text("核对无误")
    page.get_by_role("link", name="跳过").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(second)


@WIDTHS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_editing_page_scrolls_sideways(visit, desk_url, width, scheme) -> None:
    window = visit(desk_url, width=width, scheme=scheme)
    page = window.open("/edit/")
    window.picture(f"edit-sign-{width}-{scheme}")
    sign_in(page)
    report = window.open("/?year=2022").locator(".hits h3 a").first.get_attribute("href")
    path = urlsplit(report).path
    urls = ("/edit/", "/edit/worklist", "/edit/corrections", f"/edit{path}/body")
    for number, url in enumerate((*urls, f"/edit{path}/cells/requests.granted.total")):
        window.open(url)
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide == 0, url
        window.picture(f"edit-{number}-{width}-{scheme}", whole=True)


def test_axe_finds_nothing(visit, desk_url) -> None:
    window = visit(desk_url)
    page = window.open("/edit/sign-in")
    seen = {"sign-in": looked_over(page)}
    sign_in(page)
    report = window.open("/?year=2022").locator(".hits h3 a").first.get_attribute("href")
    path = urlsplit(report).path
    urls = ("/edit/", "/edit/worklist", "/edit/corrections", f"/edit{path}/body")
    for url in (*urls, f"/edit{path}/cells/requests.granted.total"):
        window.open(url)
        seen[url] = looked_over(page)
    upload = window.open("/edit/").locator(".log a")
    if upload.count():
        follow(upload.first)
        seen["upload"] = looked_over(page)
    assert {url: found for url, found in seen.items() if found} == {}


def looked_over(page: Page) -> list[str]:
    """What axe-core finds on a page in light and dark, wide and narrow."""
    found: list[str] = []
    for width, scheme in ((1440, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += faults(page)
    page.set_viewport_size({"width": 1440, "height": 800})
    page.emulate_media(color_scheme="light")
    return found
