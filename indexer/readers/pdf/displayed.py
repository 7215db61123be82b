"""Positions on a page as pdfium gives them, as the page is displayed, and as it is read."""

from __future__ import annotations

import numpy as np
import pypdfium2.raw as pdfium

from indexer.readers.pdf.page import Floats, Frame


class Displayed:
    """From the space of a page, y upwards, to the page as displayed, y downwards.

    Attributes:
        turn: quarter turns, clockwise, by which the page is turned to be displayed.
        width, height: of the page as displayed, in points.
    """

    def __init__(self, raw: pdfium.FPDF_PAGE) -> None:
        area = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(raw, area)
        self._left, self._bottom, self._right, self._top = (
            min(area.left, area.right),
            min(area.bottom, area.top),
            max(area.left, area.right),
            max(area.bottom, area.top),
        )
        self.turn = pdfium.FPDFPage_GetRotation(raw) % 4
        self.width = max(self._right - self._left, 1.0)
        self.height = max(self._top - self._bottom, 1.0)
        if self.turn % 2:
            self.width, self.height = self.height, self.width

    def shown(self, areas: Floats) -> Floats:
        """Rows of left, bottom, right, top into rows of left, top, right, bottom."""
        left, bottom, right, top = areas.T
        if self.turn == 0:
            shown = (left - self._left, self._top - top, right - self._left, self._top - bottom)
        elif self.turn == 1:
            shown = (
                bottom - self._bottom,
                left - self._left,
                top - self._bottom,
                right - self._left,
            )
        elif self.turn == 2:
            shown = (
                self._right - right,
                bottom - self._bottom,
                self._right - left,
                top - self._bottom,
            )
        else:
            shown = (self._top - top, self._right - right, self._top - bottom, self._right - left)
        return np.stack(shown, axis=1)


def turned(areas: Floats, frame: Frame) -> Floats:
    """Areas on the page as displayed into areas on the page as it is read."""
    left, top, right, bottom = areas.T
    width, height = frame.width, frame.height
    if frame.turn == 1:
        turned = (width - bottom, left, width - top, right)
    elif frame.turn == 2:
        turned = (width - right, height - bottom, width - left, height - top)
    else:
        turned = (top, height - right, bottom, height - left)
    return np.stack(turned, axis=1)
