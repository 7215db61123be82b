"""Store and index as one archive: an answer never mixes two of its states."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from govreport_search.domain import CellId
from govreport_search.engines.protocol import Engine
from govreport_search.errors import EngineError
from govreport_search.services.corpus import Corpus
from govreport_search.services.synchronise import synchronise
from govreport_search.store import Store
from govreport_search.store.columns import CellColumn

MOST_ATTEMPTS = 10
"""How often a question is asked anew because a writer has committed meanwhile."""

_T = TypeVar("_T")


class StaleError(Exception):
    """Two reads saw different moments; the question must be asked anew."""


class Archive:
    """A store with the index derived from it; safe to share between threads."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self.store = store
        self.engine = engine
        self._latest: Corpus | None = None

    def ask(self, question: Callable[[Corpus], _T]) -> _T:
        """What ``question`` says of the archive at one moment; a lagging index is brought up.

        Raises:
            EngineError: the index cannot answer and cannot be repaired, or writers commit so
                often that no moment lasts long enough (code ``engine_busy``).
        """
        for _ in range(MOST_ATTEMPTS):
            try:
                return question(self._corpus())
            except StaleError:
                continue
        raise EngineError("索引正在频繁更新，暂时无法检索", remedy="稍后再试", code="engine_busy")

    def _corpus(self) -> Corpus:
        """The arrays of this moment, kept until the next commit."""
        synchronise(self.store, self.engine)
        index = self.engine.snapshot()
        latest = self._latest
        if latest is not None and latest.reports.sequence == self.store.sequence():
            return latest
        reports, sections = self.store.columns(), self.store.section_index()
        if len({reports.sequence, sections.sequence, index.manifest.store_sequence}) > 1:
            raise StaleError
        self._latest = Corpus(
            reports,
            sections,
            find=index.find,
            cell=partial(self._cell, reports.sequence),
            labels=self.store.printed_labels,
        )
        return self._latest

    def _cell(self, sequence: int, cell: CellId) -> CellColumn:
        column = self.store.cell(cell)
        if column.sequence != sequence:
            raise StaleError
        return column
