"""Finds the numbers that a narrative states about the statutory tables.

The wording is data (``data/claims.toml``). A pattern's gaps hold listed words only, so a
sentence about anything else (applications by post, for a licence, of last year) is left alone:
a statement overlooked is better than a false alarm.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from govreport_search.domain import Place, Section
from govreport_search.text import Folded, fold_with_offsets

_CONTEXT = 80
"""How many characters before a number may say that it is about disclosure."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Another sum of cells that a statement may rightly mean.

    Attributes:
        cells: dotted cells, ``-`` before one that is taken away.
        words: what it means, in Chinese.
        when: what the statement must contain for this reading.
        some: whether it must state more than zero: who says that nothing came says nothing of
            what was finished.
    """

    cells: tuple[str, ...]
    words: str
    when: re.Pattern[str]
    some: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of statement.

    Attributes:
        patterns: with a group ``n`` for the number.
        none: patterns that state zero in words.
        about: what the sentence or its context must speak of; ``None``: nothing more.
        not_about: what its sentence may not speak of.
        home: section where ``about`` goes without saying.
        unless: a statement that contains this is of another kind.
        allow_part: whether the number may stand in a list after 其中.
        cells: sums of cells it must equal; the first that the form has is meant.
        scopes: other sums that make it right.
    """

    id: str
    patterns: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    about: re.Pattern[str] | None
    not_about: re.Pattern[str] | None
    home: str
    unless: re.Pattern[str] | None
    allow_part: bool
    cells: tuple[tuple[str, ...], ...]
    scopes: tuple[Scope, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A number stated in a narrative.

    Attributes:
        value: the number; zero where the text says that there was none.
        printed: the printed words, without line breaks.
        sentence: the folded sentence up to the end of the statement.
        place: where it stands.
    """

    kind: Kind
    value: Decimal
    printed: str
    sentence: str
    place: Place


@dataclass(frozen=True)
class Narrative:
    """One section's text, folded, with the way back to its lines."""

    section: Section
    folded: Folded

    @classmethod
    def of(cls, section: Section) -> Narrative:
        """Folds the section's printed text."""
        return cls(section, fold_with_offsets(section.printed))

    def printed(self, start: int, end: int) -> str:
        """The printed words of a folded span, on one line."""
        first, last = self.folded.printed_span(start, end)
        return "".join(self.section.printed[first:last].split())

    def place(self, start: int, end: int) -> Place:
        """Lines of a folded span."""
        first, last = self.folded.printed_span(start, end)
        places = self.section.line_places
        lengths = (len(line) + 1 for line in self.section.printed.split("\n"))
        starts = list(accumulate(lengths, initial=0))
        top, bottom = (bisect_right(starts, at) - 1 for at in (first, last - 1))
        if bottom >= len(places):
            return self.section.place
        here, there = places[top], places[bottom]
        return Place(here.line, there.end_line or there.line, here.page, here.part)


def find_claims(sections: Sequence[Section], year: int | None = None) -> list[Claim]:
    """Every statement about a statutory number, in printed order, each once per line.

    Args:
        year: the report year; statements about another year are left out. If unknown, the
            year that the text names most often.
    """
    narratives = [Narrative.of(s) for s in sections if s.id != "annex" and s.printed]
    meant = year or _usual_year(narratives)
    claims: dict[tuple[str, Decimal, Place], Claim] = {}
    for narrative in narratives:
        for claim in _claims_in(narrative, meant):
            claims.setdefault((claim.kind.id, claim.value, claim.place), claim)
    return list(claims.values())


@cache
def wording() -> dict[str, Any]:
    """The data file, parsed."""
    return tomllib.loads(files("indexer.statement").joinpath("data/claims.toml").read_text("utf-8"))


def _claims_in(narrative: Narrative, year: int | None) -> Iterator[Claim]:
    text = narrative.folded.text
    starts = [0, *(m.end() for m in _scope("sentence_end").finditer(text))]
    taken: list[tuple[int, int]] = []
    for kind in kinds():
        for match in _matches(kind, text):
            start, end = match.span()
            number = match.groupdict().get("n")
            if number and any(start < last and first < end for first, last in taken):
                continue
            if kind.unless is not None and kind.unless.search(match.group()):
                continue
            head = starts[bisect_right(starts, start) - 1]
            context = text[min(head, max(0, start - _CONTEXT)) : end]
            is_home = narrative.section.id == kind.home
            if not is_home and kind.about is not None and not kind.about.search(context):
                continue
            if not _is_meant(kind, text[head:end], year):
                continue
            if number:
                taken.append((start, end))
            yield Claim(
                kind,
                Decimal(number.replace(",", "")) if number else Decimal(0),
                narrative.printed(start, end),
                text[head:end],
                narrative.place(start, end),
            )


def _matches(kind: Kind, text: str) -> Iterator[re.Match[str]]:
    for pattern in (*kind.patterns, *kind.none):
        yield from pattern.finditer(text)


def _is_meant(kind: Kind, sentence: str, year: int | None) -> bool:
    """Whether a match speaks of this body's whole year."""
    if kind.not_about is not None and kind.not_about.search(sentence):
        return False
    if not kind.allow_part and _scope("part").search(sentence):
        return False
    if _scope("elsewhen").search(sentence):
        return False
    years = _scope("year").findall(sentence)
    return not years or year is None or int(years[-1]) == year


def _usual_year(narratives: Sequence[Narrative]) -> int | None:
    years: Counter[str] = Counter()
    for narrative in narratives:
        years.update(_scope("year").findall(narrative.folded.text))
    return int(years.most_common(1)[0][0]) if years else None


@cache
def _scope(name: str) -> re.Pattern[str]:
    return re.compile(wording()["scope"][name])


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of statement, the ones that take several rows at once first."""
    return tuple(_kind(entry) for entry in wording()["claims"])


def _kind(entry: dict[str, Any]) -> Kind:
    about = entry.get("about")
    return Kind(
        id=entry["id"],
        patterns=tuple(_pattern(p) for p in entry["patterns"]),
        none=tuple(_pattern(p) for p in entry.get("none", ())),
        about=_scope(about) if about else None,
        not_about=_scope(entry["not_about"]) if "not_about" in entry else None,
        home=entry.get("home", ""),
        unless=re.compile(entry["unless"]) if "unless" in entry else None,
        allow_part=entry.get("allow_part", False),
        cells=tuple(tuple(cells) for cells in entry["cells"]),
        scopes=tuple(
            Scope(
                tuple(s["cells"]), s["words"], re.compile(s.get("when", "")), s.get("some", False)
            )
            for s in entry.get("scopes", ())
        ),
    )


def _pattern(template: str) -> re.Pattern[str]:
    """Fills in the words, which may themselves contain words."""
    words: dict[str, str] = wording()["words"]
    filled = template
    while any("{" + name + "}" in filled for name in words):
        for name, pattern in words.items():
            filled = filled.replace("{" + name + "}", pattern)
    return re.compile(filled)
