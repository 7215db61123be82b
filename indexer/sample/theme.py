"""Which themes of ``data/themes.toml`` a report speaks of, and in how many sentences."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from indexer.sample.body import sample_data
from indexer.sample.model import Body

BREADTHS = (0.3, 0.7, 1.1, 1.5, 2.0, 2.8, 4.2)
"""How widely a report is written: from a page on duties done to a long account."""

RARE = 0.1
"""Themes up to this share are taken as often by a short report as by a long one."""


@dataclass(frozen=True, slots=True)
class Themes:
    """One report's themes.

    Attributes:
        breadth: one of ``BREADTHS``.
        by_place: the sentences of each theme, unfilled, by place.
    """

    breadth: float
    by_place: dict[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def draw(cls, rng: Random, body: Body, year: int) -> Themes:
        """Themes that fit the body and the year, at random."""
        breadth = rng.choice(BREADTHS)
        chosen: dict[str, list[tuple[str, ...]]] = {}
        for theme in sample_data("themes.toml")["theme"]:
            share = theme["share"]
            # Drawn before asking whether it fits, so that one body's fit moves no other theme.
            taken = rng.random() < (share if share <= RARE else share * breadth)
            sentences = _some(rng, theme["sentences"])
            if taken and _fits(theme, body, year):
                chosen.setdefault(theme["place"], []).append(sentences)
        mixed = {place: tuple(rng.sample(some, len(some))) for place, some in chosen.items()}
        return cls(breadth, mixed)

    def at(self, place: str) -> tuple[tuple[str, ...], ...]:
        """The themes of one place of the report, each as its sentences."""
        return self.by_place.get(place, ())

    def asides(self, rng: Random) -> int:
        """How many loose paragraphs stand between the themes."""
        return rng.randint(1 + int(self.breadth), 2 + int(3.5 * self.breadth))


def _fits(theme: dict[str, Any], body: Body, year: int) -> bool:
    speakers = theme.get("who")
    is_one = not speakers or bool({body.level, body.kind, body.function} & set(speakers))
    return is_one and theme.get("since", 0) <= year


def _some(rng: Random, sentences: list[str]) -> tuple[str, ...]:
    """One or more of the sentences, in their order."""
    chosen = rng.sample(range(len(sentences)), rng.randint(1, len(sentences)))
    return tuple(sentences[i] for i in sorted(chosen))
