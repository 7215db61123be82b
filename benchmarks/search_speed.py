"""Search beside other engines: ``python benchmarks/search_speed.py --reports 10000``.

Makes an archive of generated reports (kept in the user's cache folder), builds the other
engines' indexes over the same texts, asks all of them the same questions by turns on one core,
compares the answers, and writes docs/performance.md from this run and the kept ones of other
sizes. CPU time, warm, medians; exits with 1 where answers differ.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from search.archive import CACHE, archive
from search.performance import write
from search.run import load, pin, run, save, say

ROOT = Path(__file__).parent.parent
PEERS = ("tantivy", "fts5", "lucene", "scan")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, action="append", help="sizes; 1000 and 10000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", default=",".join(PEERS), help="of " + ", ".join(PEERS))
    parser.add_argument("--runs", type=Path, default=ROOT / "benchmarks" / "search" / "runs")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "performance.md")
    given = parser.parse_args()
    different = False
    pin()
    for reports in given.reports or [1_000, 10_000]:
        say(f"archive of {reports} reports in {CACHE}")
        # In a process of its own: the words it draws from take memory and jieba.
        make = [sys.executable, "-m", "search.archive", str(reports), str(given.seed)]
        subprocess.run(make, check=True, cwd=Path(__file__).parent)
        results = run(archive(given.seed, reports), given.seed, reports, given.peers.split(","))
        save(results, given.runs)
        different |= bool(results.differences)
    said = write(load(given.runs), given.output)
    print(said)
    return int(different)


if __name__ == "__main__":
    sys.exit(main())
