"""Years as a small histogram, of which a span can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from govreport_search.query.request import Request
from govreport_search.query.result import FacetValue
from webui.present.chip import Link

BAR_HEIGHT = 40
"""Units of the highest bar."""

LEAST_BAR = 2
"""Units of the lowest one: a year with one report must not look like one without."""


MOST_NAMED = 11
"""Years that have room to be written out."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of the histogram; its URL is empty where there is no report.

    Attributes:
        top, height: of the bar, of ``BAR_HEIGHT``.
        is_named: whether its year is written below; of many not all are.
    """

    year: int
    count: int
    selected: bool
    url: str
    top: int
    height: int
    is_named: bool


@dataclass(frozen=True, slots=True)
class Years:
    """The bars from the oldest year to the newest, and the span that is chosen, if it is one."""

    bars: tuple[Bar, ...]
    first: int | None = None
    last: int | None = None
    height: int = BAR_HEIGHT


def years(request: Request, values: Sequence[FacetValue], link: Link) -> Years | None:
    """The years of a facet, those between them without a report included.

    A bar leads to its year alone, or back from it. One year is no histogram.
    """
    known = {int(value.value): value for value in values if value.value.isdigit()}
    if len(known) < 2:
        return None
    highest = max(1, *(value.count for value in known.values()))
    chosen = sorted(year for year, value in known.items() if value.selected)

    def bar(year: int) -> Bar:
        count = known[year].count if year in known else 0
        height = max(LEAST_BAR, round(count / highest * BAR_HEIGHT)) if count else 0
        only = () if chosen == [year] else (str(year),)
        filters = replace(request.filters, year=only)
        url = link(request.anew(filters=filters)) if count else ""
        is_named = (span[-1] - year) % step == 0
        is_on = year in chosen and not known[year].excluded
        return Bar(year, count, is_on, url, BAR_HEIGHT - height, height, is_named)

    span = range(min(known), max(known) + 1)
    step = 1 + len(span) // MOST_NAMED
    bars = tuple(map(bar, span))
    between = [year for year in known if chosen and chosen[0] <= year <= chosen[-1]]
    if not chosen or len(between) > len(chosen):
        return Years(bars)
    return Years(bars, chosen[0], chosen[-1])
