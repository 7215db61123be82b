"""Grids that print another year's numbers: comparisons over years, and last year's table again."""

from __future__ import annotations

from collections.abc import Sequence

from govreport_search.text.label import plain_key
from indexer.blocks import Grid, GridCell, Line, in_one_line
from indexer.grid import is_value
from indexer.recognise.caption import compares, is_unit_line, said, title_year

_HEAD = 3  # rows of a grid that may be its header
_CAPTION = 4  # lines above a grid that may announce it
_SHARED = 0.8
_FEWEST = 3


def without_other_years(grids: Sequence[Grid], lines: Sequence[Line]) -> tuple[Grid, ...]:
    """The grids that may print the report's own tables.

    A grid with columns of several years, or one of last year's, is a comparison. A grid that is
    announced as last year's is left out where the report prints its labels in another one, too.
    """
    own = [grid for grid in grids if not _compares(grid)]
    captions = {grid: said(_captions(grid, lines)) for grid in own}
    latest = title_year(lines) or max((one.year for one in captions.values()), default=0)
    past = [grid for grid, one in captions.items() if one.is_before(latest)]
    printed = {label for grid in own if grid not in past for label in _labels(grid)}
    again = [grid for grid in past if _is_again(grid, printed)]
    return tuple(grid for grid in own if grid not in again)


def _compares(grid: Grid) -> bool:
    return compares(_text(cell) for cell in grid.cells if cell.row < _HEAD)


def _captions(grid: Grid, lines: Sequence[Line]) -> list[str]:
    """What stands above a grid and the unit of its numbers, and in a first row of one cell."""
    texts = [_text(cell) for cell in grid.cells if cell.row == 0 and cell.columns == grid.columns]
    above = [one for one in lines[max(0, grid.first - _CAPTION) : grid.first] if one.text.strip()]
    above = [one for one in above if not is_unit_line(one)]
    if above and above[-1].cells is None:
        texts.append("".join(above[-1].text.split()))
    return texts


def _is_again(grid: Grid, printed: set[str]) -> bool:
    labels = _labels(grid)
    return len(labels) >= _FEWEST and len(labels & printed) >= _SHARED * len(labels)


def _labels(grid: Grid) -> set[str]:
    texts = (_text(cell) for cell in grid.cells)
    return {plain_key(text) for text in texts if text and not is_value(text)}


def _text(cell: GridCell) -> str:
    return "".join(in_one_line(cell.text).split())
