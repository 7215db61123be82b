"""What is to be reached, the rows of issue 4's table in its order, and what was measured."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.results import SAME, TANTIVY, Results

MEDIUM, LARGE = 10_000, 100_000
RARE_FLOOR = 0.0003


@dataclass(frozen=True)
class Measured:
    """One cell of the table.

    Attributes:
        reached: ``None`` where nothing is asked for.
    """

    said: str
    reached: bool | None = None

    def __str__(self) -> str:
        verdict = {True: " PASS", False: " **FAIL**", None: ""}[self.reached]
        return self.said + verdict


Judge = Callable[[Results], Measured]


@dataclass(frozen=True)
class Row:
    """One row of the table.

    Attributes:
        sizes: numbers of reports at which the reach is asked for; elsewhere there is a number
            without a verdict.
    """

    what: str
    reach: str
    judge: Judge
    sizes: Sequence[int] = (MEDIUM, LARGE)

    def measured(self, results: Results) -> Measured:
        """This row in one run."""
        told = self.judge(results)
        return told if results.reports in self.sizes else Measured(told.said)


def against(name: str, most: float, floor: float = 0.0) -> Judge:
    """Our time for a question as a multiple of tantivy's, the answers being the same.

    Args:
        most: the multiple that is allowed; exclusive where it is 1.
        floor: seconds below which the multiple does not matter.
    """

    def judge(results: Results) -> Measured:
        times = results.times[name]
        if TANTIVY not in times:
            return Measured(milli(times[SAME]))
        ratio = times[SAME] / times[TANTIVY]
        reached = ratio < 1 if most == 1 else ratio <= most
        said = f"{milli(times[SAME])} : {milli(times[TANTIVY])} = {ratio:.2f}x"
        return Measured(said, reached or times[SAME] < floor)

    return judge


def below(of: Callable[[Results], float], most: float | dict[int, float]) -> Judge:
    """Seconds that must be below a limit, or below one for each size."""

    def judge(results: Results) -> Measured:
        limit = most.get(results.reports, 0.0) if isinstance(most, dict) else most
        return Measured(milli(of(results)), of(results) < limit)

    return judge


def _build(results: Results) -> Measured:
    ours, peer = results.rates["ours"], results.rates.get(TANTIVY)
    said = f"{ours / 1e6:.2f} M characters/s"
    if not peer:
        return Measured(said)
    when = " (its rate of an earlier run)" if TANTIVY in results.kept else ""
    return Measured(f"{said} = {ours / peer:.1f}x{when}", ours >= 4 * peer)


def _added(results: Results) -> Measured:
    """By the clock on the wall, as users wait for that; writing into the store included."""
    stored, searchable = results.added["stored"][0], results.added["searchable"][0]
    said = f"{stored + searchable:.2f} s (store {stored:.2f}, the rest {searchable:.2f})"
    return Measured(said, stored + searchable < 1)


def _modules(results: Results) -> Measured:
    loaded = results.fresh["modules"]
    return Measured(", ".join(loaded) or "none", not loaded)


def _private(results: Results) -> Measured:
    held = results.fresh["memory"]["private"]
    return Measured(f"{held / 1e6:.0f} MB", held < 400e6)


def _size(parts: Sequence[str], most: float) -> Judge:
    def judge(results: Results) -> Measured:
        ratio = sum(results.sizes[part] for part in parts) / results.sizes["text"]
        return Measured(f"{ratio:.2f}x", ratio < most)

    return judge


FASTER = "faster than tantivy"
ROWS = (
    Row("frequent phrase", "<= 0.5x tantivy", against("frequent phrase", 0.5)),
    Row("medium phrase", FASTER, against("medium phrase", 1)),
    Row("less frequent phrase", FASTER, against("less frequent phrase", 1)),
    Row("phrase + year", FASTER, against("phrase + year", 1)),
    Row("phrase + 新收=0", FASTER, against("phrase + 新收=0", 1)),
    Row("two phrases AND", FASTER, against("two phrases AND", 1)),
    Row("two phrases AND, one frequent", FASTER, against("frequent AND medium", 1)),
    Row("rare phrase", "<= 1.5x tantivy or < 0.3 ms", against("rare phrase", 1.5, RARE_FLOOR)),
    Row(
        "any query, p95 of 200",
        "< 50 ms at 10,000, < 300 ms at 100,000",
        below(lambda results: results.percentile(0.95), {MEDIUM: 0.05, LARGE: 0.3}),
    ),
    Row(
        "zero filter + facets, 100,000",
        "< 10 ms",
        below(lambda results: results.zero, 0.01),
        (LARGE,),
    ),
    Row(
        "statistics over all cells by year, 100,000",
        "< 200 ms",
        below(lambda results: results.statistics, 0.2),
        (LARGE,),
    ),
    Row("index build, tokenising included", ">= 4x tantivy's rate", _build),
    Row("+100 reports searchable", "< 1 s", _added),
    Row(
        "opening and the first answer, 100,000",
        "< 0.1 s beyond imports",
        below(lambda results: float(results.fresh["first"]), 0.1),
        (LARGE,),
    ),
    Row("jieba, web or PDF code that a search loads", "none", _modules),
    Row("private memory of a worker, 100,000", "< 400 MB", _private, (LARGE,)),
    Row("postings / UTF-8 text", "< 1.6x", _size(("postings",), 1.6)),
    Row("folder without SQLite / UTF-8 text", "< 3x", _size(("engine", "columns"), 3.0)),
)


def verdicts(runs: Sequence[Results]) -> str:
    """The table, a column for each run."""
    heads = " | ".join(f"{one.reports:,} reports" for one in runs)
    lines = [f"| what | reach | {heads} |", f"|---|---|{'---|' * len(runs)}"]
    for row in ROWS:
        cells = " | ".join(str(row.measured(one)) for one in runs)
        lines.append(f"| {row.what} | {row.reach} | {cells} |")
    return "\n".join(lines)


def milli(seconds: float) -> str:
    """Seconds as milliseconds with three digits."""
    value = seconds * 1000
    return f"{value:.0f} ms" if value >= 100 else f"{value:.3g} ms"


def busy(load: float) -> str:
    """A warning where others wanted the processors, too."""
    if load <= (os.cpu_count() or 1):
        return ""
    return f" The machine was busy (load {load:.1f}): trust the ratios, not the times."
