"""Which row of the form each vector is.

A label on the line of the values decides by itself. Where labels and values come from
different lines, the printed order of the rows, which the form fixes, must leave no choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import pairwise

from govreport_search.forms import Layout
from indexer.recognise.event import Event, Values
from indexer.recognise.fit import is_complete
from indexer.recognise.stray import stray
from indexer.recognise.unit import Unit
from indexer.recognise.vocabulary import Entry, Kind, Vocabulary

RowName = tuple[str, str]

_MOST_BARE = 0.1


def assign(events: Sequence[Event], words: Vocabulary, tables: AbstractSet[str]) -> None:
    """Set the row of every vector of a stretch that can be told, if it is of these tables."""
    vectors = [event for event in events if isinstance(event, Values)]
    strays = stray(vectors, tables)
    vectors = [values for values in vectors if id(values) not in strays]
    events = [event for event in events if id(event) not in strays]
    units = [event for event in events if isinstance(event, Unit) and not collides(event)]
    labels = {name for unit in units for name in _row_names(unit)}
    split = {(t, words.rows[(t, row)].parent) for t, row in labels}
    regular = {table: _regular(vectors, table) for table in tables}
    last: dict[str, int] = {}
    for values in vectors:
        name = _by_label(values, words, regular, last)
        if name is not None and not (words.rows[name].is_group and name in split):
            values.row = name
            last[name[0]] = words.order(*name)
    for table in tables:
        if words.form.table(table).layout is Layout.ROWS:
            _by_order(events, table, words)
    _colliding(vectors, words, tables)


def collides(label: Unit) -> bool:
    """Whether a row's label is a column's as well, and its number does not decide."""
    rows = label.rows()
    numbered = bool(label.no) and any(entry.no == label.no for entry in rows)
    return not numbered and any(e.kind in (Kind.COLUMN, Kind.HEADER) for e in label.entries)


def candidates(values: Values) -> tuple[Entry, ...]:
    """Rows the label of a vector names; group rows only where the vector has a value."""
    if values.label is None:
        return ()
    rows = values.label.rows()
    if values.vector.is_blank:
        return tuple(entry for entry in rows if entry.kind is Kind.ROW)
    plain = tuple(entry for entry in rows if entry.kind is Kind.ROW)
    return plain or rows


def _regular(vectors: Sequence[Values], table: str) -> frozenset[int]:
    """Vectors (by ``id``) that have the label before them, though it stands on another line.

    All of them where each vector has a label before it. Where a few have none, a label may
    have moved, and only those with one label before and a labelled vector behind are sure.
    """
    filled = [v for v in vectors if not v.vector.is_blank]
    labelled = [i for i, v in enumerate(filled) if any(e.table == table for e in candidates(v))]
    if not labelled:
        return frozenset()
    between = filled[labelled[0] : labelled[-1] + 1]
    bare = sum(1 for v in between if v.label is None)
    if bare == 0:
        return frozenset(map(id, vectors))
    if bare > _MOST_BARE * len(between):
        return frozenset()
    return frozenset(
        id(v)
        for v, following in pairwise(between)
        if len(_rivals(v)) == 1 and following.label is not None
    )


def _rivals(values: Values) -> set[RowName]:
    return {row for unit in values.pending for row in _row_names(unit)}


def _by_label(
    values: Values, words: Vocabulary, regular: dict[str, frozenset[int]], last: dict[str, int]
) -> RowName | None:
    found = [entry for entry in candidates(values) if entry.table in regular]
    if not found or values.label is None or collides(values.label):
        return None
    later = [e for e in found if words.order(e.table, e.id) > last.get(e.table, -1)]
    entry = (later or found)[0]
    table = words.form.table(entry.table)
    if values.is_own or id(values) in regular[table.id] or table.layout is not Layout.ROWS:
        return entry.table, entry.id
    return None


def _by_order(events: Sequence[Event], table: str, words: Vocabulary) -> None:
    """Name the vectors between two named ones by the rows that stand between them."""
    named = [
        i
        for i, event in enumerate(events)
        if isinstance(event, Values) and event.row is not None and event.row[0] == table
    ]
    bounds = [-1, *named, len(events)] if named else []
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
    no = next((e.no for e in words.entries if (e.table, e.id) == row and e.no), "")
    return bool(label.no) and label.no == no


def _nearest(between: Sequence[Values], rows: Sequence[RowName]) -> list[RowName]:
    """The last label before each vector, if each has one and they keep the form's order."""
    named: list[RowName] = []
    for values in between:
        pending = [row for unit in values.pending for row in _row_names(unit) if row in rows]
        if not pending or (values.label is not None and not values.label.entries):
            return []
        named.append(pending[-1])
    positions = [rows.index(row) for row in named]
    return named if all(a < b for a, b in pairwise(positions)) else []


def _in_turn(
    between: Sequence[Values], rows: Sequence[RowName], stretch: Sequence[Event]
) -> list[RowName]:
    """Labels first, then as many vectors: one after the other, if each label comes before."""
    waiting: list[RowName] = []
    named: list[RowName] = []
    for event in stretch:
        if isinstance(event, Unit):
            waiting.extend(row for row in _row_names(event) if row in rows)
        elif event in between:
            if not waiting or (event.label is not None and not event.label.entries):
                return []
            named.append(waiting.pop(0))
    positions = [rows.index(row) for row in named]
    in_order = all(a < b for a, b in pairwise(positions))
    return named if in_order and not waiting else []


def _row_names(unit: Unit) -> Iterator[RowName]:
    seen = dict.fromkeys((e.table, e.id) for e in unit.rows() if e.kind is Kind.ROW)
    yield from seen


def _colliding(vectors: Sequence[Values], words: Vocabulary, tables: AbstractSet[str]) -> None:
    """Name rows whose label is a column's, too, where the row before or behind is named."""
    for index, values in enumerate(vectors):
        if values.row is not None or values.label is None or not collides(values.label):
            continue
        for entry in (e for e in candidates(values) if e.table in tables):
            table = words.form.table(entry.table)
            data = [row.id for row in table.data_rows]
            columns = len(table.row(entry.id).columns)
            if entry.id not in data or not is_complete(values.vector, columns):
                continue
            position = data.index(entry.id)
            before = vectors[index - 1].row if index else None
            behind = vectors[index + 1].row if index + 1 < len(vectors) else None
            if before in _neighbours(table.id, data, position - 1) or behind in _neighbours(
                table.id, data, position + 1
            ):
                values.row = (table.id, entry.id)
                break


def _neighbours(table: str, data: Sequence[str], position: int) -> set[RowName]:
    return {(table, data[position])} if 0 <= position < len(data) else set()
