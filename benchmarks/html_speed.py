"""Speed of the reader of web pages, beside bare parsing of the same pages.

``python benchmarks/html_speed.py [PAGE ...]`` prints milliseconds of CPU time a page, the best
of several runs: parsing alone with lexbor and with lxml, lxml with a walk over every element, and
the whole reader (charset, tree, the report's part, lines and grids). Without pages it takes
those of the generator that are exported from Word.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html
from corpus import CACHE, corpus
from selectolax.lexbor import LexborHTMLParser

from indexer.readers.charset import decode
from indexer.readers.html import read_html

RUNS = 7
LEAST = 80_000
"""Bytes; pages exported from Word are larger, plain ones smaller."""


def best(work: Callable[[], object]) -> float:
    """Milliseconds of CPU time of the fastest run."""
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times) * 1000


def walked(text: str) -> int:
    """Every element of a page with its texts, by lxml."""
    root = lxml.html.fromstring(text)
    return sum(len(node.text or "") + len(node.tail or "") for node in root.iter())


def measured(page: Path) -> list[float]:
    """Its size in kB and the four times."""
    data = page.read_bytes()
    text = decode(data, page.name).text
    return [
        len(data) / 1000,
        best(lambda: LexborHTMLParser(text)),
        best(lambda: lxml.html.fromstring(text)),
        best(lambda: walked(text)),
        best(lambda: read_html(data, page.name)),
    ]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("pages", nargs="*", type=Path)
    pages = arguments.parse_args().pages
    if not pages:
        pages = [entry.path for entry in corpus("html", 1, 60, CACHE)]
        pages = [page for page in pages if page.stat().st_size >= LEAST]
    print(f"{'page':24}{'kB':>6}{'lexbor':>9}{'lxml':>9}{'lxml walk':>11}{'reader':>9}")
    sums = [0.0] * 5
    for page in pages:
        row = measured(page)
        sums = [one + more for one, more in zip(sums, row, strict=True)]
        print(f"{page.name[:23]:24}{row[0]:6.0f}" + "".join(f"{cell:9.1f}" for cell in row[1:]))
    mean = [one / len(pages) for one in sums]
    print(f"{'mean':24}{mean[0]:6.0f}" + "".join(f"{cell:9.1f}" for cell in mean[1:]))


if __name__ == "__main__":
    main()
