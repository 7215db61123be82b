"""Reads of whole reports: heads, sections, facts, findings, source text.

Every function takes an open read transaction and yields in the order of the keys it is given,
a batch of reports at a time, so that memory does not grow with the store. Keys may be numpy's:
SQLite would silently find nothing for those, so each is made an ``int`` first.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from govreport_search.domain import (
    Answer,
    CellId,
    Fact,
    Finding,
    Identity,
    PrintedRow,
    Section,
    Severity,
    State,
)
from govreport_search.errors import NotFoundError
from govreport_search.forms.derive import DerivedFact
from govreport_search.store import schema
from govreport_search.store.batch import batches
from govreport_search.store.mapping import load_places, place, quantity, region_names
from govreport_search.store.record import ReportRecord, SectionRecord, SourceText

_REPORTS, _SOURCES = schema.reports.c, schema.source_files.c
_SECTIONS, _FACTS, _CELLS = schema.sections.c, schema.facts.c, schema.cells.c
_FINDINGS, _ROWS, _LABELS = schema.findings.c, schema.printed_rows.c, schema.labels.c
_DERIVED = schema.derived_facts.c

_WHOLE_FACTS = (
    select(schema.facts, _CELLS.cell, _LABELS.label)
    .join(schema.cells, _CELLS.cell_key == _FACTS.cell_key)
    .join(schema.labels, _LABELS.label_key == _FACTS.label_key)
)
_WHOLE_DERIVED = select(schema.derived_facts, _CELLS.cell).join(
    schema.cells, _CELLS.cell_key == _DERIVED.cell_key
)


def all_keys(connection: Connection) -> list[int]:
    """Every report's key, ascending."""
    return list(connection.scalars(select(_REPORTS.report_key).order_by(_REPORTS.report_key)))


def key_of(connection: Connection, report_id: str) -> int | None:
    """The key of the report with that id."""
    return connection.scalar(select(_REPORTS.report_key).where(_REPORTS.report == report_id))


def require_key(connection: Connection, report_id: str) -> int:
    """The key of the report with that id.

    Raises:
        NotFoundError: there is no such report.
    """
    key = key_of(connection, report_id)
    if key is None:
        raise NotFoundError(
            f"没有编号为 {report_id} 的报告",
            remedy="编号见搜索结果、导出的 report 一栏或 govreport status",
        )
    return key


def heads(connection: Connection, keys: Iterable[int]) -> Iterator[ReportRecord]:
    """Heads of the reports, unknown keys passed over."""
    for batch in batches(map(int, keys)):
        sources = _grouped(
            connection,
            select(_SOURCES.report_key, _SOURCES.source)
            .where(_SOURCES.report_key.in_(batch), _SOURCES.part == 0)
            .order_by(_SOURCES.source_key),
        )
        found = connection.execute(select(schema.reports).where(_REPORTS.report_key.in_(batch)))
        by_key = {row.report_key: row for row in found}
        for key in batch:
            if key in by_key:
                yield _head(by_key[key], [row.source for row in sources[key]])


def sections(connection: Connection, keys: Iterable[int]) -> Iterator[SectionRecord]:
    """Sections of the reports, in printed order."""
    for batch in batches(map(int, keys)):
        found = _grouped(
            connection,
            select(schema.sections)
            .where(_SECTIONS.report_key.in_(batch))
            .order_by(_SECTIONS.report_key, _SECTIONS.position),
        )
        for key in batch:
            yield from map(_section, found[key])


def sections_by_key(connection: Connection, keys: Iterable[int]) -> Iterator[SectionRecord]:
    """Sections by their own keys, unknown ones passed over."""
    for batch in batches(map(int, keys)):
        found = connection.execute(select(schema.sections).where(_SECTIONS.section_key.in_(batch)))
        by_key = {row.section_key: row for row in found}
        for key in batch:
            if key in by_key:
                yield _section(by_key[key])


def facts(connection: Connection, keys: Iterable[int]) -> Iterator[tuple[int, Fact]]:
    """Facts with their report's key, in the form's printed order."""
    for batch in batches(map(int, keys)):
        found = _grouped(
            connection,
            _WHOLE_FACTS.where(_FACTS.report_key.in_(batch)).order_by(
                _FACTS.report_key, _FACTS.position
            ),
        )
        for key in batch:
            for row in found[key]:
                yield key, _fact(row)


def derived(connection: Connection, key: int) -> tuple[DerivedFact, ...]:
    """Computed cells of one report."""
    rows = connection.execute(
        _WHOLE_DERIVED.where(_DERIVED.report_key == key).order_by(_DERIVED.position)
    )
    return tuple(map(_derived, rows))


def cells_of(
    connection: Connection, keys: Iterable[int], cells: Sequence[CellId]
) -> dict[tuple[int, CellId], Fact | DerivedFact]:
    """The named cells of the named reports; a computed cell where there is one, else as printed.

    For the few reports of one page, not for all.
    """
    wanted = list(map(int, keys))
    found: dict[tuple[int, CellId], Fact | DerivedFact] = {
        **printed_cells(connection, wanted, cells)
    }
    for batch in batches(wanted):
        for row in connection.execute(
            _WHOLE_DERIVED.where(
                _DERIVED.report_key.in_(batch), _CELLS.cell.in_([str(cell) for cell in cells])
            )
        ):
            fact = _derived(row)
            found[row.report_key, fact.cell] = fact
    return found


def printed_cells(
    connection: Connection, keys: Iterable[int], cells: Sequence[CellId]
) -> dict[tuple[int, CellId], Fact]:
    """The named cells of the named reports, as printed."""
    found: dict[tuple[int, CellId], Fact] = {}
    for batch in batches(map(int, keys)):
        for row in connection.execute(
            _WHOLE_FACTS.where(
                _FACTS.report_key.in_(batch), _CELLS.cell.in_([str(cell) for cell in cells])
            )
        ):
            fact = _fact(row)
            found[row.report_key, fact.cell] = fact
    return found


def printed_rows(connection: Connection, key: int) -> tuple[PrintedRow, ...]:
    """Statutory rows that one report prints."""
    rows = connection.execute(
        select(schema.printed_rows, _LABELS.label)
        .join(schema.labels, _LABELS.label_key == _ROWS.label_key)
        .where(_ROWS.report_key == key)
        .order_by(_ROWS.position)
    )
    return tuple(
        PrintedRow(
            row.table_id, row.row_id, row.label, place(row.page, row.line, row.end_line, row.part)
        )
        for row in rows
    )


def findings(connection: Connection, keys: Iterable[int]) -> Iterator[tuple[int, Finding]]:
    """Findings with their report's key."""
    for batch in batches(map(int, keys)):
        found = _grouped(
            connection,
            select(schema.findings)
            .where(_FINDINGS.report_key.in_(batch))
            .order_by(_FINDINGS.report_key, _FINDINGS.position),
        )
        for key in batch:
            for row in found[key]:
                yield key, _finding(row)


def source_texts(connection: Connection, key: int) -> tuple[SourceText, ...]:
    """The files one report was read from, main file first."""
    files, texts = schema.report_files.c, schema.source_texts.c
    paths = {
        row.part: row.source
        for row in connection.execute(
            select(_SOURCES.part, _SOURCES.source)
            .where(_SOURCES.report_key == key)
            .order_by(_SOURCES.source_key.desc())
        )
    }
    rows = connection.execute(
        select(schema.report_files, texts.text)
        .join(schema.source_texts, texts.sha256 == files.sha256)
        .where(files.report_key == key)
        .order_by(files.part)
    )
    return tuple(
        SourceText(
            source=paths.get(row.part, ""),
            kind=row.kind,
            encoding=row.encoding,
            lines=tuple(row.text.split("\n")),
        )
        for row in rows
    )


def _grouped(connection: Connection, query: Select[Any]) -> defaultdict[int, list[Row[Any]]]:
    groups: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        groups[row.report_key].append(row)
    return groups


def _head(row: Row[Any], sources: Sequence[str]) -> ReportRecord:
    identity = Identity(
        title=row.title,
        agency=row.agency,
        agency_printed=row.agency_printed,
        level=row.level,
        kind=row.kind,
        function=row.function,
        region=region_names(row.region),
        year=row.year,
        confidence=json.loads(row.confidence),
        evidence=json.loads(row.evidence),
    )
    return ReportRecord(
        key=row.report_key,
        id=row.report,
        source=sources[0] if sources else "",
        sources=tuple(sources),
        identity=identity,
        form=row.form,
        url=row.url,
        published=row.published,
        captured=row.captured,
    )


def _section(row: Row[Any]) -> SectionRecord:
    section = Section(
        id=row.section,
        title=row.title,
        printed=row.printed,
        place=place(row.page, row.line, row.end_line, row.part),
        line_places=load_places(row.line_places),
    )
    return SectionRecord(row.section_key, row.report_key, row.position, section, row.text)


def _fact(row: Row[Any]) -> Fact:
    held = quantity(row.state_code, row.value, row.raw, row.note)
    nowhere = row.line is None and row.page is None and held.state is State.MISSING
    return Fact(
        cell=CellId.parse(row.cell),
        quantity=held,
        place=None if nowhere else place(row.page, row.line, row.end_line, row.part),
        label=row.label,
    )


def _derived(row: Row[Any]) -> DerivedFact:
    return DerivedFact(
        cell=CellId.parse(row.cell),
        quantity=quantity(row.state_code, row.value, row.raw, row.note),
        how=row.how,
        parts=tuple(CellId.parse(part) for part in json.loads(row.parts)),
    )


def _finding(row: Row[Any]) -> Finding:
    return Finding(
        code=row.code,
        severity=Severity(row.severity),
        message=row.message,
        answer=None if row.answer is None else Answer(row.answer),
        table=row.table_id,
        row=row.row_id,
        column=row.column_id,
        expected=row.expected,
        found=row.found,
        place=place(row.page, row.line, row.end_line, row.part) if row.has_place else None,
    )
