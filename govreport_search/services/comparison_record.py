"""Comparisons and rankings as plain records and as lines of a table, for command line and web."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from govreport_search.query.record import Record, region_record
from govreport_search.query.request import Request
from govreport_search.services.body_year import STANDINGS
from govreport_search.services.compare import Comparison
from govreport_search.services.comparison_row import NO_REPORT, Entry, Row, Total
from govreport_search.services.measure import Measure
from govreport_search.services.peer import Among, Peers, Spread
from govreport_search.services.ranking import Ranked, Ranking

_STATES = (*STANDINGS, NO_REPORT)
_QUANTILES = ("quartile", "median", "upper_quartile", "ninth")
_SPREAD = ("peers", *_QUANTILES, "peers_corrected")
_VALUE = ("state", "value", "numerator", "denominator")
_MEASURE = ("cell", "cell_label", "column_label", "unit")

COMPARISON_COLUMNS = (
    *("key", "agency", "region", "level", "kind", "year", *_MEASURE, *_VALUE),
    *("bodies", *_STATES, "forms", "reports", "changed"),
    *_SPREAD,
    *("peer_rank", "peer_tied", "peer_lower", "corrected"),
)
"""Columns of the table: one line for each row, measure and year."""

RANKING_COLUMNS = (
    *("rank", "tied", "key", "agency", "region", "level", "kind", "year", *_MEASURE, *_VALUE),
    *("form", "reports"),
    *_SPREAD,
    "corrected",
)


def comparison_record(found: Comparison, request: Request) -> Record:
    """A comparison as JSON shows it."""
    return {
        **_asked(request),
        "by": found.by,
        "depth": found.depth,
        "level": found.level,
        "kind": found.kind,
        "cells": list(map(measure_record, found.measures)),
        "years": list(found.years),
        "total_rows": found.total_rows,
        "reports": found.reports,
        "unplaced": found.unplaced,
        "repeated": found.repeated,
        "rows": [row_record(row, found.measures) for row in found.rows],
        "spreads": list(map(spread_record, found.spreads)),
    }


def ranking_record(found: Ranking, request: Request) -> Record:
    """A ranking as JSON shows it."""
    return {
        **_asked(request),
        "cell": measure_record(found.measure),
        "ascending": found.ascending,
        "total": found.total,
        "states": dict(found.states),
        "reports": found.reports,
        "unplaced": found.unplaced,
        "ranked": [_ranked(one) for one in found.ranked],
        "spreads": list(map(spread_record, found.spreads)),
    }


def comparison_lines(pages: Iterable[Comparison]) -> Iterator[Record]:
    """Lines with ``COMPARISON_COLUMNS``."""
    for page in pages:
        spreads = _by_peers(page.spreads)
        for row in page.rows:
            for at, measure in enumerate(page.measures):
                yield from _lines(row, at, measure, spreads)


def ranking_lines(pages: Iterable[Ranking]) -> Iterator[Record]:
    """Lines with ``RANKING_COLUMNS``."""
    for page in pages:
        spreads = _by_peers(page.spreads)
        for one in page.ranked:
            peers = Peers(one.year, one.level, one.kind)
            yield {
                **_ranked(one),
                **_names(page.measure),
                "reports": " ".join(one.reports),
                **_spread(spreads.get((page.measure.id, peers))),
                "corrected": int(one.corrected),
            }


def _lines(
    row: Row, at: int, measure: Measure, spreads: Mapping[tuple[str, Peers], Spread]
) -> Iterator[Record]:
    changes = {change.after: change.note for change in row.breaks if change.measure == measure.id}
    for line in row.lines:
        entry = line.entries[at]
        yield {
            **_head(row),
            "year": line.year,
            **_names(measure),
            **{name: getattr(entry, name) for name in _VALUE},
            "bodies": line.bodies,
            **{name: entry.states.get(name, 0) for name in _STATES},
            "forms": " ".join(filter(None, line.forms)),
            "reports": " ".join(line.reports),
            "changed": changes.get(line.year, ""),
            **_spread(spreads.get((measure.id, Peers(line.year, row.level, row.kind)))),
            **_place(entry.among),
            "corrected": entry.corrected,
        }


def _asked(request: Request) -> Record:
    return {
        "query": request.query,
        "filters": {name: list(v) for name, v in asdict(request.filters).items() if v},
        "synonyms": request.synonyms,
        "fold": request.fold,
        "limit": request.limit,
        "offset": request.offset,
    }


def measure_record(one: Measure) -> Record:
    """What is compared, as JSON shows it."""
    return {
        "id": one.id,
        "label": one.label,
        "column_label": one.column_label,
        "unit": one.unit,
        "is_share": one.is_share,
        "definition": one.definition,
        "stock": one.stock,
    }


def row_record(row: Row, measures: Sequence[Measure]) -> Record:
    """A row as JSON shows it."""
    named = [one.id for one in measures]
    return {
        **_head(row),
        "bodies": row.bodies,
        "years": [
            {
                "year": line.year,
                "bodies": line.bodies,
                "reports": list(line.reports),
                "forms": list(line.forms),
                "cells": [
                    _entry(name, entry) for name, entry in zip(named, line.entries, strict=True)
                ],
            }
            for line in row.lines
        ],
        "totals": [_total(name, total) for name, total in zip(named, row.totals, strict=True)],
        "breaks": [
            {
                "id": change.measure,
                "before": change.before,
                "after": change.after,
                "comparable": change.comparable,
                "note": change.note,
            }
            for change in row.breaks
        ],
    }


def _head(row: Row) -> Record:
    return {
        "key": row.key,
        "agency": row.agency,
        "region": region_record(row.region),
        "level": row.level,
        "kind": row.kind,
    }


def _entry(name: str, entry: Entry) -> Record:
    return {"id": name, **asdict(entry), "states": dict(entry.states)}


def _total(name: str, total: Total) -> Record:
    return {"id": name, **asdict(total)}


def _ranked(one: Ranked) -> Record:
    return {**asdict(one), "region": region_record(one.region), "reports": list(one.reports)}


def spread_record(one: Spread) -> Record:
    """A spread as JSON shows it."""
    return {
        "id": one.measure,
        "year": one.peers.year,
        "level": one.peers.level,
        "kind": one.peers.kind,
        "bodies": one.bodies,
        "numbers": one.numbers,
        **_quantiles(one),
        "corrected": one.corrected,
    }


def _by_peers(spreads: Iterable[Spread]) -> dict[tuple[str, Peers], Spread]:
    return {(one.measure, one.peers): one for one in spreads}


def _quantiles(one: Spread) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _QUANTILES}


def _spread(one: Spread | None) -> dict[str, Any]:
    if one is None:
        return {}
    return {"peers": one.numbers, **_quantiles(one), "peers_corrected": one.corrected}


def _place(one: Among | None) -> dict[str, Any]:
    if one is None:
        return {}
    return {"peer_rank": one.rank, "peer_tied": one.tied, "peer_lower": one.lower}


def _names(one: Measure) -> dict[str, Any]:
    return {
        "cell": one.id,
        "cell_label": one.label,
        "column_label": one.column_label,
        "unit": one.unit,
    }
