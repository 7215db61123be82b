"""Turns sample files into other kinds with chromium and LibreOffice, many at one start."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from playwright.sync_api import sync_playwright

from indexer.sample.drawn.table import DrawnTable
from indexer.sample.html.printed import PrintHabit, table_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ARGUMENTS = (
    "--no-sandbox",  # root, as in CI, has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BATCH = 25
"""Files per start of LibreOffice."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A page to be printed to ``target``; header and footer in chromium's own markup."""

    html: str
    target: Path
    header: str = ""
    footer: str = ""


def print_pages(jobs: Iterable[PrintJob]) -> None:
    """Prints pages to PDF with one browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        page = browser.new_page()
        for job in jobs:
            page.set_content(job.html)
            page.pdf(
                path=job.target,
                prefer_css_page_size=True,
                print_background=True,
                display_header_footer=bool(job.header or job.footer),
                header_template=job.header or "<span></span>",
                footer_template=job.footer or "<span></span>",
            )
        browser.close()


@contextmanager
def photographer() -> Iterator[Callable[[DrawnTable], bytes]]:
    """Draws tables as PNG pictures, as publishers put them in a table's place."""
    habit = PrintHabit.draw(Random("photograph"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1000, "height": 800}, device_scale_factor=1.5)

        def photograph(table: DrawnTable) -> bytes:
            page.set_content(table_page(table, habit))
            return page.locator("table").first.screenshot()

        yield photograph
        browser.close()


def convert(paths: list[Path], suffix: str, folder: Path) -> list[Path]:
    """Converts office files with LibreOffice; each gets its name with another suffix.

    Raises:
        RuntimeError: if LibreOffice leaves a file out.
    """
    if SOFFICE is None:
        raise RuntimeError("soffice is not installed: apt-get install libreoffice-writer-nogui")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        for start in range(0, len(paths), BATCH):
            batch = [str(path) for path in paths[start : start + BATCH]]
            command = [SOFFICE, f"-env:UserInstallation=file://{profile}", "--headless"]
            command += ["--convert-to", suffix, "--outdir", str(folder), *batch]
            subprocess.run(command, check=True, capture_output=True, timeout=300)
    made = [folder / f"{path.stem}.{suffix}" for path in paths]
    lost = [path.name for path in made if not path.is_file()]
    if lost:
        raise RuntimeError(f"LibreOffice wrote no {', '.join(lost)}")
    return made
