"""Where the columns of a row stand, and in which order: by its header, or by the rows around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.blocks import GridCell
from indexer.recognise.gridded.strip import Strip, right
from indexer.recognise.gridded.top import Leaf, Top

_NEARLY_ALL = 0.66
"""Of the complete rows of a grid so many must agree on where their values stand."""


@dataclass(frozen=True)
class Slot:
    """Grid columns over which one column stands.

    Attributes:
        left, right: half open.
        column: its id; empty where it is none of the form's.
        is_headed: whether the header prints anything over it.
    """

    left: int
    right: int
    column: str
    is_headed: bool = True

    def meets(self, cell: GridCell) -> bool:
        """Whether a cell reaches into it."""
        return cell.column < self.right and right(cell) > self.left


@dataclass(frozen=True)
class Frame:
    """How the columns of a row are printed.

    Attributes:
        order: their ids from left to right.
        slots: where they stand in the grid; empty where only the count of cells can tell.
        is_clear: false where the header contradicts itself or the form: nothing is read then.
    """

    order: tuple[str, ...]
    slots: tuple[Slot, ...] = ()
    is_clear: bool = True


def frame_of(top: Top | None, columns: Sequence[str], grid: int) -> Frame:
    """What a header says of a row's columns.

    A header may lack or misprint labels. One that names every column gives their order; where
    the labels it does name follow the form, so do the others. One that names none is another
    row's, and one in another order that leaves a column open says nothing.
    """
    form_order = Frame(tuple(columns))
    if top is not None and len(top.leaves) > len(columns):
        top = replace(top, leaves=_joined(top.leaves))
    known = [leaf.columns for leaf in top.leaves] if top is not None else []
    if top is None or not any(set(names) & set(columns) for names in known):
        return form_order
    one = [next(iter(n)) if len(n) == 1 and n[0] in columns else "" for n in known]
    named = [name for name in one if name]
    here = top.grid == grid and top.is_sound
    in_form = tuple(named) == tuple(columns)
    if len(named) == len(set(named)) == len(columns) and (top.is_sound or in_form):
        return Frame(tuple(one), slots_of(top, one) if here else ())
    if len(known) == len(columns) and all(
        not names or column in names for names, column in zip(known, columns, strict=True)
    ):
        return Frame(tuple(columns), slots_of(top, columns) if here else ())
    turns = [list(columns).index(name) for name in named]
    if turns != sorted(set(turns)):
        return Frame(tuple(columns), is_clear=False)
    if here and len(named) == len(known):
        return Frame(tuple(named), slots_of(top, one))
    return Frame(tuple(columns), slots_of(top, one)) if here else form_order


def _joined(leaves: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """Leaves side by side that print the same label as one: a merged cell, told apart again."""
    joined: list[Leaf] = []
    for leaf in leaves:
        last = joined[-1] if joined else None
        if last and leaf.columns and (last.columns, last.texts) == (leaf.columns, leaf.texts):
            joined[-1] = replace(last, right=leaf.right)
        else:
            joined.append(leaf)
    return tuple(joined)


def slots_of(top: Top, names: Sequence[str]) -> tuple[Slot, ...]:
    """The places of a header\'s leaves, each with the column it names."""
    return tuple(
        Slot(leaf.left, leaf.right, name, any(leaf.texts))
        for leaf, name in zip(top.leaves, names, strict=True)
    )


def learnt(frame: Frame, rows: Sequence[Strip]) -> Frame:
    """The same with the places where complete rows of one grid put their values, if they agree."""
    usual = Counter(
        tuple((cell.column, right(cell)) for cell in row.values)
        for row in rows
        if len(row.values) == len(frame.order) and is_unbroken(row.values)
    )
    if frame.slots or not usual:
        return frame
    if 2 * usual.total() < len(rows):
        return Frame(())  # cells for another column stand in most rows: no count is right
    places, times = usual.most_common(1)[0]
    if _NEARLY_ALL * usual.total() > times:
        return frame
    slots = [Slot(a, b, name) for (a, b), name in zip(places, frame.order, strict=True)]
    return replace(frame, slots=tuple(slots))


def is_unbroken(values: Sequence[GridCell]) -> bool:
    """Whether each cell begins where the one before ends; a gap may be a lost cell."""
    return all(right(cell) == behind.column for cell, behind in pairwise(values))
