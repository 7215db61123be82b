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
    """What an evaluation says in a unit, under the section filter.

    Args:
        masks: of the same filters.
        filters: in canonical spelling; of these the sections count here.
        unit: one of ``request.UNITS``.
    """
    if unit == "rows":
        return RowOutcome(found, filters.section, filters.not_section)
    return Outcome(found, masks.kinds)
