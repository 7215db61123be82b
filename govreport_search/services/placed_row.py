"""Rows of a comparison with their numbers placed among those of their peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from govreport_search.services.comparison_row import Entry, Line, Row
from govreport_search.services.measure import Measure
from govreport_search.services.peer import Peers, Spread, Spreads


def with_peers(
    rows: Sequence[Row], spreads: Spreads, measures: Sequence[Measure]
) -> tuple[tuple[Row, ...], tuple[Spread, ...]]:
    """Rows of bodies, their numbers placed among those of their peers; and all peers' spreads."""
    peers = [
        Peers(line.year, row.level, row.kind) for row in rows for line in row.lines if line.bodies
    ]
    found = spreads.of(peers)

    def placed(row: Row, line: Line, at: int) -> Entry:
        entry, of = line.entries[at], Peers(line.year, row.level, row.kind)
        if entry.value is None:
            return entry
        return replace(entry, among=spreads.among(of, measures[at].id, entry.value))

    def told(row: Row, line: Line) -> Line:
        entries = tuple(placed(row, line, at) for at in range(len(measures)))
        return replace(line, entries=entries)

    among = tuple(replace(row, lines=tuple(told(row, line) for line in row.lines)) for row in rows)
    return among, found
