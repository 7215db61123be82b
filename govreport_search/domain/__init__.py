"""The field's own words as frozen dataclasses; no I/O, no vendor."""

from govreport_search.domain.correction import Correction
from govreport_search.domain.fact import BOX_UNIT, Box, CellId, Fact, Place, spanning
from govreport_search.domain.finding import Answer, Finding, Severity
from govreport_search.domain.quantity import Quantity, State
from govreport_search.domain.report import Identity, PrintedRow, Report, Section

__all__ = [
    "BOX_UNIT",
    "Answer",
    "Box",
    "CellId",
    "Correction",
    "Fact",
    "Finding",
    "Identity",
    "Place",
    "PrintedRow",
    "Quantity",
    "Report",
    "Section",
    "Severity",
    "State",
    "spanning",
]
