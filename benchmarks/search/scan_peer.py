"""Every text read from its beginning to its end by Python's ``in``."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence

from search.question import FACETS, TOP, Answer, Question, Section


class Scan:
    """Texts in memory."""

    name = "plain scan"
    settings = "all texts in memory as str; the best are those with most occurrences"

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections

    def ask(self, question: Question) -> Answer:
        """Best, total and facets."""
        first = question.phrases[0]
        held = self._held(question)
        best = heapq.nlargest(TOP, held, key=lambda section: section.text.count(first))
        facets = tuple(Counter(section.values[at] for section in held) for at in range(len(FACETS)))
        return Answer(len(held), facets, [section.key for section in best])

    def hits(self, question: Question) -> set[int]:
        """Keys of all hits."""
        return {section.key for section in self._held(question)}

    def _held(self, question: Question) -> list[Section]:
        first, *others = question.phrases
        held = [section for section in self._sections if first in section.text]
        for phrase in others:
            held = [section for section in held if phrase in section.text]
        if question.year:
            year = str(question.year)
            held = [section for section in held if section.values[0] == year]
        if question.zero_new:
            held = [section for section in held if section.new == 0]
        return held

    def note(self) -> str:
        """What it holds."""
        return f"{len(self._sections)} texts"
