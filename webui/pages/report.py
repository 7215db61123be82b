"""The page of one report."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from govreport_search.domain import Place
from govreport_search.forms import form
from govreport_search.query.request import Request
from govreport_search.services.original import Way
from govreport_search.services.report import ReportView
from govreport_search.store.record import Original
from webui import args, original
from webui.library import library
from webui.pages.link import (
    agency_link,
    document_link,
    line_links,
    region_link,
    report_link,
    search_link,
)
from webui.present import report as present
from webui.present.beside import Beside
from webui.present.citation import citation
from webui.present.discrepancy import finding_views
from webui.present.hits import record_name, region_text, searched, year_text
from webui.present.sheet import is_unsure, sheets
from webui.present.years import years


def report(report: str) -> str:
    """Everything read from one report, the words of the search marked; its URL keeps the search."""
    asked = args.parse(request.args)
    found = library().report(report)
    record, identity = found.record, found.record.identity
    beside = _beside(report, found, library().originals(report))
    return render_template(
        "report/report.html",
        name=record_name(record),
        record=record,
        identity=identity,
        head=present.head(record),
        region_words=region_text(identity.region),
        year_words=year_text(identity.year),
        evidence=present.evidence(identity),
        web_address=present.web_address(record.url),
        agency_url=agency_link(identity.agency, identity.region),
        region_steps=[
            (name, region_link((identity.region or ())[: at + 1]))
            for at, name in enumerate(identity.region or ())
        ],
        years=years(record, library().same_agency(report)),
        report_link=lambda other: report_link(other, "", asked),
        source_url=url_for("pages.source", report=report),
        json_url=url_for("api.report", report=report),
        permalink=_permalink(report),
        citation=citation(record, found.sources, _permalink(report)),
        beside=beside,
        **_search(asked),
        **_body(found, asked, beside),
    )


def _search(asked: Request) -> dict[str, Any]:
    return {
        "query": asked.query,
        "back_url": search_link(asked),
        "searched": bool(searched(asked)),
    }


def _body(found: ReportView, asked: Request, beside: Beside) -> dict[str, Any]:
    """Sections, tables, findings and derived values, each with the way to its place."""
    record = found.record
    its_form = form(record.form) if record.form else None
    tables = sheets(its_form, found.facts, found.findings) if its_form else ()
    sections = present.section_views(found.sections, tables, searched(asked), beside.link)
    views = finding_views(
        found.findings, {fact.cell: fact for fact in found.facts}, found.sections, record.form
    )
    derived = present.derived_views(found.derived, its_form)
    return {
        "sections": sections,
        "occurrences": sum(section.count for section in sections),
        "is_unsure": is_unsure,
        "asked_cells": present.asked_cells(asked, found.facts, found.derived),
        "contradictions": [view for view in views if view.is_contradiction],
        "findings": [view for view in views if not view.is_contradiction],
        "derived": [view for view in derived if view.is_whole],
        "derived_more": [view for view in derived if not view.is_whole],
    }


def _beside(report: str, found: ReportView, originals: tuple[Original, ...]) -> Beside:
    line_address = line_links(report)

    def address(place: Place, in_document: bool) -> str:
        if in_document:
            return document_link(report, place)
        return line_address(place.line or 1, place.part)

    looks = [original.look(each) for each in originals]
    return Beside(
        originals,
        [source.source or record_part(part) for part, source in enumerate(found.sources)],
        looks,
        {
            part: original.sizes(originals[part])
            for part, look in enumerate(looks)
            if look.way is Way.PAGES
        },
        address,
    )


def record_part(part: int) -> str:
    """What a file is called that was met under no path of its own."""
    return f"（{part + 1}）"


def _permalink(report: str) -> str:
    """The page without the search; as this reader reaches us."""
    return url_for("pages.report", report=report, _external=True)
