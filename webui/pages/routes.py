"""Which URL shows which page."""

from __future__ import annotations

from flask import Blueprint

from webui.pages import (
    about,
    compare,
    coverage,
    findings,
    original,
    place,
    rank,
    report,
    search,
    source,
    status,
    step,
    terms,
)

blueprint = Blueprint("pages", __name__)
blueprint.add_url_rule("/", "search", search.search)
blueprint.add_url_rule("/condition", "add_condition", step.add_condition)
blueprint.add_url_rule("/words", "add_words", step.add_words)
blueprint.add_url_rule("/years", "choose_years", step.choose_years)
blueprint.add_url_rule("/facet", "find_value", step.find_value)
blueprint.add_url_rule("/reports/<report>", "report", report.report)
blueprint.add_url_rule("/reports/<report>/source", "source", source.source)
blueprint.add_url_rule("/reports/<report>/document", "document", original.document)
blueprint.add_url_rule(
    "/reports/<report>/pages/<int:part>/<int:page>.png", "page_image", original.page_image
)
blueprint.add_url_rule("/compare", "compare", compare.compare)
blueprint.add_url_rule("/rank", "rank", rank.rank)
blueprint.add_url_rule("/agencies/<path:body>", "agency", place.agency)
blueprint.add_url_rule("/regions/<path:region>", "region", place.region)
blueprint.add_url_rule("/terms", "terms", terms.terms, methods=["GET", "POST"])
blueprint.add_url_rule("/coverage", "coverage", coverage.coverage, methods=["GET", "POST"])
blueprint.add_url_rule("/findings", "findings", findings.findings)
blueprint.add_url_rule("/findings/years", "choose_finding_years", step.choose_finding_years)
blueprint.add_url_rule("/findings/facet", "find_finding_value", step.find_finding_value)
blueprint.add_url_rule("/help", "help", about.query_help)
blueprint.add_url_rule("/glossary", "glossary", about.glossary)
blueprint.add_url_rule("/privacy", "privacy", about.privacy)
blueprint.add_url_rule("/indicators", "indicator_list", about.indicator_list)
blueprint.add_url_rule("/status", "status", status.status)
blueprint.add_url_rule("/api", "api_help", about.api_help)
