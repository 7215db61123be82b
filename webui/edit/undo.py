"""Taking an upload out again: what it brought, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from govreport_search.services.intake import Intake
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
    elsewhere = {key for key in heads if not intake.only_at(key, ours)}
    protected = set(batch.older or ()) - elsewhere
    staying = [
        where for where, found in states.items() if any(s.report in protected for s in found)
    ]
    return Undoing(
        removed=tuple(heads[key] for key in sorted(heads.keys() - elsewhere - protected)),
        kept=tuple(heads[key] for key in sorted(heads.keys() & (elsewhere | protected))),
        staying=tuple(at[where] for where in staying),
        leaving=tuple(file for where, file in at.items() if where not in staying),
        locations=tuple(
            state.file.location
            for found in states.values()
            for state in found
            if state.report not in protected
        ),
    )


def found_again(batch: Batch, uploads: Uploads, intake: Intake) -> tuple[str, ...]:
    """Reports that stood before an upload and stand at its files alone now.

    The indexer takes a file whose earlier path is empty as renamed: what people had indexed
    from a disk that is away just now would go with the upload otherwise.
    """
    states = intake.states(location_of(uploads.path(batch, file)) for file in batch.kept)
    ours = {state.file.location for state in states}
    main = {state.report for state in states if state.report and state.part == 0}
    heads = intake.heads(sorted(main))
    return tuple(
        key for key, head in heads.items() if head.key <= batch.before and intake.only_at(key, ours)
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
