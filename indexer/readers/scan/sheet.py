"""A page set straight: turned upright, its skew and keystone taken out, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from govreport_search.domain import BOX_UNIT, Box
from indexer.readers.scan.engine import Image, Quad

Matrix = NDArray[np.float64]
"""A 3 x 3 transformation of points."""

MARGIN = 24
"""Pixels: more than the thickest rule, and room for the finder of text."""

_EDGE = 3
"""Pixels from the edge in which an outer rule is looked for."""

_DARK, _MOST = 160, 0.6


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is read.

    Attributes:
        image: the page set straight.
        back: from points on ``image`` to points of the page as it is displayed.
        shown: the page as it is displayed, with its margin.
        margin: pixels of white put around the page as it is displayed.
    """

    image: Image
    back: Matrix
    shown: Image
    margin: int = 0

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The part of the displayed page around a rectangle of the straightened one."""
        corners = np.array(
            [[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64
        )
        points = moved(corners, self.back) - self.margin
        height, width = (side - 2 * self.margin for side in self.shown.shape[:2])
        x = np.clip(np.round(points[:, 0] / width * BOX_UNIT), 0, BOX_UNIT)
        y = np.clip(np.round(points[:, 1] / height * BOX_UNIT), 0, BOX_UNIT)
        return Box(int(x.min()), int(y.min()), int(x.max()), int(y.max()))

    def then(self, forth: Matrix, size: tuple[int, int]) -> Sheet:
        """The sheet seen through one more transformation.

        Every sheet is drawn from the displayed page, so that steps do not add up their blur.

        Args:
            forth: from points of this sheet to points of the new one.
            size: width and height of the new one.
        """
        back = self.back @ np.linalg.inv(forth)
        image = cv2.warpPerspective(
            self.shown,
            np.linalg.inv(back),
            size,
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return Sheet(np.asarray(image, dtype=np.uint8), back, self.shown, self.margin)


def sheet_of(image: Image) -> Sheet:
    """A page as displayed, with a white margin where it was cut off at a rule.

    An image of a table often ends on the table's outer rules; half outside the image, they
    close no cell.
    """
    margin = MARGIN if _ends_on_a_rule(image) else 0
    if margin:
        white = (255, 255, 255)
        around = cv2.copyMakeBorder(
            image, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=white
        )
        image = np.asarray(around, dtype=np.uint8)
    return Sheet(image, np.eye(3), image, margin)


def _ends_on_a_rule(image: Image) -> bool:
    """Whether a dark stroke runs along one of the edges for most of its length."""
    grey = image.min(axis=2) if image.ndim == 3 else image
    strips = (grey[:_EDGE], grey[-_EDGE:], grey[:, :_EDGE].T, grey[:, -_EDGE:].T)
    return any(float((strip.min(axis=0) < _DARK).mean()) > _MOST for strip in strips)


def moved(points: NDArray[Any], matrix: Matrix) -> NDArray[np.float64]:
    """Points (rows of x, y) under a transformation."""
    wide = np.concatenate([np.asarray(points, np.float64), np.ones((len(points), 1))], axis=1)
    through = wide @ matrix.T
    return np.asarray(through[:, :2] / through[:, 2:3], dtype=np.float64)


def moved_quads(quads: list[Quad], matrix: Matrix) -> list[Quad]:
    """Pieces of text under a transformation, their corners again clockwise from top left."""
    return [ordered(moved(quad, matrix).astype(np.float32)) for quad in quads]


def ordered(quad: Quad) -> Quad:
    """Corners clockwise, beginning at the top left one as the page stands now."""
    middle = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0])
    turned = quad[np.argsort(angles)]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.asarray(np.roll(turned, -first, axis=0), dtype=np.float32)


def crop(image: Image, quad: Quad) -> Image:
    """The piece of text as an upright rectangle."""
    width = round(max(_length(quad[0], quad[1]), _length(quad[3], quad[2])))
    height = round(max(_length(quad[0], quad[3]), _length(quad[1], quad[2])))
    width, height = max(width, 1), max(height, 1)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), corners)
    piece = cv2.warpPerspective(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(piece, dtype=np.uint8)


def extent(quad: Quad) -> tuple[float, float]:
    """Width and height of a piece of text along its own axes."""
    return _length(quad[0], quad[1]), _length(quad[0], quad[3])


def quarter_turns(turns: int, size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    """A turn clockwise by quarters and the size after it; pixels stay on pixels."""
    width, height = size
    right, down = width - 1, height - 1
    matrix = {
        0: np.eye(3),
        1: np.array([[0, -1, down], [1, 0, 0], [0, 0, 1]], np.float64),
        2: np.array([[-1, 0, right], [0, -1, down], [0, 0, 1]], np.float64),
        3: np.array([[0, 1, 0], [-1, 0, right], [0, 0, 1]], np.float64),
    }[turns % 4]
    return matrix, ((height, width) if turns % 2 else (width, height))


def scaling(factor: float, size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    """A change of size."""
    matrix = np.diag([factor, factor, 1.0])
    return matrix, (max(1, round(size[0] * factor)), max(1, round(size[1] * factor)))


def rotation(degrees: float, size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    """A turn clockwise about the page's middle; the new size holds all of it."""
    width, height = size
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, high = round(width * cosine + height * sine), round(width * sine + height * cosine)
    matrix[0, 2] += (wide - width) / 2
    matrix[1, 2] += (high - height) / 2
    return matrix, (wide, high)


def _length(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float(np.hypot(*(a - b)))
