"""A table of one line of values: block after block under a header of two levels or three.

Some offices print the blocks one below the other, each with its label or its own header, or
every value on a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from govreport_search.domain import PrintedRow
from govreport_search.forms import Form, Row, Table
from indexer.blocks import GridCell
from indexer.recognise.gridded.fitting import Fitted, fit_row
from indexer.recognise.gridded.frame import Frame, learnt, slots_of
from indexer.recognise.gridded.identity import adds_up
from indexer.recognise.gridded.label import cell_text, entries_of
from indexer.recognise.gridded.readout import Reading, read_cells, texts_of
from indexer.recognise.gridded.strip import Strip
from indexer.recognise.gridded.top import Leaf, Top
from indexer.recognise.readout import Readout
from indexer.recognise.repeat import merged, readable, table_repeated
from indexer.recognise.table import TableReading
from indexer.recognise.vocabulary import Vocabulary

_APART = "/"


@dataclass(frozen=True)
class _Part:
    """A row of values, and its columns as ``block/column`` in the order of the form or header."""

    strip: Strip
    columns: tuple[str, ...]
    frame: Frame


def read_blocks(table: Table, rows: Sequence[Strip], words: Vocabulary) -> TableReading:
    """Read the blocks of a table; two different readings of one block are none."""
    reading = TableReading(table)
    parts = list(_parts(table, rows, words))
    filled = [part for part in parts if part.strip.has_values]
    for part in filled or parts[:1]:
        _read_part(reading, part, words.form)
    if reading.read:
        _note_labels(reading, rows, words)
    return reading


def _parts(table: Table, rows: Sequence[Strip], words: Vocabulary) -> Iterator[_Part]:
    block = ""
    for row in rows:
        if row.is_header:
            if row.top is not None and row.top.table == table.id:
                block = _block_in(row.own, table, words) or block
            continue
        if row.is_blank and not row.own:
            continue
        here = row.top is not None and row.top.table == table.id
        named = _block_in(row.labels, table, words) or _block_in(row.above, table, words)
        if not here and not named:
            continue
        if row.label is None and here and row.top is not None:
            part = _below_header(table, row, row.top, block, words.form)
        elif named:
            part = _labelled(table, row, named, words)
        else:
            part = None
        if part is not None:
            yield part


def _block_in(cells: Sequence[GridCell], table: Table, words: Vocabulary) -> str:
    """The only block of values the cells name; a block's label may stand among others."""
    data = {row.id for row in table.data_rows}
    named = {
        entry.id
        for cell in cells
        for entry in entries_of(cell_text(cell), words)
        if entry.table == table.id and entry.id in data
    }
    return named.pop() if len(named) == 1 else ""


def _pairs(blocks: Sequence[Row]) -> tuple[str, ...]:
    return tuple(f"{row.id}{_APART}{column}" for row in blocks for column in row.columns)


def _below_header(table: Table, row: Strip, top: Top, block: str, form: Form) -> _Part | None:
    """A row of values without a label: what the header says, by its order or by its words."""
    strip = replace(row, labels=(), values=row.own)
    every = _pairs(table.data_rows)
    one = _pairs([table.row(block)]) if block else ()
    here = top.grid == row.grid and top.is_sound
    for named in (every, one):
        if named and len(top.leaves) == len(named) and _agree(top.leaves, named):
            return _Part(
                strip, named, learnt(Frame(named, slots_of(top, named) if here else ()), [strip])
            )
    named = _by_words(top.leaves, table)
    turns = [every.index(name) for name in named if name in every]
    if turns != sorted(turns):
        # Its own order holds where it names every column, else nothing can be told.
        is_whole = len(named) == len(every) and set(named) == set(every) and top.is_sound
        slots = slots_of(top, named) if here and is_whole else ()
        return _Part(strip, named if is_whole else every, Frame(named, slots, is_whole))
    if top.is_sound and len(named) > len(every):
        return _Part(
            strip, every, learnt(Frame(named, slots_of(top, named) if here else ()), [strip])
        )
    if here and any(named):
        return _Part(strip, every, Frame(every, slots_of(top, named)))
    even = len({cell.columns for cell in row.own}) == 1
    return _Part(strip, every, Frame(every)) if even or _adds_up(row, table, every, form) else None


def _adds_up(row: Strip, table: Table, every: Sequence[str], form: Form) -> bool:
    if len(row.own) != len(every):
        return False
    return _add_up(form, table, dict(zip(every, row.own, strict=True))) is True


def _agree(leaves: Sequence[Leaf], pairs: Sequence[str]) -> bool:
    """Whether no header cell names another block or column than the form has in its place."""
    for leaf, pair in zip(leaves, pairs, strict=True):
        block, column = pair.split(_APART)
        if leaf.columns and column not in leaf.columns:
            return False
        if len(leaf.blocks) > 0 and block not in leaf.blocks and not _is_above(leaf, block):
            return False
    return True


def _is_above(leaf: Leaf, block: str) -> bool:
    """Whether a header names only the group a block belongs to."""
    return all(block.startswith(name) for name in leaf.blocks)


def _by_words(leaves: Sequence[Leaf], table: Table) -> tuple[str, ...]:
    data = {row.id for row in table.data_rows}
    named = []
    for leaf in leaves:
        blocks = [name for name in leaf.blocks if name in data]
        known = len(blocks) == 1 and len(leaf.columns) == 1
        named.append(f"{blocks[0]}{_APART}{leaf.columns[0]}" if known else "")
    return tuple(name if named.count(name) == 1 else "" for name in named)


def _labelled(table: Table, row: Strip, block: str, words: Vocabulary) -> _Part | None:
    """A row that prints the label of its block: all its values, or one of a named column."""
    columns = table.row(block).columns
    named = [
        entry.id
        for cell in row.labels
        for entry in entries_of(cell_text(cell), words)
        if entry.table == table.id and entry.id in columns
    ]
    if len(named) == 1:
        pair = (f"{block}{_APART}{named[0]}",)
        return _Part(row, pair, Frame(pair))
    if named:
        return None
    pairs = _pairs([table.row(block)])
    top = row.top
    if top is None or top.grid != row.grid or not top.is_sound or len(top.leaves) != len(pairs):
        return _Part(row, pairs, Frame(pairs))
    return (
        _Part(row, pairs, Frame(pairs, slots_of(top, pairs))) if _agree(top.leaves, pairs) else None
    )


def _read_part(reading: TableReading, part: _Part, form: Form) -> None:
    table = reading.table
    fitted = fit_row(part.strip, part.columns, part.frame, partial(_add_up, form, table))
    wanted = {name.split(_APART)[0] for name in part.columns}
    several = len(wanted) > 1
    for row in table.data_rows:
        if row.id not in wanted:
            continue
        mine = _of_block(fitted, row)
        out = read_cells(Reading(table, row, row.label), part.strip, mine, part.strip.top)
        if several and fitted.code and reading.read:
            out.findings = []
        _keep(reading, row, out, part)
    reading.used.update(part.strip.lines)


def _add_up(form: Form, table: Table, cells: Mapping[str, GridCell]) -> bool | None:
    """Whether each block adds up."""
    fitted = Fitted(dict(cells), {})
    held = [adds_up(form, table, _of_block(fitted, row).cells) for row in table.data_rows]
    return None if None in held else all(held)


def _of_block(fitted: Fitted, row: Row) -> Fitted:
    prefix = f"{row.id}{_APART}"
    cells = {n.removeprefix(prefix): c for n, c in fitted.cells.items() if n.startswith(prefix)}
    notes = {n.removeprefix(prefix): c for n, c in fitted.notes.items() if n.startswith(prefix)}
    return Fitted(cells, notes, fitted.code)


def _keep(reading: TableReading, row: Row, out: Readout, part: _Part) -> None:
    earlier = reading.read.get(row.id)
    if earlier is None or (readable(out) and not readable(earlier)):
        reading.read[row.id] = out
        return
    cells = {fact.cell for fact in earlier.facts}
    if not cells & {fact.cell for fact in out.facts}:
        earlier.facts.extend(out.facts)
        earlier.findings.extend(out.findings)
        return
    both = merged(earlier, out, reading.table, row)
    if both is not earlier and texts_of(part.strip.values):
        reading.others = reading.others or [table_repeated(reading.table, part.strip.place)]
        return
    reading.read[row.id] = both


def _note_labels(reading: TableReading, rows: Sequence[Strip], words: Vocabulary) -> None:
    """Keep where the blocks are printed, and the lines of their header."""
    table = reading.table
    seen: set[str] = set()
    for row in rows:
        if row.is_header and row.top is not None and row.top.table == table.id:
            reading.used.update(row.lines)
        elif not set(row.lines) & reading.used:
            continue
        for cell in (*row.own,) if row.is_header else row.labels:
            for entry in entries_of(cell_text(cell), words):
                if entry.table == table.id and table.has_row(entry.id) and entry.id not in seen:
                    seen.add(entry.id)
                    label = cell_text(cell)
                    reading.rows.append(PrintedRow(table.id, entry.id, label, cell.place))
    labels = {row.row: row.label for row in reading.rows}
    for name, out in reading.read.items():
        out.facts = [replace(fact, label=labels.get(name, "")) for fact in out.facts]
        place = out.facts[0].place if out.facts else None
        if name not in seen and place is not None:
            reading.rows.append(PrintedRow(table.id, name, "", place))
