"""Pieces of label into labels of the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from indexer.grid import Piece
from indexer.recognise.vocabulary import Entry, Kind, Vocabulary

_LONGEST_RUN = 12
_MOST_BETWEEN = 4


@dataclass(frozen=True)
class Unit:
    """One printed label, or pieces that are none.

    Attributes:
        pieces: what it is printed in; pieces of group labels between them are not among them.
        entries: the labels it may be; empty for pieces that are no label.
        is_known: whether all of it is made of the form's words, label or not.
        is_guess: whether it is read as the only label it can be, misprinted.
    """

    pieces: tuple[Piece, ...]
    entries: tuple[Entry, ...] = ()
    is_known: bool = True
    is_guess: bool = False

    @property
    def no(self) -> str:
        """The printed number before it."""
        return self.pieces[0].no

    @property
    def label(self) -> str:
        """As printed, joined over lines."""
        text = ""
        for piece in self.pieces:
            gap = " " if text and piece.text[:1].isascii() and text[-1:].isalnum() else ""
            text += gap + piece.text
        return text

    def entry(self, kind: Kind) -> Entry | None:
        """The first entry of that kind that agrees with the printed number best."""
        same = [entry for entry in self.entries if entry.kind is kind]
        if not same:
            return None
        agreeing = [entry for entry in same if self.no and entry.no == self.no]
        return (agreeing or same)[0]

    def rows(self) -> tuple[Entry, ...]:
        """Row entries that the printed number allows."""
        rows = tuple(e for e in self.entries if e.kind in (Kind.ROW, Kind.GROUP))
        agreeing = tuple(e for e in rows if self.no and e.no == self.no)
        return agreeing or rows


def collides(label: Unit) -> bool:
    """Whether a row's label is a column's as well, and its number does not decide."""
    rows = label.rows()
    numbered = bool(label.no) and any(entry.no == label.no for entry in rows)
    return not numbered and any(e.kind in (Kind.COLUMN, Kind.HEADER) for e in label.entries)


def units(pieces: Sequence[Piece], words: Vocabulary) -> list[Unit]:
    """Cut pieces into labels; what lies between them stays one unit for each piece."""
    pieces = _with_numbers(pieces)
    result: list[Unit] = []
    index = 0
    while index < len(pieces):
        end, entries = words.longest(pieces, index)
        if entries:
            used = tuple(
                p
                for p in pieces[index:end]
                if p.key and any(p.key in e.key or p.bare_key in e.key for e in entries)
            )
            result.append(Unit(used, entries))
            index = end
            continue
        piece = pieces[index]
        glued = [] if piece.no else words.glued(piece.key)  # cells of a header have no number
        result.extend(
            Unit((Piece(entries[0].key, piece.line, piece.cell),), entries) for entries in glued
        )
        if not glued:
            result.append(Unit((piece,), (), words.is_part(piece.key)))
        index += 1
    return result


def _with_numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces, a number alone joined to the piece behind it that has none."""
    result: list[Piece] = []
    for piece in pieces:
        above = result[-1] if result else None
        if above is not None and above.no and not above.key and piece.key and not piece.no:
            result[-1] = Piece(above.text + piece.text, piece.line, piece.cell)
        else:
            result.append(piece)
    return result


def split_unit(
    before: Sequence[Piece], after: Sequence[Piece], words: Vocabulary
) -> tuple[int, int, Unit] | None:
    """A label that begins before its values and ends behind them.

    Returns:
        the index of its first piece before, the number of pieces it takes behind, and the
        label; ``None`` if there is none.
    """
    starts = range(max(0, len(before) - _LONGEST_RUN), len(before)) if after else ()
    for kind, start in product((Kind.ROW, Kind.GROUP), starts):
        first = before[start]
        for entry in words.starting(first.key[:1]):
            if entry.kind is not kind or (kind is Kind.GROUP and first.no != entry.no):
                continue
            printed = words.unfinished(entry.key, before, start)
            fewest = 1 if first.no and first.no == entry.no else 2
            if not fewest <= printed < len(entry.key):
                continue
            behind = _label_end(after, entry.key[printed:], words)
            if behind == 0:
                continue
            used = (*before[start:], *after[:behind])
            return start, behind, Unit(tuple(p for p in used if p.key in entry.key), (entry,))
    return None


def _label_end(after: Sequence[Piece], rest: str, words: Vocabulary) -> int:
    """How many pieces behind the values it takes to print the rest of a label; 0 if it is not."""
    for index, piece in enumerate(after[:_MOST_BETWEEN]):
        if piece.no and not words.is_group_part(piece):
            break
        if piece.key and rest.startswith(piece.key):
            return words.consume(rest, after, index, len(after)) or 0
    return 0
