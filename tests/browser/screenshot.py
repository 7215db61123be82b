"""Draws docs/images/search.png from sample reports: ``python tests/browser/screenshot.py``."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from browser_world import ARGUMENTS, CHROMIUM, MISSING, served
from playwright.sync_api import sync_playwright

from govreport_search.settings import Settings
from indexer.build import build
from indexer.sample import generate
from indexer.sample.folder import write_folder

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "search.png"
QUERY = "土地征收 requests.new>=10"
FILTERS = "year=2021..2023"
REPORTS = 60


def main() -> None:
    """Builds an index of sample reports in a temporary folder and draws its search page."""
    if CHROMIUM is None:
        sys.exit(MISSING)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = Settings(Path(folder) / "built")
        manifest = write_folder(Path(folder) / "reports", generate(1, REPORTS))
        build([manifest.parent], settings, manifest=manifest, jobs=1)
        with served(settings) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
            page.goto(f"{address}/?q={quote(QUERY)}&{FILTERS}")
            PICTURE.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURE)
            browser.close()
    sys.stdout.write(f"{PICTURE}: {PICTURE.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
