"""What counts as ink of a number in a cell."""

from __future__ import annotations

import pytest

cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed")
import numpy as np  # noqa: E402

from indexer.readers.rule import Region  # noqa: E402
from indexer.readers.scan import ink, number  # noqa: E402

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


def test_the_second_of_two_rules_is_no_minus_and_hides_none() -> None:
    grey = _page()
    found = ink.blobs(ink.inked(grey), INSIDE, 30)
    inside = INSIDE._replace(left=found[0].left - 26)
    grey[:, int(inside.left) : int(inside.left) + 6] = 0
    assert ink.sign_before(grey, found, inside, 30) is None
    grey[26:29, found[0].left - 14 : found[0].left - 4] = 100
    assert ink.sign_before(grey, found, inside, 30) is not None


def test_a_zero_whose_top_and_foot_are_pale_is_one_digit() -> None:
    grey = np.full((50, 120), 255, np.uint8)
    grey[15:31, 50:53], grey[15:31, 59:62] = 90, 90
    two = ink.blobs(ink.inked(grey), INSIDE, 30)
    assert ink.strokes(grey, two).tall == 2  # an eleven
    grey[12:15, 52:60], grey[31:34, 52:60] = 195, 195
    assert ink.blobs(ink.inked(grey), INSIDE, 30) == two
    assert ink.strokes(grey, two) == (1, 1, 0)


def test_the_pale_side_of_a_digit_is_no_minus_and_a_minus_that_touches_it_is() -> None:
    grey = _page()
    found = ink.blobs(ink.inked(grey), INSIDE, 30)
    left, high = found[0].left, found[0].bottom - found[0].top
    grey[25:28, left - 4 : left] = 150
    assert ink.sign_before(grey, found, INSIDE, 30) is None
    grey[25:28, left - high // 2 : left] = 150
    assert ink.sign_before(grey, found, INSIDE, 30) is not None


def test_a_speck_above_a_digit_and_a_rule_through_the_cell_are_no_ink() -> None:
    grey = _page()
    (digit,) = ink.blobs(ink.inked(grey), INSIDE, 30)
    grey[digit.top - 7 : digit.top - 2, 55:60] = 0
    grey[44:47] = 0
    assert ink.blobs(ink.inked(grey), INSIDE, 30) == [digit]
    grey[digit.bottom - 4 : digit.bottom, digit.right + 4 : digit.right + 9] = 0
    assert len(ink.blobs(ink.inked(grey), INSIDE, 30)) == 2  # a decimal point stays


def test_an_accented_letter_may_be_a_zero_under_a_speck() -> None:
    assert number.may_be_number("ó")
    assert not number.may_be_number("é")
