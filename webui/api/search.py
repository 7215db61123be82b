"""The search: one page as JSON, or every hit as CSV or in a workbook."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from flask import Response, request

from govreport_search.query.record import Record, hit_columns, hit_row, page_record
from govreport_search.services.delimited import csv_lines
from webui import args
from webui.api.record import chosen_format, csv_response, xlsx_response
from webui.library import library

FORMATS = ("json", "csv", "xlsx")
EXPORT_PAGE = 500
"""Hits read at once for a download."""


def search() -> Response | Record:
    """The request is the URL, as on the search page."""
    asked = args.parse(request.args, also=("format",))
    chosen = chosen_format(FORMATS)
    if chosen == "json":
        return page_record(library().ask(asked))
    pages = library().pages(replace(asked, offset=0, limit=EXPORT_PAGE))
    first = next(pages)
    hits = (hit_row(hit) for page in chain((first,), pages) for hit in page.hits)
    if chosen == "xlsx":
        return xlsx_response(hit_columns(first), hits, "search")
    return csv_response(csv_lines(hit_columns(first), hits), "search")
