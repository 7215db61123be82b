"""From positions in arrays to hits with words: the only part of a search that reads texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from govreport_search.columns import ColumnSnapshot
from govreport_search.domain import CellId, Place
from govreport_search.engines.snippet import Marked
from govreport_search.query.record import Record, place_record, position_record
from govreport_search.query.result import CellView, Hit
from govreport_search.services.cells import cell_views
from govreport_search.services.finder import Finder
from govreport_search.services.outcome import Hits
from govreport_search.store import Store
from govreport_search.store.page import ShownReport, ShownSection
from govreport_search.store.stale import StaleError
from govreport_search.text.many import fold_each_with_offsets

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
    keys: list[int] = columns.key[chosen.report].tolist()
    sections: list[int] = columns.section_key[chosen.unit[chosen.unit >= 0]].tolist()
    heads, texts = shown(store, keys, sections)
    views = cell_views(store, {key: head.form for key, head in heads.items()}, cells)
    passages = iter(_passages([texts[key] for key in sections], finders))
    hits = tuple(
        report_hit(heads[key], views[key], next(passages) if unit >= 0 else NO_PASSAGE)
        for key, unit in zip(keys, chosen.unit.tolist(), strict=True)
    )
    if chosen.count is None or chosen.sections is None:
        return hits
    return tuple(
        replace(hit, count=count, sections=of)
        for hit, count, of in zip(
            hits, chosen.count.tolist(), chosen.sections.tolist(), strict=True
        )
    )


def shown(
    store: Store, reports: Sequence[int], sections: Sequence[int] = ()
) -> tuple[Mapping[int, ShownReport], Mapping[int, ShownSection]]:
    """What hits show of reports and sections, by their keys.

    Raises:
        StaleError: one is no longer in the store.
    """
    heads, texts = store.shown(reports, sections)
    if len(heads) < len(set(reports)) or len(texts) < len(set(sections)):
        raise StaleError
    return heads, texts


def _passages(sections: Sequence[ShownSection], finders: Sequence[Finder]) -> Iterator[Record]:
    """What a hit says of each section; each text is folded once.

    Counts are those of the passages shown. An expression that takes longer over a text than a
    second is marked as far as it came, as in a scan that gives it up there.
    """
    folded = fold_each_with_offsets([section.printed for section in sections])
    for section, text in zip(sections, folded, strict=True):
        marked = Marked(section.printed, text, finders)
        passage, spans = marked.snippet(SNIPPET_WIDTH)
        place = _place(section, marked.first)
        yield {
            "section": section.id,
            "section_title": section.title,
            "sections": 1,
            "count": marked.count,
            "snippet": passage,
            "spans": spans,
            **place_record(place),
            **position_record(place),
            "part": place.part,
        }


NO_PASSAGE: Record = {
    "section": None,
    "section_title": "",
    "count": 0,
    "snippet": "",
    "spans": (),
    "page": None,
    "line": None,
    "part": 0,
}
"""What a hit says of no section, where a report is listed as a whole."""


def report_hit(head: ShownReport, cells: tuple[CellView, ...], passage: Record = NO_PASSAGE) -> Hit:
    """A hit in a report.

    Args:
        passage: the rest of its properties.
    """
    file, digest = head.file(passage["part"])
    return Hit(
        report=head.id,
        source=head.source,
        title=head.title,
        agency=head.agency,
        year=head.year,
        region=head.region,
        level=head.level,
        kind=head.kind,
        form=head.form,
        cells=cells,
        file=file,
        sha256=digest,
        url=head.url,
        published=head.published,
        captured=head.captured,
        **{name: value for name, value in passage.items() if name != "part"},
    )


def _place(section: ShownSection, first: int | None) -> Place:
    """Where what was searched is first printed; the section's start where it is not."""
    if first is None:
        return section.place
    return section.place_of_line(section.printed.count("\n", 0, first))
