"""Answers as plain records: the JSON of command line and web is made here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from govreport_search.domain import Correction, Place
from govreport_search.forms.lookup import indicators
from govreport_search.query.citation import citation
from govreport_search.query.result import CellView, Hit, Page

Record = dict[str, Any]

HIT_COLUMNS = (
    *("report", "source", "title", "agency", "year", "region", "level", "kind", "form"),
    *("section", "section_title", "count", "snippet", "page", "line"),
)
"""Columns of a table of hits; behind them two for each cell of the conditions, named by its
id (the number) and by its id with ``.state``."""

FURTHER_HIT_COLUMNS = ("end_page", "box", "element", "corrected", "sections", "row")
"""Behind those: more of the place, which of the cells a person has corrected, or rest on one
that a person has, and what a hit in reports or rows adds; in rows two more for each column of
the tables, named ``values.total``."""

CITING_COLUMNS = ("file", "sha256", "url", "published", "captured", "citation")
"""Last of all: what a citation needs, and the citation."""


def page_record(page: Page) -> Record:
    """A page as JSON shows it; names are those of ``query.result``."""
    request = page.request
    return {
        "query": request.query,
        "meaning": page.meaning,
        "filters": {name: list(v) for name, v in asdict(request.filters).items() if v},
        "sort": request.sort,
        "limit": request.limit,
        "offset": request.offset,
        "cursor": request.cursor,
        "start": page.start,
        "next": page.next or None,
        "unit": request.unit,
        "synonyms": request.synonyms,
        "facet_limit": request.facet_limit,
        "facet_more": dict(request.facet_more),
        "facet_find": dict(request.facet_find),
        "facet_open": list(request.facet_open),
        "fold": request.fold,
        "total_reports": page.total_reports,
        "total_hits": page.total_hits,
        "whole_reports": page.whole_reports,
        "hits": [hit_record(hit) for hit in page.hits],
        "rows": [asdict(row) for row in page.rows],
        "facets": {
            field: [asdict(value) for value in values] for field, values in page.facets.items()
        },
        "facet_sizes": dict(page.facet_sizes),
        "facet_found": dict(page.facet_found),
        "unknown": dict(page.unknown),
        "outside_form": page.outside_form,
        "searched": page.searched,
        "without_text": page.without_text,
        "unread_files": page.unread_files,
        "suggestions": [
            {
                **asdict(way),
                "filters": {name: list(v) for name, v in asdict(way.filters).items() if v},
            }
            for way in page.suggestions
        ],
        "scanned": None if page.scanned is None else asdict(page.scanned),
        "expanded": [asdict(one) for one in page.expanded],
        "similar": [hit_record(hit) for hit in page.similar],
        "similar_query": page.similar_query,
    }


def hit_record(hit: Hit) -> Record:
    """A hit as JSON shows it."""
    return {
        **asdict(hit),
        "region": region_record(hit.region),
        "spans": [list(span) for span in hit.spans],
        "cells": [cell_record(cell) for cell in hit.cells],
        "values": [cell_record(cell) for cell in hit.values],
        "citation": citation(hit),
    }


def cell_record(cell: CellView) -> Record:
    """A cell as JSON shows it, with its whole id in front."""
    parts = list(cell.corrected_parts)
    return {"id": f"{cell.indicator}.{cell.column}", **asdict(cell), "corrected_parts": parts}


def region_record(region: tuple[str, ...] | None) -> list[str] | None:
    """Names from the province down, empty for a national body, ``None`` where unknown."""
    return None if region is None else list(region)


def place_record(place: Place | None) -> Record:
    """Page and line, each ``None`` where there is none."""
    return {"page": place.page if place else None, "line": place.line if place else None}


def position_record(place: Place | None) -> Record:
    """Last page, box and element, each ``None`` where there is none."""
    box = place.box if place else None
    return {
        "end_page": place.end_page if place else None,
        "box": None if box is None else (box.left, box.top, box.right, box.bottom),
        "element": (place.element or None) if place else None,
    }


def correction_record(correction: Correction | None, old: Record) -> Record | None:
    """Who corrected or confirmed a value, when and why, and what was read."""
    if correction is None:
        return None
    return {
        "id": correction.id,
        "by": correction.by,
        "at": correction.at,
        "why": correction.why,
        "confirmed": correction.confirmed,
        "old": old,
    }


def hit_columns(page: Page) -> tuple[str, ...]:
    """Columns of the page's hits as a table."""
    cells = page.hits[0].cells if page.hits else ()
    names = [f"{cell.indicator}.{cell.column}" for cell in cells]
    if page.request.unit == "rows":
        further = [f"values.{column}" for column in _value_columns(page)]
    else:
        further = []
    return (
        *(*HIT_COLUMNS, *_with_state(names), *FURTHER_HIT_COLUMNS, *_with_state(further)),
        *CITING_COLUMNS,
    )


def hit_row(hit: Hit) -> Record:
    """A hit as one line of a table; see ``hit_columns``."""
    record = hit_record(hit)
    names = (*HIT_COLUMNS, *FURTHER_HIT_COLUMNS, *CITING_COLUMNS)
    row = {name: record[name] for name in names if name in record}
    shown = (*hit.cells, *hit.values)
    said = [cell for cell in shown if cell.corrected or cell.corrected_parts]
    corrected = [f"{cell.indicator}.{cell.column}" for cell in said]
    row["corrected"] = " ".join(dict.fromkeys(corrected))
    named = {f"{cell.indicator}.{cell.column}": cell for cell in hit.cells}
    named |= {f"values.{cell.column}": cell for cell in hit.values}
    for name, cell in named.items():
        row[name], row[f"{name}.state"] = cell.value, cell.state
        row[f"{name}.derivation"] = cell.derivation
    return row


def _with_state(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (name, f"{name}.state", f"{name}.derivation")


def _value_columns(page: Page) -> tuple[str, ...]:
    """Columns of all rows that any page of the answer may list."""
    known = {ref.id: ref.columns for ref in indicators()}
    return tuple(dict.fromkeys(column for row in page.rows for column in known.get(row.id, ())))
