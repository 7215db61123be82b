"""Rows by their order: labels and values that come from different lines.

The form fixes the order of its rows; it names a row only where it leaves no choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from govreport_search.forms import Layout
from indexer.recognise.closest import has_other_word
from indexer.recognise.event import Event, Values
from indexer.recognise.fit import is_complete
from indexer.recognise.unit import Unit, collides
from indexer.recognise.vocabulary import Kind, Vocabulary

RowName = tuple[str, str]


def rivals(values: Values) -> set[RowName]:
    """Rows whose labels are printed since the values before; labels of columns are none."""
    return {row for unit in values.pending if not collides(unit) for row in row_names(unit)}


def values_come_first(events: Sequence[Event], words: Vocabulary, table: str) -> bool:
    """Whether values seem to be printed on lines before their labels.

    Then a full vector stands before the first label and the last one has none behind it, in
    the whole table or in a group with columns of its own.
    """
    grouped = words.form.table(table).layout is Layout.GROUPED
    part: list[Event] = []
    for event in events:
        if grouped and isinstance(event, Unit) and _is_group(event, table):
            if _ends_with_a_label(part, words, table):
                return True
            part = []
        part.append(event)
    return _ends_with_a_label(part, words, table)


def _is_group(unit: Unit, table: str) -> bool:
    return any(e.kind is Kind.GROUP and e.table == table for e in unit.entries)


def _ends_with_a_label(part: Sequence[Event], words: Vocabulary, table: str) -> bool:
    labels = [
        (index, name)
        for index, event in enumerate(part)
        if isinstance(event, Unit) and not collides(event)
        for name in row_names(event)
        if name[0] == table
    ]
    if not labels:
        return False
    columns = len(words.rows[labels[0][1]].columns)
    above, below = part[: labels[0][0]], part[labels[-1][0] + 1 :]
    return any(
        isinstance(e, Values) and not rivals(e) and is_complete(e.vector, columns) for e in above
    ) and not any(isinstance(e, Values) and not e.vector.is_blank for e in below)


def by_order(events: Sequence[Event], table: str, words: Vocabulary) -> None:
    """Name the vectors between two named ones by the rows that stand between them."""
    named = [
        i
        for i, event in enumerate(events)
        if isinstance(event, Values) and event.row is not None and event.row[0] == table
    ]
    bounds = [-1, *named, len(events)]
    for first, end in pairwise(bounds):
        stretch = events[first + 1 : end]
        between = [
            e for e in stretch if isinstance(e, Values) and not e.vector.is_blank and e.row is None
        ]
        above = _row_of(events, first) if first >= 0 else None
        below = _row_of(events, end) if end < len(events) else None
        rows = _rows_between(table, above, below, events, words)
        if between and rows:
            _fill(between, rows, stretch, words, closed=above is not None and below is not None)


def _row_of(events: Sequence[Event], index: int) -> RowName | None:
    event = events[index]
    return event.row if isinstance(event, Values) else None


def _rows_between(
    table_id: str,
    above: RowName | None,
    below: RowName | None,
    events: Sequence[Event],
    words: Vocabulary,
) -> list[RowName]:
    table = words.form.table(table_id)
    taken = {e.row for e in events if isinstance(e, Values)}
    first = words.order(*above) + 1 if above else 0
    rows = table.rows[first : words.order(*below) if below else len(table.rows)]
    return [
        (table.id, row.id) for row in rows if not row.is_group and (table.id, row.id) not in taken
    ]


def _fill(
    between: list[Values],
    rows: list[RowName],
    stretch: Sequence[Event],
    words: Vocabulary,
    *,
    closed: bool,
) -> None:
    """Name vectors by the rows that can stand here.

    Between two named rows (``closed``) as many vectors as rows leave no choice. Otherwise the
    labels must tell.
    """
    columns = len(words.rows[rows[0]].columns)
    full = [v for v in between if is_complete(v.vector, columns)]
    if closed and len(full) == len(rows) and all(map(partial(_may_be, words), full, rows)):
        _name(full, rows)
        return
    if any(v.vector.start is not None for v in full):
        between = [v for v in between if not _is_stray(v)]
    named = _nearest(between, rows) or _in_turn(between, rows, stretch)
    if named:
        _name(between, named)


def _is_stray(values: Values) -> bool:
    """Whether a vector is a number on a line of its own, among rows of cells: a page number."""
    return values.vector.start is None and len(values.vector.cells) == 1 and not values.is_own


def _name(group: Sequence[Values], rows: Sequence[RowName]) -> None:
    for values, row in zip(group, rows, strict=True):
        values.row = row


def _may_be(words: Vocabulary, values: Values, row: RowName) -> bool:
    """Whether a vector's own label, if it has one, does not speak against a row."""
    label = values.label
    if label is None or not values.is_own:
        return True
    if label.rows():
        return row in {(e.table, e.id) for e in label.rows()}
    key = "".join(piece.key for piece in label.pieces)
    return any(
        label.no == entry.no and not has_other_word(key, entry.key)
        for entry in words.entries
        if label.no and (entry.table, entry.id) == row
    )


def _nearest(between: Sequence[Values], rows: Sequence[RowName]) -> list[RowName]:
    """The label before each vector, if each has just one and they keep the form's order."""
    named: list[RowName] = []
    for values in between:
        pending = [row for unit in values.pending for row in row_names(unit) if row in rows]
        if len(set(pending)) != 1 or (values.label is not None and not values.label.entries):
            return []
        named.append(pending[-1])
    positions = [rows.index(row) for row in named]
    return named if all(a < b for a, b in pairwise(positions)) else []


def _in_turn(
    between: Sequence[Values], rows: list[RowName], stretch: Sequence[Event]
) -> list[RowName]:
    """Labels first, then as many vectors: one after the other, if no row of the form lacks."""
    waiting: list[RowName] = []
    named: list[RowName] = []
    for event in stretch:
        if isinstance(event, Unit):
            if not collides(event):
                waiting.extend(row for row in row_names(event) if row in rows)
        elif event in between:
            if not waiting or (event.label is not None and not event.label.entries):
                return []
            named.append(waiting.pop(0))
    return named if named == rows else []


def row_names(unit: Unit) -> Iterator[RowName]:
    """The rows of values a label may name."""
    seen = dict.fromkeys((e.table, e.id) for e in unit.rows() if e.kind is Kind.ROW)
    yield from seen
