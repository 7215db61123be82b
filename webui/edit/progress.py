"""How far an upload is, in the words and links that its page and its JSON show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from flask import url_for

from govreport_search.sentence import say, template
from govreport_search.services.intake import Intake
from govreport_search.store import SourceState
from govreport_search.store.ingest import INDEXED, WITHIN
from govreport_search.store.record import ReportRecord
from webui.edit.batch import (
    BROKEN,
    DONE,
    UNDONE,
    WAITING,
    Batch,
    UploadedFile,
    Uploads,
    location_of,
)
from webui.edit.receive import REFUSALS
from webui.language import N_
from webui.language import gettext as _
from webui.present.hits import record_name
from webui.present.status import REJECTIONS

LABELS = {
    "waiting": N_("等待读取"),
    "reading": N_("正在读取"),
    "added": N_("已收录"),
    "joined": N_("并入报告"),
    "unchanged": N_("馆藏已有"),
    "rejected": N_("没有收录"),
    "unread": N_("没有读完"),
    "undone": N_("已撤销"),
}
"""What can have become of a file; never told by colour alone."""

GONE = template("录入时存下的文件不在了。请重新交来")
"""What is said of a file that was uploaded and stored, and lies there no longer."""

MOST_SHOWN = 200
"""Files of one archive that the page lists; the JSON has them all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, or of one file in an archive.

    Attributes:
        state: a key of ``LABELS``.
        inner: path in the archive, empty for the file itself.
        report, url, title: of the report it led to, empty if none.
        code, reason: of a refusal, with what can be done.
    """

    state: str
    inner: str = ""
    report: str = ""
    url: str = ""
    title: str = ""
    code: str = ""
    reason: str = ""

    @property
    def label(self) -> str:
        """The state in words."""
        return str(_(LABELS[self.state]))

    @property
    def cause(self) -> str:
        """The kind of a refusal in words, empty where there is none."""
        return str(_(REJECTIONS[self.code])) if self.code in REJECTIONS else ""


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of an upload.

    Attributes:
        number: its position in the upload, from 0.
        outcomes: one, or one for each file in an archive, what needs a look first.
    """

    number: int
    file: UploadedFile
    outcomes: tuple[Outcome, ...]

    @property
    def shown(self) -> tuple[Outcome, ...]:
        """As many as a page can show."""
        return self.outcomes[:MOST_SHOWN]

    @property
    def size_text(self) -> str:
        """Its size as people read it."""
        size = self.file.size
        return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{-(-size // 1024)} KB"


def file_views(
    batch: Batch, uploads: Uploads, intake: Intake, running: Collection[str]
) -> tuple[FileView, ...]:
    """Every file of an upload with what became of it.

    Args:
        running: ids of the uploads that are being read now.
    """
    locations = {file.name: location_of(uploads.path(batch, file)) for file in batch.kept}
    states = {name: intake.states([where]) for name, where in locations.items()}
    known = {state.report for found in states.values() for state in found}
    heads = intake.heads((known | {file.report for file in batch.files}) - {""})
    return tuple(
        FileView(number, file, _outcomes(batch, file, states.get(file.name, ()), heads, running))
        for number, file in enumerate(batch.files)
    )


def is_busy(batch: Batch) -> bool:
    """Whether the page will change by itself."""
    return batch.state == WAITING


def progress_record(batch: Batch, views: Iterable[FileView]) -> dict[str, Any]:
    """An upload as JSON."""
    return {
        "id": batch.id,
        "by": batch.by,
        "at": batch.at,
        "state": batch.state,
        "files": [
            {
                "name": view.file.name,
                "size": view.file.size,
                "sha256": view.file.sha256,
                "outcomes": [
                    {
                        "state": one.state,
                        "label": one.label,
                        "inner": one.inner,
                        "report": one.report,
                        "url": one.url,
                        "code": one.code,
                        "reason": one.reason,
                    }
                    for one in view.outcomes
                ],
            }
            for view in views
        ],
    }


def counts(views: Iterable[FileView]) -> Mapping[str, int]:
    """How many outcomes there are of each state, in the order of ``LABELS``."""
    states = [outcome.state for view in views for outcome in view.outcomes]
    return {state: states.count(state) for state in LABELS if state in states}


def _outcomes(
    batch: Batch,
    file: UploadedFile,
    states: Sequence[SourceState],
    heads: Mapping[str, ReportRecord],
    running: Collection[str],
) -> tuple[Outcome, ...]:
    if file.code:
        # The record keeps the words alone; those of today can be said in other languages.
        words = REFUSALS.get(file.code, file.reason)
        return (Outcome("rejected", code=file.code, reason=words),)
    if batch.state == UNDONE:
        return (Outcome("undone"),)
    refusal = _refusal(batch, file)
    if refusal and all(state.state != INDEXED for state in states):
        # Newer than what an earlier reading left in the store, such as that the file has gone.
        return (refusal,)
    if states:
        outcomes = (_of_state(state, file, heads, batch.before) for state in states)
        return tuple(sorted(outcomes, key=lambda one: one.state != "rejected"))
    if batch.state == WAITING:
        return (Outcome("reading" if batch.id in running else "waiting"),)
    reason = batch.note if batch.state == BROKEN else ""
    return (Outcome("unread", reason=reason or _("读取中断了。请点“再读一次”")),)


def _of_state(
    state: SourceState, file: UploadedFile, heads: Mapping[str, ReportRecord], before: int
) -> Outcome:
    """What the store says of a file.

    Args:
        before: the newest report's key when the upload began; what is not newer stood already.
    """
    inner = state.file.location.partition(WITHIN)[2]
    if state.state != INDEXED:
        return Outcome("rejected", inner, code=state.code, reason=state.reason)
    head = heads.get(state.report)
    stood = file.report == state.report or (head is not None and head.key <= before)
    what = "joined" if state.part else "unchanged" if stood else "added"
    return _of_report(what, state.report, heads, inner)


def _of_report(
    state: str, report: str, heads: Mapping[str, ReportRecord], inner: str = ""
) -> Outcome:
    head = heads.get(report)
    if head is None:
        return Outcome(state, inner, report)
    url = url_for("pages.report", report=report)
    return Outcome(state, inner, report, url, record_name(head))


def _refusal(batch: Batch, file: UploadedFile) -> Outcome | None:
    """What the last reading said against a file as a whole, which the store may not know."""
    if batch.state != DONE:
        return None
    for one in batch.refused:
        if PurePath(one.get("source", "")).parts[-2:] == (batch.id, file.name):
            code = one.get("code", "")
            # The indexer names the path, which nobody who uploads can do anything with.
            reason = say(GONE) if code == "not_found" else one.get("reason", "")
            return Outcome("rejected", code=code, reason=reason)
    return None


def answered(batch: Batch) -> bool:
    """Whether it has been read, or cannot be."""
    return batch.state in (DONE, BROKEN)
