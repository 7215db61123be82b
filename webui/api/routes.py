"""Which URL gives which data."""

from __future__ import annotations

from functools import partial, update_wrapper

from flask import Blueprint

from webui.api import (
    about,
    compare,
    complete,
    correct,
    coverage,
    findings,
    glossary,
    place,
    record,
    search,
    single,
    statistics,
    terms,
)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
blueprint.add_url_rule("/search", "search", search.search)
blueprint.add_url_rule("/statistics", "statistics", statistics.statistics)
blueprint.add_url_rule("/terms", "terms", terms.terms, methods=["GET", "POST"])
blueprint.add_url_rule("/compare", "compare", compare.compare)
blueprint.add_url_rule("/rank", "rank", compare.rank)
blueprint.add_url_rule("/coverage", "coverage", coverage.coverage, methods=["GET", "POST"])
blueprint.add_url_rule("/complete", "complete", complete.complete)
blueprint.add_url_rule("/findings", "findings", findings.findings)
for _name in record.NAMES:
    # Extensions of Flask ask a view for its name and module.
    _view = update_wrapper(partial(record.records, _name), record.records)
    blueprint.add_url_rule(f"/{_name}", _name, _view)
blueprint.add_url_rule("/reports/<report>", "report", single.report)
blueprint.add_url_rule("/agencies/<path:body>", "agency", place.agency)
blueprint.add_url_rule("/regions/<path:region>", "region", place.region)
blueprint.add_url_rule("/worklist", "worklist", correct.worklist)
blueprint.add_url_rule("/corrections", "corrections", correct.corrections)
blueprint.add_url_rule("/status", "status", single.status)
blueprint.add_url_rule("/indicators", "indicators", single.indicator_list)
blueprint.add_url_rule("/glossary", "glossary", glossary.glossary)
blueprint.add_url_rule("/help", "query_help", about.query_help)
blueprint.add_url_rule("/privacy", "privacy", about.privacy)
blueprint.add_url_rule("/openapi.json", "openapi", single.openapi)
