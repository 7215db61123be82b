"""Draws the README's pictures, docs/images/*.png, from sample reports: ``make pictures``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from browser_world import ARGUMENTS, CHROMIUM, MISSING, served
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from govreport_search.settings import Settings
from indexer.build import build
from indexer.sample import generate
from indexer.sample.folder import write_folder

FOLDER = Path(__file__).parents[2] / "docs" / "images"
REPORTS = 160
QUERY = "土地征收 requests.new>=10"
COLOURS = 256
"""As many a picture of a page needs; it is half as large then."""

SIZE = {"width": 1280, "height": 900}


def start(page: Page, address: str) -> None:
    """The first page of all."""
    page.goto(f"{address}/")


def search(page: Page, address: str) -> None:
    """A search for words and numbers."""
    page.goto(f"{address}/?{urlencode({'q': QUERY, 'year': '2021..2023'})}")


def report(page: Page, address: str) -> None:
    """A report, opened at the hit."""
    search(page, address)
    page.locator(".hits h3 a").first.click()
    page.wait_for_load_state("networkidle")


def compare(page: Page, address: str) -> None:
    """Two numbers of several bodies over the years."""
    asked = [("cell", "requests.new"), ("cell", "rate.denied"), ("level", "county")]
    page.goto(f"{address}/compare?{urlencode(asked)}")
    page.locator("figure").first.scroll_into_view_if_needed()


PICTURES = (start, search, report, compare)


@contextmanager
def drawn() -> Iterator[tuple[Page, str]]:
    """A browser before a server over sample reports, in a temporary folder."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = Settings(Path(folder) / "built")
        manifest = write_folder(Path(folder) / "reports", generate(1, REPORTS))
        build([manifest.parent], settings, manifest=manifest, jobs=1)
        with served(settings) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            yield browser.new_page(viewport=SIZE, color_scheme="light"), address
            browser.close()


def main() -> None:
    """Draws every picture."""
    if CHROMIUM is None:
        sys.exit(MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with drawn() as (page, address):
        for show in PICTURES:
            show(page, address)
            path = FOLDER / f"{show.__name__}.png"
            page.screenshot(path=path)
            with Image.open(path) as picture:
                picture.quantize(COLOURS).save(path, optimize=True)
            sys.stdout.write(f"{path}: {path.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
