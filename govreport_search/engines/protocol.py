"""What every engine can do. Arrays cross this boundary, never an engine's own objects.

An engine knows reports and sections only by the integer keys the store gave them, and only
folded text. It answers one question: which sections contain this pattern, how often.
Everything else (boolean logic, filters, facets, ranking) is joined in services on arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from govreport_search.engines.pattern import Pattern
from govreport_search.errors import EngineError

SectionKeys = NDArray[np.int64]
Counts = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ReportTexts:
    """One report's searchable text.

    Attributes:
        report_key: the store's integer key of the report.
        sections: ``(section_key, folded_text)``; section keys are unique over all reports.
    """

    report_key: int
    sections: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Matches:
    """Where a phrase occurs.

    Attributes:
        sections: section keys, ascending, shape (n,).
        counts: occurrences in each section, overlapping ones included, shape (n,), all >= 1.
    """

    sections: SectionKeys
    counts: Counts


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from; a mismatch means it is outdated and must be rebuilt.

    Attributes:
        schema: version of the engine's own layout.
        fold: version of the fold (``text.FOLD_VERSION``).
        store_id: identity of the store it was derived from.
        store_sequence: the store's write sequence at the last commit.
    """

    schema: int
    fold: int
    store_id: str
    store_sequence: int

    def require_successor(self, following: Manifest) -> None:
        """Refuse a commit on top of this one that would mix what cannot be mixed.

        Raises:
            EngineError: schema, fold or store differ, so that the index must be rebuilt.
        """
        before = (self.schema, self.fold, self.store_id)
        if before != (following.schema, following.fold, following.store_id):
            raise EngineError(
                "全文索引由另一版本或另一数据库生成，已经过期",
                remedy="请运行 govreport rebuild",
                code="engine_outdated",
            )


class Snapshot(Protocol):
    """The index as one commit left it; later commits do not show in it."""

    @property
    def manifest(self) -> Manifest:
        """What this commit was built from."""
        ...

    def find(self, wanted: str | Pattern) -> Matches:
        """As ``Engine.find``, in this commit."""
        ...


class Engine(Protocol):
    """A full-text index.

    Attributes:
        schema: version of the engine's layout, for the manifests it is given.
    """

    schema: int

    def snapshot(self) -> Snapshot:
        """The latest commit, for questions whose answers must fit together.

        Raises:
            EngineError: there is no index, or it is damaged or outdated.
        """
        ...

    def manifest(self) -> Manifest | None:
        """What the index was built from; ``None`` where there is no index yet."""
        ...

    def update(self, add: Iterable[ReportTexts], remove: Iterable[int], manifest: Manifest) -> None:
        """Replace or add reports and remove others, in one commit that readers see whole.

        Without an index yet, this makes one.

        Args:
            add: reports to add; a report already there is replaced.
            remove: report keys to remove; unknown ones are passed over.
            manifest: stored with the commit.

        Raises:
            EngineError: the index is locked or damaged, or was made with another schema, fold or
                store, so that it must be rebuilt; nothing has changed.
        """
        ...

    def rebuild(self, reports: Iterable[ReportTexts], manifest: Manifest) -> None:
        """Build anew beside the old index and switch over in one step."""
        ...

    def find(self, wanted: str | Pattern) -> Matches:
        """Sections whose folded text contains a folded phrase, or matches a pattern.

        Each call looks at the latest commit; see ``snapshot``.

        Raises:
            ValueError: the phrase is empty.
            EngineError: there is no index, or it is damaged.
        """
        ...

    def close(self) -> None:
        """Release files; the engine cannot be used afterwards."""
        ...
