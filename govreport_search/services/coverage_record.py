"""Coverage as plain records and as lines of tables, the same for command line and web."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from govreport_search.query.record import Record, region_record
from govreport_search.services.coverage import (
    COVERAGE_STATES,
    ArchiveBody,
    Coverage,
    CoverageCell,
    CoverageRow,
)
from govreport_search.services.facet_words import facet_value

COVERAGE_COLUMNS = (
    *("name", "region", "listed", "agency", "agency_region", "year", "state", "reports"),
    *("files", "reasons"),
)
"""Columns of the long table: one line for each listed body and year, then one for each body and
year that the list does not know."""

_SEPARATOR = " "


def coverage_record(found: Coverage) -> Record:
    """Coverage as JSON shows it."""
    return {
        "years": list(found.years),
        "counts": dict(found.counts),
        "by_year": {state: list(counts) for state, counts in found.by_year.items()},
        "rows": [
            {
                "name": row.listed.name,
                "region": row.listed.region,
                "cells": [asdict(cell) for cell in row.cells],
                "bodies": [_body(body) for body in row.bodies],
            }
            for row in found.rows
        ],
        "unknown_regions": list(found.unknown_regions),
        "others": [_body(body) for body in found.others],
        "other_kinds": found.other_kinds,
        "without_agency": found.without_agency,
        "unassigned": [asdict(file) for file in found.unassigned],
    }


def _body(body: ArchiveBody) -> Record:
    return {
        "agency": body.name,
        "region": region_record(body.region),
        "reports": {
            str(facet_value(year)): list(reports) for year, reports in body.reports.items()
        },
    }


def coverage_rows(found: Coverage) -> Iterator[Record]:
    """Lines with ``COVERAGE_COLUMNS``."""
    for row in found.rows:
        head = {"name": row.listed.name, "region": row.listed.region, "listed": "yes"}
        own: Record = {}
        if len(row.bodies) == 1:
            (body,) = row.bodies
            own = {"agency": body.name, "agency_region": region_record(body.region)}
        for cell in row.cells:
            yield {**head, **own, **_cell(cell)}
    for body in found.others:
        head = {"name": body.name, "listed": "no", "agency": body.name}
        for year, reports in body.reports.items():
            said = {"year": year, "state": body.state(year), "reports": _SEPARATOR.join(reports)}
            yield {**head, "agency_region": region_record(body.region), **said}


def _cell(cell: CoverageCell) -> Record:
    return {
        "year": cell.year,
        "state": cell.state,
        "reports": _SEPARATOR.join(cell.reports),
        "files": "\n".join(file.source for file in cell.files),
        "reasons": "\n".join(file.reason for file in cell.files),
    }


def wide_columns(found: Coverage) -> tuple[str, ...]:
    """Columns of the wide table: a body, and a column for each year."""
    return ("name", "region", *map(str, found.years))


def wide_rows(found: Coverage) -> Iterator[Record]:
    """Lines with ``wide_columns``: in each year's cell the state in words."""
    for row in found.rows:
        yield {"name": row.listed.name, "region": row.listed.region, **_words(row)}


def _words(row: CoverageRow) -> dict[str, Any]:
    return {str(cell.year): COVERAGE_STATES[cell.state] for cell in row.cells}
