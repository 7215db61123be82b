"""The page of one report."""

from __future__ import annotations

from flask import render_template, request, url_for

from govreport_search.domain import Place
from govreport_search.forms import form
from webui import args
from webui.library import library
from webui.pages.link import line_link, report_link, search_link
from webui.present import report as present
from webui.present.discrepancy import finding_views
from webui.present.hits import record_name, searched
from webui.present.sheet import sheets


def report(report: str) -> str:
    """Everything read from one report, the words of the search marked; its URL keeps the search."""
    asked = args.parse(request.args)
    found = library().report(report)
    record, identity = found.record, found.record.identity
    its_form = form(record.form) if record.form else None
    tables = sheets(its_form, found.facts, found.findings) if its_form else ()

    def place_link(place: Place | None) -> str:
        if place is None or place.line is None:
            return ""
        return line_link(report, place.line, place.part)

    wanted = searched(asked)
    sections = present.section_views(found.sections, tables, wanted, place_link)
    views = finding_views(
        found.findings, {fact.cell: fact for fact in found.facts}, found.sections, record.form
    )
    derived = present.derived_views(found.derived, its_form)
    return render_template(
        "report/report.html",
        name=record_name(record),
        query=asked.query,
        searched=bool(wanted),
        back_url=search_link(asked),
        record=record,
        identity=identity,
        head=present.head(record),
        evidence=present.evidence(identity),
        web_address=present.web_address(record.url),
        source_url=url_for("pages.source", report=report),
        sections=sections,
        occurrences=sum(section.count for section in sections),
        contradictions=[view for view in views if view.is_contradiction],
        findings=[view for view in views if not view.is_contradiction],
        derived=[view for view in derived if view.is_whole],
        derived_more=[view for view in derived if not view.is_whole],
        others=[
            {"url": report_link(other.id, "", asked), "name": record_name(other)}
            for other in library().same_agency(report)
        ],
        line_url=place_link,
    )
