"""Streaks of ink on an evenly lit page that may be rules: faded, broken, slightly bent."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.readers.rule import Rule
from indexer.readers.scan.engine import Image

Grey = NDArray[np.uint8]
"""Brightness, 255 is paper."""

Mask = NDArray[np.uint8]
"""255 where something is."""

_RED = 60
"""A pixel of a seal is by so much redder than green or blue, of 255."""

_LEAST_RED = 0.0005
"""Share of the page that a seal covers at least."""

_SEALED = 0.03
"""Share of red pixels above which a seal lies over a piece of the page."""

CONTRAST = 14
"""By how much a rule is darker than what lies beside it, of 255, averaged along it."""

_DARK = 150
"""Ink of a rule that is not faded is darker than this."""

_LONG = 5.0
"""Lines of text; a streak of this length is no stroke of a character."""

_BROAD = 0.4
"""Lines of text; a streak that is thicker is a smear."""

_THROUGHOUT = 0.9
"""A row of pixels in a smear that is filled for this part of its length may be a rule."""

_STRETCH = 12.0
"""Lines of text; over this length a rule is taken for straight."""


def paper(image: Image, *, red: bool = True) -> Grey:
    """The page in grey as if evenly lit: shadows and tinted paper become white.

    Args:
        image: the page in colour.
        red: keep red ink; without it seals vanish from what they were stamped on.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if red else _without_red(image)
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA
    )
    reach = max(5, min(small.shape) // 40) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    ground = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), 5)
    ground = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    even = grey.astype(np.float32) * (255.0 / np.maximum(ground, 40))
    return np.asarray(np.clip(even, 0, 255), dtype=np.uint8)


def is_sealed(piece: Image) -> bool:
    """Whether a seal, or a part of one, lies over a piece of the page."""
    red = piece[:, :, 0].astype(np.int16) - piece[:, :, 1:].max(axis=2) > _RED
    return bool(red.size and red.mean() > _SEALED)


def _without_red(image: Image) -> Grey:
    """The red channel, in which a seal is pale, made lighter by as much as the seal darkens it.

    What is left of a seal would cross digits like the rules of a table. How red a pixel is tells
    how much of the seal's ink it has; black ink below the seal is not red and stays.
    """
    channel: Grey = np.ascontiguousarray(image[:, :, 0])
    redness = cv2.subtract(channel, cv2.max(image[:, :, 1], image[:, :, 2]))
    strong = redness > _RED
    if strong.mean() < _LEAST_RED:
        return channel
    light = float(np.percentile(channel[::4, ::4], 90))
    lack = float(np.median((light - channel[strong]) / redness[strong]))
    if lack <= 0:
        return channel
    return np.asarray(cv2.addWeighted(channel, 1.0, redness, min(lack, 1.0), 0), dtype=np.uint8)


def slope(grey: Grey, line: float) -> float | None:
    """By how many pixels per pixel long rules fall to the right; ``None``: there are none.

    Args:
        grey: the evenly lit page, or the page turned for its vertical rules, which then lean
            to the right by that much per pixel downwards.
        line: height of a line of text in pixels.
    """
    slopes: list[float] = []
    weights: list[float] = []
    for rule in streaks(grey, line):
        if rule.end - rule.start >= _LONG * line:
            slopes.append(_slope(grey, rule, line))
            weights.append(rule.end - rule.start)
    if not slopes:
        return None
    order = np.argsort(slopes)
    passed = np.cumsum(np.array(weights)[order])
    return slopes[int(order[int(np.searchsorted(passed, passed[-1] / 2))])]


def _slope(grey: Grey, rule: Rule, line: float) -> float:
    """Of one streak: a line through the middles of its ink, finer than a pixel."""
    reach = max(4, round(0.3 * line))
    top = max(0, round(rule.at) - reach)
    part = grey[top : round(rule.at) + reach + 1, int(rule.start) : int(rule.end)]
    levels = cv2.blur(part, (9, 1)).astype(np.float32)
    dark = np.clip(levels.max(axis=0) - levels - CONTRAST, 0, None)
    peak = dark.argmax(axis=0)
    near = np.abs(np.arange(part.shape[0])[:, None] - peak[None, :]) <= 2
    weight = np.where(near, dark, 0)
    total = weight.sum(axis=0)
    x = np.flatnonzero(total > 0)
    if len(x) < 2:
        return 0.0
    y = (weight * np.arange(part.shape[0])[:, None]).sum(axis=0)[x] / total[x]
    straight = np.polyfit(x, y, 1)
    off = np.abs(y - np.polyval(straight, x))
    kept = off <= max(1.0, 2 * float(np.median(off)))  # letters beside it pull the middle away
    return float(np.polyfit(x[kept], y[kept], 1)[0])


def thickness(grey: Grey, rule: Rule, line: float) -> float:
    """Of a streak, its blur included."""
    reach = round(0.5 * line)
    middle = round(rule.at)
    part = grey[max(0, middle - reach) : middle + reach + 1, int(rule.start) : int(rule.end)]
    # A bent rule is measured piece by piece; text beside it makes single pieces thicker.
    pieces = [p for p in np.array_split(part, max(1, part.shape[1] // 16), axis=1) if p.size]
    found = []
    for piece in pieces:
        dark = 255.0 - piece.mean(axis=1)
        found.append(int((dark > 0.4 * dark.max()).sum()))
    return float(np.median(found or [1]))


def _thin(grey: Grey, line: float) -> Mask:
    """Where it is darker than above and below, seen over a short way."""
    along = max(5, round(line * 0.3)) | 1
    beside = max(3, round(line * 0.14))
    smooth = cv2.blur(grey, (along, 1))
    # Letters may stand hard by a rule: a narrow slit of paper between them is enough.
    filled = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((2 * beside + 1, 1), np.uint8))
    thin = (filled > CONTRAST).astype(np.uint8) * 255
    # A bent rule climbs by steps.
    return np.asarray(cv2.dilate(thin, np.ones((3, 1), np.uint8)), np.uint8)


def _runs(grey: Grey, line: float) -> Mask:
    """What runs on for longer than a character is wide, small gaps closed."""
    gap = max(5, round(line * 0.4)) | 1
    joined = cv2.morphologyEx(_thin(grey, line), cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    length = max(18, round(line * 0.9))
    thin = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    # A rule that letters touch is not thin there, but dark without a gap.
    inked = (grey < _DARK).astype(np.uint8) * 255
    dark = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    return np.asarray(cv2.bitwise_or(thin, dark), np.uint8)


def streaks(grey: Grey, line: float) -> list[Rule]:
    """Each streak where most of it lies; broad smears are none.

    Strokes of letters may hang on a rule and a long rule may be bent: so each is taken in
    stretches, and of each stretch the row that it fills most.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_runs(grey, line), connectivity=8)
    found: list[Rule] = []
    for number in range(1, count):
        left, top, width, height = (int(value) for value in stats[number][:4])
        own = labels[top : top + height, left : left + width] == number
        for start, end in _stretches(width, line):
            filled = own[:, start:end].sum(axis=1)
            for at in _crests(filled, end - start, line):
                near = slice(max(0, at - 2), at + 3)
                columns = start + np.flatnonzero(own[near, start:end].any(axis=0))
                middle = float(np.average(np.arange(height)[near], weights=filled[near]))
                place = left + int(columns[0]), left + int(columns[-1]) + 1
                found.append(Rule(top + middle, *place))
    return found


def _crests(filled: NDArray[np.int64], length: int, line: float) -> list[int]:
    """The rows of pixels along which a streak lies; in a broad smear those filled throughout.

    Text that stands hard by a rule, line under line, smears together with it.
    """
    at = int(filled.argmax())
    if int((filled > 0.5 * filled[at]).sum()) <= line * _BROAD:
        return [at]
    full = np.concatenate([[0], filled >= _THROUGHOUT * length, [0]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(full))
    return [
        start + int(filled[start:end].argmax())
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if end - start <= line * _BROAD
    ]


def _stretches(width: int, line: float) -> list[tuple[int, int]]:
    """A width in stretches of about equal length."""
    count = max(1, round(width / (_STRETCH * line)))
    bounds = np.linspace(0, width, count + 1).round().astype(int).tolist()
    return list(pairwise(bounds))
