"""What no engine knows: texts are read one by one, until all are or time is up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from govreport_search.query.result import Scanned
from govreport_search.services.array import Flags, Positions
from govreport_search.services.ascending import Found
from govreport_search.services.corpus import Corpus
from govreport_search.services.finder import Finder

MOST_SECONDS = 5.0
"""After this the scan is cut off, and the answer says how much was searched."""

MOST_SECONDS_WHOLE = 60.0
"""The same for answers that are worth nothing unless every section was read."""

Texts = Callable[[Positions], Iterator[tuple[int, str]]]
"""Reads the texts of sections, each with its section."""

NOWHERE = np.empty(0, dtype=np.int64)
NOTHING = Found(NOWHERE, np.empty(0, dtype=np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of the places where something stands.

    Attributes:
        found: where it stands.
        open: units of which it is not known, ascending; ``None`` for all of them.
    """

    found: Found
    open: Positions | None

    @property
    def is_whole(self) -> bool:
        """Whether it is known of every unit."""
        return self.open is not None and not len(self.open)


@dataclass(slots=True)
class _Reading:
    """Sections to be read for one finder, and what has been found in them so far."""

    wanted: Flags
    read: Flags
    counts: dict[int, int] = field(default_factory=dict)

    def known(self) -> Known:
        units = np.array(sorted(self.counts), dtype=np.int64)
        counts = np.array([self.counts[unit] for unit in units.tolist()], dtype=np.int32)
        return Known(Found(units, counts), np.flatnonzero(self.wanted & ~self.read))


class Budget:
    """The time that reading texts may take in one question, all its scans together.

    Attributes:
        seconds: in all.
        left: of these, what no scan has used.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left = seconds


def scan(
    corpus: Corpus, wanted: Mapping[Finder, Positions], budget: Budget
) -> tuple[Scanned, Mapping[Finder, Known]]:
    """Where finders find something in the sections named for each, as far as time allows.

    A text that one expression takes too long over stays open for it.
    """
    begin = time.monotonic()
    try:
        return _scanned(corpus, wanted, budget.seconds, begin + budget.left)
    finally:
        budget.left -= time.monotonic() - begin


def _scanned(
    corpus: Corpus, wanted: Mapping[Finder, Positions], seconds: float, end: float
) -> tuple[Scanned, Mapping[Finder, Known]]:
    readings = {each: _Reading(*_flags(corpus, sections)) for each, sections in wanted.items()}
    read = total = given_up = 0
    for texts, of_printed in ((corpus.prints, True), (corpus.texts, False)):
        here = {each: one for each, one in readings.items() if each.of_printed is of_printed}
        sections = np.flatnonzero(_any([one.wanted for one in here.values()], corpus.sections))
        total += len(sections)
        for unit, text in _in_time(texts, sections, end):
            given_up += _search(unit, text, here, end)
            read += all(one.read[unit] for one in here.values() if one.wanted[unit])
    scanned = Scanned(read, total, seconds, given_up)
    return scanned, {each: one.known() for each, one in readings.items()}


def _search(unit: int, text: str, readings: Mapping[Finder, _Reading], end: float) -> bool:
    """Look for what is wanted in one text; whether that took too long for one of it."""
    given_up = False
    for each, reading in readings.items():
        if not reading.wanted[unit] or time.monotonic() > end:
            continue
        try:
            count = each.count(text)
        except TimeoutError:
            given_up = True
            continue
        reading.read[unit] = True
        if count:
            reading.counts[unit] = count
    return given_up


def _flags(corpus: Corpus, sections: Positions) -> tuple[Flags, Flags]:
    wanted = np.zeros(corpus.sections, dtype=np.bool_)
    read = wanted.copy()
    wanted[sections] = True
    return wanted, read


def _any(flags: list[Flags], length: int) -> Flags:
    return np.asarray(np.logical_or.reduce(flags)) if flags else np.zeros(length, dtype=np.bool_)


def _in_time(texts: Texts, sections: Positions, end: float) -> Iterator[tuple[int, str]]:
    """Texts of these sections until time is up; none is asked for when it is already."""
    if time.monotonic() > end:
        return
    for unit, text in texts(sections):
        if time.monotonic() > end:
            return
        yield unit, text
