"""Single things: one report, the state of the archive, the indicators, the description."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import request, url_for

from govreport_search.forms.derive import DerivedFact
from govreport_search.forms.lookup import cell_labels, columns_of, indicators
from govreport_search.services.original import Presence, Way
from govreport_search.services.report import ReportView, file_records, identity_corrections
from govreport_search.store.mapping import number
from webui import args
from webui.api.description import description
from webui.library import library
from webui.original import look
from webui.present.years import years

Json = dict[str, Any]

STATUS_PARAMETERS = ("code", "file", "limit", "offset")


def report(report: str) -> Json:
    """Everything read from one report; its records are those of the exports."""
    args.reject_unknown(request.args, ())
    view = library().report(report)
    only = f"report:{view.record.id}"
    return {
        **next(library().reports(only)),
        "corrections": identity_corrections(view.record.identity),
        "files": _files(view),
        "years": _years(view),
        "evidence": dict(view.record.identity.evidence),
        "sections": list(library().sections(only)),
        "facts": list(library().facts(only)),
        "derived": [_derived(fact, view.record.form) for fact in view.derived],
        "findings": list(library().findings(only)),
    }


def status() -> Json:
    """What the archive holds; paths of this machine stay here."""
    args.reject_unknown(request.args, STATUS_PARAMETERS)
    found = library().holding(
        args.single(request.args, "code"),
        args.single(request.args, "file"),
        limit=args.number(request.args, "limit", args.MAX_LIMIT, args.MAX_LIMIT),
        offset=args.number(request.args, "offset", 0, args.MAX_OFFSET),
    )
    counts = found.counts
    return {
        "reports": counts.reports,
        "sections": counts.sections,
        "facts": counts.facts,
        "facts_by_state": dict(counts.facts_by_state),
        "findings": counts.findings,
        "index_is_current": found.index_is_current,
        "files": counts.source_files,
        "bodies": found.bodies,
        "years": [asdict(year) for year in found.years],
        "rejected_by_code": dict(found.rejected),
        "rejected_total": found.chosen,
        "rejected": [
            {"source": state.file.source, "code": state.code, "reason": state.reason}
            for state in found.files
        ],
    }


def indicator_list() -> Json:
    """Every indicator with its columns."""
    args.reject_unknown(request.args, ())
    return {
        "indicators": [
            {
                "id": ref.id,
                "label": ref.label,
                "unit": ref.unit,
                "forms": list(ref.forms),
                "derived": ref.derived,
                "default_column": ref.default_column,
                "columns": [{"id": column, "label": label} for column, label in columns_of(ref)],
            }
            for ref in indicators()
        ]
    }


def openapi() -> Json:
    """The description itself."""
    args.reject_unknown(request.args, ())
    return description()


def _files(view: ReportView) -> list[Json]:
    """The files, and where each is shown as it was published, if it can be."""
    report = view.record.id
    shown = []
    for part, (record, original) in enumerate(
        zip(file_records(view.sources), library().originals(report), strict=True)
    ):
        seen = look(original)
        pages = [
            url_for("pages.page_image", report=report, part=part, page=page)
            for page in range(1, max(original.pages, 1) + 1)
            if seen.way is Way.PAGES
        ]
        document = url_for("pages.document", report=report, part=part or None)
        shown.append(
            {
                **record,
                "stands": seen.presence is Presence.THERE,
                "images": pages,
                "document": document if seen.way is Way.DOCUMENT else None,
            }
        )
    return shown


def _years(view: ReportView) -> list[Json]:
    """All reports of the body, oldest first, this one among them."""
    found = years(view.record, library().same_agency(view.record.id))
    return [{"report": year.report, "year": year.year} for year in found.all]


def _derived(fact: DerivedFact, form_id: str) -> Json:
    label, column_label, unit = cell_labels(fact.cell, form_id)
    return {
        "table": fact.cell.table,
        "row": fact.cell.row,
        "column": fact.cell.column,
        "label": label,
        "column_label": column_label,
        "state": fact.quantity.state.value,
        "value": number(fact.quantity.value),
        "unit": unit,
        "derivation": fact.how,
        "parts": [str(part) for part in fact.parts],
        "corrected_parts": [str(part) for part in fact.corrected],
    }
