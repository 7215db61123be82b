"""Labels that are printed with mistakes: the one row they can only mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from indexer.recognise.vocabulary import Entry

SHORTEST = 5
"""Shorter labels differ in one character (予以公开, 不予公开): only exact ones count."""

_USUAL = 0.34
_SAME_NUMBER = 0.5
_OTHER_NUMBER = 0.2
_MARGIN = 0.15
_WRONG_NUMBER = 0.3  # added to the distance of a row with another number
_FAR = 2.0
_WORD = 2


@lru_cache(maxsize=65_536)
def distance(left: str, right: str) -> int:
    """Edits that turn one key into the other (Levenshtein); the same labels come by again."""
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, start=1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(right, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (char != other))
    return row[-1]


def closest(key: str, no: str, entries: Iterable[Entry]) -> tuple[float, Entry] | None:
    """The only entry near enough to a misprinted key, and how far it is (0 to 1).

    A printed number that agrees allows more mistakes, one that differs fewer. ``None`` where
    nothing is near, or two rows are about as near, or the key is part of another row's label.
    """
    entries = tuple(entries)
    best: dict[tuple[str, str], tuple[float, Entry]] = {}
    for entry in entries:
        far = _distance(key, no, entry)
        name = (entry.table, entry.id)
        if far < _FAR and (name not in best or far < best[name][0]):
            best[name] = (far, entry)
    ranked = sorted(best.values(), key=lambda item: item[0])
    if not ranked or (len(ranked) > 1 and ranked[1][0] - ranked[0][0] < _MARGIN):
        return None
    meant = ranked[0][1]
    part_of = {(e.table, e.id) for e in entries if key in e.key}
    return None if part_of - {(meant.table, meant.id)} else ranked[0]


def _distance(key: str, no: str, entry: Entry) -> float:
    """Edits for each character, more for another number; ``_FAR`` where it is too much."""
    longer, shorter = max(len(key), len(entry.key)), min(len(key), len(entry.key))
    if shorter < SHORTEST or longer > 2 * shorter:
        return _FAR
    known_no = bool(no and entry.no)
    most = (_SAME_NUMBER if no == entry.no else _OTHER_NUMBER) if known_no else _USUAL
    # Each edit mends one character at most: a cheap bound before the costly count.
    shared = (Counter(key) & Counter(entry.key)).total()
    if longer - shared > most * longer:
        return _FAR
    far = distance(key, entry.key) / longer
    if far > most or has_other_word(key, entry.key):
        return _FAR
    return far + _WRONG_NUMBER if known_no and no != entry.no else far


def has_other_word(key: str, meant: str) -> bool:
    """Whether a whole word stands in place of another, or before the label.

    Misprints change single characters; 其他 for 行政 makes another row.
    """
    for change, left, left_end, right, right_end in SequenceMatcher(
        None, key, meant, autojunk=False
    ).get_opcodes():
        if change == "replace" and min(left_end - left, right_end - right) >= _WORD:
            return True
        if change == "delete" and left == 0 and left_end >= _WORD:
            return True
    return False
