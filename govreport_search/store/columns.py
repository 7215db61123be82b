"""What the search needs of every report at once, as arrays.

All arrays of one object are aligned; report keys and section keys ascend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, func, select

from govreport_search.domain import CellId
from govreport_search.store import schema
from govreport_search.store.mapping import region_names

Keys = NDArray[np.int64]
Objects = NDArray[np.object_]

NO_YEAR = 0
"""Stands for an unknown year in ``ReportColumns.year``."""

OUTSIDE_FORM = -1
"""State code of a cell that the report's form does not have."""


@dataclass(frozen=True, slots=True, eq=False)
class ReportColumns:
    """One entry per report, shape (n,) each.

    Attributes:
        sequence: the store's write sequence that this is a picture of.
        key: the store's integer keys, ascending.
        id: public ids (``str``).
        year: ``NO_YEAR`` where unknown.
        level, kind, function, agency, form: ``str``, empty where unknown.
        region: ``tuple[str, ...]`` from the province down, ``()`` for a national body,
            ``None`` where unknown.
        has_text: whether any section has searchable text.
    """

    sequence: int
    key: Keys
    id: Objects
    year: NDArray[np.int32]
    level: Objects
    kind: Objects
    function: Objects
    agency: Objects
    region: Objects
    form: Objects
    has_text: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.key)

    def positions(self, keys: Keys) -> NDArray[np.int64]:
        """Index of each report key in these arrays, -1 for keys that are not here."""
        return _positions(self.key, keys)


@dataclass(frozen=True, slots=True, eq=False)
class SectionIndex:
    """One entry per section, shape (m,) each.

    Attributes:
        key: section keys as the engine knows them, ascending.
        report_key: of the report the section belongs to.
        section: section id (``str``).
        length: characters of folded text.
    """

    sequence: int
    key: Keys
    report_key: Keys
    section: Objects
    length: NDArray[np.int32]

    def positions(self, keys: Keys) -> NDArray[np.int64]:
        """Index of each section key in these arrays, -1 for keys that are not here."""
        return _positions(self.key, keys)


@dataclass(frozen=True, slots=True, eq=False)
class CellColumn:
    """One cell in every report whose form has it, shape (k,) each.

    Attributes:
        report_key: ascending.
        state: codes, indexes into ``STATES``.
        value: the number, NaN in every state but number.
    """

    sequence: int
    report_key: Keys
    state: NDArray[np.int8]
    value: NDArray[np.float64]

    def aligned(self, keys: Keys) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """State codes and values for these report keys; ``OUTSIDE_FORM`` and NaN elsewhere."""
        at = _positions(self.report_key, keys)
        known = at >= 0
        state = np.full(len(keys), OUTSIDE_FORM, dtype=np.int8)
        value = np.full(len(keys), np.nan)
        state[known] = self.state[at[known]]
        value[known] = self.value[at[known]]
        return state, value


@dataclass(frozen=True, slots=True, eq=False)
class PrintedLabel:
    """One row as some reports print it.

    Attributes:
        table, row: the form's ids.
        label: as printed.
        report_keys: the reports that print it so, ascending.
    """

    table: str
    row: str
    label: str
    report_keys: Keys


def report_columns(connection: Connection, sequence: int) -> ReportColumns:
    """Read all reports' properties."""
    r, s = schema.reports.c, schema.sections.c
    # Answered from the index sections_outline alone; a look at each report's sections would
    # read past their texts.
    has_text = r.report_key.in_(select(s.report_key).where(s.text_length > 0))
    chosen = (r.report_key, r.report, r.year, r.level, r.kind, r.function, r.agency, r.region)
    rows = connection.execute(
        select(*chosen, r.form, has_text.label("has_text")).order_by(r.report_key)
    ).all()
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * (len(chosen) + 2)
    key, ids, year, level, kind, function, agency, region, form, text = columns
    return ReportColumns(
        sequence=sequence,
        key=np.array(key, dtype=np.int64),
        id=_objects(ids),
        year=np.array([NO_YEAR if y is None else y for y in year], dtype=np.int32),
        level=_objects(level),
        kind=_objects(kind),
        function=_objects(function),
        agency=_objects(agency),
        region=_objects([region_names(path) for path in region]),
        form=_objects(form),
        has_text=np.array(text, dtype=np.bool_),
    )


def section_index(connection: Connection, sequence: int) -> SectionIndex:
    """Read which section belongs to which report."""
    s = schema.sections.c
    rows = connection.execute(
        select(s.section_key, s.report_key, s.section, s.text_length).order_by(s.section_key)
    ).all()
    key, report_key, section, length = list(zip(*rows, strict=True)) or [()] * 4
    return SectionIndex(
        sequence=sequence,
        key=np.array(key, dtype=np.int64),
        report_key=np.array(report_key, dtype=np.int64),
        section=_objects(section),
        length=np.array(length, dtype=np.int32),
    )


def cell_column(connection: Connection, sequence: int, cell: CellId) -> CellColumn:
    """Read one cell of every report; where it was computed, the computed one.

    A computed group row already takes what is printed in it into account.
    """
    rows = [
        row
        for table in (schema.derived_facts, schema.facts)
        for row in _cell_rows(connection, table, cell)
    ]
    key, state, value = list(zip(*rows, strict=True)) or [()] * 3
    # Of several rows of one report the first is kept: the computed one.
    report_key, first = np.unique(np.array(key, dtype=np.int64), return_index=True)
    return CellColumn(
        sequence=sequence,
        report_key=report_key,
        state=np.array(state, dtype=np.int8)[first],
        value=np.array(value, dtype=np.float64)[first],
    )


def printed_labels(connection: Connection) -> tuple[PrintedLabel, ...]:
    """Every distinct printed row label with the reports that print it."""
    p, label = schema.printed_rows.c, schema.labels.c
    kind = (p.label_key, p.table_id, p.row_id)
    # One text of keys for each kind of row: millions of result rows would take ten times as long.
    kinds = select(*kind, func.group_concat(p.report_key).label("keys")).group_by(*kind).subquery()
    k = kinds.c
    rows = connection.execute(
        select(k.table_id, k.row_id, label.label, k["keys"])
        .join(schema.labels, label.label_key == k.label_key)
        .order_by(k.label_key, k.table_id, k.row_id)
    )
    return tuple(
        PrintedLabel(table, row, text, np.unique(np.fromstring(keys, dtype=np.int64, sep=",")))
        for table, row, text, keys in rows
    )


def _cell_rows(connection: Connection, table: Table, cell: CellId) -> Sequence[Any]:
    c = table.c
    return connection.execute(
        select(c.report_key, c.state_code, c.value)
        .join(schema.cells, schema.cells.c.cell_key == c.cell_key)
        .where(schema.cells.c.cell == str(cell))
    ).all()


def _objects(values: Sequence[Any]) -> Objects:
    array = np.empty(len(values), dtype=np.object_)
    for i, value in enumerate(values):
        array[i] = value
    return array


def _positions(sorted_keys: Keys, keys: Keys) -> NDArray[np.int64]:
    if len(sorted_keys) == 0:
        return np.full(len(keys), -1, dtype=np.int64)
    at = np.searchsorted(sorted_keys, keys).astype(np.int64)
    at[at == len(sorted_keys)] = 0
    at[sorted_keys[at] != keys] = -1
    return at
