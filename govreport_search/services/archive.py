"""Store and index as one archive: an answer never mixes two of its states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain, islice
from typing import TypeVar

from govreport_search.columns import Columns
from govreport_search.engines.protocol import Engine
from govreport_search.errors import EngineError
from govreport_search.services.corpus import Corpus
from govreport_search.services.synchronise import bring_up, repair
from govreport_search.store import Store
from govreport_search.store.database import Moment
from govreport_search.store.stale import StaleError

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

        All that it reads of the store is of that moment, too.

        Raises:
            EngineError: the index cannot answer and cannot be repaired, or writers commit so
                often that no moment lasts long enough (code ``engine_busy``).
        """

        def answer(corpus: Corpus) -> _T:
            moment = self._moment(corpus)
            with closing(moment), moment:
                return question(corpus)

        return self._anew(answer)

    def stream(self, question: Callable[[Corpus], Iterator[_T]]) -> Iterator[_T]:
        """As ``ask``, for answers that are read bit by bit: all bits are of one moment.

        The first one is read at once, so that what may be raised is raised here.
        """

        def answer(corpus: Corpus) -> Iterator[_T]:
            moment = self._moment(corpus)
            try:
                with moment:
                    items = moment.during(question(corpus))
                # Once begun, it closes the moment whenever it is dropped.
                return chain(list(islice(items, 1)), items)
            except BaseException:
                moment.close()
                raise

        return self._anew(answer)

    def _moment(self, corpus: Corpus) -> Moment:
        return self.store.moment(corpus.columns.manifest.sequence)

    def _anew(self, answer: Callable[[Corpus], _T]) -> _T:
        """An answer; asked for anew where somebody has written meanwhile, or after a repair."""
        repaired = False
        for _ in range(MOST_ATTEMPTS):
            try:
                return answer(self._corpus())
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
                finding_rows=self.store.finding_rows,
                corrected_rows=self.store.corrected_rows,
            )
        self._latest = version, corpus
        return corpus
