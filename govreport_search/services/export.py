"""Whole tables as plain records; the names and their order are part of our interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govreport_search.domain import Fact, Finding
from govreport_search.errors import UnknownFieldError
from govreport_search.forms.lookup import cell_labels
from govreport_search.query.near import near
from govreport_search.query.record import Record, place_record, position_record, region_record
from govreport_search.query.request import Filters, Request
from govreport_search.sentence import say
from govreport_search.services.archive import Archive
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import whole_evaluation
from govreport_search.services.filters import Masks, canonical, joined, where_tree
from govreport_search.services.outcome import Outcome
from govreport_search.services.question import looked_for
from govreport_search.store import Store
from govreport_search.store.mapping import number
from govreport_search.store.record import ReportRecord

CONFIDENCES = ("agency", "level", "kind", "region", "year", "form")
"""Properties with a confidence between 0 and 1; 0 where the property is unknown."""

COLUMNS = {
    "facts": (
        *("source", "report", "agency", "region", "level", "year", "form"),
        *("table", "row", "column", "label", "state", "value", "unit", "raw", "page", "line"),
        *("column_label", "printed_label", "note"),
        *("end_page", "box", "element", "confidence"),
        *("corrected_by", "corrected_at", "corrected_why", "confirmed"),
        *("read_state", "read_value", "read_raw"),
    ),
    "sections": (
        *("source", "report", "agency", "year", "section", "title", "text", "printed"),
        *("page", "line", "end_line", "end_page", "box", "element"),
    ),
    "reports": (
        *("source", "report", "title", "agency", "level", "kind", "region", "year", "form"),
        *(f"{field}_confidence" for field in CONFIDENCES),
        *("function", "agency_printed", "url", "published", "captured", "corrected"),
    ),
    "findings": (
        *("source", "report", "agency", "year", "code", "severity", "answer"),
        *("table", "row", "column", "expected", "found", "text", "page", "line"),
        *("end_page", "box", "element"),
    ),
}
"""Columns of each export in their order. ``region`` is a list from the province down, empty
for a national body, ``None`` where unknown."""


def export(archive: Archive, name: str, request: Request) -> Iterator[Record]:
    """Records of one kind, for the reports that the request matches.

    Args:
        name: facts, sections, reports or findings.
        request: its query, filters, synonyms and fold count. Of the sections only those are
            given that the section filters admit.

    Raises:
        UnknownFieldError: there is no such export, or a name in query or filter is unknown.
        UserError: query or filter cannot be understood.
    """
    if name not in COLUMNS:
        raise UnknownFieldError(
            say("没有“%(name)s”这种导出", name=name),
            name=name,
            candidates=near(name, COLUMNS),
            remedy=say("可选：%(value)s", value="、".join(COLUMNS)),
        )
    chosen = canonical(request.filters)
    tree = joined(looked_for(request).tree, where_tree(chosen))

    def records(corpus: Corpus) -> Iterator[Record]:
        masks = Masks(corpus, chosen)
        found = Outcome(whole_evaluation(corpus, tree), masks.kinds).matched() & masks.reports()
        return _WRITERS[name](archive.store, corpus.columns.key[found].tolist(), chosen)

    return archive.stream(records)


def _facts(store: Store, keys: list[int], _: Filters) -> Iterator[Record]:
    for entry in store.iter_facts(keys):
        head, fact = entry.report, entry.fact
        cell, quantity = fact.cell, fact.quantity
        label, column_label, unit = cell_labels(cell, head.form)
        yield {
            **_head(head, "source", "report", "agency", "region", "level", "year", "form"),
            "table": cell.table,
            "row": cell.row,
            "column": cell.column,
            "label": label,
            "state": quantity.state.value,
            "value": number(quantity.value),
            "unit": unit,
            "raw": quantity.raw,
            **place_record(fact.place),
            "column_label": column_label,
            "printed_label": fact.label,
            "note": quantity.note,
            **position_record(fact.place),
            "confidence": fact.confidence,
            **_correction(fact),
        }


_UNCORRECTED: Record = dict.fromkeys(
    (
        *("corrected_by", "corrected_at", "corrected_why", "confirmed"),
        *("read_state", "read_value", "read_raw"),
    )
)


def _correction(fact: Fact) -> Record:
    """Who corrected or confirmed a cell and what was read; all ``None`` where nobody did."""
    said, read = fact.correction, (fact.read or fact).quantity
    if said is None:
        return _UNCORRECTED
    return {
        "corrected_by": said.by,
        "corrected_at": said.at,
        "corrected_why": said.why,
        "confirmed": said.confirmed,
        "read_state": read.state.value,
        "read_value": number(read.value),
        "read_raw": read.raw,
    }


def _sections(store: Store, keys: list[int], filters: Filters) -> Iterator[Record]:
    for entry in store.iter_sections(keys):
        section = entry.section.section
        if filters.section and section.id not in filters.section:
            continue
        if section.id in filters.not_section:
            continue
        yield {
            **_head(entry.report, "source", "report", "agency", "year"),
            "section": section.id,
            "title": section.title,
            "text": entry.section.text,
            "printed": section.printed,
            **place_record(section.place),
            "end_line": section.place.end_line,
            **position_record(section.place),
        }


def _reports(store: Store, keys: list[int], _: Filters) -> Iterator[Record]:
    names = ("source", "report", "title", "agency", "level", "kind", "region", "year", "form")
    more = ("function", "agency_printed", "url", "published", "captured")
    for head in store.iter_reports(keys):
        confidence = head.identity.confidence
        yield {
            **_head(head, *names),
            **{f"{field}_confidence": confidence.get(field, 0.0) for field in CONFIDENCES},
            **_head(head, *more),
            "corrected": " ".join(head.identity.corrections),
        }


def _findings(store: Store, keys: list[int], _: Filters) -> Iterator[Record]:
    return (finding_record(entry.report, entry.finding) for entry in store.iter_findings(keys))


def finding_record(head: ReportRecord, finding: Finding) -> Record:
    """A finding of a report, with the columns of the export."""
    return {
        **_head(head, "source", "report", "agency", "year"),
        "code": finding.code,
        "severity": finding.severity.value,
        "answer": finding.answer.value if finding.answer else None,
        "table": finding.table,
        "row": finding.row,
        "column": finding.column,
        "expected": finding.expected,
        "found": finding.found,
        "text": finding.message,
        **place_record(finding.place),
        **position_record(finding.place),
    }


_WRITERS: dict[str, Callable[[Store, list[int], Filters], Iterator[Record]]] = {
    "facts": _facts,
    "sections": _sections,
    "reports": _reports,
    "findings": _findings,
}


def _head(head: ReportRecord, *names: str) -> Record:
    """The named properties of a report."""
    own: Record = {
        "source": head.source,
        "report": head.id,
        "form": head.form,
        "url": head.url,
        "published": head.published,
        "captured": head.captured,
        "region": region_record(head.identity.region),
    }
    return {name: own[name] if name in own else getattr(head.identity, name) for name in names}
