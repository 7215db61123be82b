"""Objects of a page: paths into rules, where images stand, which text is not to be seen.

Rules are drawn as strokes, as thin filled rectangles (Chromium), edge by edge, as rectangles
around each cell, or many in one path. Filled areas that are not thin are backgrounds.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from indexer.readers.pdf import library
from indexer.readers.pdf.page import Floats

MOST_OBJECTS = 60_000
"""Clamp for the objects of a page; a page of a report has about 1,000."""

MOST_SEGMENTS = 40_000
"""Clamp for the pieces of paths that are looked at one by one."""

_DEEPEST = 8
"""Clamp for forms within forms."""

_THIN = 3.6
"""A drawn area no wider than this many points is a rule, with the width pdfium adds to strokes."""

_SHORTEST = 3.0
_STRAIGHT = 1.0
_WHITE, _DARK = 245, 200
_PALE = 165
"""Text as light as this, on white, is pale as watermarks are: Word's and WPS's are 192."""

_UNSEEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

Transform = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page, in its own space: rows of left, bottom, right, top.

    Attributes:
        rules: thin areas and straight strokes.
        images: areas of images.
        unseen: handles of text that is drawn invisibly or white on white.
        pale: handles of text that is drawn much lighter than most of the page's text.
        has_ink: a path or an image is drawn.
        too_dense: a clamp was reached; ``rules`` is empty then.
    """

    rules: list[Floats] = field(default_factory=list)
    images: list[Floats] = field(default_factory=list)
    unseen: set[int] = field(default_factory=set)
    pale: set[int] = field(default_factory=set)
    has_ink: bool = False
    too_dense: bool = False
    _white: list[tuple[int, Floats]] = field(default_factory=list)
    _pale: list[tuple[int, Floats]] = field(default_factory=list)
    _texts: int = 0
    _fills: list[Floats] = field(default_factory=list)
    _objects: int = 0
    _segments: int = 0


def drawing_of(page: int, count: int) -> Drawing:
    """The drawing of a page.

    Args:
        page: its handle.
        count: of its objects.
    """
    drawing = Drawing()
    if count > MOST_OBJECTS:
        drawing.too_dense = drawing.has_ink = True
        return drawing
    _gather(drawing, list(map(library.object_on_page, repeat(page), range(count))), None, 0)
    if drawing._white:
        drawing.unseen.update(_on_light_ground(drawing, drawing._white))
    if 2 * len(drawing._pale) < drawing._texts:
        drawing.pale.update(_on_light_ground(drawing, drawing._pale))
    if drawing.too_dense:
        drawing.rules.clear()
    return drawing


def run(function: Callable[..., object], *arguments: Iterable[int]) -> None:
    """Call a function for each row of arguments, for what it writes."""
    deque(map(function, *arguments), maxlen=0)


def addresses(array: NDArray[np.generic], column: int) -> range:
    """Where a column of a two-dimensional array stands in memory, row by row."""
    start = array.ctypes.data + column * array.itemsize
    return range(start, start + array.nbytes, array.strides[0]) if array.size else range(0)


def _gather(drawing: Drawing, objects: list[int], transform: Transform | None, depth: int) -> None:
    drawing._objects += len(objects)
    if drawing._objects > MOST_OBJECTS:
        drawing.too_dense = True
        return
    by_kind: dict[int, list[int]] = {}
    for obj, kind in zip(objects, map(library.kind_of_object, objects), strict=True):
        by_kind.setdefault(kind, []).append(obj)
    if paths := by_kind.get(pdfium.FPDF_PAGEOBJ_PATH):
        _take_paths(drawing, paths, transform)
    if texts := by_kind.get(pdfium.FPDF_PAGEOBJ_TEXT):
        _take_texts(drawing, texts, transform)
    if images := by_kind.get(pdfium.FPDF_PAGEOBJ_IMAGE):
        drawing.images.append(_areas(images, transform))
        drawing.has_ink = True
    drawing.has_ink |= pdfium.FPDF_PAGEOBJ_SHADING in by_kind
    for form in by_kind.get(pdfium.FPDF_PAGEOBJ_FORM, ()):
        count = library.count_in_form(form)
        if depth < _DEEPEST and 0 < count <= MOST_OBJECTS:
            inner = list(map(library.object_in_form, repeat(form), range(count)))
            _gather(drawing, inner, _times(_transform(form), transform), depth + 1)


def _areas(objects: Sequence[int], transform: Transform | None) -> Floats:
    """The bounds of objects, a row each."""
    areas = np.zeros((len(objects), 4), np.float32)
    run(library.bounds, objects, *(addresses(areas, i) for i in range(4)))
    return areas if transform is None else _moved(areas, transform)


def _take_texts(drawing: Drawing, texts: list[int], transform: Transform | None) -> None:
    modes = list(map(library.render_mode, texts))
    colours = np.zeros((len(texts), 4), np.uint32)
    colours[:, 3] = 255
    run(library.fill_colour, texts, *(addresses(colours, i) for i in range(4)))
    unseen = (colours[:, 3] == 0) | np.array([mode in _UNSEEN_MODES for mode in modes])
    white = (colours[:, :3].min(axis=1) >= _WHITE) & ~unseen
    cover = colours[:, 3] / 255
    pale = (cover * colours[:, :3].mean(axis=1) + (1 - cover) * 255 >= _PALE) & ~white & ~unseen
    drawing.unseen.update(texts[i] for i in np.flatnonzero(unseen))
    drawing._texts += len(texts)
    for chosen, kept in ((white, drawing._white), (pale, drawing._pale)):
        if chosen.any():
            handles = [texts[i] for i in np.flatnonzero(chosen)]
            kept += zip(handles, _areas(handles, transform), strict=True)


def _on_light_ground(drawing: Drawing, texts: Sequence[tuple[int, Floats]]) -> Iterator[int]:
    """The handles of texts around which no dark area and no image lies."""
    grounds = [*drawing._fills, *drawing.images]
    ground = np.concatenate(grounds) if grounds else np.zeros((0, 4), np.float32)
    for handle, area in texts:
        x, y = (area[0] + area[2]) / 2, (area[1] + area[3]) / 2
        around = (ground[:, 0] <= x) & (ground[:, 1] <= y)
        around &= (ground[:, 2] >= x) & (ground[:, 3] >= y)
        if not around.any():
            yield handle


def _take_paths(drawing: Drawing, paths: list[int], transform: Transform | None) -> None:
    modes = np.zeros((len(paths), 2), np.int32)
    run(library.draw_mode, paths, addresses(modes, 0), addresses(modes, 1))
    areas = _areas(paths, transform)
    counts = np.fromiter(map(library.count_segments, paths), np.int32, len(paths))
    filled, stroked = modes[:, 0] != 0, modes[:, 1] != 0
    width, height = areas[:, 2] - areas[:, 0], areas[:, 3] - areas[:, 1]
    short, long = np.minimum(width, height), np.maximum(width, height)
    seen = filled | stroked
    drawing.has_ink |= bool((stroked & (long > 0)).any())
    a_line = stroked & (counts == 2) & (short <= 3 * _THIN) & (long > 3 * short)
    thin = seen & ((short <= _THIN) & (counts <= 6) | a_line)
    drawing.rules.append(areas[thin & (long >= _SHORTEST)])
    many = ~thin & seen & (long >= _SHORTEST) & (stroked & (counts > 2) | (counts > 5))
    for i in np.flatnonzero(many):
        _take_segments(drawing, paths[i], int(counts[i]), bool(stroked[i]), transform)
        if drawing.too_dense:
            return
    grounds = np.flatnonzero(filled & ~thin & (counts <= 8))
    if len(grounds):
        drawing._fills.append(areas[[i for i in grounds if _is_dark(paths[i])]])
    drawing.has_ink |= bool((filled & (counts > 5)).any()) or any(map(len, drawing._fills))


def _is_dark(path: int) -> bool:
    colour = np.zeros((1, 4), np.uint32)
    run(library.fill_colour, [path], *(addresses(colour, i) for i in range(4)))
    return bool(colour[0, :3].min() < _DARK and colour[0, 3] > 0)


def _take_segments(
    drawing: Drawing, path: int, count: int, stroked: bool, transform: Transform | None
) -> None:
    """The rules of a path with many pieces."""
    drawing._segments += count
    if drawing._segments > MOST_SEGMENTS:
        drawing.too_dense = True
        return
    segments = list(map(library.segment_of_path, repeat(path), range(count)))
    points = np.zeros((count, 2), np.float32)
    run(library.point_of_segment, segments, addresses(points, 0), addresses(points, 1))
    kinds = list(map(library.kind_of_segment, segments))
    closing = list(map(library.closes_path, segments))
    whole = _times(_transform(path), transform)
    a, b, c, d, e, f = whole
    xs = (points[:, 0] * a + points[:, 1] * c + e).tolist()
    ys = (points[:, 0] * b + points[:, 1] * d + f).tolist()
    starts = [i for i, kind in enumerate(kinds) if kind == pdfium.FPDF_SEGMENT_MOVETO]
    edges: list[tuple[float, float, float, float]] = []
    rings: list[list[tuple[float, float, float, float]]] = []
    for first, end in zip(starts, [*starts[1:], count], strict=True):
        outline = [(xs[i], ys[i]) for i in range(first, end)]
        curved = pdfium.FPDF_SEGMENT_BEZIERTO in kinds[first:end]
        area = (
            min(x for x, _ in outline),
            min(y for _, y in outline),
            max(x for x, _ in outline),
            max(y for _, y in outline),
        )
        if not curved and min(area[2] - area[0], area[3] - area[1]) <= _THIN:
            edges.append(area)
        elif stroked:
            if closing[end - 1]:
                outline.append(outline[0])
            lines = [k == pdfium.FPDF_SEGMENT_LINETO for k in kinds[first + 1 : end]]
            lines += [True] * (len(outline) - 1 - len(lines))
            edges += _straight(outline, lines)
        elif not curved:
            rings.append(_straight([*outline, outline[0]], [True] * len(outline)))
    if len(rings) > 1:  # a filled outline with a hole: a border drawn as an area
        edges += [edge for ring in rings for edge in ring]
    if edges:
        areas = np.array(edges, np.float32)
        longest = np.maximum(areas[:, 2] - areas[:, 0], areas[:, 3] - areas[:, 1])
        drawing.rules.append(areas[longest >= _SHORTEST])


def _straight(
    outline: Sequence[tuple[float, float]], lines: Sequence[bool]
) -> list[tuple[float, float, float, float]]:
    """The pieces of an outline that run along an axis."""
    return [
        (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for ((x0, y0), (x1, y1)), line in zip(pairwise(outline), lines, strict=True)
        if line and (abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT)
    ]


def _transform(obj: int) -> Transform:
    transform = (ctypes.c_float * 6)()
    library.transform_of(obj, ctypes.addressof(transform))
    a, b, c, d, e, f = transform
    return a, b, c, d, e, f


def _times(first: Transform, then: Transform | None) -> Transform:
    """The transform that does the first and then the other."""
    if then is None:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _moved(areas: Floats, transform: Transform) -> Floats:
    a, b, c, d, e, f = transform
    x = np.stack([areas[:, i] * a + areas[:, j] * c + e for i in (0, 2) for j in (1, 3)])
    y = np.stack([areas[:, i] * b + areas[:, j] * d + f for i in (0, 2) for j in (1, 3)])
    return np.stack([x.min(0), y.min(0), x.max(0), y.max(0)], axis=1).astype(np.float32)
