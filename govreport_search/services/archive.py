"""Store and index as one archive: an answer never mixes two of its states."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from govreport_search.columns import Columns
from govreport_search.engines.protocol import Engine
from govreport_search.errors import EngineError
from govreport_search.services.corpus import Corpus
from govreport_search.services.stale import StaleError
from govreport_search.services.synchronise import bring_up, repair
from govreport_search.store import Store

MOST_ATTEMPTS = 10
"""How often a question is asked anew because a writer has committed meanwhile."""

_T = TypeVar("_T")


class Archive:
    """A store with the index derived from it; safe to share between threads."""

    def __init__(self, store: Store, engine: Engine, columns: Columns) -> None:
        self.store = store
        self.engine = engine
        self.columns = columns
        self._latest: tuple[int, Corpus] | None = None

    def ask(self, question: Callable[[Corpus], _T]) -> _T:
        """What ``question`` says of the archive at one moment; a lagging index is brought up.

        Raises:
            EngineError: the index cannot answer and cannot be repaired, or writers commit so
                often that no moment lasts long enough (code ``engine_busy``).
        """
        repaired = False
        for _ in range(MOST_ATTEMPTS):
            try:
                return question(self._corpus())
            except StaleError:
                continue
            except EngineError as error:
                if repaired:
                    raise
                repair(self.store, self.engine, self.columns, error)
                repaired, self._latest = True, None
        raise EngineError("索引正在频繁更新，暂时无法检索", remedy="稍后再试", code="engine_busy")

    def _corpus(self) -> Corpus:
        """The arrays of this moment, kept until the next commit."""
        # What was right for this state of the store stays so, whatever becomes of the files.
        # Both are kept as one, because threads may pass each other here.
        version, known = self.store.version(), self._latest
        if known is not None and known[0] == version:
            return known[1]
        columns = bring_up(self.store, self.engine, self.columns)
        index = self.engine.snapshot()
        if columns.manifest.sequence != index.manifest.store_sequence:
            raise StaleError
        if known is not None and known[1].columns is columns:
            corpus = known[1]
        else:
            # What is brought up while a writer commits may lack what that commit removed.
            if self.store.sequence() != columns.manifest.sequence:
                raise StaleError
            corpus = Corpus(
                columns,
                index.find,
                texts=self.store.section_texts,
                prints=self.store.section_prints,
                findings=self.store.reports_with_finding,
            )
        self._latest = version, corpus
        return corpus
