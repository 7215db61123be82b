"""Findings with both sides in sight: what the text says and what the table prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from govreport_search.domain import Answer, CellId, Fact, Finding
from govreport_search.forms.lookup import cell_labels
from webui.markup import highlight

NEAR_LINES = 4
"""Printed lines before and behind a place in which its sentence may begin and end."""

_SENTENCE = re.compile(r"[^。；！？;!?]*[。；！？;!?]?")


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
    """The sentence that holds the number, over line breaks; the printed line without one."""
    place = finding.place
    if place is None or place.line is None or place.part or place.line > len(lines):
        return None
    first, last = place.line - 1, place.end_line or place.line
    own = "".join(line.strip() for line in lines[first:last])
    before = "".join(_printed(reversed(lines[:first]))[::-1])
    text = before + own + "".join(_printed(lines[last:]))
    at = _number_at(text, finding.expected, len(before), len(before) + len(own))
    if at < 0:
        return highlight(own, [])
    for sentence in _SENTENCE.finditer(text):
        if sentence.start() <= at < sentence.end():
            start = at - sentence.start()
            return highlight(sentence[0], [(start, start + len(finding.expected))])
    return highlight(own, [])


def _printed(lines: Iterable[str]) -> list[str]:
    """The first few lines that are not blank, without outer spaces."""
    return list(islice(filter(None, map(str.strip, lines)), NEAR_LINES))


def _number_at(text: str, number: str, start: int, end: int) -> int:
    """Where the number stands as a number of its own, -1 if it is written otherwise."""
    pattern = re.compile(rf"(?<![\d.]){re.escape(number)}(?![\d.]|年|月)")
    found = pattern.search(text, start, end) if number else None
    return found.start() if found else -1
