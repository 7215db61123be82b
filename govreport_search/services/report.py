"""Everything that was read from one report, for its page and for ``govreport show``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govreport_search.domain import Fact, Finding, Identity, Place, PrintedRow, Section
from govreport_search.forms.derive import DerivedFact
from govreport_search.query.record import (
    Record,
    cell_record,
    correction_record,
    place_record,
    position_record,
    region_record,
)
from govreport_search.services.cells import derived_view, fact_view
from govreport_search.store import Store
from govreport_search.store.record import ReportRecord, SourceText


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report.

    Attributes:
        sections: in printed order.
        facts: one for each cell of its form, missing ones included, then extension rows.
        derived: computed cells, unknown ones included.
        rows: statutory rows it prints, group rows included.
        findings: outcomes of all checks.
        sources: the files it was read from, main file first; ``Place.part`` is an index.
    """

    record: ReportRecord
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    derived: tuple[DerivedFact, ...]
    rows: tuple[PrintedRow, ...]
    findings: tuple[Finding, ...]
    sources: tuple[SourceText, ...]


def view_report(store: Store, report_id: str) -> ReportView:
    """The report of that id.

    Raises:
        NotFoundError: there is no such report.
    """
    return ReportView(
        record=store.report(report_id),
        sections=tuple(record.section for record in store.sections_of(report_id)),
        facts=store.facts_of(report_id),
        derived=store.derived_of(report_id),
        rows=store.rows_of(report_id),
        findings=store.findings_of(report_id),
        sources=store.source_texts(report_id),
    )


def report_record(view: ReportView) -> Record:
    """A report as JSON shows it, the same on the command line and on the web."""
    record, identity = view.record, view.record.identity
    printed = {fact.cell: fact for fact in view.facts}
    return {
        "report": record.id,
        "source": record.source,
        "sources": list(record.sources),
        "title": identity.title,
        "agency": identity.agency,
        "agency_printed": identity.agency_printed,
        "level": identity.level,
        "kind": identity.kind,
        "function": identity.function,
        "region": region_record(identity.region),
        "year": identity.year,
        "form": record.form,
        "confidence": dict(identity.confidence),
        "evidence": dict(identity.evidence),
        "url": record.url,
        "published": record.published,
        "captured": record.captured,
        "corrected": identity_corrections(identity),
        "files": file_records(view.sources),
        "sections": [_section_record(section) for section in view.sections],
        "facts": [
            {
                **cell_record(fact_view(fact, record.form)),
                "printed_label": fact.label,
                "note": fact.quantity.note,
            }
            for fact in view.facts
        ],
        "derived": [
            {
                **cell_record(derived_view(fact, record.form, printed)),
                "parts": [str(part) for part in fact.parts],
            }
            for fact in view.derived
        ],
        "rows": [
            {"id": f"{row.table}.{row.row}", "label": row.label, **_whole_place(row.place)}
            for row in view.rows
        ],
        "findings": [_finding_record(finding) for finding in view.findings],
    }


def file_records(sources: Sequence[SourceText]) -> list[Record]:
    """The files a report was read from, without their text."""
    return [
        {
            "source": source.source,
            "kind": source.kind,
            "pages": source.pages,
            "sha256": source.sha256,
        }
        for source in sources
    ]


def _section_record(section: Section) -> Record:
    return {
        "section": section.id,
        "title": section.title,
        "printed": section.printed,
        **place_record(section.place),
        "end_line": section.place.end_line,
        **position_record(section.place),
    }


def _finding_record(finding: Finding) -> Record:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "answer": finding.answer.value if finding.answer else None,
        "text": finding.message,
        "table": finding.table,
        "row": finding.row,
        "column": finding.column,
        "expected": finding.expected,
        "found": finding.found,
        **_whole_place(finding.place),
    }


def _whole_place(place: Place | None) -> Record:
    return {**place_record(place), **position_record(place)}


def identity_corrections(identity: Identity) -> Record:
    """By agency, region or year: who corrected or confirmed it, and what was read."""
    read = identity.read or identity
    old = {"agency": read.agency, "region": region_record(read.region), "year": read.year}
    return {
        name: correction_record(said, {"value": old[name]})
        for name, said in identity.corrections.items()
    }
