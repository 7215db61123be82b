"""The browser, and the server before it; for the tests and for the README's picture."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page

from govreport_search.settings import Settings
from webui.app import create_app
from webui.server import create_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = "chromium is not installed: apt-get install chromium fonts-noto-cjk"
ARGUMENTS = (
    "--no-sandbox",  # CI runs as root, where chromium has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(seen => {
    for (const shift of seen.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 120);
})"""
"""How far what stands on a page has been moved by what came after it (layout shift), so far."""


WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """tags => axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
  .then(found => found.violations.map(one => `${one.id}: ${one.help}: `
    + one.nodes.slice(0, 4).map(node => node.html.slice(0, 160)).join(" | ")))"""


def faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice as the page is now, with where."""
    if not page.evaluate("() => 'axe' in window"):  # once a page: it is half a megabyte
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE, WCAG)
    return found


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The app over an index, by the server users get, on a free port; yields its address."""
    app = create_app(settings)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)
    app.extensions["library"].close()


def compose(field: Locator, sounds: str, word: str) -> None:
    """Write a word by its sounds with an input method, as Chinese is written.

    No key reaches the page: the browser tells it of a composition, its changes and its end.
    """
    field.click()
    keyboard = field.page.context.new_cdp_session(field.page)
    for text in (sounds, word):
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        keyboard.send("Input.imeSetComposition", {"text": text, **place})
    keyboard.send("Input.insertText", {"text": word})


def follow(what: Locator) -> None:
    """Click what leads to another page, and wait until that page is loaded.

    A click alone returns when the browser set out; what is read at once after it (texts, counts,
    the address) may be of a page half there.
    """
    with what.page.expect_navigation():
        what.click()
