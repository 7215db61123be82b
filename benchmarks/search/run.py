"""One run: every engine over one archive, side by side on one core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from govreport_search.settings import Settings
from search.lucene_peer import Lucene
from search.mix import Mix
from search.ours import Ours
from search.peers import Peer, peers
from search.question import QUESTIONS, Question
from search.results import PAGES, SAME, TOP_ALONE, WHOLE, Results
from search.timing import say, side_by_side
from search.upkeep import added, sizes

ZERO = "requests.new.total=0"
MIXED = 200
ROUNDS, BUDGET = 11, 1.0
OF_MIX = 300
"""About how many sections the mixed queries take their words from."""


def pin() -> None:
    """Stay on one core, as everything that is started from here."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def run(
    archive: Settings, seed: int, reports: int, wanted: Sequence[str], reuse: bool = False
) -> Results:
    """Measure everything there is to measure.

    Args:
        archive: its store is read; index and columns are built in a folder beside it.
        wanted: which engines to take along: ``tantivy``, ``fts5``, ``lucene``, ``scan``.
        reuse: keep the other engines' indexes, and use those that an earlier run has kept.
    """
    results = Results(reports)
    beside = archive.index_dir.parent
    with tempfile.TemporaryDirectory(dir=beside) as name:
        settings = beside_store(archive, Path(name) / "index")
        with _step(results, "building ours"):
            results.building = _other("building", str(archive.index_dir), str(settings.index_dir))
            results.rates["ours"] = results.building["rate"]
        ours = Ours(settings)
        kept = beside / f"peers-{archive.index_dir.name}"
        _measure(ours, seed, kept if reuse else Path(name) / "peers", wanted, results)
        ours.close()
        with _step(results, "fresh processes"):
            results.fresh = _fresh(settings, [query for _, _, query in results.mix])
        with _step(results, "100 more reports"):
            results.added = asdict(added(settings, seed, reports, QUESTIONS[0].query))
    results.load = os.getloadavg()[2]
    return results


def beside_store(archive: Settings, folder: Path) -> Settings:
    """A new index folder over an archive's store, whose own folder stays as it was made."""
    settings = Settings(folder)
    settings.index_dir.mkdir()
    settings.store_path.symlink_to(archive.store_path.resolve())
    return settings


def _measure(ours: Ours, seed: int, folder: Path, wanted: Sequence[str], results: Results) -> None:
    """What is measured in this process, which holds all texts."""
    with _step(results, "reading the texts"):
        sections = list(ours.sections())
    results.sections = len(sections)
    results.characters = sum(len(section.text) for section in sections)
    with _step(results, "building the others"):
        others = peers(folder, sections, wanted, results)
    with _step(results, "comparing"):
        _compare(ours, others, results)
    with _step(results, "side by side"):
        for question in QUESTIONS:
            _time(ours, others, question, results)
    for peer in others.values():
        if isinstance(peer, Lucene):
            peer.close()
    with _step(results, "ours alone"):
        _ours_alone(ours, results)
        _mixed(ours, seed, [s.text for s in sections[:: len(sections) // OF_MIX + 1]], results)
    results.sizes = asdict(sizes(ours.settings, sections))


@contextmanager
def _step(results: Results, name: str) -> Iterator[None]:
    begin = time.monotonic()
    yield
    results.steps[name] = time.monotonic() - begin
    say(f"{name}: {results.steps[name]:.0f} s")


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
        if isinstance(peer, Lucene):
            jvm = peer
        else:
            works[name] = partial(peer.ask, question)
        if alone := getattr(peer, "alone", None):
            works[TOP_ALONE] = alone(question)
    times = side_by_side(works, ROUNDS, BUDGET)
    if jvm is not None:
        times[jvm.name] = jvm.seconds(question, ROUNDS)
    results.times[question.name] = times
    said = ", ".join(f"{name} {seconds * 1000:.3f}" for name, seconds in times.items())
    say(f"{question.name} ({results.totals[question.name]}), ms:", said)


def _ours_alone(ours: Ours, results: Results) -> None:
    works: dict[str, Callable[[], Any]] = {
        "zero": lambda: ours.facetted(ZERO),
        "whole": lambda: ours.search(ZERO),
        "statistics": ours.statistics,
    }
    times = side_by_side(works, ROUNDS, 3 * BUDGET)
    results.zero, results.zero_whole = times["zero"], times["whole"]
    results.statistics = times["statistics"]
    said = ", ".join(f"{seconds * 1000:.2f}" for seconds in times.values())
    say("zero filter and facets, its search(), statistics, ms:", said)


def _mixed(ours: Ours, seed: int, texts: Sequence[str], results: Results) -> None:
    for kind, query in Mix(seed, texts).queries(MIXED):
        works: dict[str, Callable[[], Any]] = {"": partial(ours.search, query)}
        results.mix.append((side_by_side(works, 3, BUDGET)[""], kind, query))
    results.mix.sort(reverse=True)
    say(f"mix: median {results.percentile(0.5):.4f} s, p95 {results.percentile(0.95):.4f} s")
    for seconds, kind, query in results.mix[:12]:
        say(f"  {seconds * 1000:.1f} ms, {kind}: {query}")


def _fresh(settings: Settings, queries: Sequence[str]) -> dict[str, Any]:
    """The better of two processes, as the page cache is to be warm."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "queries.json"
        asked.write_text(json.dumps(queries, ensure_ascii=False), encoding="utf-8")
        told = [_other("worker", str(settings.index_dir), str(asked)) for _ in range(2)]
    return min(told, key=lambda one: float(one["first"]))


def _other(module: str, *words: str) -> dict[str, Any]:
    """What a module of ours says in a process of its own, as JSON."""
    here = str(Path(__file__).parent.parent)
    path = os.pathsep.join([here, str(Path(here).parent), os.environ.get("PYTHONPATH", "")])
    said = subprocess.run(
        [sys.executable, "-m", f"search.{module}", *words],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
    ).stdout
    say(f"{module}:", said.strip())
    told: dict[str, Any] = json.loads(said)
    return told
