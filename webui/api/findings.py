"""Findings: all that are chosen as lines, CSV or a workbook, or a page of them with facets."""

from __future__ import annotations

from flask import Response, request

from govreport_search.query.record import Record
from govreport_search.services.delimited import csv_lines, json_lines
from govreport_search.services.finding_page_record import (
    FINDING_COLUMNS,
    finding_lines,
    finding_page_record,
)
from webui import finding_args
from webui.api.record import chosen_format, csv_response, started, xlsx_response
from webui.library import library

FORMATS = ("jsonl", "csv", "xlsx", "json")


def findings() -> Response | Record:
    """The question is the URL, as on the page of findings."""
    asked = finding_args.parse(request.args, also=("format",))
    chosen = chosen_format(FORMATS)
    if chosen == "json":
        return finding_page_record(library().finding_page(asked))
    found = started(finding_lines(library().finding_stream(asked)))
    match chosen:
        case "csv":
            return csv_response(csv_lines(FINDING_COLUMNS, found), "findings")
        case "xlsx":
            return xlsx_response(FINDING_COLUMNS, found, "findings")
        case _:
            return Response(json_lines(FINDING_COLUMNS, found), mimetype="application/x-ndjson")
