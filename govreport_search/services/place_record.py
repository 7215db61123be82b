"""Bodies and regions as plain records, for command line and web."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from govreport_search.query.record import Record, region_record
from govreport_search.services.agency import AgencyView, BodyName
from govreport_search.services.comparison_record import measure_record, row_record, spread_record
from govreport_search.services.region_view import RegionView


def agency_record(found: AgencyView) -> Record:
    """A body as JSON shows it."""
    return {
        **_body(found.body),
        "level": found.level,
        "kind": found.kind,
        "function": found.function,
        "cells": list(map(measure_record, found.measures)),
        "years": list(found.years),
        "missing": list(found.missing),
        "row": None if found.row is None else row_record(found.row, found.measures),
        "spreads": list(map(spread_record, found.spreads)),
        "report_list": [{**asdict(one), "findings": dict(one.findings)} for one in found.reports],
        "neighbours": list(map(_body, found.neighbours)),
        "neighbour_total": found.neighbour_total,
        "namesakes": list(map(_body, found.namesakes)),
    }


def region_view_record(found: RegionView) -> Record:
    """A region as JSON shows it."""
    return {
        "region": list(found.path),
        "bodies": found.bodies,
        "reports": found.reports,
        "years": list(found.years),
        "groups": [
            {**_plain(one), "by_year": {str(year): n for year, n in one.by_year.items()}}
            for one in found.groups
        ],
        "level": found.level,
        "kind": found.kind,
        "cells": list(map(measure_record, found.measures)),
        "row": None if found.row is None else row_record(found.row, found.measures),
        "units": [{**_plain(one), "path": list(one.path)} for one in found.units],
        "own": list(map(_body, found.own)),
        "own_total": found.own_total,
    }


def _body(one: BodyName) -> Record:
    return {
        "key": one.key,
        "agency": one.name,
        "region": region_record(one.region),
        "reports": one.reports,
    }


def _plain(one: Any) -> dict[str, Any]:
    return asdict(one)
