"""What a request lists: sections, reports or rows."""

from __future__ import annotations

from govreport_search.query.request import Filters
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.filters import Masks
from govreport_search.services.outcome import Outcome
from govreport_search.services.row_outcome import RowOutcome


def outcome_of(
    found: Evaluation, masks: Masks, filters: Filters, unit: str
) -> Outcome | RowOutcome:
    """What an evaluation says in a unit (``request.UNITS``), under the section filter."""
    return RowOutcome(found, filters.section) if unit == "rows" else Outcome(found, masks.kinds)
