"""Lucene 8.7 on 2-grams, from Debian's liblucene8-java; passed over where that or Java is missing.

Its NGramTokenizer gives grams positions one by one. Set up as its documentation advises for an
index that does not change: 512 MB of buffer, merged into one segment, facets by sorted-set doc
values. It runs in a process of its own on the same core and measures its own thread's CPU time;
its query cache is off, as the same question is asked again and again here.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from search.question import Answer, Question, Section

JARS = [
    Path(f"/usr/share/java/lucene-{name}-8.7.0.jar")
    for name in ("core", "facet", "analyzers-common")
]
WARM = 300
"""Times that a question is asked before it is measured, so that the JVM has compiled it."""


def missing() -> str:
    """Why Lucene cannot take part; empty where it can."""
    if not shutil.which("java"):
        return "java is not installed"
    lacking = [path.name for path in JARS if not path.exists()]
    return f"{', '.join(lacking)} missing (Debian: liblucene8-java)" if lacking else ""


class Lucene:
    """An index in a folder, held by a JVM."""

    name = "Lucene 8.7"
    settings = (
        "NGramTokenizer(2, 2), positions; 512 MB buffer; one segment; "
        "SortedSetDocValuesFacetCounts; TopScoreDocCollector; no query cache; JVM -Xmx4g; asked in "
        "a row after 300 times to warm up; CPU time of its thread alone, not of the JVM's compiler "
        "and collector"
    )

    def __init__(self, folder: Path, sections: Iterable[Section] | None = None) -> None:
        source = Path(__file__).with_name("LucenePeer.java")
        path = ":".join(map(str, JARS))
        self._process = subprocess.Popen(
            ["java", "-Xmx4g", "-XX:+UseSerialGC", "-cp", path, str(source), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._warm: set[Question] = set()
        self.rate = self._build(sections) if sections is not None else 0.0

    def _build(self, sections: Iterable[Section]) -> float:
        """Characters a second of CPU time, tokenising included, the last merge not."""
        characters = 0
        for section in sections:
            text = section.text.translate(_BLANKS)
            self._say("D", section.key, section.new, *section.values, text)
            characters += len(text)
        self._say("C")
        return characters / int(self._heard()) * 1e9

    def ask(self, question: Question) -> Answer:
        """Best, total and facets."""
        return self._asked(question, 1)[1]

    def seconds(self, question: Question, repeat: int) -> float:
        """CPU seconds of its thread, the median of some times."""
        if question not in self._warm:
            self._warm.add(question)
            self._asked(question, WARM)
        return self._asked(question, repeat)[0]

    def _asked(self, question: Question, repeat: int) -> tuple[float, Answer]:
        self._say("Q", repeat, question.year, int(question.zero_new), *question.phrases)
        nanoseconds, total, keys, *facets = self._heard().split("\t")
        counts = tuple(
            {
                name: int(count)
                for name, _, count in (e.rpartition("=") for e in one.split(";")[:-1])
            }
            for one in facets
        )
        best = [int(key) for key in keys.split(",") if key]
        return int(nanoseconds) / 1e9, Answer(int(total), counts, best)

    def _say(self, *words: object) -> None:
        assert self._process.stdin
        self._process.stdin.write("\t".join(map(str, words)) + "\n")
        if words[0] != "D":
            self._process.stdin.flush()

    def _heard(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the JVM has ended")
        return line.rstrip("\n")

    def note(self) -> str:
        """What the index became."""
        return "1 segment"

    def close(self) -> None:
        """End the JVM."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


_BLANKS = {ord(blank): "␣" for blank in " \t\n\r"}
