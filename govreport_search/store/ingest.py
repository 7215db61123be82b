"""What became of every source file, and what the user's manifests say about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from govreport_search.store import schema
from govreport_search.store.batch import batches
from govreport_search.store.mapping import region_names, region_path
from govreport_search.store.prepared import Insertion, run
from govreport_search.store.record import ManifestEntry, SourceFile, SourceState

INDEXED, REJECTED = "indexed", "rejected"

WITHIN = "!/"
"""In locations, between an archive and a file in it."""

_FILES, _ENTRIES = schema.source_files.c, schema.manifest_entries.c


def attach(connection: Connection, file: SourceFile, report_key: int, part: int) -> None:
    """Note that the report stands at this path."""
    row = (*_met(file), INDEXED, "", "", report_key, part, _now())
    run(connection, _ATTACHED, row)


def reject(connection: Connection, file: SourceFile, code: str, reason: str) -> None:
    """Note why the file cannot be used; a report read from its earlier bytes stays."""
    row = (*_met(file), REJECTED, code, reason, None, 0, _now())
    run(connection, _REJECTED, row)


_SEEN = ("source", "sha256", "size", "state", "code", "reason", "indexed_at")
_ATTACHED = Insertion(schema.source_files).renewing((*_SEEN, "report_key", "part"))
_REJECTED = Insertion(schema.source_files).renewing(_SEEN)


def _met(file: SourceFile) -> tuple[str, str, str, int]:
    return file.location, file.source, file.sha256, file.size


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def main_locations(connection: Connection, report_key: int) -> list[str]:
    """Paths at which the report's main file was met, first met first."""
    return list(
        connection.scalars(
            select(_FILES.location)
            .where(_FILES.report_key == report_key, _FILES.part == 0)
            .order_by(_FILES.source_key)
        )
    )


def locations(connection: Connection, report_key: int) -> list[str]:
    """Paths of all files that lead to the report."""
    return list(connection.scalars(select(_FILES.location).where(_FILES.report_key == report_key)))


def detach_parts(connection: Connection, report_key: int) -> None:
    """Drop the state of a report's further files, before it is read anew."""
    connection.execute(
        delete(schema.source_files).where(_FILES.report_key == report_key, _FILES.part > 0)
    )


def lead_to(connection: Connection, locations: Sequence[str], report_key: int) -> None:
    """Let files lead to the new state of their report."""
    connection.execute(
        update(schema.source_files)
        .where(_FILES.location.in_(list(locations)))
        .values(report_key=report_key)
    )


def forget_path(connection: Connection, old: str, new: str) -> None:
    """A file was renamed: drop its old path, and let its manifest entry go with it."""
    connection.execute(delete(schema.source_files).where(_FILES.location == old))
    connection.execute(
        update(schema.manifest_entries)
        .prefix_with("OR IGNORE")
        .where(_ENTRIES.location == old)
        .values(location=new)
    )


_REPORT_AT = "SELECT report_key FROM source_files WHERE location = ?"


def report_at(connection: Connection, location: str) -> int | None:
    """Key of the report that a path leads to."""
    found = run(connection, _REPORT_AT, (location,))
    return None if found is None else found[0]


def forget_reports(connection: Connection, report_keys: Sequence[int]) -> None:
    """Drop the state of the files of reports that are about to be removed by the user."""
    connection.execute(delete(schema.source_files).where(_FILES.report_key.in_(list(report_keys))))


def orphans(connection: Connection, keys: Iterable[int]) -> list[int]:
    """Which of these reports no path's main file leads to any more."""
    key = schema.reports.c.report_key
    led_to = exists().where(_FILES.report_key == key, _FILES.part == 0)
    found: list[int] = []
    for batch in batches(keys):
        found += connection.scalars(select(key).where(key.in_(batch), ~led_to))
    return found


def source_states(connection: Connection, state: str = "") -> tuple[SourceState, ...]:
    """Every source file the store knows, or those in a state, by path."""
    wanted = _states()
    return _as_states(connection.execute(wanted.where(_FILES.state == state) if state else wanted))


def rejected_by_code(connection: Connection) -> tuple[tuple[str, int], ...]:
    """How many files were rejected for each reason, the most frequent first."""
    count = func.count()
    rows = connection.execute(
        select(_FILES.code, count)
        .where(_FILES.state == REJECTED)
        .group_by(_FILES.code)
        .order_by(count.desc(), _FILES.code)
    )
    return tuple((row.code, row[1]) for row in rows)


def rejected_files(
    connection: Connection, code: str, text: str, limit: int, offset: int
) -> tuple[int, tuple[SourceState, ...]]:
    """Some rejected files by path, and how many there are in all.

    Args:
        code: of the rejection; any without it.
        text: that stands in the file's path as it is shown; any without it.
    """
    chosen = [_FILES.state == REJECTED]
    if code:
        chosen.append(_FILES.code == code)
    if text:
        chosen.append(_FILES.source.contains(text, autoescape=True))
    total = connection.scalar(select(func.count()).where(*chosen)) or 0
    rows = connection.execute(
        _states().where(*chosen).order_by(_FILES.source_key).limit(limit).offset(offset)
    )
    return total, _as_states(rows)


def _states() -> Select[Any]:
    return (
        select(schema.source_files, schema.reports.c.report)
        .outerjoin(schema.reports, schema.reports.c.report_key == _FILES.report_key)
        .order_by(_FILES.source)
    )


def _as_states(rows: Iterable[Row[Any]]) -> tuple[SourceState, ...]:
    return tuple(
        SourceState(
            file=SourceFile(row.location, row.source, row.sha256, row.size),
            state=row.state,
            code=row.code,
            reason=row.reason,
            report=row.report or "",
            part=row.part,
            indexed_at=row.indexed_at,
        )
        for row in rows
    )


def states_at(connection: Connection, locations: Iterable[str]) -> tuple[SourceState, ...]:
    """What became of the files at these paths, and of those in archives there, by path."""
    found: list[SourceState] = []
    for location in dict.fromkeys(locations):
        within = _FILES.location.startswith(f"{location}{WITHIN}", autoescape=True)
        chosen = _states().where((_FILES.location == location) | within)
        found += _as_states(connection.execute(chosen))
    return tuple(found)


def states_of_bytes(connection: Connection, digests: Iterable[str]) -> tuple[SourceState, ...]:
    """What became of every file with these bytes, by path."""
    found: list[SourceState] = []
    for batch in batches(sorted(set(digests))):
        found += _as_states(connection.execute(_states().where(_FILES.sha256.in_(batch))))
    return tuple(found)


def forget_locations(connection: Connection, locations: Iterable[str]) -> set[int]:
    """Drop all that is known of the files at these paths, what manifests say of them included.

    Returns:
        Keys of the reports that they led to.
    """
    led_to: set[int] = set()
    for batch in batches(sorted(set(locations))):
        keys = select(_FILES.report_key).where(_FILES.location.in_(batch))
        led_to.update(key for key in connection.scalars(keys) if key is not None)
        connection.execute(delete(schema.source_files).where(_FILES.location.in_(batch)))
        connection.execute(
            delete(schema.manifest_entries).where(
                _ENTRIES.location.in_(batch) | _ENTRIES.part_of.in_(batch)
            )
        )
    return led_to


def put_entries(connection: Connection, entries: Iterable[ManifestEntry]) -> None:
    """Keep what a manifest says; an entry replaces the file's earlier one."""
    for entry in entries:
        row = {
            "location": entry.location,
            "manifest": entry.manifest,
            "line": entry.line,
            "agency": entry.agency,
            "region": region_path(entry.region),
            "year": entry.year,
            "url": entry.url,
            "published": entry.published,
            "captured": entry.captured,
            "part_of": entry.part_of,
        }
        connection.execute(
            insert(schema.manifest_entries)
            .values(row)
            .on_conflict_do_update(index_elements=[_ENTRIES.location], set_=row)
        )


def manifest_entries(connection: Connection) -> dict[str, ManifestEntry]:
    """All entries by location, in the order of their manifests' lines."""
    rows = connection.execute(
        select(schema.manifest_entries).order_by(_ENTRIES.manifest, _ENTRIES.line)
    )
    return {row.location: _entry(row) for row in rows}


def _entry(row: Row[Any]) -> ManifestEntry:
    return ManifestEntry(
        location=row.location,
        manifest=row.manifest,
        line=row.line,
        agency=row.agency,
        region=region_names(row.region),
        year=row.year,
        url=row.url,
        published=row.published,
        captured=row.captured,
        part_of=row.part_of,
    )


def newest_key(connection: Connection) -> int:
    """The greatest key of a report; 0 where there is none."""
    return connection.scalar(select(func.max(schema.reports.c.report_key))) or 0


def count_rejected(connection: Connection) -> int:
    """Files that the last run over them rejected."""
    return (
        connection.scalar(
            select(func.count()).select_from(schema.source_files).where(_FILES.state == REJECTED)
        )
        or 0
    )
