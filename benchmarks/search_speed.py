"""Search beside other engines: ``python benchmarks/search_speed.py --reports 10000``.

Makes an archive of generated reports (kept in the user's cache folder), builds our index and the
other engines' over the same texts, asks all of them the same questions by turns on one core,
compares the answers, and writes docs/performance.md from this run and the kept ones of other
sizes. CPU time, warm, medians; exits with 1 where answers differ. With ``--stock`` it takes Whoosh
as it comes and words of jieba instead of the others.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from search.archive import CACHE, archive
from search.peers import NAMES
from search.performance import write
from search.results import load, load_stock, save, save_stock
from search.run import pin, run
from search.stock import run_stock
from search.timing import say

ROOT = Path(__file__).parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, action="append", help="sizes; 1000 and 10000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", default=",".join(NAMES), help="of " + ", ".join(NAMES))
    parser.add_argument(
        "--reuse", action="store_true", help="keep the others' indexes, use those that were kept"
    )
    parser.add_argument("--stock", action="store_true", help="Whoosh as it comes, jieba's words")
    parser.add_argument("--report-only", action="store_true", help="write the kept runs down")
    parser.add_argument("--runs", type=Path, default=ROOT / "benchmarks" / "search" / "runs")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "performance.md")
    given = parser.parse_args()
    different = False
    pin()
    for reports in () if given.report_only else given.reports or (1_000, 10_000):
        say(f"archive of {reports} reports in {CACHE}")
        # In a process of its own: the words it draws from take memory and jieba.
        make = [sys.executable, "-m", "search.archive", str(reports), str(given.seed)]
        subprocess.run(make, check=True, cwd=Path(__file__).parent)
        made = archive(given.seed, reports)
        if given.stock:
            save_stock(run_stock(made, given.seed, reports), given.runs)
        else:
            results = run(made, given.seed, reports, given.peers.split(","), given.reuse)
            save(results, given.runs)
            different |= bool(results.differences)
    print(write(load(given.runs), load_stock(given.runs), given.output))
    return int(different)


if __name__ == "__main__":
    sys.exit(main())
