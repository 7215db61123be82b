"""Findings with both sides in sight: what the text says and what the table prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from govreport_search.domain import Answer, CellId, Fact, Finding
from govreport_search.forms.lookup import cell_labels
from webui.markup import highlight

LONGEST_SENTENCE = 240
"""Characters of the source that a finding shows at most."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding ready to draw.

    Attributes:
        cell: the cell it concerns, ``None`` where it concerns none or several.
        cell_name: row and column as the form prints them.
        fact: what that cell holds.
        sentence: the place in the source, with the number marked; ``None`` without a place.
        two_sided: whether text and table stand against each other.
    """

    finding: Finding
    cell: CellId | None
    cell_name: str
    fact: Fact | None
    sentence: Markup | None
    two_sided: bool

    @property
    def is_contradiction(self) -> bool:
        """Whether text and table cannot both be right."""
        return self.finding.answer is Answer.CONTRADICTION


def finding_views(
    findings: Iterable[Finding],
    facts: Mapping[CellId, Fact],
    lines: Sequence[str],
    form_id: str,
) -> tuple[FindingView, ...]:
    """The findings of a report.

    Args:
        findings: in the order they are shown.
        facts: what the report's cells hold.
        lines: the source's lines; empty where the source has none.
        form_id: names the cells as this form prints them.
    """
    return tuple(_view(finding, facts, lines, form_id) for finding in findings)


def _view(
    finding: Finding, facts: Mapping[CellId, Fact], lines: Sequence[str], form_id: str
) -> FindingView:
    cell = None
    if finding.table and finding.row and finding.column:
        cell = CellId(finding.table, finding.row, finding.column)
    fact = facts.get(cell) if cell else None
    sentence = _sentence(finding, lines)
    elsewhere = bool(fact and fact.place and finding.place and fact.place != finding.place)
    return FindingView(
        finding=finding,
        cell=cell,
        cell_name=_name(cell, form_id) if cell else "",
        fact=fact,
        sentence=sentence,
        two_sided=bool(finding.answer and elsewhere and sentence),
    )


def _name(cell: CellId, form_id: str) -> str:
    label, column, _ = cell_labels(cell, form_id)
    return f"{label}·{column}" if column else label


def _sentence(finding: Finding, lines: Sequence[str]) -> Markup | None:
    place = finding.place
    if place is None or place.line is None or place.part or place.line > len(lines):
        return None
    last = place.end_line or place.line
    text = "".join(line.strip() for line in lines[place.line - 1 : last])
    at = _number_at(text, finding.expected)
    if len(text) > LONGEST_SENTENCE:
        start = max(0, min(at - LONGEST_SENTENCE // 2, len(text) - LONGEST_SENTENCE))
        text = ("…" if start else "") + text[start : start + LONGEST_SENTENCE] + "…"
        at = _number_at(text, finding.expected)
    return highlight(text, [(at, at + len(finding.expected))] if at >= 0 else [])


def _number_at(text: str, number: str) -> int:
    """Where the number stands as a number of its own, -1 if it is written otherwise."""
    found = re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]|年|月)", text) if number else None
    return found.start() if found else -1
