"""Cells of a few reports: what stands in them, and where a computed one leads."""

from __future__ import annotations

from services_world import Made, World

from govreport_search.domain import CellId
from govreport_search.forms import form as form_of
from govreport_search.forms.derive import derive
from govreport_search.services.cells import cell_views

NEW = CellId("requests", "new", "total")


def test_a_computed_cell_leads_to_the_first_of_its_parts_that_has_a_place(
    worlds: list[World],
) -> None:
    further = 0
    for world in worlds:
        made = {one.id: one for one in world.reports}
        keys = range(1, world.store.newest_key() + 1)
        records = world.store.reports_by_key(keys)
        reports = {key: made[one.id] for key, one in zip(keys, records, strict=True)}
        parts = {key: _parts(one) for key, one in reports.items()}
        asked = tuple(dict.fromkeys([NEW, *(cell for some in parts.values() for cell in some)]))
        forms = {key: one.report.form for key, one in reports.items()}
        for key, views in cell_views(world.store, forms, asked).items():
            lines = _lines(reports[key])
            for cell, view in zip(asked, views, strict=True):
                own = [lines.get(part) for part in parts[key].get(cell, (cell,))]
                assert view.line == next(filter(None, own), None)
                further += own[0] is None and view.line is not None
    assert further, "no cell whose first part has no place has been tried"


def _parts(made: Made) -> dict[CellId, tuple[CellId, ...]]:
    """The printed cells of each computed one."""
    if not made.report.form:
        return {}
    return {fact.cell: fact.parts for fact in derive(form_of(made.report.form), made.report.facts)}


def _lines(made: Made) -> dict[CellId, int | None]:
    return {fact.cell: fact.place.line for fact in made.report.facts if fact.place is not None}
