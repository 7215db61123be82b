"""What a person should look at first: cells read with doubt, cells that do not fit together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from govreport_search.domain import Fact, State
from govreport_search.query.describe import describe_cell
from govreport_search.query.record import Record, place_record, position_record
from govreport_search.sentence import say
from govreport_search.store import Store, number
from govreport_search.store.doubt import CellOfReport
from govreport_search.store.record import ReportRecord

UNREADABLE = 1.0
READINGS_DIFFER = 0.9
BROKEN_IDENTITY = 0.8
TEXT_AGAINST_TABLE = 0.4
WHOLLY_UNREAD = 0.3
"""What each reason adds to a cell's score; a low confidence adds what it lacks of 1.

An unreadable cell of which nothing was made out mostly belongs to a table that was lost as a
whole: there are many of those, and looking at one cell is of little use.
"""

DIFFERING = "readings_differ"
AGAINST_TEXT = "text_vs_table"

WORKLIST_COLUMNS = (
    *("score", "report", "agency", "year", "cell", "label", "state", "value", "raw", "confidence"),
    *("reasons", "source", "page", "line", "end_page", "box", "element"),
)
"""Columns of the work list as a table; JSON has the same names."""


@dataclass(slots=True)
class _Doubt:
    score: float = 0.0
    reasons: dict[str, None] = field(default_factory=dict)

    def add(self, score: float, reason: str) -> None:
        if reason not in self.reasons:
            self.reasons[reason] = None
            self.score += score


@dataclass(frozen=True, slots=True)
class Task:
    """One cell to look at.

    Attributes:
        score: the sum of its reasons' weights; higher is more urgent.
        reasons: Chinese sentences.
        source: path of the file that the cell stands in, as far as it is known.
    """

    score: float
    head: ReportRecord
    fact: Fact
    reasons: tuple[str, ...]
    source: str


def worklist(store: Store, limit: int | None = None) -> tuple[Task, ...]:
    """The cells in doubt that nobody has corrected or confirmed, the most urgent first."""
    doubtful, accusations = store.doubts((DIFFERING,))
    doubts: dict[CellOfReport, _Doubt] = {}
    for at, code, message in accusations:
        weight = READINGS_DIFFER if code == DIFFERING else BROKEN_IDENTITY
        weight = TEXT_AGAINST_TABLE if code == AGAINST_TEXT else weight
        doubts.setdefault(at, _Doubt()).add(weight, message)
    for at, read in doubtful.items():
        doubt = doubts.setdefault(at, _Doubt())
        if read.unreadable:
            doubt.score += UNREADABLE if read.seen else WHOLLY_UNREAD
        doubt.score += 1 - read.confidence
    ranked = sorted(doubts, key=lambda at: (-round(doubts[at].score, 6), at[0], str(at[1])))
    chosen = _unsettled(store, ranked, limit)
    heads = {head.key: head for head in store.reports_by_key(dict.fromkeys(k for k, _ in chosen))}
    return tuple(
        _task(store, heads[at[0]], fact, doubts[at])
        for at, fact in chosen.items()
        if at[0] in heads
    )


def _unsettled(
    store: Store, ranked: Sequence[CellOfReport], limit: int | None
) -> dict[CellOfReport, Fact]:
    """The first of the cells that are printed and that nobody has settled, in their order."""
    wanted = len(ranked) if limit is None else limit
    found: dict[CellOfReport, Fact] = {}
    for start in range(0, len(ranked), max(wanted, 1)):
        if len(found) >= wanted:
            break
        batch = ranked[start : start + wanted]
        facts = store.unsettled_cells(batch)
        found |= {at: facts[at] for at in batch if at in facts}
    return dict(islice(found.items(), wanted))


def _task(store: Store, head: ReportRecord, fact: Fact, doubt: _Doubt) -> Task:
    source = head.source
    if fact.place and fact.place.part:
        files = store.source_texts(head.id)
        source = files[fact.place.part].source if fact.place.part < len(files) else source
    reasons = dict.fromkeys(doubt.reasons)
    if fact.quantity.state is State.UNREADABLE:
        reasons[fact.quantity.note or say("无法识读")] = None
    if fact.confidence < 1:
        reasons[say("由图像识别，把握 %(sure)s", sure=f"{fact.confidence:.0%}")] = None
    return Task(round(doubt.score, 2), head, fact, tuple(reasons), source)


def task_record(task: Task) -> Record:
    """A line as JSON shows it."""
    fact, head = task.fact, task.head
    return {
        "score": task.score,
        "report": head.id,
        "agency": head.identity.agency,
        "year": head.identity.year,
        "cell": str(fact.cell),
        "label": describe_cell(fact.cell),
        "state": fact.quantity.state.value,
        "value": number(fact.quantity.value),
        "raw": fact.quantity.raw,
        "confidence": fact.confidence,
        "reasons": list(task.reasons),
        "source": task.source,
        **place_record(fact.place),
        **position_record(fact.place),
    }


def task_row(task: Task) -> Record:
    """A line as CSV shows it."""
    return {**task_record(task), "reasons": "；".join(task.reasons)}
