"""Grids that print another year's numbers: comparisons over years, and last year's table again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govreport_search.text.label import plain_key
from indexer.blocks import Grid, GridCell, Line, in_one_line
from indexer.grid import is_value

_HEAD = 3  # rows of a grid that may be its header
_CAPTION = 2  # lines above a grid that may announce it
_LONGEST_CAPTION = 40
_YEAR = re.compile(r"(20\d\d)年?度?(?:数据?|统计数|情况)?")
_PAST = re.compile(r"(?:上一?年|去年|往年)度?(?:同期)?(?:数据?|统计数|情况)?")
_ANNOUNCED = re.compile(r"上一?年|去年|往年")
_NAMED_YEAR = re.compile(r"(20\d\d)年")
_SENTENCE = re.compile(r"[，。；,;]")
_SHARED = 0.8
_FEWEST = 3


def without_other_years(grids: Sequence[Grid], lines: Sequence[Line]) -> tuple[Grid, ...]:
    """The grids that may print the report's own tables.

    A grid with columns of several years, or one of last year's, is a comparison. A grid that is
    announced as last year's is left out where the report prints its labels in another one, too.
    """
    own = [grid for grid in grids if not _compares(grid)]
    said = {grid: _captions(grid, lines) for grid in own}
    latest = max(map(_year, said.values()), default=0)
    past = [
        grid
        for grid, texts in said.items()
        if any(map(_ANNOUNCED.search, texts)) or 0 < _year(texts) < latest
    ]
    printed = {label for grid in own if grid not in past for label in _labels(grid)}
    again = [grid for grid in past if _is_again(grid, printed)]
    return tuple(grid for grid in own if grid not in again)


def _compares(grid: Grid) -> bool:
    heads = [_text(cell) for cell in grid.cells if cell.row < _HEAD]
    years = {found[1] for text in heads if (found := _YEAR.fullmatch(text))}
    return len(years) > 1 or any(_PAST.fullmatch(text) for text in heads)


def _captions(grid: Grid, lines: Sequence[Line]) -> list[str]:
    """What stands right above a grid and in a first row of one cell, sentences left out."""
    texts = [_text(cell) for cell in grid.cells if cell.row == 0 and cell.columns == grid.columns]
    above = [one for one in lines[max(0, grid.first - _CAPTION) : grid.first] if one.text.strip()]
    if above and above[-1].cells is None:
        texts.append(above[-1].text.strip())
    return [
        text
        for text in texts
        if len(text) <= _LONGEST_CAPTION and not _SENTENCE.search(text.split("（")[0])
    ]


def _year(texts: Sequence[str]) -> int:
    """The only year that captions name, 0 without one."""
    years = {int(year) for text in texts for year in _NAMED_YEAR.findall(text)}
    return years.pop() if len(years) == 1 else 0


def _is_again(grid: Grid, printed: set[str]) -> bool:
    labels = _labels(grid)
    return len(labels) >= _FEWEST and len(labels & printed) >= _SHARED * len(labels)


def _labels(grid: Grid) -> set[str]:
    texts = (_text(cell) for cell in grid.cells)
    return {plain_key(text) for text in texts if text and not is_value(text)}


def _text(cell: GridCell) -> str:
    return "".join(in_one_line(cell.text).split())
