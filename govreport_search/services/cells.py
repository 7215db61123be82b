"""Statutory cells with their labels and places, as hits and report pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from govreport_search.domain import CellId, Fact, Place, Quantity
from govreport_search.domain.quantity import MISSING
from govreport_search.forms.derive import DerivedFact
from govreport_search.forms.lookup import cell_labels
from govreport_search.query.record import Record, correction_record, position_record
from govreport_search.query.result import CellView
from govreport_search.store import Store
from govreport_search.store.mapping import number

OUTSIDE_FORM = "本报告所用的格式没有这一项"
"""Derivation shown for a cell that the report's form does not have."""

Held = Mapping[tuple[int, CellId], Fact | DerivedFact]
Printed = Mapping[tuple[int, CellId], Fact]


def cell_views(
    store: Store, forms: Mapping[int, str], cells: Sequence[CellId]
) -> Mapping[int, tuple[CellView, ...]]:
    """The named cells of each report, by report key; each exactly once, in the order named.

    Args:
        forms: the reports by their keys, each with the id of its form, which may be empty.
    """
    wanted = tuple(dict.fromkeys(cells))
    if not wanted:
        return dict.fromkeys(forms, ())
    keys = tuple(forms)
    held = store.cells_of(keys, wanted)
    printed = _printed_parts(store, held)
    return {
        key: tuple(_view(key, form, cell, held, printed) for cell in wanted)
        for key, form in forms.items()
    }


def _printed_parts(store: Store, held: Held) -> Printed:
    """As many printed cells as the places of the computed ones take.

    Nearly always the first part has a place; to read all of them takes eight times as long.
    """
    rest = [(key, fact.parts) for (key, _), fact in held.items() if isinstance(fact, DerivedFact)]
    found: dict[tuple[int, CellId], Fact] = {}
    for some in (slice(1), slice(1, None)):
        cells = tuple(dict.fromkeys(part for _, parts in rest for part in parts[some]))
        if cells:
            found |= store.printed_cells_of(dict.fromkeys(key for key, _ in rest), cells)
        rest = [(key, parts) for key, parts in rest if not _has_place(found, key, parts)]
    return found


def _has_place(printed: Printed, key: int, parts: Sequence[CellId]) -> bool:
    facts = (printed.get((key, part)) for part in parts)
    return any(fact is not None and fact.place is not None for fact in facts)


def _view(key: int, form: str, cell: CellId, held: Held, printed: Printed) -> CellView:
    fact = held.get((key, cell))
    if fact is None:
        return cell_view(cell, form, MISSING, derivation=OUTSIDE_FORM if form else "")
    if isinstance(fact, Fact):
        return fact_view(fact, form)
    parts = {part: printed[at] for part in fact.parts if (at := (key, part)) in printed}
    return derived_view(fact, form, parts)


def fact_view(fact: Fact, form: str) -> CellView:
    """A printed cell, marked where a person corrected or confirmed it."""
    view = cell_view(fact.cell, form, fact.quantity, place=fact.place)
    if fact.correction is None and fact.confidence >= 1:
        return view
    return replace(view, confidence=fact.confidence, corrected=corrected_record(fact))


def corrected_record(fact: Fact) -> Record | None:
    """Who corrected or confirmed a fact, when and why, and what was read."""
    read = (fact.read or fact).quantity
    old = {"state": read.state.value, "value": number(read.value), "raw": read.raw}
    return correction_record(fact.correction, old)


def derived_view(fact: DerivedFact, form: str, printed: Mapping[CellId, Fact]) -> CellView:
    """A computed cell; its place is that of the first printed cell it was computed from."""
    place = _place_of_parts(fact, printed)
    view = cell_view(fact.cell, form, fact.quantity, place=place, derivation=fact.how)
    return replace(view, corrected_parts=tuple(map(str, fact.corrected)))


def cell_view(
    cell: CellId,
    form: str,
    quantity: Quantity,
    *,
    place: Place | None = None,
    derivation: str = "",
) -> CellView:
    """One cell with the labels and the unit of its form."""
    label, column_label, unit = cell_labels(cell, form)
    return CellView(
        indicator=cell.indicator,
        table=cell.table,
        row=cell.row,
        column=cell.column,
        label=label,
        column_label=column_label,
        state=quantity.state.value,
        value=number(quantity.value),
        raw=quantity.raw,
        unit=unit,
        derivation=derivation,
        page=place.page if place else None,
        line=place.line if place else None,
        **position_record(place),
    )


def _place_of_parts(fact: DerivedFact, printed: Mapping[CellId, Fact]) -> Place | None:
    """A sum of printed cells leads to the first of them; a share of sums leads nowhere."""
    places = (printed[part].place for part in fact.parts if part in printed)
    return next((place for place in places if place is not None), None)
