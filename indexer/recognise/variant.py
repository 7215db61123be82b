"""Variants of one annex printed one below the other: which lines are whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from indexer.blocks import Line
from indexer.grid import Piece, Vector, items_of
from indexer.recognise.vocabulary import Kind, Vocabulary


def variant_heads(
    lines: Sequence[Line], words: Vocabulary, skipped: AbstractSet[int]
) -> dict[int, str]:
    """Lines, by index, whose column labels are those of one of several tables of a section.

    Empty where fewer than two tables have such a header: then what is printed is one table,
    and the number of its labels tells which.

    Args:
        lines: the report's lines.
        words: the form's labels.
        skipped: lines that are passed over.
    """
    names = _own_columns(words)
    found: dict[int, str] = {}
    for index, line in enumerate(lines) if names else ():
        items = items_of(line, index) if index not in skipped else []
        if any(isinstance(item, Vector) and not item.is_blank for item in items):
            continue
        tables = {names[i.key] for i in items if isinstance(i, Piece) and i.key in names}
        if len(tables) == 1:
            found[index] = tables.pop()
    return found if len(set(found.values())) > 1 else {}


def others_than(first: int, heads: Mapping[int, str], words: Vocabulary) -> frozenset[str]:
    """The tables of a section of which another one's header stands last above a line."""
    above = [index for index in heads if index <= first]
    if not above:
        return frozenset()
    own = words.form.table(heads[max(above)])
    same = (table for table in words.form.tables if table.section == own.section)
    return frozenset(table.id for table in same if table.id != own.id)


def _own_columns(words: Vocabulary) -> dict[str, str]:
    """Tables by the keys of column labels that no other label of the form has."""
    sections = [table.section for table in words.form.tables]
    several = {t.id for t in words.form.tables if sections.count(t.section) > 1}
    used: dict[str, set[tuple[str, Kind]]] = {}
    for entry in words.entries:
        used.setdefault(entry.key, set()).add((entry.table, entry.kind))
    return {
        entry.key: entry.table
        for entry in words.entries
        if entry.kind is Kind.COLUMN and entry.table in several and len(used[entry.key]) == 1
    }
