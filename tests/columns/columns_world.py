"""Reports for the columns: rows as the store gives them, and a model that keeps them in a dict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from govreport_search.columns.segment import NO_YEAR, OUTSIDE_FORM, UNKNOWN_REGION, make_segment
from govreport_search.columns.snapshot import ColumnSnapshot
from govreport_search.store.bulk import BulkRows

CELL_NAMES = {1: "requests.new.total", 2: "requests.denied.total", 3: "rate.granted.total"}


@dataclass(frozen=True)
class Row:
    """One report.

    Attributes:
        names: level, kind, function, agency.
        sections: id and length of each.
        cells: state code and value by number of the cell.
        computed: the same for computed cells, which win.
        labels: table, row, printed label.
    """

    year: int | None
    names: tuple[str, str, str, str]
    region: str | None
    form: str
    sections: tuple[tuple[str, int], ...]
    cells: Mapping[int, tuple[int, float | None]]
    computed: Mapping[int, tuple[int, float | None]]
    labels: tuple[tuple[str, str, str], ...]


Model = dict[int, Row]


def segment(reports: Mapping[int, Row]) -> dict[str, Any]:
    """Reports, by ascending key, as a segment."""
    rows = BulkRows(
        reports=[
            (key, f"id{key}", row.year, *row.names, row.region, row.form)
            for key, row in reports.items()
        ],
        sections=[
            (key * 10 + at, key, name, length)
            for key, row in reports.items()
            for at, (name, length) in enumerate(row.sections)
        ],
        facts=[
            (key, cell, state, value)
            for key, row in reports.items()
            for cell, (state, value) in row.cells.items()
        ],
        derived=[
            (key, cell, state, value)
            for key, row in reports.items()
            for cell, (state, value) in row.computed.items()
        ],
        printed=[(key, *label) for key, row in reports.items() for label in row.labels],
    )
    return make_segment(rows, CELL_NAMES)


def assert_says(snapshot: ColumnSnapshot, model: Model) -> None:
    """The snapshot says what the model says, in every array."""
    keys = sorted(model)
    rows = [model[key] for key in keys]
    assert len(snapshot) == len(keys)
    assert snapshot.key.tolist() == keys
    assert snapshot.ids.tolist() == [f"id{key}" for key in keys]
    assert snapshot.year.tolist() == [row.year or NO_YEAR for row in rows]
    for at, name in enumerate(("level", "kind", "function", "agency")):
        assert _decoded(snapshot, name) == [row.names[at] for row in rows]
    paths = [UNKNOWN_REGION if row.region is None else row.region for row in rows]
    assert _decoded(snapshot, "region") == paths
    assert _decoded(snapshot, "form") == [row.form for row in rows]
    sections = [
        (key * 10 + at, place, name, length)
        for place, key in enumerate(keys)
        for at, (name, length) in enumerate(model[key].sections)
    ]
    ids = snapshot.section_id
    assert sections == list(
        zip(
            snapshot.section_key.tolist(),
            snapshot.section_report.tolist(),
            [ids.values[code] for code in ids.codes],
            snapshot.section_length.tolist(),
            strict=True,
        )
    )
    for number, name in CELL_NAMES.items():
        _assert_cell(snapshot, name, [row.cells | row.computed for row in rows], number)
    printed: dict[tuple[str, str, str], list[int]] = {}
    for place, row in enumerate(rows):
        for label in dict.fromkeys(row.labels):
            printed.setdefault(label, []).append(place)
    found = {(e.table, e.row, e.label): e.reports.tolist() for e in snapshot.labels}
    assert {label: places for label, places in found.items() if places} == printed


def _assert_cell(
    snapshot: ColumnSnapshot,
    name: str,
    held: Iterable[Mapping[int, tuple[int, float | None]]],
    number: int,
) -> None:
    states, values = snapshot.cell(name)
    expected = [cells.get(number, (OUTSIDE_FORM, None)) for cells in held]
    assert states.tolist() == [state for state, _ in expected]
    wanted = [np.nan if value is None else value for _, value in expected]
    assert np.array_equal(values, np.array(wanted, dtype=float), equal_nan=True)
    pieces = list(snapshot.cell_pieces(name))
    assert [at for here, _ in pieces for at in range(here.start, here.stop)] == list(
        range(len(states))
    )
    assert [code for _, (own, _) in pieces for code in own.tolist()] == states.tolist()
    of_pieces = np.array([one for _, (_, own) in pieces for one in own.tolist()], dtype=float)
    assert np.array_equal(of_pieces, values, equal_nan=True)


def _decoded(snapshot: ColumnSnapshot, name: str) -> list[str]:
    column = snapshot.column(name)
    assert list(column.values) == sorted(set(column.values))
    return [column.values[code] for code in column.codes]
