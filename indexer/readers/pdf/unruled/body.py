"""The rows below a table's header: values on lines of their own, labels around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from indexer.readers.pdf.unruled.column import Column, columns_of
from indexer.readers.pdf.unruled.group import without_groups
from indexer.readers.pdf.unruled.label import Labels, labels_of, middle, pitch_of
from indexer.readers.pdf.unruled.word import is_number, with_numberings
from indexer.readers.typeset import TextLine, Word, text_lines

_UNIT = 3
"""A unit of measure has at most so many characters (万元, 人次)."""

_MOSTLY = 0.6
_CLOSE, _BROKEN, _SAME = 1.3, 1.15, 0.75
"""Times the distance of lines: rows this near have one label, may hold the halves of one number,
are one row whose numbers are broken."""


_Row = tuple[float, list[Word]]
"""The height at which values stand, and those."""


class Band(NamedTuple):
    """A row of values.

    Attributes:
        words: its values, from left to right.
        label: the lines of its label.
        is_sure: whether label and values belong together beyond doubt.
    """

    words: tuple[Word, ...]
    label: tuple[TextLine, ...]
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table.

    Attributes:
        bands: rows of values and, without values, labels that stand alone.
        columns: those that print any value, units of measure included.
        label_end: where labels end.
        groups: words left of the labels, which stand for several rows.
        outside: indexes of lines at its ends that are of no row.
        has_labels: whether labels stand left of the values; a table of one line has none.
    """

    bands: tuple[Band, ...]
    columns: tuple[Column, ...]
    label_end: float
    groups: tuple[Word, ...]
    outside: frozenset[int]
    has_labels: bool = True


def body_of(
    lines: Sequence[TextLine],
    values: Sequence[list[Word]],
    rules: Sequence[float],
    ends: tuple[bool, bool],
) -> Body | None:
    """The rows that lines hold; ``None`` where labels and values cannot be told apart.

    Args:
        lines: from the first that may be of a row to the last.
        values: the numbers of each that stand alone.
        rules: heights of horizontal rules.
        ends: whether the first and the last lines may be of labels on other pages.
    """
    rows, labels, units = _parted(lines, values)
    if not labels and len(rows) == 1:
        band = Band(tuple(rows[0][1]), ())
        return Body((band,), columns_of(band.words), 0.0, (), frozenset(), has_labels=False)
    if not labels or not rows:
        return None
    groups, own = without_groups(with_numberings(labels), [at for at, _ in rows])
    if groups and 2 * sum(len(word.text) > _UNIT for word in own) < len(own):
        return None  # units that touch a label: what looks like groups are the labels
    printed = text_lines(own)
    pitch = pitch_of(printed)
    rows = _joined(rows, pitch)
    fitted = labels_of(printed, [at for at, _ in rows], rules, ends)
    bands = _bands(rows, printed, fitted, pitch)
    taken = {i for first, end in fitted.blocks for i in range(first, end)}
    alone = [i for i in range(len(printed)) if i not in taken]
    first_at, last_at = rows[0][0], rows[-1][0]
    inner = [i for i in alone if first_at < middle(printed[i]) < last_at]
    bands += [(middle(printed[i]), Band((), (printed[i],))) for i in inner]
    beyond = [middle(printed[i]) for i in alone if i not in inner]
    outside = frozenset(
        i
        for i, line in enumerate(lines)
        if any(abs(middle(line) - at) < 0.1 * pitch for at in beyond) and not values[i]
    )
    away = [w for w in groups if any(w in lines[i].words for i in outside)]
    bands.sort(key=lambda pair: pair[0])
    groups = [word for word in groups if word not in away]
    ends_at = [line.region.right for _, band in bands for line in band.label]
    ends_at += [word.region.right for word in groups]
    return Body(
        tuple(band for _, band in bands),
        columns_of(word for _, held in rows for word in held if is_number(word) or word in units),
        max(ends_at, default=0.0),
        tuple(groups),
        outside,
    )


def _parted(
    lines: Sequence[TextLine], values: Sequence[list[Word]]
) -> tuple[list[_Row], list[Word], set[Word]]:
    """Values with their height, words of labels, and those values that are units."""
    edge = min((words[0].region.left for words in values if words), default=0.0)
    left = [[word for word in line.words if word.region.right <= edge + 1] for line in lines]
    units = _units(left, values)
    rows: list[_Row] = []
    labels: list[Word] = []
    for line, found, words in zip(lines, values, left, strict=True):
        numbers = found
        if len(words) + len(numbers) != len(line.words):
            extra = [w for w in line.words if w.region.right > edge + 1 and w not in numbers]
            numbers = sorted([*numbers, *extra], key=lambda w: w.region.left)
        beside = [word for word in words if word in units]
        labels += [word for word in words if word not in units]
        if beside or numbers:
            held = [*beside, *numbers]
            rows.append((sum(w.region.top + w.region.bottom for w in held) / 2 / len(held), held))
    return rows, labels, units


def _bands(
    rows: Sequence[_Row], printed: Sequence[TextLine], fitted: Labels, pitch: float
) -> list[tuple[float, Band]]:
    """Each row of values with its label and height."""
    loose = median([b - a for (a, _), (b, _) in pairwise(rows)] or [0.0]) > _CLOSE * pitch
    bands: list[tuple[float, Band]] = []
    for turn, ((at, held), (first, end)) in enumerate(zip(rows, fitted.blocks, strict=True)):
        near = any(abs(at - o) < _CLOSE * pitch for i, (o, _) in enumerate(rows) if i != turn)
        close = any(abs(at - o) < _BROKEN * pitch for i, (o, _) in enumerate(rows) if i != turn)
        sure = (first < end or not near) and turn not in fitted.unclear and not (loose and close)
        bands.append((at, Band(tuple(held), tuple(printed[first:end]), sure)))
    return bands


def _joined(rows: Sequence[_Row], pitch: float) -> list[_Row]:
    """Rows of values nearer than lines of one cell stand are one: some numbers are broken."""
    found: list[list[_Row]] = []
    for row in rows:
        if found and row[0] - found[-1][-1][0] < _SAME * pitch:
            found[-1].append(row)
        else:
            found.append([row])
    return [
        ((near[0][0] + near[-1][0]) / 2, [word for _, held in near for word in held])
        for near in found
    ]


def _units(left: Sequence[Sequence[Word]], values: Sequence[Sequence[Word]]) -> set[Word]:
    """Short words right of all labels, each beside a row's values: units of measure."""
    words = [word for each in left for word in each]
    columns = columns_of(words)
    if len(columns) < 2:
        return set()
    last = columns[-1]
    found = [word for word in words if last.meets(word)]
    if any(len(word.text) > _UNIT for word in found):
        return set()
    beside = sum(
        1
        for mine, numbers in zip(left, values, strict=True)
        if numbers and any(last.meets(word) for word in mine)
    )
    return set(found) if beside >= _MOSTLY * sum(map(bool, values)) else set()
