"""One row a line, cells between separators: tabs, Markdown tables, pipe rows."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from indexer.sample.sheet import RowKind, Sheet, SheetRow


@dataclass(frozen=True, slots=True)
class SeparatedStyle:
    """How cells are separated.

    Attributes:
        separator: what stands between two cells.
        start, end: what stands around a row.
        shadow: where the empty cells of a merged label stand: ``inside`` (after the label),
            ``end`` (after the values), or ``none``.
        groups: whether an empty cell marks the group above where its label is not repeated.
        rule: the line below the first row (Markdown), empty for none.
        pad: whether headers and captions are filled up to the table's width.
        broken: how often a long label goes on in a row of its own.
    """

    separator: str
    start: str = ""
    end: str = ""
    shadow: str = "none"
    groups: bool = True
    rule: str = ""
    pad: bool = True
    broken: float = 0.0


def print_separated(sheet: Sheet, style: SeparatedStyle, rng: Random) -> list[list[str]]:
    """The table's lines, row by row."""
    width = max(_label_width(row, style) + len(row.values) for row in sheet.rows)
    chunks: list[list[str]] = []
    for row in sheet.rows:
        lines = []
        for cells in _rows_of(row, style, rng):
            if style.pad and row.kind is not RowKind.DATA:
                cells += [""] * (width - len(cells))
            lines.append(style.start + style.separator.join(cells) + style.end)
        if style.rule and not chunks:
            lines.append(style.start + style.separator.join([style.rule] * width) + style.end)
        chunks.append(lines)
    return chunks


def _label_width(row: SheetRow, style: SeparatedStyle) -> int:
    if row.kind is not RowKind.DATA:
        return len(row.labels)
    return row.depth if style.shadow != "none" else len(row.labels)


def _rows_of(row: SheetRow, style: SeparatedStyle, rng: Random) -> list[list[str]]:
    values = [printed.raw for printed in row.values]
    if row.kind is not RowKind.DATA:
        return [[*row.labels, *values]]
    if not row.labels:
        return [values]
    labels = [label for label in row.labels if label or style.groups]
    shadows = [""] * (row.depth - len(row.labels)) if row.depth == 3 else []
    inside = shadows if style.shadow == "inside" else []
    whole = len(row.values) >= len(row.cells)
    after = shadows if style.shadow == "end" and whole else []
    if row.depth == 3 and len(labels[-1]) > 10 and rng.random() < style.broken:
        *outer, label = labels
        cut = rng.randint(len(label) // 2, len(label) - 1)
        rest = [""] * (len(inside) + len(values) + len(after))
        return [
            [*outer, label[:cut], *inside, *values, *after],
            [*([""] * len(outer)), label[cut:], *rest],
        ]
    return [[*labels, *inside, *values, *after]]
