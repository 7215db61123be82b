"""Finds indicators and columns by what users type: ids, labels, parts of labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from govreport_search.domain import CellId
from govreport_search.forms.derived import RATE_TABLE, derived_indicators
from govreport_search.forms.loader import all_forms
from govreport_search.forms.model import Form, Row, Table
from govreport_search.forms.name import name_key, name_keys


@dataclass(frozen=True, slots=True)
class IndicatorRef:
    """An indicator as users meet it, over all forms.

    Attributes:
        id: table and row, e.g. ``requests.new``.
        label: Chinese label of the newest form that has it.
        columns: ids of its columns, the newest form's first.
        unit: of its cells, empty where the columns differ.
        forms: ids of the forms that have it.
        derived: whether it is computed (a sum or a rate) where it is not printed.
    """

    id: str
    label: str
    columns: tuple[str, ...]
    unit: str
    forms: tuple[str, ...]
    derived: bool = False

    @property
    def table(self) -> str:
        """First part of the id."""
        return self.id.partition(".")[0]

    @property
    def row(self) -> str:
        """The id without its table."""
        return self.id.partition(".")[2]

    @property
    def default_column(self) -> str:
        """The column meant when none is named: total, or the only one; empty if neither."""
        if "total" in self.columns:
            return "total"
        return self.columns[0] if len(self.columns) == 1 else ""


@cache
def indicators() -> tuple[IndicatorRef, ...]:
    """Every indicator, the newest form's tables first, rates last."""
    derived = {d.id: d for d in derived_indicators()}
    refs: dict[str, IndicatorRef] = {}
    for form, table, row in _rows():
        indicator = f"{table.id}.{row.id}"
        if row.is_group and indicator not in derived:
            continue
        known = refs.get(indicator)
        units = {table.unit_of(row, table.column(c)) for c in row.columns}
        refs[indicator] = IndicatorRef(
            id=indicator,
            label=known.label if known else row.label,
            columns=tuple(dict.fromkeys((known.columns if known else ()) + row.columns)),
            unit=known.unit if known else (units.pop() if len(units) == 1 else ""),
            forms=((form.id, *known.forms) if known else (form.id,)),
            derived=indicator in derived,
        )
    for d in derived.values():
        if d.is_rate:
            refs[d.id] = IndicatorRef(d.id, d.label, d.columns, d.unit, d.forms, derived=True)
    return tuple(refs.values())


@lru_cache(maxsize=4096)
def find_indicators(name: str) -> tuple[IndicatorRef, ...]:
    """Indicators that ``name`` may mean; more than one means the name is ambiguous.

    Tried in this order, the first that finds something wins: the id; the id without its
    table (rates need theirs); a label or alias as a whole; a part of one (never of a rate
    which nobody means by half a name). A name that is also a column's label (其他, 总计, 自然人)
    does not say which row: rows that have such a column are candidates, too; behind rows of
    that very name, one of each table stands for all of them.
    """
    text = name.strip()
    every = indicators()
    exact = tuple(ref for ref in every if ref.id == text.lower())
    if exact:
        return exact
    by_row = tuple(r for r in every if r.row == text.lower() and r.table != RATE_TABLE)
    if by_row:
        return by_row
    key = name_key(text)
    if not key:
        return ()
    found = tuple(ref for ref in every if key in _keys()[ref.id])
    with_column = _with_column(key)
    if found and not with_column:
        return found
    if not with_column and len(key) >= 2:
        return tuple(ref for ref in every if ref.table != RATE_TABLE and _holds(ref, key))
    if found:
        by_table = {ref.table: ref for ref in reversed(with_column)}
        with_column = tuple(ref for ref in with_column if by_table[ref.table] is ref)
    return tuple(dict.fromkeys(found + with_column))


def find_columns(indicator: IndicatorRef, name: str) -> tuple[str, ...]:
    """Column ids of the indicator that ``name`` may mean: id, label, alias, or part of one."""
    text = name.strip()
    if text.lower() in indicator.columns:
        return (text.lower(),)
    key = name_key(text)
    if not key:
        return ()
    keys = {column: _column_keys(indicator, column) for column in indicator.columns}
    exact = tuple(column for column, known in keys.items() if key in known)
    if exact:
        return exact
    return tuple(c for c, known in keys.items() if any(key in label for label in known))


def columns_of(indicator: IndicatorRef) -> tuple[tuple[str, str], ...]:
    """Id and Chinese label of each column of the indicator."""
    return tuple(
        (column, cell_labels(CellId(indicator.table, indicator.row, column))[1])
        for column in indicator.columns
    )


@lru_cache(maxsize=8192)
def cell_labels(cell: CellId, form_id: str = "") -> tuple[str, str, str]:
    """Row label, column label and unit of a cell, as that form or else the newest prints them.

    A cell of no form (a row some province added) is named by its ids.
    """
    candidates = [form for form in reversed(all_forms()) if form_id in ("", form.id)]
    for form in candidates or list(all_forms()):
        for table in form.tables:
            if table.id == cell.table and table.has_row(cell.row):
                row = table.row(cell.row)
                if cell.column in row.columns:
                    column = table.column(cell.column)
                    return row.label, column.label, table.unit_of(row, column)
    # What is computed in one form may be printed in another, with other columns.
    requests = {column.id: column.label for column in all_forms()[-1].table("requests").columns}
    for d in derived_indicators():
        if d.id == cell.indicator and cell.column in requests:
            return d.label, requests[cell.column], d.unit
    return (cell.row, cell.column, "") if form_id == "" else cell_labels(cell)


@lru_cache(maxsize=8192)
def row_name(cell: CellId, form_id: str = "") -> str:
    """A cell's row label; with its printed number where a column is called the same: （七）总计.

    ``总计`` alone may as well be the column. Forms as for ``cell_labels``.
    """
    label, _, _ = cell_labels(cell, form_id)
    for form, table, row in _rows():
        if form_id in ("", form.id) and (table.id, row.id) == (cell.table, cell.row):
            is_twice = any(column.label == label for column in table.columns)
            return f"{row.no}{label}" if is_twice else label
    return label


@lru_cache(maxsize=8192)
def forms_with(cell: CellId) -> tuple[str, ...]:
    """Ids of the forms that print a cell, or from whose cells it is computed, oldest first."""
    printing = {
        form.id
        for form, table, row in _rows()
        if (table.id, row.id) == (cell.table, cell.row) and cell.column in row.columns
    }
    for derived in derived_indicators():
        if derived.id == cell.indicator and cell.column in derived.columns:
            printing.update(derived.forms)
    return tuple(form.id for form in all_forms() if form.id in printing)


def _rows() -> Iterator[tuple[Form, Table, Row]]:
    for form in reversed(all_forms()):
        for table in form.tables:
            for row in table.rows:
                yield form, table, row


@cache
def _keys() -> dict[str, frozenset[str]]:
    keys: dict[str, set[str]] = {ref.id: set(name_keys(ref.label)) for ref in indicators()}
    for _, table, row in _rows():
        if f"{table.id}.{row.id}" in keys:
            for label in (row.label, *row.aliases):
                keys[f"{table.id}.{row.id}"].update(name_keys(label))
    return {indicator: frozenset(known) for indicator, known in keys.items()}


@cache
def _column_keys(indicator: IndicatorRef, column_id: str) -> frozenset[str]:
    keys = set(name_keys(cell_labels(CellId(indicator.table, indicator.row, column_id))[1]))
    for _, table, row in _rows():
        if table.id == indicator.table and row.id == indicator.row and column_id in row.columns:
            column = table.column(column_id)
            for label in (column.label, *column.aliases):
                keys.update(name_keys(label))
    return frozenset(keys)


def _holds(ref: IndicatorRef, key: str) -> bool:
    return any(key in known for known in _keys()[ref.id])


@cache
def _with_column(key: str) -> tuple[IndicatorRef, ...]:
    """Indicators with a column labelled so, those under another such indicator left out."""
    having = [
        ref
        for ref in indicators()
        if ref.table != RATE_TABLE and any(key in _column_keys(ref, c) for c in ref.columns)
    ]
    ids = {ref.id for ref in having}
    parents = {
        f"{table.id}.{row.id}": f"{table.id}.{row.parent}"
        for _, table, row in _rows()
        if row.parent
    }
    return tuple(ref for ref in having if parents.get(ref.id) not in ids)
