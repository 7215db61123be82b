"""Writes what was read to the store, some reports at a time, and keeps the count."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from govreport_search.columns import Columns
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.errors import DataError, NotFoundError
from govreport_search.interrupt import held_back
from govreport_search.sentence import say
from govreport_search.services.synchronise import bring_up as follow
from govreport_search.settings import Settings
from govreport_search.store import NewReport, SourceFile, Store, Writer
from indexer.correction import with_corrections
from indexer.intake import Loaded
from indexer.plan import Known
from indexer.summary import Rejection, Summary
from indexer.worker import Failure, Outcome

Progress = Callable[[int, int, int, str], None]
"""Called with how many readings are done, how many there will be, how many were rejected, and
the last one's source."""

LOCK_SECONDS = 60.0
"""How long to wait for another process that writes the full-text index."""

BATCH = 50
"""Reports committed at once ..."""

BATCH_SECONDS = 2.0
"""... or sooner, so that little is lost when the run is killed."""


def bring_up(store: Store, settings: Settings) -> None:
    """Let the full-text index and the columns follow the store."""
    engine = WhooshEngine(settings.engine_path, lock_timeout=LOCK_SECONDS)
    columns = Columns(settings.columns_path, lock_timeout=LOCK_SECONDS)
    try:
        follow(store, engine, columns)
    finally:
        columns.close()
        engine.close()


class Ledger:
    """The only one that writes during a run.

    Args:
        total: how many reports the run will look at.
    """

    def __init__(self, store: Store, known: Known, total: int, progress: Progress) -> None:
        self.summary = Summary()
        self._store = store
        self._known = known
        self._total = total
        self._progress = progress
        self._waiting: list[tuple[Sequence[SourceFile], Outcome]] = []
        self._committed = time.monotonic()
        self._done = 0
        self._rejected = 0
        self._stored: dict[str, str] = {}
        self._copied: set[str] = set()

    def expect(self, more: int) -> None:
        """Some reports will be read once more."""
        self._total += more

    def write(self, files: Sequence[SourceFile], outcome: Outcome) -> None:
        """Take a report, or the reason why there is none; written soon."""
        self._waiting.append((files, outcome))
        late = time.monotonic() - self._committed > BATCH_SECONDS
        if late or len(self._waiting) >= BATCH:
            self.flush()
        self._rejected += isinstance(outcome, Failure)
        self._say(files[0].source)

    def copy(self, loaded: Loaded) -> bool:
        """Count a report that is stored already, at this path or another; false if it is not."""
        with held_back():
            return self._copy(loaded)

    def _copy(self, loaded: Loaded) -> bool:
        if not self._stands(loaded):
            try:
                with self._store.writing() as writer:
                    for part, file in enumerate(loaded.files):
                        writer.attach(file, loaded.report, part)
            except NotFoundError:
                return False
        self.summary.unchanged += 1
        self._copied.add(loaded.files[0].location)
        self.summary.reports[loaded.report] = None
        self._say(loaded.files[0].source)
        return True

    def refuse(self, source: str, code: str, reason: str) -> None:
        """Count a path that leads to no file; there is nothing to write about it."""
        self.summary.rejected.append(Rejection(source, code, reason))

    def flush(self) -> None:
        """Commit what is waiting; counted only when it stands."""
        self._committed = time.monotonic()
        if self._waiting:
            with held_back():
                self._commit()

    def _commit(self) -> None:
        with self._store.writing() as writer:
            settled = [self._write(writer, files, outcome) for files, outcome in self._waiting]
        waiting, self._waiting = self._waiting, []
        for (files, _), result in zip(waiting, settled, strict=True):
            # A report may be read once more, for its images: it counts once.
            for file in files:
                self.summary.stored.pop(file.location, None)
                if file.location in self._copied:
                    self._copied.remove(file.location)
                    self.summary.unchanged -= 1
            if isinstance(result, Rejection):
                self.summary.rejected.append(result)
            else:
                self.summary.stored[files[0].location] = str(result.files[0].kind)
                self.summary.forget({file.source for file in files[1:]})
                self.summary.reports[result.id] = None

    def _say(self, source: str) -> None:
        self._done += 1
        self._progress(self._done, self._total, self._rejected, source)

    def _write(
        self, writer: Writer, files: Sequence[SourceFile], outcome: Outcome
    ) -> NewReport | Rejection:
        """The report as it stands now, or why there is none."""
        if isinstance(outcome, NewReport):
            outcome = with_corrections(outcome, writer.history_of(outcome.id))
            try:
                writer.put(outcome, files)
            except DataError as error:
                outcome = Failure(error.code, str(error))
            else:
                self._stored[files[0].location] = outcome.id
                return outcome
        location = files[0].location
        kept = self._stored.get(location) or self._known.earlier(location)
        reason = outcome.reason
        if kept:
            reason = say(
                "%(reason)s；仍保留此前从它读到的报告 %(report)s", reason=reason, report=kept
            )
        for file in files:
            writer.reject(file, outcome.code, reason)
        return Rejection(files[0].source, outcome.code, reason)

    def _stands(self, loaded: Loaded) -> bool:
        """Whether the store already says all of this."""
        for file in loaded.files:
            state = self._known.states.get(file.location)
            if state is None or state.file != file or state.code or state.report != loaded.report:
                return False
        return True
