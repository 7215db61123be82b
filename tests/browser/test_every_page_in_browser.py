"""What holds on every page, as a browser draws it: WCAG 2.2 AA by axe-core, no sideways scrolling,
nothing that jumps, the keyboard alone, less motion, paper."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from browser_world import SHIFTS, faults
from every_page import addresses

from govreport_search.settings import Settings
from webui.app import create_app
from webui.language import COOKIE, ENGLISH

pytestmark = pytest.mark.browser

WIDTHS = (1440, 768, 360)
LOOKS = ((1440, "light"), (1440, "dark"), (360, "dark"), (360, "light"))
PICTURED = {(1440, "light"), (360, "dark")}

FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), look = getComputedStyle(at);
  const marked = document.body === at || look.outlineStyle !== "none" || look.boxShadow !== "none";
  const named = at.getAttribute("aria-label") || at.textContent || at.name || "";
  const name = `${at.tagName} ${named}`;
  return {name: name.trim().slice(0, 60), end: document.body === at, marked,
          seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth};
}"""

MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
  const look = getComputedStyle(one);
  const still = value => value.split(",").every(part => parseFloat(part) === 0);
  return !still(look.transitionDuration) || look.animationName !== "none"
    || look.scrollBehavior === "smooth";
}).map(one => one.tagName + "." + one.className)"""

USABLE = """() => [...document.querySelectorAll("button, input, select, textarea, label")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 1)
  .map(one => one.outerHTML.slice(0, 80))"""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""The spacing that a reader may ask for, by WCAG 1.4.12; a sheet of the page's own rules."""

CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(one => {
  if (!one.checkVisibility() || one.closest(".hidden, svg, .builder:not([open])")) return false;
  const look = getComputedStyle(one), tall = one.scrollHeight > one.clientHeight + 1;
  const wide = one.scrollWidth > one.clientWidth + 1;
  return /hidden|clip/.test(look.overflowX + look.overflowY) && (wide || tall)
    || one.matches("button, select") && wide;
}).map(one => one.outerHTML.slice(0, 80))"""

CURRENT = """() => [...document.querySelectorAll("[aria-current]:not(li, .tick)")]
  .filter(one => one.checkVisibility()).map(one => {
    const others = [...one.parentElement.children, document.body].filter(other => other !== one);
    const ground = node => getComputedStyle(node).backgroundColor;
    const look = getComputedStyle(one);
    return others.every(other => ground(other) !== ground(one)) && look.color !== ground(one)
      ? "" : one.outerHTML.slice(0, 120);
  })"""

WIDE = """() => ({page: document.documentElement.scrollWidth, window: innerWidth})"""


@pytest.fixture(scope="module")
def urls(sample_index: Any) -> list[str]:
    app = create_app(Settings(sample_index.index_dir))
    found = list(addresses(app))
    app.extensions["library"].close()
    return found


def picture_name(url: str) -> str:
    return "page" + "".join(c if c.isalnum() and c.isascii() else "-" for c in url)[:60]


def test_axe_finds_nothing_and_nothing_is_too_wide(visit, sample_url, urls, subtests) -> None:
    window = visit(sample_url, width=WIDTHS[0])
    page = window.page
    for at, url in enumerate(urls):
        with subtests.test(url=url):
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": WIDTHS[0], "height": 900})
            window.open(url)
            assert page.evaluate(SHIFTS) < 0.01
            found = {}
            for width, scheme in LOOKS:
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                found[f"{width} {scheme}"] = faults(page)
                if (width, scheme) in PICTURED:
                    window.picture(f"{picture_name(url)}-{at}-{width}-{scheme}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate(WIDE)
                assert wide["page"] <= wide["window"] == width
            assert {how: what for how, what in found.items() if what} == {}


def test_in_english_axe_finds_nothing_and_nothing_is_too_wide(
    visit, sample_url, urls, subtests
) -> None:
    window = visit(sample_url, width=WIDTHS[0])
    page = window.page
    page.context.add_cookies([{"name": COOKIE, "value": ENGLISH, "url": sample_url}])
    for url in urls:
        with subtests.test(url=url):
            page.set_viewport_size({"width": WIDTHS[0], "height": 800})
            window.open(url)
            assert page.locator("html").get_attribute("lang") == "en"
            assert faults(page) == []
            for width in WIDTHS[1:]:
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate(WIDE)
                assert wide["page"] <= wide["window"] == width


@pytest.mark.parametrize("language", ["zh", ENGLISH])
def test_text_set_wider_is_neither_cut_nor_too_wide_for_the_smallest_window(
    visit, sample_url, urls, subtests, language
) -> None:
    page = visit(sample_url, width=320).page
    page.context.add_cookies([{"name": COOKIE, "value": language, "url": sample_url}])
    for url in urls:
        with subtests.test(url=url):
            page.goto(sample_url + url)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.evaluate(WIDE)["page"] <= 320
            page.evaluate(SPACED)
            assert page.evaluate(WIDE)["page"] <= 320
            assert page.evaluate(CUT) == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    visit, sample_url, urls, subtests
) -> None:
    page = visit(sample_url, width=1280).page
    for url in urls[::2]:
        with subtests.test(url=url):
            page.goto(sample_url + url)
            assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0
            steps = []
            for _ in range(60):
                page.keyboard.press("Tab")
                steps.append(page.evaluate(FOCUSED))
                if steps[-1]["end"]:
                    break
            assert steps[0]["name"] == "A 跳到正文"
            reached = [step for step in steps if not step["end"]]
            assert [step for step in reached if not (step["marked"] and step["seen"])] == []
            assert len(reached) >= 8


def test_with_less_motion_nothing_moves(visit, sample_url, urls, subtests) -> None:
    page = visit(sample_url, width=794).page
    page.emulate_media(reduced_motion="reduce")
    for url in urls[::2]:
        with subtests.test(url=url):
            page.goto(sample_url + url)
            assert page.evaluate(MOVING) == []


def test_paper_holds_what_can_be_read_there(visit, sample_url, urls, subtests) -> None:
    page = visit(sample_url, width=794).page
    page.emulate_media(media="print", color_scheme="light")
    for url in urls:
        with subtests.test(url=url):
            page.goto(sample_url + url)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.evaluate(USABLE) == []
            assert page.locator("nav:not(.pager):visible").count() == 0
            assert page.locator("h1").is_visible()
            head = page.locator(".top .on-paper").inner_text()
            assert re.match(r"\d{4}-\d\d-\d\d ", head)
            assert unquote(head).endswith(unquote(page.url))
            wide = page.evaluate(WIDE)
            assert wide["page"] <= wide["window"]
            backgrounds = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert backgrounds == "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/?", ".chips"),
        ("/compare?cell=requests.new&", ".narrowed"),
        ("/rank?cell=requests.new&", ".narrowed"),
        ("/terms?terms=公开&", ".narrowed"),
    ],
)
def test_paper_says_all_that_was_asked(visit, sample_url, path, kept) -> None:
    page = visit(sample_url, width=794).page
    page.goto(f"{sample_url}{path}q=公开&year=2019..2023&level=county&not_kind=department")
    page.emulate_media(media="print")
    said = page.locator(kept).inner_text()
    for part in ("含“公开”", "2019 至 2023", "县级", "不含"):
        assert part in said
    assert "全部去掉" not in said


def test_forced_colours_tell_what_is_current(visit, sample_url, urls, subtests) -> None:
    page = visit(sample_url, width=1280).page
    page.emulate_media(forced_colors="active")
    for url in urls[::2]:
        with subtests.test(url=url):
            page.goto(sample_url + url)
            told = page.evaluate(CURRENT)
            assert told
            assert set(told) == {""}
