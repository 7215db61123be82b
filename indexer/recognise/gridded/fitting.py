"""Value cells of one row under the columns of its header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.blocks import GridCell
from indexer.recognise.fit import TOO_LONG, TOO_SHORT
from indexer.recognise.gridded.strip import Strip, is_blank, right
from indexer.recognise.gridded.top import Leaf

MERGED = "合并单元格，无法确定其中的值属于哪一列或哪一行"
SHARED = "同一列下有几个单元格印有内容，无法确定以哪个为准"


@dataclass(frozen=True)
class Fitted:
    """The cell of each column, or why there is none.

    Attributes:
        cells: by column id; columns without a cell are left out.
        notes: why the cell of a column cannot be read, by column id.
        code: of the finding, where the row does not fit its columns.
    """

    cells: dict[str, GridCell]
    notes: dict[str, str]
    code: str = ""


@dataclass(frozen=True)
class Slot:
    """Grid columns over which one column stands; its id is empty where it is none of the form's."""

    left: int
    right: int
    column: str

    def meets(self, cell: GridCell) -> bool:
        """Whether a cell reaches into it."""
        return cell.column < self.right and right(cell) > self.left


def slots_of(leaves: Sequence[Leaf], columns: Sequence[str]) -> tuple[Slot, ...]:
    """What a header says of a row's columns; empty where it is another row's header.

    A header may misprint a label or lack it: where as many columns are printed as the form
    has and the known ones stand where the form puts them, the others do, too; a single unknown
    one among others in another order is the one that is left.
    """
    known = [leaf.columns for leaf in leaves]
    if not leaves or not any(set(names) & set(columns) for names in known):
        return ()
    chosen = [names[0] if len(names) == 1 and names[0] in columns else "" for names in known]
    if len(leaves) == len(columns) and all(
        not names or column in names for names, column in zip(known, columns, strict=True)
    ):
        chosen = list(columns)
    times = Counter(chosen)
    chosen = [name if times[name] == 1 else "" for name in chosen]
    free = [i for i, names in enumerate(known) if not names]
    left = [column for column in columns if column not in chosen]
    if len(free) == len(left) == 1 and len(leaves) == len(columns) and chosen.count("") == 1:
        chosen[free[0]] = left[0]
    return tuple(
        Slot(leaf.left, leaf.right, name) for leaf, name in zip(leaves, chosen, strict=True)
    )


def learnt_slots(rows: Sequence[Strip], columns: Sequence[str]) -> tuple[Slot, ...]:
    """Where complete rows of one grid without a header put their values, if nearly all agree."""
    usual = Counter(
        tuple((cell.column, right(cell)) for cell in row.values)
        for row in rows
        if len(row.values) == len(columns)
    )
    if not usual:
        return ()
    intervals, times = usual.most_common(1)[0]
    if 3 * times < 2 * usual.total():
        return ()
    return tuple(
        Slot(left, end, column) for (left, end), column in zip(intervals, columns, strict=True)
    )


def fit_row(row: Strip, columns: Sequence[str], slots: Sequence[Slot]) -> Fitted:
    """The cell of each column of a row.

    As many cells as columns are in order, each under its own header. Other rows are read
    where every cell stands exactly within or exactly over columns, with none lacking; a value
    over several columns belongs to none. A row that drifts and lacks a cell is not read.

    Args:
        row: with its values.
        columns: ids in the order of the form, for a row without ``slots``.
        slots: what the header, or the rows around, say.
    """
    in_turn = len(row.values) == len(columns) != len(slots)
    values = list(row.values) if in_turn else _core(row.values, slots)
    reach = [cell for cell in row.above if _is_beside(cell, slots, values)]
    if slots:
        in_order = len(values) == len(slots)
        if in_order and not reach and all(s.meets(c) for s, c in zip(slots, values, strict=True)):
            return _in_order(values, [slot.column for slot in slots], row)
        tiled = _tiled([*values, *reach], slots, row) if row.sure else None
        if tiled is not None:
            return tiled
        if (
            len(values) == len(columns) != len(slots)
            and not reach
            and _agree(values, slots, columns)
        ):
            return _in_order(values, columns, row)
    elif not reach:
        if len(values) == len(columns):
            return _in_order(values, columns, row)
        filled = _filled_core(values)
        if len(filled) == len(columns) and not any(map(is_blank, filled)) and row.sure:
            return _in_order(filled, columns, row)
    return Fitted({}, {}, TOO_LONG if len(values) > (len(slots) or len(columns)) else TOO_SHORT)


def _core(values: Sequence[GridCell], slots: Sequence[Slot]) -> list[GridCell]:
    """The value cells without blank ones left and right of all columns."""
    core = list(values)
    if slots:
        while core and is_blank(core[0]) and right(core[0]) <= slots[0].left:
            core.pop(0)
        while core and is_blank(core[-1]) and core[-1].column >= slots[-1].right:
            core.pop()
    return core


def _filled_core(values: Sequence[GridCell]) -> list[GridCell]:
    filled = [i for i, cell in enumerate(values) if not is_blank(cell)]
    return list(values[filled[0] : filled[-1] + 1]) if filled else []


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


def _tiled(cells: Sequence[GridCell], slots: Sequence[Slot], row: Strip) -> Fitted | None:
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
    return _chosen(found, wide, row)


def _chosen(found: dict[str, list[GridCell]], wide: set[str], row: Strip) -> Fitted:
    chosen: dict[str, GridCell] = {}
    notes: dict[str, str] = {}
    for column, under in found.items():
        filled = [cell for cell in under if not is_blank(cell)]
        chosen[column] = (filled or under)[0]
        if column in wide:
            notes[column] = MERGED
        elif len(filled) > 1:
            texts = "｜".join(cell.text for cell in filled)
            chosen[column] = replace(filled[0], text=texts)
            notes[column] = SHARED
        elif filled and filled[0].rows > 1:
            notes[column] = MERGED
    return Fitted(chosen, notes)


def _agree(values: Sequence[GridCell], slots: Sequence[Slot], columns: Sequence[str]) -> bool:
    """Whether the columns the header does name stand over the cells that come in their turn."""
    named = [(slot, columns.index(slot.column)) for slot in slots if slot.column in columns]
    return bool(named) and all(slot.meets(values[turn]) for slot, turn in named)
