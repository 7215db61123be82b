"""Where pygal puts axes, lines and bars; how these look is left to ``draw``."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

import pygal

from webui.charts.chart import Chart

WIDTH, HEIGHT = 440, 230
"""Of the picture in its own units, without what stands below the axis."""

FONT_SIZE = 14
"""The largest size that our style sheets give to labels, in the same units."""

_TICKS = 4
_LEAST = 1e-6
"""Numbers are kept to six decimals."""

_NICE = (1, 2, 2.5, 5, 10)
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_STYLE = pygal.style.Style(label_font_size=FONT_SIZE, major_label_font_size=FONT_SIZE)


Spot = tuple[float, float]
"""How far right and how far down."""

Rows = Sequence[Sequence[float | None]]
Drawer = Callable[..., Any]

LINE: Drawer = pygal.Line
STACKED: Drawer = pygal.StackedBar


@dataclass(frozen=True, slots=True)
class Box:
    """A bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Plot:
    """The geometry of a chart, in the units of the picture.

    Attributes:
        shape: ``LINE`` or ``STACKED``.
        left, top, right, bottom: the edges of the area between the axes.
        ticks: height and text of each guide line.
        places: how far right each place of the axis is.
        boxes: of stacked rows one for each place.
        lines: of each row of values its line as a path, empty where no two are neighbours.
        dots: of each row its points, one for each value that is not ``None``.
    """

    shape: Drawer
    left: float
    top: float
    right: float
    bottom: float
    ticks: tuple[tuple[float, str], ...]
    places: tuple[float, ...]
    boxes: tuple[tuple[Box, ...], ...]
    lines: tuple[str, ...] = ()
    dots: tuple[tuple[Spot, ...], ...] = ()


def line_plot(chart: Chart, rows: Rows, top: int, inset: Spot = (0, 0)) -> Plot:
    """Rows of values as lines over the places of a chart; the axis of values holds zero.

    pygal draws the axes, once for all charts that share them; between these a line is straight
    from value to value.

    Args:
        rows: one value for each place, ``None`` where there is none.
        top: room above the plot.
        inset: room between the axis and the first place, and behind the last.
    """
    ends = [value for row in rows for value in row if value is not None]
    at = ticks(min(ends, default=0), max(ends, default=0), is_share=chart.is_share)
    axes = _inset(_axes(chart.places, tuple(at), chart.is_share, top), inset)
    low, high = axes.ticks[0][0], axes.ticks[-1][0]
    unit = (high - low) / (at[-1] - at[0])
    spots = [
        [
            None if value is None else (x, low + (value - at[0]) * unit)
            for x, value in zip(axes.places, row, strict=True)
        ]
        for row in rows
    ]
    return replace(
        axes,
        lines=tuple(map(_line, spots)),
        dots=tuple(tuple(filter(None, row)) for row in spots),
    )


def _inset(axes: Plot, inset: Spot) -> Plot:
    """The places moved inwards, each in proportion."""
    start, end = inset
    wide = axes.right - axes.left
    shrink = (wide - start - end) / wide
    places = tuple(axes.left + start + (x - axes.left) * shrink for x in axes.places)
    return replace(axes, places=places)


@lru_cache(maxsize=512)
def _axes(places: tuple[str, ...], at: tuple[float, ...], is_share: bool, top: int) -> Plot:
    """A plot without lines; those of one page, and of most pages, have few different axes."""
    return _drawn(LINE, places, [[at[0]] * len(places)], at, is_share=is_share, top=top)


def bar_plot(chart: Chart, rows: Rows, top: int) -> Plot:
    """The same as bars upon one another."""
    # Shares were rounded one by one; their sum is no more than the whole for that.
    ends = [round(sum(value or 0 for value in column), 4) for column in zip(*rows, strict=True)]
    at = ticks(min(ends, default=0), max(ends, default=0), is_share=chart.is_share)
    return _drawn(STACKED, chart.places, rows, at, is_share=chart.is_share, top=top)


def _drawn(
    drawer: Drawer,
    places: Sequence[str],
    rows: Rows,
    at: Sequence[float],
    *,
    is_share: bool,
    top: int,
) -> Plot:
    words = [_written(value, is_share=is_share) for value in at]
    drawn = drawer(
        width=WIDTH,
        height=HEIGHT,
        margin_top=top,
        margin_right=10,
        margin_bottom=2,
        margin_left=4,
        style=_STYLE,
        js=(),
        show_legend=False,
        x_labels=list(places),
        y_labels=[{"value": value, "label": text} for value, text in zip(at, words, strict=True)],
        range=(at[0], at[-1]),
    )
    for row in rows:
        drawn.add("", list(row))
    return _read(drawn.render_tree(), drawer, len(rows), words)


def ticks(low: float, high: float, *, is_share: bool) -> list[float]:
    """Round numbers from zero or below ``low`` to zero or above ``high``."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low < _LEAST:
        return [0.0, 1.0]
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in _NICE if nice * power >= rough * (1 - 1e-9))
    if not is_share:
        step = float(max(math.ceil(step - 1e-9), 1))  # half a request is none
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(at * step, 9) for at in range(first, last + 1)]


def _written(value: float, *, is_share: bool) -> str:
    return f"{round(value * 100, 6):g}%" if is_share else str(int(value))


def _read(tree: Any, shape: Drawer, rows: int, words: Sequence[str]) -> Plot:
    area = next(_having(tree, "plot"))
    left, top = _numbers(area.get("transform"))
    ground = next(_having(area, "background"))
    upright, flat = next(_having(area, "y")), next(_having(area, "x"))
    series = [
        [element for group in _having(tree, f"serie-{row}") for element in _elements(group)]
        for row in range(rows)
    ]
    return Plot(
        shape=shape,
        left=left,
        top=top,
        right=left + float(ground.get("width")),
        bottom=top + float(ground.get("height")),
        ticks=tuple(zip((top + y for _, y in _guides(upright)), words, strict=True)),
        places=tuple(left + x for x, _ in _guides(flat)),
        boxes=tuple(tuple(_boxes(every, left, top)) for every in series),
    )


def _elements(tree: Any) -> Iterator[Any]:
    """All elements; comments have no tag that is a text."""
    return (element for element in tree.iter() if isinstance(element.tag, str))


def _having(tree: Any, name: str) -> Iterator[Any]:
    return (element for element in _elements(tree) if name in element.get("class", "").split())


def _numbers(text: str) -> list[float]:
    return [float(found) for found in _NUMBERS.findall(text)]


def _guides(axis: Any) -> Iterator[tuple[float, float]]:
    """Where the guide lines of an axis begin."""
    for guide in _having(axis, "guides"):
        path = next(_having(guide, "line"))
        x, y, *_ = _numbers(path.get("d"))
        yield x, y


def _line(spots: Iterable[Spot | None]) -> str:
    """A path from neighbour to neighbour; nothing stands for a spot that has none."""
    pieces = (
        [f"{x:.1f} {y:.1f}" for x, y in filter(None, piece)]
        for is_lacking, piece in groupby(spots, lambda spot: spot is None)
        if not is_lacking
    )
    return " ".join("M" + "L".join(piece) for piece in pieces if len(piece) > 1)


def _boxes(elements: Sequence[Any], left: float, top: float) -> Iterator[Box]:
    for element in elements:
        if "rect" in element.get("class", "").split():
            x, y, width, height = (
                float(element.get(name)) for name in ("x", "y", "width", "height")
            )
            yield Box(left + x, top + y, width, height)
