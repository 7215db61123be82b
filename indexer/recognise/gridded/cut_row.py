"""Rows that a page break cuts in two: the label or a cell goes on in the next grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.blocks import GridCell
from indexer.recognise.closest import closest
from indexer.recognise.gridded.label import RowLabel, read_label
from indexer.recognise.gridded.strip import Strip, is_blank
from indexer.recognise.vocabulary import Kind, Vocabulary

_LONE_NUMBER = re.compile(r"\d{1,2}[.．、]")


def join_cut_rows(rows: Sequence[Strip], words: Vocabulary) -> list[Strip]:
    """The rows, the first of a grid joined to the last of the grid before where it goes on."""
    result: list[Strip] = []
    for row in rows:
        above = _last(result, row)
        whole = _joined(above, row, words) if above is not None else None
        if above is None:
            result.append(row)
        elif whole is not None:
            result[result.index(above)] = whole
        elif _waits_for_values(row) and _lost_its_label(above):
            at = result.index(above)
            result[at:] = _under_one_label(result[:at], above, row, words)
        else:
            result.append(row)
    return result


def _last(rows: Sequence[Strip], row: Strip) -> Strip | None:
    """The last row of the grid before, if the row is the first below its header."""
    if row.is_header or row.is_blank:
        return None
    for above in reversed(rows):
        if above.is_header and above.grid == row.grid:
            continue
        if above.is_blank:
            continue
        return above if above.grid == row.grid - 1 and not above.is_header else None
    return None


def _joined(above: Strip, row: Strip, words: Vocabulary) -> Strip | None:
    """Both as one row, if their labels are one or the second has none and the first no values."""
    if above.label is None:
        return None
    if row.label is None:
        label = above.label if _waits(above, row) else None
    elif row.label.entries and (above.label.entries or above.has_values == row.has_values):
        return None
    else:
        label = _one_label(above, row, words)
    if label is None:
        return None
    values = _one_row(above.values, row.values)
    if values is None:
        return None
    return replace(
        above,
        lines=(*above.lines, *row.lines),
        labels=(*above.labels, *row.labels),
        values=values,
        label=label,
    )


def _lost_its_label(above: Strip) -> bool:
    """Whether a row prints values, and nothing in the cell of its own label.

    The label of a group beside it spans several rows, or has a blank cell behind it.
    """
    label = above.label
    if label is None or not above.has_values:
        return above.has_values
    beside = is_blank(above.labels[-1]) or above.labels[label.cell].rows > 1
    return beside and not _names_row(label)


def _waits_for_values(row: Strip) -> bool:
    return row.label is not None and _names_row(row.label) and not row.has_values


def _names_row(label: RowLabel) -> bool:
    return any(entry.kind is Kind.ROW for entry in label.entries)


def _under_one_label(
    before: Sequence[Strip], above: Strip, row: Strip, words: Vocabulary
) -> list[Strip]:
    """Values at the foot of a page and the label at the head of the next, as one row.

    They are one where the label is that of the row that comes next. Else the values may as well
    be those of another row that lost its label, and neither row is read.
    """
    columns = _columns_of_next(before, row, words)
    spare = len(above.values) - columns
    if columns and spare >= 0 and all(map(_is_no_value, above.values[:spare])):
        labels = (*above.labels, *above.values[:spare], *row.labels)
        lines = (*above.lines, *row.lines)
        values = above.values[spare:]
        return [replace(above, lines=lines, labels=labels, values=values, label=row.label)]
    return [_unreadable(above), _unreadable(row)]


def _columns_of_next(before: Sequence[Strip], row: Strip, words: Vocabulary) -> int:
    """How many columns a row has that the form puts right behind the one named last; else 0."""
    assert row.label is not None
    for entry in row.label.entries:
        data = [each.id for each in words.form.table(entry.table).data_rows]
        named = [
            data.index(other.id)
            for strip in before
            if strip.label is not None
            for other in strip.label.entries
            if other.table == entry.table and other.id in data
        ]
        if entry.id in data and data.index(entry.id) - 1 in (named[-1:] or [-1]):
            return len(words.rows[entry.table, entry.id].columns)
    return 0


def _is_no_value(cell: GridCell) -> bool:
    """Whether a cell left of all columns is blank, or prints the number of a label alone."""
    return is_blank(cell) or bool(_LONE_NUMBER.fullmatch(cell.text.strip()))


def _unreadable(row: Strip) -> Strip:
    return replace(row, values=tuple(replace(cell, legible=False) for cell in row.values))


def _waits(above: Strip, row: Strip) -> bool:
    """Whether a labelled row has no value cell at all and the one below is all values."""
    return not above.values and bool(row.values) and bool(above.label and above.label.entries)


def _one_label(above: Strip, row: Strip, words: Vocabulary) -> RowLabel | None:
    assert above.label is not None
    assert row.label is not None
    cells = list(above.labels)
    at = above.label.cell
    text = cells[at].text + "\n" + row.label.text
    cells[at] = replace(cells[at], text=text)
    whole = read_label(cells, words)
    if whole is None:
        return None
    if whole.entries and (_is_exact(whole) or _closes_bracket(above.label, row.label)):
        return whole
    if above.label.entries or (above.has_values and row.has_values):
        return None
    rows = [e for e in words.entries if e.kind in (Kind.ROW, Kind.GROUP)]
    near = closest(whole.key, whole.no, rows)
    return whole if near is not None and not closest(row.label.key, row.label.no, rows) else None


def _is_exact(label: RowLabel) -> bool:
    return any(entry.key == label.key for entry in label.entries)


def _closes_bracket(above: RowLabel, below: RowLabel) -> bool:
    """Whether a label breaks off inside a bracket and the words below close it."""
    is_open = re.search(r"[（(][^）)]*$", above.text)
    return bool(is_open) and bool(re.search(r"^[^（(]*[）)]$", below.text.strip()))


def _one_row(above: Sequence[GridCell], below: Sequence[GridCell]) -> tuple[GridCell, ...] | None:
    """The values of both: of each pair the one that is printed, neither where both are."""
    if not any(not is_blank(cell) for cell in below) and above:
        return tuple(above)
    if not any(not is_blank(cell) for cell in above):
        return tuple(below)
    if len(above) != len(below):
        return None
    return tuple(_one_cell(a, b) for a, b in zip(above, below, strict=True))


def _one_cell(above: GridCell, below: GridCell) -> GridCell:
    if is_blank(below):
        return above
    if is_blank(above):
        return below
    return replace(above, text=f"{above.text}\n{below.text}", legible=False)
