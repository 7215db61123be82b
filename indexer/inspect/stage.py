"""What a stage saw, as records; the command shows them as JSON or in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from govreport_search.domain import Place
from govreport_search.query.record import place_record, position_record
from govreport_search.store import number
from indexer.blocks import Grid, GridCell
from indexer.inspect.inspection import Inspection

Record = dict[str, Any]

STAGES = ("blocks", "grids", "facts", "sections")
"""What the reader yields, the tables in it, what was recognised, and the chapters."""


def stage_record(inspection: Inspection, stage: str, page: int | None = None) -> Record:
    """What one stage saw.

    Args:
        stage: one of ``STAGES``.
        page: only what stands on this page.

    Raises:
        NotAReportError: facts and sections of what is no report.
    """
    things = {
        "blocks": _lines,
        "grids": _grids,
        "facts": _facts,
        "sections": _sections,
    }[stage](inspection)
    kept = [record for record in things if page is None or _is_on(record, page)]
    document = inspection.document
    record: Record = {
        "file": inspection.source,
        "kind": inspection.kind.value,
        "pages": document.pages,
        "unread_images": document.unread_images,
        "stage": stage,
    }
    if stage in ("facts", "sections"):
        record["form"] = inspection.report.report.form
    return {**record, stage: kept}


def _is_on(record: Mapping[str, Any], page: int) -> bool:
    first = record["page"]
    return first is not None and first <= page <= (record["end_page"] or first)


def _place(place: Place | None) -> Record:
    return {**place_record(place), **position_record(place)}


def _lines(inspection: Inspection) -> Iterator[Record]:
    for line in inspection.document.lines:
        cells = None if line.cells is None else list(line.cells)
        yield {"text": line.text, "cells": cells, **_place(line.place)}


def _grids(inspection: Inspection) -> Iterator[Record]:
    for at, grid in enumerate(inspection.document.grids, start=1):
        first = grid.cells[0].place if grid.cells else None
        last = grid.cells[-1].place.page if grid.cells else None
        yield {
            "grid": at,
            "rows": grid.rows,
            "columns": grid.columns,
            "sure": grid.sure,
            "drawn": drawn(grid),
            "cells": [_cell(cell) for cell in grid.cells],
            **_place(first),
            "box": None,
            "end_page": last if first and last != first.page else None,
        }


def _cell(cell: GridCell) -> Record:
    return {
        "row": cell.row,
        "column": cell.column,
        "rows": cell.rows,
        "columns": cell.columns,
        "text": cell.text,
        "legible": cell.legible,
        "confidence": cell.confidence,
        **_place(cell.place),
    }


def drawn(grid: Grid) -> list[list[str]]:
    """The grid position by position: a cell's text where it begins, ``←`` and ``↑`` where one
    goes on from the left or from above, ``·`` where there is no cell, ``？`` where something
    could not be read."""
    positions = [["·"] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                positions[row][column] = "↑" if row > cell.row else "←"
        text = " ".join(cell.text.split())
        positions[cell.row][cell.column] = text if cell.legible else f"？{text}"
    return positions


def _facts(inspection: Inspection) -> Iterator[Record]:
    for fact in inspection.report.report.facts:
        yield {
            "cell": str(fact.cell),
            "state": fact.quantity.state.value,
            "value": number(fact.quantity.value),
            "raw": fact.quantity.raw,
            "note": fact.quantity.note,
            "label": fact.label,
            "confidence": fact.confidence,
            **_place(fact.place),
        }


def _sections(inspection: Inspection) -> Iterator[Record]:
    for section in inspection.report.report.sections:
        yield {
            "section": section.id,
            "title": section.title,
            "printed": section.printed,
            **_place(section.place),
            "end_line": section.place.end_line,
        }
