"""The engines that give our answer: built over the sections of an archive, or opened again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from search import lucene_peer
from search.fts5_peer import Fts5
from search.lucene_peer import Lucene
from search.question import Answer, Question, Section
from search.results import Results
from search.scan_peer import Scan
from search.timing import say

NAMES = ("tantivy", "fts5", "lucene", "scan")
RATE = "rate"
"""File beside a peer's index: characters a second of CPU time that building it took; written
last, so that an index without it is not whole."""


class Peer(Protocol):
    """Another engine."""

    name: str
    settings: str

    def ask(self, question: Question) -> Answer:
        """Best, total, facets."""
        ...

    def note(self) -> str:
        """What its index became."""
        ...


class Built(Peer, Protocol):
    """An engine with an index in a folder; ``rate`` is 0 where that stood before."""

    rate: float


Builder = Callable[[Path, Iterable[Section] | None], Built]


def _tantivy(folder: Path, sections: Iterable[Section] | None) -> Built:
    from search.tantivy_peer import Tantivy  # the only one that is not on every machine

    return Tantivy(folder, sections)


BUILDERS: dict[str, Builder] = {
    "tantivy": _tantivy,
    "fts5": lambda folder, sections: Fts5(folder / "fts5.sqlite", sections),
    "lucene": Lucene,
}


def peers(
    folder: Path, sections: Sequence[Section], wanted: Sequence[str], results: Results
) -> dict[str, Peer]:
    """The engines by name, at work; those whose index stands in ``folder`` are not built anew.

    Args:
        wanted: of ``NAMES``.
    """
    found: list[Peer] = []
    why = lucene_peer.missing()
    if "lucene" in wanted and why:
        say("Lucene passed over:", why)
    for key, builder in BUILDERS.items():
        if key in wanted and not (key == "lucene" and why):
            peer = _standing(folder / key, builder, sections, results)
            say(f"{peer.name}: {results.rates[peer.name] / 1e6:.2f} M characters a second")
            found.append(peer)
    if "scan" in wanted:
        found.append(Scan(sections))
    for engine in found:
        results.notes[engine.name] = engine.note()
        results.settings[engine.name] = engine.settings
    return {engine.name: engine for engine in found}


def _standing(
    folder: Path, builder: Builder, sections: Iterable[Section], results: Results
) -> Built:
    rate = folder / RATE
    if rate.exists():
        peer = builder(folder, None)
        results.rates[peer.name] = float(rate.read_text())
        results.kept.append(peer.name)
        return peer
    shutil.rmtree(folder, ignore_errors=True)
    peer = builder(folder, sections)
    results.rates[peer.name] = peer.rate
    rate.write_text(str(peer.rate))
    return peer
