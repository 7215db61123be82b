"""One cell a line, as scripts that walk an HTML table write it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.sample.sheet import Sheet, SheetRow


@dataclass(frozen=True, slots=True)
class StackedStyle:
    """How single cells follow each other.

    Attributes:
        mark: what follows each cell on its line, e.g. `` |``.
        between: a line between two cells; ``None`` for none.
        shadows: whether a line of bare marks stands for the merged cells of a row.
    """

    mark: str = ""
    between: str | None = None
    shadows: bool = False


def print_stacked(sheet: Sheet, style: StackedStyle) -> list[list[str]]:
    """The table's lines, row by row."""
    width = max(row.depth + len(row.values) for row in sheet.rows)
    chunks: list[list[str]] = []
    for row in sheet.rows:
        lines: list[str] = []
        for cell in _cells(row):
            lines.append(f"{cell}{style.mark}".strip())
            if style.between is not None:
                lines.append(style.between)
        lost = max(0, len(row.cells) - len(row.values))
        missing = width - len(_cells(row)) - _groups_above(row) - lost
        if style.shadows and missing > 0:
            lines.append(style.mark.strip() * missing)
        chunks.append(lines)
    return chunks


def _cells(row: SheetRow) -> list[str]:
    labels = [label for label in row.labels if label]
    return [*labels, *(printed.raw for printed in row.values)]


def _groups_above(row: SheetRow) -> int:
    """How many columns a merged group label above takes of this row."""
    return sum(1 for label in row.labels if not label)
