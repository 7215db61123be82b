"""Generated reports in an index, and which sentences are known to stand in their sections."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import indexer.sample
from govreport_search.domain import Identity, Place, Report, Section
from govreport_search.store import Store
from govreport_search.store.record import NewReport, ReadFile, SourceFile
from indexer.sample import SampleReport, generate

HERE = Path(__file__).parent
DATA = Path(indexer.sample.__file__).parent / "data"

Key = tuple[str, str]
"""Report and section."""


@dataclass(frozen=True)
class Judged:
    """A question and the grade (1 to 3) of each section that has one; of all others it is 0."""

    ask: str
    grades: Mapping[Key, int]


@dataclass(frozen=True)
class Sentence:
    """A sentence of the generator, and the theme it belongs to, ``None`` for a loose one."""

    template: str
    theme: int | None

    def pattern(self) -> re.Pattern[str]:
        """Every sentence that the generator makes of it."""
        pieces = re.split(r"(\[[^\[\]]*\]|\{\w+\})", self.template)
        return re.compile("".join(map(_piece, pieces)))


def _piece(piece: str) -> str:
    if piece.startswith("["):
        choices = (re.sub(r"\\\{\w+\\\}", ".+?", re.escape(c)) for c in piece[1:-1].split("|"))
        return f"(?:{'|'.join(choices)})"
    return r"[^，。；]+?" if piece.startswith("{") else re.escape(piece)


def sentences() -> tuple[Sentence, ...]:
    """Every sentence that a generated report may hold."""
    themes = tomllib.loads((DATA / "themes.toml").read_text(encoding="utf-8"))["theme"]
    of_themes = [Sentence(s, n) for n, theme in enumerate(themes) for s in theme["sentences"]]
    loose = tomllib.loads((DATA / "narrative.toml").read_text(encoding="utf-8"))
    return (*of_themes, *(Sentence(s, None) for s in _texts(loose)))


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def fill(store: Store, seed: int, count: int) -> dict[Key, str]:
    """Put generated reports into a store; gives their sections' texts."""
    texts: dict[Key, str] = {}
    with store.writing() as writer:
        for made in generate(seed, count):
            report = _report(made)
            sha256 = hashlib.sha256(made.text.encode()).hexdigest()
            file = ReadFile(sha256, "text", "utf-8", made.text)
            new = NewReport(made.name, sha256, report, (file,), ())
            writer.put(new, [SourceFile(f"/{made.name}", made.name, sha256, len(made.text))])
            texts |= {(made.name, s.id): s.printed for s in report.sections}
    return texts


def _report(made: SampleReport) -> Report:
    body = made.body
    sections = []
    for section in made.sections:
        printed = "\n".join(section.paragraphs)
        places = tuple(Place(line=1, end_line=1) for _ in printed.split("\n"))
        sections.append(Section(section.id, section.id, printed, places[0], places))
    identity = Identity(
        title=made.name,
        agency=body.name,
        level=body.level,
        kind=body.kind,
        function=body.function,
        region=body.region,
        year=made.year,
    )
    return Report(identity, "", tuple(sections), (), (), ())


def judged(texts: Mapping[Key, str]) -> list[Judged]:
    """Every question with the grades that what was planted gives the sections."""
    known = sentences()
    patterns = {sentence: sentence.pattern() for sentence in known}
    held = {
        key: {s for s, pattern in patterns.items() if pattern.search(text)}
        for key, text in texts.items()
        if text
    }
    asked = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))["question"]
    return [Judged(q["ask"], dict(_grades(q, known, held))) for q in asked]


def _grades(
    question: Mapping[str, list[str]],
    known: Sequence[Sentence],
    held: Mapping[Key, set[Sentence]],
) -> Iterator[tuple[Key, int]]:
    best = {_one(piece, known) for piece in question["best"]}
    near = {_one(piece, known) for piece in question.get("near", ())}
    themes = {sentence.theme for sentence in best} - {None}
    theme = {sentence for sentence in known if sentence.theme in themes}
    for key, own in held.items():
        if grade := 3 if own & best else 2 if own & theme else 1 if own & near else 0:
            yield key, grade


def _one(piece: str, known: Sequence[Sentence]) -> Sentence:
    (found,) = (sentence for sentence in known if piece in sentence.template)
    return found
