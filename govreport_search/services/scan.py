"""Regular expressions: every text is read, until all are or time is up."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import numpy as np

from govreport_search.query.result import Scanned
from govreport_search.query.tree import Regex
from govreport_search.services.corpus import Corpus, Found, Positions
from govreport_search.services.finder import Finder, finder

MOST_SECONDS = 5.0
"""After this the scan is cut off, and the answer says how much was searched."""


def scan(
    corpus: Corpus, expressions: Sequence[Regex], sections: Positions
) -> tuple[Scanned, Mapping[Finder, Found]]:
    """Where expressions match in these sections, as far as time allows.

    A text that one expression takes too long over counts as not searched.
    """
    end = time.monotonic() + MOST_SECONDS
    wanted = [finder(node) for node in expressions]
    places: dict[Finder, dict[int, int]] = {each: {} for each in wanted}
    read = 0
    for unit, text in _in_time(corpus.texts(sections), end):
        with suppress(TimeoutError):
            counts = [sum(1 for _ in each.spans(text)) for each in wanted]
            for each, count in zip(wanted, counts, strict=True):
                if count:
                    places[each][unit] = count
            read += 1
    scanned = Scanned(read, len(sections), MOST_SECONDS)
    return scanned, {each: _found(places[each]) for each in wanted}


def _in_time(texts: Iterator[tuple[int, str]], end: float) -> Iterator[tuple[int, str]]:
    for unit, text in texts:
        if time.monotonic() > end:
            return
        yield unit, text


def _found(counts: Mapping[int, int]) -> Found:
    units = np.array(sorted(counts), dtype=np.int64)
    return Found(units, np.array([counts[unit] for unit in units], dtype=np.int32))
