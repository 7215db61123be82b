"""A real browser before a real server on a free loopback port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser_world import ARGUMENTS, CHROMIUM, MISSING, served
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from web_world import build_web_world

from govreport_search.settings import Settings

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
PHONE, DESKTOP = 360, 1280

# Milliseconds until what is expected must be there: a busy machine takes longer than playwright's
# five seconds, and who waits in vain waits only once.
expect.set_options(timeout=30_000)


@dataclass
class Visit:
    """One browser window at a server.

    Attributes:
        hosts: every host the browser asked anything of.
        troubles: script errors and refused resources.
    """

    page: Page
    base: str
    hosts: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        self.page.goto(self.base + url)
        return self.page

    def picture(self, name: str, *, whole: bool = False) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=whole)


Visiting = Callable[..., Visit]


@pytest.fixture(scope="session")
def world_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(build_web_world(tmp_path_factory.mktemp("browser"))) as url:
        yield url


@pytest.fixture(scope="session")
def sample_url(sample_index: Any) -> Iterator[str]:
    with served(Settings(sample_index.index_dir)) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visiting]:
    """Opens windows; afterwards checks that nothing left this machine and nothing failed."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def start(
        base: str, *, width: int = DESKTOP, script: bool = True, scheme: Any = "light"
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            color_scheme=scheme,
            accept_downloads=True,
        )
        contexts.append(context)
        made = Visit(context.new_page(), base)
        made.page.on("request", lambda r: made.hosts.add(urlsplit(r.url).hostname or r.url))
        made.page.on("pageerror", lambda error: made.troubles.append(str(error)))
        made.page.on(
            "console",
            lambda line: (
                made.troubles.append(f"{line.text} {line.location}")
                if line.type == "error" and "status of 4" not in line.text
                else None
            ),
        )
        visits.append(made)
        return made

    yield start
    for made in visits:
        assert made.hosts <= {"127.0.0.1"}
        assert made.troubles == []
    for context in contexts:
        context.close()
