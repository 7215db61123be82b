"""The history of corrections as people and programs read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from govreport_search.domain import CellId, State
from govreport_search.query.describe import describe_cell
from govreport_search.query.record import Record
from govreport_search.query.words import FIELD_LABELS, STATE_LABELS
from govreport_search.sentence import say
from govreport_search.store import IDENTITY_FIELDS, Action, HistoryEntry, Standing, Store, number
from govreport_search.store.record import ReportRecord

HISTORY_COLUMNS = (
    *("id", "report", "agency", "year", "subject", "action", "value"),
    *("old_state", "old_value", "old_raw", "by", "at", "why", "undoes", "origin", "standing"),
)
"""Columns of the history as a table; JSON has the same names."""

STANDING_LABELS = {
    Standing.STANDING: say("有效"),
    Standing.REPLACED: say("已被后来的更正取代"),
    Standing.UNDONE: say("已撤销"),
    Standing.ORPHANED: say("来源已变或不在索引里，未使用"),
    Standing.UNDO: say("撤销"),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry with what has become of it.

    Attributes:
        head: the report, ``None`` where it is not in the store.
    """

    entry: HistoryEntry
    standing: Standing
    head: ReportRecord | None


def history_lines(store: Store, report_id: str | None = None) -> tuple[HistoryLine, ...]:
    """The history of one report or of all, oldest first.

    Raises:
        NotFoundError: there is no such report, and nobody has said anything about it.
    """
    history = store.history(report_id)
    if report_id is not None and not history.entries:
        store.report(report_id)
    standings = history.standings()
    heads = _heads(store, {entry.report for entry in history.entries})
    return tuple(
        HistoryLine(entry, standings[entry.id], heads.get(entry.report))
        for entry in history.entries
    )


def _heads(store: Store, wanted: set[str]) -> Mapping[str, ReportRecord]:
    return {head.id: head for head in store.reports_by_id(wanted)}


def line_record(line: HistoryLine) -> Record:
    """A line as JSON and CSV show it."""
    return entry_record(line.entry, line.head, line.standing)


def entry_record(
    entry: HistoryEntry, head: ReportRecord | None, standing: Standing = Standing.STANDING
) -> Record:
    """An entry as JSON and CSV show it."""
    return {
        "id": entry.id,
        "report": entry.report,
        "agency": head.identity.agency if head else None,
        "year": head.identity.year if head else None,
        "subject": entry.subject,
        "action": entry.action.value,
        "value": entry.value,
        "old_state": entry.old_state.value if entry.old_state else None,
        "old_value": number(entry.old_value),
        "old_raw": entry.old_raw,
        "by": entry.by,
        "at": entry.at,
        "why": entry.why,
        "undoes": entry.undoes,
        "origin": entry.origin,
        "standing": standing.value,
    }


def change_words(entry: HistoryEntry) -> str:
    """What an entry did, without who, when and why."""
    name = subject_name(entry.subject)
    if entry.action is Action.UNDO:
        return say("撤销第 %(number)s 号更正（%(what)s）", number=entry.undoes, what=name)
    if entry.action is Action.CONFIRM:
        return say("%(what)s 核对无误（%(value)s）", what=name, value=entry.value)
    return say("%(what)s 由 %(old)s 更正为 %(new)s", what=name, old=_old(entry), new=entry.value)


def entry_words(entry: HistoryEntry, standing: Standing) -> str:
    """An entry in one line."""
    what = change_words(entry)
    why = f"：{entry.why}" if entry.why else ""
    state = (
        "" if standing in (Standing.STANDING, Standing.UNDO) else f"〔{STANDING_LABELS[standing]}〕"
    )
    return f"{entry.id}　{entry.report}　{what}　{entry.by} {entry.at[:16]}{why}{state}"


def subject_name(subject: str) -> str:
    """A cell or a property in Chinese."""
    if subject in IDENTITY_FIELDS:
        return FIELD_LABELS[subject]
    return describe_cell(CellId.parse(subject))


def _old(entry: HistoryEntry) -> str:
    if entry.old_state is None:
        return entry.old_raw or say("不详")
    if entry.old_value is not None:
        return format(entry.old_value, "f")
    label = STATE_LABELS[entry.old_state]
    printed = entry.old_state in (State.TEXT, State.UNREADABLE) and entry.old_raw
    return say("%(state)s“%(text)s”", state=label, text=entry.old_raw) if printed else label
