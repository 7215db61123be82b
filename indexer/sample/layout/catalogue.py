"""Every layout by name: which printer with which style, and what it keeps of blanks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from indexer.sample.layout.separated import SeparatedStyle, print_separated
from indexer.sample.layout.spaced import SpacedStyle, print_spaced
from indexer.sample.layout.stacked import StackedStyle, print_stacked
from indexer.sample.sheet import Sheet


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One way of printing tables and the text around them.

    Attributes:
        print_sheet: gives a table's lines, row by row.
        keeps_blanks: whether a blank cell can be seen.
        line_width: where paragraphs are broken, 0 for never.
        gap: whether paragraphs have empty lines between their lines.
        suffix: of the file's name.
    """

    print_sheet: Callable[[Sheet, Random], list[list[str]]]
    keeps_blanks: bool
    line_width: int = 0
    gap: bool = False
    suffix: str = ".txt"


def _spaced(style: SpacedStyle, line_width: int) -> TableLayout:
    return TableLayout(
        lambda sheet, rng: print_spaced(sheet, style, rng), False, line_width, style.gap
    )


def _separated(style: SeparatedStyle, suffix: str = ".txt") -> TableLayout:
    return TableLayout(lambda sheet, rng: print_separated(sheet, style, rng), True, suffix=suffix)


def _stacked(style: StackedStyle, keeps_blanks: bool, gap: bool = False) -> TableLayout:
    return TableLayout(lambda sheet, _rng: print_stacked(sheet, style), keeps_blanks, gap=gap)


LAYOUTS: dict[str, TableLayout] = {
    "narrow": _spaced(SpacedStyle(5, 3, True, False, 0.5, 0.05), 70),
    "browser_print": _spaced(SpacedStyle(10, 3, False, True, 0.5, 0.0), 42),
    "wide": _spaced(SpacedStyle(18, 6, False, False, 0.8, 0.0), 38),
    "aligned": _spaced(SpacedStyle(14, 4, False, False, 0.6, 0.0, "       "), 30),
    "tabs_inside": _separated(SeparatedStyle("\t", shadow="inside")),
    "tabs_end": _separated(SeparatedStyle("\t", shadow="end", pad=False)),
    "markdown": _separated(
        SeparatedStyle(" | ", "| ", " |", shadow="inside", rule="---", broken=0.1), ".md"
    ),
    "pipe_rows": _separated(SeparatedStyle(" | ", groups=False, pad=False)),
    "pipe_rows_closed": _separated(SeparatedStyle(" | ", end=" |", groups=False, pad=False)),
    "cells": _stacked(StackedStyle(between=""), keeps_blanks=False, gap=True),
    "cells_close": _stacked(StackedStyle(), keeps_blanks=False),
    "cells_bars": _stacked(StackedStyle(between="|"), keeps_blanks=False),
    "pipe_cells": _stacked(StackedStyle(mark=" |", shadows=True), keeps_blanks=True),
}
