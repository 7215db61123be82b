"""One moment of store and index together: answers never mix two states of the archive."""

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


def on_corpus(store: Store, engine: Engine, ask: Callable[[Corpus], _T]) -> _T:
    """What ``ask`` says of the archive at one moment; the index is brought up where it lags.

    Raises:
        EngineError: the index cannot answer and cannot be repaired, or writers commit so
            often that no moment lasts long enough (code ``engine_busy``).
    """
    for _ in range(MOST_ATTEMPTS):
        try:
            return ask(_corpus(store, engine))
        except StaleError:
            continue
    raise EngineError("索引正在频繁更新，暂时无法检索", remedy="稍后再试", code="engine_busy")


def _corpus(store: Store, engine: Engine) -> Corpus:
    synchronise(store, engine)
    reports, sections = store.columns(), store.section_index()
    index = engine.snapshot()
    moments = {reports.sequence, sections.sequence, index.manifest.store_sequence}
    if len(moments) > 1:
        raise StaleError
    return Corpus(
        reports,
        sections,
        find=index.find,
        cell=partial(_cell, store, reports.sequence),
        labels=store.printed_labels,
    )


def _cell(store: Store, sequence: int, cell: CellId) -> CellColumn:
    column = store.cell(cell)
    if column.sequence != sequence:
        raise StaleError
    return column
