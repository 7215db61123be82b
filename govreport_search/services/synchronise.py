"""Brings the full-text index and the columns up to the store, which is the truth; both derive.

The order is always: commit to the store, then bring the index up, then the columns. So neither is
ever ahead of the store, and a crash at any instant leaves a difference that the next call finds
and repairs: the store counts its commits (its sequence), and every commit of the index and of the
columns carries the sequence it was built from. Either may be a commit ahead of the other while
somebody writes; an answer is made only of two that carry the same one (``Archive``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby

import numpy as np

from govreport_search.columns import Columns, ColumnSnapshot
from govreport_search.columns.segment import Arrays, make_segment
from govreport_search.engines.protocol import Engine, Manifest, ReportTexts
from govreport_search.errors import EngineError
from govreport_search.store import Changes, Store
from govreport_search.text import FOLD_VERSION

REPAIRABLE = ("engine_missing", "engine_damaged", "engine_outdated")
"""Engine errors that building anew from the store puts right."""

DAMAGED_COLUMNS = "columns_damaged"
"""The same for columns."""


class Outcome(StrEnum):
    """What had to be done."""

    CURRENT = "current"
    UPDATED = "updated"
    REBUILT = "rebuilt"


def synchronise(store: Store, engine: Engine) -> Outcome:
    """Make the index say what the store says; cheap where it already does.

    Raises:
        EngineError: the index is locked by another process, or cannot be written.
    """
    standing = _standing(engine)
    sequence = store.sequence()
    if standing is None or not _fits(store, standing, _manifest(store, engine, sequence)):
        return rebuild(store, engine)
    if standing.store_sequence == sequence:
        return Outcome.CURRENT
    changes = store.changes_since(standing.store_sequence)
    try:
        engine.update(
            _texts(store, changes.changed),
            changes.removed,
            _manifest(store, engine, changes.sequence),
        )
    except EngineError as error:
        if error.code not in REPAIRABLE:
            raise
        return rebuild(store, engine)
    return Outcome.UPDATED


def rebuild(store: Store, engine: Engine) -> Outcome:
    """Build the index anew from the store; the old one answers until the new one is whole."""
    # Taken first: what is committed while this runs is only brought up once more later.
    manifest = _manifest(store, engine, store.sequence())
    engine.rebuild(_texts(store, None), manifest)
    return Outcome.REBUILT


def is_current(store: Store, engine: Engine) -> bool:
    """Whether the index says what the store says, without changing anything."""
    standing = _standing(engine)
    return standing == _manifest(store, engine, store.sequence())


def bring_up(store: Store, engine: Engine, columns: Columns) -> ColumnSnapshot:
    """Bring the index and the columns up to the store; what the columns say then.

    A writer that commits meanwhile may leave one ahead of the other.

    Raises:
        EngineError: one of them is locked by another process, or cannot be written.
    """
    synchronise(store, engine)
    return synchronise_columns(store, columns)


def repair(store: Store, engine: Engine, columns: Columns, error: EngineError) -> None:
    """Build anew what a question found damaged; parts are checked when they are first read.

    Args:
        error: what the question ended with; its code says which part is damaged.

    Raises:
        EngineError: ``error``, where building anew would not help.
    """
    if error.code == DAMAGED_COLUMNS:
        rebuild_columns(store, columns)
    elif error.code in REPAIRABLE:
        rebuild(store, engine)
    else:
        raise error


def synchronise_columns(store: Store, columns: Columns) -> ColumnSnapshot:
    """Make the columns say what the store says; cheap where they already do."""
    standing = _snapshot(columns)
    sequence = store.sequence()
    if standing is None or standing.manifest.store_id != store.store_id:
        return rebuild_columns(store, columns)
    if standing.manifest.sequence == sequence:
        return standing
    if not store.knows(standing.manifest.sequence):  # it was put back to an older state
        return rebuild_columns(store, columns)
    changes = store.changes_since(standing.manifest.sequence)
    try:
        return _update_columns(store, columns, standing, changes)
    except EngineError as error:  # a merge reads what no search has read before
        if error.code != DAMAGED_COLUMNS:
            raise
        return rebuild_columns(store, columns)


def _update_columns(
    store: Store, columns: Columns, standing: ColumnSnapshot, changes: Changes
) -> ColumnSnapshot:
    # A report whose findings alone have changed keeps its key and what the columns hold of it.
    known = np.isin(changes.changed, standing.key)
    fresh = [key for key, is_known in zip(changes.changed, known, strict=True) if not is_known]
    columns.update(standing.manifest, _segments(store, fresh), changes.removed, changes.sequence)
    return _whole(columns)


def rebuild_columns(store: Store, columns: Columns) -> ColumnSnapshot:
    """Make the columns anew from the store; the old ones answer until then."""
    sequence = store.sequence()
    columns.rebuild(_segments(store, None), store.store_id, sequence)
    return _whole(columns)


def _segments(store: Store, keys: Iterable[int] | None) -> Iterator[Arrays]:
    return (make_segment(rows, names) for rows, names in store.bulk_rows(keys))


def _snapshot(columns: Columns) -> ColumnSnapshot | None:
    """What the columns say; ``None`` where they cannot be used."""
    try:
        return columns.snapshot()
    except EngineError as error:
        if error.code == DAMAGED_COLUMNS:
            return None
        raise


def _whole(columns: Columns) -> ColumnSnapshot:
    snapshot = columns.snapshot()
    assert snapshot is not None, "just written"
    return snapshot


def _standing(engine: Engine) -> Manifest | None:
    """What the index was built from; ``None`` where it cannot be used."""
    try:
        return engine.snapshot().manifest
    except EngineError as error:
        if error.code in REPAIRABLE:
            return None
        raise


def _manifest(store: Store, engine: Engine, sequence: int) -> Manifest:
    return Manifest(engine.schema, FOLD_VERSION, store.store_id, sequence)


def _fits(store: Store, standing: Manifest, wanted: Manifest) -> bool:
    """Whether the index can be brought up step by step; one of another history cannot."""
    same = (standing.schema, standing.fold, standing.store_id) == (
        wanted.schema,
        wanted.fold,
        wanted.store_id,
    )
    return same and store.knows(standing.store_sequence)


def _texts(store: Store, keys: Iterable[int] | None) -> Iterator[ReportTexts]:
    entries = store.iter_sections(keys)
    for key, sections in groupby((entry.section for entry in entries), lambda s: s.report_key):
        yield ReportTexts(key, [(section.key, section.text) for section in sections])
