"""An index folder that is open: its parts, brought up to its store."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from govreport_search.columns import Columns
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.services.archive import Archive
from govreport_search.services.synchronise import bring_up, rebuild, rebuild_columns
from govreport_search.settings import Settings
from govreport_search.store import Store


class Opened:
    """What every room of the library asks: store, index and columns of one folder.

    Args:
        settings: where the built data lies.

    Raises:
        StoreError: there is no store, or it cannot be read.
        EngineError: the full-text index cannot be brought up to the store.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._store = Store(settings.store_path)
        try:
            self._engine = WhooshEngine(settings.engine_path)
        except BaseException:
            self._store.close()
            raise
        self._columns = Columns(settings.columns_path)
        self._archive = Archive(self._store, self._engine, self._columns)
        try:
            bring_up(self._store, self._engine, self._columns)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the files; the library cannot be used afterwards."""
        self._columns.close()
        self._engine.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def remove(self, report_ids: Iterable[str]) -> None:
        """Take reports out of store and index.

        Raises:
            NotFoundError: one of them does not exist; nothing is removed.
        """
        with self._store.writing() as writer:
            writer.remove(tuple(report_ids))
        bring_up(self._store, self._engine, self._columns)

    def rebuild(self) -> None:
        """Build the full-text index and the columns anew from the store."""
        rebuild(self._store, self._engine)
        rebuild_columns(self._store, self._columns)
        bring_up(self._store, self._engine, self._columns)
