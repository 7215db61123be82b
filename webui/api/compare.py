"""Comparisons and rankings, as JSON, CSV or a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import Response, request

from govreport_search.query.record import Record
from govreport_search.services.compare import COMPARED, MOST_DEPTH
from govreport_search.services.comparison_record import (
    COMPARISON_COLUMNS,
    RANKING_COLUMNS,
    comparison_lines,
    comparison_record,
    ranking_lines,
    ranking_record,
)
from govreport_search.services.delimited import csv_lines
from webui import args
from webui.api.record import chosen_format, csv_response, started, xlsx_response
from webui.library import library

SHARED = ("q", *args.FILTER_NAMES, "limit", "offset", "synonyms", "fold", "cell")
"""What pages and API both take: a link of the page never has what the API refuses."""

COMPARE_PARAMETERS = (*SHARED, "by", "depth", "format")
RANK_PARAMETERS = (*SHARED, "ascending", "format")
FORMATS = ("json", "csv", "xlsx")
TABLE_PAGE = 500
"""Rows made at once for a download, which has all of them."""


def compare() -> Response | Record:
    """Bodies or regions side by side, year by year."""
    args.reject_unknown(request.args, COMPARE_PARAMETERS)
    chosen = chosen_format(FORMATS)
    asked = args.parse(request.args, also=("cell", "format", "by", "depth"))
    cells = args.several(request.args, "cell")
    by = args.single(request.args, "by") or COMPARED[0]
    depth = args.number(request.args, "depth", 1, MOST_DEPTH)
    if chosen == "json":
        return comparison_record(library().comparison(asked, cells, by, depth), asked)
    pages = library().comparisons(replace(asked, offset=0, limit=TABLE_PAGE), cells, by, depth)
    return _table(chosen, COMPARISON_COLUMNS, started(comparison_lines(pages)), "compare")


def rank() -> Response | Record:
    """Bodies ranked by one cell."""
    args.reject_unknown(request.args, RANK_PARAMETERS)
    chosen = chosen_format(FORMATS)
    asked = args.parse(request.args, also=("cell", "format", "ascending"))
    cell = args.single(request.args, "cell")
    ascending = args.number(request.args, "ascending", 0, 1) == 1
    if chosen == "json":
        return ranking_record(library().ranking(asked, cell, ascending=ascending), asked)
    pages = library().rankings(
        replace(asked, offset=0, limit=TABLE_PAGE), cell, ascending=ascending
    )
    return _table(chosen, RANKING_COLUMNS, started(ranking_lines(pages)), "rank")


def _table(chosen: str, columns: Sequence[str], lines: Iterable[Record], name: str) -> Response:
    if chosen == "xlsx":
        return xlsx_response(columns, lines, name)
    return csv_response(csv_lines(columns, lines), name)
