"""Cells separated by single spaces, labels broken over lines: PDF and browser-print text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from indexer.sample.sheet import RowKind, Sheet, SheetRow


@dataclass(frozen=True, slots=True)
class SpacedStyle:
    """How a spaced text breaks.

    Attributes:
        width: characters of a label before it goes on in the next line.
        group_width: the same for the label of a group of rows.
        gap: whether an empty line follows each line.
        vertical: whether column labels are printed one character per line.
        inline: how often the values stand on the label's last line rather than on their own.
        around: how often they stand between two lines of the label.
        space: what stands between two cells.
    """

    width: int
    group_width: int
    gap: bool
    vertical: bool
    inline: float
    around: float
    space: str = " "


def print_spaced(sheet: Sheet, style: SpacedStyle, rng: Random) -> list[list[str]]:
    """The table's lines, row by row."""
    return [_spread(_row_lines(sheet, row, style, rng), style, rng) for row in sheet.rows]


def _spread(row: Iterator[str], style: SpacedStyle, rng: Random) -> list[str]:
    lines: list[str] = []
    for line in row:
        lines.append(line)
        if style.gap and rng.random() < 0.8:
            lines.append("")
    return lines


def _row_lines(sheet: Sheet, row: SheetRow, style: SpacedStyle, rng: Random) -> Iterator[str]:
    if row.kind is RowKind.CAPTION:
        yield row.label
    elif row.kind is RowKind.HEADER:
        yield from _header_lines(sheet, row, style)
    else:
        for group in row.labels[:-1]:
            if group and row.depth == 3:
                yield from wrap(group, style.group_width)
        yield from _data_lines(row, style, rng)


def _header_lines(sheet: Sheet, row: SheetRow, style: SpacedStyle) -> Iterator[str]:
    labels = [printed.raw for printed in row.values]
    if sheet.table.corner and labels[0] == sheet.table.corner:
        yield from wrap(labels[0], style.width + 8)
        yield style.space.join(labels[1:])
    elif style.vertical and sheet.table.id == "disputes":
        for label in labels:
            yield from label if len(label.replace(" ", "")) <= 4 else (label,)
    else:
        yield style.space.join(labels)


def _data_lines(row: SheetRow, style: SpacedStyle, rng: Random) -> Iterator[str]:
    values = style.space.join(p.raw for p in row.values if p.raw.strip())
    if not row.labels:
        yield values
        return
    label = row.label if row.depth == 3 else " ".join(row.labels)
    lines = wrap(label, style.width) if row.depth == 3 else [label]
    if len(lines) > 1 and rng.random() < style.around:
        cut = rng.randint(1, len(lines) - 1)
        yield from lines[:cut]
        yield values
        yield from lines[cut:]
    elif row.depth < 3 or len(lines) == 1 or rng.random() < style.inline:
        yield from lines[:-1]
        yield f"{lines[-1]}{style.space}{values}".rstrip()
    else:
        yield from lines
        yield values


def wrap(label: str, width: int) -> list[str]:
    """A label cut into lines of at most that many characters."""
    return [label[start : start + width].strip() for start in range(0, len(label), width)]
