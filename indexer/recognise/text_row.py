"""Rows of cells that end in words: 若干, 见附件 or 约3件 are values, not more of the label."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.blocks import Line
from indexer.grid import Cell, Item, Piece, Vector
from indexer.recognise.unit import units
from indexer.recognise.vocabulary import Kind, Vocabulary

_LONGEST_TEXT = 40


def text_row(
    items: Sequence[Item], index: int, words: Vocabulary, lines: Sequence[Line]
) -> tuple[list[Piece], Vector, int] | None:
    """The label and the values of a line of cells that seems to print a label only.

    It is a row where a row's label stands in it, just as many cells as the row has columns
    follow, and none of these is a word of the form.

    Returns:
        the pieces up to the label's last, the values, and how many items they take; ``None``
        where the line is no such row.
    """
    line = items[index].line
    cells = lines[line].cells
    if cells is None or (index and items[index - 1].line == line):
        return None
    end = index
    pieces: list[Piece] = []
    while end < len(items) and items[end].line == line:
        item = items[end]
        if not isinstance(item, Piece):
            return None
        pieces.append(item)
        end += 1
    printed = cells[: len(cells) - lines[line].padding]
    for count in range(1, len(pieces)):
        last = pieces[count - 1].cell
        if last is None or last == pieces[count].cell:
            continue
        behind = printed[last + 1 :]
        if _has_label(pieces[:count], len(behind), words) and _is_text(pieces[count:], words):
            values = tuple(Cell(cell, line) for cell in behind)
            return pieces[:count], Vector(values, last + 1, len(printed), line), end - index
    return None


def _has_label(pieces: Sequence[Piece], columns: int, words: Vocabulary) -> bool:
    """Whether pieces end in the label of a row with so many columns."""
    last = units(pieces, words)[-1]
    return any(
        entry.kind is Kind.ROW and len(words.rows[(entry.table, entry.id)].columns) == columns
        for entry in last.rows()
    )


def _is_text(pieces: Sequence[Piece], words: Vocabulary) -> bool:
    """Whether what is printed in cells is short and holds no word of the form."""
    return all(
        len(piece.text) <= _LONGEST_TEXT and not piece.no and not words.covers(piece.key)
        for piece in pieces
        if piece.key and not piece.text.strip().isdigit()
    )
