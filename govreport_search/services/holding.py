"""What the archive holds by year, and what it could not take in, in numbers and by pages.

``status`` lists every file; this is for those who look at it again and again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govreport_search.columns.segment import NO_YEAR
from govreport_search.services.archive import Archive
from govreport_search.services.body import bodies_of
from govreport_search.services.corpus import Corpus
from govreport_search.services.synchronise import is_current
from govreport_search.store.record import Counts, SourceState


@dataclass(frozen=True, slots=True)
class YearHolding:
    """The reports of one year.

    Attributes:
        year: ``None`` for those of an unknown one.
        bodies: that wrote them, as ``Bodies`` tells them apart.
        without_text: those without searchable text.
        without_form: those whose form was not recognised: their table, if any, is not read.
        with_findings: those that a check has something to say about.
    """

    year: int | None
    reports: int
    bodies: int
    without_text: int
    without_form: int
    with_findings: int


@dataclass(frozen=True, slots=True)
class Holding:
    """How much there is.

    Attributes:
        years: the oldest first, the unknown one last.
        bodies: that wrote the reports of all years.
        index_is_current: see ``Status``.
        rejected: how many files were rejected for each reason, the most frequent first.
        files: of this page.
        chosen: how many files there are on all its pages.
    """

    counts: Counts
    years: tuple[YearHolding, ...]
    bodies: int
    index_is_current: bool
    rejected: tuple[tuple[str, int], ...]
    files: tuple[SourceState, ...]
    chosen: int


def holding(archive: Archive, code: str, text: str, limit: int, offset: int) -> Holding:
    """The numbers, and the rejected files from ``offset`` on; see ``Library.holding``."""

    def answer(corpus: Corpus) -> Holding:
        store = archive.store
        chosen, files = store.rejected_files(code, text, limit, offset)
        return Holding(
            counts=store.counts(),
            years=_years(corpus),
            bodies=int(np.count_nonzero(bodies_of(corpus).is_named)),
            index_is_current=is_current(store, archive.engine),
            rejected=store.rejected_by_code(),
            files=files,
            chosen=chosen,
        )

    return archive.ask(answer)


def _years(corpus: Corpus) -> tuple[YearHolding, ...]:
    column, bodies = corpus.column("year"), bodies_of(corpus)
    size = len(column.values)
    found = np.unique(corpus.findings.report)
    formless = np.flatnonzero(corpus.column("form").where(lambda form: not form))
    known = bodies.is_named.take(bodies.codes)
    pairs = np.unique(column.codes[known].astype(np.int64) * len(bodies) + bodies.codes[known])
    numbers = zip(
        column.values,
        np.bincount(column.codes, minlength=size).tolist(),
        np.bincount(pairs // max(len(bodies), 1), minlength=size).tolist(),
        column.counts(corpus.textless).tolist(),
        column.counts(formless).tolist(),
        column.counts(found).tolist(),
        strict=True,
    )
    years = [YearHolding(None if year == NO_YEAR else year, *rest) for year, *rest in numbers]
    return tuple(sorted(years, key=lambda one: (one.year is None, one.year or 0)))
