"""The search: one page as JSON, or every hit as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import Response, request

from govreport_search.library import Library
from govreport_search.query.record import Record, hit_columns, hit_row, page_record
from govreport_search.query.request import Request
from govreport_search.query.result import Page
from govreport_search.services.delimited import csv_lines
from webui import args
from webui.api.record import chosen_format, csv_response
from webui.library import library

FORMATS = ("json", "csv")
CSV_PAGE = 500
"""Hits read at once for a download."""


def search() -> Response | Record:
    """The request is the URL, as on the search page."""
    asked = args.parse(request.args, also=("format",))
    if chosen_format(FORMATS) == "json":
        return page_record(library().ask(asked))
    first = library().ask(replace(asked, offset=0, limit=CSV_PAGE))
    return csv_response(csv_lines(hit_columns(first), _rows(library(), asked, first)), "search")


def _rows(reader: Library, asked: Request, page: Page) -> Iterator[Record]:
    """Every hit of the request in its order; page after page, so that memory stays bounded."""
    offset = 0
    while page.hits:
        yield from map(hit_row, page.hits)
        offset += len(page.hits)
        if offset >= page.total_hits:
            return
        page = reader.ask(replace(asked, offset=offset, limit=CSV_PAGE))
