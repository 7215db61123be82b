"""One run: every engine over one archive, side by side on one core."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from govreport_search.settings import Settings
from search import lucene_peer
from search.fts5_peer import NAME as FTS5
from search.fts5_peer import Fts5
from search.mix import Mix
from search.ours import Ours
from search.question import QUESTIONS, Answer, Question, Section
from search.scan_peer import NAME as SCAN
from search.scan_peer import Scan
from search.tantivy_peer import NAME as TANTIVY
from search.tantivy_peer import Tantivy
from search.timing import side_by_side
from search.upkeep import added, built, sizes

SAME, PAGES, WHOLE = "ours: same answer", "ours: our facets", "ours: search()"
ZERO = "requests.new.total=0"
MIXED = 200
ROUNDS = 11
FIRST_PEER_TOP = f"{TANTIVY}: top 20 alone"


class Peer(Protocol):
    """Another engine."""

    def ask(self, question: Question) -> Answer:
        """Best, total, facets."""
        ...

    def note(self) -> str:
        """What its index became."""
        ...


@dataclass
class Results:
    """All that a run measured; seconds and bytes.

    Attributes:
        times: question -> engine -> CPU seconds.
        totals: question -> hits.
        rates: engine -> characters a second of building.
        mix: CPU seconds of each of the mixed queries, with kind and query.
        fresh: what ``search.worker`` says.
        load: processes that wanted a processor while this ran; more than there are processors
            make every time longer, ours and the others' alike.
    """

    reports: int
    load: float = 0.0
    sections: int = 0
    characters: int = 0
    times: dict[str, dict[str, float]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    columns_seconds: float = 0.0
    zero: float = 0.0
    zero_whole: float = 0.0
    statistics: float = 0.0
    mix: list[tuple[float, str, str]] = field(default_factory=list)
    fresh: dict[str, Any] = field(default_factory=dict)
    added: dict[str, Any] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def percentile(self, share: float) -> float:
        """CPU seconds that this share of the mixed queries does not exceed."""
        times = sorted(entry[0] for entry in self.mix)
        return times[min(math.ceil(share * len(times)), len(times)) - 1]


def say(*words: object) -> None:
    """Print with the time of day: a run takes minutes."""
    print(time.strftime("%H:%M:%S"), *words, flush=True)


def pin() -> None:
    """Stay on one core, as everything that is started from here."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def run(settings: Settings, seed: int, reports: int, peers: Sequence[str]) -> Results:
    """Measure everything there is to measure.

    Args:
        peers: which to take along: ``tantivy``, ``fts5``, ``lucene``, ``scan``.
    """
    results = Results(reports)
    ours = Ours(settings)
    say("opened:", ours.note())
    with tempfile.TemporaryDirectory(dir=settings.index_dir.parent) as name:
        folder = Path(name)
        made = built(ours, folder)
        results.rates["ours"], results.columns_seconds = made.rate, made.columns
        say(f"built: {made.rate / 1e6:.2f} M characters a second; columns {made.columns:.1f} s")
        sections = list(ours.sections())
        results.sections = len(sections)
        results.characters = sum(len(section.text) for section in sections)
        others = _peers(folder, sections, peers, results)
        _compare(ours, others, results)
        for question in QUESTIONS:
            _time(ours, others, question, results)
        for peer in others.values():
            if isinstance(peer, lucene_peer.Lucene):
                peer.close()
        _ours_alone(ours, results)
        _mixed(
            ours, seed, [section.text for section in sections[:: len(sections) // 300 + 1]], results
        )
        results.sizes = asdict(sizes(settings, [section.text for section in sections]))
    ours.close()
    results.fresh = _fresh(settings, [query for _, _, query in results.mix])
    say("fresh process:", results.fresh)
    results.added = asdict(added(settings, seed, reports, QUESTIONS[0].query))
    say("100 more:", results.added)
    results.load = os.getloadavg()[2]
    return results


def _peers(
    folder: Path, sections: Sequence[Section], wanted: Sequence[str], results: Results
) -> dict[str, Peer]:
    why = lucene_peer.missing()
    if "lucene" in wanted and why:
        say("Lucene passed over:", why)
    makers: dict[str, tuple[str, Callable[[], Any]]] = {
        "tantivy": (TANTIVY, lambda: Tantivy(folder / "tantivy", sections)),
        "fts5": (FTS5, lambda: Fts5(folder / "fts5.sqlite", sections)),
        "lucene": (lucene_peer.NAME, lambda: lucene_peer.Lucene(folder / "lucene", sections)),
        "scan": (SCAN, lambda: Scan(sections)),
    }
    found: dict[str, Peer] = {}
    for key, (name, make) in makers.items():
        if key not in wanted or (key == "lucene" and why):
            continue
        peer = found[name] = make()
        rate = results.rates[name] = getattr(peer, "rate", 0.0)
        results.notes[name] = peer.note()
        say(f"{name}: {rate / 1e6:.2f} M characters a second, {peer.note()}")
    return found


def _compare(ours: Ours, others: Mapping[str, Peer], results: Results) -> None:
    for question in QUESTIONS:
        answer = ours.ask(question)
        results.totals[question.name] = answer.total
        for name, peer in others.items():
            if difference := answer.differs(peer.ask(question)):
                results.differences.append(f"{name}, {question.name}: {difference}")
                say("DIFFERENT:", results.differences[-1])


def _time(ours: Ours, others: Mapping[str, Peer], question: Question, results: Results) -> None:
    query = question.query
    works: dict[str, Callable[[], Any]] = {
        SAME: lambda: ours.ask(question),
        PAGES: lambda: ours.facetted(query),
        WHOLE: lambda: ours.search(query),
    }
    jvm = None
    for name, peer in others.items():
        if isinstance(peer, lucene_peer.Lucene):
            jvm = peer
        else:
            works[name] = lambda peer=peer: peer.ask(question)
        if isinstance(peer, Tantivy):
            asked = peer.query(question)
            works[FIRST_PEER_TOP] = lambda peer=peer, asked=asked: peer.best(asked)
    times = side_by_side(works, ROUNDS, budget=1.0)
    if jvm is not None:
        times[lucene_peer.NAME] = jvm.seconds(question, ROUNDS)
    results.times[question.name] = times
    said = ", ".join(f"{name} {seconds * 1000:.3f}" for name, seconds in times.items())
    say(f"{question.name} ({results.totals[question.name]}), ms:", said)


def _ours_alone(ours: Ours, results: Results) -> None:
    times = side_by_side(
        {
            "zero": lambda: ours.facetted(ZERO),
            "whole": lambda: ours.search(ZERO),
            "statistics": ours.statistics,
        },
        ROUNDS,
        budget=3.0,
    )
    results.zero, results.zero_whole = times["zero"], times["whole"]
    results.statistics = times["statistics"]
    said = ", ".join(f"{seconds * 1000:.2f}" for seconds in times.values())
    say("zero filter and facets, its search(), statistics, ms:", said)


def _mixed(ours: Ours, seed: int, texts: Sequence[str], results: Results) -> None:
    for kind, query in Mix(seed, texts).queries(MIXED):
        seconds = side_by_side({"": lambda query=query: ours.search(query)}, 3, budget=1.0)[""]
        results.mix.append((seconds, kind, query))
    results.mix.sort(reverse=True)
    say(f"mix: median {results.percentile(0.5):.4f} s, p95 {results.percentile(0.95):.4f} s")
    for seconds, kind, query in results.mix[:12]:
        say(f"  {seconds * 1000:.1f} ms, {kind}: {query}")


def _fresh(settings: Settings, queries: Sequence[str]) -> dict[str, Any]:
    """The better of two processes, as the page cache is to be warm."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "queries.json"
        asked.write_text(json.dumps(queries, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "search.worker", str(settings.index_dir), str(asked)]
        here = str(Path(__file__).parent.parent)
        path = os.pathsep.join([here, str(Path(here).parent), os.environ.get("PYTHONPATH", "")])
        told = [
            json.loads(
                subprocess.run(
                    command,
                    check=True,
                    capture_output=True,
                    encoding="utf-8",
                    env={**os.environ, "PYTHONPATH": path},
                ).stdout
            )
            for _ in range(2)
        ]
    return min(told, key=lambda one: one["first"])


def save(results: Results, folder: Path) -> None:
    """Keep a run, so that the report can show several sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"search-{results.reports}.json"
    path.write_text(json.dumps(asdict(results), ensure_ascii=False, indent=1), encoding="utf-8")


def load(folder: Path) -> list[Results]:
    """All runs that were kept, by size."""
    told = [json.loads(path.read_text("utf-8")) for path in folder.glob("search-*.json")]
    return sorted((Results(**one) for one in told), key=lambda one: one.reports)
