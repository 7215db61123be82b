"""Which bodies of a list have published in which years, as JSON, CSV or a workbook."""

from __future__ import annotations

from flask import Response, request

from govreport_search.query.record import Record
from govreport_search.services.body_list import plain_bodies
from govreport_search.services.coverage_record import (
    COVERAGE_COLUMNS,
    coverage_record,
    coverage_rows,
    wide_columns,
    wide_rows,
)
from govreport_search.services.delimited import csv_lines
from webui import args
from webui.api.body import posted_text
from webui.api.record import chosen_format, csv_response, xlsx_response
from webui.library import library

PARAMETERS = ("list", "region", "level", "year", "format")
FORMATS = ("json", "csv", "wide", "xlsx")


def coverage() -> Response | Record:
    """Coverage of the list that is posted or stands in the address, else of the divisions."""
    args.reject_unknown(request.args, PARAMETERS)
    chosen = chosen_format(FORMATS)
    listed = args.single(request.args, "list") or None
    found = library().coverage(
        posted_text("list", plain_bodies) if request.method == "POST" else listed,
        region=args.single(request.args, "region"),
        level=args.several(request.args, "level"),
        year=args.several(request.args, "year"),
    )
    match chosen:
        case "csv":
            return csv_response(csv_lines(COVERAGE_COLUMNS, coverage_rows(found)), "coverage")
        case "wide":
            return csv_response(csv_lines(wide_columns(found), wide_rows(found)), "coverage")
        case "xlsx":
            return xlsx_response(COVERAGE_COLUMNS, coverage_rows(found), "coverage")
        case _:
            return coverage_record(found)
