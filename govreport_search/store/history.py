"""The history of corrections: added to, never changed, bound to the bytes of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, union

from govreport_search.domain import Correction, State
from govreport_search.store.correction_table import (
    corrected_facts,
    corrected_identities,
    corrections,
)
from govreport_search.store.mapping import decimal, real

IDENTITY_FIELDS = ("agency", "region", "year")
"""Subjects of corrections beside cells."""


class Action(StrEnum):
    """What a person did."""

    SET = "set"
    CONFIRM = "confirm"
    UNDO = "undo"


class Standing(StrEnum):
    """What has become of an entry of the history.

    ``ORPHANED``: nobody has taken it back, but the report has gone, was read from other bytes,
    or its reading has no such cell any more; it comes back with them.
    """

    STANDING = "standing"
    REPLACED = "replaced"
    UNDONE = "undone"
    ORPHANED = "orphaned"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing a person said about a report.

    Attributes:
        report: the report's id.
        digests: sha256 of the files the report was read from, main file first; what is said
            holds for these bytes and no others.
        subject: a cell's id, or agency, region or year.
        value: what it is to hold, in the notation of ``govreport correct``; for a
            confirmation what was found right, empty for an undo.
        by, at, why: who, when (ISO 8601), and the reason given.
        old_state, old_value, old_raw: what stood there before; of agency, region and year only
            ``old_raw``.
        undoes: id of the entry that an undo takes back.
        origin: file and line of a list of corrections, empty for a single command.
        id: 0 before it is stored.
    """

    report: str
    digests: tuple[str, ...]
    subject: str
    action: Action
    value: str
    by: str
    at: str
    why: str = ""
    old_state: State | None = None
    old_value: Decimal | None = None
    old_raw: str | None = None
    undoes: int | None = None
    origin: str = ""
    id: int = 0

    @property
    def correction(self) -> Correction:
        """As facts and identities carry it."""
        return Correction(self.id, self.by, self.at, self.why, self.action is Action.CONFIRM)


@dataclass(frozen=True, slots=True)
class History:
    """Entries in the order they were made, and which of them stand in reports now."""

    entries: tuple[HistoryEntry, ...]
    applied: frozenset[int] = field(default_factory=frozenset)

    def standings(self) -> Mapping[int, Standing]:
        """What has become of each entry, by id."""
        undone = {entry.undoes for entry in self.entries}
        last = {entry.id for entry in standing(self.entries)}
        return {entry.id: self._of(entry, undone, last) for entry in self.entries}

    def _of(self, entry: HistoryEntry, undone: set[int | None], last: set[int]) -> Standing:
        if entry.action is Action.UNDO:
            return Standing.UNDO
        if entry.id in undone:
            return Standing.UNDONE
        if entry.id not in last:
            return Standing.REPLACED
        return Standing.STANDING if entry.id in self.applied else Standing.ORPHANED


def standing(entries: Iterable[HistoryEntry]) -> tuple[HistoryEntry, ...]:
    """The newest word on each subject of each report's bytes, without what was taken back."""
    said = list(entries)
    undone = {entry.undoes for entry in said}
    newest: dict[tuple[str, tuple[str, ...], str], HistoryEntry] = {}
    for entry in said:
        if entry.action is not Action.UNDO and entry.id not in undone:
            newest[entry.report, entry.digests, entry.subject] = entry
    return tuple(newest.values())


def add_entry(connection: Connection, entry: HistoryEntry) -> int:
    """Write an entry; returns its id."""
    result = connection.execute(
        insert(corrections)
        .returning(corrections.c.correction_key)
        .values(
            report=entry.report,
            digests=" ".join(entry.digests),
            subject=entry.subject,
            action=entry.action.value,
            value=entry.value,
            old_state=entry.old_state and entry.old_state.value,
            old_value=real(entry.old_value),
            old_raw=entry.old_raw,
            person=entry.by,
            said_at=entry.at,
            reason=entry.why,
            undoes=entry.undoes,
            origin=entry.origin,
        )
    )
    return int(result.scalar_one())


def entries_of(connection: Connection, report_id: str | None = None) -> tuple[HistoryEntry, ...]:
    """The entries about one report, or all, in the order they were made."""
    query = select(corrections).order_by(corrections.c.correction_key)
    if report_id is not None:
        query = query.where(corrections.c.report == report_id)
    return tuple(map(_entry, connection.execute(query)))


def history(connection: Connection, report_id: str | None = None) -> History:
    """The entries about one report, or all, with what has become of them."""
    both = union(
        select(corrected_facts.c.correction_key), select(corrected_identities.c.correction_key)
    )
    return History(entries_of(connection, report_id), frozenset(map(int, connection.scalars(both))))


def corrected_cells(
    connection: Connection, report_keys: Sequence[int]
) -> dict[tuple[int, int], tuple[Correction, Row[Any]]]:
    """What was read where a person said otherwise, by report key and cell key."""
    rows = connection.execute(
        select(corrected_facts, corrections.c.person, *_SAID)
        .join(corrections, corrections.c.correction_key == corrected_facts.c.correction_key)
        .where(corrected_facts.c.report_key.in_(list(report_keys)))
    )
    return {(row.report_key, row.cell_key): (_correction(row), row) for row in rows}


def corrected_identity_fields(
    connection: Connection, report_keys: Sequence[int]
) -> dict[int, dict[str, Correction]]:
    """People's words on who, where and when, by report key and field."""
    rows = connection.execute(
        select(corrected_identities, corrections.c.person, *_SAID)
        .join(corrections, corrections.c.correction_key == corrected_identities.c.correction_key)
        .where(corrected_identities.c.report_key.in_(list(report_keys)))
    )
    found: dict[int, dict[str, Correction]] = {}
    for row in rows:
        found.setdefault(row.report_key, {})[row.field] = _correction(row)
    return found


_SAID = (corrections.c.said_at, corrections.c.reason, corrections.c.action)


def _correction(row: Row[Any]) -> Correction:
    confirmed = row.action == Action.CONFIRM.value
    return Correction(row.correction_key, row.person, row.said_at, row.reason, confirmed)


def _entry(row: Row[Any]) -> HistoryEntry:
    return HistoryEntry(
        report=row.report,
        digests=tuple(row.digests.split()),
        subject=row.subject,
        action=Action(row.action),
        value=row.value,
        by=row.person,
        at=row.said_at,
        why=row.reason,
        old_state=None if row.old_state is None else State(row.old_state),
        old_value=decimal(row.old_value),
        old_raw=row.old_raw,
        undoes=row.undoes,
        origin=row.origin,
        id=row.correction_key,
    )
