"""Accuracy on scans: printed reports, scanned badly, through the real reader, against the truth.

``python benchmarks/scan_accuracy.py`` prints cells right, unreadable and wrong, CPU seconds a
page, and the character error rate of the narrative. What was recognised is kept, so that a
second run takes seconds: the engine's part of the time is measured on what is new.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pypdfium2
from accuracy import percent
from convert import PrintJob, print_pages
from corpus import CACHE
from PIL import Image
from score import Score

from govreport_search.errors import GovReportError
from govreport_search.text import fold
from indexer.pipeline import Input, read_report
from indexer.readers.options import ReadOptions
from indexer.readers.scan import available
from indexer.sample.file import SCANNED_PLANTS, SampleFile, sample_files
from indexer.sample.scan import ScanHabit, scan_bytes, scanned

RIGHT = 99.0
"""Per cent of the cells that must be read as they are."""

MOST_PAGES = 3
"""Reports printed on more, small, pages cost more time and show nothing else."""

WRONG = 1.0
"""Numbers in a thousand that may be others than printed."""


@dataclass
class ScanScore(Score):
    """The same counts, and what scans alone have."""

    pages: int = 0
    characters: int = 0
    errors: int = 0
    by_habit: list[str] = field(default_factory=list)


def scans(seed: int, count: int, cache: Path) -> list[tuple[SampleFile, Path, ScanHabit, int]]:
    """Reports with the path of their scan, how it was scanned, and its number of pages."""
    folder = cache / f"scan-{seed}-{count}"
    folder.mkdir(parents=True, exist_ok=True)
    drawn = sample_files("print", seed, 2 * count, plants=SCANNED_PLANTS, brief=True, pairs=False)
    samples = list(drawn)
    printed = [folder / f"{Path(sample.name).stem}.pdf" for sample in samples]
    print_pages(
        PrintJob(sample.data.decode(), path, *sample.margins)
        for sample, path in zip(samples, printed, strict=True)
        if not path.is_file()
    )
    made = []
    for sample, path in zip(samples, printed, strict=True):
        rng = Random(f"scan/{seed}/{sample.name}")
        habit = ScanHabit.draw(rng)
        suffix = "tiff"
        target = path.with_name(f"{path.stem}-scan.{suffix}")
        clean = _drawn(path, habit.dpi)
        if len(clean) > MOST_PAGES or not sample.form:
            continue
        if not target.is_file():
            target.write_bytes(scan_bytes(scanned(clean, habit, rng), suffix))
        made.append((sample, target, habit, len(clean)))
    return made[:count]


def _drawn(path: Path, dpi: int) -> list[Image.Image]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=dpi / 72).to_pil() for page in document]


def measure(seed: int, count: int, cache: Path) -> ScanScore:
    """Reads every scan."""
    score = ScanScore()
    options = ReadOptions(ocr=True, ocr_cache=str(cache / "scan-ocr"))
    for sample, path, habit, pages in scans(seed, count, cache):
        data = path.read_bytes()
        given = Input(path.name, data, hashlib.sha256(data).hexdigest())
        before = (score.cells, score.right, score.unread, score.wrong)
        begin = time.process_time()
        try:
            report, cause = read_report([given], options=options).report, ""
        except GovReportError as error:
            report, cause = None, f"{error.code}: {error}"
        spent = time.process_time() - begin
        score.seconds += spent
        score.pages += pages
        score.add(sample, report, cause=cause)
        if report is not None:
            _compare_text(score, sample, "".join(s.printed for s in report.sections))
        after = (score.cells, score.right, score.unread, score.wrong)
        cells, right, unread, wrong = (b - a for a, b in zip(before, after, strict=True))
        line = f"{path.name}: {right}/{cells} right, {unread} unread, {wrong} wrong, {spent:.1f} s"
        score.by_habit.append(f"{line}, {pages} pages, {habit}")
        print(score.by_habit[-1], flush=True)
    return score


def _compare_text(score: ScanScore, sample: SampleFile, text: str) -> None:
    """Each paragraph against the stretch of the reading that is most like it."""
    flat = "".join(fold(text).split())
    for section in sample.sections:
        for paragraph in section.paragraphs:
            printed = "".join(fold(paragraph).split())
            score.characters += len(printed)
            score.errors += _distance_inside(printed, flat)


def _distance_inside(needle: str, text: str) -> int:
    """Fewest insertions, deletions and changes that turn some part of the text into the needle."""
    before = [0] * (len(text) + 1)
    for row, wanted in enumerate(needle, start=1):
        now = [row]
        for column, seen in enumerate(text, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (wanted != seen)))
        before = now
    return min(before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--troubles", type=int, default=0, help="how many to print")
    arguments = parser.parse_args()
    if not available():
        sys.exit("the extra is not installed: pip install 'govreport-search[ocr]'")
    score = measure(arguments.seed, arguments.count, arguments.cache)
    for trouble in sorted(score.troubles, reverse=True)[: arguments.troubles]:
        print("   ", trouble)
    print(f"\n{score.files} scanned reports, {score.pages} pages, {score.rejected} rejected")
    print(f"cells right     {percent(score.right, score.cells)} % of {score.cells}")
    print(f"cells unread    {score.unread}")
    print(f"numbers wrong   {score.wrong} of {score.numbers}")
    print(f"characters off  {100 * score.errors / max(1, score.characters):.2f} % of the narrative")
    print(f"CPU a page      {score.seconds / max(1, score.pages):.1f} s")
    if score.wrong > WRONG / 1000 * score.numbers or score.right < RIGHT / 100 * score.cells:
        sys.exit("below what scans must reach")


if __name__ == "__main__":
    main()
