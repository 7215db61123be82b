"""Where the numbers of a line's points stand, so that the line does not cross them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webui.charts.chart import Point, Series
from webui.charts.plot import WIDTH, Plot, Spot

_LETTER_WIDTH = 8
"""Of a digit at the largest size, about."""

_BELOW = 22
"""Room that a number needs below its point, above the axis."""

_MARGIN = 10
"""Behind the plot, in which numbers may stand, too."""


def room(shown: Sequence[Series]) -> tuple[float, float]:
    """Room for the numbers at both ends of a single series; see ``plot.line_plot``."""
    if len(shown) > 1 or not shown or not shown[0].points:
        return 0, 0
    first, last = shown[0].points[0], shown[0].points[-1]
    return 1.5 * _half(first) + 3, max(1.5 * _half(last) - _MARGIN, 0)


def _half(point: Point) -> float:
    """The width of a point's number, halved."""
    return _LETTER_WIDTH * len(point.text) / 2


def spots(
    piece: Sequence[float | None], dots: Sequence[Spot]
) -> Iterator[tuple[Spot, float | None, float | None]]:
    """Each dot of a piece, and how far down the line goes on from it to the left and the right."""
    rest = iter(dots)
    line = [None, *(None if value is None else next(rest) for value in piece), None]
    for before, spot, after in zip(line, line[1:], line[2:], strict=False):
        if spot is not None:
            yield spot, before and before[1], after and after[1]


def beside(
    spot: Spot, sides: Sequence[float | None], point: Point, geometry: Plot
) -> tuple[float, float]:
    """Where a dot's number stands clear of the line: below a valley, else above, off the rise."""
    (x, y), half = spot, _half(point)
    rises = [side is not None and side < y - 1 for side in sides]
    falls = [side is not None and side >= y - 1 for side in sides]
    if any(rises) and not any(falls) and geometry.bottom - y >= _BELOW:
        lean, down = 0.0, 17
    else:
        lean, down = (rises[0] - rises[1]) * half * 0.7, -9
    # The first and the last stay off the axis and inside the picture.
    return min(max(x + lean, geometry.left + half + 3), WIDTH - half), y + down
