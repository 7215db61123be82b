"""What there is, where no report has what was asked for."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from difflib import get_close_matches

import numpy as np

from govreport_search.columns.segment import NO_YEAR
from govreport_search.domain import CellId, State
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.tree import Comparison, Op
from govreport_search.query.value import year_bounds
from govreport_search.services.array import Flags
from govreport_search.services.corpus import Corpus
from govreport_search.services.match import matching_reports
from govreport_search.store.mapping import STATE_CODES

_TENTH = Decimal("0.001")
"""A tenth of a percent."""

MOST = 2
"""Values named instead of one."""

_SIMILAR = 0.5
"""How alike two names must be (0..1, difflib's ratio): two of three or four characters."""


def nearest_values(corpus: Corpus, field: str, value: str) -> tuple[str, ...]:
    """Values of reports that are nearest to one that no report has; empty where one has it.

    Args:
        value: canonical.
    """
    if field not in ("year", "region", "agency") or value == EMPTY_VALUE:
        return ()
    if matching_reports(corpus, field, (value,)).any():
        return ()
    if field == "year":
        return _nearest_years(corpus, value)
    held = corpus.column(field).values
    names = {name for names in held for name in names or ()} if field == "region" else set(held)
    return tuple(get_close_matches(value, sorted(names), MOST, _SIMILAR))


def printed_range(corpus: Corpus, cell: CellId, reports: Flags) -> Comparison | None:
    """The range of a cell's numbers in some reports; ``None`` where there is no number.

    That of shares is widened to full tenths of a percent.
    """
    state, value = corpus.cell(cell)
    numbers = value[(state == STATE_CODES[State.NUMBER]) & reports]
    if not numbers.size:
        return None
    low, high = (Decimal(str(float(end))) for end in (numbers.min(), numbers.max()))
    if cell.table == RATE_TABLE:
        low, high = low.quantize(_TENTH, ROUND_FLOOR), high.quantize(_TENTH, ROUND_CEILING)
    if low == high:
        return Comparison(cell, Op.EQ, _plain(low))
    return Comparison(cell, Op.BETWEEN, _plain(low), _plain(high))


def _plain(number: Decimal) -> Decimal:
    """Without a fraction of zeros: 12, not 12.0."""
    whole = number.to_integral_value()
    return whole if whole == number else number


def _nearest_years(corpus: Corpus, value: str) -> tuple[str, ...]:
    first, last = year_bounds(value)
    asked = last if first is None else first
    years = {int(year) for year in np.unique(corpus.columns.year) if year != NO_YEAR}
    return tuple(
        str(year) for year in sorted(years, key=lambda year: (abs(year - (asked or 0)), year))
    )[:MOST]
