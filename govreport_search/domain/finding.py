"""A finding: the outcome of a check on a report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from govreport_search.domain.fact import Place


class Severity(StrEnum):
    """How much a finding matters to a reader of the report."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Answer(StrEnum):
    """The three answers a check may give; peers with two raise false alarms."""

    CONTRADICTION = "contradiction"
    OTHER_SCOPE = "other_scope"
    AGREES = "agrees"


@dataclass(frozen=True, slots=True)
class Finding:
    """One outcome.

    Attributes:
        code: stable snake_case identifier, listed in docs/findings.md.
        severity: how much it matters.
        message: one Chinese sentence that says what was seen.
        answer: for checks that compare two numbers, else ``None``.
        table, row, column: the cell concerned, empty where it concerns more than one.
        expected: what the rule or the text asks for, as printed or computed.
        found: what the report prints.
        place: where to look.
    """

    code: str
    severity: Severity
    message: str
    answer: Answer | None = None
    table: str = ""
    row: str = ""
    column: str = ""
    expected: str = ""
    found: str = ""
    place: Place | None = None
