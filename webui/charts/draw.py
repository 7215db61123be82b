"""Charts as SVG elements of a page: classes for our style sheets, and nothing they do not name.

A series is told by the shape of its points and the dashes of its line, and only then by colour.
No element has an id, so that many charts stand on one page; a chart of the same numbers is the
same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from webui.charts.chart import MOST_SERIES, Chart, Divider, Drawing, Point, Series
from webui.charts.label import beside, room, spots
from webui.charts.plot import HEIGHT, LINE, WIDTH, Box, Plot, Spot, bar_plot, line_plot
from webui.language import gettext as _

SHAPES = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "M-3.7-3.7h7.4v7.4h-7.4z",
    "M0-4.8L4.6 3.4h-9.2z",
    "M0-5L5 0L0 5L-5 0z",
    "M0 4.8L4.6-3.4h-9.2z",
    "M-1.6-4.6h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z",
    "M-4.6-2.6L-2.6-4.6L0-2L2.6-4.6L4.6-2.6L2 0L4.6 2.6L2.6 4.6L0 2L-2.6 4.6L-4.6 2.6L-2 0z",
    "M-5-2h10v4h-10z",
)
"""Of the points of each series, around its middle."""

_HAN = re.compile(r"[\u3400-\u9fff]")

_FRAME = "M-7.5-7.5h15v15h-15z"

_BAND = 17
"""Height of a row of signs below the axis."""

_LABEL_WIDTH = 40
"""Of a place's name, at least."""

_TEXT_WIDTH = 46
"""Where points are farther apart than this, a single series has its numbers beside them."""

_DIVIDER_WIDTH = 72
"""Of a divider's label, at most."""


def lines(chart: Chart) -> Drawing:
    """Series as lines: interrupted where a number is lacking, and at breaks."""
    shown = chart.series[:MOST_SERIES]
    pieces = [(at, row) for at, one in enumerate(shown) for row in _pieces(one)]
    top = 34 if chart.dividers else 24
    geometry = line_plot(chart, [row for _, row in pieces], top, room(shown))
    root = _root(chart, geometry, shown)
    with_text = len(shown) == 1 and _apart(geometry) >= _TEXT_WIDTH
    for at, one in enumerate(shown):
        rows = [row for row, (owner, _) in enumerate(pieces) if owner == at]
        group = _group(root, f"series s{at}", one.label)
        for path in filter(None, (geometry.lines[row] for row in rows)):
            SubElement(group, "path", {"class": "line", "d": path})
        places = sorted(spot for row in rows for spot in spots(pieces[row][1], geometry.dots[row]))
        numbers = [point for point in one.points if point.value is not None]
        for (spot, *sides), point in zip(places, numbers, strict=True):
            holder = _point(group, point, at, spot)
            if with_text:
                x, y = beside(spot, sides, point, geometry)
                _text(holder, point.text, x, y, "amount")
    return _drawing(root, chart, shown, [_line_key(at) for at in range(len(shown))])


def stacked(chart: Chart) -> Drawing:
    """Series as bars upon one another; parts of the same whole, all of them drawn."""
    shown = chart.series
    rows = [[point.value for point in one.points] for one in shown]
    geometry = bar_plot(chart, rows, 34 if chart.dividers else 20)
    root = _root(chart, geometry, shown)
    for at, one in enumerate(shown):
        group = _group(root, f"series s{at % MOST_SERIES}", one.label)
        for box, point in zip(geometry.boxes[at], one.points, strict=True):
            if point.value is not None:
                _bar(group, point, box, str(at + 1) if len(shown) > 1 else "")
    return _drawing(root, chart, shown, [_bar_key(at) for at in range(len(shown))])


def _pieces(one: Series) -> Iterator[list[float | None]]:
    """A series cut at its breaks, each piece as long as the whole."""
    ends = [-1, *sorted(one.breaks), len(one.points) - 1]
    for start, end in pairwise(ends):
        yield [p.value if start < at <= end else None for at, p in enumerate(one.points)]


def _root(chart: Chart, geometry: Plot, shown: Sequence[Series]) -> Element:
    lacking = [one for one in shown if any(point.sign for point in one.points)]
    height = HEIGHT + _BAND * len(lacking)
    linked = any(point.url for one in shown for point in one.points)
    role = "group" if linked else "img"  # what is an image has no links inside
    root = Element(
        "svg",
        {
            "class": "chart",
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": role,
            "aria-label": chart.label,
        },
    )
    _axes(root, chart, geometry)
    _dividers(root, chart.dividers, geometry)
    _gaps(root, shown, lacking, geometry)
    return root


def _axes(root: Element, chart: Chart, geometry: Plot) -> None:
    guides = _unspoken(root, "guides")
    for y, text in geometry.ticks:
        css = "zero" if text in ("0", "0%") else "guide"
        path = f"M{geometry.left:.1f} {y:.1f}H{geometry.right:.1f}"
        SubElement(guides, "path", {"class": css, "d": path})
        _text(guides, text, geometry.left - 6, y + 4.5, "value")
    names = _unspoken(root, "places")
    step = max(round(_LABEL_WIDTH / max(_apart(geometry), 1) + 0.49), 1)
    for at, (x, name) in enumerate(zip(geometry.places, chart.places, strict=True)):
        if (len(chart.places) - 1 - at) % step == 0:
            _text(names, name, x, geometry.bottom + 16, "place")


def _dividers(root: Element, dividers: Sequence[Divider], geometry: Plot) -> None:
    last = -WIDTH
    for one in dividers:
        x = (geometry.places[one.after] + geometry.places[one.after + 1]) / 2
        group = _group(root, "divider", one.words)
        words = one.words or one.label
        group.attrib.update(_spoken(words))
        SubElement(group, "title").text = words
        SubElement(group, "path", {"d": f"M{x:.1f} 16V{geometry.bottom:.1f}"})
        # A label for each would touch the one before.
        if x - last >= _DIVIDER_WIDTH:
            edge = _DIVIDER_WIDTH / 2
            _text(group, one.label, min(max(x, edge), WIDTH - edge), 12, "")
            last = int(x)


def _gaps(
    root: Element, shown: Sequence[Series], lacking: Sequence[Series], geometry: Plot
) -> None:
    for row, one in enumerate(lacking):
        y = HEIGHT + _BAND * row + 10
        at = shown.index(one)
        group = _group(root, f"gaps s{at % MOST_SERIES}", one.label)
        if len(shown) > 1 and geometry.shape is LINE and not one.speaks:
            _shape(group, at, geometry.left - 12, y - 4)
        for x, point in zip(geometry.places, one.points, strict=True):
            if point.sign:
                holder = _linked(group, point)
                _text(holder, point.sign, x, y, "sign")
                SubElement(holder, "title").text = point.words
                _frame(holder, point, x, y - 4)


def _point(group: Element, point: Point, at: int, spot: Spot) -> Element:
    """A point; gives back what holds its parts."""
    x, y = spot
    holder = _linked(group, point)
    SubElement(holder, "title").text = point.words
    # Fingers and mice find the point within this circle.
    SubElement(holder, "circle", {"class": "hit", "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "11"})
    _shape(holder, at, x, y)
    _frame(holder, point, x, y)
    return holder


def _bar(group: Element, point: Point, box: Box, mark: str) -> None:
    holder = _linked(group, point)
    SubElement(holder, "title").text = point.words
    size = {"x": box.x, "y": box.y, "width": box.width, "height": max(box.height, 0.8)}
    SubElement(holder, "rect", {name: f"{value:.1f}" for name, value in size.items()})
    if mark and box.height >= 13 and box.width >= 10:
        _text(holder, mark, box.x + box.width / 2, box.y + box.height / 2 + 4, "mark")
    elif not mark and box.width >= 12:
        _text(holder, point.text, box.x + box.width / 2, box.y - 4, "amount")


def _linked(group: Element, point: Point) -> Element:
    marks = ("partial", point.is_partial), ("corrected", point.is_corrected)
    css = " ".join(("point", *(name for name, applies in marks if applies)))
    if not point.url:
        return SubElement(group, "g", {"class": css, **_spoken(point.words)})
    # The table beside the chart has the same links, one after another for the keyboard.
    return SubElement(
        group,
        "a",
        {"class": css, "href": point.url, "tabindex": "-1", "aria-label": point.words},
    )


def _frame(group: Element, point: Point, x: float, y: float) -> None:
    """Around what a person put right."""
    if point.is_corrected:
        place = f"translate({x:.1f} {y:.1f})"
        SubElement(group, "path", {"class": "frame", "transform": place, "d": _FRAME})


def _shape(group: Element, at: int, x: float, y: float) -> None:
    place = f"translate({x:.1f} {y:.1f})"
    SubElement(group, "path", {"class": "dot", "transform": place, "d": SHAPES[at % MOST_SERIES]})


def _text(group: Element, text: str, x: float, y: float, css: str) -> None:
    names = {"class": css} if css else {}
    if _HAN.search(text):
        names["lang"] = "zh-CN"
    SubElement(group, "text", {**names, "x": f"{x:.1f}", "y": f"{y:.1f}"}).text = text


def _spoken(words: str) -> dict[str, str]:
    """Of what is drawn: read out as these words, and not as the signs it is made of."""
    return {"role": "img", "aria-label": words}


def _unspoken(parent: Element, css: str) -> Element:
    """A group of the axes: each point says its place and its number itself."""
    group = _group(parent, css)
    group.set("aria-hidden", "true")
    return group


def _group(parent: Element, css: str, words: str = "") -> Element:
    """A group; names of places and bodies are Chinese in every language of the page."""
    spoken = {"lang": "zh-CN"} if _HAN.search(words) else {}
    return SubElement(parent, "g", {"class": css, **spoken})


def _apart(geometry: Plot) -> float:
    """Between two places of the axis."""
    places = geometry.places
    return places[1] - places[0] if len(places) > 1 else geometry.right - geometry.left


def _line_key(at: int) -> Markup:
    root = Element("svg", {"class": f"key s{at}", "viewBox": "0 0 36 14", "aria-hidden": "true"})
    SubElement(root, "path", {"class": "line", "d": "M0 7H36"})
    _shape(root, at, 18, 7)
    return _markup(root)


def _bar_key(at: int) -> Markup:
    css = f"key s{at % MOST_SERIES}"
    root = Element("svg", {"class": css, "viewBox": "0 0 20 16", "aria-hidden": "true"})
    SubElement(root, "rect", {"x": "1", "y": "0", "width": "18", "height": "16"})
    _text(root, str(at + 1), 10, 12.5, "mark")
    return _markup(root)


def _drawing(
    root: Element, chart: Chart, shown: Sequence[Series], keys: Sequence[Markup]
) -> Drawing:
    named = [
        one.label
        if any(point.value is not None for point in one.points)
        else str(_("%(name)s（没有数字）", name=one.label))
        for one in shown
    ]
    points = [point for one in shown for point in one.points]
    signs = dict.fromkeys(point.sign for point in points if point.sign)
    return Drawing(
        label=chart.label,
        svg=_markup(root),
        keys=tuple(zip(keys, named, strict=True)) if len(shown) > 1 else (),
        left_out=len(chart.series) - len(shown) + chart.further,
        signs=tuple(signs),
        dividers=chart.dividers,
        has_partial=any(point.is_partial for point in points),
        has_corrected=any(point.is_corrected for point in points),
    )


def _markup(root: Element) -> Markup:
    # The text is made of elements, so that whatever stands in them is escaped.
    return Markup(tostring(root, encoding="unicode"))
