"""The years that a table of coverage has columns for."""

from __future__ import annotations

from collections.abc import Sequence

from govreport_search.columns.segment import NO_YEAR
from govreport_search.errors import BadFilterError
from govreport_search.query.value import year_bounds
from govreport_search.sentence import say
from govreport_search.services.corpus import Corpus

MOST_YEARS = 60


def asked_years(corpus: Corpus, wanted: Sequence[str]) -> tuple[int, ...]:
    """Years as a filter takes them, ascending; the archive's from first to last without any.

    Raises:
        BadFilterError: they are more than ``MOST_YEARS``.
    """
    held = [year for year in corpus.column("year").values if year != NO_YEAR]
    first, last = (min(held), max(held)) if held else (0, -1)
    spans = [year_bounds(value) for value in wanted] or [(None, None)]
    years: set[int] = set()
    for start, end in spans:
        begin, stop = first if start is None else start, last if end is None else end
        if stop - begin >= MOST_YEARS:
            raise _too_many()
        years.update(range(begin, stop + 1))
    if len(years) > MOST_YEARS:
        raise _too_many()
    return tuple(sorted(years))


def _too_many() -> BadFilterError:
    message = say("年份太多，最多 %(most)s 年", most=MOST_YEARS)
    return BadFilterError(message, remedy=say("缩小年份范围"))
