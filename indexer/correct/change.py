"""Corrections into the store: the history, the report and its checks, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from govreport_search.domain import Report
from govreport_search.errors import NotFoundError, UserError
from govreport_search.sentence import say
from govreport_search.services.editing import Change, Wish
from govreport_search.store import (
    IDENTITY_FIELDS,
    Action,
    HistoryEntry,
    NewReport,
    Store,
    Writer,
    standing,
)
from indexer.correct.subject import facts_by_id, holds, identity_text, subject_of
from indexer.correction import as_read, with_corrections
from indexer.correction.notation import (
    notation_of,
    quantity_of,
    region_of,
    region_text,
    year_of,
)


def correct(store: Store, wishes: Sequence[Wish]) -> Change:
    """Do all of it, or nothing.

    Raises:
        NotFoundError: there is no such report.
        UserError: a report has no such cell, or a value is none; names the wish's origin.
    """
    made: list[HistoryEntry] = []
    read_so: list[HistoryEntry] = []
    unchanged = 0
    with store.writing() as writer:
        for report in dict.fromkeys(wish.report for wish in wishes):
            stood = writer.stored(report)
            history = list(writer.history_of(report))
            before = len(history)
            for wish in (wish for wish in wishes if wish.report == report):
                now = with_corrections(stood, history).report
                entry = _entry(stood, now, wish)
                if entry.action is Action.SET and holds(as_read(now), entry):
                    if holds(now, entry):
                        read_so.append(entry)
                        continue
                    # Another person's word gives way: what was read was right.
                    entry = replace(entry, action=Action.CONFIRM)
                if _stands(entry, history):
                    unchanged += 1
                else:
                    history.append(writer.record(entry))
            if len(history) > before:
                made += history[before:]
                writer.revise(with_corrections(stood, history))
    return Change(tuple(made), unchanged + len(read_so), tuple(read_so))


def take_back(store: Store, key: int, *, by: str, why: str = "", at: str = "") -> Change:
    """Undo an entry of the history; what it replaced stands again.

    Raises:
        NotFoundError: there is no such entry.
        UserError: it has been undone already, or is an undo itself.
    """
    with store.writing() as writer:
        entry = _standing_entry(writer.history_of(), key)
        undo = replace(
            entry,
            action=Action.UNDO,
            value="",
            by=by,
            at=at or _now(),
            why=why,
            old_state=None,
            old_value=None,
            old_raw=None,
            undoes=key,
            origin="",
            id=0,
        )
        recorded = writer.record(undo)
        _revise_if_stored(writer, entry.report)
    return Change((recorded,))


def _revise_if_stored(writer: Writer, report: str) -> None:
    """What was said about bytes that are gone is taken back in the history alone."""
    try:
        stood = writer.stored(report)
    except NotFoundError:
        return
    now = with_corrections(stood, writer.history_of(report))
    if now != stood:
        writer.revise(now)


def _standing_entry(entries: Iterable[HistoryEntry], key: int) -> HistoryEntry:
    known = {entry.id: entry for entry in entries}
    entry = known.get(key)
    if entry is None:
        raise NotFoundError(
            say("没有编号为 %(key)s 的更正", key=key), remedy=say("编号见 govreport corrections")
        )
    if entry.action is Action.UNDO:
        raise UserError(
            say("%(key)s 本身是一次撤销", key=key),
            remedy=say("要恢复原来的更正，请再更正一次"),
            code="not_undoable",
        )
    if any(other.undoes == key for other in known.values()):
        raise UserError(say("更正 %(key)s 已经撤销过了", key=key), code="not_undoable")
    return entry


def _entry(stood: NewReport, report: Report, wish: Wish) -> HistoryEntry:
    """The wish as an entry of the history.

    Args:
        stood: the report as it is stored.
        report: with all that was said before.
    """
    subject = subject_of(wish.subject, report)
    entry = HistoryEntry(
        report=stood.id,
        digests=tuple(file.sha256 for file in stood.files),
        subject=subject,
        action=Action.CONFIRM if wish.value is None else Action.SET,
        value="",
        by=wish.by,
        at=wish.at or _now(),
        why=wish.why,
        origin=wish.origin,
    )
    if subject in IDENTITY_FIELDS:
        old = identity_text(report.identity, subject)
        return replace(entry, value=_identity_value(subject, wish, old), old_raw=old)
    before = facts_by_id(report)[subject]
    held = before.quantity
    if wish.value is not None:
        quantity_of(wish.value, held)
    return replace(
        entry,
        value=notation_of(held) if wish.value is None else wish.value.strip(),
        old_state=held.state,
        old_value=held.value,
        old_raw=held.raw,
    )


def _identity_value(field: str, wish: Wish, old: str) -> str:
    """The value in its canonical form."""
    value = old if wish.value is None else wish.value.strip()
    if not value:
        what = say("没有可以确认的值") if wish.value is None else say("没有给出值")
        raise UserError(f"{field} {what}", remedy=say("请写明应该是什么"), code="bad_value")
    if field == "region":
        return region_text(region_of(value))
    return str(year_of(value)) if field == "year" else value


def _stands(entry: HistoryEntry, history: Sequence[HistoryEntry]) -> bool:
    """Whether the same person's same word already is the newest on the subject."""
    return any(
        (other.report, other.digests, other.subject) == (entry.report, entry.digests, entry.subject)
        and (other.value, other.by, other.why) == (entry.value, entry.by, entry.why)
        and (other.action, other.origin) == (entry.action, entry.origin)
        for other in standing(history)
    )


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
