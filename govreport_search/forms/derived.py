"""Definitions of the derived indicators, read from ``data/derived.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from govreport_search.domain import CellId
from govreport_search.forms.loader import all_forms, read_data
from govreport_search.forms.model import Form, Row

RATE_TABLE = "rate"
RATE_UNIT = "比率"
"""Rates are fractions: 0.25 means a quarter."""


@dataclass(frozen=True, slots=True)
class DerivedIndicator:
    """An indicator computed from printed cells.

    Attributes:
        id: table and row, e.g. ``requests.denied`` (a sum) or ``rate.denied``.
        label: Chinese name.
        columns: ids of its columns, in printed order.
        definition: how it is computed, in Chinese words.
        unit: 件 for sums, ``RATE_UNIT`` for rates.
        forms: ids of the forms that have it.
        numerator: terms of a rate, or the parts of a sum; an indicator (read in the same
            column) or a whole cell.
        denominator: terms of a rate's denominator, empty for a sum.
    """

    id: str
    label: str
    columns: tuple[str, ...]
    definition: str
    unit: str
    forms: tuple[str, ...]
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()

    @property
    def is_rate(self) -> bool:
        """Whether it is a share and not a count."""
        return bool(self.denominator)

    @property
    def table(self) -> str:
        """First part of the id."""
        return self.id.partition(".")[0]

    @property
    def row(self) -> str:
        """The id without its table."""
        return self.id.partition(".")[2]

    def cell(self, column: str) -> CellId:
        """Its cell in that column."""
        return CellId(self.table, self.row, column)


@cache
def derived_indicators() -> tuple[DerivedIndicator, ...]:
    """Every derived indicator, sums first."""
    data = read_data("derived.toml")
    return (
        *(_sum(entry["indicator"]) for entry in data["sums"]),
        *(_rate(entry) for entry in data["rates"]),
    )


def sum_parts(form: Form, indicator: str) -> tuple[Row, ...]:
    """The data rows that a sum adds up in this form; empty where the form has no such group."""
    table_id, _, row_id = indicator.partition(".")
    for table in form.tables:
        if table.id == table_id and table.has_row(row_id) and table.row(row_id).is_group:
            return tuple(row for row in table.children(row_id) if not row.is_group)
    return ()


def term_cell(term: str, column: str) -> CellId:
    """The cell a term of a rate means: itself, or the indicator in that column."""
    table, _, rest = term.partition(".")
    row, _, last = rest.rpartition(".")
    if row and last in _columns_of(table):
        return CellId(table, row, last)
    return CellId(table, rest, column)


@cache
def _columns_of(table_id: str) -> frozenset[str]:
    return frozenset(
        column.id
        for form in all_forms()
        for table in form.tables
        if table.id == table_id
        for column in table.columns
    )


def _sum(indicator: str) -> DerivedIndicator:
    forms = tuple(form for form in all_forms() if sum_parts(form, indicator))
    newest = forms[-1]
    table_id, _, row_id = indicator.partition(".")
    table = newest.table(table_id)
    row, parts = table.row(row_id), sum_parts(newest, indicator)
    return DerivedIndicator(
        id=indicator,
        label=row.label,
        columns=row.columns,
        definition=f"{row.label}＝{'＋'.join(part.label for part in parts)}（逐列相加；"
        "报告在该行直接印有数字时以印出的为准）",
        unit=table.unit,
        forms=tuple(form.id for form in forms),
        numerator=tuple(f"{table_id}.{part.id}" for part in parts),
    )


def _rate(entry: dict[str, Any]) -> DerivedIndicator:
    numerator, denominator = tuple(entry["numerator"]), tuple(entry["denominator"])
    columns: tuple[str, ...] = ("total",)
    if "each_column_of" in entry:
        table = all_forms()[-1].table(entry["each_column_of"])
        columns = tuple(column.id for column in table.columns)
    cells = [term_cell(term, columns[-1]) for term in (*numerator, *denominator)]
    forms = (form for form in all_forms() if all(_has(form, cell) for cell in cells))
    return DerivedIndicator(
        id=f"{RATE_TABLE}.{entry['id']}",
        label=entry["label"],
        columns=columns,
        definition=entry["words"],
        unit=RATE_UNIT,
        forms=tuple(form.id for form in forms),
        numerator=numerator,
        denominator=denominator,
    )


def _has(form: Form, cell: CellId) -> bool:
    return form.has_cell(cell) or bool(sum_parts(form, cell.indicator))
