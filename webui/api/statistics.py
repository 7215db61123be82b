"""Sums of cells over the matching reports, as JSON or CSV."""

from __future__ import annotations

from flask import Response, request

from govreport_search.query.record import Record
from govreport_search.services.delimited import csv_lines
from govreport_search.services.statistic_record import (
    STATISTIC_COLUMNS,
    statistic_rows,
    statistics_record,
)
from webui import args
from webui.api.record import chosen_format, csv_response
from webui.library import library

OWN = ("by", "cell", "format")
PARAMETERS = ("q", *args.FILTER_NAMES, "synonyms", "fold", *OWN)
FORMATS = ("json", "csv")


def statistics() -> Response | Record:
    """Sums and states of cells, by group."""
    args.reject_unknown(request.args, PARAMETERS)
    chosen = chosen_format(FORMATS)
    asked = args.parse(request.args, also=OWN)
    by = args.single(request.args, "by") or "year"
    found = library().tally(asked, by, args.several(request.args, "cell") or None)
    if chosen == "csv":
        return csv_response(csv_lines(STATISTIC_COLUMNS, statistic_rows(found)), "statistics")
    return statistics_record(found, asked)
