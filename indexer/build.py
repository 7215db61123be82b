"""One run of the indexer: discover, read, store, and bring the full-text index up."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.errors import UnreadableSourceError
from govreport_search.services.synchronise import synchronise
from govreport_search.settings import Settings
from govreport_search.store import ManifestEntry, SourceFile, Store
from indexer.discover import Discovery, discover, found_file
from indexer.intake import Loaded, load
from indexer.ledger import Ledger, Progress
from indexer.manifest import read_manifest
from indexer.plan import Known, Unit, concerned, is_out_of_date, units
from indexer.summary import Summary
from indexer.worker import Failure, Outcome, Task, read_all, read_task

PER_JOB = 16
"""A worker process takes a second to start: fewer reports than this are not worth one."""

LOCK_SECONDS = 60.0
"""How long to wait for another process that writes the full-text index."""


def build(
    paths: Sequence[str | os.PathLike[str]],
    settings: Settings,
    *,
    manifest: Path | None = None,
    jobs: int | None = 1,
    force: bool = False,
    progress: Progress = lambda done, total, source: None,
) -> Summary:
    """Index files, folders and globs.

    A bad file is rejected and the rest goes on. Ctrl-C stops the run; what was read by then
    is stored, and the summary says so.

    Args:
        manifest: CSV of corrections, kept for this and all later runs; stored reports that it
            corrects are read again even if ``paths`` leaves them out. Without paths, the
            files that it lists are indexed.
        jobs: worker processes, ``None`` for as many as processors and work make sensible. More
            than one needs a main module that can be imported (``if __name__ == "__main__"``).
        force: read again what is unchanged.

    Raises:
        ManifestError: nothing has been done.
        StoreError: the store cannot be opened or written.
        EngineError: the reports are stored, but the full-text index could not be brought up;
            the next run tries again.
    """
    entries = read_manifest(manifest) if manifest else ()
    named = [os.fspath(path) for path in paths]
    discovery = discover(named) if named else _listed(entries)
    with Store(settings.store_path, create=True) as store:
        before = known = _known(store)
        if entries:
            with store.writing() as writer:
                writer.put_manifest(entries)
            known = _known(store)
        work = list(units(discovery.files, known))
        work += _corrected(entries, before, known, work)
        ledger = Ledger(store, known, len(work), progress)
        for refusal in discovery.refused:
            ledger.refuse(refusal.source, refusal.code, refusal.reason)
        ledger.summary.passed_over = discovery.passed_over
        try:
            _read(work, known, ledger, jobs or _sensible_jobs(len(work)), force)
        except KeyboardInterrupt:
            ledger.summary.interrupted = True
        ledger.flush()
        _bring_up(store, settings)
        ledger.summary.count_findings(store.finding_counts())
    return ledger.summary


def _known(store: Store) -> Known:
    return Known(
        states={state.file.location: state for state in store.source_states()},
        entries=store.manifest_entries(),
        fingerprints=store.fingerprints(),
    )


def _listed(entries: Sequence[ManifestEntry]) -> Discovery:
    return discover(found_file(entry.location).source for entry in entries)


def _corrected(
    entries: Sequence[ManifestEntry], before: Known, known: Known, work: Sequence[Unit]
) -> list[Unit]:
    """Stored reports that the manifest changes, beside the work that is planned anyway."""
    planned = {unit.main.location for unit in work}
    return [
        unit
        for unit in units(concerned(entries, before), known)
        if unit.main.location not in planned and is_out_of_date(unit, known)
    ]


def _sensible_jobs(reports: int) -> int:
    return min(os.cpu_count() or 1, 1 + reports // PER_JOB)


def _read(work: Sequence[Unit], known: Known, ledger: Ledger, jobs: int, force: bool) -> None:
    """Read what is new or changed, then count what is not."""
    flying: deque[Loaded] = deque()
    copies: list[tuple[Unit, Loaded]] = []
    for outcome in read_all(_tasks(work, known, ledger, force, flying, copies), jobs):
        ledger.write(flying.popleft().files, outcome)
    ledger.flush()
    for unit, loaded in copies:
        if not ledger.copy(loaded):
            # The file that it is a copy of was rejected, and so will this one be.
            ledger.write(*_read_here(unit, known))


def _tasks(
    work: Sequence[Unit],
    known: Known,
    ledger: Ledger,
    force: bool,
    flying: deque[Loaded],
    copies: list[tuple[Unit, Loaded]],
) -> Iterator[Task]:
    """Open files one after the other; what must be read is yielded and put on ``flying``."""
    begun: set[str] = set()
    for unit in work:
        loaded = _load(unit, known)
        if isinstance(loaded, Failure):
            ledger.write(_unopened(unit), loaded)
            continue
        stored = known.fingerprints.get(loaded.report) == loaded.fingerprint
        if stored and (not force or loaded.report in begun):
            copies.append((unit, loaded.without_bytes()))
        else:
            begun.add(loaded.report)
            known.fingerprints[loaded.report] = loaded.fingerprint
            flying.append(loaded)
            yield Task(loaded.inputs, loaded.entry)


def _load(unit: Unit, known: Known) -> Loaded | Failure:
    try:
        return load(unit, known)
    except UnreadableSourceError as error:
        return Failure(error.code, str(error))


def _unopened(unit: Unit) -> list[SourceFile]:
    return [SourceFile(file.location, file.source, "", 0) for file in unit.files]


def _read_here(unit: Unit, known: Known) -> tuple[Sequence[SourceFile], Outcome]:
    loaded = _load(unit, known)
    if isinstance(loaded, Failure):
        return _unopened(unit), loaded
    return loaded.files, read_task(Task(loaded.inputs, loaded.entry))


def _bring_up(store: Store, settings: Settings) -> None:
    engine = WhooshEngine(settings.engine_path, lock_timeout=LOCK_SECONDS)
    try:
        synchronise(store, engine)
    finally:
        engine.close()
