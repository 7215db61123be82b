"""Whole tables as JSON lines or CSV, sent while they are read, or as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from flask import Response, request

from govreport_search.errors import BadFilterError
from govreport_search.query.record import Record
from govreport_search.services.delimited import BYTE_ORDER_MARK, csv_lines, json_lines
from govreport_search.services.export import COLUMNS
from govreport_search.services.workbook import MEDIA_TYPE, pieces, workbook
from webui import args
from webui.library import library

NAMES = tuple(name for name in COLUMNS if name != "findings")
"""Findings have filters of their own; see ``api.findings``."""

PARAMETERS = ("q", *args.FILTER_NAMES, "synonyms", "fold", "format")
FORMATS = ("jsonl", "csv", "xlsx")


def records(name: str) -> Response:
    """Records of one kind for the reports that the question matches."""
    args.reject_unknown(request.args, PARAMETERS)
    chosen = chosen_format(FORMATS)
    asked = args.parse(request.args, also=("format",))
    found = started(library().export(name, asked))
    if chosen == "csv":
        return csv_response(csv_lines(COLUMNS[name], found), name)
    if chosen == "xlsx":
        return xlsx_response(COLUMNS[name], found, name)
    return Response(json_lines(COLUMNS[name], found), mimetype="application/x-ndjson")


def started(found: Iterator[Record]) -> Iterator[Record]:
    """The same records, the first already read: an error must come before the status line."""
    first = next(found, None)
    return iter(()) if first is None else chain((first,), found)


def chosen_format(formats: tuple[str, ...]) -> str:
    """The value of ``format``, the first one by default.

    Raises:
        BadFilterError: there is no such format.
    """
    value = args.single(request.args, "format") or formats[0]
    if value not in formats:
        raise BadFilterError(f"没有“{value}”这种格式", remedy=f"可选：{'、'.join(formats)}")
    return value


def csv_response(lines: Iterable[str], name: str) -> Response:
    """A download that Excel opens."""
    response = Response(chain((BYTE_ORDER_MARK,), lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={name}.csv"
    return response


def xlsx_response(
    columns: Sequence[str], found: Iterable[Mapping[str, Any]], name: str
) -> Response:
    """A download as a workbook; it is whole before its first byte is sent."""
    response = Response(pieces(workbook(columns, found)), mimetype=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename={name}.xlsx"
    return response
