"""A report as the pipeline makes it and the store keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field

from govreport_search.domain.correction import Correction
from govreport_search.domain.fact import Fact, Place
from govreport_search.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter of a report.

    Attributes:
        id: from the controlled list: front, overview, disclosure, requests, disputes,
            problems, other, annex (and further ids of older forms).
        title: the heading as printed, empty for ``front``.
        printed: the text as printed, without the labels and cells of recognised tables;
            lines joined by ``\\n``.
        place: first and last line of the section.
        line_places: for each line of ``printed``, where it stands in the source.
    """

    id: str
    title: str
    printed: str
    place: Place
    line_places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A statutory row seen in a report, group rows included; found by its label.

    Attributes:
        table, row: the form's ids.
        label: as printed.
        place: where the row's label or cells stand.
    """

    table: str
    row: str
    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Identity:
    """Who wrote the report, about which place and year.

    Each value has a confidence (0..1, 0 where the value is empty) and the evidence that
    led to it, a short Chinese sentence naming the printed words and where they stand.

    Attributes:
        title: the report's title as printed, empty where none is printed.
        agency: name by the agency rule, empty where the text does not say.
        agency_printed: the form of the name that stands in the report.
        level: ministry, province, prefecture, county or township; empty if unknown.
        kind: government, office, department, branch, zone, ...; empty if unknown.
        function: a department's field, e.g. 教育 or 公安; empty otherwise.
        region: names from the province down; ``()`` for a national body; ``None`` if unknown.
        year: the report year, ``None`` if unknown.
        confidence: by attribute name (agency, level, kind, region, year, form).
        evidence: by attribute name.
        corrections: by attribute name (agency, region, year), a person's word on it.
        read: the identity as it was read, where a person corrected or confirmed it.
    """

    title: str = ""
    agency: str = ""
    agency_printed: str = ""
    level: str = ""
    kind: str = ""
    function: str = ""
    region: tuple[str, ...] | None = None
    year: int | None = None
    confidence: dict[str, float] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    corrections: dict[str, Correction] = field(default_factory=dict)
    read: Identity | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything read from one body's disclosure for one year.

    Attributes:
        identity: who, where, when.
        form: id of the statutory form in the report, empty if none was recognised.
        sections: in printed order.
        facts: one for each cell of the form, missing ones included, then extension rows.
        rows: every statutory row seen, group rows included.
        findings: outcomes of all checks.
    """

    identity: Identity
    form: str
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    rows: tuple[PrintedRow, ...]
    findings: tuple[Finding, ...]
