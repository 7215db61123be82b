"""Findings with both sides in sight: what the text says and what the table prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from govreport_search.domain import Answer, CellId, Fact, Finding, Place, Section
from govreport_search.forms.lookup import cell_labels, row_name
from govreport_search.sentence import listed, say
from govreport_search.store.same_year import CODE as SAME_YEAR
from webui.markup import Span, highlight
from webui.present.prose import paragraph_at

_SENTENCE = re.compile(r"[^。；！？;!?]*[。；！？;!?]?")


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding ready to draw.

    Attributes:
        number: of the finding among those of the report, from 1.
        cell: the cell it concerns, ``None`` where it concerns none or several.
        cell_name: row and column as the form prints them.
        fact: what that cell holds.
        sentence: what the text says there, with the number marked; ``None`` outside the text.
        two_sided: whether text and table stand against each other.
    """

    finding: Finding
    cell: CellId | None
    cell_name: str
    fact: Fact | None
    sentence: Markup | None
    two_sided: bool
    number: int = 0

    @property
    def is_contradiction(self) -> bool:
        """Whether text and table cannot both be right."""
        return self.finding.answer is Answer.CONTRADICTION

    @property
    def others(self) -> tuple[str, ...]:
        """Ids of other reports that the finding names."""
        return tuple(self.finding.found.split("、")) if self.finding.code == SAME_YEAR else ()


def finding_views(
    findings: Iterable[Finding],
    facts: Mapping[CellId, Fact],
    sections: Sequence[Section],
    form_id: str,
) -> tuple[FindingView, ...]:
    """The findings of a report.

    Args:
        findings: in the order they are shown.
        facts: what the report's cells hold.
        sections: where their sentences stand.
        form_id: names the cells as this form prints them.
    """
    return tuple(
        replace(_view(finding, facts, sections, form_id), number=number)
        for number, finding in enumerate(findings, 1)
    )


def _view(
    finding: Finding, facts: Mapping[CellId, Fact], sections: Sequence[Section], form_id: str
) -> FindingView:
    cell = None
    if finding.table and finding.row and finding.column:
        cell = CellId(finding.table, finding.row, finding.column)
    fact = facts.get(cell) if cell else None
    sentence = _sentence(finding, sections)
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
    column = cell_labels(cell, form_id)[1]
    return listed("·", map(say, filter(None, (row_name(cell, form_id), column))))


def _sentence(finding: Finding, sections: Iterable[Section]) -> Markup | None:
    """The sentence that holds the number, over line breaks; the printed line without one."""
    text, (start, end) = _paragraph(finding.place, sections)
    if not text:
        return None
    at = _number_at(text, finding.expected, start, end)
    for sentence in _SENTENCE.finditer(text):
        if sentence.start() <= at < sentence.end():
            inside = at - sentence.start()
            return highlight(sentence[0], [(inside, inside + len(finding.expected))])
    return highlight(text[start:end], [])


def _paragraph(place: Place | None, sections: Iterable[Section]) -> tuple[str, Span]:
    """The paragraph printed at a place, and the line's span in it; empty outside the text."""
    for section in sections:
        for index, printed_at in enumerate(section.line_places):
            if place and (printed_at.line, printed_at.part) == (place.line, place.part):
                return paragraph_at(section.printed, index)
    return "", (0, 0)


def _number_at(text: str, number: str, start: int, end: int) -> int:
    """Where the number stands as a number of its own, -1 if it is written otherwise."""
    pattern = re.compile(rf"(?<![\d.]){re.escape(number)}(?![\d.]|年|月)")
    found = pattern.search(text, start, end) if number else None
    return found.start() if found else -1
