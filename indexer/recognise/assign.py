"""Which row of the form each vector is.

A label on the line of the values decides by itself. Where labels and values come from
different lines, the printed order of the rows, which the form fixes, must leave no choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from govreport_search.forms import Layout
from indexer.recognise.event import Event, Values
from indexer.recognise.fit import is_complete
from indexer.recognise.order import (
    RowName,
    by_order,
    rivals,
    row_names,
    values_come_first,
)
from indexer.recognise.stray import stray
from indexer.recognise.unit import Unit, collides
from indexer.recognise.vocabulary import Entry, Kind, Vocabulary

_MOST_BARE = 0.1


def assign(events: Sequence[Event], words: Vocabulary, tables: AbstractSet[str]) -> None:
    """Set the row of every vector of a stretch that can be told, if it is of these tables."""
    vectors = [event for event in events if isinstance(event, Values)]
    strays = stray(vectors, tables)
    vectors = [values for values in vectors if id(values) not in strays]
    events = [event for event in events if id(event) not in strays]
    units = [event for event in events if isinstance(event, Unit) and not collides(event)]
    labels = {name for unit in units for name in row_names(unit)}
    split = {(t, words.rows[(t, row)].parent) for t, row in labels}
    above = {table for table in tables if values_come_first(events, words, table)}
    regular = {table: _regular(vectors, table, words) for table in tables - above}
    regular |= dict.fromkeys(above, frozenset())
    last: dict[str, int] = {}
    for values in vectors:
        name = _by_label(values, words, regular, last)
        if name is not None and not (words.rows[name].is_group and name in split):
            values.row = name
            last[name[0]] = words.order(*name)
    for table in tables - above:
        if words.form.table(table).layout is Layout.ROWS:
            by_order(events, table, words)
    _colliding(vectors, words, tables)


def candidates(values: Values) -> tuple[Entry, ...]:
    """Rows the label of a vector names; group rows only where the vector has a value."""
    if values.label is None:
        return ()
    rows = values.label.rows()
    if values.vector.is_blank:
        return tuple(entry for entry in rows if entry.kind is Kind.ROW)
    plain = tuple(entry for entry in rows if entry.kind is Kind.ROW)
    return plain or rows


def _regular(vectors: Sequence[Values], table: str, words: Vocabulary) -> frozenset[int]:
    """Vectors (by ``id``) that have the label before them, though it stands on another line.

    All of them where each vector has just one label before it, or the table has groups with
    headers between. Where a few have none, a label may have moved, and only those with one
    label before and a labelled vector behind are sure.
    """
    if words.form.table(table).layout is not Layout.ROWS:
        return frozenset(map(id, vectors))
    filled = [v for v in vectors if not v.vector.is_blank]
    labelled = [i for i, v in enumerate(filled) if any(e.table == table for e in candidates(v))]
    if not labelled:
        return frozenset()
    between = filled[labelled[0] : labelled[-1] + 1]
    bare = sum(1 for v in between if v.label is None)
    if bare == 0 and all(v.is_own or len(rivals(v)) < 2 for v in between):
        return frozenset(map(id, vectors))
    if bare > _MOST_BARE * len(between):
        return frozenset()
    return frozenset(
        id(v)
        for v, following in pairwise(between)
        if len(rivals(v)) == 1 and following.label is not None
    )


def _by_label(
    values: Values, words: Vocabulary, regular: dict[str, frozenset[int]], last: dict[str, int]
) -> RowName | None:
    found = [entry for entry in candidates(values) if entry.table in regular]
    if not found or values.label is None or collides(values.label):
        return None
    later = [e for e in found if words.order(e.table, e.id) > last.get(e.table, -1)]
    entry = (later or found)[0]
    if values.is_own or id(values) in regular[entry.table]:
        return entry.table, entry.id
    return None


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
