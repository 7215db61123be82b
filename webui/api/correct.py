"""What people should look at, and what they have put right; read only, as all of the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, request

from govreport_search.query.record import Record
from govreport_search.services.delimited import csv_lines
from govreport_search.services.history import HISTORY_COLUMNS, line_record
from govreport_search.services.worklist import WORKLIST_COLUMNS, task_record, task_row
from webui import args
from webui.api.record import chosen_format, csv_response, xlsx_response
from webui.library import library

FORMATS = ("json", "csv", "xlsx")
LISTED = 50
"""Cells of the worklist unless more are asked for."""


def worklist() -> Response | dict[str, Any]:
    """Cells that nobody has settled, the most urgent first."""
    args.reject_unknown(request.args, ("limit", "format"))
    chosen = chosen_format(FORMATS)
    tasks = library().worklist(args.number(request.args, "limit", LISTED, args.MAX_LIMIT))
    if chosen == "json":
        return {"worklist": [task_record(task) for task in tasks]}
    return _table(chosen, WORKLIST_COLUMNS, map(task_row, tasks), "worklist")


def corrections() -> Response | dict[str, Any]:
    """The history of one report or of all, oldest first."""
    args.reject_unknown(request.args, ("report", "format"))
    chosen = chosen_format(FORMATS)
    lines = library().corrections(args.single(request.args, "report") or None)
    if chosen == "json":
        return {"corrections": [line_record(line) for line in lines]}
    return _table(chosen, HISTORY_COLUMNS, map(line_record, lines), "corrections")


def _table(chosen: str, columns: Sequence[str], records: Iterable[Record], name: str) -> Response:
    if chosen == "csv":
        return csv_response(csv_lines(columns, records), name)
    return xlsx_response(columns, records, name)
