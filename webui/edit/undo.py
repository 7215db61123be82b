"""Taking an upload out again: what it brought, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from govreport_search.services.intake import Intake
from govreport_search.store import SourceState
from govreport_search.store.record import ReportRecord
from webui.edit.batch import UNDONE, Batch, UploadedFile, Uploads, location_of, now


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking an upload out would do.

    Attributes:
        removed: reports that would go.
        kept: reports that stay, because the archive has them from elsewhere, too.
        staying: files that stay, because a report that is older than the upload lies nowhere else.
        leaving: files that would be deleted.
        locations: what the store would forget.
    """

    removed: tuple[ReportRecord, ...]
    kept: tuple[ReportRecord, ...]
    staying: tuple[UploadedFile, ...]
    leaving: tuple[UploadedFile, ...]
    locations: tuple[str, ...]


def undoing(batch: Batch, uploads: Uploads, intake: Intake) -> Undoing:
    """Look what would happen, without doing it."""
    at = {location_of(uploads.path(batch, file)): file for file in batch.kept}
    states = {location: intake.states([location]) for location in at}
    ours = {state.file.location for found in states.values() for state in found}
    main = {s.report for found in states.values() for s in found if s.report and s.part == 0}
    heads = intake.heads(sorted(main))
    elsewhere = {key for key in heads if _lies_elsewhere(heads[key], states, ours, intake)}
    older = {file.report for file in at.values() if file.older}
    staying = [where for where, file in at.items() if file.older and file.report not in elsewhere]
    leaving = {where: file for where, file in at.items() if where not in staying}
    removed = sorted(main - elsewhere - older)
    return Undoing(
        removed=tuple(heads[key] for key in removed if key in heads),
        kept=tuple(heads[key] for key in sorted((elsewhere | older) & heads.keys())),
        staying=tuple(at[where] for where in staying),
        leaving=tuple(leaving.values()),
        locations=tuple(state.file.location for where in leaving for state in states[where]),
    )


def _lies_elsewhere(
    head: ReportRecord,
    states: dict[str, tuple[SourceState, ...]],
    ours: set[str],
    intake: Intake,
) -> bool:
    """Whether a report's main file is in the archive from another place than this upload."""
    digests = {
        state.file.sha256
        for found in states.values()
        for state in found
        if state.report == head.id and state.part == 0
    }
    return any(
        state.report == head.id and state.part == 0 and state.file.location not in ours
        for state in intake.same_bytes(digests)
    )


def take_out(
    batch: Batch, looked: Undoing, by: str, uploads: Uploads, intake: Intake
) -> Sequence[ReportRecord]:
    """Do it: first the store, then the files, so that nothing points to what is gone.

    Whoever is interrupted in the middle does it again: the record says so only at the end.

    Returns:
        The reports that went.
    """
    intake.forget(looked.locations)
    uploads.drop_files(replace(batch, files=looked.leaving))
    uploads.save(replace(batch, state=UNDONE, undone_by=by, undone_at=now()))
    return looked.removed
