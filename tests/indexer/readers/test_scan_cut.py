"""A number on a rule is no blank, and what is no rule cuts no number."""

from __future__ import annotations

import pytest

cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed")
import numpy as np  # noqa: E402

from indexer.readers.rule import Region, Rule  # noqa: E402
from indexer.readers.scan.blank import doubtful_blanks  # noqa: E402
from indexer.readers.scan.cut import cut_cells, split_cells  # noqa: E402
from indexer.readers.scan.edge import open_ends, rules  # noqa: E402
from indexer.readers.scan.faint import faint_strokes  # noqa: E402
from indexer.readers.scan.ink import inked  # noqa: E402
from indexer.readers.scan.streak import paper  # noqa: E402
from indexer.readers.scan.trace import Traces  # noqa: E402

CELLS = (Region(0, 0, 60, 50), Region(60, 0, 120, 50))


def _digit_at(x: int) -> np.ndarray:
    grey = np.full((50, 120), 255, np.uint8)
    cv2.putText(grey, "0", (x, 36), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    return grey


def test_a_digit_on_a_rule_makes_both_cells_unreadable() -> None:
    assert set(cut_cells(inked(_digit_at(52)), CELLS, ["", ""], 4, 30)) == {0, 1}
    assert set(cut_cells(inked(_digit_at(52)), CELLS, ["12", "3"], 4, 30)) == {0, 1}


def test_a_digit_in_its_cell_a_thick_rule_and_labels_are_left_alone() -> None:
    assert not set(cut_cells(inked(_digit_at(20)), CELLS, ["0", ""], 4, 30))
    assert not set(cut_cells(inked(_digit_at(52)), CELLS, ["行政许可", "行政处罚"], 4, 30))
    thick = np.full((50, 120), 255, np.uint8)
    thick[:, 54:67] = 0
    assert not set(cut_cells(inked(thick), CELLS, ["", ""], 4, 30))


def test_a_pale_dash_is_no_blank_and_a_speck_is_no_dash() -> None:
    grey, inside = np.full((39, 178), 255, np.uint8), Region(0, 0, 178, 39)
    grey[18:20, 80:82] = 60
    assert faint_strokes(grey, inside, 27) == []
    grey[22] = np.r_[[255] * 80, 208, 163, 136, 142, 177, 231, [255] * 92]
    assert len(faint_strokes(grey, inside, 27)) == 1


def _doubtful(boxes: list[Region], empty: list[bool], *, red: bool = False) -> set[int]:
    image = np.full((60, 130, 3), (255, 120, 120) if red else (230, 230, 230), np.uint8)
    cells = [*CELLS, Region(0, 50, 60, 58)]
    return set(doubtful_blanks(image, boxes, cells, empty, 4, 30))


def test_a_blank_is_shown_by_paper_alone() -> None:
    """Text nobody could read, in a cell or on a rule, or no room for any: no blank."""
    on_rule, inside = Region(48, 12, 72, 40), Region(10, 12, 34, 40)
    assert _doubtful([], [True, True, False]) == set()
    assert _doubtful([on_rule], [True, True, False]) == {0, 1}
    assert _doubtful([on_rule], [True, False, False]) == set()
    assert _doubtful([inside], [True, True, False]) == {0}
    assert _doubtful([inside], [False, True, False]) == set()
    assert _doubtful([inside], [True, True, False], red=True) == set()
    assert _doubtful([], [True, True, True]) == {2}


def test_a_rule_through_the_middle_of_a_number_makes_both_halves_unreadable() -> None:
    """Where ink stands: the paper of a box may reach over a rule, and labels are no numbers."""
    mask = inked(_digit_at(20))
    box = Region(16, 9, 46, 43)

    def split(rule: int, texts: list[str]) -> set[int]:
        halves = [Region(0, 0, 60, rule), Region(0, rule, 60, 50)]
        return set(split_cells(mask, [box], halves, texts, 30))

    assert split(30, ["11", ""]) == {0, 1}
    assert split(40, ["17", ""]) == set()
    assert split(30, ["行政许可", "行政处罚"]) == set()
    blank = np.zeros_like(mask)
    assert not set(split_cells(blank, [box], [CELLS[0], Region(0, 50, 60, 90)], ["", ""], 30))


def _ruled() -> np.ndarray:
    page = np.full((700, 900), 255, np.uint8)
    for at in range(100, 601, 50):
        page[at : at + 3, 100:803] = 0
    for at in (100, 450, 800):
        page[100:603, at : at + 3] = 0
    return page


def _places(page: np.ndarray) -> tuple[list[int], list[int]]:
    found = rules(page, [], 34)
    across, down = (
        {round(rule.at / 5) * 5 for rule in found_in} for found_in in (found.across, found.down)
    )
    return sorted(across), sorted(down)


def test_strokes_below_each_other_are_no_dotted_rule() -> None:
    """Ones in many rows, which the finder of text did not see: each ends before the rules."""
    page = _ruled()
    clean = _places(page)
    for at in range(100, 600, 50):
        page[at + 10 : at + 41, 280:283] = 0
    assert _places(page) == clean


def test_strokes_hard_by_a_rule_make_no_second_one() -> None:
    page = _ruled()
    clean = _places(page)
    page[211:213, 460:640] = 90
    assert _places(page) == clean


def test_a_seal_leaves_nothing_and_what_it_covers_stays() -> None:
    page = np.full((400, 400, 3), 255, np.uint8)
    page[100:300, 100:300] = (217, 86, 88)
    page[190:210, 120:280] = (25, 15, 15)
    grey = paper(page, red=False)
    assert grey[120:180, 110:290].min() > 245
    assert grey[195:205, 130:270].max() < 60


def test_a_black_rule_counts_although_the_thick_ones_across_hide_its_ends() -> None:
    whole = Traces(whole=0.95, free=0.95, ends=0.3, tips=0.75, level=0.95, least=0.9)
    assert whole.is_strong
    stroke = Traces(whole=0.8, free=0.8, ends=0.0, tips=0.2, level=0.8, least=0.4)
    assert not stroke.is_strong


def test_rules_broken_side_by_side_close_no_table() -> None:
    """Three end at 330 and go on a few pixels below and beside: nothing ends there."""
    across = [Rule(100, 100, 803), Rule(600, 100, 803)]
    above = [Rule(at, 100, 330) for at in (100, 450, 800)]
    below = [Rule(at + 4, 342, 600) for at in (100, 450, 800)]
    assert open_ends(across, above + below, 34) == []
    assert [round(rule.at) for rule in open_ends(across, above, 34)] == [330]


def test_one_rule_drawn_out_by_noise_stays_beside_the_others() -> None:
    """All of them end on one side, at the end that most of them have."""
    down = [Rule(at, top, 600) for at, top in ((100, 82), (300, 100), (600, 101), (800, 60))]
    assert open_ends([Rule(600, 100, 803)], down, 34) == [Rule(91, 100, 800)]
