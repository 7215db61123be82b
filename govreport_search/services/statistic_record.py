"""Statistics as plain records and as lines of a table, the same for command line and web."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from govreport_search.domain import State
from govreport_search.query.record import Record
from govreport_search.query.request import Request
from govreport_search.services.statistic_cell import StatisticCell
from govreport_search.services.statistic_group import CellStatistic, Group
from govreport_search.services.statistics import Statistics

STATISTIC_COLUMNS = (
    *("by", "value", "label", "reports", "cell", "cell_label", "column_label", "unit"),
    *("sum", "mean", *(state.value for state in State), "outside_form", "corrected"),
    *("differs", "counted", "mixed", "withheld"),
)
"""Columns of the table: one line for each group and cell, those of all reports last."""

EVERY = "全部"


def statistics_record(found: Statistics, request: Request) -> Record:
    """Statistics as JSON shows them."""
    return {
        "query": request.query,
        "filters": {name: list(v) for name, v in asdict(request.filters).items() if v},
        "synonyms": request.synonyms,
        "fold": request.fold,
        "by": found.by,
        "reports": found.reports,
        "cells": [
            {
                "id": str(one.cell),
                "label": one.label,
                "column_label": one.column_label,
                "unit": one.unit,
                "is_share": one.is_share,
            }
            for one in found.cells
        ],
        "groups": [
            {"value": group.value, "label": group.label, **_group(group)} for group in found.groups
        ],
        "whole": _group(found.whole),
    }


def statistic_rows(found: Statistics) -> Iterator[Record]:
    """Lines with ``STATISTIC_COLUMNS``."""
    for group in (*found.groups, found.whole):
        for one, held in zip(found.cells, group.cells, strict=True):
            yield {
                "by": found.by,
                "value": group.value,
                "label": EVERY if group is found.whole else group.label,
                "reports": group.reports,
                **_names(one),
                "sum": held.sum,
                "mean": held.mean,
                **held.states,
                "outside_form": held.outside_form,
                "corrected": held.corrected,
                "differs": held.differs,
                "counted": group.counted,
                "mixed": group.mixed,
                "withheld": held.withheld,
            }


def _names(one: StatisticCell) -> dict[str, Any]:
    return {
        "cell": str(one.cell),
        "cell_label": one.label,
        "column_label": one.column_label,
        "unit": one.unit,
    }


def _group(group: Group) -> Record:
    return {
        "reports": group.reports,
        "counted": group.counted,
        "mixed": group.mixed,
        "cells": list(map(_cell, group.cells)),
    }


def _cell(held: CellStatistic) -> Record:
    return {
        "id": str(held.cell),
        "sum": held.sum,
        "mean": held.mean,
        "states": dict(held.states),
        "outside_form": held.outside_form,
        "differs": held.differs,
        "corrected": held.corrected,
        "withheld": held.withheld,
    }
