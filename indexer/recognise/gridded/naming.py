"""Which row of the form each row of a grid is.

Labels that only one row of the form has name it; of labels that several have, and of rows
whose label is lost, the order of the rows, which the form fixes, must leave one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.recognise.closest import closest, distance
from indexer.recognise.gridded.label import RowLabel, read_label
from indexer.recognise.gridded.printed import printed_tables
from indexer.recognise.gridded.strip import RowName, Strip, is_blank
from indexer.recognise.vocabulary import Entry, Kind, Vocabulary

_SHORTEST = 3
"""Characters of a label that may be taken for an altered one; one changed makes another of two."""

_MOST = 10_000
"""More rows than any form has."""


def name_rows(rows: Sequence[Strip], words: Vocabulary) -> None:
    """Set the name of every row that can be told."""
    body = [row for row in rows if not row.is_header and not row.is_blank]
    tables = printed_tables(body, words)
    may_be = {id(row): _names(row, words, tables) for row in body}
    for row in body:
        if len(may_be[id(row)]) == 1:
            row.name = may_be[id(row)][0]
    for table in tables:
        _by_neighbours(body, may_be, table, words)
        _misprinted(body, may_be, table, words)
        _altered(body, may_be, table, words)
    _unsettle_groups(body, words)
    for table in tables:
        _lost(body, table, words)


def _names(row: Strip, words: Vocabulary, tables: Sequence[str]) -> list[RowName]:
    """The rows a label may name; group rows only where no row of values may be meant."""
    if row.label is None:
        return []
    entries = [entry for entry in row.label.entries if entry.table in tables]
    if row.top is not None and len({entry.table for entry in entries}) > 1:
        # Two tables of one chapter share labels; the header above says which one this is.
        entries = [e for e in entries if e.table == row.top.table] or entries
    plain = [entry for entry in entries if entry.kind is Kind.ROW]
    names = list(dict.fromkeys((e.table, e.id) for e in entries))
    if len(names) > 1 and plain and len(plain) < len(entries):
        inside = _with_group(row, plain, words)
        names = list(dict.fromkeys((e.table, e.id) for e in inside)) or names
    groups = _groups(row, words)
    within = [name for name in names if set(_ancestors(name, words)) & groups]
    return within if within else names


def _with_group(row: Strip, plain: Sequence[Entry], words: Vocabulary) -> list[Entry]:
    groups = _groups(row, words)
    return [e for e in plain if set(_ancestors((e.table, e.id), words)) & groups]


def _groups(row: Strip, words: Vocabulary) -> set[RowName]:
    """Rows named by cells that stand before the row's label or reach down beside it."""
    found = {(e.table, e.id) for e in (row.label.groups if row.label else ())}
    for cell in row.above:
        label = read_label([cell], words)
        if label is not None:
            found.update((entry.table, entry.id) for entry in label.entries)
    return found


def _ancestors(name: RowName, words: Vocabulary) -> list[RowName]:
    table, row = name
    found = []
    while parent := words.rows[(table, row)].parent:
        found.append((table, parent))
        row = parent
    return found


def _by_neighbours(
    body: Sequence[Strip], may_be: dict[int, list[RowName]], table: str, words: Vocabulary
) -> None:
    """Name rows whose label several rows have by the named ones before and behind."""
    for index, row in enumerate(body):
        mine = [name for name in may_be[id(row)] if name[0] == table]
        if row.name is not None or len(mine) < 2:
            continue
        low, high = bounds(body, index, table, words)
        fitting = [name for name in mine if low < words.order(*name) < high]
        if len(fitting) == 1:
            row.name = fitting[0]


def bounds(body: Sequence[Strip], index: int, table: str, words: Vocabulary) -> tuple[float, float]:
    """The order of the named rows of a table next to a row, before and behind it."""
    low, high = -1.0, float("inf")
    for row in reversed(body[:index]):
        if row.name is not None and row.name[0] == table:
            low = words.order(*row.name)
            break
    for row in body[index + 1 :]:
        if row.name is not None and row.name[0] == table:
            high = words.order(*row.name)
            break
    return low, high


def _misprinted(
    body: Sequence[Strip], may_be: dict[int, list[RowName]], table: str, words: Vocabulary
) -> None:
    """Name rows with an unknown label that can only be a row which is printed nowhere else."""
    printed = {name for names in may_be.values() for name in names}
    taken: set[RowName] = set()
    for index, row in enumerate(body):
        if row.name is not None or row.label is None or may_be[id(row)]:
            continue
        if row.top is not None and row.top.table != table:
            continue
        low, high = bounds(body, index, table, words)
        if low < 0 and high == float("inf"):
            continue
        near = closest(row.label.key, row.label.no, _free(table, printed | taken, words))
        if near is None:
            continue
        name = (near[1].table, near[1].id)
        groups = {g for g in _groups(row, words) if g[0] == table}
        strange = groups and not set(_ancestors(name, words)) & groups
        if low < words.order(*name) < high and not strange:
            row.name, row.is_guess = name, True
            taken.add(name)


def _altered(
    body: Sequence[Strip], may_be: dict[int, list[RowName]], table: str, words: Vocabulary
) -> None:
    """Name an unknown row that stands where just one row of the form lacks and is named alike.

    Its label begins with the other or is the beginning of it (行政强制措施), or has one
    character changed.
    """
    for index, row in enumerate(body):
        if row.name is not None or row.label is None or may_be[id(row)] or not row.values:
            continue
        low, high = bounds(body, index, table, words)
        between = [r for r in _between(body, index, table) if r.name is None and r.values]
        inside = words.form.table(table).rows[int(low) + 1 : None if high > _MOST else int(high)]
        lacking = [each for each in inside if not each.is_group]
        if low < 0 or len(between) != 1 or len(lacking) != 1:
            continue
        name = (table, lacking[0].id)
        entries = [e for e in words.entries if (e.table, e.id) == name]
        if any(_is_alike(row.label, entry) for entry in entries):
            row.name, row.is_guess = name, True


def _between(body: Sequence[Strip], index: int, table: str) -> list[Strip]:
    """The rows around one, from the named row of the table before it to the one behind."""
    first = last = index
    while first > 0 and not _is_of(body[first - 1], table):
        first -= 1
    while last + 1 < len(body) and not _is_of(body[last + 1], table):
        last += 1
    return list(body[first : last + 1])


def _is_of(row: Strip, table: str) -> bool:
    return row.name is not None and row.name[0] == table


def _is_alike(label: RowLabel, entry: Entry) -> bool:
    if label.no and entry.no and label.no != entry.no:
        return False
    key, other = sorted((label.key, entry.key), key=len)
    if len(key) < _SHORTEST:
        return False
    return distance(key, other) == 1 or (len(key) > _SHORTEST and other.startswith(key))


def _free(table: str, printed: set[RowName], words: Vocabulary) -> list[Entry]:
    kinds = (Kind.ROW, Kind.GROUP)
    return [
        e
        for e in words.entries
        if e.table == table and e.kind in kinds and (e.table, e.id) not in printed
    ]


def _unsettle_groups(body: Sequence[Strip], words: Vocabulary) -> None:
    """Values beside a label that spans several rows are of a row below it whose own is lost."""
    printed = {row.name for row in body if row.name is not None}
    for row in body:
        if row.name is None or row.label is None or not row.has_values:
            continue
        below = {
            (row.name[0], child.id) for child in words.form.table(row.name[0]).children(row.name[1])
        }
        spans = row.labels[row.label.cell].rows > max((cell.rows for cell in row.values), default=1)
        beside = any(map(is_blank, row.labels[row.label.cell + 1 :])) or spans
        is_group = words.rows[row.name].is_group
        lacks = bool(below) and not below <= printed
        if (spans and (is_group or lacks)) or (is_group and beside and below & printed and lacks):
            row.groups = (row.name,)
            row.name = None


def _lost(body: Sequence[Strip], table: str, words: Vocabulary) -> None:
    """Name rows without a label where just as many of the form's are lacking between two."""
    named = [i for i, row in enumerate(body) if row.name is not None and row.name[0] == table]
    printed = {body[i].name for i in named}
    data = words.form.table(table).rows
    ends = [_begin(body, named, table), *named, *_end(body, named, table)]
    for first, end in pairwise(ends):
        between = body[first + 1 : end]
        nameless = [row for row in between if _is_nameless(row)]
        others = [row for row in between if not _is_nameless(row) and row.has_values]
        low = words.order(*_name_of(body[first])) if first in named else -1
        high = words.order(*_name_of(body[end])) if end in named else len(data)
        lacking = [
            (table, row.id)
            for row in data[low + 1 : max(high, low + 1)]
            if not row.is_group and (table, row.id) not in printed
        ]
        if not nameless or others or len(nameless) != len(lacking):
            continue
        if all(_may_stand(row, name, words) for row, name in zip(nameless, lacking, strict=True)):
            for row, name in zip(nameless, lacking, strict=True):
                row.name, row.is_guess = name, True


def _begin(body: Sequence[Strip], named: Sequence[int], table: str) -> int:
    """The index before the first row below the table's first header; that of its first row."""
    if not named:
        return -1
    first = named[0]
    top = body[first].top
    while first > 0 and top is not None and top.table == table and body[first - 1].top is top:
        first -= 1
    return first - 1 if top is not None and top.table == table else named[0]


def _end(body: Sequence[Strip], named: Sequence[int], table: str) -> list[int]:
    """The index behind the last row without a label that still belongs to the table."""
    if not named:
        return []
    end = named[-1] + 1
    while end < len(body) and _is_nameless(body[end]):
        top = body[end].top
        if (top is not None and top.table != table) or body[end].grid > body[end - 1].grid + 1:
            break
        end += 1
    return [end] if end > named[-1] + 1 else []


def _name_of(row: Strip) -> RowName:
    assert row.name is not None
    return row.name


def _is_nameless(row: Strip) -> bool:
    """Whether a row of values has no label, and nothing in place of one."""
    if row.name is not None or not row.values or not (row.label is None or row.groups):
        return False
    return bool(row.groups) or all(map(is_blank, row.labels))


def _may_stand(row: Strip, name: RowName, words: Vocabulary) -> bool:
    """Whether the groups printed beside a row without a label are its own."""
    groups = {g for g in (*_groups(row, words), *row.groups) if g[0] == name[0]}
    own = {*_ancestors(name, words), name}
    return not groups or bool(groups & own)
