"""What stands in the source where a cell was read, to be seen beside the form."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from govreport_search.domain import Place
from govreport_search.query.place import place_words
from govreport_search.services.report import ReportView
from webui.pages.link import line_link

AROUND = 3
"""Lines shown before and behind the place."""

MOST_LINES = 15
MOST_CHARACTERS = 400
"""Of one line; a page that was laid out as one line is no help."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source; ``marked`` where the cell stands in it."""

    number: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """Where to look.

    Attributes:
        where: the place in words.
        source: path of the file.
        url: the source page at that line, empty if the place is not known.
        lines: of the text as it was read.
    """

    where: str
    source: str
    url: str
    lines: tuple[Line, ...]


def beside(found: ReportView, place: Place | None) -> Beside:
    """The surroundings of a place; of an unknown one only the file."""
    part = place.part if place else 0
    text = found.sources[part] if part < len(found.sources) else None
    source = text.source if text and text.source else found.record.source
    report = found.record.id
    if place is None or place.line is None or text is None:
        return Beside(place_words(place), source, url_for("pages.source", report=report), ())
    last = min(place.end_line or place.line, place.line + MOST_LINES)
    numbers = range(max(1, place.line - AROUND), min(len(text.lines), last + AROUND) + 1)
    lines = tuple(
        Line(n, text.lines[n - 1][:MOST_CHARACTERS], place.line <= n <= last) for n in numbers
    )
    return Beside(place_words(place), source, line_link(report, place.line, part), lines)
