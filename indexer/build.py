"""One run of the indexer: discover, read, store, and bring the full-text index up."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from govreport_search.settings import Settings
from govreport_search.store import ManifestEntry, Store
from indexer.discover import Discovery, discover, found_file, told_from
from indexer.ledger import Ledger, Progress, bring_up
from indexer.limit import MEGABYTE, QUICK, Limits
from indexer.manifest import read_manifest
from indexer.plan import Known, Unit, concerned, is_out_of_date, units
from indexer.readers.options import ReadOptions
from indexer.readers.scan import available as ocr_is_available
from indexer.run import Run
from indexer.summary import Summary
from indexer.trim import trim


def build(
    paths: Sequence[str | os.PathLike[str]],
    settings: Settings,
    *,
    manifest: Path | None = None,
    jobs: int | None = None,
    force: bool = False,
    verify: bool = False,
    ocr: bool = True,
    limits: Limits = QUICK,
    progress: Progress = lambda done, total, rejected, source: None,
) -> Summary:
    """Index files, folders and globs.

    A bad file is rejected and the rest goes on. Ctrl-C stops the run; what was read by then
    is stored, and the summary says so.

    Args:
        manifest: CSV of corrections, kept for this and all later runs; stored reports that it
            corrects are read again even if ``paths`` leaves them out. Without paths, the
            files that it lists are indexed.
        jobs: worker processes, ``None`` for one per processor; a handful of small texts is read
            without any.
        force: read again what is unchanged.
        verify: read every PDF on both paths.
        ocr: recognise text in images, where the extra ``ocr`` is installed.
        limits: what a worker may take.

    Raises:
        ManifestError: nothing has been done.
        StoreError: the store cannot be opened or written.
        EngineError: the reports are stored, but the full-text index could not be brought up;
            the next run tries again.
    """
    entries = read_manifest(manifest) if manifest else ()
    options = ReadOptions(
        verify=verify,
        ocr=ocr and ocr_is_available(),
        ocr_cache=str(settings.cache_path / "ocr"),
    )
    named = [os.fspath(path) for path in paths]
    discovery = discover(named) if named else _listed(entries)
    own = settings.index_dir, settings.uploads_path
    discovery.files = [told_from(*own, file) for file in discovery.files]
    # Where others were derived from a store, one that is empty was lost: it is not begun anew.
    stood = settings.store_path.exists() and settings.was_built
    with Store(settings.store_path, create=not stood) as store:
        before = known = _known(store)
        if entries:
            with store.writing() as writer:
                writer.put_manifest(entries)
            known = _known(store)
        work = list(units(discovery.files, known))
        work += _corrected(entries, before, known, work, options)
        ledger = Ledger(store, known, len(work), progress)
        for refusal in discovery.refused:
            ledger.refuse(refusal.source, refusal.code, refusal.reason)
        ledger.summary.passed_over = discovery.passed_over
        run = Run(
            known,
            ledger,
            options,
            limits,
            jobs or _processors(),
            force=force,
            cache=settings.cache_path,
        )
        try:
            run.read(work)
        except KeyboardInterrupt:
            ledger.summary.interrupted = True
        finally:
            run.close()
        ledger.flush()
        trim(settings.cache_path, settings.cache_megabytes * MEGABYTE)
        bring_up(store, settings)
        ledger.summary.count_findings(store.finding_counts())
    return ledger.summary


def _processors() -> int:
    """Those that this process may use; a container may have fewer than the machine."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _known(store: Store) -> Known:
    return Known(
        states={state.file.location: state for state in store.source_states()},
        entries=store.manifest_entries(),
        fingerprints=store.fingerprints(),
        printed=store.printed,
    )


def _listed(entries: Sequence[ManifestEntry]) -> Discovery:
    return discover(found_file(entry.location).source for entry in entries)


def _corrected(
    entries: Sequence[ManifestEntry],
    before: Known,
    known: Known,
    work: Sequence[Unit],
    options: ReadOptions,
) -> list[Unit]:
    """Stored reports that the manifest changes, beside the work that is planned anyway."""
    planned = {unit.main.location for unit in work}
    return [
        unit
        for unit in units(concerned(entries, before), known)
        if unit.main.location not in planned and is_out_of_date(unit, known, options)
    ]
