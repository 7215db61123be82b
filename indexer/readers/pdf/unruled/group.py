"""Words left of the labels, which name groups of rows and span them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from indexer.readers.rule import Region
from indexer.readers.typeset import TextLine, Word, text_lines

_COMMON, _FEWEST = 0.3, 3
"""So many labels, as a share and at least, begin at the left edge of a column of labels."""

_NEXT, _ALIGNED = 1.8, 0.5
"""Times the height of a word: how far below it the next line of its cell begins at most; times
its size: how far lines of one cell are out of line."""

_BESIDE, _NEAR = 0.35, 0.9
"""Times the height of a word: a label stands so near its values; lines of one begin no further."""

_GUTTER = 0.4
"""Groups and labels stand apart by more than this share of a letter."""

_WORDY = 3
"""Labels beside groups have usually so many characters; letters of one label set apart have not."""


def without_groups(labels: Sequence[Word], rows: Sequence[float]) -> tuple[list[Word], list[Word]]:
    """Words left of where most labels begin, which span rows; and the labels themselves.

    Args:
        labels: all words left of the values.
        rows: middle of each row's values.
    """
    starts = Counter(round(word.region.left / 1.5) for word in labels)
    lines = len(text_lines(labels))
    common = [at for at, count in starts.items() if count >= max(_FEWEST, _COMMON * lines)]
    cut = max(common) * 1.5 + 1 if common else 0.0
    if not any(word.region.right <= cut for word in labels):
        cut = _gutter(labels)
    left = [word for word in labels if word.region.right <= cut]
    own = [word for word in labels if word.region.right > cut]
    groups = [
        word
        for word in left
        if not _ends_label(word, own, left) and not _is_only_label(word, own, rows)
    ]
    return groups, [word for word in labels if word not in groups]


def _is_only_label(word: Word, own: Sequence[Word], rows: Sequence[float]) -> bool:
    """Whether a word stands beside a row of values that has no other label."""
    here = _middle(word)
    height = word.region.bottom - word.region.top
    beside = [at for at in rows if abs(at - here) < _BESIDE * height]
    return any(all(abs(_middle(w) - at) > _NEAR * height for w in own) for at in beside)


def _middle(word: Word) -> float:
    return (word.region.top + word.region.bottom) / 2


def _ends_label(word: Word, own: Sequence[Word], left: Sequence[Word]) -> bool:
    """Whether a word is the last line of the label above it, not one of a pile that goes on."""
    here = word.region
    height = here.bottom - here.top

    def is_next(upper: Region, lower: Region) -> bool:
        return 0 < lower.top - upper.top < _NEXT * height

    above = [w.region for w in own if is_next(w.region, here)]
    piled = [w.region for w in left if is_next(here, w.region)]
    within = [r for r in above if r.left <= here.left + 1 and r.right >= here.right - 1]
    aligned = [
        r
        for r in within
        if min(abs(r.left - here.left), abs(r.left + r.right - here.left - here.right) / 2)
        < _ALIGNED * word.size
    ]
    return bool(aligned) and not any(r.left < here.right and r.right > here.left for r in piled)


def _gutter(labels: Sequence[Word]) -> float:
    """Where groups end and centred labels, which have no common edge, begin; 0 where none do.

    Left of it and right of it stand words beside each other; what crosses it, the label of a
    row without such a group, has nothing to its right.
    """
    lines = text_lines(labels)
    beside = [
        (a, b)
        for line in lines
        for a, b in pairwise(line.words)
        if b.region.left - a.region.right > _GUTTER * min(a.size, b.size)
    ]
    for cut in sorted({b.region.left for _, b in beside}, reverse=True):
        pairs = [(a, b) for a, b in beside if a.region.right <= cut <= b.region.left]
        letters = sum(len(b.text) for _, b in pairs)
        if len(pairs) < _FEWEST or letters < _WORDY * len(pairs):
            continue
        if all(_is_parted(line, cut) for line in lines):
            return cut
    return 0.0


def _is_parted(line: TextLine, cut: float) -> bool:
    """Whether nothing stands right of what crosses a gutter in a line."""
    return not any(w.region.left < cut < w.region.right for w in line.words[:-1])
