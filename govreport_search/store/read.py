"""Reads of whole reports: heads, sections, findings, source text; facts are in ``cell``.

Every function takes an open read transaction and yields in the order of the keys it is given,
a batch of reports at a time, so that memory does not grow with the store. Keys may be numpy's:
SQLite would silently find nothing for those, so each is made an ``int`` first.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from govreport_search.domain import Answer, Correction, Finding, Identity, Section, Severity
from govreport_search.errors import NotFoundError
from govreport_search.store import schema
from govreport_search.store.batch import batches
from govreport_search.store.history import corrected_identity_fields
from govreport_search.store.mapping import (
    load_identity,
    load_places,
    place,
    region_names,
    said_once,
)
from govreport_search.store.record import (
    Original,
    ReadFile,
    ReportRecord,
    SectionRecord,
    SourceText,
)

TEXTS = 1_000
"""Texts read at once, about a megabyte."""

_REPORTS, _SOURCES = schema.reports.c, schema.source_files.c
_SECTIONS, _FINDINGS = schema.sections.c, schema.findings.c


def all_keys(connection: Connection) -> list[int]:
    """Every report's key, ascending."""
    return list(connection.scalars(select(_REPORTS.report_key).order_by(_REPORTS.report_key)))


_KEY_OF = "SELECT report_key FROM reports WHERE report = ?"


def key_of(connection: Connection, report_id: str) -> int | None:
    """The key of the report with that id."""
    found = connection.exec_driver_sql(_KEY_OF, (report_id,)).scalar()
    return None if found is None else int(found)


def keys_of(connection: Connection, report_ids: Iterable[str]) -> list[int]:
    """Keys of the reports with these ids, unknown ones passed over."""
    query = select(_REPORTS.report_key)
    return [
        key
        for batch in batches(report_ids)
        for key in connection.scalars(query.where(_REPORTS.report.in_(batch)))
    ]


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
        sources = grouped(
            connection,
            select(_SOURCES.report_key, _SOURCES.source)
            .where(_SOURCES.report_key.in_(batch), _SOURCES.part == 0)
            .order_by(_SOURCES.source_key),
        )
        found = connection.execute(select(schema.reports).where(_REPORTS.report_key.in_(batch)))
        by_key = {row.report_key: row for row in found}
        said = _said(connection, by_key.values())
        for key in batch:
            if key in by_key:
                names = [row.source for row in sources[key]]
                yield _head(by_key[key], names, said.get(key, {}))


def _said(
    connection: Connection, rows: Iterable[Row[Any]]
) -> Mapping[int, Mapping[str, Correction]]:
    """People's words on the few reports that have any."""
    keys = [row.report_key for row in rows if row.read_identity is not None]
    return corrected_identity_fields(connection, keys) if keys else {}


def section_texts(connection: Connection, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Section keys with folded texts, in the order of ascending keys."""
    for batch in batches(map(int, keys), TEXTS):
        rows = connection.execute(
            select(_SECTIONS.section_key, _SECTIONS.text)
            .where(_SECTIONS.section_key.in_(batch))
            .order_by(_SECTIONS.section_key)
        )
        yield from ((row.section_key, row.text) for row in rows)


def section_prints(connection: Connection, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Section keys with printed texts, in the order of ascending keys."""
    for batch in batches(map(int, keys), TEXTS):
        rows = connection.execute(
            select(_SECTIONS.section_key, _SECTIONS.printed)
            .where(_SECTIONS.section_key.in_(batch))
            .order_by(_SECTIONS.section_key)
        )
        yield from ((row.section_key, row.printed) for row in rows)


def sections(connection: Connection, keys: Iterable[int]) -> Iterator[SectionRecord]:
    """Sections of the reports, in printed order."""
    for batch in batches(map(int, keys)):
        found = grouped(
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


def findings(connection: Connection, keys: Iterable[int]) -> Iterator[tuple[int, Finding]]:
    """Findings with their report's key."""
    for batch in batches(map(int, keys)):
        found = grouped(
            connection,
            select(schema.findings)
            .where(_FINDINGS.report_key.in_(batch))
            .order_by(_FINDINGS.report_key, _FINDINGS.position),
        )
        for key in batch:
            for row in found[key]:
                yield key, _finding(row)


def findings_by_key(connection: Connection, keys: Iterable[int]) -> Iterator[tuple[int, Finding]]:
    """Findings by their own keys, each with its report's key, unknown ones passed over."""
    for batch in batches(map(int, keys)):
        found = connection.execute(select(schema.findings).where(_FINDINGS.finding_key.in_(batch)))
        by_key = {row.finding_key: row for row in found}
        for key in batch:
            if key in by_key:
                yield by_key[key].report_key, _finding(by_key[key])


def source_texts(connection: Connection, key: int) -> tuple[SourceText, ...]:
    """The files one report was read from, main file first."""
    paths = {
        row.part: row.source
        for row in connection.execute(
            select(_SOURCES.part, _SOURCES.source)
            .where(_SOURCES.report_key == key)
            .order_by(_SOURCES.source_key.desc())
        )
    }
    return tuple(
        SourceText(
            source=paths.get(part, ""),
            kind=file.kind,
            encoding=file.encoding,
            lines=tuple(file.text.split("\n")),
            pages=file.pages,
            sha256=file.sha256,
        )
        for part, file in enumerate(read_files(connection, key))
    )


def originals(connection: Connection, key: int) -> tuple[Original, ...]:
    """Where the bytes of a report's files were met, main file first."""
    files = schema.report_files.c
    rows = connection.execute(
        select(files.part, files.sha256, files.kind, files.pages, _SOURCES.location, _SOURCES.size)
        .outerjoin(schema.source_files, _SOURCES.sha256 == files.sha256)
        .where(files.report_key == key)
        .order_by(files.part, _SOURCES.source_key.desc())
    ).all()
    return tuple(
        Original(
            locations=tuple(row.location for row in met if row.location is not None),
            sha256=met[0].sha256,
            size=met[0].size or 0,
            kind=met[0].kind,
            pages=met[0].pages,
        )
        for met in (tuple(same) for _, same in groupby(rows, key=lambda row: row.part))
    )


def read_files(connection: Connection, key: int) -> tuple[ReadFile, ...]:
    """The same files as they were stored."""
    files, texts = schema.report_files.c, schema.source_texts.c
    rows = connection.execute(
        select(schema.report_files, texts.text)
        .join(schema.source_texts, texts.sha256 == files.sha256)
        .where(files.report_key == key)
        .order_by(files.part)
    )
    return tuple(ReadFile(r.sha256, r.kind, r.encoding, r.text, r.pages) for r in rows)


def grouped(connection: Connection, query: Select[Any]) -> defaultdict[int, list[Row[Any]]]:
    """Rows by their report's key."""
    groups: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        groups[row.report_key].append(row)
    return groups


def _head(row: Row[Any], sources: Sequence[str], said: Mapping[str, Correction]) -> ReportRecord:
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
        corrections=dict(said),
        read=load_identity(row.read_identity),
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
        place=place(row),
        line_places=load_places(row.line_places),
    )
    return SectionRecord(row.section_key, row.report_key, row.position, section, row.text)


def _finding(row: Row[Any]) -> Finding:
    return Finding(
        code=row.code,
        severity=Severity(row.severity),
        message=said_once(row.message),
        answer=None if row.answer is None else Answer(row.answer),
        table=row.table_id,
        row=row.row_id,
        column=row.column_id,
        expected=row.expected,
        found=row.found,
        place=place(row) if row.has_place else None,
    )
