"""What the label cells of a grid's row say: which rows of the form they may name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from govreport_search.text.label import label_key, plain_key, split_numbering
from indexer.blocks import GridCell
from indexer.recognise.event import UNIT_CELLS
from indexer.recognise.vocabulary import Entry, Kind, Vocabulary

_MOST_JOINED = 4
_NUMBERED = re.compile(
    r"(?<!第)(?=[（(][一二三四五六七八][）)])|(?<![\d.、．第])(?=\d{1,2}[.、．](?!\d))"
)
_EXPLANATION = re.compile(r"[（(](?!\s*[一二三四五六七八九十]+\s*[)）])")
_WITH_VALUES = (Kind.ROW, Kind.GROUP)


@dataclass(frozen=True)
class RowLabel:
    """The label of one row.

    Attributes:
        text: as printed, lines and cells joined; group labels before it left out.
        no: its number in one spelling; empty if it has none.
        entries: rows and group rows of the form it names exactly.
        groups: entries of the labels printed before it in the same row.
        cell: index among the row's label cells of the one it ends in.
    """

    text: str
    no: str
    entries: tuple[Entry, ...]
    groups: tuple[Entry, ...] = ()
    cell: int = 0

    @property
    def key(self) -> str:
        """What is compared of it."""
        return label_key(self.text)


def cell_text(cell: GridCell) -> str:
    """A label as one line: its line breaks are only those of the cell."""
    joined = ""
    for part in (part.strip() for part in cell.text.split("\n")):
        apart = joined[-1:].isascii() and joined[-1:].isalpha() and part[:1].isascii()
        joined += " " * (apart and part[:1].isalpha()) + part
    return joined


@cache
def _by_key(words: Vocabulary) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in words.entries:
        found.setdefault(entry.key, []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


def entries_of(text: str, words: Vocabulary) -> tuple[Entry, ...]:
    """Every label of the form a text is, with or without an explanation in brackets."""
    known = _by_key(words)
    rest = split_numbering(text)[1]
    for wording in (rest, text, _EXPLANATION.split(rest, maxsplit=1)[0]):
        key = plain_key(wording)
        if key and key in known:
            return known[key]
    return ()


def rows_of(text: str, words: Vocabulary) -> tuple[Entry, ...]:
    """The rows and group rows a text names; its number decides where one of them has it."""
    rows = tuple(entry for entry in entries_of(text, words) if entry.kind in _WITH_VALUES)
    no = split_numbering(text)[0]
    agreeing = tuple(entry for entry in rows if no and entry.no == no)
    return agreeing or rows


def read_label(cells: Sequence[GridCell], words: Vocabulary) -> RowLabel | None:
    """The label of a row by its label cells; ``None`` where they print no words.

    The last cell names the row, what stands before it are its groups. A label may be broken
    over cells, its number may have a cell of its own, and one cell may hold group and row.
    """
    texts = [
        (index, cell_text(cell))
        for index, cell in enumerate(cells)
        if cell.text.strip() and plain_key(cell.text) not in UNIT_CELLS
    ]
    texts = [(index, text) for index, text in texts if not text.isdigit()]
    if not texts:
        return None
    found: list[RowLabel] = []
    start = 0
    while start < len(texts):
        label, start = _longest(texts, start, words)
        found.extend(label)
    last = found[-1]
    if last.entries and not _names_row(last):
        last = next((label for label in reversed(found) if _names_row(label)), last)
    groups = tuple(entry for label in found if label is not last for entry in label.entries)
    if not last.entries and len(found) > 1 and not found[-2].entries:
        texts_joined = "".join(label.text for label in found[_run_of_unknown(found) :])
        last = RowLabel(texts_joined, split_numbering(texts_joined)[0], (), (), last.cell)
    return RowLabel(last.text, last.no, last.entries, groups, last.cell)


def _names_row(label: RowLabel) -> bool:
    """Whether a label names a row of values; a group's may stand behind it, moved by a cut."""
    return any(entry.kind is Kind.ROW for entry in label.entries)


def _run_of_unknown(found: Sequence[RowLabel]) -> int:
    first = len(found)
    while first > 0 and not found[first - 1].entries:
        first -= 1
    return first


def _longest(
    texts: Sequence[tuple[int, str]], start: int, words: Vocabulary
) -> tuple[list[RowLabel], int]:
    """The label that begins in a cell and takes most cells, and the index behind it."""
    for end in range(min(len(texts), start + _MOST_JOINED), start, -1):
        joined = "".join(text for _, text in texts[start:end])
        entries = rows_of(joined, words)
        single = end == start + 1
        whole = any(entry.key == label_key(joined) for entry in entries)
        if entries and (single or (whole and not _whole_labels(texts[start:end], words))):
            no = split_numbering(joined)[0]
            return [RowLabel(joined, no, entries, (), texts[end - 1][0])], end
    index, text = texts[start]
    parts = [part for part in _NUMBERED.split(text) if part.strip()]
    if len(parts) > 1 and all(rows_of(part, words) for part in parts):
        named = [
            RowLabel(part, split_numbering(part)[0], rows_of(part, words), (), index)
            for part in parts
        ]
        return named, start + 1
    return [RowLabel(text, split_numbering(text)[0], (), (), index)], start + 1


def _whole_labels(texts: Sequence[tuple[int, str]], words: Vocabulary) -> bool:
    """Whether two cells or more are labels by themselves: then they are not one label."""
    return sum(1 for _, text in texts if rows_of(text, words)) > 1
