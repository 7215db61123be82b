"""What counts as ink of a number in a cell."""

from __future__ import annotations

import pytest

cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed")
import numpy as np  # noqa: E402

from indexer.readers.rule import Region  # noqa: E402
from indexer.readers.scan import ink  # noqa: E402

INSIDE = Region(0, 0, 120, 50)


def _page() -> np.ndarray:
    grey = np.full((50, 120), 255, np.uint8)
    cv2.putText(grey, "7", (50, 36), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    return grey


def test_rests_of_the_rules_around_a_cell_and_a_speck_are_no_ink() -> None:
    grey = _page()
    grey[:2], grey[:, :2], grey[10:14, 5:9] = 0, 0, 0
    assert len(ink.blobs(ink.inked(grey), INSIDE, 30)) == 1


def test_one_stroke_has_room_for_one_digit() -> None:
    grey = _page()
    found = ink.blobs(ink.inked(grey), INSIDE, 30)
    assert ink.strokes(grey, found) == (1, 1, 0)


def test_a_pale_minus_is_seen() -> None:
    grey = _page()
    found = ink.blobs(ink.inked(grey), INSIDE, 30)
    assert ink.sign_before(grey, found, INSIDE, 30) is None
    grey[27:29, 36:46] = 150
    assert ink.sign_before(grey, found, INSIDE, 30) is not None
