"""The forms' rows and columns with what they mean, in the order of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govreport_search.forms import all_forms
from govreport_search.forms.derived import RATE_TABLE, derived_indicators
from govreport_search.forms.explanation import (
    Citation,
    Explanation,
    column_explanation,
    explanation,
)
from govreport_search.forms.model import Table
from webui.language import N_

RATES = N_("比率（由表中数字算出）")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row or column of the forms.

    Attributes:
        id: ``table.row`` or ``table.column``; also the anchor.
        no: printed numbering; empty for columns.
        forms: ids of the forms that have it, the newest first.
        depth: how deep a row stands under its group rows.
    """

    id: str
    no: str
    label: str
    forms: tuple[str, ...]
    depth: int
    told: Explanation

    @property
    def rests_on(self) -> tuple[Citation, ...]:
        """Clauses it rests on."""
        return self.told.rests_on

    @property
    def see(self) -> tuple[Citation, ...]:
        """The nearest clauses, where the form states none."""
        return self.told.see


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of one or more forms: its rows, then its columns, each once.

    The rates are a sheet, too; they have no columns of their own and rest on no clause.
    """

    id: str
    title: str
    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]

    @property
    def is_printed(self) -> bool:
        """Whether reports print it; rates are computed from what they print."""
        return self.id != RATE_TABLE


def sheets() -> tuple[Sheet, ...]:
    """Every table of every form, the newest form's first, then the rates."""
    tables: dict[str, dict[str, Table]] = {}
    for form in reversed(all_forms()):
        for table in form.tables:
            tables.setdefault(table.id, {})[form.id] = table
    printed = (
        Sheet(
            id_,
            next(iter(by_form.values())).title,
            tuple(_rows(by_form)),
            tuple(_columns(by_form)),
        )
        for id_, by_form in tables.items()
    )
    return (*printed, Sheet(RATE_TABLE, RATES, tuple(_rates()), ()))


def _rows(by_form: dict[str, Table]) -> Iterator[Entry]:
    # Rows that only an older form has stand where that form prints them.
    seen: list[str] = []
    for table in by_form.values():
        before = ""
        for row in table.rows:
            if row.id not in seen:
                seen.insert(seen.index(before) + 1 if before else 0, row.id)
            before = row.id
    for row_id in seen:
        having = {form: table for form, table in by_form.items() if table.has_row(row_id)}
        table = next(iter(having.values()))
        row = table.row(row_id)
        told = explanation(f"{table.id}.{row_id}")
        if told is not None:
            depth, above = 0, row.parent
            while above:
                depth, above = depth + 1, table.row(above).parent
            yield Entry(told.id, row.no, row.label, tuple(having), depth, told)


def _rates() -> Iterator[Entry]:
    for rate in derived_indicators():
        told = explanation(rate.id)
        if rate.is_rate and told is not None:
            yield Entry(rate.id, "", rate.label, rate.forms[::-1], 0, told)


def _columns(by_form: dict[str, Table]) -> Iterator[Entry]:
    having: dict[str, list[str]] = {}
    for form, table in by_form.items():
        for column in table.columns:
            having.setdefault(column.id, []).append(form)
    for column_id, forms in having.items():
        column = by_form[forms[0]].column(column_id)
        told = column_explanation(by_form[forms[0]].id, column_id)
        if told is not None:
            yield Entry(told.id, "", column.label, tuple(forms), 0, told)
