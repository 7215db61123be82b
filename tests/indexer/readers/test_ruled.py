"""Rules into cells: the shapes that reports print, and what rules do that is no table."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.readers.rule import Rule
from indexer.readers.ruled import RuledTable, find_tables, merged

TOLERANCE = 3.0


def drawn(
    ys: list[float], xs: list[float], *, without: set[tuple[str, int, int]] = frozenset()
) -> tuple[list[Rule], list[Rule]]:
    """Every edge of a grid as a rule of its own but those named (side, row, column)."""
    horizontal = [
        Rule(y, xs[c], xs[c + 1])
        for r, y in enumerate(ys)
        for c in range(len(xs) - 1)
        if ("top", r, c) not in without
    ]
    vertical = [
        Rule(x, ys[r], ys[r + 1])
        for c, x in enumerate(xs)
        for r in range(len(ys) - 1)
        if ("left", r, c) not in without
    ]
    return horizontal, vertical


def shape(table: RuledTable) -> list[tuple[int, int, int, int]]:
    return [(c.row, c.column, c.rows, c.columns) for c in table.cells]


def only(horizontal: list[Rule], vertical: list[Rule]) -> RuledTable:
    ruling = find_tables(horizontal, vertical, TOLERANCE)
    assert len(ruling.tables) == 1
    return ruling.tables[0]


def test_a_plain_grid() -> None:
    table = only(*drawn([0, 20, 40], [0, 50, 100, 150]))
    assert (table.rows, table.columns) == (2, 3)
    assert shape(table) == [(r, c, 1, 1) for r in range(2) for c in range(3)]
    assert table.cells[4].region == (50, 20, 100, 40)
    assert not table.open_top
    assert not table.open_bottom


def test_merged_cells_span_rows_and_columns() -> None:
    table = only(
        *drawn(
            [0, 20, 40, 60],
            [0, 50, 100, 150],
            without={("left", 0, 2), ("top", 1, 0), ("top", 2, 0)},
        )
    )
    assert shape(table) == [
        (0, 0, 3, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
    ]


def test_rules_drawn_twice_too_short_and_out_of_line_are_one() -> None:
    horizontal, vertical = drawn([0, 20, 40], [0, 50, 100])
    chance = random.Random(3)
    horizontal = [
        Rule(y + chance.uniform(-1, 1), a + chance.uniform(0, 1.4), b - chance.uniform(0, 1.4))
        for y, a, b in [*horizontal, *horizontal]
    ]
    assert shape(only(horizontal, vertical)) == [(r, c, 1, 1) for r in (0, 1) for c in (0, 1)]


def test_double_borders_make_no_cells_between_them() -> None:
    horizontal, vertical = drawn([0, 20, 40], [0, 50, 100])
    horizontal += [Rule(-2, -2, 102), Rule(42, -2, 102)]
    vertical += [Rule(-2, -2, 42), Rule(102, -2, 42)]
    assert shape(only(horizontal, vertical)) == [(r, c, 1, 1) for r in (0, 1) for c in (0, 1)]


def test_dashes_make_a_rule() -> None:
    dashes = [Rule(20.0, x, x + 3.0) for x in range(0, 100, 6)]
    horizontal = [Rule(0, 0, 100), Rule(40, 0, 100), *dashes]
    table = only(horizontal, [Rule(x, 0, 40) for x in (0, 50, 100)])
    assert (table.rows, table.columns, len(table.cells)) == (2, 2, 4)


def test_a_row_broken_by_the_end_of_the_page_is_closed() -> None:
    xs = [0, 50, 100, 150]
    horizontal = [Rule(y, 0, 150) for y in (0, 20, 40)]
    below = only(horizontal, [Rule(x, 0, 52) for x in xs])
    assert below.rows == 3
    assert below.open_bottom
    assert not below.open_top
    assert [c.region.bottom for c in below.cells[-3:]] == [52, 52, 52]
    above = only(horizontal, [Rule(x, -11, 40) for x in xs])
    assert above.rows == 3
    assert above.open_top
    assert not above.open_bottom


def test_a_table_without_outer_rules_is_closed_at_its_sides() -> None:
    table = only([Rule(y, 0, 150) for y in (0, 20, 40, 60)], [Rule(x, 0, 60) for x in (50, 100)])
    assert (table.rows, table.columns, len(table.cells)) == (3, 3, 9)


def test_a_merged_cell_cut_by_the_page_is_closed_where_its_row_is() -> None:
    horizontal = [Rule(0, 0, 150), Rule(20, 50, 150), Rule(40, 50, 150)]
    table = only(horizontal, [Rule(x, 0, 40) for x in (0, 50, 100, 150)])
    assert shape(table) == [(0, 0, 2, 1)] + [(r, c, 1, 1) for r in (0, 1) for c in (1, 2)]


def test_one_row_without_outer_rules_is_closed_at_its_sides() -> None:
    table = only([Rule(y, 0, 150) for y in (0, 20)], [Rule(x, 0, 20) for x in (50, 100)])
    assert (table.rows, table.columns, len(table.cells)) == (1, 3, 3)


def test_two_of_many_dangling_rules_close_nothing() -> None:
    horizontal = [Rule(y, 0, 150) for y in (0, 20, 40)]
    vertical = [Rule(x, 0, 40) for x in (0, 50, 100, 150)]
    table = only(horizontal, vertical + [Rule(x, 30, 70) for x in (0, 50)])
    assert (table.rows, table.columns) == (2, 3)


def test_an_underline_in_a_cell_parts_nothing() -> None:
    horizontal, vertical = drawn([0, 30, 60], [0, 50, 100])
    horizontal += [Rule(20, 5, 45), Rule(50, 0, 40)]
    assert shape(only(horizontal, vertical)) == [(r, c, 1, 1) for r in (0, 1) for c in (0, 1)]


def test_lines_alone_are_no_table() -> None:
    ruling = find_tables([Rule(10, 0, 100), Rule(50, 0, 100)], [Rule(200, 0, 80)], TOLERANCE)
    assert ruling.tables == ()
    assert find_tables([], [], TOLERANCE).tables == ()


def test_tables_below_each_other_stay_apart() -> None:
    first, second = drawn([0, 20, 40], [0, 50, 100]), drawn([60, 80, 100], [0, 50, 100])
    ruling = find_tables(first[0] + second[0], first[1] + second[1], TOLERANCE)
    assert [table.region.top for table in ruling.tables] == [0, 60]


def test_a_frame_around_tables_is_none() -> None:
    inner = drawn([20, 40, 60], [20, 50, 90])
    frame = drawn([0, 80], [0, 110])
    ruling = find_tables(inner[0] + frame[0], inner[1] + frame[1], TOLERANCE)
    assert [table.region for table in ruling.tables] == [(20, 20, 90, 60)]


def test_a_region_of_an_odd_shape_falls_into_rectangles() -> None:
    table = only(*drawn([0, 20, 40], [0, 50, 100], without={("left", 0, 1), ("top", 1, 1)}))
    assert shape(table) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


@pytest.mark.parametrize("count", [170, 5000])
def test_patterns_of_lines_cost_little_and_make_no_cells(count: int) -> None:
    lines = [Rule(10.0 * i, 0, 10.0 * count) for i in range(count)]
    started = time.process_time()
    ruling = find_tables(lines, lines, TOLERANCE)
    assert time.process_time() - started < 1.0
    assert ruling.tables == ()
    assert ruling.too_dense[0] == (0, 0, 10 * count, 10 * count)


def test_many_small_crosses_cost_little() -> None:
    crosses = [(x * 20.0, y * 20.0) for x in range(20) for y in range(20)]
    horizontal = [Rule(y + 5, x, x + 10) for x, y in crosses]
    vertical = [Rule(x + 5, y, y + 10) for x, y in crosses]
    started = time.process_time()
    assert find_tables(horizontal, vertical, TOLERANCE).tables == ()
    assert time.process_time() - started < 2.0


def test_pieces_of_a_rule_are_joined_over_small_gaps_only() -> None:
    pieces = [Rule(1, 0, 10), Rule(0, 12, 20), Rule(0.5, 40, 60)]
    assert [(r.start, r.end) for r in merged(pieces, TOLERANCE)] == [(0, 20), (40, 60)]


@settings(max_examples=60, deadline=None)
@given(
    heights=st.lists(st.integers(12, 60), min_size=1, max_size=8),
    widths=st.lists(st.integers(12, 90), min_size=2, max_size=8),
    hidden=st.sets(
        st.tuples(st.sampled_from(["top", "left"]), st.integers(1, 7), st.integers(1, 7))
    ),
)
def test_cells_never_overlap_and_cover_a_closed_grid(
    heights: list[int], widths: list[int], hidden: set[tuple[str, int, int]]
) -> None:
    ys, xs = [0.0], [0.0]
    for height in heights:
        ys.append(ys[-1] + height)
    for width in widths:
        xs.append(xs[-1] + width)
    within = {
        (side, r, c)
        for side, r, c in hidden
        if (side == "top" and r < len(heights)) or (side == "left" and c < len(widths))
    }
    table = only(*drawn(ys, xs, without=within))
    covered = [
        (r, c)
        for cell in table.cells
        for r in range(cell.row, cell.row + cell.rows)
        for c in range(cell.column, cell.column + cell.columns)
    ]
    assert len(covered) == len(set(covered)) == table.rows * table.columns
    area = sum(
        (c.region.right - c.region.left) * (c.region.bottom - c.region.top) for c in table.cells
    )
    assert area == pytest.approx(ys[-1] * xs[-1])
