"""Value cells of one row under the columns of its header."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from govreport_search.sentence import say
from indexer.blocks import GridCell
from indexer.recognise.fit import TOO_LONG, TOO_SHORT
from indexer.recognise.gridded.frame import Frame, Slot, is_unbroken
from indexer.recognise.gridded.strip import Strip, has_value, is_blank, right

Proof = Callable[[Mapping[str, GridCell]], bool | None]

UNCLEAR = "header_unclear"
"""Code of the finding for a header that leaves the order of the columns open."""

MERGED = say("合并单元格，无法确定其中的值属于哪一列或哪一行")
MOVED = say("前后两处表头的列名次序不同，无法确定其中的值属于哪一列")
SHARED = say("同一列下有几个单元格印有内容，无法确定以哪个为准")


@dataclass(frozen=True)
class Fitted:
    """The cell of each column, or why there is none.

    Attributes:
        cells: by column id; columns without a cell are left out, and none is there where
            the row fits in no way or in several that differ.
        notes: why the cell of a column cannot be read, by column id.
        code: of the finding, where the row does not fit its columns.
    """

    cells: dict[str, GridCell]
    notes: dict[str, str]
    code: str = ""


def without_moved(fitted: Fitted, order: Sequence[str], usual: Sequence[str]) -> Fitted:
    """The same without values of columns that a header above puts elsewhere.

    Args:
        fitted: cells of a row.
        order: the columns as the row's header names them.
        usual: as the first header of the table names them.
    """
    if set(order) != set(usual) or len(order) != len(usual):
        return fitted
    moved = {name for name, other in zip(order, usual, strict=True) if name != other}
    notes = {name: MOVED for name in fitted.cells if name in moved}
    return replace(fitted, notes={**fitted.notes, **notes})


def fit_row(row: Strip, columns: Sequence[str], frame: Frame, proof: Proof) -> Fitted:
    """The cell of each column of a row.

    As many cells as columns are in order, each under its own header. Other rows are read
    where every cell stands exactly within or exactly over columns, with none lacking; a value
    over several columns belongs to none. A row that drifts and lacks a cell is not read.

    Args:
        row: with its values.
        columns: ids in the order of the form.
        frame: what the header, or the rows around, say.
        proof: whether cells by column add up, ``None`` where no rule tells.
    """
    slots = frame.slots
    in_turn = len(row.values) == len(columns) != len(slots)
    values = list(row.values) if in_turn else _core(row.values, slots)
    reach = [cell for cell in row.above if _is_beside(cell, slots, values)]
    if not frame.is_clear:
        return Fitted({}, {}, UNCLEAR)
    if _is_shifted(values, frame.order, proof) or _reaches_left(row, values):
        return Fitted({}, {}, TOO_SHORT)
    if slots:
        fitted = _under_slots(row, values, reach, slots)
        if fitted is not None:
            return fitted
        is_collapsed = len(slots) < len(columns) == len(values) and not reach
        if is_collapsed and is_unbroken(values) and _agree(values, slots, columns):
            return _in_order(values, columns, row)
    elif not reach and len(values) == len(frame.order) and is_unbroken(values):
        return _in_order(values, frame.order, row)
    elif not reach and _is_only_value(row, columns):
        return _in_order(values[:1], columns, row)
    if not reach and len(values) > len(frame.order):
        cells = _before_blanks(row, values, frame, proof) or _same_everywhere(values, frame.order)
        return Fitted(cells, {}, TOO_LONG)
    return Fitted({}, {}, TOO_LONG if len(values) > len(slots or frame.order) else TOO_SHORT)


def _is_shifted(values: Sequence[GridCell], order: Sequence[str], proof: Proof) -> bool:
    """Whether a row that ends blank does not add up, but would with the blank further left.

    Converters fill a row that lost a cell up at its end.
    """
    if len(values) != len(order) or not is_blank(values[-1]) or not all(order):
        return False
    if proof(dict(zip(order, values, strict=True))) is not False:
        return False
    moved = ([*values[:at], values[-1], *values[at:-1]] for at in range(len(values) - 1))
    return any(proof(dict(zip(order, cells, strict=True))) for cells in moved)


def _reaches_left(row: Strip, values: Sequence[GridCell]) -> bool:
    """Whether a row that ends open has a value left of its columns, where labels stand.

    It ends open with a blank cell, or with one that reaches into other rows or columns. A
    column of numbers beside the labels has a cell of its own in the header.
    """
    if row.top is None or row.top.grid != row.grid or not row.labels or not values:
        return False
    last = row.labels[-1]
    end = values[-1]
    is_wide = end.rows > 1 or end.columns > min(cell.columns for cell in values)
    return (is_blank(end) or is_wide) and has_value(last) and last.column not in row.top.starts


def _before_blanks(
    row: Strip, values: Sequence[GridCell], frame: Frame, proof: Proof
) -> dict[str, GridCell]:
    """The first cells of a row with blank ones behind all columns, if they add up.

    A converter may add a blank column at the end; a row that lost its place has one, too, but
    then its total is not that of the other cells. Without a rule each column must be filled.
    """
    first, behind = values[: len(frame.order)], values[len(frame.order) :]
    if not row.sure or not all(map(is_blank, behind)) or not all(frame.order):
        return {}
    in_place = all(s.meets(c) for s, c in zip(frame.slots, first, strict=False))
    cells = dict(zip(frame.order, first, strict=True))
    held = proof(cells)
    is_full = bool(frame.slots) and not any(map(is_blank, first)) and not _is_doubled(first)
    return cells if in_place and (held or (held is None and is_full)) else {}


def _is_doubled(values: Sequence[GridCell]) -> bool:
    """Whether a number other than zero stands twice side by side."""
    texts = [cell.text.strip() for cell in values]
    return any(a == b and a.strip("0０") for a, b in pairwise(texts))


def _same_everywhere(values: Sequence[GridCell], order: Sequence[str]) -> dict[str, GridCell]:
    """The cells of a row with too many if every choice of as many in order reads the same."""
    surplus = len(values) - len(order)
    for turn in range(len(order)):
        among = values[turn : turn + surplus + 1]
        if len({(cell.text.strip(), cell.legible) for cell in among}) > 1:
            return {}
    return dict(zip(order, values, strict=False))


def _under_slots(
    row: Strip, values: Sequence[GridCell], reach: Sequence[GridCell], slots: Sequence[Slot]
) -> Fitted | None:
    if _is_beyond(values, slots):
        return None
    in_order = len(values) == len(slots) and not reach
    if in_order and (
        all(slot.meets(cell) for slot, cell in zip(slots, values, strict=True))
        or _moved_together(values, slots)
    ):
        return _in_order(values, [slot.column for slot in slots], row)
    return _tiled([*values, *reach], slots) if row.sure else None


def _is_beyond(values: Sequence[GridCell], slots: Sequence[Slot]) -> bool:
    """Whether the row has moved: a value stands where the header prints nothing.

    Or under a header of no column of the form, left of a last column that is blank.
    """
    named = [slot for slot in slots if slot.column]
    ends_blank = bool(named) and not any(
        named[-1].meets(cell) and not is_blank(cell) for cell in values
    )
    loose = [
        slot
        for slot in slots
        if not slot.column and (not slot.is_headed or (ends_blank and slot.left < named[-1].left))
    ]
    return any(slot.meets(cell) and has_value(cell) for slot in loose for cell in values)


def _moved_together(values: Sequence[GridCell], slots: Sequence[Slot]) -> bool:
    """Whether a full row stands beside its columns as a whole, as one that lacks a group's label.

    Each cell is as wide as its column and holds something: none of them is a lost cell's
    neighbour in its place.
    """
    by = {cell.column - slot.left for slot, cell in zip(slots, values, strict=True)}
    widths = all(c.columns == s.right - s.left for s, c in zip(slots, values, strict=True))
    return len(by) == 1 and widths and not any(map(is_blank, values))


def _core(values: Sequence[GridCell], slots: Sequence[Slot]) -> list[GridCell]:
    """The value cells without blank ones left of all columns, beside a short label."""
    core = list(values)
    while slots and core and is_blank(core[0]) and right(core[0]) <= slots[0].left:
        core.pop(0)
    return core


def _is_only_value(row: Strip, columns: Sequence[str]) -> bool:
    """Whether a row of one column prints its value right behind the label, and blanks behind."""
    if len(columns) != 1 or not row.sure or (row.top is not None and len(row.top.leaves) > 1):
        return False
    return not is_blank(row.values[0]) and all(map(is_blank, row.values[1:]))


def _is_beside(cell: GridCell, slots: Sequence[Slot], values: Sequence[GridCell]) -> bool:
    """Whether a cell from above reaches down among the values."""
    if slots:
        return any(slot.meets(cell) for slot in slots)
    return bool(values) and cell.column > values[0].column


def _in_order(values: Sequence[GridCell], columns: Sequence[str], row: Strip) -> Fitted:
    cells = {column: cell for cell, column in zip(values, columns, strict=True) if column}
    return Fitted(cells, _notes(cells, row))


def _notes(cells: dict[str, GridCell], row: Strip) -> dict[str, str]:
    """Values that stand for several rows, unless all of the row does."""
    together = {cell.rows for cell in cells.values()}
    if len(together) == 1 and len({cell.rows for cell in row.labels} | together) == 1:
        return {}
    return {
        column: MERGED for column, cell in cells.items() if cell.rows > 1 and not is_blank(cell)
    }


def _tiled(cells: Sequence[GridCell], slots: Sequence[Slot]) -> Fitted | None:
    """Cells by position, where they cover the columns without a gap and on their edges."""
    cells = sorted(cells, key=lambda cell: cell.column)
    position = slots[0].left
    for cell in cells:
        if cell.column != position:
            return None
        position = right(cell)
    if position != slots[-1].right:
        return None
    found: dict[str, list[GridCell]] = {}
    wide: set[str] = set()
    for cell in cells:
        over = [slot for slot in slots if slot.meets(cell)]
        if not over and is_blank(cell):
            continue
        if not over:
            return None
        within = len(over) == 1 and over[0].left <= cell.column and right(cell) <= over[0].right
        exact = over[0].left == cell.column and right(cell) == over[-1].right
        if not within and not exact:
            return None
        for slot in over:
            found.setdefault(slot.column, []).append(cell)
            if len(over) > 1 and not is_blank(cell):
                wide.add(slot.column)
    found.pop("", None)
    return _chosen(found, wide)


def _chosen(found: dict[str, list[GridCell]], wide: set[str]) -> Fitted | None:
    chosen: dict[str, GridCell] = {}
    notes: dict[str, str] = {}
    for column, under in found.items():
        filled = [cell for cell in under if not is_blank(cell)]
        chosen[column] = (filled or under)[0]
        if column in wide:
            notes[column] = MERGED
        elif len({cell.text.strip() for cell in filled}) > 1:
            texts = "｜".join(cell.text for cell in filled)
            chosen[column] = replace(filled[0], text=texts)
            notes[column] = SHARED
            if any(all(map(is_blank, cells)) for cells in found.values()):
                return None  # a cell too many here, none there: the row has moved
        elif filled and filled[0].rows > 1:
            notes[column] = MERGED
    return Fitted(chosen, notes)


def _agree(values: Sequence[GridCell], slots: Sequence[Slot], columns: Sequence[str]) -> bool:
    """Whether the columns the header does name stand over the cells that come in their turn."""
    named = [(slot, columns.index(slot.column)) for slot in slots if slot.column in columns]
    return bool(named) and all(slot.meets(values[turn]) for slot, turn in named)
