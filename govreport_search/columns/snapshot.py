"""One commit of the columns: its segments read as one, arrays made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.array_file import Array
from govreport_search.columns.manifest import ColumnManifest
from govreport_search.columns.segment import BETWEEN, Arrays, joined_cell
from govreport_search.columns.texts import CodedTexts, chosen, joined, unpack, unpack_coded

Flags = NDArray[np.bool_]
Positions = NDArray[np.int64]
Cell = tuple[NDArray[np.int8], NDArray[np.float64]]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Segment:
    """The arrays of one file, and which of its reports are still there.

    Attributes:
        live: which reports those are, shape (reports of the segment,).
    """

    name: str
    arrays: Arrays
    live: Flags

    @property
    def taken(self) -> Positions:
        """Places of the reports that are still there, ascending."""
        return np.flatnonzero(self.live)


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """One row as some reports print it.

    Attributes:
        table, row: the form's ids.
        label: as printed.
        reports: positions of the reports that print it so, ascending, shape (k,).
    """

    table: str
    row: str
    label: str
    reports: NDArray[np.int64]


class ColumnSnapshot:
    """All reports and sections as one commit left them; later commits do not show.

    Arrays are shared and read-only. Positions count reports, or sections, in the order of keys.

    Attributes:
        manifest: what the commit was built from.
        segments: its files, in the order of their keys.
    """

    def __init__(self, manifest: ColumnManifest, segments: Sequence[Segment]) -> None:
        self.manifest = manifest
        self.segments = tuple(segments)
        self._taken = [segment.taken for segment in segments]
        self._made: dict[str, Any] = {}

    def __len__(self) -> int:
        return sum(map(len, self._taken))

    @property
    def key(self) -> NDArray[np.int64]:
        """Report keys, ascending, shape (n,)."""
        return self._once("key", lambda: self._of_reports("key", np.int64))

    @property
    def year(self) -> NDArray[np.int32]:
        """Years, ``segment.NO_YEAR`` where unknown, shape (n,)."""
        return self._once("year", lambda: self._of_reports("year", np.int32))

    @property
    def ids(self) -> NDArray[np.object_]:
        """Public ids, shape (n,)."""

        def load() -> NDArray[np.object_]:
            every = [np.array(unpack("id", s.arrays), dtype=np.object_) for s in self.segments]
            return _joined([own[at] for own, at in zip(every, self._taken, strict=True)], object)

        return self._once("id", load)

    def column(self, name: str) -> CodedTexts:
        """A property of the reports: one of ``segment.CODED``."""

        def load() -> CodedTexts:
            columns = [unpack_coded(name, segment.arrays) for segment in self.segments]
            return joined(self._chosen(columns, self._taken, [s.live for s in self.segments]))

        return self._once(name, load)

    @property
    def section_key(self) -> NDArray[np.int64]:
        """Section keys as the engine knows them, ascending, shape (m,)."""
        return self._once("section.key", lambda: self._of_entries("section.key", np.int64))

    @property
    def section_length(self) -> NDArray[np.int32]:
        """Characters of folded text, shape (m,)."""
        return self._once("section.length", lambda: self._of_entries("section.length", np.int32))

    @property
    def section_report(self) -> NDArray[np.int32]:
        """Position of each section's report, shape (m,)."""
        return self._once("section.report", lambda: self._owners("section"))

    @property
    def section_id(self) -> CodedTexts:
        """Section id of each section, shape (m,)."""
        return self._once("section.id", lambda: self._coded_entries("section", "id"))

    def cell(self, name: str) -> Cell:
        """State codes and values of a cell, ``OUTSIDE_FORM`` and NaN where a report has none.

        Both of shape (n,). Where the cell was computed, it is the computed one.
        """

        def load() -> Cell:
            return joined_cell(name, [s.arrays for s in self.segments], self._taken)

        return self._once(f"cell:{name}", load)

    @property
    def labels(self) -> tuple[PrintedLabel, ...]:
        """Every distinct printed row label with the reports that print it."""
        return self._once("labels", self._labels)

    def _labels(self) -> tuple[PrintedLabel, ...]:
        labels, owners = self._coded_entries("row", "label"), self._owners("row")
        order = np.lexsort((owners, labels.codes))
        bounds = np.searchsorted(labels.codes[order], np.arange(len(labels.values) + 1))
        return tuple(
            PrintedLabel(*text.split(BETWEEN), np.unique(owners[order[start:end]]).astype(np.int64))
            for text, start, end in zip(labels.values, bounds[:-1], bounds[1:], strict=True)
        )

    def _once(self, name: str, load: Callable[[], _T]) -> _T:
        # Two threads may both load; what they make is equal, and the first one stays.
        if name not in self._made:
            self._made.setdefault(name, load())
        found: _T = self._made[name]
        return found

    def _of_reports(self, name: str, kind: type) -> Any:
        return _joined(
            [
                s.arrays[name] if s.live.all() else s.arrays[name][at]
                for s, at in zip(self.segments, self._taken, strict=True)
            ],
            kind,
        )

    def _entries(self, kind: str) -> list[Positions | None]:
        """For each segment the places of entries whose report is there; ``None`` for all."""
        return [
            None if s.live.all() else np.flatnonzero(s.live[s.arrays[f"{kind}.report"]])
            for s in self.segments
        ]

    def _of_entries(self, name: str, kind: type) -> Any:
        entries = self._entries(name.split(".", maxsplit=1)[0])
        return _joined(
            [
                s.arrays[name] if at is None else s.arrays[name][at]
                for s, at in zip(self.segments, entries, strict=True)
            ],
            kind,
        )

    def _owners(self, kind: str) -> NDArray[np.int32]:
        pieces, start = [], 0
        for segment, at in zip(self.segments, self._entries(kind), strict=True):
            owner = segment.arrays[f"{kind}.report"]
            if at is not None:
                owner = (np.cumsum(segment.live) - 1)[owner[at]]
            pieces.append(owner if not start else owner + start)
            start += int(np.count_nonzero(segment.live))
        return _joined(pieces, np.int32).astype(np.int32, copy=False)

    def _coded_entries(self, kind: str, name: str) -> CodedTexts:
        columns = [unpack_coded(f"{kind}.{name}", segment.arrays) for segment in self.segments]
        return joined(
            [
                column if at is None else chosen(column, at)
                for column, at in zip(columns, self._entries(kind), strict=True)
            ]
        )

    @staticmethod
    def _chosen(
        columns: Sequence[CodedTexts], taken: Sequence[Positions], lives: Sequence[Flags]
    ) -> list[CodedTexts]:
        return [
            column if live.all() else chosen(column, at)
            for column, at, live in zip(columns, taken, lives, strict=True)
        ]


def _joined(pieces: Sequence[Array], kind: type) -> Any:
    return pieces[0] if len(pieces) == 1 else np.concatenate([np.empty(0, kind), *pieces])
