"""Files per minute and memory per worker, for each kind: ``python benchmarks/ingest_speed.py``.

Whole runs of the indexer over generated files, store and full-text index included, each into an
index of its own: with one worker, with one for each processor, and once more without a change.
Memory is the most that a worker ever held. Files of images are few: each takes minutes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from govreport_search.settings import Settings
from indexer import crew
from indexer.build import build
from indexer.discover import IMAGE_SUFFIXES, READABLE_SUFFIXES

ROOT = Path(__file__).parent.parent
INTRODUCTION = """# Speed of reading

Files per minute of `govreport index`, by kind: generated reports of four to eight pages, the
whole run with store and full-text index, which for few files is a good part of it. `unchanged` is
a second run over the same files; MB is the most memory that a worker ever held. Files whose
tables are images go through OCR, which takes seconds a page. Made by
`python benchmarks/ingest_speed.py`, which `make bench-accuracy` runs, on the machine it runs on.

"""

SCANS = 2
"""Files of a kind that needs OCR."""


def kinds(corpus: Path) -> Iterator[tuple[str, list[Path]]]:
    """Folders of a corpus, each with its files."""
    for folder in sorted(path for path in corpus.iterdir() if path.is_dir()):
        files = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in READABLE_SUFFIXES]
        made_by_ocr = "scan" in folder.name or "image" in folder.name
        made_by_ocr |= bool(files) and files[0].suffix.lower() in IMAGE_SUFFIXES
        if files:
            yield folder.name, files[:SCANS] if made_by_ocr else files


def timed(files: list[Path], index: Path, jobs: int) -> tuple[float, int, int]:
    """Seconds, reports that were read or found unchanged, refusals."""
    begin = time.monotonic()
    summary = build(files, Settings(index), jobs=jobs)
    read = summary.indexed + summary.unchanged
    return time.monotonic() - begin, read, len(summary.rejected)


class Memory:
    """Notes the most that any worker held."""

    def __init__(self) -> None:
        self.most = 0
        self._read = crew._Worker.read

    def __enter__(self) -> Memory:
        memory = self

        def read(worker, task, limits):
            reading = memory._read(worker, task, limits)
            memory.most = max(memory.most, reading.resident)
            return reading

        crew._Worker.read = read
        return self

    def __exit__(self, *_: object) -> None:
        crew._Worker.read = self._read


def row(name: str, files: list[Path], jobs: int) -> str:
    """A line of the table."""
    with tempfile.TemporaryDirectory() as folder, Memory() as memory:
        one, read, refused = timed(files, Path(folder) / "one", 1)
        several, _, _ = timed(files, Path(folder) / "several", jobs)
        again, _, _ = timed(files, Path(folder) / "several", jobs)
    rates = [f"{60 * len(files) / seconds:.0f}" for seconds in (one, several, again)]
    held = f"{memory.most / 1024**2:.0f}" if memory.most else "(none)"
    return " | ".join([name, str(len(files)), str(read), str(refused), *rates, held])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="made by corpus.py; without it one is made")
    parser.add_argument("--count", type=int, default=24, help="files of each kind to make")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "speed.md")
    given = parser.parse_args()
    jobs = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        corpus = given.corpus or Path(folder)
        if not given.corpus:
            make = [sys.executable, str(ROOT / "benchmarks" / "corpus.py"), "--output", folder]
            subprocess.run([*make, "--count", str(given.count)], check=True, capture_output=True)
        lines = [
            f"| kind | files | reports | refused | 1 worker | {jobs} workers | unchanged | MB |",
            "|---|---|---|---|---|---|---|---|",
        ]
        print("\n".join(lines), flush=True)
        for name, files in kinds(corpus):
            lines.append(f"| {row(name, files, jobs)} |")
            print(lines[-1], flush=True)
    given.output.write_text(INTRODUCTION + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
