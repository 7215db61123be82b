"""What a search answers, for every front end alike. JSON field names are these names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from govreport_search.query.request import Filters, Request


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell shown beside a hit.

    Attributes:
        indicator: table and row, e.g. ``requests.new``.
        label, column_label: Chinese labels of the form.
        state: one of the six states.
        value: the number, only in state ``number``.
        raw: as printed, ``None`` for missing and computed cells.
        derivation: how a derived cell was computed, empty for a printed one.
        page, line: place in the source.
        end_page, box, element: more of the place; the box is left, top, right and bottom in
            ten-thousandths of the displayed page.
        confidence: of the reading, below 1 only where it was recognised from an image.
        corrected: who corrected or confirmed the cell, when and why, and what was read;
            ``None`` where nobody did.
        corrected_parts: of a derived cell, the ids of the cells it rests on that a person put
            right.
    """

    indicator: str
    table: str
    row: str
    column: str
    label: str
    column_label: str
    state: str
    value: int | float | None
    raw: str | None
    unit: str
    derivation: str
    page: int | None
    line: int | None
    end_page: int | None = None
    box: tuple[int, int, int, int] | None = None
    element: str | None = None
    confidence: float = 1.0
    corrected: Mapping[str, Any] | None = None
    corrected_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """What a request lists: a section, a report or a statutory row (``Request.unit``).

    In sections, a report that satisfies the query by conditions alone is listed once, too.

    Attributes:
        report: the report's id.
        source: path of the source file as indexed.
        section: section id, in reports that of the best section, in rows that of the table;
            ``None`` where the report is listed by conditions alone.
        section_title: heading as printed; in rows the title of the table.
        count: occurrences of the query's phrases, in reports those of all matching sections,
            in rows those in the printed name; 0 where conditions alone decide.
        snippet: printed text around the first occurrences, never HTML.
        spans: half-open code-point offsets into ``snippet`` of every occurrence in it.
        line: line of the first occurrence in the source.
        end_page, box, element: more of that place, as of a cell.
        cells: the cells that the query's conditions name.
        sections: matching sections of the report that the hit stands for; 0 where conditions
            alone decide, and for a row.
        sha256: digest of the file that holds the place, in hexadecimal.
        file: path of that file, which is ``source`` but in a report of several files.
        url, published, captured: as the manifest has them, empty where it says nothing.
        row: in rows the row's id (``requests.denied``), and ``snippet`` is its printed name.
        values: in rows the row's cells.
    """

    report: str
    source: str
    title: str
    agency: str
    year: int | None
    region: tuple[str, ...] | None
    level: str
    kind: str
    form: str
    section: str | None
    section_title: str
    count: int
    snippet: str
    spans: tuple[tuple[int, int], ...]
    page: int | None
    line: int | None
    cells: tuple[CellView, ...]
    end_page: int | None = None
    box: tuple[int, int, int, int] | None = None
    element: str | None = None
    sections: int = 0
    row: str | None = None
    values: tuple[CellView, ...] = ()
    sha256: str = ""
    file: str = ""
    url: str = ""
    published: str = ""
    captured: str = ""


@dataclass(frozen=True, slots=True)
class RowHit:
    """A statutory row whose label contains a phrase of the query.

    Attributes:
        id: e.g. ``requests.denied``.
        label: the form's label.
        reports: how many of the reports under the filters print this row.
    """

    id: str
    table: str
    row: str
    label: str
    reports: int


# An answer holds hundreds of these, and what is frozen takes twice as long to make.
@dataclass(slots=True, unsafe_hash=True)
class FacetValue:
    """One value of a facet.

    Attributes:
        count: reports under all the *other* filters.
        selected, excluded: whether the filters want it, or keep it out.
        parts: of a region, how many regions lie directly in it.
    """

    value: str
    label: str
    count: int
    selected: bool
    excluded: bool = False
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way out of an empty result: the question without one of its parts, looser, or reworded.

    Attributes:
        message: Chinese words: what to leave out or loosen, and what that gives.
        dropped: the option to leave out as ``field=value`` (``year=2035``), or the part of
            the query that ``query`` no longer holds; the whole query where more than one part
            has to be left out.
        query: the query to ask instead; the typed one where an option is to be left out.
        filters: the filters to use with it.
        reports: how many reports it finds, at least one.
        kind: ``meant`` for other words instead of a phrase that stands nowhere, ``heading`` for
            the sections of whose headings it is a part, ``relax`` for anything else.
        words: the change alone: for ``meant`` the other words, else ``message`` without counts.
    """

    message: str
    dropped: str
    query: str
    filters: Filters
    reports: int
    kind: str = "relax"
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """How far the reading of texts for regular expressions went.

    Attributes:
        sections: sections read whole.
        of: sections that had to be read.
        seconds: after which reading stops.
        given_up: sections read in part: an expression took more than a second over each.
    """

    sections: int
    of: int
    seconds: float
    given_up: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the answer is complete."""
        return self.sections == self.of

    @property
    def unread(self) -> int:
        """Sections of which nobody knows whether they match."""
        return self.of - self.sections


@dataclass(frozen=True, slots=True)
class Expansion:
    """Something of the query that was, or could be, looked for in other words, too.

    Attributes:
        term: as the query has it.
        alternatives: for ``words`` the words it was cut into; for ``synonyms`` what was looked
            for beside the term; for ``offered`` what ``Request.synonyms`` would look for.
        kind: ``words``, ``synonyms`` or ``offered``.
    """

    term: str
    alternatives: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on with what is being typed.

    Attributes:
        text: what a list shows.
        kind: ``term``, ``indicator``, ``region`` or ``agency``.
        insert: query text that takes the place of what was typed.
        reports: how many reports have it; ``None`` where that is not counted.
        start: where, in what was typed, begins what ``insert`` takes the place of.
    """

    text: str
    kind: str
    insert: str
    reports: int | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer.

    Attributes:
        meaning: the query said in Chinese words.
        total_reports: reports with at least one hit.
        total_hits: hits in all, of the request's unit.
        whole_reports: hits that stand for a whole report, found by conditions alone.
        facets: by field name, in the order of ``FACET_FIELDS``; of fields with very many values
            the most frequent ones, and all that are chosen.
        facet_sizes: by field name, how many values there are in all, listed or not.
        facet_found: by field name, of facets that were searched (``Request.facet_find``), how
            many values hold what was looked for.
        unknown: by state (all but ``number``): reports that the conditions could not decide;
            each report is counted once, under the state of its first undecided cell.
        outside_form: reports undecided because their form has no such cell.
        searched: reports under the filters, whether or not they match.
        without_text: how many of those have no searchable text.
        unread_files: files of the whole archive that could not be taken in: what they hold
            is not among all this.
        suggestions: ways out where there is no hit, best first; empty otherwise.
        scanned: how far the search for regular expressions went; ``None`` without any. Where it
            was cut off, totals and facets count what was read.
        expanded: what of the query was looked for in other words, too.
        similar: where nothing stands as written, sections with some of its words, best first;
            counted nowhere.
        similar_query: the query that found them.
        start: how many hits stand before the first one shown.
        next: the cursor of the page behind this one; empty behind the last.
        moment: number of the commit that the answer is of; as long as it is the same, so are
            all answers.
    """

    request: Request
    meaning: str
    total_reports: int
    total_hits: int
    hits: tuple[Hit, ...]
    rows: tuple[RowHit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    unknown: Mapping[str, int]
    outside_form: int
    searched: int
    without_text: int
    suggestions: tuple[Suggestion, ...] = ()
    facet_sizes: Mapping[str, int] = field(default_factory=dict)
    facet_found: Mapping[str, int] = field(default_factory=dict)
    scanned: Scanned | None = None
    expanded: tuple[Expansion, ...] = ()
    similar: tuple[Hit, ...] = ()
    similar_query: str = ""
    whole_reports: int = 0
    unread_files: int = 0
    start: int = 0
    next: str = ""
    moment: int = 0

    @property
    def is_cut_off(self) -> bool:
        """Whether sections were left unread, so that all numbers are lower bounds."""
        return self.scanned is not None and not self.scanned.is_whole
