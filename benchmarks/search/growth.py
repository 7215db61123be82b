"""How time and memory grow with the archive, and what one machine holds by that."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from search.question import QUESTIONS
from search.results import SAME, Results
from search.target import milli

MACHINE_BYTES, SYSTEM_BYTES = 16e9, 2e9
WORKERS = 4
Measure = Callable[[Results], float]


def _time(name: str) -> Measure:
    return lambda one: one.times[name][SAME]


def _megabytes(value: float) -> str:
    return f"{value / 1e6:.0f} MB"


def _seconds(value: float) -> str:
    return f"{value:.1f} s"


SHARED = ("engine", "columns")
"""What all workers map, and what a fast answer wants in the page cache."""

ROWS: tuple[tuple[str, Measure, Callable[[float], str]], ...] = (
    *((question.name, _time(question.name), milli) for question in QUESTIONS),
    ("any query, median", lambda one: one.percentile(0.5), milli),
    ("any query, p95", lambda one: one.percentile(0.95), milli),
    ("any query, most", lambda one: one.percentile(1.0), milli),
    ("zero filter, all facets", lambda one: one.zero, milli),
    ("the same as a page of hits", lambda one: one.zero_whole, milli),
    ("statistics over all cells", lambda one: one.statistics, milli),
    ("opening and first answer", lambda one: float(one.fresh["first"]), milli),
    ("private memory after it", lambda one: one.fresh["memory_first"]["private"], _megabytes),
    ("private memory after 200 queries", lambda one: one.fresh["memory"]["private"], _megabytes),
    ("mapped by then", lambda one: one.fresh["memory"]["mapped"], _megabytes),
    ("index built (CPU)", lambda one: one.building["seconds"], _seconds),
    ("most private memory meanwhile", lambda one: one.building["private"], _megabytes),
    ("most resident memory meanwhile", lambda one: one.building["resident"], _megabytes),
    ("columns built (CPU)", lambda one: one.building["columns_seconds"], _seconds),
    ("most private memory of that", lambda one: one.building["columns_private"], _megabytes),
    ("postings", lambda one: one.sizes["postings"], _megabytes),
    ("index folder", lambda one: one.sizes["engine"], _megabytes),
    ("columns folder", lambda one: one.sizes["columns"], _megabytes),
    ("SQLite", lambda one: one.sizes["store"], _megabytes),
)


def growth(runs: Sequence[Results]) -> str:
    """The section of the document."""
    heads = " | ".join(f"{one.reports:,}" for one in runs)
    factors = [f"{after.reports:,} to {before.reports:,}" for before, after in _pairs(runs)]
    lines = [
        "## How it grows\n",
        "Ours; of the questions the same answer as the peers give.\n",
        f"| reports | {' | '.join([heads, *factors])} |",
        f"|---|{'---|' * (len(runs) + len(factors))}",
    ]
    for what, measure, said in ROWS:
        values = [said(measure(one)) for one in runs]
        more = [f"{measure(b) / measure(a):.1f}x" if measure(a) else "" for a, b in _pairs(runs)]
        lines.append(f"| {what} | {' | '.join([*values, *more])} |")
    return "\n".join(lines) + "\n\n" + capacity(runs) + "\n"


def _pairs(runs: Sequence[Results]) -> list[tuple[Results, Results]]:
    return list(itertools.pairwise(runs))


def line(runs: Sequence[Results], measure: Measure) -> tuple[float, float]:
    """Base and slope a report through the smallest and the largest run; no falling lines."""
    small, large = runs[0], runs[-1]
    slope = max((measure(large) - measure(small)) / (large.reports - small.reports), 0.0)
    return measure(large) - slope * large.reports, slope


def capacity(runs: Sequence[Results]) -> str:
    """What a machine holds, by lines through the smallest and the largest run."""
    if len(runs) < 2:
        return "One size alone says nothing about growth."
    base, private = line(runs, lambda one: one.fresh["memory"]["private"])
    large = runs[-1]
    folder = sum(large.sizes[part] for part in SHARED) / large.reports
    holds = (MACHINE_BYTES - SYSTEM_BYTES - WORKERS * base) / (folder + WORKERS * private)
    building, per_report = line(runs, lambda one: one.building["private"])
    built = (MACHINE_BYTES - SYSTEM_BYTES - building) / per_report if per_report else float("inf")
    # The rest of the answer cannot wait for the slower of both to fit.
    most = min(holds, built)

    def then(measure: Measure) -> str:
        start, slope = line(runs, measure)
        return milli(start + slope * most)

    middle = [
        f"At {one.reports:,} reports a worker's private memory by that line would be"
        f" {(base + private * one.reports) / 1e6:.0f} MB; it is"
        f" {one.fresh['memory']['private'] / 1e6:.0f} MB. "
        for one in runs[1:-1]
    ]
    return (
        f"From {runs[0].reports:,} to {large.reports:,} reports a worker's private memory grows by"
        f" {private / 1e3:.2f} kB a report from {base / 1e6:.0f} MB; index and columns, which all"
        f" workers share in the page cache, take {folder / 1e3:.1f} kB a report."
        f" {''.join(middle)}A machine with 16 GB, of which the system keeps 2 GB, with {WORKERS}"
        f" workers and all of index and columns in memory, holds about {_millions(holds)} reports"
        f" of this length; building the index anew, which grows by {per_report / 1e3:.1f} kB a"
        f" report, fits up to {_millions(built)}. At {_millions(most)} reports, by lines through"
        f" the same runs, the frequent phrase would take {then(_time('frequent phrase'))}, p95 of"
        f" any query {then(lambda one: one.percentile(0.95))}, statistics over all cells"
        f" {then(lambda one: one.statistics)}. SQLite stays on disk: a page of hits reads"
        " 20 sections of it."
    )


def _millions(reports: float) -> str:
    return f"{reports / 1e6:.2f} million" if reports < 1e9 else "any number of"
