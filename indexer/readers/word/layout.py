"""Where the cells of a Word table stand: spans, merged cells, rows that begin or end inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.readers.word.inline import span
from indexer.readers.word.markup import MC, VAL, W, is_on, whole

MOST_COLUMNS = 200
MOST_ROWS = 5_000
"""Clamps for one table; Word itself allows 63 columns, the longest annex has 300 rows."""

_SAME_EDGE = 60
"""Edges closer than this many twips (1 mm) are one; the narrowest cell is four times as wide."""

_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
) | {f"{MC}AlternateContent", f"{MC}Choice"}


@dataclass(slots=True)
class Slot:
    """A cell's place in the grid of its table.

    Attributes:
        element: its ``w:tc``.
        path: of the element, from its table on.
        row, column, rows, columns: what it covers.
        merge: ``restart`` or ``continue`` where it belongs to a vertical merge.
    """

    element: Any
    path: str
    row: int
    column: int
    columns: int
    rows: int = 1
    merge: str = ""
    width: int = 0


@dataclass(slots=True)
class _Row:
    path: str
    before: int
    before_width: int
    slots: list[Slot] = field(default_factory=list)
    after: int = 0

    @property
    def end(self) -> int:
        return self.before + sum(slot.columns for slot in self.slots) + self.after


def arranged(table: Any, path: str, name: str) -> tuple[list[Slot], int, int]:
    """The cells that are printed, in reading order, with the number of rows and columns.

    Args:
        table: a ``w:tbl``.
        path: its path.
        name: of the file, for messages.

    Raises:
        UnreadableSourceError: with code ``too_complex``, beyond the clamps.
    """
    rows = [_row(element, f"{path}/tr[{at}]") for at, element in _rows(table)]
    if len(rows) > MOST_ROWS or any(row.end > MOST_COLUMNS for row in rows):
        raise UnreadableSourceError(
            say(
                "%(name)s 有超过 %(rows)s 行或 %(columns)s 列的表格",
                name=name,
                rows=MOST_ROWS,
                columns=MOST_COLUMNS,
            ),
            remedy=say("请确认这是一份年度报告，必要时拆分后再试"),
            code="too_complex",
        )
    rows = [row for row in rows if row.slots]
    if not (len({row.end for row in rows}) > 1 and _placed_by_width(rows)):
        for row in rows:
            column = row.before
            for slot in row.slots:
                slot.column = column
                column += slot.columns
    slots = _merged(rows)
    columns = max((slot.column + slot.columns for slot in slots), default=0)
    return slots, len(rows), columns


def inside(element: Any, *names: str) -> Iterator[Any]:
    """Children of those names, also inside what only wraps them (content controls, insertions)."""
    wanted = {f"{W}{name}" for name in names}
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from inside(child, *names)


def _rows(table: Any) -> Iterator[tuple[int, Any]]:
    for at, row in enumerate(inside(table, "tr"), start=1):
        properties = row.find(f"{W}trPr")
        deleted = properties is not None and properties.find(f"{W}del") is not None
        if not deleted and not is_on(properties, "hidden"):
            yield at, row


def _row(element: Any, path: str) -> _Row:
    properties = element.find(f"{W}trPr")
    row = _Row(path, _skipped(properties, "gridBefore"), _width(properties, "wBefore"))
    row.after = _skipped(properties, "gridAfter")
    joins = False
    for at, cell in enumerate(inside(element, "tc"), start=1):
        about = cell.find(f"{W}tcPr")
        columns = span(about, "gridSpan", MOST_COLUMNS)
        width = _width(about, "tcW")
        if _merge(about, "hMerge") == "continue" and joins:
            row.slots[-1].columns += columns
            row.slots[-1].width += width
            continue
        joins = _merge(about, "hMerge") == "restart"
        slot = Slot(cell, f"{path}/tc[{at}]", 0, 0, columns, width=width)
        slot.merge = _merge(about, "vMerge")
        row.slots.append(slot)
    return row


def _merge(about: Any | None, name: str) -> str:
    """``restart``, ``continue`` (also where no value is given) or empty."""
    found = None if about is None else about.find(f"{W}{name}")
    return "" if found is None else str(found.get(VAL, "continue"))


def _skipped(properties: Any | None, name: str) -> int:
    found = None if properties is None else properties.find(f"{W}{name}")
    return 0 if found is None else min(max(whole(found.get(VAL)), 0), MOST_COLUMNS)


def _width(about: Any | None, name: str) -> int:
    """In twips or fiftieths of a per cent, 0 where it is left to the program."""
    found = None if about is None else about.find(f"{W}{name}")
    if found is None or found.get(f"{W}type") in ("auto", "nil"):
        return 0
    return max(whole(found.get(f"{W}w", "").rstrip("%")), 0)


def _placed_by_width(rows: list[_Row]) -> bool:
    """Place the cells by their widths, as programs draw rows whose spans do not add up.

    Converters write tables without ``w:gridSpan``; the widths then tell what is merged.

    Returns:
        False, and nothing is placed, where the widths do not make one grid either.
    """
    edges: set[int] = set()
    ends = []
    for row in rows:
        if any(slot.width == 0 for slot in row.slots) or (row.before and not row.before_width):
            return False
        position = row.before_width
        edges.add(position)
        for slot in row.slots:
            position += slot.width
            edges.add(position)
        ends += [] if row.after else [position]
    if not ends or max(ends) - min(ends) > _SAME_EDGE:
        return False
    column_of: dict[int, int] = {}
    column, last = -1, -_SAME_EDGE - 1
    for edge in sorted(edges):
        column += edge - last > _SAME_EDGE
        column_of[edge] = column
        last = edge
    if any(slot.width <= _SAME_EDGE for row in rows for slot in row.slots) or column > MOST_COLUMNS:
        return False
    for row in rows:
        position = row.before_width
        for slot in row.slots:
            slot.column = column_of[position]
            position += slot.width
            slot.columns = column_of[position] - slot.column
    return True


def _merged(rows: list[_Row]) -> list[Slot]:
    """The cells left after vertical merging; what a merged cell hides is not printed."""
    printed: list[Slot] = []
    above: dict[tuple[int, int], Slot] = {}
    for at, row in enumerate(rows):
        here: dict[tuple[int, int], Slot] = {}
        for slot in row.slots:
            slot.row = at
            covers = (slot.column, slot.columns)
            if slot.merge == "continue" and covers in above:
                above[covers].rows += 1
                here[covers] = above[covers]
                continue
            printed.append(slot)
            if slot.merge:
                here[covers] = slot
        above = here
    return printed
