"""Speed of the fast path for PDF, beside what others need for the same pages.

``python benchmarks/pdf_speed.py [FILE ...]`` prints milliseconds of CPU time a page, the best
of several runs taken in turns: pypdfium2's text of every page (the limit that nothing built on
it can beat), our path from the file to its grids, the whole reader (lines, places and all),
and pdfplumber's text and tables by its default settings. Without files it takes those of the
generator that chromium and LibreOffice print. Fails where our path takes more than 2.5 times
the text pass, or is less than 8 times as fast as pdfplumber.
"""

from __future__ import annotations

import argparse
import io
import logging
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2
from corpus import CACHE, corpus

from indexer.readers.pdf import read_pdf
from indexer.readers.pdf.extract import read_page
from indexer.readers.pdf.library import open_document, without_collection
from indexer.readers.pdf.table import content_of

RUNS = 7
SLOW_RUNS = 2
MOST = 2.5
LEAST = 8.0


def text_pass(data: bytes) -> int:
    """Characters of all pages, as pypdfium2 gives them."""
    document = pypdfium2.PdfDocument(data)
    count = 0
    for page in document:
        text = page.get_textpage()
        count += len(text.get_text_bounded())
        text.close()
        page.close()
    document.close()
    return count


def to_grids(data: bytes) -> int:
    """Cells of all tables, by characters and rules."""
    document = open_document(data, "")
    with without_collection():
        contents = [content_of(read_page(document, i, "")) for i in range(len(document))]
    document.close()
    return sum(len(table.cells) for content in contents for table in content.tables)


def whole(data: bytes) -> int:
    """Cells of all grids of the document."""
    return sum(len(grid.cells) for grid in read_pdf(data, "").grids)


def by_pdfplumber(data: bytes) -> int:
    """Lines and tables of all pages by pdfplumber's default settings."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(page.extract_text()) + len(page.extract_tables()) for page in document.pages)


WAYS: tuple[tuple[str, Callable[[bytes], int], int], ...] = (
    ("text pass", text_pass, RUNS),
    ("to grids", to_grids, RUNS),
    ("reader", whole, RUNS),
    ("pdfplumber", by_pdfplumber, SLOW_RUNS),
)


def best_of_each(data: bytes) -> list[float]:
    """Milliseconds of CPU time of the fastest run of each way."""
    best = [float("inf")] * len(WAYS)
    for run in range(RUNS):
        for i, (_, work, runs) in enumerate(WAYS):
            if run < runs:
                started = time.process_time()
                work(data)
                best[i] = min(best[i], (time.process_time() - started) * 1000)
    return best


def measured(name: str, files: list[Path]) -> bool:
    """Print one line; whether it keeps what is promised."""
    sums, pages = [0.0] * len(WAYS), 0
    for path in files:
        data = path.read_bytes()
        with pypdfium2.PdfDocument(data) as document:
            pages += len(document)
        sums = [one + more for one, more in zip(sums, best_of_each(data), strict=True)]
    per_page = "".join(f"{each / pages:12.2f}" for each in sums)
    slower, faster = sums[1] / sums[0], sums[3] / sums[1]
    print(f"{name[:22]:24}{pages:6}{per_page}{slower:10.2f}x{faster:14.1f}x")
    return slower <= MOST and faster >= LEAST


def main() -> None:
    """Print the table."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="*", type=Path)
    files = arguments.parse_args().files
    sets = [(path.name, [path]) for path in files] or [
        (kind, [entry.path for entry in corpus(kind, 1, 60, CACHE)[:12]])
        for kind in ("pdf-libreoffice", "pdf-chromium")
    ]
    heads = "".join(f"{name:>12}" for name, _, _ in WAYS)
    print(f"{'ms of CPU a page':24}{'pages':>6}{heads}{'/ text':>11}{'pdfplumber /':>15}")
    kept = [measured(name, files) for name, files in sets]
    if not all(kept):
        raise SystemExit("slower than promised")


if __name__ == "__main__":
    main()
