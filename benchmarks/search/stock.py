"""Whoosh as it comes and jieba's words, over an archive of their own run.

Whoosh takes ten times as long to build as everything else together, and words cannot give the
same answer: how many hits they lose, and how many they find that are none, is what is measured.
Written by ``search_speed.py --stock``; too slow for ``make bench``.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import jieba

from govreport_search.settings import Settings
from search.ours import Ours
from search.question import QUESTIONS, Question, Section
from search.results import SAME, Stock
from search.run import beside_store
from search.scan_peer import Scan
from search.tantivy_peer import TantivyWords
from search.timing import say, side_by_side
from search.whoosh_peer import Whoosh, WhooshWords

EACH = 40
"""Random phrases of each kind."""

ROUNDS, BUDGET = 7, 4.0
_QUOTES = set("\"“”＂「」『』'‘’\n")


def run_stock(archive: Settings, seed: int, reports: int) -> Stock:
    """Build the engines over an archive and ask them all questions."""
    with tempfile.TemporaryDirectory(dir=archive.index_dir.parent) as name:
        ours = Ours(beside_store(archive, Path(name) / "index"))
        sections = list(ours.sections())
        results = Stock(reports, len(sections))
        truth = Scan(sections)
        jieba.initialize()
        engines: dict[str, Any] = {SAME: ours}
        makers: tuple[type[Whoosh | TantivyWords], ...] = (Whoosh, WhooshWords, TantivyWords)
        for at, make in enumerate(makers):
            peer = engines[make.name] = make(Path(name) / str(at), sections)
            results.rates[make.name], results.settings[make.name] = peer.rate, make.settings
            say(f"{make.name}: {peer.rate / 1e6:.3f} M characters a second")
        for question in QUESTIONS:
            ask_all(engines, truth, question, results)
        for kind, phrases in random_phrases(seed, sections).items():
            recall(engines, truth, kind, phrases, results)
        for peer in engines.values():
            if isinstance(peer, Whoosh | Ours):
                peer.close()
    results.load = os.getloadavg()[2]
    return results


def ask_all(engines: dict[str, Any], truth: Scan, question: Question, results: Stock) -> None:
    """Times and hits of one question."""
    works: dict[str, Callable[[], Any]] = {
        name: partial(peer.ask, question) for name, peer in engines.items()
    }
    results.times[question.name] = side_by_side(works, ROUNDS, BUDGET)
    true = truth.hits(question)
    counted = results.hits[question.name] = {}
    for name, peer in engines.items():
        own = peer.hits(question)
        counted[name] = len(own), len(true - own), len(own - true)
    say(question.name, len(true), results.times[question.name], counted)


def random_phrases(seed: int, sections: Sequence[Section]) -> dict[str, list[str]]:
    """Phrases that the texts hold, by kind."""
    draw = Random(seed)
    kinds: dict[str, Callable[[str], str]] = {
        "2 to 8 characters anywhere": lambda text: _cut(draw, text, str.isalpha),
        "the same with digits or punctuation": lambda text: _cut(draw, text, _mixed),
        "2 or 3 of jieba's words in a row": lambda text: _words(draw, text),
    }
    made: dict[str, list[str]] = {}
    for kind, make in kinds.items():
        own: list[str] = made.setdefault(kind, [])
        while len(own) < EACH:
            text = draw.choice(sections).text
            if phrase := make(text):
                own.append(phrase)
    return made


def recall(
    engines: dict[str, Any], truth: Scan, kind: str, phrases: Sequence[str], results: Stock
) -> None:
    """How much of what holds some phrases each engine finds, and how much else."""
    found = dict.fromkeys(engines, 0.0)
    wrong = dict(found)
    for phrase in phrases:
        question = Question(phrase, (phrase,))
        true = truth.hits(question)
        for name, peer in engines.items():
            own = peer.hits(question)
            found[name] += len(own & true) / len(true) / len(phrases)
            wrong[name] += len(own - true) / max(len(own), 1) / len(phrases)
    results.found[kind], results.wrong[kind] = found, wrong
    say(kind, found, wrong)


def _cut(draw: Random, text: str, wanted: Callable[[str], bool]) -> str:
    """A piece of a text that is as wanted; empty where none is found soon."""
    for _ in range(50):
        length = draw.randint(2, 8)
        at = draw.randint(0, max(len(text) - length, 0))
        piece = text[at : at + length]
        if len(piece) == length and wanted(piece) and not _QUOTES & set(piece):
            return piece
    return ""


def _mixed(piece: str) -> bool:
    return not piece.isalpha() and " " not in piece


def _words(draw: Random, text: str) -> str:
    words = jieba.lcut(text)
    count = draw.randint(2, 3)
    at = draw.randint(0, max(len(words) - count, 0))
    piece = "".join(words[at : at + count])
    return piece if piece.isalpha() and len(piece) > 2 else ""
