"""What a run has measured, and how it is kept."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SAME, PAGES, WHOLE = "ours: same answer", "ours: our facets", "ours: search()"
"""Depths of our own answer."""

TANTIVY = "tantivy"
"""The engine whose times ours are held against."""

TOP_ALONE = f"{TANTIVY}: top 20 alone"
"""The first of its two passes."""


@dataclass
class Results:
    """All that a run measured; seconds and bytes.

    Attributes:
        times: question -> engine -> CPU seconds.
        totals: question -> hits.
        rates: engine -> characters a second of building.
        kept: engines whose index was built by an earlier run, with their rates.
        building: what ``search.building`` says.
        zero: CPU seconds of ``ZERO`` with all facets of our pages; ``zero_whole`` with the hits.
        mix: CPU seconds of each of the mixed queries, with kind and query.
        fresh: what ``search.worker`` says.
        added: what ``search.upkeep.added`` says.
        load: processes that wanted a processor while this ran; more than there are processors
            make every time longer, ours and the others' alike.
        steps: wall seconds of each step of the run.
    """

    reports: int
    load: float = 0.0
    sections: int = 0
    characters: int = 0
    times: dict[str, dict[str, float]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    building: dict[str, float] = field(default_factory=dict)
    zero: float = 0.0
    zero_whole: float = 0.0
    statistics: float = 0.0
    mix: list[tuple[float, str, str]] = field(default_factory=list)
    fresh: dict[str, Any] = field(default_factory=dict)
    added: dict[str, Any] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)

    def percentile(self, share: float) -> float:
        """CPU seconds that this share of the mixed queries does not exceed."""
        times = sorted(entry[0] for entry in self.mix)
        return times[min(math.ceil(share * len(times)), len(times)) - 1]


@dataclass
class Stock:
    """What ``search.stock`` measured; seconds and characters a second.

    Attributes:
        rates: engine -> characters a second of building, CPU time.
        times: question -> engine -> CPU seconds.
        hits: question -> engine -> how many sections it finds, how many of the true ones it
            misses, how many it finds that do not hold what was asked for.
        found: kind of random phrase -> engine -> mean share of the true sections that it finds.
        wrong: the same, mean share of what it finds that does not hold the phrase.
    """

    reports: int
    sections: int = 0
    load: float = 0.0
    rates: dict[str, float] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    times: dict[str, dict[str, float]] = field(default_factory=dict)
    hits: dict[str, dict[str, tuple[int, int, int]]] = field(default_factory=dict)
    found: dict[str, dict[str, float]] = field(default_factory=dict)
    wrong: dict[str, dict[str, float]] = field(default_factory=dict)


def save(results: Results, folder: Path) -> None:
    """Keep a run, so that the report can show several sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"search-{results.reports}.json"
    path.write_text(json.dumps(asdict(results), ensure_ascii=False, indent=1), encoding="utf-8")


def load(folder: Path) -> list[Results]:
    """All runs that were kept, by size."""
    told = [json.loads(path.read_text("utf-8")) for path in folder.glob("search-*.json")]
    return sorted((Results(**one) for one in told), key=lambda one: one.reports)


def save_stock(results: Stock, folder: Path) -> None:
    """Keep the run."""
    path = folder / f"stock-{results.reports}.json"
    path.write_text(json.dumps(asdict(results), ensure_ascii=False, indent=1), encoding="utf-8")


def load_stock(folder: Path) -> list[Stock]:
    """The runs that were kept, by size."""
    told = [json.loads(path.read_text("utf-8")) for path in folder.glob("stock-*.json")]
    return sorted((Stock(**one) for one in told), key=lambda one: one.reports)
