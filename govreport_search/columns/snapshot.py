"""One commit of the columns: its segments read as one, arrays made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.array_file import Array
from govreport_search.columns.manifest import ColumnManifest
from govreport_search.columns.segment import BETWEEN, Arrays, cells_of, joined_cell
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
    def taken(self) -> Positions | None:
        """Places of the reports that are still there, ascending; ``None`` for all."""
        return None if self.live.all() else np.flatnonzero(self.live)


@dataclass(frozen=True, eq=False)
class PrintedLabel:
    """One row as some reports print it.

    Attributes:
        table, row: the form's ids.
        label: as printed.
    """

    table: str
    row: str
    label: str
    _read: Callable[[], Positions]

    @cached_property
    def reports(self) -> Positions:
        """Positions of the reports that print it so, ascending; read when first asked for."""
        return self._read()


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
        self._sizes = [int(np.count_nonzero(segment.live)) for segment in segments]
        self._made: dict[str, Any] = {}

    def __len__(self) -> int:
        return sum(self._sizes)

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
            ids: NDArray[np.object_] = _joined(list(map(_some, every, self._taken)), object)
            return ids

        return self._once("id", load)

    def column(self, name: str) -> CodedTexts:
        """A property of the reports: one of ``segment.CODED``."""

        def load() -> CodedTexts:
            columns = [unpack_coded(name, segment.arrays) for segment in self.segments]
            return joined(list(map(_chosen, columns, self._taken)))

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

        Both of shape (n,). Where the cell was computed, it is the computed one. Made anew by
        each call, because all cells of all reports would fill the memory.
        """
        return joined_cell(name, [s.arrays for s in self.segments], self._taken)

    def cell_pieces(self, name: str) -> Iterator[tuple[slice, Cell]]:
        """The same segment by segment, each with the reports that it is of; nothing is copied
        where no report is removed.
        """
        start = 0
        for segment, at, size in zip(self.segments, self._taken, self._sizes, strict=True):
            yield slice(start, start + size), joined_cell(name, [segment.arrays], [at])
            start += size

    @property
    def cells(self) -> tuple[str, ...]:
        """Names of the cells that any report has."""
        return tuple(sorted({name for s in self.segments for name in cells_of(s.arrays)}))

    @property
    def labels(self) -> tuple[PrintedLabel, ...]:
        """Every distinct printed row label, those included that removed reports alone print."""

        def load() -> tuple[PrintedLabel, ...]:
            places: dict[str, list[tuple[int, int]]] = {}
            for number, segment in enumerate(self.segments):
                for place, text in enumerate(unpack("row.label", segment.arrays)):
                    places.setdefault(text, []).append((number, place))
            return tuple(
                PrintedLabel(*_parts(text), partial(self._printing, found))
                for text, found in places.items()
            )

        return self._once("labels", load)

    def _printing(self, places: Sequence[tuple[int, int]]) -> Positions:
        """Reports that print a label which stands at these places of segments."""
        found = [np.empty(0, np.int64)]
        for number, place in places:
            segment, start = self.segments[number], sum(self._sizes[:number])
            bounds = segment.arrays["row.bounds"]
            owner = segment.arrays["row.report"][bounds[place] : bounds[place + 1]]
            if self._taken[number] is not None:
                owner = (np.cumsum(segment.live) - 1)[owner[segment.live[owner]]]
            found.append(owner.astype(np.int64) + start)
        return np.concatenate(found)

    def _once(self, name: str, load: Callable[[], _T]) -> _T:
        # Two threads may both load; what they make is equal, and the first one stays.
        if name not in self._made:
            self._made.setdefault(name, load())
        found: _T = self._made[name]
        return found

    def _of_reports(self, name: str, kind: type) -> Any:
        return _joined(
            [_some(s.arrays[name], at) for s, at in zip(self.segments, self._taken, strict=True)],
            kind,
        )

    def _entries(self, kind: str) -> list[Positions | None]:
        """For each segment the places of entries whose report is there; ``None`` for all."""
        return [
            None if at is None else np.flatnonzero(s.live[s.arrays[f"{kind}.report"]])
            for s, at in zip(self.segments, self._taken, strict=True)
        ]

    def _of_entries(self, name: str, kind: type) -> Any:
        entries = self._entries(name.split(".", maxsplit=1)[0])
        return _joined(
            [_some(s.arrays[name], at) for s, at in zip(self.segments, entries, strict=True)], kind
        )

    def _owners(self, kind: str) -> NDArray[np.int32]:
        pieces, start = [], 0
        for segment, at in zip(self.segments, self._entries(kind), strict=True):
            owner = segment.arrays[f"{kind}.report"]
            if at is not None:
                owner = (np.cumsum(segment.live) - 1)[owner[at]]
            pieces.append(owner if not start else owner + start)
            start += int(np.count_nonzero(segment.live))
        owners: NDArray[np.int32] = _joined(pieces, np.int32).astype(np.int32, copy=False)
        return owners

    def _coded_entries(self, kind: str, name: str) -> CodedTexts:
        columns = [unpack_coded(f"{kind}.{name}", segment.arrays) for segment in self.segments]
        return joined(list(map(_chosen, columns, self._entries(kind))))


def _some(array: Array, at: Positions | None) -> Any:
    return array if at is None else array[at]


def _chosen(column: CodedTexts, at: Positions | None) -> CodedTexts:
    return column if at is None else chosen(column, at)


def _parts(text: str) -> tuple[str, str, str]:
    """Table, row and label; a label may print anything."""
    table, row, label = text.split(BETWEEN, maxsplit=2)
    return table, row, label


def _joined(pieces: Sequence[Array], kind: type) -> Any:
    return pieces[0] if len(pieces) == 1 else np.concatenate([np.empty(0, kind), *pieces])
