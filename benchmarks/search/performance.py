"""docs/performance.md: the numbers of the kept runs beside what is to be reached."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from search import fts5_peer, lucene_peer, scan_peer, tantivy_peer
from search.question import QUESTIONS
from search.run import FIRST_PEER_TOP, PAGES, SAME, TANTIVY, WHOLE, Results
from search.target import Line, against, below, milli, table

LARGE, MEDIUM = 100_000, 10_000
HALF_AT = (MEDIUM, LARGE)
MOST = {"frequent phrase": 0.5, "rare phrase": 1.5}
RARE_FLOOR = 0.0003
MACHINE_BYTES, SYSTEM_BYTES = 16e9, 2e9
WORKERS = 4

HEAD = """# Performance of search

<!-- Written by `make bench` and `make bench-large` (benchmarks/search_speed.py); do not edit. -->

Generated reports of about 4,000 characters in six sections, with 200 cells each. The texts are
drawn from 30,000 words by Zipf's law, with whole sentences among them; phrases are planted in
27 %, 10 % and 5 % of the sections, and a rare one in three sections altogether. All engines of a
run hold the same sections and give the same answer: the best 20 by BM25, the exact total, and the
hits counted by year, level, province, section and form. Totals and counts are compared and equal;
the best 20 are not compared one by one, because engines weigh a phrase differently (we by the
phrase's own sections, the others by its grams).

Times are CPU time on one core, warm, medians, engines asked by turns in one run. *Same answer* is
what the peers do; *our facets* is what our pages need: all seven facets, counted in reports and
each under the other filters; *search()* is the whole search with snippets from the store. A
verdict is about *our facets*, which is more work than the peers' answer.

Machine: {machine}.
"""


def write(runs: Sequence[Results], output: Path) -> str:
    """Write the document; returns its tables."""
    parts = [HEAD.format(machine=machine())]
    said = []
    for results in runs:
        lines = verdicts(results)
        said.append(f"{results.reports} reports\n{table(lines)}")
        parts.append(f"## {results.reports:,} reports\n\n{_about(results)}\n\n{_times(results)}\n")
        parts.append(f"{table(lines)}\n")
    parts.append(_growth(runs))
    parts.append(_settings(runs))
    output.write_text("\n".join(parts), encoding="utf-8")
    return "\n\n".join(said)


def machine() -> str:
    """This machine in a line."""
    model = platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        names = [line for line in described.read_text().splitlines() if "model name" in line]
        model = names[0].split(":")[1].strip() if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    python = f"Python {platform.python_version()}, numpy {np.__version__}"
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()}, {python}"


def verdicts(results: Results) -> list[Line]:
    """The table of what is to be reached; what is asked for at another size has no verdict."""
    large = results.reports >= LARGE
    lines = [_question(results, question.name) for question in QUESTIONS]
    if results.reports < MEDIUM:
        lines = [replace(line, target="", reached=None) for line in lines]
    lines += [
        below("any query (p95 of 200)", results.percentile(0.95), _mix_limit(results.reports)),
        Line("any query (median, most)", _two(results.percentile(0.5), results.percentile(1.0))),
        below("zero filter + facets", results.zero, 0.010 if large else None),
        below("statistics over all cells by year", results.statistics, 0.2 if large else None),
        _build(results),
        Line("columns made", f"{results.columns_seconds:.1f} s"),
        _added("+100 reports: index, columns, answer", results.added["searchable"], 1.0),
        _added("+100 reports: into the store before", results.added["stored"], None),
        below("opening and first answer", results.fresh["first"], 0.1 if large else None),
        _modules(results),
        below(
            "private memory of a worker",
            results.fresh["memory"]["private"],
            400e6 if large else None,
            "MB",
        ),
        Line("shared maps of a worker", f"{results.fresh['memory']['mapped'] / 1e6:.0f} MB"),
        _size("postings / UTF-8 text", results, ("postings",), 1.6),
        _size("folder without SQLite / text", results, ("engine", "columns"), 3.0),
        _size("SQLite / text", results, ("store",), None),
    ]
    return lines


def _question(results: Results, name: str) -> Line:
    times = results.times[name]
    ours, peer = times[PAGES], times.get(TANTIVY)
    if peer is None:
        return Line(name, milli(ours))
    most = MOST.get(name, 1)
    return against(name, ours, peer, most, RARE_FLOOR if name.startswith("rare") else 0.0)


def _mix_limit(reports: int) -> float | None:
    return {MEDIUM: 0.050, LARGE: 0.300}.get(reports)


def _build(results: Results) -> Line:
    ours, peer = results.rates["ours"], results.rates.get(TANTIVY)
    said = f"{ours / 1e6:.2f} M characters/s"
    if not peer:
        return Line("index build", said)
    return Line("index build", f"{said} = {ours / peer:.1f}x", ">= 4x tantivy", ours >= 4 * peer)


def _added(what: str, seconds: Sequence[float], most: float | None) -> Line:
    """The verdict is about the clock on the wall, as users wait for that."""
    line = below(what, seconds[0], most, "s")
    return replace(line, measured=f"{line.measured} ({seconds[1]:.2f} s of CPU)")


def _modules(results: Results) -> Line:
    loaded = results.fresh["modules"]
    said = ", ".join(loaded) or "none"
    return Line("jieba, web or PDF code loaded by a search", said, "none", not loaded)


def _size(what: str, results: Results, parts: Sequence[str], most: float | None) -> Line:
    ratio = sum(results.sizes[part] for part in parts) / results.sizes["text"]
    return below(what, ratio, most, "x")


def _two(one: float, other: float) -> str:
    return f"{milli(one)}, {milli(other)}"


def _about(results: Results) -> str:
    text = results.sizes["text"] / 1e6
    busy = ""
    if results.load > (os.cpu_count() or 1):
        busy = f" The machine was busy (load {results.load:.0f}): trust the ratios, not the times."
    differing = "; ".join(results.differences) or "none"
    return (
        f"{results.sections:,} sections, {results.characters / 1e6:.1f} M characters,"
        f" {text:.0f} MB of UTF-8. Answers that differ: {differing}.{busy}"
    )


def _times(results: Results) -> str:
    """All times of all engines, with the multiple of ours."""
    names = list(next(iter(results.times.values())))
    lines = [f"| ms | hits | {' | '.join(names)} |", f"|---|---|{'---|' * len(names)}"]
    for question, times in results.times.items():
        own = " | ".join(f"{times[name] * 1000:.3f}" for name in names)
        lines.append(f"| {question} | {results.totals[question]:,} | {own} |")
    rates = ", ".join(f"{name} {rate / 1e6:.2f}" for name, rate in results.rates.items() if rate)
    slow = "\n".join(
        f"| {kind} | `{query.replace('|', chr(92) + '|')}` | {seconds * 1000:.1f} |"
        for seconds, kind, query in results.mix[:6]
    )
    return (
        "\n".join(lines)
        + f"\n\nBuilding, in M characters a second of CPU time: {rates}.\n\n"
        + f"The slowest of the {len(results.mix)} mixed queries:\n\n"
        + f"| kind | query | ms |\n|---|---|---|\n{slow}\n"
    )


def _growth(runs: Sequence[Results]) -> str:
    lines = [
        "## How it grows\n",
        "| reports | frequent phrase | p95 of any query | statistics | opening and first answer"
        " | private memory | index and columns | SQLite |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in runs:
        folder = one.sizes["engine"] + one.sizes["columns"]
        cells = (
            f"{one.reports:,}",
            milli(one.times["frequent phrase"][PAGES]),
            milli(one.percentile(0.95)),
            milli(one.statistics),
            milli(one.fresh["first"]),
            f"{one.fresh['memory']['private'] / 1e6:.0f} MB",
            f"{folder / 1e6:.0f} MB",
            f"{one.sizes['store'] / 1e6:.0f} MB",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n\n" + _capacity(runs) + "\n"


def _capacity(runs: Sequence[Results]) -> str:
    """What a machine holds, by the slope between the smallest and the largest run."""
    if len(runs) < 2:
        return "One size alone says nothing about growth."
    small, large = runs[0], runs[-1]
    more = large.reports - small.reports

    def slope(of: str) -> float:
        return (large.fresh["memory"][of] - small.fresh["memory"][of]) / more

    private = max(slope("private"), 0.0)
    base = large.fresh["memory"]["private"] - private * large.reports
    folder = sum(large.sizes[part] for part in ("postings", "columns")) / large.reports
    left = MACHINE_BYTES - SYSTEM_BYTES - WORKERS * base
    holds = left / (folder + WORKERS * private)
    return (
        f"From {small.reports:,} to {large.reports:,} reports a worker's private memory grows by"
        f" {private / 1e3:.2f} kB a report from {base / 1e6:.0f} MB; postings and columns, which"
        f" all workers share in the page cache, by {folder / 1e3:.1f} kB a report. A machine with"
        f" 16 GB, of which the system keeps 2 GB, with {WORKERS} workers and all postings and"
        f" columns in memory, holds about {holds / 1e6:.2f} million reports of this length. Texts"
        " and SQLite stay on disk: a page of hits reads 20 sections of them."
    )


def _settings(runs: Sequence[Results]) -> str:
    peers = (tantivy_peer, fts5_peer, lucene_peer, scan_peer)
    lines = [f"- {peer.NAME}: {peer.SETTINGS}." for peer in peers]
    notes = {name: note for one in runs for name, note in one.notes.items() if note}
    lines.append(f"- Became: {'; '.join(f'{name} {note}' for name, note in notes.items())}.")
    lines.append(
        f"- *{FIRST_PEER_TOP}*: tantivy's Python binding looks for the best and for the counts in"
        " two passes; this is the first of them, without any count."
    )
    lines.append(f"- *{SAME}*, *{PAGES}*, *{WHOLE}*: see above.")
    return "## Settings of the engines\n\n" + "\n".join(lines) + "\n"
