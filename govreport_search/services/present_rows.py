"""Statutory rows of a page: their printed names, their places and what stands in their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from govreport_search.columns import ColumnSnapshot
from govreport_search.domain import CellId, PrintedRow
from govreport_search.engines.snippet import Marked
from govreport_search.forms import all_forms
from govreport_search.forms.lookup import indicators
from govreport_search.query.record import place_record, position_record
from govreport_search.query.result import CellView, Hit
from govreport_search.services.cells import cell_views
from govreport_search.services.finder import Finder
from govreport_search.services.outcome import Hits
from govreport_search.services.present import NO_PASSAGE, report_hit, shown
from govreport_search.services.row_outcome import RowId, table_section
from govreport_search.store import Store
from govreport_search.store.page import ShownReport
from govreport_search.store.stale import StaleError
from govreport_search.text import fold, fold_with_offsets

Views = Mapping[str, CellView]
"""Cells of one report by their whole ids."""


def present_rows(
    store: Store,
    columns: ColumnSnapshot,
    chosen: Hits,
    rows: Sequence[RowId],
    finders: Sequence[Finder],
    cells: Sequence[CellId],
) -> tuple[Hit, ...]:
    """The hits of one page.

    Args:
        chosen: the page's hits in their order.
        rows: what a hit's unit counts.
        finders: what was searched.
        cells: cells that the conditions name.

    Raises:
        StaleError: a report is no longer in the store.
    """
    keys: list[int] = columns.key[chosen.report].tolist()
    heads, _ = shown(store, keys)
    listed = [(key, rows[int(unit)]) for key, unit in zip(keys, chosen.unit, strict=True)]
    printed = store.printed_rows_of(heads, {row_id for _, (_, row_id) in listed})
    own = {(key, row): _cells(heads[key].form, row) for key, row in listed}
    forms = {key: head.form for key, head in heads.items()}
    every = (*cells, *(cell for of_row in own.values() for cell in of_row))
    views = {
        key: {f"{view.indicator}.{view.column}": view for view in held}
        for key, held in cell_views(store, forms, every).items()
    }
    return tuple(
        _hit(
            heads[key],
            _chosen(views[key], cells),
            _named(printed.get(key, ()), row, finders),
            finders,
            _chosen(views[key], own[key, row]),
        )
        for key, row in listed
    )


def _hit(
    head: ShownReport,
    cells: tuple[CellView, ...],
    printed: PrintedRow,
    wanted: Sequence[Finder],
    values: tuple[CellView, ...],
) -> Hit:
    hit = report_hit(head, cells, {**NO_PASSAGE, "part": printed.place.part})
    marked = Marked(printed.label, fold_with_offsets(printed.label), wanted)
    label, spans = marked.snippet(len(printed.label))
    return replace(
        hit,
        section=table_section(printed.table),
        section_title=_table_title(printed.table, hit.form),
        count=marked.count,
        snippet=label,
        spans=spans,
        row=f"{printed.table}.{printed.row}",
        values=values,
        **place_record(printed.place),
        **position_record(printed.place),
    )


def _named(printed: Sequence[PrintedRow], row: RowId, wanted: Sequence[Finder]) -> PrintedRow:
    """The row as the report prints it; of several the one that holds most of the words."""
    same = [one for one in printed if (one.table, one.row) == row]
    if not same:
        raise StaleError
    return max(same, key=lambda one: _count(one, wanted))


def _count(printed: PrintedRow, wanted: Sequence[Finder]) -> int:
    label = fold(printed.label)
    return sum(1 for finder in wanted for _ in finder.spans(label, printed.label))


def _chosen(views: Views, cells: Sequence[CellId]) -> tuple[CellView, ...]:
    return tuple(views[str(cell)] for cell in dict.fromkeys(cells))


def _cells(form_id: str, row: RowId) -> tuple[CellId, ...]:
    """The cells of a row in a form; of a heading those that are computed."""
    table_id, row_id = row
    for ref in indicators():
        if ref.id == f"{table_id}.{row_id}" and form_id in ref.forms:
            known = _columns(form_id, row)
            return tuple(CellId(*row, column) for column in ref.columns if column in known)
    return ()


def _columns(form_id: str, row: RowId) -> Sequence[str]:
    table_id, row_id = row
    for form in all_forms():
        for table in form.tables:
            if form.id == form_id and table.id == table_id and table.has_row(row_id):
                return table.row(row_id).columns
    return ()


def _table_title(table_id: str, form_id: str) -> str:
    """Title of a table in a form, else in the newest form that has it."""
    titles = {form.id: t.title for form in all_forms() for t in form.tables if t.id == table_id}
    return titles.get(form_id) or next(reversed(titles.values()), "")
