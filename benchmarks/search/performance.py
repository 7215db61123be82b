"""docs/performance.md: the numbers of the kept runs beside what is to be reached."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.growth import growth
from search.results import PAGES, SAME, TOP_ALONE, WHOLE, Results, Stock
from search.target import busy, verdicts

SLOWEST = 6

HEAD = """# Performance of search

<!-- Written by `make bench` and `make bench-large` (benchmarks/search_speed.py); do not edit. -->

Generated reports of about 4,000 characters in six sections, with 200 cells each. The texts are
drawn from 30,000 words by Zipf's law, with whole sentences among them; phrases are planted in
27 %, 10 % and 5 % of the sections, and a rare one in three sections altogether. All engines of a
run hold the same sections and give the same answer: the best 20 by BM25, the exact total, and the
hits counted by year, level, province, section and form. Totals and counts are compared and equal;
the best 20 are not compared one by one, because engines weigh a phrase differently (we by the
phrase's own sections, the others by its grams).

Times are CPU time on one core, warm, medians, engines asked by turns in one run. A turn takes 30 ms
or one answer, and before a quick one an answer is not counted: engines leave the processor's
caches full of their own, and the first answer after a plain scan costs ours half as much again.

Machine: {machine}.
"""

VERDICTS = """## What is to be reached

Against tantivy: our time, its time for the same answer, and the ratio. A query of the 200 is a
whole search with snippets from the store, and so is the first answer of a fresh process. The zero
filter counts all seven facets of our pages. *+100 reports* is by the clock on the wall, from
reports that have been read to an answer that counts them, written into the store on the way.

{table}
"""

LEGEND = (
    f"- *{SAME}* is what the peers do. *{PAGES}* is what our pages need: all seven facets, counted"
    f" in reports and each under the other filters. *{WHOLE}* is the whole search with snippets"
    " from the store.\n"
    f"- *{TOP_ALONE}*: tantivy's Python binding looks for the best and for the counts in two"
    " passes; this is the first of them, without any count."
)


def write(runs: Sequence[Results], stocks: Sequence[Stock], output: Path) -> str:
    """Write the document; returns its table of what is to be reached."""
    table = verdicts(runs)
    parts = [HEAD.format(machine=machine()), VERDICTS.format(table=table)]
    parts += [f"## {one.reports:,} reports\n\n{_about(one)}\n\n{_times(one)}\n" for one in runs]
    parts.append(growth(runs))
    parts += [_stock(one) for one in stocks]
    parts.append(_settings(runs, stocks))
    output.write_text("\n".join(parts), encoding="utf-8")
    return table


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


def _about(results: Results) -> str:
    text = results.sizes["text"] / 1e6
    differing = "; ".join(results.differences) or "none"
    took = sum(results.steps.values()) / 60
    return (
        f"{results.sections:,} sections, {results.characters / 1e6:.1f} M characters,"
        f" {text:.0f} MB of UTF-8. Answers that differ: {differing}. The run took {took:.0f}"
        f" minutes.{busy(results.load)}"
    )


def _times(results: Results) -> str:
    """All times of all engines, and what is slow."""
    rates = ", ".join(
        f"{name} {rate / 1e6:.2f}{' (in an earlier run)' if name in results.kept else ''}"
        for name, rate in results.rates.items()
    )
    slow = "\n".join(
        f"| {kind} | `{query.replace('|', chr(92) + '|')}` | {seconds * 1000:.1f} |"
        for seconds, kind, query in results.mix[:SLOWEST]
    )
    return (
        _table(results.times, results.totals)
        + f"\n\nOurs to the fastest of the others: {_fastest(results)}."
        + f"\n\nBuilding, in M characters a second of CPU time: {rates}.\n\n"
        + f"The slowest of the {len(results.mix)} mixed queries:\n\n"
        + f"| kind | query | ms |\n|---|---|---|\n{slow}\n"
    )


def _table(times: dict[str, dict[str, float]], totals: dict[str, int]) -> str:
    """All times of all engines."""
    names = list(next(iter(times.values())))
    lines = [f"| ms | hits | {' | '.join(names)} |", f"|---|---|{'---|' * len(names)}"]
    for question, own in times.items():
        cells = " | ".join(f"{own[name] * 1000:.3f}" for name in names)
        lines.append(f"| {question} | {totals[question]:,} | {cells} |")
    return "\n".join(lines)


def _fastest(results: Results) -> str:
    """The same answer, each question beside the engine that is quickest at it."""
    told = []
    for question, own in results.times.items():
        others = {n: own[n] for n in own if n not in (SAME, PAGES, WHOLE, TOP_ALONE)}
        if others:
            name = min(others, key=others.__getitem__)
            told.append(f"{question} {own[SAME] / others[name]:.2f}x ({name})")
    return ", ".join(told) or "none took part"


def _stock(stock: Stock) -> str:
    """Whoosh as it comes and words of jieba; by hand, as building takes so long."""
    names = list(stock.rates)
    rates = ", ".join(f"{name} {rate / 1e6:.3f}" for name, rate in stock.rates.items())
    totals = {question: one[SAME][0] for question, one in stock.hits.items()}
    # Ours stands above, as it was measured last.
    times = {question: {n: own[n] for n in names} for question, own in stock.times.items()}
    lines = [
        f"## Whoosh as it comes, and words of jieba, {stock.reports:,} reports\n",
        "Measured by hand (`search_speed.py --stock`), as building takes too long for"
        f" `make bench`: {rates} M characters a second of CPU time.{busy(stock.load)}\n",
        f"{_table(times, totals)}\n",
        "Words cannot give the same answer: in context a text is cut into other words than the"
        " phrase, and jieba's analyzer for Whoosh gives a word its character's place, so that"
        " words longer than a character never stand side by side. Sections found, of these wrong,"
        " and missed:\n",
        f"| question | hits | {' | '.join(names)} |",
        f"|---|---|{'---|' * len(names)}",
    ]
    for question, hits in stock.hits.items():
        own = (hits[name] for name in names)
        cells = [f"{found:,}, {wrong:,} wrong, {missed:,} missed" for found, missed, wrong in own]
        lines.append(f"| {question} | {totals[question]:,} | {' | '.join(cells)} |")
    lines += [
        "\nOf random phrases that the texts hold, mean share of their sections that are found:\n",
        f"| phrases | {SAME.partition(':')[0]} | {' | '.join(names)} |",
        f"|---|---|{'---|' * len(names)}",
    ]
    for kind, found in stock.found.items():
        cells = [f"{found[name]:.0%}" for name in (SAME, *names)]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _settings(runs: Sequence[Results], stocks: Sequence[Stock]) -> str:
    every = [*(one.settings for one in runs), *(one.settings for one in stocks)]
    told = {name: said for settings in every for name, said in settings.items()}
    notes = {name: note for one in runs for name, note in one.notes.items() if note}
    lines = [f"- {name}: {said}." for name, said in told.items()]
    lines.append(f"- Became: {'; '.join(f'{name} {note}' for name, note in notes.items())}.")
    return "## Settings of the engines\n\n" + "\n".join([*lines, LEGEND]) + "\n"
