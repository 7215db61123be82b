"""The labels of a form, prepared for finding them in print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from govreport_search.forms import Form, Layout, Row, Table
from govreport_search.text.label import label_key, split_numbering
from indexer.grid import Piece

HEADER_WORDS = (
    "信息内容",
    "申请人情况",
    "统计指标",
    "指标名称",
    "单位",
    "序号",
    "项目",
    "计量单位",
)
_SHORTEST_PART = 2
_MOST_SKIPPED = 6
_LONGEST_EXPLANATION = 8


class Kind(StrEnum):
    """What a printed label stands for."""

    ROW = "row"
    GROUP = "group"
    COLUMN = "column"
    HEADER = "header"


@dataclass(frozen=True)
class Entry:
    """One wording of one label.

    Attributes:
        key: as :func:`label_key` makes it.
        kind: row of values, group row, column, or any other header text.
        table: id of its table.
        id: id of the row or column; of the block in a table of one line; else empty.
        no: the number the form prints before it, in one spelling, or the wording's own.
    """

    key: str
    kind: Kind
    table: str
    id: str
    no: str = ""


class Vocabulary:
    """Every wording of a form's labels.

    Attributes:
        form: the form.
        entries: all wordings, rows first.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.entries = tuple(dict.fromkeys(_entries(form)))
        self._by_first: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self._by_first.setdefault(entry.key[0], []).append(entry)
        for same in self._by_first.values():
            same.sort(key=lambda entry: -len(entry.key))
        self._every_key = "\n".join(entry.key for entry in self.entries)
        groups = (e for e in self.entries if e.kind is Kind.GROUP)
        self._group_keys = "\n".join(f"{split_key(e.no)}{e.key}" for e in groups)
        self._coverage: dict[str, float] = {}

    @cached_property
    def rows(self) -> dict[tuple[str, str], Row]:
        """Every row by table and row id, group rows included."""
        return {(t.id, r.id): r for t in self.form.tables for r in t.rows}

    def order(self, table: str, row: str) -> int:
        """The row's position among all rows of its table."""
        return self._orders[(table, row)]

    @cached_property
    def _orders(self) -> dict[tuple[str, str], int]:
        return {(t.id, r.id): i for t in self.form.tables for i, r in enumerate(t.rows)}

    def is_group_part(self, piece: Piece) -> bool:
        """Whether a piece may be a fragment of a label that runs down beside the rows."""
        return len(piece.key) <= _MOST_SKIPPED and piece.key in self._group_keys

    def coverage(self, key: str) -> float:
        """Which share of a key consists of parts of labels, two characters long or more."""
        if key not in self._coverage:
            self._coverage[key] = self._measure(key)
        return self._coverage[key]

    def covers(self, key: str) -> bool:
        """Whether a key is made of parts of labels and nothing else."""
        return key in self._every_key or self.coverage(key) == 1.0

    def is_part(self, key: str) -> bool:
        """Whether a key is a part of a label as it stands, or is empty."""
        return key in self._every_key

    def _measure(self, key: str) -> float:
        covered = position = 0
        while position < len(key):
            length = 0
            while (
                position + length < len(key)
                and key[position : position + length + 1] in self._every_key
            ):
                length += 1
            if length >= _SHORTEST_PART:
                covered += length
            position += max(length, 1)
        return covered / len(key) if key else 1.0

    def longest(self, pieces: Sequence[Piece], start: int) -> tuple[int, tuple[Entry, ...]]:
        """The longest label printed from ``pieces[start]`` on.

        Fragments of group labels that stand in between are skipped.

        Returns:
            the index behind its last piece, and every entry of that wording; ``(start, ())``
            if no label begins here.
        """
        first = pieces[start].key
        if not first:
            return start, ()
        found: list[Entry] = []
        best, length = start, 0
        for entry in self._by_first.get(first[0], ()):
            if len(entry.key) < length:
                break
            end = self.consume(entry.key, pieces, start, len(pieces))
            if end is not None and end > start:
                if len(entry.key) > length:
                    best, found, length = end, [], len(entry.key)
                found.append(entry)
        return best, tuple(found)

    def consume(self, key: str, pieces: Sequence[Piece], start: int, end: int) -> int | None:
        """The index behind the piece that completes ``key``; ``None`` if it is not printed."""
        position = 0
        for index in range(start, end):
            piece = pieces[index]
            if piece.no and index > start and not self.is_group_part(piece):
                return None
            if piece.key and key.startswith(piece.key, position):
                position += len(piece.key)
            elif key[position:] == piece.bare_key:
                return _behind_explanation(pieces, index, end)
            elif piece.key and (index == start or not self.is_group_part(piece)):
                return None
            if position == len(key):
                return index + 1
        return None

    def unfinished(self, key: str, pieces: Sequence[Piece], start: int) -> int:
        """How many characters of ``key`` the pieces from ``start`` to the end print; 0 if none."""
        position = 0
        for index in range(start, len(pieces)):
            piece = pieces[index]
            if piece.no and index > start and not self.is_group_part(piece):
                return 0
            if piece.key and key.startswith(piece.key, position):
                position += len(piece.key)
            elif piece.key and (index == start or not self.is_group_part(piece)):
                return 0
        return position

    def glued(self, key: str) -> list[tuple[Entry, ...]]:
        """The labels of one table a key is made of: two or more whole ones and nothing else."""
        found: list[tuple[Entry, ...]] = []
        position = 0
        while position < len(key):
            same: list[Entry] = []
            for entry in self._by_first.get(key[position], ()):
                if same and len(entry.key) < len(same[0].key):
                    break
                if len(entry.key) >= _SHORTEST_PART and key.startswith(entry.key, position):
                    same.append(entry)
            if not same:
                return []
            found.append(tuple(same))
            position += len(same[0].key)
        if len(found) < 2:
            return []
        tables = set.intersection(*({entry.table for entry in same} for same in found))
        return found if tables else []

    def starting(self, char: str) -> Sequence[Entry]:
        """Entries whose key begins with that character, longest first."""
        return self._by_first.get(char, ())


@cache
def vocabulary(form: Form) -> Vocabulary:
    """The vocabulary of a form; made once."""
    return Vocabulary(form)


def _behind_explanation(pieces: Sequence[Piece], index: int, end: int) -> int:
    """The index behind an explanation in brackets that may be broken over pieces."""
    if re.search(r"[（(][^）)]*$", pieces[index].text):
        for last in range(index + 1, min(end, index + _LONGEST_EXPLANATION)):
            if pieces[last].no:
                break
            if re.search(r"[）)]", pieces[last].text):
                return last + 1
    return index + 1


def split_key(no: str) -> str:
    """The bare number: ``（三）`` gives 三."""
    return re.sub(r"\W", "", no)


def printed_no(row: Row) -> str:
    """A row's number in the spelling of :func:`split_numbering`."""
    if row.no and not re.search(r"\W", row.no):
        return f"{row.no}、"
    return split_numbering(row.no)[0]


def _entries(form: Form) -> Iterator[Entry]:
    for table in form.tables:
        for row in table.rows:
            yield from _row_entries(table, row)
    for table in form.tables:
        for column in table.columns:
            for wording in (column.label, *column.aliases):
                for key in _keys(wording):
                    yield Entry(key, Kind.COLUMN, table.id, column.id)
            if column.parent:
                yield Entry(label_key(column.parent), Kind.HEADER, table.id, "")
        if table.corner:
            yield Entry(label_key(table.corner), Kind.HEADER, table.id, "")
        for word in HEADER_WORDS:
            yield Entry(label_key(word), Kind.HEADER, table.id, "")


def _row_entries(table: Table, row: Row) -> Iterator[Entry]:
    single = table.layout is Layout.SINGLE_LINE
    kind = Kind.HEADER if single else Kind.GROUP if row.is_group else Kind.ROW
    for wording in (row.label, *row.aliases):
        no = split_numbering(wording)[0] or printed_no(row)
        for key in _keys(wording):
            yield Entry(key, kind, table.id, row.id, no)


def _keys(wording: str) -> Iterator[str]:
    """The key of a wording, and without the explanation in brackets at its end."""
    yield label_key(wording)
    bare = label_key(re.split(r"(?<=\S)[（(](?![一二三四五六七八九十]\s*[)）])", wording)[0])
    if len(bare) >= _SHORTEST_PART:
        yield bare
