"""From positions in arrays to hits with words: the only part of a search that reads texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from govreport_search.columns import ColumnSnapshot
from govreport_search.domain import CellId, Place
from govreport_search.engines.snippet import snippet
from govreport_search.query.record import place_record, position_record
from govreport_search.query.result import CellView, Hit
from govreport_search.services.archive import StaleError
from govreport_search.services.cells import cell_views
from govreport_search.services.finder import Finder
from govreport_search.services.outcome import Hits
from govreport_search.store import Store
from govreport_search.store.record import ReportRecord, SectionRecord
from govreport_search.text import fold_with_offsets

SNIPPET_WIDTH = 120
"""Printed characters of a snippet, about."""


def present(
    store: Store,
    columns: ColumnSnapshot,
    chosen: Hits,
    finders: Sequence[Finder],
    cells: Sequence[CellId],
) -> tuple[Hit, ...]:
    """The hits of one page.

    Args:
        chosen: the page's hits in their order.
        finders: what was searched.
        cells: cells that the conditions name.

    Raises:
        StaleError: a report is no longer in the store.
    """
    report_keys = [int(columns.key[at]) for at in chosen.report]
    section_keys = [int(columns.section_key[at]) for at in chosen.unit if at >= 0]
    heads = heads_of(store, report_keys)
    texts = {text.key: text for text in store.sections_by_key(section_keys)}
    if len(texts) < len(section_keys):
        raise StaleError
    views = cell_views(store, tuple(heads.values()), cells)
    hits = [
        _hit(
            heads[key],
            texts[int(columns.section_key[unit])] if unit >= 0 else None,
            finders,
            views[key],
        )
        for key, unit in zip(report_keys, chosen.unit, strict=True)
    ]
    if chosen.count is None or chosen.sections is None:
        return tuple(hits)
    return tuple(
        replace(hit, count=int(count), sections=int(sections))
        for hit, count, sections in zip(hits, chosen.count, chosen.sections, strict=True)
    )


def heads_of(store: Store, keys: Sequence[int]) -> Mapping[int, ReportRecord]:
    """The heads of reports by their keys.

    Raises:
        StaleError: a report is no longer in the store.
    """
    heads = {head.key: head for head in store.reports_by_key(dict.fromkeys(keys))}
    if len(heads) < len(set(keys)):
        raise StaleError
    return heads


def _hit(
    head: ReportRecord,
    record: SectionRecord | None,
    finders: Sequence[Finder],
    cells: tuple[CellView, ...],
) -> Hit:
    hit = report_hit(head, cells)
    if record is None:
        return hit
    shown, spans = snippet(record.section.printed, finders, SNIPPET_WIDTH)
    place = first_place(record, finders)
    return replace(
        hit,
        section=record.section.id,
        section_title=record.section.title,
        sections=1,
        count=sum(
            1 for finder in finders for _ in finder.spans(record.text, record.section.printed)
        ),
        snippet=shown,
        spans=spans,
        **place_record(place),
        **position_record(place),
    )


def report_hit(head: ReportRecord, cells: tuple[CellView, ...]) -> Hit:
    """A report listed as a whole."""
    identity = head.identity
    return Hit(
        report=head.id,
        source=head.source,
        title=identity.title,
        agency=identity.agency,
        year=identity.year,
        region=identity.region,
        level=identity.level,
        kind=identity.kind,
        form=head.form,
        section=None,
        section_title="",
        count=0,
        snippet="",
        spans=(),
        page=None,
        line=None,
        cells=cells,
    )


def first_place(record: SectionRecord, finders: Sequence[Finder]) -> Place:
    """Where what was searched is first printed; the section's start where it is not."""
    section = record.section
    folded = fold_with_offsets(section.printed)
    found = (next(finder.spans(folded.text, section.printed), None) for finder in finders)
    starts = [span[0] for span in found if span]
    if not starts:
        return section.place
    line = section.printed.count("\n", 0, int(folded.offsets[min(starts)]))
    return section.line_places[line] if line < len(section.line_places) else section.place
