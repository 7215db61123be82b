"""A list of terms, counted by body, region, year or report, as JSON, CSV or a workbook."""

from __future__ import annotations

from flask import Response, request

from govreport_search.errors import BadFilterError
from govreport_search.query.record import Record
from govreport_search.services.delimited import csv_lines
from govreport_search.services.grouping import GROUPINGS
from govreport_search.services.term_list import plain_terms
from govreport_search.services.term_record import (
    COUNTS,
    TERM_COLUMNS,
    term_rows,
    term_table_record,
    wide_columns,
    wide_rows,
)
from webui import args
from webui.api.body import posted_text
from webui.api.record import chosen_format, csv_response, xlsx_response
from webui.library import library

OWN = ("terms", "by", "all", "count", "format")
PARAMETERS = ("q", *args.FILTER_NAMES, "synonyms", "fold", *OWN)
FORMATS = ("json", "csv", "wide", "xlsx")


def terms() -> Response | Record:
    """Counts of terms; the list stands in the parameter ``terms`` or is the posted text."""
    args.reject_unknown(request.args, PARAMETERS)
    chosen = chosen_format(FORMATS)
    asked = args.parse(request.args, also=OWN)
    by = args.single(request.args, "by") or GROUPINGS[0]
    count = args.single(request.args, "count") or COUNTS[0]
    if count not in COUNTS:
        raise BadFilterError(f"不能数“{count}”", remedy=f"可选：{'、'.join(COUNTS)}")
    every = args.number(request.args, "all", 0, 1) == 1
    wanted = (*request.args.getlist("terms"), posted_text("terms", plain_terms))
    found = library().count_terms(asked, wanted, by, every=every)
    match chosen:
        case "csv":
            return csv_response(csv_lines(TERM_COLUMNS, term_rows(found)), "terms")
        case "wide":
            lines = csv_lines(wide_columns(found), wide_rows(found, count))
            return csv_response(lines, "terms")
        case "xlsx":
            return xlsx_response(wide_columns(found), wide_rows(found, count), "terms")
        case _:
            return term_table_record(found)
